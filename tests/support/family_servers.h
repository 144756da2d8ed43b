#pragma once
// Servers for tests that speak Anthropic's messages, Gemini and Ollama byte for byte, and are as strict about requests as
// the real ones: a missing version, cap or key is an error of the right shape.
#include "providers/provider_table.h"
#include "support/openai_server.h"

#include <map>
#include <mutex>

namespace rlmscope::test {

/// The streamed events of one reply. Of a ChatReply, `done` is the protocol's last event, `finish` its own word.
std::vector<std::string> anthropicEvents(const ChatReply& reply);
std::vector<std::string> geminiEvents(const ChatReply& reply);
std::vector<std::string> ollamaLines(const ChatReply& reply);
/// The same, for any family; chat completions too.
std::vector<std::string> familyEvents(ApiFamily family, const ChatReply& reply);
/// The finish word for a natural end: "end_turn", "STOP", "stop".
std::string naturalFinish(ApiFamily family);
/// The list of models as the family writes it, and where it is asked for.
std::string familyList(ApiFamily family, const std::vector<std::string>& models);
std::string familyListPath(ApiFamily family);
/// An error body as the family writes it.
std::string familyError(ApiFamily family, int http, const std::string& message);

struct FamilyServerOptions {
    ApiFamily family = ApiFamily::Anthropic;
    ChatReply reply;         ///< finish empty = the natural one
    std::string key;         ///< when set, any other is 401 (Gemini: 400, as it does)
    int trainedContext = 0;  ///< Ollama: num_ctx is lowered to it, and longer prompts are cut without a word
    int shownContext = 0;    ///< Ollama: what /api/show says; 0 = it knows nothing of /api/show
    bool reportsTruncation = false; ///< Ollama: a request with "truncate": false is refused instead
    std::vector<std::string> models{"m"}; ///< what the list of models says
    /// Whole responses to send first, one per request, before replies begin.
    std::vector<std::string> first;
};

/// Thread-safe.
class FamilyServer {
public:
    explicit FamilyServer(FamilyServerOptions options);

    HttpServer& http() { return *m_server; }
    /// As providerBaseUrl() would give it.
    std::string baseUrl() const;
    /// Changes what comes next.
    void set(ChatReply reply);
    void first(std::vector<std::string> responses);

private:
    HttpPlan handle(const HttpCall& call);
    std::optional<HttpPlan> list(const HttpCall& call) const;
    std::optional<HttpPlan> objection(const HttpCall& call) const;
    HttpPlan answer(const HttpCall& call, ChatReply reply) const;

    const FamilyServerOptions m_options;
    std::mutex m_mutex;
    ChatReply m_reply;                // guarded by m_mutex
    std::vector<std::string> m_first; // guarded by m_mutex
    std::unique_ptr<HttpServer> m_server;
};

} // namespace rlmscope::test
