#include "providers/scripted_model.h"

#include "base/json.h"
#include "base/text.h"
#include "providers/provider_error.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

namespace rlmscope {
namespace {

constexpr Nanos PieceGap = 20'000'000; // between two deltas of a streamed reply

FinishReason finishFrom(const std::string& word) {
    if (word == "stop") return FinishReason::Stop;
    if (word == "length") return FinishReason::Length;
    if (word == "tool_calls") return FinishReason::Tool;
    if (word == "content_filter") return FinishReason::Filter;
    if (word == "refusal") return FinishReason::Refusal;
    return FinishReason::Unknown;
}

/// The longest prefix of whole characters within n bytes.
std::string_view headBytes(std::string_view text, std::size_t n) {
    if (text.size() <= n) return text;
    while (n > 0 && (static_cast<unsigned char>(text[n]) & 0xC0) == 0x80) --n;
    return text.substr(0, n);
}

/// One attempt in progress. After begin() everything happens on the timer thread, so nothing here needs a lock.
class ScriptedAttempt : public std::enable_shared_from_this<ScriptedAttempt> {
public:
    ScriptedAttempt(Timers& timers, CancelToken cancel, AttemptListener listener)
        : m_timers(timers)
        , m_cancel(std::move(cancel))
        , m_listener(std::move(listener)) {}

    void begin(Nanos delay, Nanos stream, std::string reasoning, std::string text, AttemptOutcome outcome) {
        m_reasoning = std::move(reasoning);
        m_text = std::move(text);
        m_outcome = std::move(outcome);
        m_timers.post(0, [self = shared_from_this(), delay, stream] {
            self->m_onCancel = CancelToken::Callback(self->m_cancel, [weak = self->weak_from_this()] {
                if (const auto attempt = weak.lock()) attempt->m_timers.post(0, [attempt] { attempt->cancelled(); });
            });
            if (delay <= 0) self->deliver(stream);
            else self->m_timers.post(delay, [self, stream] { self->deliver(stream); });
        });
    }

private:
    void deliver(Nanos stream) {
        if (m_ended) return;
        if (m_cancel.cancelled()) return cancelled();
        if (!m_reasoning.empty() && m_listener.delta) m_listener.delta(PartKind::Reasoning, m_reasoning);
        const auto pieces = static_cast<std::size_t>(std::clamp<Nanos>(stream / PieceGap, 1, 10'000));
        piece(std::max<std::size_t>(1, (m_text.size() + pieces - 1) / pieces), stream / static_cast<Nanos>(pieces));
    }

    void piece(std::size_t size, Nanos gap) {
        if (m_ended) return;
        std::string_view rest = std::string_view(m_text).substr(m_sent);
        std::string_view head = headBytes(rest, size);
        if (head.empty()) head = headBytes(rest, 4); // one whole character is at most 4 bytes
        if (!head.empty() && m_listener.delta) m_listener.delta(PartKind::Text, head);
        m_sent += head.size();
        if (m_sent < m_text.size() || (gap > 0 && !head.empty()))
            m_timers.post(gap, [self = shared_from_this(), size, gap] { self->piece(size, gap); });
        else end(std::move(m_outcome));
    }

    void cancelled() {
        if (m_ended) return;
        ModelFailure failure;
        failure.error = makeError(ErrorKind::Cancelled, "The call was cancelled.");
        failure.partial = m_text.substr(0, m_sent);
        end(std::move(failure));
    }

    void end(AttemptOutcome outcome) {
        m_ended = true;
        m_onCancel.reset();
        const AttemptListener listener = std::move(m_listener);
        m_listener = {};
        if (listener.done) listener.done(std::move(outcome));
    }

    Timers& m_timers;
    const CancelToken m_cancel;
    AttemptListener m_listener;
    CancelToken::Callback m_onCancel;
    std::string m_reasoning, m_text;
    std::size_t m_sent = 0;
    AttemptOutcome m_outcome;
    bool m_ended = false;
};

ScriptQuestion questionOf(const ModelRequest& request) {
    ScriptQuestion question;
    question.depth = request.depth;
    question.turn = request.turn;
    question.attempt = request.attempt;
    question.role = request.role;
    question.messages.reserve(request.messages.size());
    for (const Message& message : request.messages) question.messages.push_back(message.plainText());
    return question;
}

ModelFailure failureOf(const std::string& spec, const ScriptError& error, std::string partial) {
    ModelFailure failure;
    if (error.http > 0) {
        failure = failureFrom(ModelPlace{spec, {}, {}, true},
                              ProviderError{error.http, error.message, error.type, error.code, {}, error.retryAfter, {}});
    } else {
        failure.error = makeError(ErrorKind::Network, error.message.empty() ? spec + " broke the connection."
                                                                            : spec + ": " + error.message);
        failure.retryable = true;
        failure.retryAfter = error.retryAfter;
    }
    failure.partial = std::move(partial);
    return failure;
}

ModelReply replyOf(const ScriptRule& rule, const ScriptQuestion& question, std::string& text, int outputCap) {
    ModelReply reply;
    reply.finishRaw = rule.finish;
    nlohmann::json raw = {{"scripted", true}, {"rule", rule.number}};
    if (!rule.usage) {
        const auto most = static_cast<std::size_t>(std::max(outputCap, 0)) * 4;
        if (outputCap > 0 && rule.reasoning.size() + text.size() > most) {
            text = std::string(headBytes(text, most - std::min(most, rule.reasoning.size())));
            reply.finishRaw = "length";
        }
    }
    reply.finish = finishFrom(reply.finishRaw);
    if (rule.usage) {
        reply.usage = *rule.usage;
        reply.usageKnown = true;
    } else if (!rule.usageSilent) {
        for (const std::string& message : question.messages) reply.usage.freshInput += estimateTokens(message);
        reply.usage.reasoning = estimateTokens(rule.reasoning);
        reply.usage.output = estimateTokens(std::uint64_t(rule.reasoning.size() + text.size()));
        reply.usageKnown = true;
        raw["usage_estimated"] = true;
    }
    if (!rule.reasoning.empty()) reply.parts.push_back(Part{PartKind::Reasoning, Text(rule.reasoning), {}});
    reply.parts.push_back(Part{PartKind::Text, Text(text), {}});
    reply.raw = dumpJson(raw);
    return reply;
}

} // namespace

ScriptedModel::ScriptedModel(std::string spec, Script script, Timers& timers)
    : m_player(std::move(script))
    , m_timers(timers) {
    const Script& played = m_player.script();
    m_info.spec = std::move(spec);
    m_info.name = played.name.empty() ? std::filesystem::path(played.source).filename().string() : played.name;
    m_info.provider = "script";
    m_info.price = played.price;
    m_info.window = played.window;
    m_info.maxOutput = played.maxOutput;
    m_info.simulated = true;
}

ScriptedModel::~ScriptedModel() = default;

void ScriptedModel::start(ModelRequest request, CancelToken cancel, AttemptListener listener) {
    const auto attempt = std::make_shared<ScriptedAttempt>(m_timers, std::move(cancel), std::move(listener));
    const ScriptQuestion question = questionOf(request);
    auto answer = m_player.answer(question);
    if (!answer) {
        ModelFailure failure;
        failure.error = answer.error();
        failure.sent = false;
        return attempt->begin(0, 0, {}, {}, std::move(failure));
    }
    const ScriptRule& rule = *answer->rule;
    std::string text = std::move(answer->reply);
    if (rule.error) {
        std::string partial(headBytes(text, rule.error->afterBytes));
        return attempt->begin(rule.delay, rule.stream, {}, partial, failureOf(m_info.spec, *rule.error, partial));
    }
    ModelReply reply = replyOf(rule, question, text, request.outputCap);
    reply.modelReported = m_info.name;
    attempt->begin(rule.delay, rule.stream, rule.reasoning, std::move(text), std::move(reply));
}

} // namespace rlmscope
