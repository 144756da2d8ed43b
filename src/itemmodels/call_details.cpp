#include "itemmodels/call_details.h"

#include "base/json.h"
#include "base/text.h"
#include "itemmodels/format.h"
#include "itemmodels/run_document.h"
#include "itemmodels/utf8.h"
#include "trace/resolved_models.h"

#include <nlohmann/json.hpp>

namespace rlmscope {
namespace {

using Json = nlohmann::json;

bool isWords(const Part& part) { return part.kind == PartKind::Text || part.kind == PartKind::Reasoning; }

std::int64_t number(const Json& object, const char* name) {
    const auto at = object.is_object() ? object.find(name) : object.end();
    return object.is_object() && at != object.end() && at->is_number_integer() ? std::max<std::int64_t>(0, at->get<std::int64_t>()) : 0;
}

std::string text(const Json& object, const char* name) {
    const auto at = object.is_object() ? object.find(name) : object.end();
    return object.is_object() && at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

std::optional<Price> priceOf(const Json& model) {
    const auto at = model.find("price");
    if (at == model.end() || !at->is_object()) return {};
    Price price{number(*at, "input"), number(*at, "output"), number(*at, "cache_read"), number(*at, "cache_write")};
    price.simulated = at->value("simulated", Json()) == true;
    if (const auto tiers = at->find("tiers"); tiers != at->end() && tiers->is_array())
        for (const Json& tier : *tiers)
            if (price.tiers.size() < 20)
                price.tiers.push_back({number(tier, "above"), number(tier, "input"), number(tier, "output"), number(tier, "cache_read"), number(tier, "cache_write")});
    return price;
}

/// What the run knew about the model: window, price, what an alias meant.
void describeModel(CallDetails& d, const RunStarted& started, const std::string& spec) {
    const Json list = parseJson(started.models);
    if (!list.is_array()) return;
    for (const Json& model : list) {
        if (!model.is_object() || text(model, "spec") != spec) continue;
        d.window = number(model, "window");
        d.meant = fromUtf8(text(model, "resolved"));
        d.simulated = model.value("simulated", Json()) == true;
        d.price = priceOf(model);
        d.priceTable = fromUtf8(text(model, "price_table"));
    }
}

/// The messages of a call: its own, and before them those kept of the calls before. Never recursive: a frame may have
/// thousands of turns. A damaged chain ends where it no longer leads back.
std::vector<CallMessage> messagesOf(RunDocument& document, ModelCallStarted call, Seq seq, QString* problem) {
    struct Level {
        std::vector<Message> added;
        std::size_t taken = 0;
    };
    std::vector<Level> levels;
    auto wanted = static_cast<std::size_t>(std::max(0, call.kept)) + call.added.size();
    while (true) {
        const auto kept = static_cast<std::size_t>(std::max(0, call.kept));
        levels.push_back({std::move(call.added), wanted > kept ? wanted - kept : 0});
        wanted = std::min(wanted, kept);
        if (wanted == 0) break;
        const Seq before = call.previous.seq;
        auto event = before && before < seq ? document.event(before) : std::nullopt;
        auto* started = event ? std::get_if<ModelCallStarted>(&event->body) : nullptr;
        if (!started) {
            if (problem) *problem = CallWords::tr("%n earlier message(s) are not in the trace.", nullptr, static_cast<int>(std::min<std::size_t>(wanted, 1'000'000)));
            break;
        }
        seq = before;
        call = std::move(*started);
    }
    std::vector<CallMessage> messages;
    for (auto level = levels.rbegin(); level != levels.rend(); ++level)
        for (std::size_t i = 0; i < std::min(level->taken, level->added.size()); ++i) messages.push_back({level->added[i].role, level->added[i].parts});
    return messages;
}

void readEnd(CallDetails& d, const ModelCallEnded& end) {
    d.ended = true;
    d.reply = end.reply;
    d.finish = end.finish;
    d.finishRaw = fromUtf8(oneLine(end.finishRaw, 80));
    d.requestId = fromUtf8(oneLine(end.requestId, 120));
    d.reported = fromUtf8(oneLine(end.modelReported, 120));
    d.usage = end.usage;
    d.usageKnown = end.usageKnown;
    d.cost = end.cost;
    d.costSource = end.costSource;
    d.source = end.source;
    d.recordedCost = end.recordedCost;
    if (end.error) d.cause = fromUtf8(end.error->text());
}

} // namespace

quint64 CallMessage::bytes() const {
    quint64 sum = 0;
    for (const Part& part : parts)
        if (isWords(part)) sum += part.text.size;
    return sum;
}

Tokens CallMessage::estimate() const { return estimateTokens(static_cast<std::uint64_t>(bytes())); }

quint64 CallDetails::sentBytes() const {
    quint64 sum = 0;
    for (const auto& message : messages) sum += message.bytes();
    return sum;
}

Tokens CallDetails::sentEstimate() const { return estimateTokens(static_cast<std::uint64_t>(sentBytes())); }

std::vector<PriceLine> CallDetails::bill() const {
    if (!usageKnown) return {};
    const PriceTier* tier = nullptr;
    if (price)
        for (const auto& each : price->tiers)
            if (usage.input() > each.above) tier = &each;
    const auto rate = [&](std::int64_t Price::*base, std::int64_t PriceTier::*above) -> std::optional<std::int64_t> {
        if (!price) return {};
        return tier ? tier->*above : (*price).*base;
    };
    std::vector<PriceLine> lines{{PriceLine::Kind::Fresh, usage.freshInput, rate(&Price::input, &PriceTier::input)}};
    if (usage.cacheRead > 0) lines.push_back({PriceLine::Kind::CacheRead, usage.cacheRead, rate(&Price::cacheRead, &PriceTier::cacheRead)});
    if (usage.cacheWrite > 0) lines.push_back({PriceLine::Kind::CacheWrite, usage.cacheWrite, rate(&Price::cacheWrite, &PriceTier::cacheWrite)});
    lines.push_back({PriceLine::Kind::Output, usage.output, rate(&Price::output, &PriceTier::output)});
    return lines;
}

CallDetails callDetails(RunDocument& document, NodeIndex call, const CallDetails* known) {
    CallDetails d;
    const auto& tree = document.tree();
    if (call >= tree.nodes().size()) return d;
    const TreeNode& n = tree.node(call);
    if (n.kind != NodeKind::ModelCall && n.kind != NodeKind::SubCall) return d;
    d.node = call;
    d.trace = document.path().toStdString();
    d.queued = n.status == NodeStatus::Queued;
    d.simulated = n.simulated;
    const Nanos left = n.sent ? n.sent : n.start;
    d.duration = d.queued ? 0 : (n.endSeq ? n.end : tree.now()) - left;
    if (n.firstToken > left) d.firstToken = n.firstToken - left;
    for (const Seq seq : document.eventSeqs(call)) {
        auto event = document.event(seq);
        if (!event) continue;
        if (const auto* started = std::get_if<ModelCallStarted>(&event->body)) {
            d.model = fromUtf8(started->model);
            if (!d.outputCap) d.outputCap = started->outputCap;
            d.depthLimited = started->depthLimited;
            if (tree.started()) describeModel(d, *tree.started(), started->model);
            if (known && known->node == call && !known->messages.empty()) {
                d.messages = known->messages;
                d.kept = known->kept;
                d.previous = known->previous;
                d.removed = known->removed;
                d.problem = known->problem;
                continue;
            }
            d.messages = messagesOf(document, *started, seq, &d.problem);
            d.kept = static_cast<int>(std::min<std::size_t>(static_cast<std::size_t>(std::max(0, started->kept)), d.messages.size()));
            const auto before = started->previous.seq && started->previous.seq < seq ? document.event(started->previous.seq) : std::nullopt;
            if (const auto* earlier = before ? std::get_if<ModelCallStarted>(&before->body) : nullptr) {
                d.previous = tree.find(started->previous);
                auto all = messagesOf(document, *earlier, started->previous.seq, nullptr);
                if (all.size() > static_cast<std::size_t>(d.kept)) d.removed.assign(all.begin() + d.kept, all.end());
            }
        } else if (const auto* attempt = std::get_if<AttemptStarted>(&event->body)) {
            if (attempt->outputCap > 0) d.outputCap = attempt->outputCap;
        } else if (const auto* failure = std::get_if<AttemptFailed>(&event->body)) {
            d.attempts.push_back({failure->number, fromUtf8(oneLine(failure->error.text(), 400)), failure->http, failure->wait, failure->cost});
        } else if (const auto* ledger = std::get_if<LedgerEvent>(&event->body)) {
            if (ledger->op == "waited" && d.waits.size() < 20) d.waits << fromUtf8(oneLine(ledger->detail.empty() ? ledger->limit : ledger->detail, 200));
        } else if (const auto* end = std::get_if<ModelCallEnded>(&event->body)) {
            readEnd(d, *end);
        }
    }
    if (!d.ended) {
        d.liveReply = document.liveReply(call, false);
        d.liveReasoning = document.liveReply(call, true);
    }
    return d;
}

// ---- in words -------------------------------------------------------------------------------------------------

QString CallWords::role(Role role) {
    switch (role) {
    case Role::System: return tr("System");
    case Role::Assistant: return tr("Assistant");
    case Role::User: break;
    }
    return tr("User");
}

QString CallWords::finish(const CallDetails& call) {
    switch (call.finish) {
    case FinishReason::Stop: return tr("The model stopped by itself.");
    case FinishReason::Length:
        return call.outputCap > 0 ? tr("Cut at the output cap of %1 tokens: the reply is not complete.").arg(format::count(call.outputCap))
                                  : tr("Cut at the length limit: the reply is not complete.");
    case FinishReason::Tool: return tr("The model asked for a tool.");
    case FinishReason::Filter: return tr("The provider's filter stopped the reply.");
    case FinishReason::Refusal: return tr("The model refused.");
    case FinishReason::ContextExceeded: return tr("The request does not fit into the model's window.");
    case FinishReason::Error: return tr("The provider ended it with an error.");
    case FinishReason::Interrupted: return tr("The reply broke off before its end.");
    case FinishReason::Unknown: break;
    }
    return call.ended && call.cause.isEmpty() ? tr("The provider did not say why the reply ended.") : QString();
}

QString CallWords::change(const CallDetails& call) {
    if (call.previous == NoNode) return {};
    const auto sum = [](auto begin, auto end) {
        quint64 bytes = 0;
        for (auto it = begin; it != end; ++it) bytes += it->bytes();
        return tr("≈ %1 tokens").arg(format::tokens(estimateTokens(static_cast<std::uint64_t>(bytes))));
    };
    const int added = static_cast<int>(call.messages.size()) - call.kept, removed = static_cast<int>(call.removed.size());
    QStringList parts;
    if (removed > 0) parts << tr("%n message(s) no longer sent (%1)", nullptr, removed).arg(sum(call.removed.begin(), call.removed.end()));
    if (added > 0) parts << tr("%n new (%1)", nullptr, added).arg(sum(call.messages.begin() + call.kept, call.messages.end()));
    if (parts.isEmpty()) return tr("The same messages as in the previous call.");
    return parts.join(format::comma());
}

QString CallWords::priceSource(const CallDetails& call) {
    if (call.source == ReplySource::Recorded) return tr("The reply is from the record and cost nothing; %1 saved.").arg(format::money(call.recordedCost));
    if (call.source == ReplySource::Cache) return tr("The reply is from the cache of earlier runs and cost nothing; %1 saved.").arg(format::money(call.recordedCost));
    switch (call.costSource) {
    case CostSource::ProviderReported: return tr("The cost is what the provider reported.");
    case CostSource::Simulated: return tr("A simulated model: its price is made up, nothing was paid.");
    case CostSource::Computed:
        return call.priceTable.isEmpty() ? tr("Computed from the price that was given for this run.")
                                         : tr("Computed from the price table %1 of that day.").arg(call.priceTable.left(8));
    case CostSource::Unknown: break;
    }
    return call.ended ? tr("The price of this model was not known, so its cost is not.") : QString();
}

QString CallWords::part(const Part& part) {
    if (part.kind == PartKind::Image) return tr("Image, %1, %2").arg(part.mime.empty() ? tr("unknown type") : fromUtf8(oneLine(part.mime, 60)), format::bytes(part.text.size));
    if (part.kind == PartKind::Opaque) return tr("Part that only the provider can read, sent back unchanged, %1").arg(format::bytes(part.text.size));
    return format::bytes(part.text.size);
}

QString CallWords::perMillion(std::int64_t rate) {
    return format::moneyLimit(PicoUsd{rate * 1'000'000});
}

} // namespace rlmscope
