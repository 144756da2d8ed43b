# The hostile suite: cells by theme, each theme also as an ordinary user, where user namespaces are not allowed, and
# with a layer of the sandbox missing. A variant that is not possible here is shown as skipped. All of them together take a
# quarter of an hour, so most variants are labelled slow.
add_library(repl_hostile_world OBJECT hostile_world.cpp hostile_main.cpp)
target_include_directories(repl_hostile_world PRIVATE ${CMAKE_SOURCE_DIR}/tests)
target_compile_definitions(repl_hostile_world PRIVATE QT_NO_KEYWORDS)
target_link_libraries(repl_hostile_world PUBLIC rlmscope_repl_harness)

function(hostile_variant label name variant)
  get_test_property(${name} ENVIRONMENT environment)
  add_test(NAME ${name}_${variant} COMMAND tst_${name})
  set_tests_properties(${name}_${variant} PROPERTIES LABELS ${label} TIMEOUT 600 SKIP_RETURN_CODE 77
                       ENVIRONMENT "${environment};${ARGN}")
endfunction()

function(hostile_test theme)
  set(name repl_hostile_${theme})
  rlmscope_test(${name} TIMEOUT 600 SOURCES tst_${name}.cpp DEPENDS repl_hostile_world)
  hostile_variant(${ARGN} ${name} ordinary_user "RLMSCOPE_TEST_AS=nobody")
  hostile_variant(slow ${name} no_user_namespaces "RLMSCOPE_TEST_AS=no-userns")
endfunction()

hostile_test(system unit)
hostile_test(escape unit)
hostile_test(control slow)
hostile_test(protocol slow)
hostile_test(copies slow)
foreach(layer landlock seccomp notify namespaces)
  hostile_variant(slow repl_hostile_system without_${layer} "RLMSCOPE_WORKER_WITHOUT=${layer}")
  hostile_variant(slow repl_hostile_escape without_${layer} "RLMSCOPE_WORKER_WITHOUT=${layer}")
endforeach()
foreach(theme system escape protocol copies)
  hostile_variant(slow repl_hostile_${theme} without_anything "RLMSCOPE_WORKER_WITHOUT=landlock,seccomp,notify,namespaces,memfd")
endforeach()

# Ten thousand cells and a thousand frames take minutes; a small version of the same is in the normal suite.
rlmscope_test(repl_soak TIMEOUT 600 SOURCES tst_repl_soak.cpp DEPENDS repl_hostile_world)
get_test_property(repl_soak ENVIRONMENT soak_environment)
add_test(NAME repl_soak_full COMMAND tst_repl_soak --full)
set_tests_properties(repl_soak_full PROPERTIES LABELS slow TIMEOUT 3600 ENVIRONMENT "${soak_environment}")
rlmscope_test(repl_kill_host SOURCES tst_repl_kill_host.cpp DEPENDS repl_hostile_world)
