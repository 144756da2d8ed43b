// Until a context is there: loading, making the image, mapping it in a worker; beside what plain Python does with the same
// file (read(2) and PyUnicode_DecodeUTF8), alternating in the same run. And the memory of 50 workers on one context. JSON.
// Usage: bench_repl_context [megabytes...]   (default 10 100 1000)
#include "context/context.h"
#include "repl/context_image.h"
#include "repl/worker_factory.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <unistd.h>
#include <vector>

using namespace rlmscope;
using namespace rlmscope::repl;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

double now() { return static_cast<double>(Clock::system().steady()) / 1e9; }

double seconds(const std::function<void()>& what) {
    const double start = now();
    what();
    return now() - start;
}

json summary(std::vector<double> times) {
    std::sort(times.begin(), times.end());
    const auto ms = [](double s) { return std::round(s * 1e5) / 100; };
    return {{"min_ms", ms(times.front())}, {"median_ms", ms(times[times.size() / 2])}, {"n", times.size()}};
}

[[noreturn]] void stop(const std::string& why) {
    std::fprintf(stderr, "%s\n", why.c_str());
    std::exit(1);
}

template<typename T>
T take(Result<T> result) {
    if (!result) stop(result.error().text());
    return *std::move(result);
}

std::string lineOf(const std::string& kind, std::size_t i) {
    const auto n = std::to_string(i);
    if (kind == "cjk") return "第" + n + "行:吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。\n";
    if (kind == "latin1") return "Zeile " + n + ": Müller übergab die Schlüssel für Tür " + n + " an José.\n";
    if (kind == "cyrillic") return "Строка " + n + ": съешь же ещё этих мягких французских булок, да выпей чаю.\n";
    return "2026-01-17 12:00:00 INFO worker-" + n + " handled request " + n + " in 17 ms\n";
}

std::string makeFile(const fs::path& folder, const std::string& kind, std::size_t megabytes) {
    const fs::path path = folder / (kind + ".txt");
    std::ofstream out(path, std::ios::binary);
    std::string piece = kind == "emoji" ? "😀\n" : "";
    std::size_t written = 0;
    for (std::size_t i = 0; written < megabytes << 20; ++i) {
        piece += lineOf(kind, i);
        if (piece.size() < 1u << 20) continue;
        out << piece;
        written += piece.size();
        piece.clear();
    }
    return path.string();
}

/// Seconds that plain Python takes for read and decode, measured inside of it.
double plainPython(const std::string& path) {
    const std::string command = "python3 -I -S -c \"import time, os\nt = time.perf_counter()\nf = os.open('" + path +
                                "', os.O_RDONLY)\nb = open(f, 'rb', buffering=0).read()\ns = b.decode('utf-8')\nprint(time.perf_counter() - t)\"";
    std::FILE* pipe = popen(command.c_str(), "r");
    double value = 0;
    if (!pipe || std::fscanf(pipe, "%lf", &value) != 1) stop("python3 does not run");
    pclose(pipe);
    return value;
}

ReplSpec specFor(std::shared_ptr<const Context> context) {
    ReplSpec spec;
    spec.context = std::move(context);
    return spec;
}

CellOutcome run(Repl& repl, const std::string& code) {
    CellObserver observer;
    observer.output = [](OutputStream, std::string_view, bool) {};
    auto outcome = repl.run(code, {600}, observer, {});
    if (outcome.status != CellStatus::Ok) stop(outcome.cause);
    return outcome;
}

json oneFile(const fs::path& folder, ReplFactory& mapping, ReplFactory& copying, const std::string& kind, std::size_t megabytes) {
    const std::string path = makeFile(folder, kind, megabytes);
    const int repeat = megabytes >= 500 ? 3 : 7;
    std::vector<double> load, image, mapped, copied, empty, scan, python;
    json sizes;
    for (int i = 0; i < repeat; ++i) {
        std::shared_ptr<const Context> context;
        load.push_back(seconds([&] {
            ContextRequest request;
            request.sources.push_back(ContextSource::ofPath(path));
            context = std::make_shared<const Context>(take(loadContext(request)));
        }));
        std::shared_ptr<const ContextImage> made;
        image.push_back(seconds([&] { made = take(ContextImage::make(context)); }));
        sizes = {{"shared_mb", made->sharedBytes() >> 20}, {"per_worker_mb", made->workerBytes() >> 20}};
        made.reset();
        const auto nothing = std::make_shared<const Context>(Context::ofText("x"));
        empty.push_back(seconds([&] { take(mapping.start(specFor(nothing), {})); }));
        const auto first = take(mapping.start(specFor(context), {})); // holds the image, as the root frame does
        std::unique_ptr<Repl> second;
        mapped.push_back(seconds([&] { second = take(mapping.start(specFor(context), {})); }));
        scan.push_back(seconds([&] { run(*second, "context.count('e')"); }));
        copied.push_back(seconds([&] { second = take(copying.start(specFor(context), {})); }));
        second.reset();
        python.push_back(plainPython(path));
    }
    std::error_code ignored;
    fs::remove(path, ignored);
    json out{{"kind", kind}, {"mb", megabytes}, {"load_file", summary(load)}, {"make_image", summary(image)}, {"image", sizes},
             {"start_empty", summary(empty)}, {"start_mapped", summary(mapped)}, {"start_copied", summary(copied)},
             {"first_scan", summary(scan)}, {"python_read_decode", summary(python)}};
    const auto median = [&out](const char* key) { return out[key]["median_ms"].get<double>(); };
    out["mapping_alone_ms"] = median("start_mapped") - median("start_empty");
    out["ready_over_python"] = (median("load_file") + median("make_image") + median("start_mapped")) / median("python_read_decode");
    return out;
}

/// Proportional memory and page tables of our workers, in MB.
json workersMemory() {
    double pss = 0, tables = 0;
    int workers = 0;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        std::ifstream status(entry.path() / "status");
        std::string line, name;
        long parent = 0;
        double table = 0;
        while (std::getline(status, line)) {
            if (line.starts_with("Name:")) name = line.substr(6);
            if (line.starts_with("PPid:")) parent = std::atol(line.c_str() + 5);
            if (line.starts_with("VmPTE:")) table = std::atof(line.c_str() + 6) / 1024;
        }
        if (parent != getpid() || !name.starts_with("rlmscope-worker")) continue;
        std::ifstream rollup(entry.path() / "smaps_rollup");
        while (std::getline(rollup, line))
            if (line.starts_with("Pss:")) pss += std::atof(line.c_str() + 4) / 1024;
        tables += table;
        ++workers;
    }
    return {{"processes", workers}, {"pss_mb", std::round(pss)}, {"page_tables_mb", std::round(tables)}};
}

json fiftyWorkers(ReplFactory& factory, std::size_t megabytes) {
    const auto context = std::make_shared<const Context>(Context::ofText(std::string(megabytes << 20, 'x')));
    const double before = now();
    std::vector<std::unique_ptr<Repl>> repls;
    for (int i = 0; i < 50; ++i) repls.push_back(take(factory.start(specFor(context), {})));
    json out{{"mb", megabytes}, {"start_all_ms", std::round((now() - before) * 1e3)}, {"idle", workersMemory()}};
    for (auto& repl : repls) run(*repl, "context.count('y')");
    out["after_scan"] = workersMemory();
    return out;
}

} // namespace

int main(int argc, char** argv) {
    std::vector<std::size_t> sizes;
    for (int i = 1; i < argc; ++i) sizes.push_back(std::strtoul(argv[i], nullptr, 10));
    if (sizes.empty()) sizes = {10, 100, 1000};
    char name[] = "/tmp/rlmscope-bench-XXXXXX";
    if (!mkdtemp(name)) stop("no folder");
    const fs::path folder = name;
    WorkerOptions copy;
    copy.mapContext = false;
    json out{{"bench", "repl_context"}, {"contexts", json::array()}, {"fifty_workers", json::array()}};
    {
        const auto mapping = take(makeWorkerReplFactory()), copying = take(makeWorkerReplFactory(copy));
        for (const auto size : sizes) out["contexts"].push_back(oneFile(folder, *mapping, *copying, "ascii", size));
        const auto some = std::min<std::size_t>(100, sizes.back());
        for (const char* kind : {"cjk", "emoji", "latin1", "cyrillic"}) out["contexts"].push_back(oneFile(folder, *mapping, *copying, kind, some));
    }
    {
        const auto factory = take(makeWorkerReplFactory());
        for (const auto size : {std::size_t{1}, sizes.back()}) out["fifty_workers"].push_back(fiftyWorkers(*factory, size));
    }
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    std::printf("%s\n", out.dump(2).c_str());
    return 0;
}
