#include "engine/fan_out.h"

#include "engine/limit_desk.h"
#include "engine/prompts.h"

namespace rlmscope {

void FanOut::add(const Ask& ask) {
    ++calls;
    tokens += ask.inputTokens() + ask.outputCap;
    if (!ask.price) priceKnown = false;
    if (__builtin_add_overflow(most.value, ask.most().value, &most.value)) most.value = std::numeric_limits<std::int64_t>::max();
}

std::string FanOut::text() const {
    std::string text = withThousands(static_cast<std::uint64_t>(calls)) + (frames ? " child frames of " : " calls to ") + model + ", at most " +
                       withThousands(static_cast<std::uint64_t>(tokens)) + " tokens and ";
    text += priceKnown ? dollars(most) : "an unknown cost (the price of the model is not known)";
    return text + (frames ? ". Counted is the first call of each; what a child frame does after that is not known." : ".");
}

LedgerEvent FanOut::event(std::string op) const {
    LedgerEvent event{std::move(op), "", text(), most};
    event.calls = calls;
    event.tokens = tokens;
    event.priceUnknown = !priceKnown;
    return event;
}

bool needsApproval(const FanOut& fanOut, const RunLimits& limits) {
    if (limits.approveCalls && fanOut.calls >= *limits.approveCalls) return true;
    return limits.approveUsd && (!fanOut.priceKnown || fanOut.most >= *limits.approveUsd);
}

Error refusedByUser(const FanOut& fanOut) {
    return makeError(ErrorKind::Budget, "The user refused these " + std::to_string(fanOut.calls) + " calls.",
                     "Go on with fewer calls, or with what is known.");
}

Error nobodyToAsk(const FanOut& fanOut) {
    return makeError(ErrorKind::Budget,
                     "These " + std::to_string(fanOut.calls) + " calls need the user's approval, and nobody is there to ask.",
                     "Ask for fewer at a time. The user can raise the size from which approval is needed (--approve-calls, "
                     "--approve-usd), or run this where it can be answered.");
}

} // namespace rlmscope
