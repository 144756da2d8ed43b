#include "providers/attempt.h"

namespace rlmscope::test {

std::string Heard::replyText() const { return ok() ? plainText(reply().parts) : "FAILED: " + failure().error.text(); }

AttemptListener Waiter::listener() {
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

Heard Waiter::wait() {
    std::unique_lock lock(m_state->mutex);
    m_state->changed.wait(lock, [&] { return m_state->heard.outcome.has_value(); });
    return m_state->heard;
}

void Waiter::waitForDelta() {
    std::unique_lock lock(m_state->mutex);
    m_state->changed.wait(lock, [&] { return m_state->heard.deltas > 0 || m_state->heard.outcome; });
}

bool Waiter::ended() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->heard.outcome.has_value();
}

ModelRequest ask(std::string prompt, int outputCap) {
    ModelRequest request;
    request.messages.push_back(Message::text(Role::User, std::move(prompt)));
    request.outputCap = outputCap;
    request.depth = 1;
    return request;
}

Heard run(LanguageModel& model, ModelRequest request, CancelToken cancel) {
    Waiter waiter;
    model.start(std::move(request), std::move(cancel), waiter.listener());
    return waiter.wait();
}

} // namespace rlmscope::test
