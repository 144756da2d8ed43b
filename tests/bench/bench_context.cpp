// Loading a text file: time and peak memory, against plain read(2) of the same file into one buffer. Each measurement
// runs in a process of its own, so that peaks do not mix; the two kinds alternate. Files are in the page cache.
// Usage: bench_context [megabytes...]   (default 10 100 1000)
#include "context/context.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iostream>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace rlmscope;

namespace {

struct Measured {
    double seconds = 0;
    double peakMb = 0;       // resident; pages of a memory file count only once they were touched
    double memoryFileMb = 0; // held in memory files
    bool ok = false;
};

std::string lineOf(const std::string& kind, std::size_t i) {
    const auto n = std::to_string(i);
    if (kind == "ascii") return "2026-01-17 12:00:00 INFO worker-" + n + " handled request " + n + " in 17 ms\n";
    if (kind == "western") return "Zeile " + n + ": Müller übergab die Schlüssel für Tür " + n + " an José.\n";
    if (kind == "cjk") return "第" + n + "行:吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。\n";
    return "{\"id\": " + n + ", \"text\": \"record number " + n + "\", \"tags\": [\"a\", \"b\"]}\n";
}

std::string makeFile(const std::string& folder, const std::string& kind, std::size_t bytes) {
    const auto path = folder + "/" + kind + (kind == "jsonl" ? ".jsonl" : ".txt");
    std::ofstream out(path, std::ios::binary);
    std::string piece;
    std::size_t written = 0;
    for (std::size_t i = 0; written < bytes; ++i) {
        piece += lineOf(kind, i);
        if (piece.size() < 1 << 20) continue;
        out << piece;
        written += piece.size();
        piece.clear();
    }
    return path;
}

bool loadIt(const std::string& path, Measured& measured) {
    ContextRequest request;
    request.sources.push_back(ContextSource::ofPath(path));
    const auto context = loadContext(request);
    if (!context.ok()) std::cerr << context.error().text() << "\n";
    if (!context.ok()) return false;
    for (const auto& document : context->documents)
        if (document.text.memoryFile()) measured.memoryFileMb += static_cast<double>(document.text.size()) / 1048576;
    return context->totals.bytes > 0;
}

bool readIt(const std::string& path, Measured&) {
    const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat info {};
    if (fd < 0 || fstat(fd, &info) != 0) return false;
    const auto size = static_cast<std::size_t>(info.st_size);
    char* buffer = static_cast<char*>(std::malloc(size));
    std::size_t have = 0;
    while (buffer && have < size) {
        const auto n = read(fd, buffer + have, size - have);
        if (n <= 0) break;
        have += static_cast<std::size_t>(n);
    }
    close(fd);
    std::free(buffer);
    return have == size;
}

Measured inChild(bool (*work)(const std::string&, Measured&), const std::string& path) {
    int ends[2];
    Measured measured;
    if (pipe(ends) != 0) return measured;
    const pid_t child = fork();
    if (child == 0) {
        const auto start = std::chrono::steady_clock::now();
        measured.ok = work(path, measured);
        measured.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        measured.peakMb = static_cast<double>(usage.ru_maxrss) / 1024;
        const bool sent = write(ends[1], &measured, sizeof measured) == sizeof measured;
        _exit(sent ? 0 : 1);
    }
    close(ends[1]);
    if (read(ends[0], &measured, sizeof measured) != sizeof measured) measured.ok = false;
    close(ends[0]);
    waitpid(child, nullptr, 0);
    return measured;
}

nlohmann::json toJson(std::vector<Measured> all) {
    std::sort(all.begin(), all.end(), [](const Measured& a, const Measured& b) { return a.seconds < b.seconds; });
    return {{"min_s", all.front().seconds},
            {"median_s", all[all.size() / 2].seconds},
            {"peak_mb", all.front().peakMb},
            {"memory_file_mb", all.front().memoryFileMb},
            {"ok", std::all_of(all.begin(), all.end(), [](const Measured& m) { return m.ok; })}};
}

} // namespace

int main(int argc, char** argv) {
    std::vector<std::size_t> sizes;
    for (int i = 1; i < argc; ++i) sizes.push_back(std::strtoull(argv[i], nullptr, 10));
    if (sizes.empty()) sizes = {10, 100, 1000};
    char folder[] = "/tmp/rlmscope-bench-XXXXXX";
    if (!mkdtemp(folder)) return 1;
    nlohmann::json results = nlohmann::json::array();
    for (const auto megabytes : sizes) {
        for (const std::string kind : {"ascii", "western", "cjk", "jsonl"}) {
            const auto path = makeFile(folder, kind, megabytes * 1'000'000);
            std::vector<Measured> ours, plain;
            for (int round = 0; round < 3; ++round) {
                plain.push_back(inChild(readIt, path));
                ours.push_back(inChild(loadIt, path));
            }
            results.push_back(
                {{"kind", kind}, {"mb", megabytes}, {"load", toJson(ours)}, {"read", toJson(plain)}});
            unlink(path.c_str());
        }
    }
    rmdir(folder);
    std::cout << nlohmann::json{{"bench", "context"}, {"results", results}}.dump(1) << "\n";
}
