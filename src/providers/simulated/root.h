#pragma once
// The simulated root: reads what the frame's messages say and writes its next turn: a sentence or two, then a cell.
// One file per kind of task (root_find.cpp, root_count.cpp, ...); each is a function from what has been done to what
// comes next, and every cell starts with a comment whose first word names the step.
#include "providers/simulated/root_view.h"

namespace rlmscope::sim {

std::string rootReply(const RootView& view);   ///< the next turn of a frame
std::string forcedReply(const RootView& view); ///< the forced last answer: plain text, the best that was seen

// ---- what the task files share -------------------------------------------------------------------------------

/// A reply: the sentence, then the cell.
std::string turn(std::string_view thought, std::string_view code);
/// Ends the frame with a Python expression as the answer, by the protocol in force.
std::string finish(const RootView& view, std::string_view thought, std::string_view pythonValue, std::string_view before = {});
std::string finishText(const RootView& view, std::string_view thought, std::string_view answer);
/// The first cell of every plan. It binds `docs` (path -> text), `where(path, line)`, and prints sizes and a sample.
std::string peek(const RootView& view);
/// Whether the context is large or many-sided enough for child frames, by what the peek printed.
bool worthChildren(const RootView& view);
std::int64_t charactersOf(const RootView& view);
std::int64_t documentsOf(const RootView& view);
/// The last line of a traceback.
std::string exceptionOf(std::string_view output);
/// Lines of the output that start with the prefix, without it.
Strings linesAfter(std::string_view output, std::string_view prefix);

std::string planFind(const RootView& view);
std::string planCountLabels(const RootView& view);
std::string planCountExact(const RootView& view);
std::string planCountDefinitions(const RootView& view);
std::string planCodeSearch(const RootView& view);
std::string planPairs(const RootView& view);
std::string planSummary(const RootView& view);
std::string planAggregate(const RootView& view);

} // namespace rlmscope::sim
