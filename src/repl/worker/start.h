#pragma once
// The texts of a `start` frame become Python objects. PROTOCOL.md, "The context".
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "repl/frames.h"

#include <nlohmann/json.hpp>

#include <vector>

namespace rlmscope::repl {

/// The texts and names of the context as two Python lists. Texts of fixed width are mapped, or copied when that does not
/// work here; the rest is decoded. The descriptors stay open and are not needed afterwards. False with a Python error set.
bool loadTexts(const nlohmann::json& header, const Frame& frame, const std::vector<int>& fds, PyObject*& texts,
               PyObject*& names);

} // namespace rlmscope::repl
