// Any bytes as a streamed reply of Ollama: lines of JSON.
#include "fuzz/stream_fuzz.h"
#include "providers/ollama_stream.h"

using namespace rlmscope;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const Tokens least = leastTokensOf(bytes);
    if (least < 0 || least > static_cast<Tokens>(size)) std::abort();
    return fuzz::stream(data, size, fuzz::linesOf, [least](ReplyDecoder::Delta delta) {
        return std::make_unique<OllamaDecoder>(std::move(delta), OllamaSent{"m", "h", 4'096, least, 100});
    });
}
