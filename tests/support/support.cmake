# What every test program links. It is read before them, for it is what reads the common headers for all of them.

pkg_check_modules(x11 REQUIRED IMPORTED_TARGET x11 xtst xrandr xscrnsaver)
file(GLOB support_sources CONFIGURE_DEPENDS tests/support/*.cpp)
add_library(tests_support STATIC ${support_sources})
target_include_directories(tests_support PUBLIC ${CMAKE_SOURCE_DIR})
target_compile_definitions(tests_support PUBLIC KIOSK_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                           KIOSK_BINARY_DIR="${CMAKE_BINARY_DIR}")
target_compile_options(tests_support PRIVATE -fPIE ${test_optimisation})  # as the test programs are
set_source_files_properties(tests/support/code_scene.cpp PROPERTIES SKIP_PRECOMPILE_HEADERS ON COMPILE_OPTIONS -O2)  # its loops
read_once(tests_support tests_support <gtest/gtest.h>)
target_link_libraries(tests_support PUBLIC hw_reader screens kiosk_intake Cups::Cups PkgConfig::zxing PkgConfig::pangocairo PkgConfig::x11 GTest::gtest Threads::Threads)

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
target_compile_definitions(tests_support PUBLIC KIOSK_TEST_PCSCD_LAUNCH="$<TARGET_FILE:pcscd_launch>"
                           KIOSK_TEST_PCSCD_SHIM="$<TARGET_FILE:pcscd_shim>"
                           KIOSK_TEST_IFD_HANDLER="$<TARGET_FILE:ifd_handler>")
add_dependencies(tests_support pcscd_launch pcscd_shim ifd_handler)

# Somebody else's platform that codes are forwarded to, well-behaved or not (tests/support/platform.h).
add_executable(test_platform tests/support/platform/main.cpp tests/support/platform/certificates.cpp)
target_include_directories(test_platform PRIVATE ${CMAKE_SOURCE_DIR})
target_link_libraries(test_platform PRIVATE PkgConfig::openssl Threads::Threads)
target_compile_definitions(tests_support PUBLIC KIOSK_TEST_PLATFORM="$<TARGET_FILE:test_platform>")
add_dependencies(tests_support test_platform)
