#include "repl/worker/mapped_text.h"

#include "repl/worker/text_check.h"

#include <climits>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace rlmscope::repl {
namespace {

constexpr int Seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;

#if RLMSCOPE_MAPPED_TEXT

std::size_t pageSize() {
    static const auto size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    return size;
}

/// Fills in the header in front of `data` after the pattern of a str of one character that Python itself has made, so that
/// nothing about its layout is assumed beyond the members that change.
void writeHeader(PyObject* pattern, std::size_t headerBytes, char* data, std::uint64_t chars) {
    char* header = data - headerBytes;
    std::memcpy(header, pattern, headerBytes);
    auto* text = reinterpret_cast<PyASCIIObject*>(header);
    text->length = static_cast<Py_ssize_t>(chars);
    text->hash = -1;
    auto* object = reinterpret_cast<PyObject*>(header);
#if PY_VERSION_HEX >= 0x030C0000
    object->ob_refcnt = _Py_IMMORTAL_REFCNT; // counting leaves it alone
    text->state.statically_allocated = 1;    // should an old extension module count it down: never to be freed
#else
    object->ob_refcnt = PY_SSIZE_T_MAX / 2;  // nobody counts that far, up or down
    // A str of four-byte characters is its own wchar_t form: the pattern's pointer leads to the pattern's characters.
    const bool wide = text->wstr != nullptr;
    text->wstr = wide ? reinterpret_cast<wchar_t*>(data) : nullptr;
    if (!PyUnicode_IS_COMPACT_ASCII(object))
        reinterpret_cast<PyCompactUnicodeObject*>(header)->wstr_length = wide ? static_cast<Py_ssize_t>(chars) : 0;
#endif
}

// ---- self-test -------------------------------------------------------------------------------------------------

bool same(PyObject* a, PyObject* b) {
    return a && b && Py_TYPE(a) == Py_TYPE(b) && PyObject_RichCompareBool(a, b, Py_EQ) == 1;
}

bool sameCall(PyObject* a, PyObject* b, const char* method, const char* argument = nullptr) {
    const auto call = [&](PyObject* object) { return Ref(PyObject_CallMethod(object, method, argument ? "s" : nullptr, argument)); };
    const Ref left = call(a), right = call(b);
    return same(left.get(), right.get());
}

/// What is different between a mapped text and the same text made by Python. "" = nothing.
const char* difference(PyObject* mapped, PyObject* made, Py_UCS4 special) {
    const Py_ssize_t length = PyUnicode_GET_LENGTH(made);
    if (!PyUnicode_CheckExact(mapped) || PyUnicode_GET_LENGTH(mapped) != length) return "len";
    if (PyUnicode_KIND(mapped) != PyUnicode_KIND(made) || PyUnicode_IS_ASCII(mapped) != PyUnicode_IS_ASCII(made)) return "kind";
    if (PyUnicode_READ_CHAR(mapped, length) != 0) return "end";
    if (!same(mapped, made) || !same(made, mapped)) return "==";
    if (PyObject_Hash(mapped) != PyObject_Hash(made)) return "hash";
    for (const auto& [from, to] : {std::pair<Py_ssize_t, Py_ssize_t>{0, 3}, {7, 5000}, {length - 3, length}, {0, length}}) {
        const Ref left(PyUnicode_Substring(mapped, from, to)), right(PyUnicode_Substring(made, from, to));
        if (!same(left.get(), right.get())) return "slice";
    }
    if (PyUnicode_FindChar(mapped, special, 0, length, -1) != PyUnicode_FindChar(made, special, 0, length, -1)) return "find";
    const Ref tail(PyUnicode_Substring(made, length - 40, length));
    if (!tail || PyUnicode_Find(mapped, tail.get(), 0, length, 1) != PyUnicode_Find(made, tail.get(), 0, length, 1)) return "find";
    if (!sameCall(mapped, made, "encode") || !sameCall(mapped, made, "encode", "utf-16")) return "encode";
    for (const char* method : {"upper", "split", "isascii", "__sizeof__", "__repr__"})
        if (!sameCall(mapped, made, method)) return method;
    if (!sameWide(mapped, made)) return "wide characters";
    const Ref table(PyDict_New());
    if (!table || PyDict_SetItem(table.get(), mapped, Py_True) != 0 || PyDict_GetItemWithError(table.get(), made) != Py_True)
        return "dict key";
    return "";
}

/// References come and go as in a program that forgets and remembers it.
const char* survivesCounting(PyObject* mapped) {
    for (int i = 0; i < 3; ++i) {
        const Ref list(PyList_New(200));
        if (!list) return "list";
        for (Py_ssize_t k = 0; k < 200; ++k) {
            Py_INCREF(mapped);
            PyList_SET_ITEM(list.get(), k, mapped);
        }
    }
    for (int i = 0; i < 1000; ++i) Py_DECREF(mapped); // more often than it was taken: it must not be freed
    if (Py_REFCNT(mapped) < 1000) return "reference count";
    const Ref copying(PyImport_ImportModule("copy"));
    const Ref copied(copying ? PyObject_CallMethod(copying.get(), "deepcopy", "O", mapped) : nullptr);
    return copied.get() == mapped ? "" : "deepcopy";
}

struct Sample {
    TextForm form;
    const char* name;
    Py_UCS4 special; ///< the character that makes the width
};

/// Two pages and a bit, with the special character once in the middle and at the end.
Ref sampleText(Py_UCS4 special, std::size_t chars) {
    Ref text(PyUnicode_New(static_cast<Py_ssize_t>(chars), special));
    for (std::size_t i = 0; text && i < chars; ++i) {
        const bool at = i == chars / 2 || i + 1 == chars;
        PyUnicode_WRITE(PyUnicode_KIND(text.get()), PyUnicode_DATA(text.get()), static_cast<Py_ssize_t>(i),
                        at ? special : i % 61 == 60 ? ' ' : static_cast<Py_UCS4>('a' + i % 23));
    }
    return text;
}

std::string trySample(const Sample& sample) {
    const auto failed = [&sample](const std::string& what) { return std::string(sample.name) + " text: " + what; };
    const std::size_t width = widthOf(sample.form), chars = 2 * pageSize() / width + 5;
    const Ref made = sampleText(sample.special, chars);
    if (!made) return failed("no memory");
    const int fd = memfd_create("rlmscope-test", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0) return failed("no memory files on this system");
    const std::unique_ptr<const int, void (*)(const int*)> owner(&fd, [](const int* f) { close(*f); });
    const std::size_t bytes = (chars + 1) * width; // with the zero that Python keeps at the end
    if (write(fd, PyUnicode_DATA(made.get()), bytes) != static_cast<ssize_t>(bytes)) return failed("no memory");
    if (fcntl(fd, F_ADD_SEALS, Seals) != 0) return failed("memory files cannot be sealed");
    std::string why;
    PyObject* mapped = mapText(mappableFile(fd), 0, chars, sample.form, why);
    if (!mapped) return failed(why);
    const char* what = difference(mapped, made.get(), sample.special);
    if (*what == '\0') what = survivesCounting(mapped);
    // Its pages stay: something of Python may still know it (a cache of hashes, an interned name). A few kilobytes.
    return *what == '\0' ? std::string() : failed(std::string(what) + " differs");
}

#endif

} // namespace

MappableFile mappableFile(int fd) {
    MappableFile file{fd, 0, false};
    struct stat info {};
    if (fstat(fd, &info) != 0 || info.st_size < 0) return file;
    file.size = static_cast<std::uint64_t>(info.st_size);
    const int seals = fcntl(fd, F_GET_SEALS);
    file.sealed = seals >= 0 && (seals & Seals) == Seals;
    return file;
}

#if RLMSCOPE_MAPPED_TEXT

PyObject* mapText(const MappableFile& file, std::uint64_t offset, std::uint64_t chars, TextForm form, std::string& why) {
    const auto refuse = [&why](const char* reason) {
        why = reason;
        return nullptr;
    };
    const std::uint64_t width = widthOf(form), page = pageSize();
    if (!file.sealed) return refuse("the memory file is not sealed");
    if (width == 0 || chars == 0 || chars > (PY_SSIZE_T_MAX >> 3)) return refuse("not a text of fixed width");
    if (offset % page != 0) return refuse("the text does not begin a page");
    const std::uint64_t bytes = (chars + 1) * width; // with the zero character
    if (offset > file.size || bytes > file.size - offset) return refuse("the memory file ends inside the text");

    const std::unique_ptr<PyObject, void (*)(PyObject*)> pattern(PyUnicode_New(1, highest(form)), [](PyObject* o) { Py_XDECREF(o); });
    if (!pattern) {
        PyErr_Clear();
        return refuse("no memory");
    }
    const auto headerBytes = static_cast<std::size_t>(static_cast<char*>(PyUnicode_DATA(pattern.get())) - reinterpret_cast<char*>(pattern.get()));
    // One reservation, so that the characters come right behind the header; then both halves take their places in it.
    const std::uint64_t whole = page + (bytes + page - 1) / page * page;
    void* const place = mmap(nullptr, whole, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (place == MAP_FAILED) return refuse("no address space");
    char* const data = static_cast<char*>(place) + page;
    const auto giveUp = [&](const char* reason) {
        munmap(place, whole);
        return refuse(reason);
    };
    if (mprotect(place, page, PROT_READ | PROT_WRITE) != 0) return giveUp("no memory");
    if (mmap(data, whole - page, PROT_READ, MAP_PRIVATE | MAP_FIXED, file.fd, static_cast<off_t>(offset)) == MAP_FAILED)
        return giveUp("the memory file cannot be mapped");
    for (std::uint64_t i = bytes - width; i < bytes; ++i)
        if (data[i] != 0) return giveUp("the text is not ended by a zero");
    writeHeader(pattern.get(), headerBytes, data, chars);
    return reinterpret_cast<PyObject*>(data - headerBytes);
}

bool mappedTextWorks(std::string& why) {
    static const std::string failure = [] {
        for (const Sample& sample : {Sample{TextForm::Ascii, "ASCII", '~'}, Sample{TextForm::Latin1, "Latin-1", 0xE9},
                                     Sample{TextForm::Ucs2, "two-byte", 0x8A9E}, Sample{TextForm::Ucs4, "four-byte", 0x1F600}}) {
            std::string problem = trySample(sample);
            if (PyErr_Occurred()) PyErr_Clear();
            if (!problem.empty()) return "this Python (" PY_VERSION ") does not take mapped texts (" + problem + ")";
        }
        return std::string();
    }();
    why = failure;
    return failure.empty();
}

#else

PyObject* mapText(const MappableFile&, std::uint64_t, std::uint64_t, TextForm, std::string& why) {
    why = "not built for Python " PY_VERSION;
    return nullptr;
}

bool mappedTextWorks(std::string& why) {
    why = "mapped texts are not known to work with Python " PY_VERSION;
    return false;
}

#endif

} // namespace rlmscope::repl
