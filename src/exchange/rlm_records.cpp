#include "exchange/rlm_records.h"

#include "base/text.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace rlmscope::exchange {

Summary summaryOf(Value usage) {
    Summary sum;
    for (auto it = usage["model_usage_summaries"].begin(); it != usage["model_usage_summaries"].end(); ++it) {
        const Value model = *it;
        sum.known = true;
        sum.usage.freshInput += std::min<Tokens>(model["total_input_tokens"].count().value_or(0), 1'000'000'000'000);
        sum.usage.output += std::min<Tokens>(model["total_output_tokens"].count().value_or(0), 1'000'000'000'000);
    }
    if (!sum.known && (usage["prompt_tokens"] || usage["completion_tokens"])) { // logs of early 2026
        sum.known = true;
        sum.usage.freshInput = std::min<Tokens>(usage["prompt_tokens"].count().value_or(0), 1'000'000'000'000);
        sum.usage.output = std::min<Tokens>(usage["completion_tokens"].count().value_or(0), 1'000'000'000'000);
    }
    if (const auto cost = usage["total_cost"].usd()) {
        sum.cost = *cost;
        sum.priced = true;
    }
    return sum;
}

std::vector<std::int64_t> split(std::int64_t whole, const std::vector<std::uint64_t>& weights) {
    std::vector<std::int64_t> parts(weights.size());
    if (weights.empty()) return parts;
    long double all = 0;
    for (const auto weight : weights) all += static_cast<long double>(weight);
    std::int64_t given = 0;
    for (std::size_t i = 0; i + 1 < weights.size(); ++i) {
        const long double share = all > 0 ? static_cast<long double>(weights[i]) / all : 1.0L / static_cast<long double>(weights.size());
        parts[i] = std::clamp<std::int64_t>(static_cast<std::int64_t>(static_cast<long double>(whole) * share), 0, whole - given);
        given += parts[i];
    }
    parts.back() = whole - given;
    return parts;
}

Role roleOf(Value message) {
    const auto role = message["role"].string();
    return role == "system" || role == "developer" ? Role::System : role == "assistant" ? Role::Assistant : Role::User;
}
Message messageOf(Value message) { return Message::text(roleOf(message), message["content"].text()); }

std::vector<Message> promptOf(Value prompt) {
    std::vector<Message> out;
    if (prompt.isArray()) {
        for (const Value message : prompt) out.push_back(message.isObject() ? messageOf(message) : Message::text(Role::User, message.text()));
        return out;
    }
    return {Message::text(Role::User, prompt.text())};
}

std::string_view lastLine(std::string_view text) {
    text = trimmed(text);
    const auto end = text.rfind('\n');
    return end == std::string_view::npos ? text : text.substr(end + 1);
}

std::string exceptionOf(std::string_view err) {
    const auto line = lastLine(err);
    std::size_t n = 0;
    while (n < line.size() && (std::isalnum(static_cast<unsigned char>(line[n])) || line[n] == '_' || line[n] == '.')) ++n;
    const auto name = line.substr(0, n);
    if (n == 0 || (n < line.size() && line[n] != ':')) return {};
    for (const std::string_view ending : {"Error", "Exception", "Interrupt", "Exit", "StopIteration"})
        if (name.size() >= ending.size() && name.substr(name.size() - ending.size()) == ending) return std::string(name);
    return {};
}

bool isContextName(std::string_view name) {
    if (name.substr(0, 7) != "context") return false;
    return name.size() == 7 || (name[7] == '_' && name.find_first_not_of("0123456789", 8) == std::string_view::npos);
}

Final finalOf(Value value) {
    if (value.isNull()) return {};
    if (value.isArray() && value.size() == 2) {
        auto it = value.begin();
        if ((*it).string().rfind("FINAL", 0) == 0) value = *++it;
    }
    return {std::string(value.raw()), value.text(), true};
}

std::pair<std::string, std::uint64_t> introduction(Value prompt) {
    std::string question;
    std::uint64_t characters = 0;
    for (const Value message : prompt) {
        if (message["role"].string() != "user") continue;
        const auto text = message["content"].text();
        const std::string_view before = "Answer the following: ", after = "\n\nYour context is ", total = " of ";
        const auto end = text.find(after);
        if (text.rfind(before, 0) == 0 && end != std::string::npos) question = text.substr(before.size(), end - before.size());
        if (const auto at = text.find("Your context is "); at != std::string::npos) {
            const auto number = text.find(total, at);
            if (number != std::string::npos) characters = std::strtoull(text.c_str() + number + total.size(), nullptr, 10);
        }
        break;
    }
    return {question, characters};
}

} // namespace rlmscope::exchange
