// Any header and any bytes as a call whose texts are in a memory file: what comes out is valid UTF-8 and no more than the
// file held. Input: how many bytes the file may hold, the header, a line end, the file.
#include "base/memory_file.h"
#include "base/text.h"
#include "context/context.h"
#include "repl/messages.h"

#include <cstdint>
#include <cstdlib>
#include <unistd.h>

using namespace rlmscope;
using namespace rlmscope::repl;

namespace {

void check(bool good) {
    if (!good) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const std::uint64_t most = data[0] * 256u + data[1];
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
    const auto split = bytes.find('\n');
    if (split == std::string_view::npos) return 0;
    Frame frame;
    frame.header = bytes.substr(0, split);
    const std::string_view content = bytes.substr(split + 1);
    const auto parsed = parseWorkerMessage(frame);
    if (!parsed || !std::holds_alternative<BigCallMessage>(*parsed)) return 0;
    UniqueFd file(makeMemoryFile("fuzz"));
    if (!file || write(file.get(), content.data(), content.size()) != static_cast<ssize_t>(content.size())) return 0;
    const auto call = completeCall(frame, std::move(file), most);
    if (!call) return 0;
    check(!call->request.items.empty());
    for (const auto& item : call->request.items) {
        check(isValidUtf8(item.prompt));
        if (!item.context) continue;
        for (const auto& document : item.context->documents) check(isValidUtf8(document.text.view()) && document.stats == textStats(document.text));
    }
    return 0;
}
