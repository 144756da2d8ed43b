#pragma once
// Does a model work from here? Asks its server for its list of models, then the model for one word, and says what came of
// it: how long the first token took, what it cost, or what is wrong and what to do. For `rlmscope-cli models test` and the
// Test button.
#include "base/cancel.h"
#include "base/clock.h"
#include "base/units.h"
#include "engine/language_model.h"
#include "providers/model_list.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace rlmscope {

enum class CheckVerdict : std::uint8_t {
    Works,
    BadSpec,         ///< names no model, an alias that is not set, a broken setting
    NoKey,           ///< none is set, and the server wants one
    WrongKey,        ///< the server refuses it, or what it is used for
    NoCredit,        ///< the account has to pay first
    RateLimited,     ///< too many requests just now
    NoSuchModel,
    DeadServer,      ///< nothing listens, no such host, no secure connection
    NotAModelServer, ///< something answers, but not as a model server does
    TooSlow,         ///< reached, but no answer in time
    Failed,          ///< another error of the server
    Cancelled,
};
std::string_view toString(CheckVerdict verdict); ///< "works", "no_key", ...

struct ModelCheckReport {
    std::string spec;     ///< as asked
    std::string resolved; ///< what it means: another one when `spec` is an alias
    ModelInfo info;       ///< empty when no model was found
    CheckVerdict verdict = CheckVerdict::Cancelled;
    std::optional<Error> error; ///< absent when it works

    bool listed = false;  ///< the server has listed its models: `list`
    ModelList list;
    std::optional<Error> listError;    ///< why not; Unsupported = it has no list
    bool inList = false;
    std::vector<std::string> near;     ///< ids that look like the model's, when it is not in the list

    bool called = false;  ///< the call was made (it may have failed)
    std::string reply;    ///< its text; may be empty: a model may spend the few tokens on thoughts
    std::string modelReported;
    FinishReason finish = FinishReason::Stop;
    Nanos firstToken = 0; ///< from the request to the first piece of text or thought; 0 = none came
    Nanos total = 0;
    Usage usage;
    bool usageKnown = false;
    std::optional<PicoUsd> cost; ///< absent = unknown, because the usage or the price is
    bool costReported = false;   ///< the provider said so itself

    bool works() const { return verdict == CheckVerdict::Works; }
    /// One or two sentences for people; no tokens, times or costs.
    std::string summary() const;
};

enum class CheckStep : std::uint8_t { Finding, Listing, Calling };

struct ModelCheckOptions {
    Nanos listPatience = 15'000'000'000;
    int outputCap = 64;
    std::string prompt = "Reply with the word OK and nothing else.";
    std::function<void(CheckStep)> step; ///< what is done now; from the checking thread
};

/// Waits: for the keychain, the server, the model (its own time-outs are the directory's). Cancelling ends it soon, except
/// while a person is asked for the keychain's password. Spends one call of a few tokens, outside of any budget.
ModelCheckReport checkModel(ModelDirectory& models, const std::string& spec, const ModelCheckOptions& options = {},
                            CancelToken cancel = {});

/// The same on a thread of its own. Destroying it cancels and waits; `done` is called from that thread, once, and must not
/// destroy it.
class ModelCheck {
public:
    ModelCheck(std::shared_ptr<ModelDirectory> models, std::string spec, ModelCheckOptions options,
               std::function<void(ModelCheckReport)> done);
    ~ModelCheck();
    ModelCheck(const ModelCheck&) = delete;
    ModelCheck& operator=(const ModelCheck&) = delete;
    void cancel() { m_cancel.cancel(); }

private:
    CancelSource m_cancel;
    std::thread m_thread;
};

} // namespace rlmscope
