#include "trace/event.h"

#include <algorithm>
#include <array>

namespace rlmscope {
namespace {

/// In the order of EventBody.
constexpr std::array<std::string_view, std::variant_size_v<EventBody>> KindNames = {
    "run_started",        "segment_started", "context_stored",  "run_ended",        "frame_started", "frame_ended",
    "turn_started",       "turn_ended",      "model_call_started", "attempt_started", "attempt_failed",
    "model_call_ended",   "cell_started",    "cell_output",     "cell_ended",       "variables",     "ledger",
    "gate",               "note",            "tag",             "score",            "error",         "custom"};

} // namespace

std::string_view kindNameAt(std::size_t index) {
    return index < KindNames.size() ? KindNames[index] : KindNames.back();
}

std::string_view kindName(const EventBody& body) {
    const auto* custom = std::get_if<Custom>(&body);
    if (!custom) return KindNames[body.index()];
    // A custom event must not pass itself off as one of ours.
    const bool taken = std::find(KindNames.begin(), KindNames.end(), custom->kind) != KindNames.end();
    return custom->kind.empty() || taken ? KindNames.back() : std::string_view(custom->kind);
}

bool startsNode(const EventBody& body) {
    return std::holds_alternative<FrameStarted>(body) || std::holds_alternative<TurnStarted>(body) ||
           std::holds_alternative<ModelCallStarted>(body) || std::holds_alternative<CellStarted>(body);
}

std::string_view toString(CallRole role) {
    switch (role) {
    case CallRole::Frame: return "frame";
    case CallRole::Sub: return "sub";
    case CallRole::Final: return "final";
    }
    return "frame";
}

std::string_view toString(FinishReason reason) {
    switch (reason) {
    case FinishReason::Stop: return "stop";
    case FinishReason::Length: return "length";
    case FinishReason::Tool: return "tool";
    case FinishReason::Filter: return "filter";
    case FinishReason::Refusal: return "refusal";
    case FinishReason::ContextExceeded: return "context_exceeded";
    case FinishReason::Error: return "error";
    case FinishReason::Interrupted: return "interrupted";
    case FinishReason::Unknown: return "unknown";
    }
    return "unknown";
}

std::string_view toString(ReplySource source) {
    switch (source) {
    case ReplySource::Model: return "model";
    case ReplySource::Recorded: return "recorded";
    case ReplySource::Cache: return "cache";
    }
    return "";
}

std::string_view toString(CostSource source) {
    switch (source) {
    case CostSource::Unknown: return "unknown";
    case CostSource::Computed: return "computed";
    case CostSource::ProviderReported: return "provider";
    case CostSource::Simulated: return "simulated";
    }
    return "unknown";
}

std::string_view toString(OutputStream stream) {
    return stream == OutputStream::Stderr ? "stderr" : "stdout";
}

} // namespace rlmscope
