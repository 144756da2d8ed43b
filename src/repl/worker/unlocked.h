#pragma once
#define PY_SSIZE_T_CLEAN
#include <Python.h>

namespace rlmscope::repl {

/// Runs without the GIL while it lives.
class Unlocked {
public:
    Unlocked() : m_state(PyEval_SaveThread()) {}
    ~Unlocked() { PyEval_RestoreThread(m_state); }
    Unlocked(const Unlocked&) = delete;
    Unlocked& operator=(const Unlocked&) = delete;

private:
    PyThreadState* m_state;
};

} // namespace rlmscope::repl
