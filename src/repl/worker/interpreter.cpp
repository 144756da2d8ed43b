#include "base/json.h"
#include "repl/worker/module.h" // first: Python.h

#include "repl/worker/channel.h"
#include "repl/worker/embedded.h"
#include "repl/worker/guard.h"
#include "repl/worker/interpreter.h"
#include "repl/worker/mapped_text.h"
#include "repl/worker/packed_text.h"
#include "repl/worker/start.h"

#include <marshal.h>

#include <algorithm>
#include <cstdio>
#include <poll.h>
#include <unistd.h>

namespace rlmscope::repl {
namespace {

/// A new reference to the current Python error, which is cleared; null when there is none.
PyObject* raised() {
#if PY_VERSION_HEX >= 0x030C0000
    return PyErr_GetRaisedException();
#else
    PyObject *type = nullptr, *value = nullptr, *trace = nullptr;
    PyErr_Fetch(&type, &value, &trace);
    PyErr_NormalizeException(&type, &value, &trace);
    Py_XDECREF(type);
    Py_XDECREF(trace);
    return value;
#endif
}

/// "MemoryError: ..." of the current Python error, which is cleared.
std::string takeError() {
    PyObject* error = raised();
    if (!error) return "unknown error";
    std::string text = Py_TYPE(error)->tp_name, message;
    PyObject* shown = PyObject_Str(error);
    if (shown && utf8Of(shown, message) && !message.empty()) text += ": " + message;
    Py_XDECREF(shown);
    Py_DECREF(error);
    PyErr_Clear();
    return text;
}

/// An interpreter that takes nothing from the machine's user: no environment, no site packages, no .pyc files.
bool initPython(std::uint32_t hashSeed, std::string& error) {
    PyPreConfig pre;
    PyPreConfig_InitIsolatedConfig(&pre);
    pre.utf8_mode = 1;
    PyStatus status = Py_PreInitialize(&pre);
    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    config.site_import = 0;
    config.write_bytecode = 0;
    config.use_hash_seed = 1;
    config.hash_seed = hashSeed;
    config.faulthandler = 1;
    config.install_signal_handlers = 0;
    if (!PyStatus_Exception(status)) status = PyConfig_SetBytesString(&config, &config.program_name, RLMSCOPE_PYTHON);
    if (!PyStatus_Exception(status)) status = Py_InitializeFromConfig(&config);
    PyConfig_Clear(&config);
    if (!PyStatus_Exception(status)) return true;
    error = status.err_msg ? status.err_msg : "unknown";
    return false;
}

PyObject* listOf(const std::vector<std::string>& texts) {
    PyObject* list = PyList_New(0);
    for (const auto& text : texts) {
        PyObject* item = PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "surrogateescape");
        if (!item || PyList_Append(list, item) != 0) Py_CLEAR(list);
        Py_XDECREF(item);
        if (!list) break;
    }
    return list;
}

PyObject* textOf(std::string_view text) {
    return PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "replace");
}

/// Runs our Python code in a namespace of its own with a private copy of builtins.
PyObject* runEmbedded(Channel& channel, std::string& error) {
    if (PyImport_GetMagicNumber() != EmbeddedMagic) {
        error = "rlmscope-worker was built for another version of Python than the one that is installed";
        return nullptr;
    }
    PyObject* codes = PyMarshal_ReadObjectFromString(reinterpret_cast<const char*>(EmbeddedCode),
                                                     static_cast<Py_ssize_t>(EmbeddedSize));
    PyObject* globals = PyDict_New();
    PyObject* builtins = PyImport_ImportModule("builtins");
    PyObject* copy = builtins ? PyDict_Copy(PyModule_GetDict(builtins)) : nullptr;
    PyObject* module = makeWorkerModule(channel);
    PyObject* name = textOf("_rlmscope");
    bool good = codes && PyTuple_Check(codes) && globals && copy && module && name &&
                PyDict_SetItemString(globals, "__builtins__", copy) == 0 &&
                PyDict_SetItemString(globals, "__name__", name) == 0 && PyDict_SetItemString(globals, "_w", module) == 0;
    for (Py_ssize_t i = 0; good && i < PyTuple_GET_SIZE(codes); ++i) {
        PyObject* done = PyEval_EvalCode(PyTuple_GET_ITEM(codes, i), globals, globals);
        good = done != nullptr;
        Py_XDECREF(done);
    }
    if (!good) error = takeError();
    return good ? globals : nullptr;
}

std::string textAt(PyObject* tuple, Py_ssize_t index) {
    std::string out;
    PyObject* item = PyTuple_GetItem(tuple, index);
    if (item && PyUnicode_Check(item)) utf8Of(item, out);
    PyErr_Clear();
    return out;
}

/// What our own Python code made for the host, out of builtin types; anything else becomes null.
nlohmann::json jsonOf(PyObject* value) {
    if (PyBool_Check(value)) return value == Py_True;
    if (PyLong_Check(value)) {
        const long long number = PyLong_AsLongLong(value);
        PyErr_Clear();
        return number;
    }
    if (PyUnicode_Check(value)) {
        std::string text;
        if (!utf8Of(value, text)) PyErr_Clear();
        return text;
    }
    if (PyList_Check(value) || PyTuple_Check(value)) {
        auto list = nlohmann::json::array();
        for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(value); ++i)
            list.push_back(jsonOf(PySequence_Fast_GET_ITEM(value, i)));
        return list;
    }
    if (!PyDict_Check(value)) return nullptr;
    auto object = nlohmann::json::object();
    PyObject *key = nullptr, *item = nullptr;
    for (Py_ssize_t at = 0; PyDict_Next(value, &at, &key, &item);) {
        std::string name;
        if (PyUnicode_Check(key) && utf8Of(key, name)) object[name] = jsonOf(item);
    }
    return object;
}

/// Descriptors of this process that are open and not known to be ours.
std::vector<int> openFiles(const Channel& channel) {
    std::vector<pollfd> all;
    for (int fd = 3; fd < 512; ++fd) all.push_back({fd, 0, 0}); // RLIMIT_NOFILE
    poll(all.data(), all.size(), 0);
    std::vector<int> open;
    for (const auto& one : all)
        if (!(one.revents & POLLNVAL) && one.fd != channel.fd() && one.fd != channel.wakeFd() && !isOurDescriptor(one.fd))
            open.push_back(one.fd);
    return open;
}

} // namespace

ZygoteConfig ZygoteConfig::of(const nlohmann::json& header) {
    ZygoteConfig config;
    config.hashSeed = header.value("hash_seed", 1u);
    config.packages = header.value("packages", std::vector<std::string>{});
    config.preload = header.value("preload", std::vector<std::string>{});
    return config;
}

/// Holds the GIL while it lives.
class Interpreter::Gil {
public:
    explicit Gil(Interpreter& owner) : m_owner(owner) { PyEval_RestoreThread(m_owner.m_state); }
    ~Gil() { m_owner.m_state = PyEval_SaveThread(); }
    Gil(const Gil&) = delete;
    Gil& operator=(const Gil&) = delete;

private:
    Interpreter& m_owner;
};

bool Interpreter::init(const ZygoteConfig& config, std::string& error) {
    if (!initPython(config.hashSeed, error)) return false;
    m_globals = runEmbedded(*m_channel, error);
    if (m_globals) {
        error = call("init", Py_BuildValue("(NN)", listOf(config.packages), listOf(config.preload)));
        m_runCell = Py_NewRef(function("run_cell"));
        std::string unused;
        if (error.empty()) mappedTextWorks(unused); // tried here once, so that no frame has to
    }
    m_state = PyEval_SaveThread();
    return error.empty();
}

bool Interpreter::importNext() {
    const Gil gil(*this);
    PyObject* more = PyObject_CallNoArgs(function("import_next"));
    const bool result = more == Py_True;
    Py_XDECREF(more);
    PyErr_Clear();
    std::string unused;
    if (!result) packedTextWorks(unused); // likewise, now that the modules are there that it needs
    return result;
}

void Interpreter::freeze() {
    const Gil gil(*this);
    call("freeze", PyTuple_New(0));
}

std::vector<std::string> Interpreter::importFolders() {
    const Gil gil(*this);
    std::vector<std::string> folders;
    PyObject* list = PyObject_CallNoArgs(function("import_folders"));
    for (Py_ssize_t i = 0; list && PyList_Check(list) && i < PyList_GET_SIZE(list); ++i) {
        PyObject* path = PyUnicode_EncodeFSDefault(PyList_GET_ITEM(list, i));
        if (path) folders.emplace_back(PyBytes_AS_STRING(path));
        Py_XDECREF(path);
    }
    Py_XDECREF(list);
    PyErr_Clear();
    return folders;
}

/// Borrowed. Our own names are there; a cell cannot reach them by accident.
PyObject* Interpreter::function(const char* name) const { return PyDict_GetItemString(m_globals, name); }

/// Takes the tuple. Empty, or the error as a sentence.
std::string Interpreter::call(const char* name, PyObject* arguments) {
    PyObject* done = arguments ? PyObject_CallObject(function(name), arguments) : nullptr;
    Py_XDECREF(arguments);
    if (!done) return takeError();
    Py_DECREF(done);
    return {};
}

bool Interpreter::load(const nlohmann::json& start, const Frame& frame, const std::vector<int>& fds,
                       std::string& error) {
    const Gil gil(*this);
    PyObject *texts = nullptr, *names = nullptr;
    if (!loadTexts(start, frame, fds, texts, names)) {
        error = takeError();
        return false;
    }
    // N: the lists are given away, so that a JSON text can be freed as soon as it is parsed.
    PyObject* done = PyObject_CallFunction(function("load"), "sNN", start.value("shape", "text").c_str(), texts, names);
    if (!done) error = takeError();
    Py_XDECREF(done);
    return error.empty();
}

bool Interpreter::begin(const nlohmann::json& start, std::string& error) {
    const Gil gil(*this);
    PyObject* trusted = PyList_New(0);
    for (const auto& tool : start.value("trusted_tools", nlohmann::json::array())) {
        PyObject* row = Py_BuildValue("(NNN)", textOf(tool.value("name", "")), textOf(tool.value("signature", "")),
                                      textOf(tool.value("doc", "")));
        if (row) PyList_Append(trusted, row);
        Py_XDECREF(row);
    }
    PyObject* tools = PyObject_CallFunction(
        function("begin"), "{s:s,s:O,s:O,s:K,s:s,s:s}NN", "protocol", start.value("protocol", "answer").c_str(), "llm",
        start.value("llm", false) ? Py_True : Py_False, "rlm", start.value("rlm", false) ? Py_True : Py_False,
        "random_seed", static_cast<unsigned long long>(start.value("random_seed", std::uint64_t{1})), "scratch",
        start.value("scratch", "").c_str(), "memory_text", start.value("memory_text", "").c_str(),
        textOf(start.value("tools", "")), trusted);
    cellEnds();
    std::fflush(nullptr);
    if (!tools) error = takeError();
    else if (PyUnicode_Check(tools)) utf8Of(tools, error);
    else
        for (const auto& tool : jsonOf(tools)) m_tools.push_back({{"name", tool[0]}, {"signature", tool[1]}, {"doc", tool[2]}});
    Py_XDECREF(tools);
    return error.empty();
}

Reply Interpreter::runCell(const Frame& frame) {
    const auto header = parseJson(frame.header);
    std::vector<std::string_view> parts;
    if (!header.is_object() || !splitParts(header, frame.body, parts) || parts.size() != 1) _exit(ExitLostChannel);
    const Gil gil(*this);
    // Nothing of the cell's own code runs in here except inside run_cell.
    PyObject* outcome = PyObject_CallFunction(m_runCell, "s#K", parts[0].data(), static_cast<Py_ssize_t>(parts[0].size()),
                                              static_cast<unsigned long long>(header.value("number", 0u)));
    cellEnds();
    std::fflush(nullptr);
    if (isForkedChild()) _exit(0); // a child of the cell came back here: it is not the worker
    Reply reply{{{"op", "done"}, {"cell", header.value("cell", std::uint64_t{0})}}, {}};
    auto& done = reply.header;
    if (!outcome || !PyTuple_Check(outcome) || PyTuple_GET_SIZE(outcome) != 7) {
        // Our own Python side failed, which only a cell that worked on it can bring about.
        done["status"] = "raised";
        done["message"] = takeError();
        done["exception"] = "RuntimeError";
        reply.parts.push_back(done["message"]);
    } else {
        done["status"] = textAt(outcome, 0);
        done["exception"] = textAt(outcome, 1);
        done["message"] = textAt(outcome, 2);
        reply.parts.push_back(textAt(outcome, 3));
        PyObject* final = PyTuple_GET_ITEM(outcome, 4);
        if (PyTuple_Check(final)) {
            done["final"] = true;
            reply.parts.push_back(textAt(final, 0));
            reply.parts.push_back(textAt(final, 1));
        }
        done["variables"] = jsonOf(PyTuple_GET_ITEM(outcome, 5));
        if (auto imported = jsonOf(PyTuple_GET_ITEM(outcome, 6)); !imported.empty()) done["imported"] = std::move(imported);
    }
    done["interrupted"] = cellWasInterrupted();
    Py_XDECREF(outcome);
    PyErr_Clear();
    return reply;
}

Reply Interpreter::read(const Frame& frame) {
    const auto header = parseJson(frame.header);
    if (!header.is_object()) _exit(ExitLostChannel);
    const Gil gil(*this);
    PyObject* page = PyObject_CallFunction(function("read_value"), "NLLNO", textOf(header.value("expression", "")),
                                           static_cast<long long>(header.value("first", std::int64_t{0})),
                                           static_cast<long long>(header.value("count", std::int64_t{100})),
                                           textOf(header.value("search", "")),
                                           header.value("plain", false) ? Py_True : Py_False);
    cellEnds();
    std::fflush(nullptr);
    if (isForkedChild()) _exit(0);
    Reply reply{page && PyDict_Check(page) ? jsonOf(page) : nlohmann::json::object(), {"", ""}};
    if (!page) reply.header["error"] = {{"kind", "code"}, {"message", takeError()}};
    Py_XDECREF(page);
    reply.header["op"] = "value";
    for (std::size_t i = 0; i < 2; ++i) {
        const char* name = i == 0 ? "text" : "output";
        if (const auto found = reply.header.find(name); found != reply.header.end()) {
            if (found->is_string()) reply.parts[i] = std::move(found->get_ref<std::string&>());
            reply.header.erase(name);
        }
    }
    return reply;
}

std::string Interpreter::beforeFork(const std::vector<int>& ours) {
    const Gil gil(*this);
    PyObject* files = PyList_New(0);
    for (const int fd : openFiles(*m_channel)) {
        if (std::find(ours.begin(), ours.end(), fd) != ours.end()) continue;
        PyObject* number = PyLong_FromLong(fd);
        PyList_Append(files, number);
        Py_XDECREF(number);
    }
    PyObject* why = PyObject_CallFunction(function("before_fork"), "N", files);
    std::string reason;
    if (!why) reason = takeError();
    else if (PyUnicode_Check(why)) utf8Of(why, reason);
    Py_XDECREF(why);
    return reason;
}

void Interpreter::beforeClone() {
    PyEval_RestoreThread(m_state);
    PyOS_BeforeFork();
}

void Interpreter::afterCloneInParent() {
    PyOS_AfterFork_Parent();
    m_state = PyEval_SaveThread();
}

void Interpreter::afterCloneInChild(Channel& channel, const std::string& scratch) {
    m_channel = &channel;
    bindChannel(channel);
    PyOS_AfterFork_Child();
    // Errors here have nobody to go to; the next cell repairs the same things again.
    call("after_fork", Py_BuildValue("(N)", textOf(scratch)));
    m_state = PyEval_SaveThread();
}

} // namespace rlmscope::repl
