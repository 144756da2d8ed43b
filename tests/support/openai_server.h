#pragma once
// A server that speaks OpenAI's chat completions (streamed and whole) and /v1/models, for tests: replies from a script
// file or an echo of the last message, faults by seeded chance, a log of every request.
#include "support/http_server.h"

#include "base/result.h"
#include "providers/script_file.h"

#include <atomic>
#include <cstdio>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace rlmscope::test {

/// One reply, as a server would send it.
struct ChatReply {
    std::string text, reasoning;
    std::string finish = "stop"; ///< empty = no finish reason at all
    std::string model = "test-model";
    std::optional<Usage> usage = Usage{};
    bool usageAlways = false; ///< also when the request did not ask for it
    bool done = true;         ///< send [DONE]
    int firstByteMs = 0, gapMs = 0;
    int pieces = 4;
    std::string lineEnd = "\n";
    bool comments = false;    ///< a keep-alive comment before each event
    std::size_t chunkBytes = 0; ///< split the body into transfer chunks of this size; 0 = one per event
    int cutAfterEvents = -1;  ///< then the connection ends as `cutEnd` says
    PlanEnd cutEnd = PlanEnd::Reset;
    std::string errorEvent;   ///< JSON sent as an event after `cutAfterEvents` events (or at the end), then [DONE]
    HeaderList headers;
};

/// The whole event stream, for decoders without a socket.
std::string chatStream(const ChatReply& reply, bool includeUsage = true);
/// The events of a stream as a plan: when, in which chunks, and where it is cut. Of `reply` only that counts.
HttpPlan streamPlan(const std::vector<std::string>& events, const ChatReply& reply,
                    std::string_view type = "text/event-stream");
/// A text in so many pieces, cut between characters.
std::vector<std::string> inPieces(const std::string& text, int pieces);
HttpPlan chatPlan(const ChatReply& reply, bool stream, bool includeUsage);

struct Faults {
    double tooMany = 0, serverError = 0, unavailable = 0, cut = 0, drop = 0, stall = 0; ///< chances, 0 to 1
    int retryAfterMs = 50;
    int mostPerRequest = 2; ///< the same body is never refused more often, so that a retry comes through
    std::uint64_t seed = 1;
};

struct OpenAiServerOptions {
    int port = 0;
    std::optional<Script> script; ///< absent = echo
    Faults faults;
    int latencyMs = 0, gapMs = 0, pieces = 4;
    std::string key;     ///< when set, any other key is answered 401
    std::string model = "test-model";
    std::string logPath; ///< JSON Lines: one for each request, one for how its reply went
};

/// Thread-safe. Whether a fault strikes depends on (seed, body, how often the body came), never on the order of arrival.
class OpenAiServer {
public:
    explicit OpenAiServer(OpenAiServerOptions options = {});
    ~OpenAiServer();

    HttpServer& http() { return *m_server; }
    std::string baseUrl() const { return m_server->url() + "/v1"; }
    std::string spec() const { return baseUrl() + "#" + m_options.model; }

    struct Totals {
        std::uint64_t requests = 0, complete = 0, faults = 0;
        Tokens input = 0, output = 0; ///< of complete replies
    };
    Totals totals() const;

private:
    HttpPlan handle(const HttpCall& call);
    HttpPlan chat(const HttpCall& call);
    HttpPlan fromScript(const std::vector<std::string>& messages, bool hasSystem, int assistants, bool stream,
                        bool includeUsage, Usage& used);
    std::optional<HttpPlan> fault(const HttpCall& call, const ChatReply& reply, bool stream, std::string& name);
    void log(const std::string& line);

    const OpenAiServerOptions m_options;
    std::optional<ScriptPlayer> m_player;
    mutable std::mutex m_mutex;
    std::map<std::string, int> m_seen; // guarded by m_mutex; body hash -> times
    Totals m_totals;                   // guarded by m_mutex
    std::FILE* m_log = nullptr;
    std::unique_ptr<HttpServer> m_server; // last: its thread uses all of the above
};

} // namespace rlmscope::test
