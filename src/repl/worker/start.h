#pragma once
// The start frame: settings of the frame and its context. PROTOCOL.md section "start".
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "repl/frames.h"

#include <nlohmann/json.hpp>

#include <vector>

namespace rlmscope::repl {

/// The texts and names of the context as two Python lists. The descriptors are closed. False with a Python error set.
bool loadTexts(const nlohmann::json& header, const Frame& frame, const std::vector<int>& fds, PyObject*& texts,
               PyObject*& names);

} // namespace rlmscope::repl
