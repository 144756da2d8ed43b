#pragma once
// Response headers: names in lower case, values trimmed, in the order of arrival.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rlmscope {

struct HttpHeaders {
    std::vector<std::pair<std::string, std::string>> fields;

    /// The first value of a name given in lower case.
    std::optional<std::string_view> find(std::string_view name) const {
        for (const auto& [key, value] : fields)
            if (key == name) return std::string_view(value);
        return std::nullopt;
    }
};

} // namespace rlmscope
