#include "keys/keychain.h"

#include "base/json.h"
#include "base/text.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace rlmscope {
namespace {

using nlohmann::json;

constexpr std::size_t LongestReply = 1 << 20;
constexpr const char* NoService = "No keychain service answers on this computer.";

Result<std::string> findProgram(const std::string& given) {
    const char* named = std::getenv("RLMSCOPE_KEYCHAIN");
    if (!given.empty() || (named && *named)) return given.empty() ? std::string(named) : given;
    std::error_code code;
    const auto here = std::filesystem::read_symlink("/proc/self/exe", code).parent_path();
    for (const auto& path : {here / "rlmscope-keychain", here.parent_path() / "libexec" / "rlmscope" / "rlmscope-keychain"})
        if (::access(path.c_str(), X_OK) == 0) return path.string();
    return makeError(ErrorKind::Unsupported, "The program that reads the keychain (rlmscope-keychain) is not installed.");
}

/// The program with one socket as its standard input and output. Destroying it ends the program.
class Helper {
public:
    ~Helper() {
        if (m_socket >= 0) ::close(m_socket);
        if (m_process <= 0) return;
        ::kill(m_process, SIGKILL);
        while (::waitpid(m_process, nullptr, 0) < 0 && errno == EINTR) {}
    }

    Status start(const std::string& program) {
        int sockets[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0)
            return makeError(ErrorKind::Io, std::string("The keychain cannot be asked: ") + std::strerror(errno) + ".");
        m_socket = sockets[0];
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, sockets[1], 0);
        posix_spawn_file_actions_adddup2(&actions, sockets[1], 1);
        // What libraries complain about is nothing for a terminal that shows a run.
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
        // A session of its own: Ctrl-C in the terminal is for us, and we end it.
        posix_spawnattr_t attributes;
        posix_spawnattr_init(&attributes);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
        char* arguments[] = {const_cast<char*>(program.c_str()), nullptr};
        const int failed = ::posix_spawn(&m_process, program.c_str(), &actions, &attributes, arguments, environ);
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
        ::close(sockets[1]);
        if (failed == 0) return {};
        m_process = 0;
        return makeError(ErrorKind::Unsupported, program + " cannot be run: " + std::strerror(failed) + ".");
    }

    Status send(std::string_view text) {
        while (!text.empty()) {
            const ssize_t n = ::send(m_socket, text.data(), text.size(), MSG_NOSIGNAL);
            if (n < 0 && errno == EINTR) continue;
            if (n < 0) return makeError(ErrorKind::Io, "The program that reads the keychain ended at once.");
            text.remove_prefix(static_cast<std::size_t>(n));
        }
        ::shutdown(m_socket, SHUT_WR);
        return {};
    }

    /// Everything that it says until it ends.
    Result<std::string> reply(Nanos patience) {
        std::string text;
        char buffer[4096];
        const Nanos end = Clock::system().steady() + patience;
        for (;;) {
            const Nanos left = end - Clock::system().steady();
            if (left <= 0) return makeError(ErrorKind::Io, "The keychain did not answer in time.");
            pollfd waited{m_socket, POLLIN, 0};
            if (::poll(&waited, 1, static_cast<int>(std::min<Nanos>(left / 1'000'000 + 1, 1'000'000))) <= 0) continue;
            const ssize_t n = ::recv(m_socket, buffer, sizeof buffer, 0);
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) return text;
            text.append(buffer, static_cast<std::size_t>(n));
            if (text.size() > LongestReply) return makeError(ErrorKind::Io, "The keychain said too much.");
        }
    }

private:
    int m_socket = -1;
    pid_t m_process = 0;
};

class Keychain final : public KeyStore {
public:
    explicit Keychain(KeychainOptions options) : m_options(std::move(options)) {}

    Result<std::string> service() override {
        auto reply = ask({{"do", "service"}});
        if (!reply) return reply.error();
        return reply->value("value", "keychain");
    }

    Result<std::optional<std::string>> read(const std::string& name, const std::string& origin) override {
        auto reply = ask({{"do", "read"}, {"key", name + " " + origin}});
        if (!reply) return reply.error();
        const auto value = reply->find("value");
        if (value == reply->end() || value->is_null()) return std::optional<std::string>();
        const std::string key(trimmed(value->get_ref<const std::string&>()));
        return key.empty() ? std::nullopt : std::optional(key);
    }

    Status store(const std::string& name, const std::string& origin, const std::string& key) override {
        auto reply = ask({{"do", "store"}, {"key", name + " " + origin}, {"value", key}});
        return reply ? Status() : Status(reply.error());
    }

    Status remove(const std::string& name, const std::string& origin) override {
        auto reply = ask({{"do", "remove"}, {"key", name + " " + origin}});
        return reply ? Status() : Status(reply.error());
    }

private:
    /// {"value": text or null}, or {"error": word, "detail": text}.
    Result<json> ask(const json& question) const {
        const auto program = findProgram(m_options.program);
        if (!program) return program.error();
        Helper helper;
        if (Status started = helper.start(*program); !started) return started.error();
        if (Status sent = helper.send(dumpJson(question) + "\n"); !sent) return sent.error();
        auto text = helper.reply(m_options.patience);
        if (!text) return text.error();
        json reply = parseJson(*text);
        const bool sound = reply.is_object() && (!reply.contains("value") || reply["value"].is_string() || reply["value"].is_null());
        if (!sound) return makeError(ErrorKind::Io, "The program that reads the keychain gave no answer.");
        if (!reply.contains("error")) return reply;
        const std::string error = reply["error"].is_string() ? reply["error"].get<std::string>() : "";
        const auto detail = reply.find("detail");
        const std::string why = detail != reply.end() && detail->is_string() ? oneLine(toValidUtf8(detail->get_ref<const std::string&>()), 200) : "";
        if (error == "no service") return makeError(ErrorKind::Unsupported, NoService);
        if (error == "denied") return makeError(ErrorKind::Auth, "The keychain was not unlocked.");
        return makeError(ErrorKind::Io, "The keychain could not do it" + (why.empty() ? std::string(".") : ": " + why + (why.back() == '.' ? "" : ".")));
    }

    const KeychainOptions m_options;
};

} // namespace

std::shared_ptr<KeyStore> systemKeychain(KeychainOptions options) { return std::make_shared<Keychain>(std::move(options)); }

} // namespace rlmscope
