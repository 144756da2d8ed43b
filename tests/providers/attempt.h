#pragma once
// Runs one attempt of a model and waits for its end.
#include "engine/language_model.h"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace rlmscope::test {

struct Heard {
    std::string text, reasoning; ///< what the deltas said
    int deltas = 0, ends = 0;
    std::optional<AttemptOutcome> outcome;

    const ModelReply& reply() const { return std::get<ModelReply>(*outcome); }
    const ModelFailure& failure() const { return std::get<ModelFailure>(*outcome); }
    bool ok() const { return outcome && std::holds_alternative<ModelReply>(*outcome); }
    std::string replyText() const { return ok() ? plainText(reply().parts) : "FAILED: " + failure().error.text(); }
};

class Waiter {
public:
    AttemptListener listener() {
        return {[state = m_state](PartKind kind, std::string_view text) {
                    const std::lock_guard lock(state->mutex);
                    (kind == PartKind::Reasoning ? state->heard.reasoning : state->heard.text) += text;
                    ++state->heard.deltas;
                    state->changed.notify_all();
                },
                [state = m_state](AttemptOutcome outcome) {
                    const std::lock_guard lock(state->mutex);
                    state->heard.outcome = std::move(outcome);
                    ++state->heard.ends;
                    state->changed.notify_all();
                }};
    }
    Heard wait() {
        std::unique_lock lock(m_state->mutex);
        m_state->changed.wait(lock, [&] { return m_state->heard.outcome.has_value(); });
        return m_state->heard;
    }
    void waitForDelta() {
        std::unique_lock lock(m_state->mutex);
        m_state->changed.wait(lock, [&] { return m_state->heard.deltas > 0 || m_state->heard.outcome; });
    }
    bool ended() const {
        const std::lock_guard lock(m_state->mutex);
        return m_state->heard.outcome.has_value();
    }

private:
    struct State {
        std::mutex mutex;
        std::condition_variable changed;
        Heard heard;
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

inline ModelRequest ask(std::string prompt, int outputCap = 1000) {
    ModelRequest request;
    request.messages.push_back(Message::text(Role::User, std::move(prompt)));
    request.outputCap = outputCap;
    request.depth = 1;
    return request;
}

inline Heard run(LanguageModel& model, ModelRequest request, CancelToken cancel = {}) {
    Waiter waiter;
    model.start(std::move(request), std::move(cancel), waiter.listener());
    return waiter.wait();
}

} // namespace rlmscope::test
