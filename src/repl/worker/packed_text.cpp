#include "repl/worker/packed_text.h"

#include "repl/worker/text_check.h"

#include <cstring>
#include <fcntl.h>
#include <memory>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace rlmscope::repl {

#if RLMSCOPE_MAPPED_TEXT

namespace {

/// What unicode_subtype_new() fills in, with the members that `pattern`, a str of one character that Python itself has made,
/// shares with it taken from there. `data` is never written to, nor freed: the reference count is out of reach.
void writeHeader(PyUnicodeObject* text, PyObject* pattern, const char* data, std::uint64_t chars) {
    std::memset(static_cast<void*>(text), 0, sizeof *text);
    PyASCIIObject& base = text->_base._base;
    std::memcpy(static_cast<void*>(&base), pattern, sizeof base); // type, width, whether it is ASCII
    base.length = static_cast<Py_ssize_t>(chars);
    base.hash = -1;
    base.state.compact = 0;
    base.state.interned = 0;
    text->data.any = const_cast<char*>(data);
    if (base.state.ascii) {
        text->_base.utf8 = const_cast<char*>(data); // the same pointer as data: so it is never taken for memory of its own
        text->_base.utf8_length = static_cast<Py_ssize_t>(chars);
    }
    auto* object = reinterpret_cast<PyObject*>(text);
#if PY_VERSION_HEX >= 0x030C0000
    object->ob_refcnt = _Py_IMMORTAL_REFCNT;
    base.state.statically_allocated = 1;
#else
    object->ob_refcnt = PY_SSIZE_T_MAX / 2;
    // Four-byte characters are their own wchar_t form; of the others Python makes one if it ever needs it.
    const bool wide = base.state.kind == sizeof(wchar_t);
    base.wstr = wide ? static_cast<wchar_t*>(text->data.any) : nullptr;
    text->_base.wstr_length = wide ? static_cast<Py_ssize_t>(chars) : 0;
#endif
}

// ---- self-test -------------------------------------------------------------------------------------------------

/// packedDifference(packed, decoded): what differs, or "". `is` must hold where a plain str is handed on as it is.
const char* const Comparison = R"python(
import copy, io, json, pickle, re, sys

class Thing:
    pass

def outcome(function, text):
    try:
        value = function(text)
    except Exception as error:
        value = (str(error), repr(getattr(error, "args", None)))
    return type(value), value

def grown(text):
    original, other = text, text
    for i in range(50):
        text += "ab"
        text += chr(0x100 * i + 97)
    return text, original, other

def written(text):
    binary, plain = io.BytesIO(), io.StringIO()
    file = io.TextIOWrapper(binary, "utf-8", newline="")
    print(text, text[:5], file=file)
    file.write(text)
    file.flush()
    plain.write(text)
    return binary.getvalue(), plain.getvalue(), io.StringIO(text).readlines()

def attribute(text):
    thing = Thing()
    setattr(thing, text, 5)
    found = getattr(thing, text), hasattr(thing, text), dict(vars(thing)), {**vars(thing)}
    delattr(thing, text)
    return found, hasattr(thing, text)

SAME = {
    "len": len, "hash": hash, "bool": bool, "repr": repr, "ascii": ascii, "list": list, "reversed": lambda t: "".join(reversed(t)),
    "index": lambda t: [t[i] for i in (0, 1, -1, len(t) // 2, -len(t))] + [ord(t[-1])], "bad index": lambda t: t[len(t)],
    "slice": lambda t: [t[:3], t[-3:], t[2:9], t[::2], t[::-1], t[5:5], t[1:], t[:-1], t[:10 ** 9]],
    "find": lambda t: [t.find(x) for x in (t, t[-1], t[-9:], t[3:20], "", "\0", "absent", "\u8a9e")] + [t.rfind(t[:2]), t.index(t[-5:])],
    "count": lambda t: [t.count(x) for x in ("a", t[-1], t[:2], "", "\U0001f600")], "in": lambda t: [x in t for x in (t[-4:], "zz", "\xe9")],
    "encode": lambda t: [t.encode(), t.encode("utf-16"), t.encode("utf-32"), t.encode("ascii", "replace"), t.encode("latin-1", "ignore")],
    "strict": lambda t: t.encode("ascii"), "upper": str.upper, "lower": str.lower, "title": str.title, "swapcase": str.swapcase,
    "capitalize": str.capitalize, "casefold": str.casefold, "strip": lambda t: (t.strip(), t.lstrip("a"), t.rstrip(t[-1])),
    "split": lambda t: (t.split(), t.split(" "), t.rsplit(None, 1), t.splitlines(True), t.partition(" "), t.rpartition(t[-1])),
    "replace": lambda t: (t.replace("a", "bb"), t.replace(t[-1], ""), t.replace("a", "\u20ac", 1), t.replace("", "-"), t.replace(t, "")),
    "translate": lambda t: (t.translate({97: "\xe4", ord(t[-1]): None}), t.translate(str.maketrans("abc", "xyz"))),
    "pad": lambda t: (t.center(500, "*"), t.ljust(400), t.rjust(401), t.zfill(402), t.expandtabs()),
    "starts": lambda t: (t.startswith(t[:9]), t.endswith(t[-9:]), t.startswith(t), t.removeprefix(t[:2]), t.removesuffix(t[-2:])),
    "is": lambda t: [getattr(t, "is" + n)() for n in "ascii alnum alpha digit decimal numeric identifier lower upper space title printable".split()],
    "+": lambda t: (t + "x", "x" + t, t + "\U0001f600", t + t, t * 3, "" + t, t + ""), "+=": grown,
    "join": lambda t: (t.join(["1", "2", "3"]), "".join([t]), "".join([t, t]), ", ".join(["a", t, "\u8a9e"])),
    "format": lambda t: (f"{t}", f"{t:>400}", f"{t:.5}", f"{t!r}", f"a{t}b", "%s|%r|%.3s" % (t, t, t), "{0}{0!a}".format(t), format(t, "^300")),
    "as format": lambda t: t.format(1, a=2), "as %": lambda t: t % (1, 2),
    "<": lambda t: (t < t + "a", t > t[:-1], t <= t, t < "b", t >= "\u0100", t == t[:-1], t != t.upper(), max(t), min(t), sorted(set(t))),
    "re": lambda t: (re.findall(r"[a-f]+", t), re.sub(r"\s", "_", t), re.split(r"\W+", t), re.search(re.escape(t[5:12]), t).span(),
                     re.compile("(?i)" + re.escape(t[:8])).match(t).group(), re.fullmatch(r"(?s).*", t).group(), re.escape(t)),
    "as pattern": lambda t: re.compile(re.escape(t)).match(t + "x").end(),
    "dumps": lambda t: (json.dumps(t), json.dumps({t: [t]}, ensure_ascii=False, indent=1)), "loads": json.loads,
    "round": lambda t: json.loads(json.dumps([t, {t: t}])), "pickle": lambda t: [pickle.loads(pickle.dumps([t, t], p)) for p in (0, 2, 4, 5)],
    "int": int, "float": float, "complex": complex, "bytes": lambda t: bytes(t, "utf-8"), "fromhex": bytes.fromhex,
    "eval": lambda t: eval(t, {}), "compile": lambda t: compile("1", t, "eval").co_filename, "open": lambda t: open("/nonexistent/" + t),
    "open as it is": open, "getattr": attribute, "lacking": lambda t: getattr(Thing(), t), "print": written, "type": lambda t: type(t, (), {}).__name__,
    "keywords": lambda t: (lambda **k: k)(**{t: t}), "call": lambda t: "x".__class__.__call__(t), "raise": lambda t: int(t + "\ud800"),
    "new": lambda t: str.__new__(type("S", (str,), {}), t) == t, "memo": lambda t: {t: 1, t[:-1]: 2}[t[:-1] + t[-1:]],
    "copy": lambda t: (copy.copy(t), copy.deepcopy([t, {t: t}])), "set": lambda t: (t in {t[:1] + t[1:]}, len({t, t[:1] + t[1:]})),
    "sort": lambda t: sorted([t, t[:5], t.upper(), "m", t + "a", "\xff"]), "unpack": lambda t: [*t][-1:],
}

def difference(packed, decoded):
    for again in range(2):  # the second time it has a hash and is interned
        if type(packed) is not str or not (packed == decoded and decoded == packed) or packed != decoded:
            return "=="
        for name, function in SAME.items():
            if outcome(function, packed) != outcome(function, decoded):
                return name
        if {packed: 1}.get(decoded) != 1 or {decoded: 1}.get(packed) != 1 or len({packed, decoded}) != 1:
            return "dict key"
        if str(packed) is not packed or copy.deepcopy(packed) is not packed or packed[:] is not packed or packed + "" is not packed:
            return "identity"
        references = [packed] * 1000
        del references
        interned = sys.intern(packed)
        if interned != decoded or sys.intern(decoded) is not interned or sys.intern(packed) is not interned:
            return "intern"
        if packed != decoded or hash(packed) != hash(decoded):
            return "what it was"
    return ""
)python";

bool sameUtf8(PyObject* a, PyObject* b) {
    Py_ssize_t left = 0, right = 0;
    const char* const x = PyUnicode_AsUTF8AndSize(a, &left);
    const char* const y = PyUnicode_AsUTF8AndSize(b, &right);
    return x && y && left == right && std::memcmp(x, y, static_cast<std::size_t>(left) + 1) == 0;
}

/// "" = nothing differs.
std::string packedDifference(PyObject* compare, PyObject* packed, PyObject* made) {
    const Py_ssize_t length = PyUnicode_GET_LENGTH(made);
    if (!PyUnicode_CheckExact(packed) || PyUnicode_GET_LENGTH(packed) != length || PyUnicode_KIND(packed) != PyUnicode_KIND(made) ||
        PyUnicode_IS_ASCII(packed) != PyUnicode_IS_ASCII(made) || PyUnicode_READ_CHAR(packed, length) != 0)
        return "its form";
    const Ref what(PyObject_CallFunctionObjArgs(compare, packed, made, nullptr));
    const char* const text = what && PyUnicode_Check(what.get()) ? PyUnicode_AsUTF8(what.get()) : nullptr;
    if (!text) return "what can be done with it";
    if (*text != '\0') return text;
    if (!sameWide(packed, made)) return "its wide characters";
    if (!sameUtf8(packed, made)) return "its UTF-8";
    for (int i = 0; i < 1000; ++i) Py_DECREF(packed); // more often than it was taken: it must not be freed
    return Py_REFCNT(packed) < 1000 ? "its reference count" : "";
}

struct PackedSample {
    const char* name;
    TextForm form;
    const char* text; ///< UTF-8; filled up with spaces to 64 characters
};

const PackedSample Samples[] = {
    {"ASCII", TextForm::Ascii, "Some words of ASCII\tand\nlines, %s and {} and {a} and more than sixty-four letters ~"},
    {"ASCII number", TextForm::Ascii, "1234567890123456789012345678901234567890123456789012345678901234567890"},
    {"ASCII decimal", TextForm::Ascii, "  2.5e3"},
    {"ASCII name", TextForm::Ascii, "a_name_that_is_as_long_as_packed_texts_are_at_least_which_is_64_letters"},
    {"ASCII JSON", TextForm::Ascii, "{\"a\": [1, 2.5, \"x\\u00e9\", null], \"b\": {\"c\": \"d\"}}"},
    {"Latin-1", TextForm::Latin1, "Wörter in Latin-1 \xC2\xB5 ß\nund Zeilen {} %s, die ein wenig länger sind als 64 \xC3\xBF"},
    {"Latin-1 JSON", TextForm::Latin1, "{\"ä\": [\"ö\", 1]}"},
    {"Latin-1 name", TextForm::Latin1, "größe_eines_namens_der_länger_ist_als_vierundsechzig_buchstaben_und_mehr"},
    {"two-byte", TextForm::Ucs2, "日本語 and some words\n{} %s \xE2\x82\xAC of two bytes each, with é and ASCII 語"},
    {"two-byte number", TextForm::Ucs2, "\xD9\xA1\xD9\xA2\xD9\xA3"},
    {"two-byte JSON", TextForm::Ucs2, "[\"日本語\", {\"語\": 1}]"},
    {"four-byte", TextForm::Ucs4, "\xF0\x9F\x98\x80 words of {} four %s bytes\neach, with 語, é and ASCII \xF0\x9F\x98\x80"},
    {"four-byte JSON", TextForm::Ucs4, "[\"\xF0\x9F\x98\x80\", {\"\xF0\x9D\x92\xB3\": 1}]"},
};

struct Placed {
    const PackedSample* sample;
    PyObject* made;
    std::uint64_t offset;
};

/// As the host writes it: each aligned to its width, a zero behind it.
bool pack(std::vector<Ref>& owned, std::vector<Placed>& placed, std::string& bytes) {
    for (const PackedSample& sample : Samples) {
        std::string utf8 = sample.text;
        if (utf8.size() < 64) utf8.append(64, ' ');
        Ref made(PyUnicode_DecodeUTF8(utf8.data(), static_cast<Py_ssize_t>(utf8.size()), "strict"));
        const std::size_t width = widthOf(sample.form);
        if (!made || static_cast<std::size_t>(PyUnicode_KIND(made.get())) != width) return false;
        bytes.append((width - bytes.size() % width) % width, '\0');
        placed.push_back({&sample, made.get(), bytes.size()});
        bytes.append(static_cast<const char*>(PyUnicode_DATA(made.get())), (static_cast<std::size_t>(PyUnicode_GET_LENGTH(made.get())) + 1) * width);
        owned.push_back(std::move(made));
    }
    return true;
}

std::string trySamples() {
    std::vector<Ref> owned;
    std::vector<Placed> placed;
    std::string bytes, why;
    if (!pack(owned, placed, bytes)) return "no memory";
    const int fd = memfd_create("rlmscope-test", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0) return "no memory files on this system";
    const std::unique_ptr<const int, void (*)(const int*)> owner(&fd, [](const int* f) { close(*f); });
    if (write(fd, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) return "no memory";
    if (fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0) return "memory files cannot be sealed";
    PackedTexts texts; // they stay: something of Python knows them, an interned name for one
    if (!texts.open(mappableFile(fd), 0, bytes.size(), placed.size(), why)) return why;

    const Ref globals(PyDict_New());
    if (!globals || PyDict_SetItemString(globals.get(), "__builtins__", PyEval_GetBuiltins()) != 0 ||
        PyDict_SetItemString(globals.get(), "__name__", owned.front().get()) != 0)
        return "no memory";
    const Ref code(Py_CompileString(Comparison, "<rlmscope>", Py_file_input));
    const Ref ran(code ? PyEval_EvalCode(code.get(), globals.get(), globals.get()) : nullptr);
    PyObject* const compare = ran ? PyDict_GetItemString(globals.get(), "difference") : nullptr;
    if (!compare) return "the comparison cannot be run";
    for (const Placed& one : placed) {
        PyObject* const packed = texts.text(one.offset, static_cast<std::uint64_t>(PyUnicode_GET_LENGTH(one.made)), one.sample->form, why);
        const std::string what = packed ? packedDifference(compare, packed, one.made) : why;
        if (!what.empty()) return std::string(one.sample->name) + " text: " + what + (packed ? " differs" : "");
    }
    return {};
}

} // namespace

bool PackedTexts::open(const MappableFile& file, std::uint64_t from, std::uint64_t to, std::size_t texts, std::string& why) {
    const auto refuse = [&why](const char* reason) {
        why = reason;
        return false;
    };
    if (!file.sealed) return refuse("the memory file is not sealed");
    if (from >= to || to > file.size || texts == 0 || texts > PY_SSIZE_T_MAX / sizeof(PyUnicodeObject)) return refuse("the memory file ends inside the texts");
    const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    from -= from % page;
    // Private, because kernels before 6.7 refuse a shared mapping of a file that is sealed against writing.
    void* const bytes = mmap(nullptr, to - from, PROT_READ, MAP_PRIVATE, file.fd, static_cast<off_t>(from));
    if (bytes == MAP_FAILED) return refuse("the memory file cannot be mapped");
    void* const headers = mmap(nullptr, texts * sizeof(PyUnicodeObject), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (headers == MAP_FAILED) {
        munmap(bytes, to - from);
        return refuse("no memory");
    }
    m_bytes = static_cast<const char*>(bytes);
    m_from = from;
    m_to = to;
    m_headers = static_cast<char*>(headers);
    m_left = texts;
    return true;
}

PyObject* PackedTexts::text(std::uint64_t offset, std::uint64_t chars, TextForm form, std::string& why) {
    const auto refuse = [&why](const char* reason) {
        why = reason;
        return nullptr;
    };
    const std::uint64_t width = widthOf(form);
    if (width == 0 || chars == 0 || chars > (PY_SSIZE_T_MAX >> 3)) return refuse("not a text of fixed width");
    if (m_left == 0) return refuse("more texts than there were said to be");
    const std::uint64_t bytes = (chars + 1) * width; // with the zero character
    if (offset < m_from || offset > m_to || bytes > m_to - offset) return refuse("a text outside the packed ones");
    if (offset % width != 0) return refuse("a packed text is not aligned");
    const char* const data = m_bytes + (offset - m_from);
    for (std::uint64_t i = bytes - width; i < bytes; ++i)
        if (data[i] != 0) return refuse("the text is not ended by a zero");
    const Ref pattern(PyUnicode_New(1, highest(form)));
    if (!pattern) {
        PyErr_Clear();
        return refuse("no memory");
    }
    auto* const header = reinterpret_cast<PyUnicodeObject*>(m_headers);
    writeHeader(header, pattern.get(), data, chars);
    m_headers += sizeof(PyUnicodeObject);
    --m_left;
    return reinterpret_cast<PyObject*>(header);
}

bool packedTextWorks(std::string& why) {
    static const std::string failure = [] {
        const std::string problem = trySamples();
        if (PyErr_Occurred()) PyErr_Clear();
        return problem.empty() ? std::string() : "this Python (" PY_VERSION ") does not take packed texts (" + problem + ")";
    }();
    why = failure;
    return failure.empty();
}

#else

bool PackedTexts::open(const MappableFile&, std::uint64_t, std::uint64_t, std::size_t, std::string& why) {
    why = "not built for Python " PY_VERSION;
    return false;
}

PyObject* PackedTexts::text(std::uint64_t, std::uint64_t, TextForm, std::string& why) {
    why = "not built for Python " PY_VERSION;
    return nullptr;
}

bool packedTextWorks(std::string& why) {
    why = "packed texts are not known to work with Python " PY_VERSION;
    return false;
}

#endif

} // namespace rlmscope::repl
