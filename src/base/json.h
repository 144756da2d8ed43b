#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

/// \file
/// Reading and writing JSON as this project does everywhere. Compiled once: the parser and the serializer of the
/// library are templates, which each source that called them directly would compile again.
/// Thread: any. Errors: none is thrown but for lack of memory.

namespace rlmscope {

/// The value, or one that `is_discarded()` when the text is not JSON as RFC 8259 has it.
nlohmann::json parseJson(std::string_view text);

/// On one line. Bytes that are not UTF-8 are written as U+FFFD: what was received may hold them.
std::string dumpJson(const nlohmann::json& value);
std::string dumpJson(const nlohmann::ordered_json& value);

} // namespace rlmscope
