// Any bytes, cut anywhere: the lines are the same as in one piece, whole, without line ends, and valid UTF-8.
#include "fuzz/stream_fuzz.h"

using namespace rlmscope;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const fuzz::Pieces whole = fuzz::linesOf(bytes, bytes.size() + 1);
    if (whole != fuzz::linesOf(bytes, 1 + data[0] % 17)) std::abort();
    for (const std::string& line : whole)
        if (line.empty() || line.find('\n') != std::string::npos || !isValidUtf8(line)) std::abort();
    NdjsonParser bounded([&](std::string_view line) {
        if (line.size() > 64 * 3) std::abort(); // one invalid byte becomes U+FFFD, three bytes
    }, 64);
    bounded.push(bytes);
    bounded.finish();
    return 0;
}
