// Importing a log: seconds and peak memory against what cannot be avoided (reading the bytes and looking for line ends) and
// against Python's json.loads of the same lines. Each measurement runs in a process of its own, so that peaks do not mix.
// Usage: bench_import [megabytes...]   (default 10 100 1000)
// rlm: turns with a context of 1 MB in each, as the reference writes them. fast-rlm: many small rows. deep: frames in frames.
#include "exchange/import.h"
#include "trace/run_tree.h"
#include "trace/trace_reader.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace rlmscope;

namespace {

struct Measured {
    double seconds = 0, cpuSeconds = 0, peakMb = 0, traceMb = 0;
    std::uint64_t nodes = 0;
    bool ok = false;
};

void rlmLog(std::ofstream& out, std::size_t size) {
    std::string context;
    for (std::size_t i = 0; context.size() < 1'000'000; ++i) context += "entry " + std::to_string(i * 2654435761U % 1000003) + ": the harbour was quiet. ";
    out << R"({"type":"metadata","timestamp":"2026-01-02T03:04:05","root_model":"m","max_depth":1,"max_iterations":30,"backend":"openai"})" << "\n";
    std::size_t written = 0;
    for (int i = 1; written < size; ++i) {
        nlohmann::json calls = nlohmann::json::array();
        for (int c = 0; c < 20; ++c) {
            const auto at = static_cast<std::size_t>(i * 20 + c) * 977 % 900'000;
            calls.push_back({{"root_model", "m-mini"}, {"prompt", "Count the ships:\n" + context.substr(at, 4000)}, {"response", "In part " + std::to_string(i * 20 + c) + " there are " + std::to_string(c) + "."}, {"execution_time", 0.5 + c},
                             {"usage_summary", {{"model_usage_summaries", {{"m-mini", {{"total_calls", 1}, {"total_input_tokens", 1000 + c}, {"total_output_tokens", 12}}}}}, {"total_cost", 0.001}}}});
        }
        const nlohmann::json turn{{"type", "iteration"}, {"iteration", i}, {"timestamp", "2026-01-02T03:05:00"}, {"prompt", {{{"role", "user"}, {"content", "Turn " + std::to_string(i)}}}}, {"response", "Let me look at part " + std::to_string(i)},
                                  {"code_blocks", {{{"code", "for part in parts: print(llm_query(part))"}, {"result", {{"stdout", "In part there are 3.\n"}, {"stderr", ""}, {"locals", {{"context", context}, {"i", i}}}, {"execution_time", 2.5}, {"rlm_calls", calls}}}}}},
                                  {"final_answer", nullptr}, {"iteration_time", 4.0}};
        const auto line = turn.dump() + "\n";
        out << line;
        written += line.size();
    }
}

void fastLog(std::ofstream& out, std::size_t size) {
    std::size_t written = 0;
    for (int i = 0; written < size; ++i) {
        const int agent = i / 5;
        nlohmann::json row{{"level", 30}, {"time", 1767323045000LL + i * 100}, {"run_id", std::to_string(1767323045000LL + agent * 500) + "-a" + std::to_string(agent)}, {"depth", agent ? 1 : 0}, {"step", i % 5}, {"event_type", "execution_result"},
                           {"code", "r = context[" + std::to_string(i) + ":]\nprint(len(r))"}, {"output", "[FULL OUTPUT SHOWN]... " + std::to_string(i * 7919) + "\n"}, {"hasError", false}, {"reasoning", "I look at the next part, number " + std::to_string(i)},
                           {"usage", {{"prompt_tokens", 900 + i % 100}, {"completion_tokens", 40}, {"total_tokens", 940}, {"cached_tokens", 512}, {"reasoning_tokens", 0}, {"cost", 0.0002}}}};
        if (agent) row["parent_run_id"] = "1767323045000-a0";
        const auto line = row.dump() + "\n";
        out << line;
        written += line.size();
    }
}

void deepLog(std::ofstream& out, std::size_t depth) {
    out << R"({"type":"metadata","timestamp":"2026-01-02T03:04:05","root_model":"m","max_depth":9,"max_iterations":4,"backend":"openai"})" << "\n";
    const std::string open = R"x({"type":"iteration","iteration":1,"timestamp":"2026-01-02T03:05:00","prompt":[{"role":"user","content":"Turn 1/4"}],"response":"r","iteration_time":1,"code_blocks":[{"code":"rlm_query(p)","result":{"stdout":"","stderr":"","locals":{},"execution_time":1,"rlm_calls":[)x";
    for (std::size_t i = 0; i < depth; ++i) out << open << R"({"root_model":"m","prompt":"p","response":"deep","execution_time":1,"usage_summary":{},"metadata":{"iterations":[)";
    out << open << "]}}],\"final_answer\":\"d\"}";
    for (std::size_t i = 0; i < depth; ++i) out << "]}}]}}],\"final_answer\":\"d\"}";
    out << "\n";
}

bool importIt(const std::string& log, const std::string& trace, Measured& m) {
    auto importer = TraceImporter::open(trace);
    if (!importer) return false;
    const auto file = (*importer)->add(log);
    if (file.error) std::cerr << file.error->text() << "\n";
    if (file.error || !(*importer)->finish()) return false;
    importer->reset();
    m.traceMb = static_cast<double>(std::filesystem::file_size(trace)) / 1e6;
    for (const auto& run : file.runs) m.nodes += run.frames + run.turns + run.cells + run.modelCalls;
    return true;
}

bool scanIt(const std::string& log, Measured& m) {
    std::FILE* file = std::fopen(log.c_str(), "rbe");
    std::vector<char> buffer(1 << 20);
    while (const auto got = std::fread(buffer.data(), 1, buffer.size(), file))
        for (const char *at = buffer.data(), *end = at + got; (at = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)))); ++at) ++m.nodes;
    std::fclose(file);
    return m.nodes > 0;
}

bool pythonIt(const std::string& log) {
    const auto command = "python3 -c \"import json,sys\nfor l in open(sys.argv[1],'rb'):\n  if l.strip(): json.loads(l)\" " + log + " 2>/dev/null";
    return std::system(command.c_str()) == 0;
}

template<typename Work>
Measured inOwnProcess(const Work& work) {
    int pipes[2];
    if (::pipe(pipes) != 0) return {};
    const auto started = std::chrono::steady_clock::now();
    const pid_t child = ::fork();
    if (child == 0) {
        Measured m;
        m.ok = work(m);
        (void)!::write(pipes[1], &m, sizeof m);
        ::_exit(0);
    }
    Measured m;
    (void)!::read(pipes[0], &m, sizeof m);
    int status = 0;
    rusage usage{};
    ::wait4(child, &status, 0, &usage);
    m.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    m.peakMb = static_cast<double>(usage.ru_maxrss) / 1024;
    m.cpuSeconds = static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6; // of the child's children too
    ::close(pipes[0]);
    ::close(pipes[1]);
    return m;
}

} // namespace

int main(int argc, char** argv) {
    std::vector<std::size_t> sizes;
    for (int i = 1; i < argc; ++i) sizes.push_back(static_cast<std::size_t>(std::atoll(argv[i])));
    if (sizes.empty()) sizes = {10, 100, 1000};
    const auto folder = std::filesystem::temp_directory_path() / ("bench_import_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    auto list = nlohmann::ordered_json::array();
    for (const auto megabytes : sizes) {
        for (const std::string kind : {"rlm", "fast-rlm", "deep"}) {
            if (kind == "deep" && megabytes != sizes.front()) continue;
            const auto log = (folder / (kind + ".jsonl")).string(), trace = (folder / "t.rlmscope").string();
            {
                std::ofstream out(log, std::ios::binary);
                if (kind == "rlm") rlmLog(out, megabytes * 1'000'000);
                else if (kind == "fast-rlm") fastLog(out, megabytes * 1'000'000);
                else deepLog(out, 10'000);
            }
            const double mb = static_cast<double>(std::filesystem::file_size(log)) / 1e6;
            const auto scan = inOwnProcess([&](Measured& m) { return scanIt(log, m); });
            const auto python = inOwnProcess([&](Measured&) { return pythonIt(log); });
            const auto ours = inOwnProcess([&](Measured& m) { return importIt(log, trace, m); });
            nlohmann::ordered_json row{{"log", kind}, {"log_mb", mb}, {"ok", ours.ok}, {"seconds", ours.seconds}, {"cpu_seconds", ours.cpuSeconds}, {"mb_per_cpu_second", mb / ours.cpuSeconds}, {"mb_per_second", mb / ours.seconds}, {"nodes", ours.nodes}, {"nodes_per_second", static_cast<double>(ours.nodes) / ours.seconds}, {"peak_mb", ours.peakMb},
                                       {"peak_of_log", ours.peakMb / mb}, {"trace_mb", ours.traceMb}, {"trace_of_log", ours.traceMb / mb}, {"read_and_memchr_seconds", scan.seconds}, {"read_and_memchr_cpu_seconds", scan.cpuSeconds}, {"python_cpu_seconds", python.cpuSeconds}, {"python_json_loads_seconds", python.ok ? nlohmann::ordered_json(python.seconds) : nlohmann::ordered_json(nullptr)}};
            list.push_back(row);
            std::cerr << row.dump() << "\n";
            std::filesystem::remove(trace);
            std::filesystem::remove(log);
        }
    }
    std::filesystem::remove_all(folder);
    std::cout << nlohmann::ordered_json{{"import", list}}.dump(2) << "\n";
    return 0;
}
