#pragma once
// The program at a terminal of its own, with what a person types.
#include "cli/cli_process.h"

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <vector>

namespace rlmscope::test {

struct TerminalAnswer {
    int code = -1;
    QByteArray shown;
};

struct Typed {
    QByteArray until; ///< typed when this has been shown after what was typed before; empty = never
    QByteArray text;
};

inline TerminalAnswer atTerminal(const QStringList& arguments, const QList<Typed>& typed, const QString& config = {}) {
    int terminal = -1;
    const pid_t pid = forkpty(&terminal, nullptr, nullptr, nullptr);
    if (pid == 0) {
        if (!config.isEmpty()) qputenv("XDG_CONFIG_HOME", config.toLocal8Bit());
        std::vector<QByteArray> texts{RLMSCOPE_BIN_DIR "/rlmscope-cli"};
        for (const auto& argument : arguments) texts.push_back(argument.toLocal8Bit());
        std::vector<char*> list;
        for (auto& text : texts) list.push_back(text.data());
        list.push_back(nullptr);
        execv(list[0], list.data());
        _exit(127);
    }
    TerminalAnswer answer;
    qsizetype next = 0, from = 0;
    for (;;) {
        pollfd watched{terminal, POLLIN, 0};
        char bytes[4096];
        ssize_t n = 0;
        if (::poll(&watched, 1, 110'000) <= 0 || (n = ::read(terminal, bytes, sizeof bytes)) <= 0) break;
        answer.shown.append(bytes, n);
        if (next >= typed.size() || typed[next].until.isEmpty() || answer.shown.indexOf(typed[next].until, from) < 0) continue;
        const QByteArray text = typed[next++].text;
        from = answer.shown.size();
        if (::write(terminal, text.constData(), static_cast<std::size_t>(text.size())) != text.size()) break;
    }
    int status = 0;
    waitpid(pid, &status, 0);
    ::close(terminal);
    if (WIFEXITED(status)) answer.code = WEXITSTATUS(status);
    return answer;
}

} // namespace rlmscope::test
