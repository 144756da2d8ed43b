// rlmscope-worker: one Python interpreter for one frame. Started by the host with the control socket as descriptor 3;
// says nothing and does nothing without it. PROTOCOL.md describes the conversation.
#include "repl/worker/channel.h"
#include "repl/worker/guard.h"
#include "repl/worker/module.h"
#include "repl/worker/start.h"

#include <clocale>
#include <cstdio>
#include <sys/stat.h>
#include <unistd.h>

namespace rlmscope::repl {
extern const char* const BootstrapSource; // bootstrap.py, embedded by the build

namespace {

constexpr int ControlFd = 3;

[[noreturn]] void fail(Channel& channel, const std::string& message) {
    channel.send({{"op", "failed"}, {"message", message}}, {});
    std::fflush(nullptr);
    _exit(1);
}

/// "MemoryError: ..." of the current Python error.
std::string takeError() {
    PyObject *type = nullptr, *value = nullptr, *trace = nullptr;
    PyErr_Fetch(&type, &value, &trace);
    PyErr_NormalizeException(&type, &value, &trace);
    std::string text = type ? reinterpret_cast<PyTypeObject*>(type)->tp_name : "unknown error";
    std::string message;
    if (PyObject* shown = value ? PyObject_Str(value) : nullptr; shown && utf8Of(shown, message) && !message.empty())
        text += ": " + message;
    PyErr_Clear();
    return text;
}

/// An interpreter that takes nothing from the machine's user: no environment, no site packages, no .pyc files.
bool initPython(const nlohmann::json& start, std::string& error) {
    PyPreConfig pre;
    PyPreConfig_InitIsolatedConfig(&pre);
    pre.utf8_mode = 1;
    PyStatus status = Py_PreInitialize(&pre);
    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    config.site_import = 0;
    config.write_bytecode = 0;
    config.use_hash_seed = 1;
    config.hash_seed = start.value("hash_seed", 1u);
    config.faulthandler = 1;
    config.install_signal_handlers = 0;
    if (!PyStatus_Exception(status)) status = PyConfig_SetBytesString(&config, &config.program_name, RLMSCOPE_PYTHON);
    if (!PyStatus_Exception(status)) status = Py_InitializeFromConfig(&config);
    PyConfig_Clear(&config);
    if (!PyStatus_Exception(status)) return true;
    error = status.err_msg ? status.err_msg : "unknown";
    return false;
}

PyObject* makeConfig(const nlohmann::json& start) {
    PyObject* packages = PyList_New(0);
    for (const auto& path : start.value("packages", std::vector<std::string>{})) {
        PyObject* text = PyUnicode_FromString(path.c_str());
        PyList_Append(packages, text);
        Py_XDECREF(text);
    }
    return Py_BuildValue("{s:s,s:O,s:O,s:K,s:s,s:s,s:N}", "protocol", start.value("protocol", "answer").c_str(), "llm",
                         start.value("llm", false) ? Py_True : Py_False, "rlm",
                         start.value("rlm", false) ? Py_True : Py_False, "random_seed",
                         static_cast<unsigned long long>(start.value("random_seed", std::uint64_t{1})), "scratch",
                         start.value("scratch", "").c_str(), "memory_text", start.value("memory_text", "").c_str(),
                         "packages", packages);
}

/// Runs bootstrap.py in a namespace of its own with a private copy of builtins.
PyObject* bootstrap(Channel& channel, const nlohmann::json& start) {
    PyObject* code = Py_CompileString(BootstrapSource, "<rlmscope>", Py_file_input);
    PyObject* globals = PyDict_New();
    PyObject* builtins = PyImport_ImportModule("builtins");
    PyObject* copy = builtins ? PyDict_Copy(PyModule_GetDict(builtins)) : nullptr;
    PyObject* module = makeWorkerModule(channel);
    PyObject* config = makeConfig(start);
    if (!code || !globals || !copy || !module || !config) return nullptr;
    PyDict_SetItemString(globals, "__builtins__", copy);
    PyDict_SetItemString(globals, "__name__", PyUnicode_FromString("_rlmscope"));
    PyDict_SetItemString(globals, "_w", module);
    PyDict_SetItemString(globals, "_config", config);
    PyObject* done = PyEval_EvalCode(code, globals, globals);
    Py_XDECREF(done);
    return done ? globals : nullptr;
}

bool startContext(PyObject* globals, const nlohmann::json& header, const Frame& frame, const std::vector<int>& fds) {
    PyObject *texts = nullptr, *names = nullptr;
    if (!loadTexts(header, frame, fds, texts, names)) return false;
    PyObject* start = PyDict_GetItemString(globals, "start"); // borrowed
    // N: the lists are given away, so that a JSON text can be freed as soon as it is parsed.
    PyObject* done = PyObject_CallFunction(start, "sNN", header.value("shape", "text").c_str(), texts, names);
    Py_XDECREF(done);
    return done != nullptr;
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

/// Runs one cell and reports it. Nothing of the cell's own code runs in here except inside run_cell.
void runCell(Channel& channel, PyObject* run, const Frame& frame) {
    const auto header = nlohmann::json::parse(frame.header, nullptr, false);
    std::vector<std::string_view> parts;
    if (!header.is_object() || !splitParts(header, frame.body, parts) || parts.size() != 1) _exit(ExitLostChannel);
    PyObject* outcome = PyObject_CallFunction(run, "s#K", parts[0].data(), static_cast<Py_ssize_t>(parts[0].size()),
                                              static_cast<unsigned long long>(header.value("number", 0u)));
    cellEnds();
    std::fflush(nullptr);
    if (isForkedChild()) _exit(0); // a child of the cell came back here: it is not the worker
    nlohmann::json done{{"op", "done"}, {"cell", header.value("cell", std::uint64_t{0})}};
    std::vector<std::string> texts;
    if (!outcome || !PyTuple_Check(outcome) || PyTuple_GET_SIZE(outcome) != 6) {
        // Our own Python side failed, which only a cell that worked on it can bring about.
        done["status"] = "raised";
        done["message"] = takeError();
        done["exception"] = "RuntimeError";
        texts.push_back(done["message"]);
    } else {
        done["status"] = textAt(outcome, 0);
        done["exception"] = textAt(outcome, 1);
        done["message"] = textAt(outcome, 2);
        texts.push_back(textAt(outcome, 3));
        PyObject* final = PyTuple_GET_ITEM(outcome, 4);
        if (PyTuple_Check(final)) {
            done["final"] = true;
            texts.push_back(textAt(final, 0));
            texts.push_back(textAt(final, 1));
        }
        done["variables"] = variableRows(PyTuple_GET_ITEM(outcome, 5));
    }
    done["interrupted"] = cellWasInterrupted();
    Py_XDECREF(outcome);
    PyErr_Clear();
    PyThreadState* state = PyEval_SaveThread();
    std::vector<std::string_view> views(texts.begin(), texts.end());
    if (!channel.send(done, views)) { // an answer beyond the frame cap
        done.erase("final");
        done["status"] = "raised";
        done["exception"] = "ValueError";
        done["message"] = "ValueError: the answer is longer than 1 GB";
        channel.send(done, {std::string_view(done["message"].get_ref<const std::string&>())});
    }
    PyEval_RestoreThread(state);
}

int work() {
    protectProcess();
    struct stat info {};
    if (fstat(ControlFd, &info) != 0 || !S_ISSOCK(info.st_mode)) {
        std::fputs("rlmscope-worker is started by rlmscope; it does nothing alone.\n", stderr);
        return 2;
    }
    keepStandardStreams();
    Channel channel(ControlFd);
    std::setlocale(LC_ALL, "C.UTF-8");
    Frame frame;
    std::vector<int> fds;
    if (!channel.receiveStart(frame, fds)) return ExitLostChannel;
    const auto start = nlohmann::json::parse(frame.header, nullptr, false);
    if (!start.is_object()) return ExitLostChannel;

    std::string error;
    if (!initPython(start, error)) fail(channel, "Python does not start: " + error);
    PyObject* globals = bootstrap(channel, start);
    if (!globals) fail(channel, "Python does not start: " + takeError());
    if (!startContext(globals, start, frame, fds)) fail(channel, "the context cannot be loaded: " + takeError());
    for (const int fd : fds) close(fd);
    frame = {};
    setMemoryLimit(start.value("memory", std::int64_t{0}));
    PyObject* run = PyDict_GetItemString(globals, "run_cell");
    Py_XINCREF(run);

    PyThreadState* state = PyEval_SaveThread();
    channel.send({{"op", "ready"}, {"python", PY_VERSION}, {"sandbox", "limits"}}, {});
    while (true) {
        const Frame cell = channel.waitForCell();
        PyEval_RestoreThread(state);
        runCell(channel, run, cell);
        state = PyEval_SaveThread();
    }
}

} // namespace
} // namespace rlmscope::repl

int main() {
    // _exit everywhere: the interpreter is never finalized, a cell's threads and destructors must not delay the end.
    const int code = rlmscope::repl::work();
    _exit(code);
}
