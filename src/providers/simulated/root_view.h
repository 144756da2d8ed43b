#pragma once
// What a frame's messages say: the question, the context in one sentence, the functions and the finishing protocol that
// the system prompt teaches, and every earlier turn with what it printed. This is all that the simulated root knows.
#include "engine/language_model.h"
#include "providers/simulated/question.h"
#include "providers/simulated_model.h"

namespace rlmscope::sim {

struct PastTurn {
    std::string step;   ///< first word of the first comment of its code: "Peek", "Search"...
    std::string reply;
    std::string output; ///< everything that came back
    bool raised = false;
    bool truncated = false;
};

struct RootView {
    Question question;
    std::string contextSentence; ///< "a dict of 12 texts (path -> text), 48,120 characters in total"
    bool canQuery = false, canRecurse = false;
    FinalProtocol protocol = FinalProtocol::Answer;
    std::vector<PastTurn> past;
    int turn = 1, maxTurns = 30;
    SimulatedStyle style = SimulatedStyle::GrepFirst;
    std::uint64_t seed = 0; ///< of this frame

    bool isDict() const;
    bool isList() const;
    bool lastTurn() const { return turn >= maxTurns; }
    /// The latest turn of that step that did not raise; null when there is none.
    const PastTurn* done(std::string_view step) const;
    int tries(std::string_view step) const; ///< turns of that step, raised or not
    const PastTurn& last() const { return past.back(); }
    Random random(std::string_view what) const { return Random(hashText(what, seed)); }
};

RootView readRootView(const ModelRequest& request, SimulatedStyle style);

/// A number printed after a label: numberAfter("12 hits in 3 texts", "hits in") -> 3. Commas are dropped; -1 = none.
std::int64_t numberAfter(std::string_view text, std::string_view label);
std::int64_t numberBefore(std::string_view text, std::string_view label);

} // namespace rlmscope::sim
