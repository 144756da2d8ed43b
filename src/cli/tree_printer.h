#pragma once
// A run tree as lines of text: the same for a live run and a recorded one. Big fan-outs become one line
// ("40 x llm_query, 38 ok, 2 failed") followed by what failed in them. Walks without recursion: a tree may be as deep as
// it likes.
#include "cli/terminal.h"
#include "trace/run_tree.h"

#include <string>
#include <vector>

namespace rlmscope::cli {

inline constexpr std::size_t GroupAbove = 8; ///< more siblings of a kind than this become one line

/// `now` on the run clock is how long open nodes have lasted.
std::vector<std::string> treeLines(const RunTree& tree, const Terminal& terminal, Nanos now);

/// "40 x llm_query, 38 ok, 2 failed" for the children of a cell; empty when it has none.
std::string fanOut(const RunTree& tree, NodeIndex cell);
/// "llm_query", "rlm_query", "call", "turn 3", "cell 1", "model call".
std::string nodeTitle(const RunTree& tree, NodeIndex index);
/// "ok", "failed", "interrupted"...
std::string_view statusWord(NodeStatus status);
/// "$0.0041", "$0.0041 sim." (a made-up price), "unknown cost".
std::string costText(PicoUsd cost, bool unknown, bool simulated);

} // namespace rlmscope::cli
