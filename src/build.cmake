# How this project builds a library, a program and a test. Nothing else sets compiler flags.

add_library(rlmscope_flags INTERFACE)
target_include_directories(rlmscope_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(rlmscope_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor)
target_link_libraries(rlmscope_flags INTERFACE Threads::Threads)
if(RLMSCOPE_WERROR)
  target_compile_options(rlmscope_flags INTERFACE -Werror)
endif()
if(RLMSCOPE_SANITIZE STREQUAL "address")
  # Null pointers and bad alignment: the address sanitizer stops at those that matter, and checking every access twice
  # costs a third of the build.
  target_compile_options(rlmscope_flags INTERFACE -fsanitize=address,undefined -fno-sanitize=null,alignment,object-size,vptr
    -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  target_link_options(rlmscope_flags INTERFACE -fsanitize=address,undefined)
elseif(RLMSCOPE_SANITIZE STREQUAL "thread")
  target_compile_options(rlmscope_flags INTERFACE -fsanitize=thread -fno-omit-frame-pointer)
  target_link_options(rlmscope_flags INTERFACE -fsanitize=thread)
endif()

# Qt Test without its definitions of the folder of a test: they are for QFINDTESTDATA only, which nobody uses, and with
# them no precompiled header could hold QTest, because they differ from folder to folder.
if(TARGET Qt6::Test)
  add_library(rlmscope_qt_test INTERFACE)
  target_include_directories(rlmscope_qt_test SYSTEM INTERFACE $<TARGET_PROPERTY:Qt6::Test,INTERFACE_INCLUDE_DIRECTORIES>)
  target_compile_definitions(rlmscope_qt_test INTERFACE QT_TESTLIB_LIB)
  target_link_libraries(rlmscope_qt_test INTERFACE Qt6::Core $<LINK_ONLY:Qt6::Test>)
endif()

include(${CMAKE_CURRENT_LIST_DIR}/pch.cmake)

# Eight sources at once: the headers that they share are read and their templates compiled once instead of eight times. So
# names in unnamed namespaces must differ within a library; RLMSCOPE_UNITY=OFF shows what a source forgot to include.
function(rlmscope_use_unity target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${RLMSCOPE_UNITY} UNITY_BUILD_BATCH_SIZE 8)
endfunction()

# rlmscope_library(trace SOURCES a.cpp b.cpp DEPENDS rlmscope_base PkgConfig::ZSTD)
# makes the static library rlmscope_trace.
function(rlmscope_library name)
  cmake_parse_arguments(A "" "" "SOURCES;DEPENDS;PRIVATE;PCH" ${ARGN})
  add_library(rlmscope_${name} STATIC ${A_SOURCES})
  if(NOT A_PCH)
    set(A_PCH std)
  endif()
  rlmscope_use_pch(rlmscope_${name} ${A_PCH})
  rlmscope_use_unity(rlmscope_${name})
  target_link_libraries(rlmscope_${name} PUBLIC rlmscope_flags ${A_DEPENDS} PRIVATE ${A_PRIVATE})
endfunction()

# The same for libraries that use Qt: moc and uic on, strict Qt definitions. PCH models: it sees no widgets.
function(rlmscope_qt_library name)
  if(NOT "PCH" IN_LIST ARGN)
    list(APPEND ARGN PCH widgets)
  endif()
  rlmscope_library(${name} ${ARGN})
  set_target_properties(rlmscope_${name} PROPERTIES AUTOMOC ON AUTOUIC ON AUTORCC ON
                        AUTOUIC_SEARCH_PATHS ${CMAKE_SOURCE_DIR}/ui)
  target_compile_definitions(rlmscope_${name} PUBLIC QT_NO_KEYWORDS QT_NO_CAST_TO_ASCII
                             QT_DISABLE_DEPRECATED_BEFORE=0x060400)
endfunction()

# moc for classes inside .cpp files that end with #include "name.moc". AUTOMOC would compile one more, nearly empty,
# source for each of the 150 test programs.
function(rlmscope_moc_included target)
  foreach(source ${ARGN})
    file(STRINGS ${source} line REGEX "^#include \".*[.]moc\"" LIMIT_COUNT 1)
    if(line)
      get_filename_component(name ${source} NAME_WE)
      set(folder ${CMAKE_CURRENT_BINARY_DIR}/moc/${target})
      file(MAKE_DIRECTORY ${folder})
      qt6_generate_moc(${CMAKE_CURRENT_SOURCE_DIR}/${source} ${folder}/${name}.moc TARGET ${target})
      target_sources(${target} PRIVATE ${folder}/${name}.moc)
      target_include_directories(${target} PRIVATE ${folder})
    endif()
  endforeach()
endfunction()

# What a test program and a library for tests have in common.
function(rlmscope_as_test target)
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(${target} PRIVATE QT_NO_KEYWORDS
    RLMSCOPE_SOURCE_DIR="${CMAKE_SOURCE_DIR}" RLMSCOPE_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data"
    RLMSCOPE_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
  if(ARGN MATCHES "rlmscope_(views|app|web)")
    rlmscope_use_pch(${target} test_widgets)
  elseif(ARGN MATCHES "rlmscope_itemmodels")
    rlmscope_use_pch(${target} test_models)
  else()
    rlmscope_use_pch(${target} test_core)
  endif()
endfunction()

# rlmscope_test_library(repl_harness SOURCES repl_harness.cpp DEPENDS rlmscope_repl): what several tests of a folder
# share, compiled once; a test names it in its own DEPENDS.
function(rlmscope_test_library name)
  cmake_parse_arguments(A "" "" "SOURCES;DEPENDS" ${ARGN})
  add_library(rlmscope_${name} STATIC ${A_SOURCES})
  target_link_libraries(rlmscope_${name} PUBLIC rlmscope_flags ${A_DEPENDS} rlmscope_qt_test)
  rlmscope_as_test(rlmscope_${name} ${A_DEPENDS})
endfunction()

# rlmscope_test(trace_store LABELS unit SOURCES tst_store.cpp DEPENDS rlmscope_trace)
# One Qt Test program, run offscreen with a private home, so that no test reads or writes the user's files.
function(rlmscope_test name)
  cmake_parse_arguments(A "" "TIMEOUT" "SOURCES;DEPENDS;LABELS" ${ARGN})
  if(NOT A_LABELS)
    set(A_LABELS unit)
  endif()
  if(NOT A_TIMEOUT)
    set(A_TIMEOUT 120)
  endif()
  add_executable(tst_${name} ${A_SOURCES})
  rlmscope_moc_included(tst_${name} ${A_SOURCES})
  set_target_properties(tst_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_link_libraries(tst_${name} PRIVATE rlmscope_flags ${A_DEPENDS} rlmscope_qt_test)
  rlmscope_as_test(tst_${name} ${A_DEPENDS})
  add_test(NAME ${name} COMMAND tst_${name})
  set(home ${CMAKE_BINARY_DIR}/tests/home/${name})
  file(MAKE_DIRECTORY ${home}/run)
  file(CHMOD ${home}/run PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
  set_tests_properties(${name} PROPERTIES LABELS "${A_LABELS}" TIMEOUT ${A_TIMEOUT}
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QTWEBENGINE_DISABLE_SANDBOX=1;HOME=${home};XDG_RUNTIME_DIR=${home}/run;XDG_DATA_HOME=${home}/data;XDG_CACHE_HOME=${home}/cache;XDG_CONFIG_HOME=${home}/config;RLMSCOPE_WORKER=${CMAKE_BINARY_DIR}/bin/rlmscope-worker;TSAN_OPTIONS=ignore_noninstrumented_modules=1:die_after_fork=0")
  # Qt is not built for the thread sanitizer: its futexes look like races of QtTest's own watchdog thread.
endfunction()

# rlmscope_bench(trace_store SOURCES bench_store.cpp DEPENDS rlmscope_trace): prints one JSON object, no assertions.
# Not part of all: the target benchmarks builds every one of them (./check --all does).
add_custom_target(benchmarks)
function(rlmscope_bench name)
  cmake_parse_arguments(A "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(bench_${name} EXCLUDE_FROM_ALL ${A_SOURCES})
  add_dependencies(benchmarks bench_${name})
  set_target_properties(bench_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bench)
  target_include_directories(bench_${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(bench_${name} PRIVATE RLMSCOPE_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                             RLMSCOPE_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
  target_link_libraries(bench_${name} PRIVATE rlmscope_flags ${A_DEPENDS})
endfunction()

# rlmscope_pictures(time_shots SOURCES time_shots.cpp DEPENDS rlmscope_app): a program that grabs pictures of the window
# to be looked at. Not part of all: the target pictures builds every one of them.
add_custom_target(pictures)
function(rlmscope_pictures name)
  cmake_parse_arguments(A "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} EXCLUDE_FROM_ALL ${A_SOURCES})
  add_dependencies(pictures ${name})
  rlmscope_moc_included(${name} ${A_SOURCES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS RLMSCOPE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE rlmscope_flags ${A_DEPENDS} rlmscope_qt_test) # as the precompiled header has it
  rlmscope_use_pch(${name} test_widgets)
endfunction()

# rlmscope_fuzz(sse SOURCES fuzz_sse.cpp DEPENDS rlmscope_providers): a libFuzzer program, clang only.
function(rlmscope_fuzz name)
  if(NOT RLMSCOPE_FUZZ)
    return()
  endif()
  cmake_parse_arguments(A "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(fuzz_${name} ${A_SOURCES})
  set_target_properties(fuzz_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
  target_compile_options(fuzz_${name} PRIVATE -fsanitize=fuzzer,address,undefined)
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer,address,undefined)
  target_include_directories(fuzz_${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(fuzz_${name} PRIVATE rlmscope_flags ${A_DEPENDS})
endfunction()
