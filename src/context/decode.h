#pragma once
// Which encoding bytes are in, and decoding them to UTF-8. Internal to this folder.
#include "base/cancel.h"
#include "context/text_builder.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace rlmscope {

/// How many bytes at the start decide whether a file is text.
constexpr std::size_t SniffSize = 8192;

/// Why the start of a file says that it is not text ("binary (PNG image)"); empty when it may be text. UTF-16 and
/// UTF-32 are recognised by their mark, or without one by units that all are printable.
std::string binaryReason(std::string_view head);

struct Encoding {
    std::string name = "UTF-8"; ///< for people and for iconv, see decode()
    std::size_t markBytes = 0;  ///< byte order mark to leave out
    bool guessed = false;
};

/// By mark, or UTF-16/32 without one; UTF-8 otherwise. The start of the file is enough.
Encoding encodingOfHead(std::string_view head);

/// For bytes that are not valid UTF-8 although nothing at their start says otherwise: UTF-8 with some damage, or
/// what their statistics say. Never fails: WINDOWS-1252 reads everything.
Encoding guessEncoding(std::string_view bytes);

struct Decoded {
    SharedText text;
    TextStats stats;
    std::uint64_t replaced = 0; ///< sequences that became U+FFFD
};

/// Decodes bytes (without the mark). The error is a full memory or a cancellation.
Result<Decoded> decode(std::string_view bytes, const Encoding& encoding, const CancelToken& cancel);

} // namespace rlmscope
