#pragma once
// What the self-tests of mapped and of packed texts share.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <cstddef>
#include <cstring>
#include <memory>

namespace rlmscope::repl {

/// Owns a reference.
struct Drop {
    void operator()(PyObject* object) const { Py_XDECREF(object); }
};
using Ref = std::unique_ptr<PyObject, Drop>;

inline bool sameWide(PyObject* a, PyObject* b) {
    Py_ssize_t left = 0, right = 0;
    const std::unique_ptr<wchar_t, void (*)(void*)> x(PyUnicode_AsWideCharString(a, &left), PyMem_Free);
    const std::unique_ptr<wchar_t, void (*)(void*)> y(PyUnicode_AsWideCharString(b, &right), PyMem_Free);
    return x && y && left == right && std::memcmp(x.get(), y.get(), static_cast<std::size_t>(left) * sizeof(wchar_t)) == 0;
}

} // namespace rlmscope::repl
