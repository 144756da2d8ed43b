#pragma once
// What a language model reads and writes: messages made of parts. Text parts work today; image and opaque provider
// parts are carried unchanged, so that nothing needs a redesign when they arrive.
#include "base/ids.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

/// A text in an event. In a live process it holds the bytes; read from a trace it may hold only their name, and
/// TraceReader::load() fetches them. Immutable, cheap to copy. UTF-8.
struct Text {
    std::shared_ptr<const std::string> bytes; ///< null = not loaded (or empty when size == 0)
    BlobId id;                                ///< null while only in memory
    std::uint64_t size = 0;
    /// First words, one line, of a text that is not loaded (HeadCodePoints at most); null = unknown. For labels only.
    std::shared_ptr<const std::string> head;
    static constexpr std::size_t HeadCodePoints = 60;

    Text() = default;
    Text(std::string text);
    Text(const char* text) : Text(std::string(text)) {}
    static Text stored(BlobId id, std::uint64_t size);

    bool empty() const { return size == 0; }
    bool loaded() const { return bytes != nullptr || size == 0; }
    /// The bytes; empty when not loaded.
    std::string_view view() const { return bytes ? std::string_view(*bytes) : std::string_view(); }
    /// One line for a label, loaded or not: the same for both while codePoints <= HeadCodePoints.
    std::string firstWords(std::size_t codePoints = HeadCodePoints) const;
    /// Equal content (by name when either is not loaded).
    bool operator==(const Text& other) const;
};

enum class PartKind : std::uint8_t { Text, Reasoning, Image, Opaque };
std::string_view toString(PartKind kind);

struct Part {
    PartKind kind = PartKind::Text;
    Text text;        ///< Text, Reasoning: the words. Image: the bytes. Opaque: provider JSON, returned unchanged
    std::string mime; ///< Image only
    bool operator==(const Part&) const = default;
};

enum class Role : std::uint8_t { System, User, Assistant };
std::string_view toString(Role role);

struct Message {
    Role role = Role::User;
    std::vector<Part> parts;
    bool operator==(const Message&) const = default;

    static Message text(Role role, std::string text);
    /// All text parts joined.
    std::string plainText() const;
};

std::string plainText(const std::vector<Part>& parts);

} // namespace rlmscope
