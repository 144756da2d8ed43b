#include "repl/worker/module.h" // first: Python.h

#include "repl/worker/channel.h"
#include "repl/worker/guard.h"
#include "repl/worker/interpreter.h"
#include "repl/worker/mapped_text.h"
#include "repl/worker/start.h"

#include <cstdio>
#include <unistd.h>

namespace rlmscope::repl {
extern const char* const BootstrapSource; // bootstrap.py, embedded by the build

namespace {

/// "MemoryError: ..." of the current Python error, which is cleared.
std::string takeError() {
    PyObject *type = nullptr, *value = nullptr, *trace = nullptr;
    PyErr_Fetch(&type, &value, &trace);
    PyErr_NormalizeException(&type, &value, &trace);
    std::string text = type ? reinterpret_cast<PyTypeObject*>(type)->tp_name : "unknown error";
    std::string message;
    if (PyObject* shown = value ? PyObject_Str(value) : nullptr; shown && utf8Of(shown, message) && !message.empty())
        text += ": " + message;
    PyErr_Clear();
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(trace);
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

/// Runs bootstrap.py in a namespace of its own with a private copy of builtins.
PyObject* bootstrap(Channel& channel) {
    PyObject* code = Py_CompileString(BootstrapSource, "<rlmscope>", Py_file_input);
    PyObject* globals = PyDict_New();
    PyObject* builtins = PyImport_ImportModule("builtins");
    PyObject* copy = builtins ? PyDict_Copy(PyModule_GetDict(builtins)) : nullptr;
    PyObject* module = makeWorkerModule(channel);
    if (!code || !globals || !copy || !module) return nullptr;
    PyDict_SetItemString(globals, "__builtins__", copy);
    PyDict_SetItemString(globals, "__name__", PyUnicode_FromString("_rlmscope"));
    PyDict_SetItemString(globals, "_w", module);
    PyObject* done = PyEval_EvalCode(code, globals, globals);
    Py_XDECREF(done);
    return done ? globals : nullptr;
}

std::string textAt(PyObject* tuple, Py_ssize_t index) {
    std::string out;
    PyObject* item = PyTuple_GetItem(tuple, index);
    if (item && PyUnicode_Check(item)) utf8Of(item, out);
    PyErr_Clear();
    return out;
}

nlohmann::json variableRows(PyObject* rows) {
    auto out = nlohmann::json::array();
    if (!rows || !PyList_Check(rows)) return out;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(rows); ++i) {
        PyObject* row = PyList_GET_ITEM(rows, i);
        const long long size = PyLong_AsLongLong(PyTuple_GetItem(row, 2));
        out.push_back({textAt(row, 0), textAt(row, 1), PyErr_Occurred() ? -1 : size, textAt(row, 3),
                       PyTuple_GetItem(row, 4) == Py_True});
        PyErr_Clear();
    }
    return out;
}

} // namespace

ZygoteConfig ZygoteConfig::of(const nlohmann::json& header) {
    ZygoteConfig config;
    config.hashSeed = header.value("hash_seed", 1u);
    config.packages = header.value("packages", std::vector<std::string>{});
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
    m_globals = bootstrap(*m_channel);
    PyObject* packages = m_globals ? listOf(config.packages) : nullptr;
    if (packages) error = call("init", Py_BuildValue("(N)", packages));
    else error = takeError();
    if (error.empty()) m_runCell = Py_NewRef(function("run_cell"));
    std::string unused;
    if (error.empty()) mappedTextWorks(unused); // tried here once, so that no frame has to
    m_state = PyEval_SaveThread();
    return error.empty();
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
    PyObject* config = Py_BuildValue(
        "({s:s,s:O,s:O,s:K,s:s,s:s})", "protocol", start.value("protocol", "answer").c_str(), "llm",
        start.value("llm", false) ? Py_True : Py_False, "rlm", start.value("rlm", false) ? Py_True : Py_False,
        "random_seed", static_cast<unsigned long long>(start.value("random_seed", std::uint64_t{1})), "scratch",
        start.value("scratch", "").c_str(), "memory_text", start.value("memory_text", "").c_str());
    error = call("begin", config);
    return error.empty();
}

Reply Interpreter::runCell(const Frame& frame) {
    const auto header = nlohmann::json::parse(frame.header, nullptr, false);
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
    if (!outcome || !PyTuple_Check(outcome) || PyTuple_GET_SIZE(outcome) != 6) {
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
        done["variables"] = variableRows(PyTuple_GET_ITEM(outcome, 5));
    }
    done["interrupted"] = cellWasInterrupted();
    Py_XDECREF(outcome);
    PyErr_Clear();
    return reply;
}

void Interpreter::beforeClone() {
    PyEval_RestoreThread(m_state);
    PyOS_BeforeFork();
}

void Interpreter::afterCloneInParent() {
    PyOS_AfterFork_Parent();
    m_state = PyEval_SaveThread();
}

void Interpreter::afterCloneInChild(Channel& channel) {
    m_channel = &channel;
    bindChannel(channel);
    PyOS_AfterFork_Child();
    // Errors here have nobody to go to; the next cell repairs the same things again.
    call("after_fork", PyTuple_New(0));
    m_state = PyEval_SaveThread();
}

} // namespace rlmscope::repl
