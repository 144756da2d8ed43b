#pragma once
// One worker process: takes the commands of the host, one after the other, and does them.
//
//   init   a program that was just started becomes a zygote
//   fork   a copy of this process, with a control socket and pipes of its own
//   load   the context, for several frames (a base): they are forked from here
//   start  what was forked becomes the worker of a frame, locked into its sandbox
//   cell, read
//
// A copy goes on from where it was made: of a zygote it may be started, of a started worker it is a snapshot.
#include "repl/worker/channel.h"
#include "repl/worker/interpreter.h"
#include "repl/worker/sandbox.h"

#include <memory>
#include <sys/types.h>

namespace rlmscope::repl {

class Worker {
public:
    explicit Worker(int control);
    [[noreturn]] void work();

private:
    void handle(Message& message);
    void init(const nlohmann::json& header);
    void load(const nlohmann::json& header, const Message& message);
    void start(const nlohmann::json& header, const Message& message);
    void fork(const nlohmann::json& header, const Message& message);
    void becomeCopy(const Message& message, const std::string& scratch);
    void send(Reply reply);
    [[noreturn]] void fail(const std::string& message);

    const pid_t m_host; ///< parent of this process and of all its copies
    std::unique_ptr<Channel> m_channel;
    Interpreter m_python;
    Sandbox m_sandbox;
    int* m_threadId = nullptr; ///< where the C library keeps the number of this thread; null: no copies can be made
    bool m_idle = false;       ///< a zygote with modules left to import
    bool m_loaded = false, m_started = false, m_filtered = false;
};

} // namespace rlmscope::repl
