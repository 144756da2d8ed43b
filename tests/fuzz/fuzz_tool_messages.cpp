// Any bytes as what the process of trusted tools says, in pieces: messages come out well formed or not at all.
#include "base/text.h"
#include "repl/tool_messages.h"

#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>

using namespace rlmscope;
using namespace rlmscope::repl;

namespace {

void check(bool good) {
    if (!good) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::size_t step = data[0] % 64 + 1;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    LineReader reader(1'000);
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        reader.push(bytes.substr(at, step));
        while (const auto line = reader.next()) {
            check(line->find('\n') == std::string::npos);
            const auto message = parseToolMessage(*line);
            if (!message) {
                check(isValidUtf8(message.error().message));
                continue;
            }
            check(isValidUtf8(message->text));
            if (message->op == ToolMessage::Op::Result) check(nlohmann::json::accept(message->text));
        }
        if (reader.overflown()) return 0;
    }
    return 0;
}
