#pragma once
// A language model that answers from a script file (script_file.h), for tests and lessons. No network: what it says is
// what the file says, and its price and delays are made up by the file.
#include "engine/language_model.h"
#include "providers/script_file.h"
#include "providers/timers.h"

#include <memory>

namespace rlmscope {

/// Rules are chosen inside start(), so the order of the calls decides, never the order of the timers. The listener is
/// called on the timer thread.
///
/// - No rule: a failure that says what was asked; nothing counts as sent.
/// - A rule without usage: tokens are estimated from the bytes (4 per token) and reported as known, with
///   "usage_estimated" in the reply's raw JSON: a script costs nothing real, and settling each call at its reservation
///   would make every budget in a lesson look exhausted. "usage": null reports no usage at all.
/// - A rule without usage obeys the output cap as a server would: a longer reply is cut and finishes with "length".
///   A rule with usage says exactly what it says, beyond the cap too, so that an overrun can be played.
/// - error.http fails as a provider's answer with this status would (429 and 5xx can be retried); an error without it
///   is a broken connection, after `after_bytes` of the reply.
class ScriptedModel final : public LanguageModel {
public:
    /// `timers` must outlive the model and its attempts.
    ScriptedModel(std::string spec, Script script, Timers& timers = Timers::shared());
    ~ScriptedModel() override;

    const ModelInfo& info() const override { return m_info; }
    void start(ModelRequest request, CancelToken cancel, AttemptListener listener) override;

private:
    ModelInfo m_info;
    ScriptPlayer m_player;
    Timers& m_timers;
};

} // namespace rlmscope
