// The worker process: start, round trips, contexts, output; each beside a plain number of the same machine. JSON.
#include "context/context.h"
#include "repl/worker_factory.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <nlohmann/json.hpp>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace rlmscope;
using nlohmann::json;

namespace {

double now() { return static_cast<double>(Clock::system().steady()) / 1e9; }

/// {"min","median","n"} in microseconds of `repeat` calls.
json measure(int repeat, const std::function<void()>& what) {
    std::vector<double> times;
    for (int i = 0; i < repeat; ++i) {
        const double start = now();
        what();
        times.push_back((now() - start) * 1e6);
    }
    std::sort(times.begin(), times.end());
    return {{"min_us", times.front()}, {"median_us", times[times.size() / 2]}, {"n", repeat}};
}

ReplSpec specFor(std::shared_ptr<const Context> context) {
    ReplSpec spec;
    spec.context = std::move(context);
    return spec;
}

std::unique_ptr<Repl> start(ReplFactory& factory, const ReplSpec& spec) {
    auto repl = factory.start(spec, {});
    if (!repl) {
        std::fprintf(stderr, "%s\n", repl.error().text().c_str());
        std::exit(1);
    }
    return *std::move(repl);
}

CellObserver echo() {
    CellObserver observer;
    observer.output = [](OutputStream, std::string_view, bool) {};
    observer.hostCall = [](HostCall call, std::unique_ptr<HostReply> reply) {
        for (std::size_t i = 0; i < call.items.size(); ++i) reply->answer(i, std::string("answer"));
    };
    return observer;
}

void spawnPython() {
    pid_t pid = 0;
    const std::array<const char*, 4> arguments{"/usr/bin/python3", "-c", "pass", nullptr};
    if (posix_spawn(&pid, arguments[0], nullptr, nullptr, const_cast<char* const*>(arguments.data()), environ) == 0)
        waitpid(pid, nullptr, 0);
}

/// A byte there and back between two threads.
json bareSocketpair() {
    std::array<int, 2> pair{};
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair.data()) != 0) return nullptr;
    std::thread other([fd = pair[1]] {
        char byte = 0;
        while (read(fd, &byte, 1) == 1)
            if (write(fd, &byte, 1) != 1) break;
    });
    const json result = measure(5000, [&] {
        char byte = 1;
        if (write(pair[0], &byte, 1) != 1 || read(pair[0], &byte, 1) != 1) std::abort();
    });
    close(pair[0]);
    other.join();
    close(pair[1]);
    return result;
}

std::shared_ptr<const Context> contextOf(std::size_t bytes) {
    std::string text;
    text.reserve(bytes + 64);
    while (text.size() < bytes) text += "a line of the context, number " + std::to_string(text.size()) + "\n";
    return std::make_shared<Context>(Context::ofText(std::move(text)));
}

} // namespace

int main() {
    auto made = makeWorkerReplFactory();
    if (!made) return std::fprintf(stderr, "%s\n", made.error().text().c_str()), 1;
    ReplFactory& factory = **made;
    const auto small = specFor(contextOf(100));
    json out;
    std::vector<std::unique_ptr<Repl>> kept;
    out["start_to_ready"] = measure(30, [&] { kept.push_back(start(factory, small)); });
    kept.clear();
    out["start_and_end"] = measure(30, [&] { start(factory, small); });
    out["plain_python3_c_pass"] = measure(30, spawnPython);
    out["plain_socketpair_round_trip"] = bareSocketpair();

    const auto repl = start(factory, small);
    const auto observer = echo();
    const auto run = [&](const std::string& code) {
        const auto outcome = repl->run(code, {600}, observer, {});
        if (outcome.status != CellStatus::Ok) std::fprintf(stderr, "%s\n", outcome.cause.c_str());
        return outcome;
    };
    run("1");
    out["empty_cell"] = measure(3000, [&] { run(""); });
    out["cell_with_print"] = measure(3000, [&] { run("print('x')"); });
    out["llm_query_10000_sequential"] = measure(3, [&] { run("for i in range(10_000): llm_query('a prompt of twenty b')"); });
    out["llm_query_10000_sequential_2kB"] = measure(3, [&] { run("p = 'x' * 2000\nfor i in range(10_000): llm_query(p)"); });
    out["llm_query_batched_10000"] = measure(3, [&] { run("r = llm_query_batched(['x' * 200] * 10_000)"); });
    out["llm_query_100MB_prompt"] = measure(3, [&] { run("p = 'x' * 100_000_000\nllm_query(p); del p"); });
    out["print_300MB_in_1MB_pieces"] = measure(3, [&] { run("for i in range(300): print('x' * 1_000_000)"); });
    out["print_1M_lines"] = measure(1, [&] { run("for i in range(1_000_000): print(i)"); });
    for (const int megabytes : {10, 100}) {
        const auto spec = specFor(contextOf(static_cast<std::size_t>(megabytes) * 1'000'000));
        out["context_" + std::to_string(megabytes) + "MB_ready"] = measure(5, [&] { start(factory, spec); });
    }
    std::printf("%s\n", out.dump(2).c_str());
    return 0;
}
