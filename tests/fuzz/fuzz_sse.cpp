// Any bytes, cut anywhere: the parser gives the same events as in one piece, and the chat decoder survives them.
#include "base/text.h"
#include "providers/openai_stream.h"
#include "providers/sse.h"

#include <cstdlib>
#include <utility>
#include <vector>

using namespace rlmscope;

namespace {
using Events = std::vector<std::pair<std::string, std::string>>;

Events parse(std::string_view bytes, std::size_t step, ChatDecoder* decoder) {
    Events events;
    SseParser parser([&](const SseEvent& event) {
        events.emplace_back(event.type, event.data);
        if (decoder) decoder->event(event.data);
    });
    for (std::size_t at = 0; at < bytes.size(); at += step) parser.push(bytes.substr(at, step));
    parser.finish();
    return events;
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size == 0) return 0;
    const std::size_t step = 1 + data[0] % 17;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    std::string heard;
    ChatDecoder decoder([&](PartKind kind, std::string_view text) { if (kind == PartKind::Text) heard += text; }, true);
    const Events whole = parse(bytes, bytes.size() + 1, &decoder);
    if (whole != parse(bytes, step, nullptr)) std::abort();
    for (const auto& [type, text] : whole)
        if (!isValidUtf8(type) || !isValidUtf8(text)) std::abort();
    if (decoder.text() != heard) std::abort();
    const ModelReply reply = decoder.reply();
    if (reply.usage.input() < 0 || reply.usage.output < 0 || reply.usage.reasoning > reply.usage.output) std::abort();
    ChatDecoder another(nullptr);
    another.whole(bytes);
    another.reply();
    return 0;
}
