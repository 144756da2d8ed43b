#pragma once
// Immutable UTF-8 text with shared ownership. Copies and slices are cheap (a pointer and a view), safe to hand to any
// thread, and keep the bytes alive. The bytes are always valid UTF-8.
//
// Big texts live in a sealed memory file (memfd): no other process can truncate it under us (a mapped file of the user
// could, and the reader would die of SIGBUS), nobody can change it, and a worker process can map the same pages.
// The price is one copy out of the page cache, made while the text is checked.
#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

class SharedText {
public:
    SharedText() = default; ///< empty text

    /// Takes the bytes; invalid sequences become U+FFFD.
    explicit SharedText(std::string bytes);

    std::string_view view() const { return m_view; }
    operator std::string_view() const { return m_view; }
    std::size_t size() const { return m_view.size(); }
    bool empty() const { return m_view.empty(); }
    std::string string() const { return std::string(m_view); }

    /// A part that shares the bytes. Both ends must lie on character boundaries (asserted) and inside the text.
    SharedText slice(std::size_t offset, std::size_t length) const;

    /// Where the bytes lie in a sealed memory file, when they do: [offset, offset + size()) of fd. At least one zero
    /// byte follows the last byte of the whole file. The descriptor belongs to the text: duplicate it to keep it.
    struct MemoryFile {
        int fd = -1;
        std::uint64_t offset = 0;
        bool zeroFollows = false; ///< right after this text, which may be a slice
    };
    std::optional<MemoryFile> memoryFile() const;

    bool operator==(const SharedText& other) const { return m_view == other.m_view; }

    /// Texts that another process wrote into a memory file of ours, without a copy. Nothing about the file is believed: it
    /// is sealed, it must not be longer than `most` bytes, and what is not valid UTF-8 is repaired (in a copy). Takes the
    /// descriptor. Errors: the file cannot be sealed because somebody can still write to it; ranges outside of it, or more
    /// text than the file may hold; no memory.
    struct Range {
        std::uint64_t offset = 0, length = 0;
    };
    static Result<std::vector<SharedText>> adopt(int fd, std::uint64_t most, const std::vector<Range>& ranges);

private:
    friend class TextBuilder;
    friend class TextArena;
    struct Storage;
    SharedText(std::shared_ptr<const Storage> storage, std::string_view view);

    std::shared_ptr<const Storage> m_storage;
    std::string_view m_view;
};

/// What one pass over a text finds.
struct TextStats {
    std::uint64_t bytes = 0;
    std::uint64_t chars = 0;       ///< code points: what Python's len() says
    std::uint64_t lines = 0;       ///< newline characters, plus one for a last line without one
    unsigned char highestByte = 0; ///< decides charWidth()

    bool ascii() const { return highestByte < 0x80; }
    /// Bytes per character of this text as a Python str: 1, 2 or 4. One emoji makes the whole str four wide.
    int charWidth() const { return highestByte <= 0xC3 ? 1 : highestByte <= 0xEF ? 2 : 4; }
    TextStats& operator+=(const TextStats& other); ///< totals of separate documents
    bool operator==(const TextStats&) const = default;
};
TextStats textStats(std::string_view utf8);

} // namespace rlmscope
