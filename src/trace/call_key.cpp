#include "trace/call_key.h"

#include <charconv>
#include <optional>

namespace rlmscope {
namespace {

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || ec != std::errc{} || end != text.data() + text.size() || value < 0) return {};
    if (text.size() > 1 && text.front() == '0') return {}; // one spelling per key
    return value;
}

/// Cuts off and returns what stands before the first '.'; all of it when there is none.
std::string_view cutField(std::string_view& text) {
    const auto dot = text.find('.');
    const auto field = text.substr(0, dot);
    text = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
    return field;
}

} // namespace

std::string CallKey::text() const {
    if (kind.empty()) return framePath; // no call: what started the root frame
    std::string text = framePath + "/t" + std::to_string(turn);
    if (kind == "frame") return text;
    if (kind == "final") return text + ".final";
    return text + ".c" + std::to_string(cell) + "." + kind + "." + request.text() + "." + std::to_string(occurrence);
}

std::optional<CallKey> CallKey::parse(std::string_view text) {
    const auto slash = text.rfind('/');
    if (slash == std::string_view::npos) return {};
    CallKey key;
    key.framePath = text.substr(0, slash);
    auto rest = text.substr(slash + 1);
    const auto turn = cutField(rest);
    if (turn.empty() || turn.front() != 't') return {};
    const auto turnNumber = number(turn.substr(1));
    if (!turnNumber) return {};
    key.turn = *turnNumber;
    key.kind = "frame";
    if (text.back() == '.') return {};
    if (rest.empty()) return key;
    if (rest == "final") {
        key.kind = "final";
        return key;
    }
    const auto cell = cutField(rest);
    if (cell.empty() || cell.front() != 'c') return {};
    const auto cellNumber = number(cell.substr(1));
    key.kind = cutField(rest);
    const auto request = BlobId::parse(cutField(rest));
    const auto occurrence = number(rest);
    if (!cellNumber || !request || !occurrence || key.kind.empty() || key.kind == "frame" || key.kind == "final")
        return {};
    key.cell = *cellNumber;
    key.request = *request;
    key.occurrence = *occurrence;
    return key;
}

} // namespace rlmscope
