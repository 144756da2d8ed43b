#pragma once
// What is known about the servers that speak OpenAI's chat completions: data, not code. A server that is not in the
// table gets the cautious row.
#include <string>
#include <string_view>

namespace rlmscope {

struct ServerTraits {
    std::string_view host;     ///< exact, or ".suffix"
    std::string_view name;     ///< for people
    std::string_view capField; ///< the output cap: "max_tokens" or "max_completion_tokens"
    bool reportsCost = false;  ///< usage.cost is what the account pays, in USD
};

/// `host` without the port. The name is empty for an unknown server.
const ServerTraits& serverTraits(std::string_view host);

} // namespace rlmscope
