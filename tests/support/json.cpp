#include "support/json.h"

namespace rlmscope::test {

nlohmann::json parsed(std::string_view text) { return nlohmann::json::parse(text); }

std::string dumped(const nlohmann::json& value, int indent, bool ascii) { return value.dump(indent, ' ', ascii); }

std::string dumped(const nlohmann::ordered_json& value, int indent) { return value.dump(indent); }

bool isJson(std::string_view text) { return nlohmann::json::accept(text); }

} // namespace rlmscope::test
