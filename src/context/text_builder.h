#pragma once
// How a SharedText is made: bytes are appended, then sealed. Internal to this folder.
#include "context/shared_text.h"

#include <string>
#include <string_view>

namespace rlmscope {

/// Grows a text of known or unknown size. Below a size it is a string; from there on a memory file that is filled with
/// write(2), which reports a full memory as an error instead of a signal. (It is also quicker: 35 ms against 59 ms for
/// 100 MB, because nobody faults in the pages; and a worker can map it. But each takes a descriptor.)
class TextBuilder {
public:
    static constexpr std::size_t MemoryFileSize = std::size_t{64} << 20;      ///< always, from here on
    static constexpr std::size_t SmallMemoryFileSize = std::size_t{1} << 20;  ///< for texts of which there are few

    explicit TextBuilder(std::uint64_t expectedBytes = 0, std::size_t memoryFileFrom = MemoryFileSize);
    ~TextBuilder();
    TextBuilder(const TextBuilder&) = delete;
    TextBuilder& operator=(const TextBuilder&) = delete;

    Status append(std::string_view bytes);
    std::uint64_t size() const { return m_size; }

    /// The bytes as they are, valid UTF-8 or not: only for decoding them into another builder.
    Result<SharedText> finish();

private:
    Status openMemoryFile();
    Status writeAll(std::string_view bytes);

    const std::size_t m_memoryFileFrom;
    std::string m_string;
    std::uint64_t m_size = 0;
    int m_fd = -1;
};

/// Packs many small texts into shared blocks, so that a list of millions of strings costs its bytes and little more.
class TextArena {
public:
    SharedText add(std::string_view utf8); ///< must be valid UTF-8

private:
    static constexpr std::size_t BlockSize = std::size_t{1} << 20;
    std::shared_ptr<SharedText::Storage> m_block;
};

/// Checks UTF-8 and counts in pieces that may be cut anywhere.
class Utf8Scanner {
public:
    void push(std::string_view bytes);
    /// Whether everything pushed was whole, valid UTF-8.
    bool finish() { return m_valid && m_carrySize == 0; }
    /// False as soon as an invalid sequence was seen.
    bool validSoFar() const { return m_valid; }
    TextStats stats() const; ///< of everything pushed

private:
    void check(std::string_view bytes);

    TextStats m_stats;
    char m_last = '\n';
    bool m_valid = true;
    char m_carry[4] = {};
    std::size_t m_carrySize = 0;
};

} // namespace rlmscope
