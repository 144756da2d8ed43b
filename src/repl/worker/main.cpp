// rlmscope-worker: one Python interpreter for one frame. Started by the host with the control socket as descriptor 3;
// says nothing and does nothing without it. PROTOCOL.md describes the conversation, interpreter.h the Python in here.
#include "repl/worker/channel.h"
#include "repl/worker/context_load.h"
#include "repl/worker/guard.h"
#include "repl/worker/interpreter.h"

#include <clocale>
#include <cstdio>
#include <patchlevel.h> // of Python: its version
#include <sys/stat.h>
#include <unistd.h>

namespace rlmscope::repl {
namespace {

constexpr int ControlFd = 3;

[[noreturn]] void fail(Channel& channel, const std::string& message) {
    channel.send({{"op", "failed"}, {"message", message}}, {});
    std::fflush(nullptr);
    _exit(1);
}

void send(Channel& channel, Reply reply) {
    const std::vector<std::string_view> views(reply.parts.begin(), reply.parts.end());
    if (channel.send(reply.header, views)) return;
    reply.header.erase("final"); // an answer beyond the frame cap
    reply.header["status"] = "raised";
    reply.header["exception"] = "ValueError";
    const std::string message = "ValueError: the answer is longer than 1 GB";
    reply.header["message"] = message;
    channel.send(reply.header, {message});
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

    Interpreter python(channel);
    std::string error;
    if (!python.init(ZygoteConfig::of(start), error)) fail(channel, "Python does not start: " + error);
    if (!python.load(start, frame, fds, error)) fail(channel, "the context cannot be loaded: " + error);
    for (const int fd : fds) close(fd);
    frame = {};
    setMemoryLimit(start.value("memory", std::int64_t{0}));
    if (!python.begin(start, error)) fail(channel, error);

    channel.send({{"op", "ready"}, {"python", PY_VERSION}, {"sandbox", "limits"}, {"mapped", contextLoad().mapped},
                  {"copied", contextLoad().why}, {"tools", python.tools()}}, {});
    while (true) {
        const Frame cell = channel.waitForCell();
        send(channel, python.runCell(cell));
    }
}

} // namespace
} // namespace rlmscope::repl

int main() {
    // _exit everywhere: the interpreter is never finalized, a cell's threads and destructors must not delay the end.
    const int code = rlmscope::repl::work();
    _exit(code);
}
