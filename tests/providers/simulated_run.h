#pragma once
// Whole runs of the simulated model: the real engine, real worker processes, events in memory.
#include "context/context.h"
#include "engine/run.h"
#include "providers/simulated_model.h"
#include "repl/worker_factory.h"
#include "support/memory_sink.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>

namespace rlmscope::test {

/// SPECs of the simulated model, plus models that a test brings.
class SimulatedDirectory final : public ModelDirectory {
public:
    Result<std::shared_ptr<LanguageModel>> find(const std::string& spec) override {
        auto& model = m_models[spec];
        if (!model) {
            auto options = parseSimulatedSpec(spec == "sim" ? "sim:latency=0" : spec);
            if (!options) return options.error();
            options->spec = spec;
            model = makeSimulatedModel(*options);
        }
        return model;
    }
    void put(const std::string& spec, std::shared_ptr<LanguageModel> model) { m_models[spec] = std::move(model); }

private:
    std::map<std::string, std::shared_ptr<LanguageModel>> m_models;
};

struct SimulatedRun {
    RunSpec spec;
    Context context;
    std::shared_ptr<SimulatedDirectory> models = std::make_shared<SimulatedDirectory>();
    std::shared_ptr<MemorySink> sink;

    static std::shared_ptr<ReplFactory> repls() {
        static const std::shared_ptr<ReplFactory> factory = [] {
            auto made = makeWorkerReplFactory();
            return made ? std::shared_ptr<ReplFactory>(std::move(*made)) : nullptr;
        }();
        return factory;
    }

    RunEnded run() {
        sink = std::make_shared<MemorySink>();
        RunParts parts;
        parts.context = std::make_shared<const Context>(context);
        parts.models = models;
        parts.repls = repls();
        parts.sink = sink;
        auto live = Run::start(spec, std::move(parts));
        if (!live) {
            RunEnded ended;
            ended.status = "not started: " + live.error().text();
            return ended;
        }
        return (*live)->wait();
    }
    std::string answer() {
        const auto ended = run();
        return ended.status == "answered" ? std::string(ended.answerText.view()) : ended.status + ": " + (ended.error ? ended.error->text() : ended.stopReason);
    }
    template<typename T>
    std::vector<T> all() const { return sink->all<T>(); }

    /// "ExceptionType: ..." of every cell that did not end well.
    std::string badCells() const {
        std::string out;
        for (const auto& cell : sink->all<CellEnded>())
            if (cell.status != "ok") out += cell.status + " " + cell.cause + "\n" + std::string(cell.traceback.view()) + "\n";
        return out;
    }
    /// Everything that a run of the same seed must repeat: calls by key with their replies, cells with their output.
    std::vector<std::string> fingerprint() const {
        std::vector<std::string> out;
        std::map<NodeId, std::string> keys;
        for (const auto& event : sink->events()) {
            if (const auto* call = std::get_if<ModelCallStarted>(&event.body)) keys[event.node] = call->key.text();
            if (const auto* call = std::get_if<ModelCallEnded>(&event.body)) out.push_back(keys[event.node] + " = " + plainText(call->reply));
            if (const auto* cell = std::get_if<CellEnded>(&event.body)) out.push_back("cell " + std::string(cell->visible.view()));
        }
        std::sort(out.begin(), out.end());
        return out;
    }
};

} // namespace rlmscope::test
