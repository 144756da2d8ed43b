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

void checkPage(const ValuePage& page) {
    check(isValidUtf8(page.type) && isValidUtf8(page.shape) && isValidUtf8(page.text) && isValidUtf8(page.output));
    for (const auto& item : page.items) check(isValidUtf8(item.key) && isValidUtf8(item.type) && isValidUtf8(item.preview));
    for (const auto& column : page.columns) check(isValidUtf8(column));
    for (const auto& row : page.rows)
        for (const auto& text : row) check(isValidUtf8(text));
}

void checkMessage(const WorkerMessage& message) {
    if (const auto* done = std::get_if<DoneMessage>(&message)) {
        check(isValidUtf8(done->traceback) && isValidUtf8(done->message) && isValidUtf8(done->exception));
        if (done->final) check(nlohmann::json::accept(done->final->json) && isValidUtf8(done->final->text));
        for (const auto& variable : done->variables) check(isValidUtf8(variable.name) && isValidUtf8(variable.preview));
    } else if (const auto* call = std::get_if<CallMessage>(&message)) {
        check(call->call != 0 && !call->request.items.empty());
        for (const auto& item : call->request.items) check(isValidUtf8(item.prompt));
    } else if (const auto* value = std::get_if<ValueMessage>(&message)) {
        if (value->page) checkPage(*value->page);
        else check(isValidUtf8(value->page.error().message));
    } else if (const auto* forked = std::get_if<ForkedMessage>(&message)) {
        check(isValidUtf8(forked->error));
    } else if (const auto* failed = std::get_if<FailedMessage>(&message)) {
        check(isValidUtf8(failed->message));
    } else if (const auto* sandbox = std::get_if<SandboxMessage>(&message)) {
        for (const auto& missing : sandbox->sandbox.missing) check(isValidUtf8(missing));
    } else if (const auto* ready = std::get_if<ReadyMessage>(&message)) {
        for (const auto& tool : ready->tools) check(isValidUtf8(tool.name) && isValidUtf8(tool.signature) && isValidUtf8(tool.doc));
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
