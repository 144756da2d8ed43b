// Any bytes as a streamed reply of Anthropic.
#include "fuzz/stream_fuzz.h"
#include "providers/anthropic_stream.h"

using namespace rlmscope;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    return fuzz::stream(data, size, fuzz::eventsOf,
                        [](ReplyDecoder::Delta delta) { return std::make_unique<AnthropicDecoder>(std::move(delta)); });
}
