// Any bytes as a trace file: opening and reading everything ends with values or errors.
#include "trace/trace_reader.h"
#include "trace/run_tree.h"

#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <unistd.h>

using namespace rlmscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::string path = "/dev/shm/fuzz_trace." + std::to_string(getpid());
    const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, data, size) != static_cast<ssize_t>(size)) std::abort();
    close(fd);
    if (const auto reader = TraceReader::open(path)) {
        const auto runs = (*reader)->runs();
        for (const auto& run : runs ? *runs : std::vector<RunSummary>()) {
            RunTree tree(run.id);
            const auto status = (*reader)->forEachEvent(run.id, 1, [&](const Event& event) {
                tree.apply(event);
                if (const auto* output = std::get_if<CellOutput>(&event.body)) (void)(*reader)->load(output->text, 1 << 20);
                if (std::holds_alternative<ModelCallStarted>(event.body)) (void)(*reader)->messagesOf(run.id, event.node);
                return true;
            });
            (void)status;
            tree.markInterrupted();
        }
    }
    for (const char* suffix : {"", "-wal", "-shm"}) unlink((path + suffix).c_str());
    return 0;
}
