# What tests/ holds besides the rooms' own tests: helpers, fuzz targets, end-to-end, benchmarks.

test_program(installer_test PREFIX installer SOURCES tests/installer/scripts_test.cpp)

test_program(kiosk_fallback_test PREFIX kiosk/fallback SOURCES tests/kiosk/fallback/fallback_test.cpp)
add_dependencies(kiosk_fallback_test kiosk_fallback)

# A fuzz target is tests/fuzz/NAME_fuzz.cpp with its corpus in tests/fuzz/corpus/NAME/. With KIOSK_FUZZ clang makes a
# fuzzer of it; without, a small main runs every file of the corpus through it, so each crash once found stays a test.
add_library(fuzz_replay OBJECT tests/fuzz/replay.cpp)
file(GLOB fuzz_sources CONFIGURE_DEPENDS tests/fuzz/*_fuzz.cpp)
foreach(source IN LISTS fuzz_sources)
  get_filename_component(target ${source} NAME_WE)
  string(REGEX REPLACE "_fuzz$" "" name ${target})
  add_executable(${target} ${source})
  target_link_libraries(${target} PRIVATE kiosk_config kiosk_health kiosk_store kiosk_code kiosk_voice hw_card hw_scanner hw_resolver
                        nlohmann_json::nlohmann_json)
  target_compile_options(${target} PRIVATE -fPIC)  # as kiosk_base is
  read_once(${target} kiosk_base)
  if(KIOSK_FUZZ)
    target_link_options(${target} PRIVATE -fsanitize=fuzzer)
  else()
    target_link_libraries(${target} PRIVATE fuzz_replay)
    add_test(NAME fuzz:${name} COMMAND ${target} ${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/${name})
  endif()
endforeach()

# What rooms must not bring along. NAME HAS HAS_NOT ROOM…: patterns of a library that the rooms link, and of those that they must not.
function(links_test name has has_not)
  add_executable(links_${name} tests/links_probe.cpp)
  target_link_libraries(links_${name} PRIVATE ${ARGN})
  target_link_options(links_${name} PRIVATE -Wl,--no-as-needed)
  add_test(NAME links:${name} COMMAND ${CMAKE_SOURCE_DIR}/tests/links.sh $<TARGET_FILE:links_${name}> ${has} ${has_not})
endfunction()
links_test(no_database libcups "libpq|libsqlite3|libzip|libexpat" kiosk_page hw_reader hw_printer hw_scanner hw_resolver hw_speech screens)
links_test(devices_without_visits libcups "libsodium|libpq|libsqlite3" hw_card hw_reader hw_printer hw_decode hw_scanner hw_resolver)
links_test(decode_without_camera libgdk_pixbuf "libgst|libSDL|libsodium" hw_decode)
links_test(card_without_reader libfmt "libpcsclite|libsodium" hw_card)

# Another user of the reader, for the tests of the driver.
add_executable(card_user tests/support/pcscd/card_user.cpp)
target_link_libraries(card_user PRIVATE tests_support PkgConfig::libpcsclite)
add_dependencies(hw_reader_test card_user)

# The card reader's driver with a scripted libpcsclite in place of the real one.
file(GLOB seam_sources CONFIGURE_DEPENDS tests/hw/reader/seam/*.cpp)
test_program(pcsc_seam_test PREFIX hw/reader SOURCES ${seam_sources})

if(TARGET kiosk_ctl_test)
  add_dependencies(kiosk_ctl_test kioskctl words)  # it runs the program
endif()

pkg_check_modules(zbar REQUIRED IMPORTED_TARGET zbar)
# NAME LINKS…: tests/bench/NAME.cpp. What it measures is in the libraries, and is optimised as there: of a template that both
# need, the linker takes the first, which is the benchmark's.
function(benchmark name)
  add_executable(${name} tests/bench/${name}.cpp)
  target_link_libraries(${name} PRIVATE ${ARGN})
endfunction()
benchmark(ledger_bench kiosk_intake)
benchmark(store_bench kiosk_store tests_support)
benchmark(reader_bench tests_support)
benchmark(paper_bench kiosk_paper hw_printer tests_support)
benchmark(scanner_bench hw_decode PkgConfig::gstreamer-app-1.0 kiosk_paper kiosk_code PkgConfig::zbar tests_support)
benchmark(speech_bench hw_speech tests_support)
benchmark(kiosk_bench tests_support)
target_sources(kiosk_bench PRIVATE tests/bench/program.cpp tests/bench/watch.cpp)
add_dependencies(kiosk_bench kiosk pcscd_launch pcscd_shim ifd_handler words)

# The programs as a package has them: what is compiled already, but assets in /usr. For tests/package.sh.
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/installed/assets.cpp @ONLY CONTENT
"#define KIOSK_ASSET_DIR \"/usr/share/kiosk\"
#define KIOSK_LOCALE_DIR \"/usr/share/kiosk/locale\"
#define KIOSK_FONT_DIR \"/usr/share/fonts/opentype/kiosk\"
#include \"kiosk/base/assets.cpp\"
")
foreach(program IN ITEMS kiosk kioskctl)
  get_target_property(libraries ${program} LINK_LIBRARIES)
  add_executable(installed_${program} $<TARGET_OBJECTS:${program}> ${CMAKE_BINARY_DIR}/installed/assets.cpp)
  target_link_libraries(installed_${program} PRIVATE ${libraries})
  set_target_properties(installed_${program} PROPERTIES UNITY_BUILD OFF OUTPUT_NAME ${program}
                        RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/installed)
endforeach()
# The one late part that knows where assets lie.
add_library(installed_kiosk_sync MODULE ${CMAKE_BINARY_DIR}/late/kiosk_sync.cpp ${CMAKE_BINARY_DIR}/installed/assets.cpp)
target_link_libraries(installed_kiosk_sync PRIVATE kiosk_store)
target_link_options(installed_kiosk_sync PRIVATE -Wl,--exclude-libs,ALL)
set_target_properties(installed_kiosk_sync PROPERTIES UNITY_BUILD OFF PREFIX "" OUTPUT_NAME kiosk_sync
                      LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/installed)
if(NOT KIOSK_SANITIZE)
  add_test(NAME package COMMAND ${CMAKE_SOURCE_DIR}/tests/package.sh ${CMAKE_BINARY_DIR})
  set_tests_properties(package PROPERTIES TIMEOUT 600 PROCESSORS 2)
  add_test(NAME package_root COMMAND ${CMAKE_SOURCE_DIR}/tests/package_root.sh ${CMAKE_BINARY_DIR})
  set_tests_properties(package_root PROPERTIES TIMEOUT 600 DEPENDS package SKIP_RETURN_CODE 77)
  add_test(NAME boot_root COMMAND ${CMAKE_SOURCE_DIR}/tests/boot_root.sh ${CMAKE_BINARY_DIR})
  set_tests_properties(boot_root PROPERTIES TIMEOUT 600 DEPENDS package SKIP_RETURN_CODE 77)
  add_test(NAME update_root COMMAND ${CMAKE_SOURCE_DIR}/tests/update_root.sh)
  set_tests_properties(update_root PROPERTIES TIMEOUT 600 SKIP_RETURN_CODE 77)
endif()

if(NOT KIOSK_SANITIZE)
  add_test(NAME fleet COMMAND ${CMAKE_SOURCE_DIR}/tests/fleet.sh $<TARGET_FILE:kioskctl>)
endif()

add_test(NAME layers COMMAND ${CMAKE_SOURCE_DIR}/tests/layers.sh)
add_test(NAME alone COMMAND ${CMAKE_SOURCE_DIR}/tests/alone.sh)
set_tests_properties(alone PROPERTIES PROCESSORS 2 TIMEOUT 1800)  # some minutes of two cores where ccache knows no file
set_tests_properties(alone PROPERTIES COST 1000)  # the longest first
add_test(NAME docs COMMAND ${CMAKE_SOURCE_DIR}/tests/docs.sh)
add_test(NAME man COMMAND ${CMAKE_SOURCE_DIR}/tests/man.sh $<TARGET_FILE:kioskctl> $<TARGET_FILE:kiosk>)

# For tests/machine.sh, which is no test of these: it proves a whole machine, in half an hour.
add_executable(machine_hall tests/machine/hall.cpp)
target_link_libraries(machine_hall PRIVATE tests_support)
target_compile_options(machine_hall PRIVATE ${test_optimisation})
read_once(machine_hall tests_support)
# The machine has no more libraries than a kiosk needs.
add_executable(machine_reader tests/machine/reader.cpp tests/support/pcscd.cpp tests/support/pcscd_reader.cpp tests/support/process.cpp)
target_link_libraries(machine_reader PRIVATE hw_card Threads::Threads)
target_compile_definitions(machine_reader PRIVATE $<TARGET_PROPERTY:tests_support,INTERFACE_COMPILE_DEFINITIONS>)
target_compile_options(machine_reader PRIVATE ${test_optimisation})
add_dependencies(machine_reader ifd_handler)

# Everything that must hold before a change is handed in. The layers are one of the tests.
include(ProcessorCount)
ProcessorCount(cores)
add_custom_target(check
  COMMAND ${CMAKE_COMMAND} --build ${CMAKE_BINARY_DIR}
  COMMAND ${CMAKE_SOURCE_DIR}/tests/format.sh
  COMMAND ${CMAKE_CTEST_COMMAND} --output-on-failure -j${cores}
  COMMAND ${CMAKE_SOURCE_DIR}/tests/tidy.sh ${CMAKE_BINARY_DIR}
  WORKING_DIRECTORY ${CMAKE_BINARY_DIR}
  USES_TERMINAL VERBATIM)

# The whole program on real parts.
file(GLOB e2e_sources CONFIGURE_DEPENDS tests/e2e/*_test.cpp)
if(KIOSK_SANITIZE)
  list(FILTER e2e_sources EXCLUDE REGEX "/memory_test")  # a sanitizer's heap keeps what was freed, and wipes nothing
endif()
test_program(e2e_test PREFIX e2e SOURCES ${e2e_sources} LINKS kiosk_code kiosk_paper kiosk_store)
add_dependencies(e2e_test kiosk kioskctl pcscd_launch pcscd_shim ifd_handler words)
