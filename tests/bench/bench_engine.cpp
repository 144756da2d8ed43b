// Engine overhead without a network, a worker process or a disk: what our own code costs per turn and per sub-call.
#include "context/context.h"
#include "engine/run.h"
#include "support/fake_model.h"
#include "support/fake_repl.h"
#include "support/memory_sink.h"

#include <cstdio>
#include <nlohmann/json.hpp>

using namespace rlmscope;

namespace {

/// Answers on a thread of its own, at once or after a fixed time; keeps nothing.
class BenchModel final : public LanguageModel {
public:
    using Answer = std::function<std::string(const ModelRequest&)>;
    BenchModel(Answer answer, int latencyMs) : m_answer(std::move(answer)), m_latency(latencyMs) {
        m_info.spec = m_info.name = "bench";
        m_thread = std::thread([this] { work(); });
    }
    ~BenchModel() override {
        {
            const std::lock_guard lock(m_mutex);
            m_ending = true;
        }
        m_wake.notify_all();
        m_thread.join();
    }
    const ModelInfo& info() const override { return m_info; }
    void start(ModelRequest request, CancelToken, AttemptListener listener) override {
        const auto latency = request.role == CallRole::Sub ? m_latency : std::chrono::milliseconds(0);
        const std::lock_guard lock(m_mutex);
        m_queue.push_back({std::chrono::steady_clock::now() + latency, std::move(request), std::move(listener)});
        m_wake.notify_one();
    }

private:
    struct Due {
        std::chrono::steady_clock::time_point at;
        ModelRequest request;
        AttemptListener listener;
    };
    void work() {
        std::unique_lock lock(m_mutex);
        while (!m_ending) {
            if (m_queue.empty()) {
                m_wake.wait(lock);
            } else if (m_queue.front().at > std::chrono::steady_clock::now()) {
                m_wake.wait_until(lock, m_queue.front().at);
            } else {
                Due due = std::move(m_queue.front());
                m_queue.pop_front();
                lock.unlock();
                due.listener.done(okReply(m_answer(due.request)));
                lock.lock();
            }
        }
    }
    ModelInfo m_info;
    const Answer m_answer;
    const std::chrono::milliseconds m_latency;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Due> m_queue;
    bool m_ending = false;
    std::thread m_thread;
};

std::vector<Event> runWith(BenchModel::Answer answer, int latencyMs, int turns, int inFlight) {
    RunSpec spec;
    spec.question = "How fast?";
    spec.models = {"bench"};
    spec.limits.turns = turns;
    spec.limits.inFlight = inFlight;
    const auto sink = std::make_shared<MemorySink>();
    RunParts parts;
    parts.context = std::make_shared<const Context>(Context::ofText("x"));
    parts.models = std::make_shared<FakeDirectory>(std::map<std::string, std::shared_ptr<LanguageModel>>{
        {"bench", std::make_shared<BenchModel>(std::move(answer), latencyMs)}});
    parts.repls = std::make_shared<FakeReplFactory>();
    parts.sink = sink;
    auto run = Run::start(spec, std::move(parts));
    const RunEnded ended = (*run)->wait();
    if (ended.status != "answered") std::fprintf(stderr, "%s: %s\n", ended.status.c_str(), ended.error ? ended.error->message.c_str() : "");
    return sink->events();
}

std::string code(const std::string& text) {
    return "```repl\n" + text + "\n```";
}

/// Seconds that the only cell took.
double cellSeconds(const std::vector<Event>& events) {
    Nanos start = 0, end = 0;
    for (const Event& event : events) {
        if (std::holds_alternative<CellStarted>(event.body) && start == 0) start = event.time;
        if (std::holds_alternative<CellEnded>(event.body) && end == 0) end = event.time;
    }
    return static_cast<double>(end - start) / 1e9;
}

double batchSeconds(int prompts, int latencyMs, int inFlight, const std::string& command = "llm_batch ") {
    std::string cell = command;
    for (int i = 0; i < prompts; ++i) cell += (i ? "|prompt " : "prompt ") + std::to_string(i);
    return cellSeconds(runWith(
        [&](const ModelRequest& r) { return r.role == CallRole::Sub ? "answer" : code(r.turn == 1 ? cell : "final x"); },
        latencyMs, 5, inFlight));
}

} // namespace

int main() {
    nlohmann::json result;
    {
        const int turns = 1'000;
        const auto events = runWith(
            [&](const ModelRequest& r) { return code(r.turn < turns ? "print some output of turn " + std::to_string(r.turn) : "final x"); },
            0, turns, 16);
        std::vector<Nanos> starts;
        for (const Event& event : events)
            if (std::holds_alternative<TurnStarted>(event.body)) starts.push_back(event.time);
        const auto mean = [&](std::size_t from, std::size_t to) { return static_cast<double>(starts[to] - starts[from]) / 1e6 / static_cast<double>(to - from); };
        result["turn_ms"] = {{"first_100", mean(0, 99)}, {"last_100", mean(899, 999)}, {"target", 0.5}};
    }
    {
        std::string cell;
        for (int i = 0; i < 2'000; ++i) cell += "llm prompt " + std::to_string(i) + "\n";
        const double seconds = cellSeconds(runWith(
            [&](const ModelRequest& r) { return r.role == CallRole::Sub ? "answer" : code(r.turn == 1 ? cell : "final x"); }, 0, 5, 16));
        result["sequential_sub_call_ms"] = {{"mean", seconds * 1e3 / 2'000}, {"target", 0.15}};
    }
    const double batch = batchSeconds(10'000, 0, 64);
    result["batch_of_10000"] = {{"seconds", batch}, {"calls_per_second", 10'000 / batch}, {"ms_per_call", batch / 10}};
    result["batch_of_1000_at_100_ms"] = {{"unbounded_seconds", batchSeconds(1'000, 100, 1'000)},
                                         {"at_100_in_flight_seconds", batchSeconds(1'000, 100, 100)},
                                         {"at_100_ideal_seconds", 1.0},
                                         {"target_unbounded", 0.3}};
    std::printf("%s\n", result.dump(2).c_str());
}
