#pragma once
// What is known about the servers that speak OpenAI's chat completions and about their models, where it decides what is
// sent: data, not code. A server or a model that is not in the tables gets the cautious row.
#include "providers/provider_error.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace rlmscope {

enum class ReasoningField : std::uint8_t {
    Effort, ///< reasoning_effort
    Object, ///< reasoning {effort, max_tokens}
};

struct ServerTraits {
    std::string_view host;     ///< exact, or ".suffix"
    std::string_view name;     ///< for people
    std::string_view capField; ///< the output cap: "max_tokens" or "max_completion_tokens"
    bool reportsCost = false;  ///< usage.cost is what the account pays, in USD
    bool usageOption = true;   ///< stream_options.include_usage is understood (or ignored)
    bool ownModels = false;    ///< its models are OpenAI's, by their own names: modelTraits() says their cap field
    ReasoningField reasoning = ReasoningField::Effort;
    std::string_view keyHeader = {}; ///< empty = Authorization: Bearer
    ErrorBilling errors = ErrorBilling::Careful;
};

/// `host` without the port. The name is empty for an unknown server.
const ServerTraits& serverTraits(std::string_view host);
/// By the name in the table; the cautious row for an unknown one.
const ServerTraits& serverTraitsNamed(std::string_view name);

struct ModelTraits {
    std::string_view pattern;  ///< of the model's name behind the last slash; a trailing * stands for anything
    bool temperature = true;   ///< may be sent
    std::string_view capField; ///< empty = as the server
};

/// The first row that fits, the permissive row else.
const ModelTraits& modelTraits(std::string_view model);

} // namespace rlmscope
