// Concurrent streamed chat completions against the test server, which is a process of its own: wall time, own CPU and
// memory per request, beside Python's aiohttp and httpx (http_peers.py), interleaved in the same run. Then the time of
// one request after the other, and the scripted model. One JSON object.
#include "providers/openai_chat.h"
#include "providers/scripted_model.h"

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace rlmscope;
using Clocks = std::chrono::steady_clock;

namespace {

struct ServerProcess {
    pid_t pid = -1;
    int port = 0;

    ServerProcess(const std::string& latency, const std::string& pieces, const std::string& gap) {
        const std::string program = RLMSCOPE_BIN_DIR "/../tests/rlmscope-test-server";
        int out[2];
        if (pipe2(out, O_CLOEXEC) != 0) std::abort();
        pid = fork();
        if (pid == 0) {
            dup2(out[1], STDOUT_FILENO);
            execl(program.c_str(), program.c_str(), "--latency-ms", latency.c_str(), "--pieces", pieces.c_str(), "--gap-ms",
                  gap.c_str(), static_cast<char*>(nullptr));
            _exit(127);
        }
        close(out[1]);
        char text[32] = {};
        if (read(out[0], text, sizeof text - 1) > 0) port = std::atoi(text);
        close(out[0]);
        if (port == 0) {
            std::fprintf(stderr, "%s did not start\n", program.c_str());
            std::exit(1);
        }
    }
    ~ServerProcess() {
        kill(pid, SIGTERM);
        waitpid(pid, nullptr, 0);
    }
};

double cpuSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

long residentKb() {
    long pages = 0, resident = 0;
    if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
        if (std::fscanf(file, "%ld %ld", &pages, &resident) != 2) resident = 0;
        std::fclose(file);
    }
    return resident * sysconf(_SC_PAGESIZE) / 1024;
}

nlohmann::json round(LanguageModel& model, int requests, const std::string& prompt, int sampleMs) {
    std::mutex mutex;
    std::condition_variable changed;
    int left = requests, failed = 0;
    std::string firstProblem;
    const long before = residentKb();
    const double cpu = cpuSeconds();
    const auto start = Clocks::now();
    for (int i = 0; i < requests; ++i) {
        ModelRequest request;
        request.messages.push_back(Message::text(Role::User, prompt));
        request.outputCap = 4096;
        request.depth = 1;
        model.start(std::move(request), {}, {[](PartKind, std::string_view) {}, [&](AttemptOutcome outcome) {
            const std::lock_guard lock(mutex);
            if (const auto* reply = std::get_if<ModelReply>(&outcome); reply && sampleMs > 0 && plainText(reply->parts) != prompt) ++failed;
            if (const auto* failure = std::get_if<ModelFailure>(&outcome)) {
                ++failed;
                if (firstProblem.empty()) firstProblem = failure->error.text();
            }
            if (--left == 0) changed.notify_all();
        }});
    }
    const double startedMs = std::chrono::duration<double, std::milli>(Clocks::now() - start).count();
    if (sampleMs > 0) std::this_thread::sleep_for(std::chrono::milliseconds(sampleMs));
    const long inFlight = residentKb();
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return left == 0; });
    const double wall = std::chrono::duration<double, std::milli>(Clocks::now() - start).count();
    nlohmann::json out = {{"requests", requests}, {"wall_ms", wall}, {"start_calls_ms", startedMs},
                          {"cpu_us_per_request", (cpuSeconds() - cpu) * 1e6 / requests}, {"failed", failed}};
    if (sampleMs > 0) out["kb_per_request_in_flight"] = static_cast<double>(inFlight - before) / requests;
    if (!firstProblem.empty()) out["problem"] = firstProblem;
    return out;
}

constexpr int Streams = 1000;

nlohmann::json ours(int port) {
    Transport transport;
    OpenAiChatOptions options;
    options.baseUrl = "http://127.0.0.1:" + std::to_string(port) + "/v1";
    options.model = "m";
    OpenAiChat model(options, transport);
    const std::string prompt(1000, 'p');
    nlohmann::json out;
    out["cold"] = round(model, Streams, prompt, 80);
    out["again"] = round(model, Streams, prompt, 80);
    return out;
}

nlohmann::json peer(const char* library, int port) {
    const std::string command = std::string("python3 '" RLMSCOPE_SOURCE_DIR "/tests/bench/http_peers.py' '" RLMSCOPE_BIN_DIR "/../bench/venv' ") +
                                library + " " + std::to_string(port) + " " + std::to_string(Streams) + " 2>/dev/null";
    std::string said;
    if (std::FILE* pipe = popen(command.c_str(), "r")) {
        char buffer[4096];
        while (const std::size_t n = std::fread(buffer, 1, sizeof buffer, pipe)) said.append(buffer, n);
        pclose(pipe);
    }
    const auto value = nlohmann::json::parse(said, nullptr, false);
    return value.is_object() ? value : nlohmann::json{{"absent", "python3 or its venv module does not work here"}};
}

} // namespace

/// With an argument: without the peers.
int main(int argc, char**) {
    nlohmann::json out = {{"bench", "providers"}};
    for (const auto& [name, gap] : {std::pair("burst", "0"), std::pair("gap_20ms", "20")}) {
        const ServerProcess server("100", "50", gap);
        nlohmann::json& rounds = out[std::string("thousand_streams_100ms_51_events_") + name];
        for (int i = 0; i < (name == std::string("burst") ? 3 : 1); ++i) {
            rounds["rlmscope"].push_back(ours(server.port));
            if (argc > 1) continue;
            for (const char* library : {"aiohttp", "httpx"}) rounds[library].push_back(peer(library, server.port));
        }
    }
    {
        const ServerProcess server("0", "1", "0");
        OpenAiChatOptions options;
        options.baseUrl = "http://127.0.0.1:" + std::to_string(server.port) + "/v1";
        options.model = "m";
        OpenAiChat model(options);
        round(model, 1, "q", 0);
        const auto start = Clocks::now();
        for (int i = 0; i < 1000; ++i) round(model, 1, "q", 0);
        out["sequential_http_round_trip_us"] = std::chrono::duration<double, std::micro>(Clocks::now() - start).count() / 1000;
    }
    {
        auto script = parseScript(R"({"rules":[{"reply":"ok"}]})", "bench");
        ScriptedModel model("script:bench", std::move(*script));
        const auto start = Clocks::now();
        for (int i = 0; i < 2000; ++i) round(model, 1, "q", 0);
        out["scripted_round_trip_us"] = std::chrono::duration<double, std::micro>(Clocks::now() - start).count() / 2000;
        out["scripted_burst"] = round(model, 20'000, "q", 0);
    }
    std::puts(out.dump(2).c_str());
}
