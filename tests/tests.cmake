# What tests/ holds besides the rooms' own tests: helpers, fuzz targets, end-to-end, benchmarks.

pkg_check_modules(x11 REQUIRED IMPORTED_TARGET x11 xtst)
file(GLOB support_sources CONFIGURE_DEPENDS tests/support/*.cpp)
add_library(tests_support STATIC ${support_sources})
target_include_directories(tests_support PUBLIC ${CMAKE_SOURCE_DIR})
target_compile_definitions(tests_support PUBLIC KIOSK_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                           KIOSK_BINARY_DIR="${CMAKE_BINARY_DIR}")
read_once(tests_support kiosk_base)
target_link_libraries(tests_support PUBLIC hw_reader screens PkgConfig::pangocairo PkgConfig::x11 Threads::Threads)

# A reader without hardware for the stock pcscd: what it loads and what starts it (tests/support/pcscd.h). They run within
# pcscd, so no sanitizer may be in them.
add_executable(pcscd_launch tests/support/pcscd/launch.c)
add_library(pcscd_shim MODULE tests/support/pcscd/shim.c)
target_link_libraries(pcscd_shim PRIVATE ${CMAKE_DL_LIBS})
add_library(ifd_handler MODULE tests/support/pcscd/ifd_handler.cpp)
target_link_libraries(ifd_handler PRIVATE PkgConfig::libpcsclite)
foreach(target IN ITEMS pcscd_launch pcscd_shim ifd_handler)
  target_compile_options(${target} PRIVATE -fno-sanitize=all)
  target_link_options(${target} PRIVATE -fno-sanitize=all)
endforeach()
target_compile_definitions(tests_support PRIVATE KIOSK_TEST_PCSCD_LAUNCH="$<TARGET_FILE:pcscd_launch>"
                           KIOSK_TEST_PCSCD_SHIM="$<TARGET_FILE:pcscd_shim>"
                           KIOSK_TEST_IFD_HANDLER="$<TARGET_FILE:ifd_handler>")
add_dependencies(tests_support pcscd_launch pcscd_shim ifd_handler)

test_program(kiosk_config_test PREFIX kiosk SOURCES tests/kiosk/config_test.cpp LINKS kiosk_config)
test_program(sync_worker_test PREFIX kiosk SOURCES tests/kiosk/sync_worker_test.cpp LINKS kiosk_app)
test_program(installer_test PREFIX installer SOURCES tests/installer/scripts_test.cpp)

# A fuzz target is tests/fuzz/NAME_fuzz.cpp with its corpus in tests/fuzz/corpus/NAME/. With KIOSK_FUZZ clang makes a
# fuzzer of it; without, a small main runs every file of the corpus through it, so each crash once found stays a test.
add_library(fuzz_replay OBJECT tests/fuzz/replay.cpp)
file(GLOB fuzz_sources CONFIGURE_DEPENDS tests/fuzz/*_fuzz.cpp)
foreach(source IN LISTS fuzz_sources)
  get_filename_component(target ${source} NAME_WE)
  string(REGEX REPLACE "_fuzz$" "" name ${target})
  add_executable(${target} ${source})
  target_link_libraries(${target} PRIVATE kiosk_config kiosk_ledger kiosk_code hw_reader hw_scanner hw_resolver
                        nlohmann_json::nlohmann_json)
  if(KIOSK_FUZZ)
    target_link_options(${target} PRIVATE -fsanitize=fuzzer)
  else()
    target_link_libraries(${target} PRIVATE fuzz_replay)
    add_test(NAME fuzz:${name} COMMAND ${target} ${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/${name})
  endif()
endforeach()

# Somebody else's platform that codes are forwarded to, well-behaved or not (tests/support/platform.h).
add_executable(test_platform tests/support/platform/main.cpp tests/support/platform/certificates.cpp)
target_include_directories(test_platform PRIVATE ${CMAKE_SOURCE_DIR})
target_link_libraries(test_platform PRIVATE PkgConfig::openssl Threads::Threads)
target_compile_definitions(tests_support PRIVATE KIOSK_TEST_PLATFORM="$<TARGET_FILE:test_platform>")
add_dependencies(tests_support test_platform)

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

add_executable(ledger_bench tests/bench/ledger_bench.cpp)
target_link_libraries(ledger_bench PRIVATE kiosk_ledger)
add_executable(store_bench tests/bench/store_bench.cpp)
target_link_libraries(store_bench PRIVATE kiosk_ledger tests_support)
add_executable(reader_bench tests/bench/reader_bench.cpp)
target_link_libraries(reader_bench PRIVATE tests_support)
add_executable(paper_bench tests/bench/paper_bench.cpp)
target_link_libraries(paper_bench PRIVATE kiosk_paper hw_printer tests_support)
pkg_check_modules(zbar REQUIRED IMPORTED_TARGET zbar)
add_executable(scanner_bench tests/bench/scanner_bench.cpp)
target_link_libraries(scanner_bench PRIVATE hw_scanner kiosk_paper kiosk_code tests_support PkgConfig::zbar)
add_executable(kiosk_bench tests/bench/kiosk_bench.cpp tests/bench/program.cpp tests/bench/watch.cpp)
target_link_libraries(kiosk_bench PRIVATE tests_support)
add_dependencies(kiosk_bench kiosk pcscd_launch pcscd_shim ifd_handler words)

add_test(NAME layers COMMAND ${CMAKE_SOURCE_DIR}/tests/layers.sh)

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
test_program(e2e_test PREFIX e2e SOURCES ${e2e_sources} LINKS kiosk_code)
add_dependencies(e2e_test kiosk kioskctl pcscd_launch pcscd_shim ifd_handler words)
