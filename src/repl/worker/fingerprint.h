#pragma once
// Whether a value is still what it was: a bounded walk through what it holds. Runs no code of a class, except hooks of
// our own for arrays and tables. Everything with the GIL held.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

namespace rlmscope::repl {

/// A new listing of variables: its budget is whole again.
void newListing();

/// fingerprint(value, before) -> (fingerprint, same). `before`: the value's last fingerprint, or None.
///
/// Scalars and texts count by value; containers by type, size and what they hold, objects by their attributes, functions
/// by their code; what cannot be looked into (open files, generators) and texts over 64 KB by identity. Of a big value a
/// part is walked: the first and last items, some between, the identity of up to 16 K others; memory of arrays up to
/// 16 MB, then samples. So a change deep inside a huge value may be missed.
PyObject* fingerprint(PyObject*, PyObject* args);

/// on_type(type, hook): hook(value) -> list of what stands for a value of exactly this type.
PyObject* onType(PyObject*, PyObject* args);

} // namespace rlmscope::repl
