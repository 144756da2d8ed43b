#include "trace/messages.h"

#include "base/text.h"

namespace rlmscope {

Text::Text(std::string text) : size(text.size()) {
    if (size != 0) bytes = std::make_shared<const std::string>(std::move(text));
}

Text Text::stored(BlobId id, std::uint64_t size) {
    Text text;
    text.id = id;
    text.size = size;
    return text;
}

std::string Text::firstWords(std::size_t codePoints) const {
    return oneLine(loaded() ? view() : head ? std::string_view(*head) : std::string_view(), codePoints);
}

bool Text::operator==(const Text& other) const {
    if (size != other.size) return false;
    if (loaded() && other.loaded()) return view() == other.view();
    const auto name = [](const Text& t) { return t.id.isNull() && t.loaded() ? BlobId::of(t.view()) : t.id; };
    return name(*this) == name(other);
}

std::string_view toString(Role role) {
    switch (role) {
    case Role::System: return "system";
    case Role::User: return "user";
    case Role::Assistant: return "assistant";
    }
    return "user";
}

std::string_view toString(PartKind kind) {
    switch (kind) {
    case PartKind::Text: return "text";
    case PartKind::Reasoning: return "reasoning";
    case PartKind::Image: return "image";
    case PartKind::Opaque: return "opaque";
    }
    return "text";
}

Message Message::text(Role role, std::string text) {
    Message message;
    message.role = role;
    message.parts.push_back({PartKind::Text, Text(std::move(text)), {}});
    return message;
}

std::string Message::plainText() const {
    return rlmscope::plainText(parts);
}

std::string plainText(const std::vector<Part>& parts) {
    std::string text;
    for (const auto& part : parts)
        if (part.kind == PartKind::Text) text += part.text.view();
    return text;
}

} // namespace rlmscope
