// Any bytes as what a worker says, in pieces: frames and messages come out well formed or not at all.
#include "base/text.h"
#include "context/context.h"
#include "repl/messages.h"

#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>

using namespace rlmscope;
using namespace rlmscope::repl;

namespace {

void check(bool good) {
    if (!good) std::abort();
}

void checkMessage(const WorkerMessage& message) {
    if (const auto* done = std::get_if<DoneMessage>(&message)) {
        check(isValidUtf8(done->traceback) && isValidUtf8(done->message) && isValidUtf8(done->exception));
        if (done->final) check(nlohmann::json::accept(done->final->json) && isValidUtf8(done->final->text));
        for (const auto& variable : done->variables) check(isValidUtf8(variable.name) && isValidUtf8(variable.preview));
    } else if (const auto* call = std::get_if<CallMessage>(&message)) {
        check(call->call != 0 && !call->request.items.empty());
        for (const auto& item : call->request.items) check(isValidUtf8(item.prompt));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::size_t step = data[0] % 64 + 1;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    FrameReader reader;
    Frame frame;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        reader.push(bytes.substr(at, step));
        while (reader.next(frame) == FrameReader::State::Ready) {
            const auto parsed = parseWorkerMessage(frame);
            if (parsed) checkMessage(*parsed);
        }
    }
    // The messages alone: the lengths in front are hard to guess.
    const auto split = bytes.find('\n');
    frame.header = bytes.substr(0, split);
    frame.body = split == std::string_view::npos ? "" : bytes.substr(split + 1);
    const auto parsed = parseWorkerMessage(frame);
    if (parsed) checkMessage(*parsed);
    return 0;
}
