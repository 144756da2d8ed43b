#pragma once
// One process of trusted tools as the host holds it: started, spoken to in lines, ended with everything it started.
#include "base/text.h"
#include "repl/io_loop.h"
#include "repl/tool_messages.h"
#include "repl/unique_fd.h"

#include <functional>
#include <memory>
#include <string>
#include <sys/types.h>
#include <vector>

namespace rlmscope::repl {

struct ToolServerSettings {
    std::string python;              ///< empty: $RLMSCOPE_TOOLS_PYTHON, else python3 of the PATH
    std::vector<std::string> hidden; ///< environment variables that it does not get
};

/// Everything in the loop's thread.
class ToolServer : public std::enable_shared_from_this<ToolServer> {
public:
    struct Events {
        std::function<void(ToolMessage)> message;
        std::function<void(std::string line)> output;
        std::function<void(std::string cause)> ended; ///< once; the process and what it started are gone then
    };

    /// The process dies with the calling thread, so that must be the loop's.
    static Result<std::shared_ptr<ToolServer>> start(IoLoop& loop, const ToolServerSettings& settings, Events events);
    ~ToolServer();

    void send(std::string line); ///< without line end
    /// Kills it. No event comes after this.
    void end();

private:
    explicit ToolServer(IoLoop& loop, Events events) : m_loop(loop), m_events(std::move(events)) {}
    Status spawn(const ToolServerSettings& settings);
    bool watchAll();
    void readControl();
    void readOutput(UniqueFd& fd, Utf8Stream& utf8, LineReader& lines);
    void write();
    void over(std::string cause);
    std::string reap();

    static constexpr std::size_t LongestMessage = 48'000'000; ///< three times the largest result, because of escapes
    static constexpr std::size_t LongestOutputLine = 2'000;

    IoLoop& m_loop;
    Events m_events;
    pid_t m_pid = -1;
    UniqueFd m_pidfd, m_control, m_out, m_err;
    IoLoop::WatchId m_watches[4] = {};
    LineReader m_messages{LongestMessage}, m_outLines{LongestOutputLine}, m_errLines{LongestOutputLine};
    Utf8Stream m_outUtf8, m_errUtf8;
    std::string m_toSend, m_lastError; ///< last line of its stderr: why Python did not even start
    std::size_t m_sent = 0;
    bool m_closed = false;  ///< its end of the channel
    bool m_livesOn = false; ///< a second after that
};

} // namespace rlmscope::repl
