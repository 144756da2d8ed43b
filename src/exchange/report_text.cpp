#include "exchange/report_text.h"

#include "base/text.h"

#include <algorithm>
#include <cmath>

namespace rlmscope::report {

namespace {
constexpr std::size_t WhenFull = 200; ///< bytes that a text still gets when the room is used up
}

std::string_view headBytes(std::string_view utf8, std::size_t most) {
    if (utf8.size() <= most) return utf8;
    std::size_t end = most;
    // At most three bytes back: what goes on longer is no UTF-8 anyway.
    for (int back = 0; back < 3 && end > 0 && (static_cast<unsigned char>(utf8[end]) & 0xC0) == 0x80; ++back) --end;
    return utf8.substr(0, end);
}

std::size_t Texts::allowed(std::size_t most) const {
    return std::min(most, std::max(m_room, WhenFull));
}

std::string Texts::head(const Text& text, std::size_t most) {
    if (text.loaded()) return toValidUtf8(headBytes(text.view(), most));
    // Four bytes more show where the last character ends.
    auto loaded = m_reader.loadSlice(text, 0, std::min<std::uint64_t>(text.size, most + 4));
    if (!loaded) return "[" + loaded.error().message + "]";
    return toValidUtf8(headBytes(*loaded, most));
}

Json Texts::made(std::string text, std::uint64_t bytes) {
    m_room -= std::min(m_room, text.size());
    return {{"text", std::move(text)}, {"bytes", bytes}};
}

Json Texts::operator()(const Text& text, std::size_t most) {
    const auto room = allowed(most);
    auto out = made(head(text, room), text.size);
    out["cut"] = text.size > room;
    return out;
}

Json Texts::operator()(const std::vector<Part>& parts, std::size_t most, PartKind kind) {
    const auto room = allowed(most);
    std::string joined;
    std::uint64_t bytes = 0;
    for (const auto& part : parts) {
        if (part.kind != kind) continue;
        bytes += part.text.size;
        if (joined.size() < room) joined += head(part.text, room - joined.size());
    }
    auto out = made(std::move(joined), bytes);
    out["cut"] = bytes > room;
    return out;
}

Json costJson(PicoUsd cost, bool unknown) {
    return {{"usd", cost.exact()}, {"unknown", unknown}};
}

Json usageJson(const Usage& usage) {
    return {{"input", usage.input()}, {"cached", usage.cacheRead}, {"output", usage.output}, {"reasoning", usage.reasoning}};
}

Json errorJson(const std::optional<Error>& error) {
    if (!error) return nullptr;
    return {{"kind", toString(error->kind)}, {"message", toValidUtf8(headBytes(error->message, 4'000))},
            {"hint", toValidUtf8(headBytes(error->hint, 1'000))}};
}

double seconds(Nanos nanos) {
    return std::round(static_cast<double>(nanos) / 1e5) / 1e4;
}

} // namespace rlmscope::report
