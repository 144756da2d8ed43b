#include "providers/script_file.h"

#include "base/text.h"

#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <initializer_list>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

namespace rlmscope {
namespace {

using nlohmann::json;

/// Reads the members of one object. The first problem is kept, later reads do nothing, so that callers read straight
/// through and look once.
class Members {
public:
    Members(const json& object, std::string where) : m_object(object), m_where(std::move(where)) {
        if (!object.is_object()) fail("must be an object");
    }

    void allow(std::initializer_list<std::string_view> names) {
        if (!m_object.is_object()) return;
        std::string known;
        for (const std::string_view name : names) known += (known.empty() ? "" : ", ") + std::string(name);
        for (const auto& [key, value] : m_object.items()) {
            bool found = false;
            for (const std::string_view name : names) found = found || name == key;
            if (!found) fail("has an unknown key \"" + oneLine(key, 60) + "\"", "Known keys: " + known + ".");
        }
    }
    const json* member(const char* name) const {
        if (!m_object.is_object()) return nullptr;
        const auto it = m_object.find(name);
        return it == m_object.end() ? nullptr : &*it;
    }
    void read(const char* name, std::string& out) {
        const json* value = member(name);
        if (!value) return;
        if (value->is_string()) out = value->get<std::string>();
        else fail("\"" + std::string(name) + "\" must be a text");
    }
    void readLines(const char* name, std::string& out) {
        const json* value = member(name);
        if (!value || !value->is_array()) return read(name, out);
        out.clear();
        for (const json& line : *value) {
            if (!line.is_string()) return fail("\"" + std::string(name) + "\" must be a text or a list of lines");
            if (&line != &value->front()) out += '\n';
            out += line.get<std::string>();
        }
    }
    void read(const char* name, bool& out) {
        const json* value = member(name);
        if (!value) return;
        if (value->is_boolean()) out = value->get<bool>();
        else fail("\"" + std::string(name) + "\" must be true or false");
    }
    std::optional<std::int64_t> whole(const char* name, std::int64_t least, std::int64_t most) {
        const json* value = member(name);
        if (!value) return std::nullopt;
        if (value->is_number_integer() && !(value->is_number_unsigned() && value->get<std::uint64_t>() > INT64_MAX)) {
            const auto number = value->get<std::int64_t>();
            if (number >= least && number <= most) return number;
        }
        fail("\"" + std::string(name) + "\" must be a whole number from " + std::to_string(least) + " to " +
             std::to_string(most));
        return std::nullopt;
    }
    std::optional<Nanos> milliseconds(const char* name) {
        const json* value = member(name);
        if (!value) return std::nullopt;
        if (value->is_number()) {
            const auto number = value->get<double>();
            if (number >= 0 && number <= 24 * 3600e3) return static_cast<Nanos>(std::llround(number * 1e6));
        }
        fail("\"" + std::string(name) + "\" must be milliseconds, at least 0 and at most a day");
        return std::nullopt;
    }
    std::optional<PicoUsd> usd(const char* name) {
        const json* value = member(name);
        if (!value) return std::nullopt;
        // The number's own decimal text, so that a price is exact.
        if (value->is_number())
            if (const auto amount = PicoUsd::parse(value->dump()); amount && amount->value >= 0) return amount;
        fail("\"" + std::string(name) + "\" must be USD per million tokens, at least 0");
        return std::nullopt;
    }

    void fail(const std::string& what, std::string hint = {}) {
        if (!m_error) m_error = makeError(ErrorKind::BadInput, m_where + " " + what + ".", std::move(hint));
    }
    const std::optional<Error>& error() const { return m_error; }
    const std::string& where() const { return m_where; }

private:
    const json& m_object;
    std::string m_where;
    std::optional<Error> m_error;
};

constexpr std::int64_t Many = std::numeric_limits<int>::max();

std::optional<int> small(const std::optional<std::int64_t>& number) {
    return number ? std::optional<int>(static_cast<int>(*number)) : std::nullopt;
}

std::optional<Error> readWhen(const json& object, ScriptRule& rule, const std::string& where) {
    Members when(object, where + ", \"when\"");
    when.allow({"depth", "turn", "contains", "last_contains", "role", "attempt"});
    rule.depth = small(when.whole("depth", 0, Many));
    rule.turn = small(when.whole("turn", 1, Many));
    rule.attempt = small(when.whole("attempt", 1, Many));
    when.read("contains", rule.contains);
    when.read("last_contains", rule.lastContains);
    when.read("role", rule.role);
    if (!rule.role.empty() && rule.role != "frame" && rule.role != "sub" && rule.role != "final")
        when.fail("\"role\" must be \"frame\", \"sub\" or \"final\"");
    return when.error();
}

std::optional<Error> readUsage(const json& object, ScriptRule& rule, const std::string& where) {
    Members usage(object, where + ", \"usage\"");
    usage.allow({"input_tokens", "output_tokens", "cached_tokens", "reasoning_tokens"});
    Usage read;
    const Tokens input = usage.whole("input_tokens", 0, Many).value_or(0);
    read.cacheRead = usage.whole("cached_tokens", 0, Many).value_or(0);
    read.output = usage.whole("output_tokens", 0, Many).value_or(0);
    read.reasoning = usage.whole("reasoning_tokens", 0, Many).value_or(0);
    read.freshInput = input - read.cacheRead;
    if (read.freshInput < 0) usage.fail("\"cached_tokens\" is part of \"input_tokens\" and cannot be more");
    if (read.reasoning > read.output) usage.fail("\"reasoning_tokens\" is part of \"output_tokens\" and cannot be more");
    rule.usage = read;
    return usage.error();
}

std::optional<Error> readError(const json& object, ScriptRule& rule, const std::string& where) {
    Members error(object, where + ", \"error\"");
    error.allow({"http", "message", "type", "code", "retry_after_ms", "after_bytes"});
    ScriptError read;
    read.http = small(error.whole("http", 300, 599)).value_or(0);
    error.read("message", read.message);
    error.read("type", read.type);
    error.read("code", read.code);
    read.retryAfter = error.milliseconds("retry_after_ms");
    read.afterBytes = static_cast<std::size_t>(error.whole("after_bytes", 0, Many).value_or(0));
    rule.error = read;
    return error.error();
}

Result<ScriptRule> readRule(const json& object, int number, const std::string& source) {
    ScriptRule rule;
    rule.number = number;
    Members members(object, source + ": rule " + std::to_string(number));
    members.allow({"when", "reply", "template", "reasoning", "finish", "times", "delay_ms", "stream_ms", "usage",
                   "error", "name", "comment"});
    members.readLines("reply", rule.reply);
    members.readLines("reasoning", rule.reasoning);
    members.read("template", rule.isTemplate);
    members.read("finish", rule.finish);
    members.read("name", rule.name);
    rule.times = members.whole("times", 0, std::numeric_limits<std::int64_t>::max());
    rule.delay = members.milliseconds("delay_ms").value_or(0);
    rule.stream = members.milliseconds("stream_ms").value_or(0);
    if (!members.member("reply") && !members.member("error")) members.fail("has neither \"reply\" nor \"error\"");
    if (members.error()) return *members.error();

    if (const json* when = members.member("when"))
        if (const auto error = readWhen(*when, rule, members.where())) return *error;
    if (const json* usage = members.member("usage")) {
        rule.usageSilent = usage->is_null();
        if (!rule.usageSilent)
            if (const auto error = readUsage(*usage, rule, members.where())) return *error;
    }
    if (const json* failure = members.member("error"))
        if (const auto error = readError(*failure, rule, members.where())) return *error;
    return rule;
}

Result<std::optional<Price>> readPrice(const json* object, const std::string& source) {
    if (!object) return std::optional<Price>();
    Members members(*object, source + ": \"price\"");
    members.allow({"input", "output", "cached_input"});
    const auto input = members.usd("input"), output = members.usd("output"), cached = members.usd("cached_input");
    if (!input || !output) members.fail("needs \"input\" and \"output\"");
    if (members.error()) return *members.error();
    Price price = Price::perMillion(*input, *output);
    if (cached) price.cacheRead = Price::perMillion(*cached, *cached).input;
    price.simulated = true; // no provider asks for it
    return std::optional(price);
}

void replaceAll(std::string& text, std::string_view what, std::string_view with) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

} // namespace

Result<Script> parseScript(std::string_view text, const std::string& source) {
    json root;
    try {
        root = json::parse(text, nullptr, true, true);
    } catch (const json::exception& problem) {
        return makeError(ErrorKind::BadInput,
                         source + " is not valid JSON: " + oneLine(toValidUtf8(problem.what()), 200) + ".");
    }
    Script script;
    script.source = source;
    Members members(root, source + ": the script");
    members.allow({"rules", "price", "window", "max_output", "name", "comment"});
    members.read("name", script.name);
    script.window = members.whole("window", 0, Many).value_or(0);
    script.maxOutput = small(members.whole("max_output", 0, Many)).value_or(0);
    const json* rules = members.member("rules");
    if (!rules || !rules->is_array()) members.fail("needs a list \"rules\"");
    if (members.error()) return *members.error();

    auto price = readPrice(members.member("price"), source);
    if (!price) return price.error();
    script.price = *price;
    for (const json& object : *rules) {
        auto rule = readRule(object, static_cast<int>(script.rules.size()) + 1, source);
        if (!rule) return rule.error();
        script.rules.push_back(std::move(*rule));
    }
    return script;
}

Result<Script> readScript(const std::string& path) {
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    std::stringstream bytes;
    // A folder opens but cannot be read, so the reading itself is what is checked.
    if (!file || !(bytes << file.rdbuf()) || file.bad())
        return makeError(ErrorKind::BadInput,
                         "The script " + path + " cannot be read" +
                             (errno ? ": " + std::string(std::strerror(errno)) : std::string(": it is empty")) + ".");
    return parseScript(bytes.str(), path);
}

ScriptPlayer::ScriptPlayer(Script script) : m_script(std::move(script)), m_used(m_script.rules.size(), 0) {}

bool ScriptPlayer::holds(const ScriptRule& rule, const ScriptQuestion& question) const {
    if (rule.depth && rule.depth != question.depth) return false;
    if (rule.turn && *rule.turn != question.turn) return false;
    if (rule.attempt && *rule.attempt != question.attempt) return false;
    if (rule.role == "sub" && question.role != CallRole::Sub) return false;
    if (rule.role == "frame" && question.role == CallRole::Sub) return false;
    if (rule.role == "final" && question.role != CallRole::Final) return false;
    if (!rule.lastContains.empty() &&
        (question.messages.empty() || question.messages.back().find(rule.lastContains) == std::string::npos))
        return false;
    if (rule.contains.empty()) return true;
    for (const std::string& message : question.messages)
        if (message.find(rule.contains) != std::string::npos) return true;
    return false;
}

Result<ScriptAnswer> ScriptPlayer::answer(const ScriptQuestion& question) {
    const std::string last = question.messages.empty() ? std::string() : question.messages.back();
    const std::lock_guard lock(m_mutex);
    for (std::size_t i = 0; i < m_script.rules.size(); ++i) {
        const ScriptRule& rule = m_script.rules[i];
        if ((rule.times && m_used[i] >= *rule.times) || !holds(rule, question)) continue;
        ++m_used[i];
        ScriptAnswer answer{&rule, rule.reply};
        if (rule.isTemplate) replaceAll(answer.reply, "{{last}}", last);
        return answer;
    }
    std::string asked = question.depth ? "depth " + std::to_string(*question.depth) + ", " : std::string();
    asked += question.role == CallRole::Sub ? "role sub" : question.role == CallRole::Final ? "role final" : "role frame";
    if (question.role != CallRole::Sub) asked += ", turn " + std::to_string(question.turn);
    if (question.attempt > 1) asked += ", attempt " + std::to_string(question.attempt);
    return makeError(ErrorKind::Provider,
                     "No rule of " + m_script.source + " answers a call with " + asked + ", last message \"" +
                         oneLine(last, 120) + "\".",
                     "Add a rule for it, or raise \"times\" of one that is used up.");
}

} // namespace rlmscope
