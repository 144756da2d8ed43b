#pragma once
// The C module `_rlmworker`, which only our Python code (python/) knows: calls to the host, limits, repair.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <string>

namespace rlmscope::repl {

class Channel;

/// `channel` must outlive the interpreter or be replaced. Returns a new reference, null with a Python error set.
PyObject* makeWorkerModule(Channel& channel);

/// Another channel from now on: this process is a copy with a socket of its own.
void bindChannel(Channel& channel);

/// UTF-8 of a str; lone surrogates become U+FFFD. False with a Python error set.
bool utf8Of(PyObject* text, std::string& out);

} // namespace rlmscope::repl
