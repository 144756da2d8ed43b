// Opening a recorded run: bench_open [NODES...]. How long until its tree stands, against reading the file's bytes and against
// looking at the events without folding them, in the same run. The traces are made once, in the build folder.
#include "support/big_tree.h"
#include "trace/run_tree.h"
#include "trace/trace_reader.h"

#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

double msSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

/// Of all threads: tells more than the clock on a machine that is not alone.
double cpuMs() { return static_cast<double>(std::clock()) * 1000 / CLOCKS_PER_SEC; }

template<typename F>
double best(int times, F&& run) {
    double least = 1e12;
    for (int i = 0; i < times; ++i) {
        const auto start = std::chrono::steady_clock::now();
        run();
        least = std::min(least, msSince(start));
    }
    return least;
}

nlohmann::json measure(const BigShape& shape) {
    std::string problem;
    const auto made = std::chrono::steady_clock::now();
    const auto path = bigTrace(shape, RLMSCOPE_BENCH_DATA, &problem);
    if (path.empty()) return {{"error", problem}};
    const double makeMs = msSince(made);
    auto reader = TraceReader::open(path);
    if (!reader) return {{"error", reader.error().text()}};
    const auto run = (*reader)->runs()->front();
    const int times = shape.nodes > 300'000 ? 2 : 4;
    const double bytesMs = best(times, [&] {
        std::ifstream in(path, std::ios::binary);
        std::string block(1 << 20, '\0');
        while (in.read(block.data(), static_cast<std::streamsize>(block.size()))) {}
    });
    std::uint64_t events = 0;
    const double decodeMs = best(times, [&] {
        events = 0;
        (void)(*reader)->forEachEvent(run.id, 1, [&](const Event&) { return ++events > 0; });
    });
    std::size_t nodes = 0, memory = 0;
    const double decodeCpu = cpuMs();
    (void)(*reader)->forEachEvent(run.id, 1, [](const Event&) { return true; });
    const double openCpu = cpuMs();
    {
        RunTree tree(run.id);
        (void)(*reader)->forEachEvent(run.id, 1, [&](const Event& event) { return tree.apply(event), true; });
    }
    const double endCpu = cpuMs();
    const double openMs = best(times, [&] {
        RunTree tree(run.id);
        (void)(*reader)->forEachEvent(run.id, 1, [&](const Event& event) {
            tree.apply(event);
            return true;
        });
        nodes = tree.nodes().size();
        memory = tree.memory();
    });
    return {{"nodes", nodes}, {"events", events}, {"file_bytes", std::filesystem::file_size(path)}, {"made_ms", makeMs}, {"read_bytes_ms", bytesMs},
            {"decode_ms", decodeMs}, {"open_ms", openMs}, {"decode_cpu_ms", openCpu - decodeCpu}, {"open_cpu_ms", endCpu - openCpu}, {"index_bytes_per_node", memory / nodes}};
}

} // namespace

int main(int argc, char** argv) {
    nlohmann::json out{{"benchmark", "open"}, {"cases", nlohmann::json::array()}};
    std::vector<BigShape> shapes;
    for (int i = 1; i < argc; ++i) shapes.push_back(BigShape::mixed(static_cast<std::uint32_t>(std::stoul(argv[i]))));
    if (shapes.empty()) shapes = {BigShape::mixed(1'000), BigShape::mixed(100'000), BigShape::mixed(1'000'000), BigShape::chain(10'000)};
    for (const auto& shape : shapes) {
        auto result = measure(shape);
        result["shape"] = shape.name();
        out["cases"].push_back(std::move(result));
    }
    std::puts(out.dump(2).c_str());
}
