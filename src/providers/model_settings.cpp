#include "providers/model_settings.h"

#include "base/text.h"

#include <array>
#include <charconv>

namespace rlmscope {
namespace {

constexpr std::array<std::string_view, 7> Efforts{"none", "minimal", "low", "medium", "high", "xhigh", "max"};

/// "4096", "32k", "1m"; nothing when it is no count of tokens.
std::optional<int> tokensFrom(std::string_view text) {
    int factor = 1;
    if (!text.empty() && (text.back() == 'k' || text.back() == 'm')) {
        factor = text.back() == 'k' ? 1024 : 1024 * 1024;
        text.remove_suffix(1);
    }
    int value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size() || value < 1 || value > 1'000'000'000 / factor)
        return std::nullopt;
    return value * factor;
}

std::optional<double> numberFrom(std::string_view text) {
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

bool set(ModelSettings& settings, std::string_view name, std::string_view value) {
    if (name == "temperature") {
        settings.temperature = numberFrom(value);
        return settings.temperature && *settings.temperature >= 0 && *settings.temperature <= 2;
    }
    if (name == "effort") {
        settings.effort = std::string(value);
        for (const std::string_view known : Efforts)
            if (value == known) return true;
        return false;
    }
    const auto tokens = tokensFrom(value);
    if (name == "thinking") settings.thinking = tokens.value_or(0);
    if (name == "context") settings.contextTokens = tokens.value_or(0);
    return tokens.has_value() && (name == "thinking" || name == "context");
}

} // namespace

Result<std::pair<std::string, ModelSettings>> splitModelSettings(std::string_view text) {
    const std::size_t mark = text.find('?');
    ModelSettings settings;
    std::string_view rest = mark == std::string_view::npos ? std::string_view() : text.substr(mark + 1);
    while (!rest.empty()) {
        const std::string_view each = rest.substr(0, rest.find_first_of("&,"));
        rest.remove_prefix(std::min(rest.size(), each.size() + 1));
        const std::size_t equals = each.find('=');
        const std::string_view value = equals == std::string_view::npos ? std::string_view() : each.substr(equals + 1);
        if (!set(settings, each.substr(0, equals), value))
            return makeError(ErrorKind::Usage, "\"" + oneLine(toValidUtf8(each), 60) + "\" is not a setting of a model.",
                             "Known: temperature=0, effort=low, thinking=4096, context=32k; several are joined by &.");
    }
    return std::pair(std::string(trimmed(text.substr(0, mark))), settings);
}

std::string_view withoutSettings(std::string_view spec) {
    return spec.substr(0, spec.find('?'));
}

} // namespace rlmscope
