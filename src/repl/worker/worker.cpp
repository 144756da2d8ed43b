#include "repl/worker/worker.h"

#include "base/json.h"
#include "repl/worker/context_load.h"
#include "repl/worker/guard.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <malloc.h>
#include <patchlevel.h> // of Python: its version
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace rlmscope::repl {
namespace {

constexpr std::size_t LargeFrame = 256u << 10; // bytes

/// A copy of this process as a sibling: its parent is the host, which collects it. The C library is not told, so that no
/// handler of anybody runs; it finds its thread's number right because the kernel writes it.
long cloneSibling(int* threadId) {
    constexpr unsigned long Flags = CLONE_PARENT | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD;
#if defined(__x86_64__)
    return syscall(SYS_clone, Flags, nullptr, nullptr, threadId, nullptr);
#else
    return syscall(SYS_clone, Flags, nullptr, nullptr, nullptr, threadId);
#endif
}

void goTo(const std::string& scratch) {
    if (scratch.empty()) return;
    if (chdir(scratch.c_str()) != 0) return; // begin() tries again and again
    setenv("HOME", scratch.c_str(), 1);
    setenv("TMPDIR", scratch.c_str(), 1);
}

} // namespace

Worker::Worker(int control)
    : m_host(getppid())
    , m_channel(std::make_unique<Channel>(control))
    , m_python(*m_channel) {
    if (prctl(PR_GET_TID_ADDRESS, &m_threadId, 0, 0, 0) != 0) m_threadId = nullptr;
}

void Worker::work() {
    while (true) {
        if (m_idle && !m_channel->commandWaits(0)) {
            m_idle = m_python.importNext();
            if (!m_idle) m_python.freeze();
            continue;
        }
        bool large = false;
        {
            Message message = m_channel->waitForCommand();
            large = message.frame.body.size() >= LargeFrame;
            handle(message);
            for (const int fd : message.files) close(fd);
        }
        if (large) malloc_trim(0); // of a context of thousands of texts this is megabytes in every worker
    }
}

void Worker::handle(Message& message) {
    const auto header = parseJson(message.frame.header);
    if (!header.is_object()) _exit(ExitLostChannel);
    const std::string op = header.value("op", "");
    if (op == "cell") send(m_python.runCell(message.frame));
    else if (op == "read") send(m_python.read(message.frame));
    else if (op == "fork") fork(header, message);
    else if (op == "start") start(header, message);
    else if (op == "load") load(header, message);
    else if (op == "init") init(header);
    else _exit(ExitLostChannel);
}

void Worker::init(const nlohmann::json& header) {
    m_sandbox.prepare(Without(header.value("without", "")));
    std::string error;
    if (!m_python.init(ZygoteConfig::of(header), error)) fail("Python does not start: " + error);
    for (const auto& folder : m_python.importFolders()) m_sandbox.addReadable(folder);
    for (const char* path : {"/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/share/zoneinfo", "/etc/ld.so.cache", "/etc/localtime"})
        m_sandbox.addReadable(path);
    m_idle = true;
    m_channel->send({{"op", "zygote"}, {"forks", m_threadId != nullptr}}, {});
}

void Worker::load(const nlohmann::json& header, const Message& message) {
    std::string error;
    if (!m_python.load(header, message.frame, message.files, error)) fail("the context cannot be loaded: " + error);
    m_loaded = true;
    m_python.freeze();
    m_channel->send({{"op", "loaded"}}, {});
}

void Worker::start(const nlohmann::json& header, const Message& message) {
    m_idle = false;
    std::string error;
    goTo(header.value("scratch", ""));
    if (!m_loaded && !m_python.load(header, message.frame, message.files, error))
        fail("the context cannot be loaded: " + error);
    setMemoryLimit(header.value("memory", std::int64_t{0}));
    const SandboxReport report = m_sandbox.apply(header.value("family", ""));
    m_filtered = report.filtered;
    m_started = true;
    // The host must be able to judge before any code of others (a tools file) asks for something.
    m_channel->send({{"op", "sandbox"}, {"level", report.level}, {"missing", report.missing}, {"filtered", report.filtered}, {"supervised", report.supervised}},
                    {}, report.listener);
    if (report.listener >= 0) close(report.listener);
    limitFiles();
    if (!m_python.begin(header, error)) fail(error);
    send({{{"op", "ready"}, {"python", PY_VERSION}, {"copied", contextLoad().why}, {"tools", m_python.tools()}}, {}});
}

void Worker::send(Reply reply) {
    const std::vector<std::string_view> views(reply.parts.begin(), reply.parts.end());
    if (m_channel->send(reply.header, views)) return;
    reply.header.erase("final"); // an answer beyond the frame cap
    reply.header["status"] = "raised";
    reply.header["exception"] = "ValueError";
    const std::string message = "ValueError: the answer is longer than 1 GB";
    reply.header["message"] = message;
    m_channel->send(reply.header, {message});
}

void Worker::fail(const std::string& message) {
    m_channel->send({{"op", "failed"}, {"message", message}}, {});
    std::fflush(nullptr);
    _exit(1);
}

// ---- copies ----------------------------------------------------------------------------------------------------

void Worker::fork(const nlohmann::json& header, const Message& message) {
    const auto refuse = [&](const std::string& why) { m_channel->send({{"op", "forked"}, {"error", why}}, {}); };
    if (message.files.size() != 3) _exit(ExitLostChannel);
    if (!m_threadId) return refuse("the system cannot make copies of a process as needed");
    // Of a zygote or a base no code but ours has run, and everything is as a copy needs it.
    if (m_started)
        if (const std::string why = m_python.beforeFork(message.files); !why.empty()) return refuse(why);
    std::fflush(nullptr); // or both would write it
    m_python.beforeClone();
    const long pid = cloneSibling(m_threadId);
    if (pid == 0) return becomeCopy(message, header.value("scratch", ""));
    const int error = errno;
    m_python.afterCloneInParent();
    if (pid < 0) return refuse(std::string("the system makes no copy of the process (") + std::strerror(error) + ")");
    m_channel->send({{"op", "forked"}}, {});
}

void Worker::becomeCopy(const Message& message, const std::string& scratch) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != m_host) _exit(0); // it died before we asked
    // A filtered worker has no children but what the host asked for, and may not leave its group.
    if (!m_filtered) setpgid(0, 0);
    m_idle = false;
    m_channel = std::make_unique<Channel>(dup(message.files[0]));
    dup2(message.files[1], 1);
    dup2(message.files[2], 2);
    keepStandardStreams();
    // Before any code of the cells (their fork hooks) runs: whom the host does not know it cannot collect.
    m_channel->send({{"op", "hello"}}, {});
    goTo(scratch);
    m_python.afterCloneInChild(*m_channel, scratch);
    m_channel->send({{"op", "loaded"}}, {});
}

} // namespace rlmscope::repl
