#pragma once
// One reply while it arrives, whatever protocol carries it. Each API family has a decoder of its own.
#include "engine/language_model.h"
#include "providers/provider_error.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace rlmscope {

/// Not thread-safe. Foreign bytes: anything that does not fit is ignored or an error, never a crash.
class ReplyDecoder {
public:
    using Delta = std::function<void(PartKind, std::string_view)>;
    explicit ReplyDecoder(Delta delta) : m_delta(std::move(delta)) {}
    virtual ~ReplyDecoder() = default;
    ReplyDecoder(const ReplyDecoder&) = delete;
    ReplyDecoder& operator=(const ReplyDecoder&) = delete;

    /// The data of one server-sent event, or one line of JSON.
    virtual void event(std::string_view data) = 0;
    /// A whole response, from a server that does not stream.
    virtual void whole(std::string_view body) = 0;
    /// The reply so far; whether it is complete is for the caller to judge.
    virtual ModelReply reply() const = 0;
    /// Whether finished() says enough only when the connection ended in order: the protocol has no last event.
    virtual bool endsWithConnection() const { return false; }
    /// Why a complete reply is no answer to what was sent: the server has read only a part of it, for example.
    virtual std::optional<Error> objection() const { return std::nullopt; }

    bool done() const { return m_done; }                    ///< the protocol's last event was seen
    bool finished() const { return m_done || m_hasFinish; } ///< the text is complete
    bool malformed() const { return m_malformed; }          ///< an event was not JSON
    const std::optional<ProviderError>& error() const { return m_error; }
    const std::string& text() const { return m_text; }
    const std::string& reasoning() const { return m_reasoning; }

protected:
    void add(PartKind kind, std::string_view piece) {
        if (piece.empty()) return;
        (kind == PartKind::Reasoning ? m_reasoning : m_text) += piece;
        if (m_delta) m_delta(kind, piece);
    }
    void fail(ProviderError error) {
        if (!m_error) m_error = std::move(error); // the first one is the cause
    }

    bool m_done = false, m_hasFinish = false, m_malformed = false;

private:
    Delta m_delta;
    std::optional<ProviderError> m_error;
    std::string m_text, m_reasoning;
};

/// "stop", "end_turn", "length", "tool_calls", "content_filter", "SAFETY", ... of any protocol; unknown words are Unknown.
FinishReason finishReasonFrom(std::string_view word);

} // namespace rlmscope
