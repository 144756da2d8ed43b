#pragma once
// One model call: what was sent, what came back, what it cost and how that comes about. Texts stay in the trace and are
// named; whoever shows them reads them. GUI thread.
#include "base/clock.h"
#include "trace/event.h"
#include "trace/run_tree.h"

#include <QCoreApplication>
#include <QString>
#include <QStringList>
#include <QVector>

#include <filesystem>
#include <optional>
#include <vector>

namespace rlmscope {

class RunDocument;

struct CallMessage {
    Role role = Role::User;
    std::vector<Part> parts;

    quint64 bytes() const;     ///< of its words; images and provider parts are not words
    Tokens estimate() const;   ///< of its words: nobody counts messages one by one
};

/// A line of the bill.
struct PriceLine {
    enum class Kind { Fresh, CacheRead, CacheWrite, Output };
    Kind kind = Kind::Fresh;
    Tokens tokens = 0;
    std::optional<std::int64_t> rate; ///< pico-USD per token; absent = unknown
    PicoUsd cost() const { return {rate ? tokens * *rate : 0}; }
};

struct CallDetails {
    NodeIndex node = NoNode;      ///< NoNode = there is none
    std::filesystem::path trace;  ///< where texts lie that are not loaded
    QString problem;              ///< why something is missing

    std::vector<CallMessage> messages;
    int kept = 0;                 ///< the first ones are those of the previous call
    NodeIndex previous = NoNode;
    std::vector<CallMessage> removed; ///< of the previous call, not sent again

    bool ended = false, queued = false;
    std::vector<Part> reply;      ///< parts in order; of a call under way nothing
    QString liveReply, liveReasoning; ///< of a call under way, so far
    FinishReason finish = FinishReason::Unknown;
    QString finishRaw, requestId, reported;
    QString cause;                ///< why it failed

    QString model, meant;         ///< SPEC, and what an alias stood for
    bool simulated = false, depthLimited = false;
    Tokens window = 0;            ///< 0 = the trace does not say
    int outputCap = 0;            ///< as sent, else as asked for; 0 = none

    Usage usage;
    bool usageKnown = false;
    PicoUsd cost;
    CostSource costSource = CostSource::Unknown;
    ReplySource source = ReplySource::Model;
    PicoUsd recordedCost;
    std::optional<Price> price;
    QString priceTable;           ///< hash of the table that the price is from; empty = given for the run

    struct Attempt {
        int number = 0;
        QString error;            ///< empty = succeeded or under way
        int http = 0;
        Nanos wait = 0;
        PicoUsd cost;
    };
    QVector<Attempt> attempts;    ///< failed ones
    QStringList waits;            ///< why it had to wait before it left
    Nanos firstToken = 0;         ///< from when it left until the first content; 0 = not known
    Nanos duration = 0;

    quint64 sentBytes() const;
    Tokens sentEstimate() const;
    /// What fills the model's window: as counted by the provider, else estimated from the bytes.
    Tokens input() const { return usageKnown ? usage.input() : sentEstimate(); }
    std::vector<PriceLine> bill() const;
};

/// `known`: what was told of the same call before, so that what cannot have changed is not read again.
CallDetails callDetails(RunDocument& document, NodeIndex call, const CallDetails* known = nullptr);

/// In words, each its own sentence or less.
class CallWords {
    Q_DECLARE_TR_FUNCTIONS(CallWords)
public:
    static QString role(Role role);
    static QString finish(const CallDetails& call);  ///< "stopped by itself", "cut at the output cap of 4,096"
    static QString change(const CallDetails& call);  ///< against the previous call; empty = there is none
    static QString priceSource(const CallDetails& call);
    static QString part(const Part& part);           ///< of what is no text: "Image, image/png, 34,112 B"
    static QString perMillion(std::int64_t rate);    ///< "$2.50" of pico-USD per token
};

} // namespace rlmscope
