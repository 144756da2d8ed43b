#include "base/json.h"

namespace rlmscope {

nlohmann::json parseJson(std::string_view text) { return nlohmann::json::parse(text, nullptr, false); }

std::string dumpJson(const nlohmann::json& value) {
    return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string dumpJson(const nlohmann::ordered_json& value) {
    return value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

} // namespace rlmscope
