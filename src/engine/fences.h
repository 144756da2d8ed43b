#pragma once
// The code in a model's reply: which fenced blocks are cells.
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

struct ParsedReply {
    std::vector<std::string> cells; ///< in order
    bool unclosed = false; ///< the last cell's fence was never closed; not in `cells` when the reply was cut
};

/// Fences tagged repl, python or py are cells. Bare fences are cells only when no fence is tagged so and their text
/// looks like Python. `cut`: the reply ended at the output cap, so an unclosed block is a part of what was meant.
ParsedReply parseReply(std::string_view reply, bool cut = false);

/// A conservative check without a Python: balanced brackets and strings, no two words side by side that Python would
/// not allow, and at least one statement that does something. May say no to odd but valid Python; says no to prose,
/// shell lines, tables and JSON.
bool looksLikePython(std::string_view code);

} // namespace rlmscope
