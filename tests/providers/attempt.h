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
    std::string replyText() const;
};

class Waiter {
public:
    AttemptListener listener();
    Heard wait();
    void waitForDelta();
    bool ended() const;

private:
    struct State {
        std::mutex mutex;
        std::condition_variable changed;
        Heard heard;
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

ModelRequest ask(std::string prompt, int outputCap = 1000);

Heard run(LanguageModel& model, ModelRequest request, CancelToken cancel = {});

} // namespace rlmscope::test
