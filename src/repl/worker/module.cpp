#include "repl/worker/module.h"
#include "base/json.h"
#include "repl/worker/call_texts.h"
#include "repl/worker/channel.h"
#include "repl/worker/fingerprint.h"
#include "repl/worker/guard.h"
#include "repl/worker/unlocked.h"

#include <nlohmann/json.hpp>

namespace rlmscope::repl {
namespace {

Channel* g_channel = nullptr;
unsigned long g_mainThread = 0;
PyObject* g_builtins = nullptr; // the dict of the module, borrowed for ever
PyObject* g_saved = nullptr;    // our copy of it

bool onMainThread() { return PyThread_get_thread_ident() == g_mainThread; }

/// contexts: None, or a list of None or (shape, [texts]). Adds to `items` and `texts`, prompt first.
bool gather(PyObject* prompts, PyObject* contexts, bool rlm, nlohmann::json& items, CallTexts& texts) {
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(prompts); ++i) {
        if (!texts.add(PyList_GET_ITEM(prompts, i))) return false;
        if (!rlm) continue;
        PyObject* context = contexts == Py_None ? Py_None : PyList_GetItem(contexts, i);
        if (!context) return false;
        if (context == Py_None) {
            items.push_back(nullptr);
            continue;
        }
        const char* shape = nullptr;
        PyObject* list = nullptr;
        if (!PyArg_ParseTuple(context, "sO!", &shape, &PyList_Type, &list)) return false;
        for (Py_ssize_t k = 0; k < PyList_GET_SIZE(list); ++k)
            if (!texts.add(PyList_GET_ITEM(list, k))) return false;
        items.push_back({{"shape", shape}, {"parts", PyList_GET_SIZE(list)}});
    }
    return true;
}

/// send(kind, batched, model, prompts, contexts, asynchronous) -> call. Of a tool, `model` is its name.
PyObject* send(PyObject*, PyObject* args) {
    int kind = 0, batched = 0, asynchronous = 0;
    PyObject *model = nullptr, *prompts = nullptr, *contexts = nullptr;
    if (!PyArg_ParseTuple(args, "ipOO!Op", &kind, &batched, &model, &PyList_Type, &prompts, &contexts, &asynchronous))
        return nullptr;
    if (isForkedChild()) {
        PyErr_SetString(PyExc_RuntimeError, "sub-calls are not available in a forked process");
        return nullptr;
    }
    constexpr const char* Kinds[] = {"llm", "rlm", "tool", "budget"};
    if (kind < 0 || kind > 3) kind = 0;
    nlohmann::json header{{"op", "call"}, {"kind", Kinds[kind]}, {"batched", batched != 0}};
    if (model != Py_None) {
        std::string name;
        if (!utf8Of(model, name)) return nullptr;
        header[kind == 2 ? "tool" : "model"] = name;
    }
    CallTexts texts;
    auto items = nlohmann::json::array();
    if (!gather(prompts, contexts, kind == 1, items, texts)) return nullptr;
    if (kind == 1) header["items"] = std::move(items);
    if (!texts.moveBig(*g_channel, onMainThread(), header)) return nullptr;
    const std::uint64_t call = g_channel->newCall(asynchronous != 0);
    header["call"] = call;
    bool sent = false;
    {
        const Unlocked unlocked;
        sent = g_channel->send(std::move(header), texts.parts());
    }
    if (!sent) {
        PyErr_SetString(PyExc_ValueError, "one call takes at most a million texts and 1 GB together");
        return nullptr;
    }
    return PyLong_FromUnsignedLongLong(call);
}

/// [(ok, kind, text)] of an answer frame.
PyObject* answers(const Message& message) {
    const Frame& frame = message.frame;
    const auto header = parseJson(frame.header);
    std::vector<std::string_view> parts;
    if (!header.is_object() || !splitParts(header, frame.body, parts)) {
        PyErr_SetString(PyExc_RuntimeError, "the host sent a damaged answer");
        return nullptr;
    }
    const auto failed = header.value("failed", nlohmann::json::object());
    PyObject* list = PyList_New(static_cast<Py_ssize_t>(parts.size()));
    for (std::size_t i = 0; list && i < parts.size(); ++i) {
        const auto error = failed.find(std::to_string(i));
        const std::string kind = error == failed.end() ? "" : error->get<std::string>();
        PyObject* text = PyUnicode_DecodeUTF8(parts[i].data(), static_cast<Py_ssize_t>(parts[i].size()), "replace");
        PyObject* row = text ? Py_BuildValue("(OsN)", error == failed.end() ? Py_True : Py_False, kind.c_str(), text)
                             : nullptr;
        if (!row) Py_CLEAR(list);
        else PyList_SET_ITEM(list, static_cast<Py_ssize_t>(i), row);
    }
    return list;
}

PyObject* wait(PyObject*, PyObject* argument) {
    const std::uint64_t call = PyLong_AsUnsignedLongLong(argument);
    if (PyErr_Occurred()) return nullptr;
    const bool main = onMainThread();
    while (true) {
        auto outcome = Channel::Wait::Done;
        {
            const Unlocked unlocked;
            outcome = g_channel->waitForCall(call, main);
        }
        if (outcome == Channel::Wait::Done) break;
        if (PyErr_CheckSignals() != 0) {
            const Unlocked unlocked;
            g_channel->abandon(call);
            // The error is kept by the thread state, which survives giving up the GIL.
            break;
        }
    }
    if (PyErr_Occurred()) return nullptr;
    return answers(g_channel->takeAnswer(call));
}

PyObject* take(PyObject*, PyObject* argument) {
    const std::uint64_t call = PyLong_AsUnsignedLongLong(argument);
    if (PyErr_Occurred()) return nullptr;
    return answers(g_channel->takeAnswer(call));
}

PyObject* ready(PyObject*, PyObject* argument) {
    const std::uint64_t call = PyLong_AsUnsignedLongLong(argument);
    if (PyErr_Occurred()) return nullptr;
    return PyBool_FromLong(g_channel->ready(call));
}

PyObject* abandon(PyObject*, PyObject* argument) {
    const std::uint64_t call = PyLong_AsUnsignedLongLong(argument);
    if (PyErr_Occurred()) return nullptr;
    if (!isForkedChild()) {
        const Unlocked unlocked;
        g_channel->abandon(call);
    }
    Py_RETURN_NONE;
}

PyObject* pump(PyObject*, PyObject*) {
    {
        const Unlocked unlocked;
        g_channel->pump();
    }
    Py_RETURN_NONE;
}

PyObject* watchFds(PyObject*, PyObject*) {
    return Py_BuildValue("(ii)", g_channel->fd(), g_channel->wakeFd());
}

PyObject* begin(PyObject*, PyObject*) {
    cellBegins();
    Py_RETURN_NONE;
}

/// Never fails and needs no memory: it makes room for everything that follows.
PyObject* end(PyObject*, PyObject*) {
    cellEnds();
    Py_RETURN_NONE;
}

PyObject* interrupted(PyObject*, PyObject*) { return PyBool_FromLong(cellWasInterrupted()); }

PyObject* repair(PyObject*, PyObject*) {
    repairStandardStreams();
    installInterruptHandler();
    Py_RETURN_NONE;
}

PyObject* writeText(PyObject*, PyObject* args) {
    int which = 0;
    PyObject* text = nullptr;
    if (!PyArg_ParseTuple(args, "iU", &which, &text)) return nullptr;
    std::string bytes;
    if (!utf8Of(text, bytes)) return nullptr;
    const Unlocked unlocked;
    writeStandard(which, bytes.data(), bytes.size());
    return Py_NewRef(Py_None);
}

PyObject* jsonString(PyObject*, PyObject* text) {
    std::string bytes;
    if (!PyUnicode_Check(text) || !utf8Of(text, bytes)) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "expected str");
        return nullptr;
    }
    const std::string json = dumpJson(nlohmann::json(bytes));
    return PyUnicode_DecodeUTF8(json.data(), static_cast<Py_ssize_t>(json.size()), "replace");
}

/// Whether builtins were written to since they were last whole: comparing 160 names takes 3 us, and every cell would.
#if PY_VERSION_HEX >= 0x030C0000
bool g_builtinsTouched = true, g_builtinsWatched = false;
bool builtinsTouched() { return g_builtinsTouched || !g_builtinsWatched; }
void builtinsAreWhole() { g_builtinsTouched = false; }
void watchBuiltins() {
    const int id = PyDict_AddWatcher([](PyDict_WatchEvent, PyObject*, PyObject*, PyObject*) {
        g_builtinsTouched = true;
        return 0;
    });
    g_builtinsWatched = id >= 0 && PyDict_Watch(id, g_builtins) == 0;
    PyErr_Clear();
}
#else
std::uint64_t g_builtinsVersion = 0; // Python counts the changes of each dict
bool builtinsTouched() { return reinterpret_cast<PyDictObject*>(g_builtins)->ma_version_tag != g_builtinsVersion; }
void builtinsAreWhole() { g_builtinsVersion = reinterpret_cast<PyDictObject*>(g_builtins)->ma_version_tag; }
void watchBuiltins() {}
#endif

/// Adds names to builtins and keeps a copy of the whole.
PyObject* registerBuiltins(PyObject*, PyObject* extra) {
    PyObject* module = PyImport_ImportModule("builtins"); // ours is a copy
    if (!module) return nullptr;
    g_builtins = PyModule_GetDict(module);
    if (PyDict_Update(g_builtins, extra) != 0) return nullptr;
    Py_XSETREF(g_saved, PyDict_Copy(g_builtins));
    if (!g_saved) return nullptr;
    watchBuiltins();
    Py_RETURN_NONE;
}

PyObject* restoreBuiltins(PyObject*, PyObject*) {
    if (!builtinsTouched()) Py_RETURN_NONE;
    bool intact = PyDict_GET_SIZE(g_builtins) == PyDict_GET_SIZE(g_saved);
    PyObject *key = nullptr, *value = nullptr;
    Py_ssize_t at = 0;
    while (intact && PyDict_Next(g_saved, &at, &key, &value))
        intact = PyDict_GetItemWithError(g_builtins, key) == value;
    PyErr_Clear();
    if (!intact) {
        PyDict_Clear(g_builtins);
        if (PyDict_Update(g_builtins, g_saved) != 0) return nullptr;
    }
    builtinsAreWhole();
    Py_RETURN_NONE;
}

PyObject* startListing(PyObject*, PyObject*) {
    newListing();
    Py_RETURN_NONE;
}

/// fields(value) -> the attributes of an object of a class that is written in Python, past the class; else None.
PyObject* fields(PyObject*, PyObject* value) {
    const PyTypeObject* type = Py_TYPE(value);
    if ((type->tp_flags & Py_TPFLAGS_HEAPTYPE) && type->tp_dictoffset != 0 && !PyType_Check(value)) {
        if (PyObject* dict = PyObject_GenericGetDict(value, nullptr)) return dict;
        PyErr_Clear();
    }
    Py_RETURN_NONE;
}

/// is_static(type): it is written in C, so its methods are.
PyObject* isStatic(PyObject*, PyObject* type) {
    return PyBool_FromLong(PyType_Check(type) &&
                           !(reinterpret_cast<PyTypeObject*>(type)->tp_flags & Py_TPFLAGS_HEAPTYPE));
}

PyMethodDef Methods[] = {
    {"send", send, METH_VARARGS, nullptr},
    {"wait", wait, METH_O, nullptr},
    {"take", take, METH_O, nullptr},
    {"ready", ready, METH_O, nullptr},
    {"abandon", abandon, METH_O, nullptr},
    {"pump", pump, METH_NOARGS, nullptr},
    {"watch_fds", watchFds, METH_NOARGS, nullptr},
    {"begin", begin, METH_NOARGS, nullptr},
    {"end", end, METH_NOARGS, nullptr},
    {"interrupted", interrupted, METH_NOARGS, nullptr},
    {"repair", repair, METH_NOARGS, nullptr},
    {"write", writeText, METH_VARARGS, nullptr},
    {"json_string", jsonString, METH_O, nullptr},
    {"register_builtins", registerBuiltins, METH_O, nullptr},
    {"restore_builtins", restoreBuiltins, METH_NOARGS, nullptr},
    {"new_listing", startListing, METH_NOARGS, nullptr},
    {"fingerprint", fingerprint, METH_VARARGS, nullptr},
    {"on_type", onType, METH_VARARGS, nullptr},
    {"fields", fields, METH_O, nullptr},
    {"is_static", isStatic, METH_O, nullptr},
    {nullptr, nullptr, 0, nullptr},
};

PyModuleDef Definition = {PyModuleDef_HEAD_INIT, "_rlmworker", nullptr, -1, Methods, nullptr, nullptr, nullptr, nullptr};

} // namespace

void bindChannel(Channel& channel) { g_channel = &channel; }

PyObject* makeWorkerModule(Channel& channel) {
    bindChannel(channel);
    g_mainThread = PyThread_get_thread_ident();
    watchForks([] { g_channel->closeInChild(); });
    return PyModule_Create(&Definition); // not in sys.modules: cells cannot import it
}

bool utf8Of(PyObject* text, std::string& out) {
    Py_ssize_t length = 0;
    PyObject* bytes = PyUnicode_AsEncodedString(text, "utf-8", "surrogatepass");
    if (!bytes) return false;
    char* data = nullptr;
    PyBytes_AsStringAndSize(bytes, &data, &length);
    out.assign(data, static_cast<std::size_t>(length));
    Py_DECREF(bytes);
    // A surrogate is ED A0..BF xx; U+FFFD has three bytes as well. ED begins no other invalid sequence here.
    for (std::size_t at = out.find('\xED'); at != std::string::npos && at + 2 < out.size(); at = out.find('\xED', at + 3))
        if (static_cast<unsigned char>(out[at + 1]) >= 0xA0) out.replace(at, 3, "\xEF\xBF\xBD");
    return true;
}

} // namespace rlmscope::repl
