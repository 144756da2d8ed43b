#pragma once
// Any bytes as a streamed reply, cut anywhere: the parser gives the same pieces as without a cut, and the decoder of an
// API family survives them with counts that make sense.
#include "base/text.h"
#include "providers/ndjson.h"
#include "providers/reply_decoder.h"
#include "providers/sse.h"

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace rlmscope::fuzz {

using Pieces = std::vector<std::string>;

inline Pieces eventsOf(std::string_view bytes, std::size_t step) {
    Pieces pieces;
    SseParser parser([&](const SseEvent& event) { pieces.push_back(event.data); });
    for (std::size_t at = 0; at < bytes.size(); at += step) parser.push(bytes.substr(at, step));
    parser.finish();
    return pieces;
}

inline Pieces linesOf(std::string_view bytes, std::size_t step) {
    Pieces pieces;
    NdjsonParser parser([&](std::string_view line) { pieces.emplace_back(line); });
    for (std::size_t at = 0; at < bytes.size(); at += step) parser.push(bytes.substr(at, step));
    parser.finish();
    return pieces;
}

inline void check(const ReplyDecoder& decoder) {
    const ModelReply reply = decoder.reply();
    if (reply.usage.input() < 0 || reply.usage.output < 0 || reply.usage.reasoning > reply.usage.output) std::abort();
    if (plainText(reply.parts) != decoder.text()) std::abort();
    if (!isValidUtf8(reply.raw) || !isValidUtf8(decoder.text()) || !isValidUtf8(decoder.reasoning())) std::abort();
    if (decoder.error()) failureFrom({"m", "h", "", false}, *decoder.error());
}

/// `make` takes a Delta and gives a decoder.
template<typename Split, typename Make>
int stream(const unsigned char* data, std::size_t size, Split split, Make make) {
    if (size == 0) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const Pieces whole = split(bytes, bytes.size() + 1);
    if (whole != split(bytes, 1 + data[0] % 17)) std::abort();
    std::string heard;
    const std::unique_ptr<ReplyDecoder> decoder = make([&](PartKind kind, std::string_view text) {
        if (kind == PartKind::Text) heard += text;
    });
    for (const std::string& piece : whole) {
        if (!isValidUtf8(piece)) std::abort();
        decoder->event(piece);
    }
    if (decoder->text() != heard) std::abort();
    check(*decoder);
    decoder->objection();
    const std::unique_ptr<ReplyDecoder> another = make(nullptr);
    another->whole(bytes);
    check(*another);
    return 0;
}

} // namespace rlmscope::fuzz
