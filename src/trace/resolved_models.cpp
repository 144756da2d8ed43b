#include "trace/resolved_models.h"
#include "base/json.h"

#include <nlohmann/json.hpp>

namespace rlmscope {

std::map<std::string, std::string> resolvedModels(const RunStarted& started) {
    std::map<std::string, std::string> all;
    const auto list = parseJson(started.models);
    if (!list.is_array()) return all;
    const auto text = [](const nlohmann::json& model, const char* name) {
        const auto at = model.is_object() ? model.find(name) : model.end();
        return at != model.end() && at->is_string() ? at->get<std::string>() : std::string();
    };
    for (const auto& model : list)
        if (const std::string spec = text(model, "spec"), meant = text(model, "resolved"); !spec.empty() && !meant.empty()) all[spec] = meant;
    return all;
}

std::string modelText(const std::map<std::string, std::string>& resolved, const std::string& spec) {
    const auto at = resolved.find(spec);
    return at == resolved.end() ? spec : spec + " (" + at->second + ")";
}

} // namespace rlmscope
