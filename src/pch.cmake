# Headers that nearly every source reads, compiled once per kind of target: two thirds of the time of a cold build were
# spent on reading them again and again. GCC only; what a source needs it still includes itself.
option(RLMSCOPE_PCH "Precompile the headers that nearly every source reads (GCC)" ON)
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(RLMSCOPE_PCH OFF)
endif()

set(RLMSCOPE_PCH_STD <algorithm> <array> <atomic> <chrono> <cmath> <condition_variable> <cstdint> <cstdio> <cstdlib> <cstring>
    <deque> <filesystem> <fstream> <functional> <limits> <map> <memory> <mutex> <optional> <set> <sstream> <string>
    <string_view> <thread> <unordered_map> <unordered_set> <utility> <variant> <vector> ${CMAKE_CURRENT_LIST_DIR}/base/pch_json.h)
set(RLMSCOPE_PCH_CORE <QCoreApplication> <QDir> <QElapsedTimer> <QFile> <QFileInfo> <QHash> <QObject> <QPointer>
    <QString> <QStringList> <QTimer> <QVariant> <QVector>)
set(RLMSCOPE_PCH_WIDGETS <QAbstractTableModel> <QApplication> <QComboBox> <QHBoxLayout> <QHeaderView> <QLabel> <QLineEdit>
    <QMenu> <QPainter> <QPushButton> <QStackedWidget> <QStyledItemDelegate> <QTableView> <QToolButton> <QVBoxLayout> <QWidget>)

# One library that holds nothing but its precompiled header.
function(rlmscope_make_pch name)
  cmake_parse_arguments(A "" "" "HEADERS;DEPENDS;DEFINITIONS;OPTIONS" ${ARGN})
  if(NOT RLMSCOPE_PCH OR TARGET rlmscope_pch_${name})
    return()
  endif()
  set(source ${CMAKE_BINARY_DIR}/pch/${name}.cpp)
  if(NOT EXISTS ${source})
    file(WRITE ${source} "// Nothing: only its precompiled header is used.\n")
  endif()
  add_library(rlmscope_pch_${name} OBJECT ${source})
  target_link_libraries(rlmscope_pch_${name} PRIVATE rlmscope_flags ${A_DEPENDS})
  target_compile_definitions(rlmscope_pch_${name} PRIVATE ${A_DEFINITIONS})
  target_compile_options(rlmscope_pch_${name} PRIVATE -fpch-preprocess ${A_OPTIONS})
  target_precompile_headers(rlmscope_pch_${name} PRIVATE ${A_HEADERS})
  # ccache looks at this sum instead of the compiled header, which is never the same twice.
  string(REPLACE "${CMAKE_SOURCE_DIR}" "" headers "${A_HEADERS}") # the sum must not depend on where the project lies
  file(SHA256 ${CMAKE_SOURCE_DIR}/src/base/pch_json.h ours) # the only one that changes with us
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/base/pch_json.h)
  string(SHA256 sum "${ours}|${headers}|${A_OPTIONS}|${A_DEFINITIONS}|${CMAKE_CXX_FLAGS}|${RLMSCOPE_SANITIZE}|${CMAKE_CXX_COMPILER_VERSION}|${Qt6_VERSION}|${nlohmann_json_VERSION}")
  file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/rlmscope_pch_${name}.dir/cmake_pch.hxx.gch.sum "${sum}\n")
endfunction()

# rlmscope_use_pch(target kind): kind is std, core, models or widgets. Tests have their own (test_core, test_models,
# test_widgets), because they are compiled with -O1: their sources are long and run once; and they hold QTest, of which
# test_widgets leaves out what depends on whether a test links QtNetwork.
function(rlmscope_use_pch target kind)
  if(NOT RLMSCOPE_PCH)
    return()
  endif()
  set(strict QT_NO_KEYWORDS QT_NO_CAST_TO_ASCII QT_DISABLE_DEPRECATED_BEFORE=0x060400)
  set(core ${RLMSCOPE_PCH_STD} ${RLMSCOPE_PCH_CORE})
  set(options -fpch-preprocess)
  set(qtest)
  if(kind MATCHES "^test_")
    list(APPEND options -O1)
    list(APPEND core <QSignalSpy> <QTemporaryDir>)
    set(qtest rlmscope_qt_test)
  endif()
  if(kind MATCHES "^test_widgets")
    list(APPEND core <QtTest/qtestcase.h> <QtTest/qtestmouse.h> <QtTest/qtestkeyboard.h> <QtTest/qtestsystem.h>)
  elseif(kind MATCHES "^test_")
    list(APPEND core <QTest>)
  endif()
  if(kind STREQUAL "std")
    rlmscope_make_pch(std HEADERS ${RLMSCOPE_PCH_STD})
  elseif(kind MATCHES "core$")
    rlmscope_make_pch(${kind} HEADERS ${core} DEPENDS Qt6::Core ${qtest} DEFINITIONS QT_NO_KEYWORDS OPTIONS ${options})
  elseif(kind MATCHES "models$")
    rlmscope_make_pch(${kind} HEADERS ${core} <QAbstractTableModel> DEPENDS Qt6::Gui ${qtest} DEFINITIONS ${strict} OPTIONS ${options})
  elseif(kind MATCHES "widgets$")
    rlmscope_make_pch(${kind} HEADERS ${core} ${RLMSCOPE_PCH_WIDGETS} DEPENDS Qt6::Widgets ${qtest} DEFINITIONS ${strict} OPTIONS ${options})
  endif()
  target_precompile_headers(${target} REUSE_FROM rlmscope_pch_${kind})
  target_compile_options(${target} PRIVATE ${options})
endfunction()
