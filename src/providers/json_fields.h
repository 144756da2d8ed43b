#pragma once
// Reading foreign JSON: a field that is missing, null or of another type is nothing, never an exception.
#include "base/units.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace rlmscope::fields {

/// The field, unless it is missing or null or `object` is no object.
const nlohmann::json* member(const nlohmann::json& object, const char* name);
/// A string field; empty when it is none.
std::string text(const nlohmann::json& object, const char* name);
/// A count of tokens; nothing for a negative, absurd or missing number.
std::optional<Tokens> count(const nlohmann::json* object, const char* name);
/// A parsed JSON text; a discarded value when it is not JSON. Bytes that are not UTF-8 become U+FFFD.
nlohmann::json parsed(std::string_view body);

} // namespace rlmscope::fields
