// Any bytes as a log of another tool, in every format: what is taken makes a tree without oddities whose totals are what the
// import said.
#include "exchange/import.h"
#include "trace/run_tree.h"
#include "trace/trace_reader.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <unistd.h>

using namespace rlmscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace fs = std::filesystem;
    static const fs::path folder = [] {
        const auto base = fs::exists("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path();
        auto path = base / ("rlmscope-fuzz-import-" + std::to_string(::getpid()));
        fs::create_directories(path);
        return path;
    }();
    const auto log = folder / "log", trace = folder / "trace.rlmscope";
    fs::remove(trace);
    std::FILE* file = std::fopen(log.c_str(), "wb");
    if (!file || std::fwrite(data, 1, size, file) != size) std::abort();
    std::fclose(file);
    ImportedFile imported;
    {
        auto importer = TraceImporter::open(trace);
        if (!importer) std::abort();
        imported = (*importer)->add(log);
        if (!(*importer)->finish()) std::abort();
    }
    if (imported.runs.empty() && !imported.error) std::abort();
    auto reader = TraceReader::open(trace);
    if (!reader) std::abort();
    for (const auto& run : imported.runs) {
        if (run.already) continue;
        RunTree tree(run.id);
        if (!(*reader)->forEachEvent(run.id, 1, [&](const Event& event) { return tree.apply(event), true; })) std::abort();
        if (tree.oddities() || tree.totals().modelCalls != run.modelCalls || tree.totals().usage != run.usage || tree.totals().cost != run.cost) std::abort();
    }
    return 0;
}
