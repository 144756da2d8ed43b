#pragma once
// The full texts of a run, event by event: prompts, replies, code, output, questions, answers. What a search reads, and what
// the index of the library stores. The context itself is left out: it is not what happened.
#include "insight/node_query.h"
#include "trace/trace_reader.h"

#include <functional>
#include <string_view>

namespace rlmscope {

/// One text of a node, as a part of an event.
struct ScannedText {
    NodeId node;
    Seq seq = 0;                       ///< of the event that holds it
    TextScope scope = TextScope::Any;  ///< Prompt, Reply, Code or Output
    std::string_view text;             ///< at most ScanLimits::text bytes of it
    bool cut = false;                  ///< there is more
};
struct ScanLimits {
    std::uint64_t text = 4ULL << 20; ///< of one text that is looked at
};

/// Visits the texts of the events from `from` on, until the visitor returns false. What a call repeats of earlier messages is
/// visited once, with the call that sent it first. Texts that cannot be read are passed over; the status is that of reading
/// the events.
Status scanTexts(TraceReader& reader, RunId run, Seq from, const ScanLimits& limits, const std::function<bool(const ScannedText&)>& visit);
/// The same for one event that is at hand.
bool scanTextsOf(TraceReader& reader, const Event& event, const ScanLimits& limits, const std::function<bool(const ScannedText&)>& visit);

} // namespace rlmscope
