#pragma once
// JSON as nlohmann's own functions read and write it, errors thrown: compiled once instead of in every test, as
// src/base/json.h is for the program, whose functions throw nothing.
#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace rlmscope::test {

/// json::parse(): throws when the text is not JSON.
nlohmann::json parsed(std::string_view text);
/// dump(): throws for bytes that are not UTF-8. With `indent` on several lines.
std::string dumped(const nlohmann::json& value, int indent = -1, bool ascii = false);
std::string dumped(const nlohmann::ordered_json& value, int indent = -1);
/// json::accept().
bool isJson(std::string_view text);

} // namespace rlmscope::test
