#pragma once
// Python str objects whose characters lie packed in one memory file of the host: for contexts of thousands of small texts,
// where a mapping and a page for each would cost more than its characters.
//
//   private:  [ header | header | header | ... ]          one block, made in every worker
//                  |        |
//   the file: [ characters 0 | characters 0 | ... ]       one mapping, read-only, the same memory for all workers
//
// Each is a str that is not *compact*: its characters are elsewhere, as those of instances of a class derived from str
// (unicode_subtype_new in CPython's Objects/unicodeobject.c). CPython itself makes no plain str of that kind any more, but
// all its code asks PyUnicode_DATA() for the characters. As for mapped texts, it is compiled in only for versions that were
// looked at, and packedTextWorks() compares such texts with decoded ones before the first is used. The one difference that a
// program can see is sys.getsizeof(): a header of a str that is not compact is larger.
#include "repl/worker/mapped_text.h"

namespace rlmscope::repl {

/// Whether this Python takes packed texts for its own. Tried once per process; the answer is inherited by forks. Imports re,
/// json, copy, io and pickle. Never leaves a Python error behind. `why` is for people and set when it does not work.
bool packedTextWorks(std::string& why);

/// The packed texts of one file. What text() returned stays when this is gone.
class PackedTexts {
public:
    /// Maps what lies at [from, to) and makes room for `texts` headers. False with `why` when it cannot. Once only.
    bool open(const MappableFile& file, std::uint64_t from, std::uint64_t to, std::size_t texts, std::string& why);

    /// A new str that lives as long as the process, like that of mapText(). `offset` counts from the start of the file; the
    /// text and a zero character behind it lie in what was opened, and it is aligned to its width. The caller vouches for
    /// the characters. nullptr with `why` set, and no Python error, when it cannot be made. chars > 0.
    PyObject* text(std::uint64_t offset, std::uint64_t chars, TextForm form, std::string& why);

private:
    const char* m_bytes = nullptr; ///< of what was opened
    std::uint64_t m_from = 0, m_to = 0;
    char* m_headers = nullptr;
    std::size_t m_left = 0; ///< headers
};

} // namespace rlmscope::repl
