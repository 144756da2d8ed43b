#include "repl/worker/fingerprint.h"

#include <cstdint>
#include <cstring>
#include <unordered_map>
#include <vector>

namespace rlmscope::repl {
namespace {

constexpr std::int64_t NodesPerValue = 8'000, NodesPerListing = 40'000;
constexpr std::int64_t BytesPerValue = 16 << 20, BytesPerListing = 32 << 20;
constexpr std::size_t WholeText = 64 << 10;
constexpr Py_ssize_t WholeContainer = 1'000; // items; of longer ones this many are looked into
constexpr Py_ssize_t Pointers = 16 << 10;

std::int64_t g_nodes = 0, g_bytes = 0; // left for this listing
std::unordered_map<PyTypeObject*, PyObject*> g_hooks;

std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
    hash = (hash ^ value) * 0x9E3779B97F4A7C15ull;
    return hash ^ hash >> 29;
}

std::uint64_t mix(std::uint64_t hash, const void* pointer) {
    return mix(hash, reinterpret_cast<std::uintptr_t>(pointer));
}

std::uint64_t mixBytes(std::uint64_t hash, const char* bytes, std::size_t length) {
    std::uint64_t word = 0;
    if (length >= 256) { // four lanes, or the multiplications wait for one another
        std::uint64_t lanes[4] = {hash, 1, 2, 3}, words[4];
        for (; length >= sizeof words; bytes += sizeof words, length -= sizeof words) {
            std::memcpy(words, bytes, sizeof words);
            for (int i = 0; i < 4; ++i) lanes[i] = mix(lanes[i], words[i]);
        }
        hash = mix(mix(mix(lanes[0], lanes[1]), lanes[2]), lanes[3]);
    }
    for (; length >= sizeof word; bytes += sizeof word, length -= sizeof word) {
        std::memcpy(&word, bytes, sizeof word);
        hash = mix(hash, word);
    }
    word = 0;
    std::memcpy(&word, bytes, length);
    return mix(hash, word ^ static_cast<std::uint64_t>(length) << 56);
}

/// One value on its way. No Python code runs during walk(), so the objects on the stack need no references.
class Walk {
public:
    Walk(std::int64_t nodes, std::int64_t bytes) : m_nodes(nodes), m_bytes(bytes) {}
    ~Walk() {
        for (PyObject* object : m_hooked) Py_DECREF(object);
        for (PyObject* object : m_kept) Py_DECREF(object);
    }
    Walk(const Walk&) = delete;
    Walk& operator=(const Walk&) = delete;

    /// False with a Python error set.
    bool run(PyObject* value) {
        m_stack.push_back(value);
        walk();
        // Hooks run Python code, and with it other threads: only now, and with references.
        for (std::size_t i = 0; i < m_hooked.size() && m_nodes > 0; ++i) {
            PyObject* parts = PyObject_CallOneArg(g_hooks[Py_TYPE(m_hooked[i])], m_hooked[i]);
            if (!parts) return false;
            m_kept.push_back(parts);
            m_stack.push_back(parts);
            walk();
        }
        return true;
    }
    std::uint64_t glance(PyObject* value) {
        m_hash = mix(m_hash, Py_TYPE(value));
        if (scalar(value)) return m_hash;
        if (PyList_Check(value) || PyTuple_Check(value)) add(static_cast<std::uint64_t>(Py_SIZE(value)));
        else if (PyDict_Check(value)) add(static_cast<std::uint64_t>(PyDict_GET_SIZE(value)));
        else if (PyAnySet_Check(value)) add(static_cast<std::uint64_t>(PySet_GET_SIZE(value)));
        return m_hash;
    }
    std::uint64_t hash() const { return m_hash; }
    std::int64_t nodesLeft() const { return m_nodes; }
    std::int64_t bytesLeft() const { return m_bytes; }

private:
    void walk() {
        while (!m_stack.empty() && m_nodes > 0) {
            PyObject* object = m_stack.back();
            m_stack.pop_back();
            --m_nodes;
            visit(object);
        }
        m_stack.clear();
    }

    void add(std::uint64_t value) { m_hash = mix(m_hash, value); }

    void addText(const char* bytes, std::size_t length) {
        const auto cost = static_cast<std::int64_t>(length);
        if (length <= 256 || (length <= WholeText && cost <= m_bytes)) {
            m_hash = mixBytes(m_hash, bytes, length);
            m_bytes -= cost;
            return;
        }
        // A text cannot change in place: another object is another text.
        m_hash = mix(mixBytes(mixBytes(m_hash, bytes, 128), bytes + length - 128, 128), bytes);
    }

    /// What can change in place: all of it while the budget lasts, then samples.
    void addMemory(const char* bytes, std::size_t length) {
        add(length);
        if (static_cast<std::int64_t>(length) <= m_bytes) {
            m_bytes -= static_cast<std::int64_t>(length);
            m_hash = mixBytes(m_hash, bytes, length);
            return;
        }
        constexpr std::size_t Piece = 1024;
        const std::size_t pieces = 128;
        if (length <= pieces * Piece) {
            m_hash = mixBytes(m_hash, bytes, length);
            return;
        }
        for (std::size_t i = 0; i < pieces; ++i)
            m_hash = mixBytes(m_hash, bytes + (length - Piece) / (pieces - 1) * i, Piece);
    }

    bool scalar(PyObject* object) {
        if (object == Py_None || PyBool_Check(object)) {
            m_hash = mix(m_hash, object);
        } else if (PyLong_Check(object)) {
            int overflow = 0;
            const long long small = PyLong_AsLongLongAndOverflow(object, &overflow);
            add(static_cast<std::uint64_t>(small));
            if (overflow) { // the head with sign and length, and the lowest bits
                add(static_cast<std::uint64_t>(reinterpret_cast<PyVarObject*>(object)->ob_size));
                add(PyLong_AsUnsignedLongLongMask(object));
            }
        } else if (PyFloat_Check(object)) {
            const double value = PyFloat_AS_DOUBLE(object);
            std::uint64_t bits = 0;
            std::memcpy(&bits, &value, sizeof bits);
            add(bits);
        } else if (PyUnicode_Check(object)) {
#if PY_VERSION_HEX < 0x030C0000
            if (!PyUnicode_IS_READY(object)) return false;
#endif
            add(static_cast<std::uint64_t>(PyUnicode_GET_LENGTH(object)) << 3 | PyUnicode_KIND(object));
            addText(static_cast<const char*>(PyUnicode_DATA(object)),
                    static_cast<std::size_t>(PyUnicode_GET_LENGTH(object)) * PyUnicode_KIND(object));
        } else if (PyBytes_Check(object)) {
            addText(PyBytes_AS_STRING(object), static_cast<std::size_t>(PyBytes_GET_SIZE(object)));
        } else {
            return false;
        }
        return true;
    }

    /// Has this container been met before? Then its place in the order says which one it was.
    bool met(PyObject* object) {
        const auto [place, isNew] = m_met.try_emplace(object, m_met.size());
        if (!isNew) add(place->second);
        return !isNew;
    }

    void visit(PyObject* object) {
        if (!object) return; // a tuple that is being made
        PyTypeObject* type = Py_TYPE(object);
        m_hash = mix(m_hash, type);
        if (scalar(object)) return;
        if (PyType_Check(object) || PyModule_Check(object) || PyCFunction_Check(object) || PyFrame_Check(object) ||
            PyGen_CheckExact(object) || PyCoro_CheckExact(object) || PyAsyncGen_CheckExact(object)) {
            m_hash = mix(m_hash, object);
            return;
        }
        if (met(object)) return;
        if (PyList_Check(object)) return items(reinterpret_cast<PyListObject*>(object)->ob_item, PyList_GET_SIZE(object));
        if (PyTuple_Check(object))
            return items(reinterpret_cast<PyTupleObject*>(object)->ob_item, PyTuple_GET_SIZE(object));
        if (PyDict_Check(object)) return dict(object);
        if (PyAnySet_Check(object)) return set(object);
        if (PyByteArray_Check(object))
            return addMemory(PyByteArray_AS_STRING(object), static_cast<std::size_t>(PyByteArray_GET_SIZE(object)));
        if (PyMemoryView_Check(object)) return memory(object);
        if (PyFunction_Check(object)) return function(object);
        if (PyCode_Check(object)) {
            auto* code = reinterpret_cast<PyCodeObject*>(object);
            if (PyObject* bytes = PyCode_GetCode(code)) {
                addText(PyBytes_AS_STRING(bytes), static_cast<std::size_t>(PyBytes_GET_SIZE(bytes)));
                Py_DECREF(bytes);
            }
            PyErr_Clear();
            m_stack.push_back(code->co_names);
            m_stack.push_back(code->co_consts);
            return;
        }
        if (g_hooks.contains(type)) {
            m_hooked.push_back(Py_NewRef(object));
            return;
        }
        if (!PyObject_IS_GC(object) || !type->tp_traverse) {
            m_hash = mix(m_hash, object);
            return;
        }
        // Attributes, slots, items of other containers: whatever the type says that it holds.
        type->tp_traverse(object, [](PyObject* child, void* self) { return static_cast<Walk*>(self)->push(child); }, this);
    }

    int push(PyObject* child) {
        if (PyType_Check(child)) return 0;
        m_stack.push_back(child);
        return static_cast<std::int64_t>(m_stack.size()) > m_nodes ? 1 : 0;
    }

    void items(PyObject** item, Py_ssize_t size) {
        add(static_cast<std::uint64_t>(size));
        if (size <= WholeContainer) {
            for (Py_ssize_t i = size - 1; i >= 0; --i) m_stack.push_back(item[i]);
            return;
        }
        constexpr Py_ssize_t End = WholeContainer / 4;
        for (Py_ssize_t i = 0; i < End; ++i) m_stack.push_back(item[i]);
        for (Py_ssize_t i = size - End; i < size; ++i) m_stack.push_back(item[i]);
        const Py_ssize_t between = size - 2 * End, count = WholeContainer - 2 * End;
        for (Py_ssize_t i = 0; i < count; ++i) m_stack.push_back(item[End + between / count * i]);
        const Py_ssize_t step = (size + Pointers - 1) / Pointers;
        for (Py_ssize_t i = 0; i < size; i += step) m_hash = mix(m_hash, item[i]);
    }

    void dict(PyObject* object) {
        const Py_ssize_t size = PyDict_GET_SIZE(object);
        add(static_cast<std::uint64_t>(size));
        PyObject *key = nullptr, *value = nullptr;
        Py_ssize_t at = 0;
        for (Py_ssize_t i = 0; i < Pointers && PyDict_Next(object, &at, &key, &value); ++i) {
            if (i < WholeContainer) {
                m_stack.push_back(value);
                m_stack.push_back(key);
            } else {
                m_hash = mix(mix(m_hash, key), value);
            }
        }
    }

    /// The order of a set says nothing: its scalars are added up.
    void set(PyObject* object) {
        add(static_cast<std::uint64_t>(PySet_GET_SIZE(object)));
        struct Sum {
            Walk* walk;
            std::uint64_t hash = 0;
            std::int64_t left = Pointers;
        } sum{this};
        Py_TYPE(object)->tp_traverse(object, [](PyObject* child, void* data) {
            auto& total = *static_cast<Sum*>(data);
            if (PyType_Check(child)) return 0;
            Walk one(0, 0);
            one.m_hash = mix(one.m_hash, Py_TYPE(child));
            if (one.scalar(child)) total.hash += one.m_hash;
            else total.walk->push(child);
            return --total.left > 0 ? 0 : 1;
        }, &sum);
        m_nodes -= (Pointers - sum.left) / 4; // scalars are quicker
        add(sum.hash);
    }

    void function(PyObject* object) {
        for (PyObject* part : {PyFunction_GET_CODE(object), PyFunction_GET_DEFAULTS(object),
                               PyFunction_GET_KW_DEFAULTS(object), PyFunction_GET_CLOSURE(object)})
            if (part) m_stack.push_back(part);
    }

    void memory(PyObject* object) {
        Py_buffer buffer;
        if (PyObject_GetBuffer(object, &buffer, PyBUF_FULL_RO) != 0) { // released: it points nowhere
            PyErr_Clear();
            m_hash = mix(m_hash, object);
            return;
        }
        add(static_cast<std::uint64_t>(buffer.len));
        if (PyBuffer_IsContiguous(&buffer, 'A'))
            addMemory(static_cast<const char*>(buffer.buf), static_cast<std::size_t>(buffer.len));
        else
            rows(&buffer, static_cast<const char*>(buffer.buf), 0);
        PyBuffer_Release(&buffer);
    }

    /// A buffer with gaps, item by item, while the budget lasts.
    void rows(const Py_buffer* buffer, const char* at, int dimension) {
        if (dimension == buffer->ndim || !buffer->shape || !buffer->strides || buffer->suboffsets) {
            m_hash = mixBytes(m_hash, at, static_cast<std::size_t>(buffer->itemsize));
            m_bytes -= buffer->itemsize + 16;
            return;
        }
        for (Py_ssize_t i = 0; i < buffer->shape[dimension] && m_bytes > 0; ++i)
            rows(buffer, at + i * buffer->strides[dimension], dimension + 1);
    }

    std::uint64_t m_hash = 1;
    std::int64_t m_nodes, m_bytes;
    std::vector<PyObject*> m_stack;
    std::unordered_map<PyObject*, std::uint64_t> m_met;
    std::vector<PyObject*> m_hooked, m_kept; // with references
};

/// Type, size, and the value of a scalar: what is cheap for every value.
std::uint64_t glance(PyObject* value) {
    Walk walk(1, 0);
    return walk.glance(value);
}

/// Always to the same depth, or the next fingerprint would differ for no other reason.
std::uint64_t walked(PyObject* value) {
    Walk walk(NodesPerValue, BytesPerValue);
    if (!walk.run(value)) PyErr_Clear(); // an array that cannot be looked at is what was seen of it
    g_nodes -= NodesPerValue - walk.nodesLeft();
    g_bytes -= BytesPerValue - walk.bytesLeft();
    return walk.hash() | 1; // 0 = not walked
}

/// So that attributes are found in a dict from the first walk on, whoever asks for the dict in between.
void makeDict(PyObject* value) {
    const PyTypeObject* type = Py_TYPE(value);
    if (!(type->tp_flags & Py_TPFLAGS_HEAPTYPE) || type->tp_dictoffset == 0 || PyType_Check(value)) return;
    PyObject* dict = PyObject_GenericGetDict(value, nullptr);
    Py_XDECREF(dict);
    PyErr_Clear();
}

} // namespace

void newListing() {
    g_nodes = NodesPerListing;
    g_bytes = BytesPerListing;
}

PyObject* fingerprint(PyObject*, PyObject* args) {
    PyObject *value = nullptr, *before = nullptr;
    if (!PyArg_ParseTuple(args, "OO", &value, &before)) return nullptr;
    unsigned long long glanced = 0, deep = 0, oldGlanced = 0, oldDeep = 0;
    if (before != Py_None && !PyArg_ParseTuple(before, "KK", &oldGlanced, &oldDeep)) return nullptr;
    try {
        makeDict(value);
        glanced = glance(value);
        if (g_nodes > 0 && g_bytes > 0) deep = walked(value);
    } catch (const std::bad_alloc&) {
        return PyErr_NoMemory();
    }
    // When the budget of a listing is used up, the glance still compares.
    const bool same = before != Py_None && glanced == oldGlanced && (deep == oldDeep || deep == 0 || oldDeep == 0);
    if (same && (deep == 0 || deep == oldDeep)) return Py_BuildValue("(OO)", before, Py_True);
    return Py_BuildValue("((KK)O)", glanced, deep, same ? Py_True : Py_False);
}

PyObject* onType(PyObject*, PyObject* args) {
    PyObject *type = nullptr, *hook = nullptr;
    if (!PyArg_ParseTuple(args, "O!O", &PyType_Type, &type, &hook)) return nullptr;
    Py_INCREF(type); // for ever
    Py_INCREF(hook);
    g_hooks[reinterpret_cast<PyTypeObject*>(type)] = hook;
    Py_RETURN_NONE;
}

} // namespace rlmscope::repl
