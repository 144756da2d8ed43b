#pragma once
// From what a person typed to a SPEC that the price table knows.
#include "base/result.h"
#include "catalog/price_table.h"

#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

/// The names of `known` that are most like `text`, the nearest first: what contains it, and what differs in few letters.
/// ASCII letters count without their case.
std::vector<std::string> nearNames(std::string_view text, const std::vector<std::string>& known, std::size_t most = 5);

/// "openai:gpt-5" of "openai:gpt-5" and, when only one provider lists it, of "gpt-5". Errors (Usage) name what is near; of an
/// id that several providers list, all of them.
Result<std::string> pricedSpec(const PriceTable& table, std::string_view text);

} // namespace rlmscope
