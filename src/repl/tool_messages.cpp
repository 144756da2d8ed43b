#include "repl/tool_messages.h"

#include "base/json.h"
#include "base/text.h"

#include <nlohmann/json.hpp>

namespace rlmscope::repl {
namespace {

using nlohmann::json;

constexpr std::size_t MostTools = 1'000;

Error broken(std::string_view line, const char* what) {
    return makeError(ErrorKind::Worker, std::string(what) + ": " + oneLine(toValidUtf8(line.substr(0, 300)), 80));
}

const std::string* textOf(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get_ptr<const std::string*>() : nullptr;
}

std::optional<std::uint64_t> numberOf(const json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_number_unsigned()) return {};
    return found->get<std::uint64_t>();
}

bool readTools(const json& object, std::vector<ToolInfo>& tools) {
    const auto list = object.find("tools");
    if (list == object.end() || !list->is_array() || list->size() > MostTools) return false;
    for (const json& item : *list) {
        if (!item.is_object()) return false;
        const auto *name = textOf(item, "name"), *signature = textOf(item, "signature"), *doc = textOf(item, "doc");
        if (!name || !signature || !doc) return false;
        tools.push_back({*name, *signature, *doc});
    }
    return true;
}

} // namespace

Result<ToolMessage> parseToolMessage(std::string_view line) {
    const json object = parseJson(line);
    if (!object.is_object()) return broken(line, "a line that is no JSON object");
    const auto* op = textOf(object, "op");
    ToolMessage message;
    const auto text = [&](const char* name) {
        const auto* found = textOf(object, name);
        if (found) message.text = *found;
        return found != nullptr;
    };
    const auto id = numberOf(object, "id");
    message.id = id.value_or(0);
    message.line = numberOf(object, "line").value_or(0);
    bool good = false;
    if (op && *op == "ready") {
        message.op = ToolMessage::Op::Ready;
        good = text("python") && readTools(object, message.tools);
    } else if (op && *op == "failed") {
        message.op = ToolMessage::Op::Failed;
        good = text("error");
    } else if (op && *op == "result") {
        message.op = ToolMessage::Op::Result;
        good = id && text("value") && json::accept(message.text);
    } else if (op && *op == "error") {
        message.op = ToolMessage::Op::Error;
        good = id && text("error");
    }
    if (!good) return broken(line, "a line that is no message");
    return message;
}

std::optional<std::string> LineReader::next() {
    const auto end = m_buffer.find('\n', m_scanned);
    if (end == std::string::npos) {
        m_buffer.erase(0, m_start);
        m_start = 0;
        m_scanned = m_buffer.size();
        return {};
    }
    std::string line = m_buffer.substr(m_start, end - m_start);
    m_start = m_scanned = end + 1;
    return line;
}

} // namespace rlmscope::repl
