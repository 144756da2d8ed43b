#pragma once
// One language model, reached over the network or simulated. It performs single attempts: queueing, the gate, the
// ledger, retries and the trace are the engine's (call_dispatcher.h), the same for every model.
#include "base/cancel.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/units.h"
#include "engine/message_list.h"
#include "trace/call_key.h"
#include "trace/event.h"
#include "trace/messages.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rlmscope {

struct ModelInfo {
    std::string spec;  ///< as in RunSpec::models: "openai:gpt-5"
    std::string name;  ///< for people: "gpt-5"
    std::string provider; ///< "OpenAI", "simulated", "localhost:8080"
    std::optional<Price> price;
    std::string priceTable;   ///< hash of the catalogue's table that the price is from; empty = from elsewhere
    Tokens window = 0;        ///< context window in tokens, 0 = unknown
    int maxOutput = 0;        ///< 0 = unknown
    bool simulated = false;
    bool ignoresCaps = false; ///< a provider that ignores output caps: budgets are best effort
    /// Not empty: requests with the same messages and cap to models of this identity may share one reply (temperature 0).
    /// Server, model and settings, as far as they decide a reply.
    std::string sameReplies = {};
};

/// Whether a request may leave now, as far as its provider is concerned.
struct Readiness {
    Nanos wait = 0;    ///< 0 = now; else ask again then, or when a request of the same model has come back
    std::string reason = {}; ///< for people, when it has to wait: "50 requests a minute"
};

struct ModelRequest {
    MessageList messages;          ///< complete, in order; system first
    int outputCap = 0;             ///< tokens; always sent
    CallRole role = CallRole::Sub;
    int depth = 0;                 ///< of the frame that asks (role Frame, Final) or of the call (role Sub)
    int turn = 0;                  ///< a frame's own calls, counted from 1; 0 for sub-calls
    int attempt = 1;
    std::uint64_t seed = 0;        ///< simulated models draw from (seed, key)
    CallKey key;
    /// What the wire would carry: UTF-8 bytes of all text parts.
    std::uint64_t bytes() const;
};

struct ModelReply {
    std::vector<Part> parts;
    FinishReason finish = FinishReason::Stop;
    std::string finishRaw;
    Usage usage;
    bool usageKnown = false;
    std::optional<PicoUsd> reportedCost; ///< provider-reported
    PicoUsd surcharge = {}; ///< on top of what the price makes of the usage, for what Usage cannot tell apart; with a price only
    std::string modelReported, requestId;
    JsonText raw;
    std::string remark = {}; ///< for people: what the reader of this reply must know ("the server cut the prompt")
};

struct ModelFailure {
    Error error;
    int http = 0;             ///< 0 = no response
    bool retryable = false;   ///< by the rules of research/providers B0
    std::optional<Nanos> retryAfter;
    std::string partial;      ///< content that had arrived before it failed
    Usage usage;
    bool usageKnown = false;
    bool sent = true;         ///< false: nothing left this machine, so nothing can be billed (refused connection, no key)
};

using AttemptOutcome = std::variant<ModelReply, ModelFailure>;

/// Callbacks come from the model's thread, in order; done() exactly once, last; they must not block.
struct AttemptListener {
    std::function<void(PartKind, std::string_view)> delta;
    std::function<void(AttemptOutcome)> done;
};

class LanguageModel {
public:
    virtual ~LanguageModel() = default;
    virtual const ModelInfo& info() const = 0;
    /// What the provider's rate limits allow, as far as they were learned. Quick; any thread. A request of `tokens` (input,
    /// estimated, and output cap) that is started without having asked is not refused.
    virtual Readiness ready(Tokens tokens) {
        static_cast<void>(tokens);
        return {};
    }
    /// Starts an attempt and returns at once; never calls the listener from inside start(). Cancelling makes it end
    /// soon with ErrorKind::Cancelled. The model outlives its attempts.
    virtual void start(ModelRequest request, CancelToken cancel, AttemptListener listener) = 0;
};

/// SPEC -> model. Implemented by the runner over providers; by a map in tests.
class ModelDirectory {
public:
    virtual ~ModelDirectory() = default;
    /// The same object for the same SPEC. Errors: unknown form, no key, unreadable script.
    virtual Result<std::shared_ptr<LanguageModel>> find(const std::string& spec) = 0;
};

} // namespace rlmscope
