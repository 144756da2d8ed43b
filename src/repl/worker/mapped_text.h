#pragma once
// A Python str whose characters are pages of a memory file of the host: a context of gigabytes is there at once, and all
// workers of a machine share one copy.
//
//     anonymous page, private                 pages of the file, read-only
//   [ ....................... | header ] [ characters ... | zero unit | rest of the page ]
//
// It is a *compact* str like any other: the characters follow the header directly. CPython does not promise that such a
// str may be built from outside, so two things guard it: it is compiled in only for versions that were looked at, and
// mappedTextWorks() compares mapped texts with decoded ones before the first is used. Without it texts are copied.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "repl/text_table.h"

#include <cstdint>
#include <string>

// Looked at and tested: 3.11, 3.12, 3.13. Free-threaded builds keep reference counts differently, and builds that trace
// references link every object into a list.
#if PY_VERSION_HEX >= 0x030B0000 && PY_VERSION_HEX < 0x030E0000 && !defined(Py_GIL_DISABLED) && !defined(Py_TRACE_REFS) && \
    !defined(PYPY_VERSION)
#define RLMSCOPE_MAPPED_TEXT 1
#else
#define RLMSCOPE_MAPPED_TEXT 0
#endif

namespace rlmscope::repl {

/// Whether this Python takes mapped texts for its own. Tried once per process, in about a millisecond; the answer is
/// inherited by forks. Never leaves a Python error behind. `why` is for people and set when it does not work.
bool mappedTextWorks(std::string& why);

/// The highest character of a form, for PyUnicode_New.
constexpr Py_UCS4 highest(TextForm form) {
    switch (form) {
    case TextForm::Latin1: return 0xFF;
    case TextForm::Ucs2: return 0xFFFF;
    case TextForm::Ucs4: return 0x10FFFF;
    default: return 0x7F;
    }
}

/// A memory file that may hold characters.
struct MappableFile {
    int fd = -1;
    std::uint64_t size = 0;
    bool sealed = false; ///< nobody can write to it, cut it or make it longer
};
MappableFile mappableFile(int fd);

/// The text at [offset, offset + chars * width) of a file, as a str that lives as long as the process: its reference
/// count is out of reach, so it is never freed. The file must be sealed, `offset` must begin a page, and a zero character
/// must follow the last one; the caller vouches for the characters themselves (each fits the form, and one needs it).
/// nullptr with `why` set, and no Python error, when it cannot be mapped. chars > 0.
PyObject* mapText(const MappableFile& file, std::uint64_t offset, std::uint64_t chars, TextForm form, std::string& why);

} // namespace rlmscope::repl
