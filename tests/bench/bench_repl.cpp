// The REPL beside plain Python or the physical limit of this machine, in the same run and interleaved, because machines
// drift: frame start, round trips, batches, output, snapshots and restores, memory of 50 workers on one context. JSON:
// medians in microseconds, "plain" is what stands beside it. Usage: bench_repl [--small]  (without the 1 GB cases)
#include "context/context.h"
#include "repl/worker_factory.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace rlmscope;
using nlohmann::json;

namespace {

constexpr const char* Python = "/usr/bin/python3"; // the distribution's, like the worker's

double now() { return static_cast<double>(Clock::system().steady()) / 1e9; }

double medianOf(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

/// Both, turn by turn. What they do is measured, or what they return when that is not 0 (seconds).
using Work = std::function<double()>;
json beside(const char* what, int repeat, const Work& ours, const Work& plain) {
    std::vector<double> a, b;
    const auto timed = [](const Work& work) {
        const double start = now();
        const double own = work();
        return (own > 0 ? own : now() - start) * 1e6;
    };
    for (int i = 0; i < repeat; ++i) {
        a.push_back(timed(ours));
        if (plain) b.push_back(timed(plain));
    }
    json out{{"median_us", medianOf(a)}, {"min_us", *std::min_element(a.begin(), a.end())}, {"n", repeat}};
    if (plain) out["plain"] = {{"what", what}, {"median_us", medianOf(b)}, {"min_us", *std::min_element(b.begin(), b.end())}};
    return out;
}

[[noreturn]] void fail(const std::string& text) {
    std::fprintf(stderr, "%s\n", text.c_str());
    std::exit(1);
}

// ---- plain things ---------------------------------------------------------------------------------------------------

void spawnAndWait(const std::vector<const char*>& arguments) {
    auto all = arguments;
    all.push_back(nullptr);
    pid_t pid = 0;
    if (posix_spawn(&pid, all[0], nullptr, nullptr, const_cast<char* const*>(all.data()), environ) == 0) waitpid(pid, nullptr, 0);
}

void writeAll(int fd, const char* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t n = write(fd, bytes, size);
        if (n <= 0) _exit(1);
        bytes += n;
        size -= static_cast<std::size_t>(n);
    }
}
bool readAll(int fd, char* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t n = read(fd, bytes, size);
        if (n <= 0) return false;
        bytes += n;
        size -= static_cast<std::size_t>(n);
    }
    return true;
}

/// Another process that sends back what it gets, `size` bytes at a time.
class Echo {
public:
    explicit Echo(std::size_t size)
        : m_bytes(size, 'x') {
        std::array<int, 2> pair{};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) fail("socketpair");
        m_pid = fork();
        if (m_pid == 0) {
            close(pair[0]);
            while (readAll(pair[1], m_bytes.data(), m_bytes.size())) writeAll(pair[1], m_bytes.data(), m_bytes.size());
            _exit(0);
        }
        close(pair[1]);
        m_fd = pair[0];
    }
    ~Echo() {
        close(m_fd);
        waitpid(m_pid, nullptr, 0);
    }
    Echo(const Echo&) = delete;
    Echo& operator=(const Echo&) = delete;
    void ping(int times = 1) {
        for (int i = 0; i < times; ++i) {
            writeAll(m_fd, m_bytes.data(), m_bytes.size());
            if (!readAll(m_fd, m_bytes.data(), m_bytes.size())) fail("echo");
        }
    }

private:
    std::vector<char> m_bytes;
    int m_fd = -1;
    pid_t m_pid = 0;
};

/// A plain Python whose output is read through a pipe; returns the bytes.
std::size_t plainOutput(const std::string& code, std::string* text = nullptr) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) fail("pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    const std::array<const char*, 6> arguments{Python, "-I", "-S", "-c", code.c_str(), nullptr};
    pid_t pid = 0;
    if (posix_spawn(&pid, arguments[0], &actions, nullptr, const_cast<char* const*>(arguments.data()), environ) != 0) fail("python");
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    std::vector<char> buffer(1 << 16);
    std::size_t total = 0;
    for (ssize_t n = 0; (n = read(ends[0], buffer.data(), buffer.size())) > 0;) {
        total += static_cast<std::size_t>(n);
        if (text) text->append(buffer.data(), static_cast<std::size_t>(n));
    }
    close(ends[0]);
    waitpid(pid, nullptr, 0);
    return total;
}

/// Seconds of each os.fork() until the child has said so, in a plain Python that holds `setup`.
std::vector<double> plainForks(const std::string& setup, int count) {
    std::string text;
    plainOutput("import os, time, gc\n" + setup + "\ngc.collect(); gc.freeze()\nfor i in range(" + std::to_string(count) +
                    "):\n  r, w = os.pipe()\n  t = time.perf_counter()\n  pid = os.fork()\n  if pid == 0:\n    os.write(w, b'x'); os.read(0, 1); os._exit(0)\n"
                    "  os.read(r, 1); d = time.perf_counter() - t\n  os.kill(pid, 9); os.waitpid(pid, 0); os.close(r); os.close(w)\n  print(d, flush=True)",
                &text);
    std::vector<double> seconds;
    for (const char* at = text.c_str(); *at;) {
        char* end = nullptr;
        seconds.push_back(std::strtod(at, &end));
        at = *end ? end + 1 : end;
    }
    return seconds;
}

// ---- ours -----------------------------------------------------------------------------------------------------------

ReplSpec specFor(std::shared_ptr<const Context> context) {
    ReplSpec spec;
    spec.context = std::move(context);
    spec.memory = 4'000'000'000;
    return spec;
}

std::unique_ptr<Repl> start(ReplFactory& factory, const ReplSpec& spec) {
    auto repl = factory.start(spec, {});
    if (!repl) fail(repl.error().text());
    return *std::move(repl);
}

CellOutcome run(Repl& repl, const std::string& code, std::string* out = nullptr) {
    CellObserver observer;
    observer.output = [&](OutputStream, std::string_view text, bool) {
        if (out) *out += text;
    };
    observer.hostCall = [](HostCall call, std::unique_ptr<HostReply> reply) {
        for (std::size_t i = 0; i < call.items.size(); ++i) reply->answer(i, std::string("answer"));
    };
    auto outcome = repl.run(code, {600}, observer, {});
    if (outcome.status != CellStatus::Ok) fail(outcome.cause);
    return outcome;
}

std::shared_ptr<const Context> contextOf(std::size_t bytes) {
    std::string text;
    text.reserve(bytes + 64);
    while (text.size() < bytes) text += "a line of the context, number " + std::to_string(text.size()) + "\n";
    return std::make_shared<Context>(Context::ofText(std::move(text)));
}

json roundTrips(ReplFactory& factory, const ReplSpec& small) {
    const auto repl = start(factory, small);
    Echo ping(100);
    json out;
    out["empty_cell"] = beside("100 bytes there and back between two processes", 3000, [&] { return run(*repl, ""), 0.0; }, [&] { return ping.ping(), 0.0; });
    out["cell_with_print"] = beside("the same", 2000, [&] { return run(*repl, "print('x')"), 0.0; }, [&] { return ping.ping(), 0.0; });
    run(*repl, "p = 'a prompt of twenty b'\nbig = 'x' * 2000");
    out["sequential_callbacks_10000"] = beside("10,000 times 100 bytes there and back", 3, [&] { return run(*repl, "for i in range(10_000): llm_query(p)"), 0.0; },
                                               [&] { return ping.ping(10'000), 0.0; });
    out["sequential_callbacks_10000_2kB"] = beside("10,000 times 100 bytes there and back", 3, [&] { return run(*repl, "for i in range(10_000): llm_query(big)"), 0.0; },
                                                   [&] { return ping.ping(10'000), 0.0; });
    Echo megabytes(2'000'000);
    out["batch_10000_prompts_200B"] = beside("2 MB there and back between two processes", 5, [&] { return run(*repl, "r = llm_query_batched(['x' * 200] * 10_000)"), 0.0; },
                                             [&] { return megabytes.ping(), 0.0; });
    Echo hundred(100'000'000);
    out["prompt_of_100MB"] = beside("100 MB there and back", 3, [&] { return run(*repl, "q = 'x' * 100_000_000\nllm_query(q); del q"), 0.0; }, [&] { return hundred.ping(), 0.0; });
    return out;
}

json output(ReplFactory& factory, const ReplSpec& small) {
    const auto repl = start(factory, small);
    json out;
    const std::string blocks = "for i in range(300): print('x' * 1_000_000)", lines = "for i in range(1_000_000): print(i)";
    out["print_300MB"] = beside("a plain Python that prints the same into a pipe", 3, [&] { return run(*repl, blocks), 0.0; }, [&] { return plainOutput(blocks), 0.0; });
    out["print_1M_lines"] = beside("a plain Python that prints the same into a pipe", 3, [&] { return run(*repl, lines), 0.0; }, [&] { return plainOutput(lines), 0.0; });
    return out;
}

json snapshots(ReplFactory& factory, const ReplSpec& spec, const std::string& heap, int repeat) {
    const auto repl = start(factory, spec);
    if (!heap.empty()) run(*repl, heap);
    std::vector<double> snapshot, restore, first;
    for (int i = 0; i < repeat; ++i) {
        run(*repl, "y = " + std::to_string(i));
        double begin = now();
        const auto report = repl->snapshot();
        if (!report.held) return {{"not_held", report.reason}};
        snapshot.push_back((now() - begin) * 1e6);
        begin = now();
        auto restored = repl->restore(report.point, {});
        if (!restored) return {{"not_restored", restored.error().text()}};
        restore.push_back((now() - begin) * 1e6);
        begin = now();
        run(*restored->repl, "y");
        first.push_back((now() - begin) * 1e6);
    }
    json out{{"snapshot_median_us", medianOf(snapshot)}, {"restore_median_us", medianOf(restore)}, {"first_cell_after_median_us", medianOf(first)}, {"n", repeat}};
    auto forks = plainForks(heap, repeat);
    for (double& seconds : forks) seconds *= 1e6;
    out["plain"] = {{"what", "os.fork() in a plain Python with the same on its heap, until the child has spoken"}, {"median_us", medianOf(forks)}};
    return out;
}

/// Of /proc/PID/smaps_rollup and status, in kB, summed over all processes that we started.
json memoryOfChildren() {
    long long pss = 0, pageTables = 0, processes = 0;
    DIR* proc = opendir("/proc");
    while (const dirent* entry = proc ? readdir(proc) : nullptr) {
        const std::string folder = std::string("/proc/") + entry->d_name;
        std::ifstream status(folder + "/status");
        long long parent = 0, tables = 0;
        for (std::string line; std::getline(status, line);) {
            if (line.rfind("PPid:", 0) == 0) parent = std::atoll(line.c_str() + 5);
            if (line.rfind("VmPTE:", 0) == 0) tables = std::atoll(line.c_str() + 6);
        }
        if (parent != getpid()) continue;
        ++processes;
        pageTables += tables;
        std::ifstream rollup(folder + "/smaps_rollup");
        for (std::string line; std::getline(rollup, line);)
            if (line.rfind("Pss:", 0) == 0) pss += std::atoll(line.c_str() + 4);
    }
    if (proc) closedir(proc);
    return {{"processes", processes}, {"pss_mb", static_cast<double>(pss) / 1024}, {"page_tables_mb", static_cast<double>(pageTables) / 1024}};
}

json fiftyWorkers(ReplFactory& factory, const ReplSpec& spec) {
    std::vector<std::unique_ptr<Repl>> repls;
    const double begin = now();
    for (int i = 0; i < 50; ++i) repls.push_back(start(factory, spec));
    json out{{"start_all_s", now() - begin}, {"idle", memoryOfChildren()}};
    for (auto& repl : repls) run(*repl, "n = context.count('7')");
    out["after_each_read_it_all"] = memoryOfChildren();
    out["context_mb"] = static_cast<double>(spec.context->totals.bytes) / 1048576;
    return out;
}

} // namespace

int main(int argc, char** argv) {
    const bool small = argc > 1 && std::strcmp(argv[1], "--small") == 0;
    auto made = makeWorkerReplFactory();
    if (!made) fail(made.error().text());
    ReplFactory& factory = **made;
    const auto tiny = specFor(contextOf(100));
    json out{{"bench", "repl"}};
    double begin = now();
    {
        const auto first = start(factory, tiny);
        out["first_frame_of_a_factory_us"] = (now() - begin) * 1e6;
        out["sandbox"] = first->sandbox().text();
        usleep(700'000); // the zygote imports common modules while it is idle
    }
    std::vector<std::unique_ptr<Repl>> kept;
    out["frame_start"] = beside("python3 -c pass", 30, [&] { return kept.push_back(start(factory, tiny)), 0.0; }, [] { return spawnAndWait({Python, "-c", "pass"}), 0.0; });
    kept.clear();
    out["frame_start_and_end"] = beside("spawn of /bin/true", 30, [&] { return start(factory, tiny), 0.0; }, [] { return spawnAndWait({"/bin/true"}), 0.0; });
    out["round_trips"] = roundTrips(factory, tiny);
    out["output"] = output(factory, tiny);
    out["snapshots"]["empty"] = snapshots(factory, tiny, "", 20);
    out["snapshots"]["heap_100MB"] = snapshots(factory, tiny, "x = bytearray(b'x') * 100_000_000", 10);
    out["snapshots"]["heap_1M_small_objects"] = snapshots(factory, tiny, "x = [[i] for i in range(1_000_000)]", 10);
    const auto hundred = specFor(contextOf(100'000'000));
    out["snapshots"]["context_100MB"] = snapshots(factory, hundred, "", 10);
    if (!small) {
        out["snapshots"]["heap_1GB"] = snapshots(factory, tiny, "x = bytearray(b'x') * 1_000_000_000", 5);
        const auto gigabyte = specFor(contextOf(1'000'000'000));
        out["snapshots"]["context_1GB"] = snapshots(factory, gigabyte, "", 10);
        out["fifty_workers_1GB"] = fiftyWorkers(factory, gigabyte);
    } else {
        out["fifty_workers_100MB"] = fiftyWorkers(factory, hundred);
    }
    std::printf("%s\n", out.dump(2).c_str());
    return 0;
}
