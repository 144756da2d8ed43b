#include "engine/engine_fixture.h"

#include <chrono>
#include <thread>

namespace rlmscope {

EngineFixture::EngineFixture()
    : sink(std::make_shared<MemorySink>()), repls(std::make_shared<FakeReplFactory>())
    , context(std::make_shared<const Context>(Context::ofText("one\ntwo\nthree\n", "numbers.txt"))) {
    spec.question = "How many lines?";
    spec.models = {"fake"};
}

EngineFixture::~EngineFixture() = default;

std::shared_ptr<FakeModel> EngineFixture::model(std::vector<std::string> replies) {
    auto fake = std::make_shared<FakeModel>(std::move(replies));
    models["fake"] = fake;
    return fake;
}

std::shared_ptr<FakeModel> EngineFixture::model(FakeModel::Answer answer, ModelInfo info) {
    auto fake = std::make_shared<FakeModel>(std::move(answer), std::move(info));
    models["fake"] = fake;
    return fake;
}

RunParts EngineFixture::makeParts() const {
    RunParts parts;
    parts.context = context;
    parts.models = std::make_shared<FakeDirectory>(models);
    parts.repls = repls;
    parts.sink = sink;
    parts.clock = clock;
    parts.snapshots = snapshots;
    parts.canAsk = canAsk;
    parts.inherited = inherited;
    parts.replies = record;
    return parts;
}

Result<std::unique_ptr<Run>> EngineFixture::start() { return Run::start(spec, makeParts()); }

RunEnded EngineFixture::run() {
    auto live = start();
    if (!live) {
        RunEnded ended;
        ended.status = "not started";
        ended.error = live.error();
        return ended;
    }
    return (*live)->wait();
}

std::vector<std::string> ledgerOps(const EngineFixture& f, std::string_view op) {
    std::vector<std::string> limits;
    for (const auto& event : f.sink->all<LedgerEvent>())
        if (event.op == op) limits.push_back(event.limit);
    return limits;
}

bool waitFor(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    return true;
}

std::string cell(const std::string& code) {
    return "```repl\n" + code + "\n```";
}

std::string malformed(const std::vector<Event>& events) {
    struct Node {
        NodeId parent;
        bool ended = false;
        int open = 0;
        const char* kind = "";
    };
    std::map<Seq, Node> nodes;
    int runs = 0, runEnds = 0;
    const auto start = [&](const Event& e, const char* kind) -> std::string {
        if (e.parent) {
            auto parent = nodes.find(e.parent.seq);
            if (parent == nodes.end()) return "parent unknown";
            if (parent->second.ended) return "starts in an ended node";
            ++parent->second.open;
        }
        nodes[e.seq] = {e.parent, false, 0, kind};
        return {};
    };
    const auto end = [&](const Event& e, std::string_view kind) -> std::string {
        auto node = nodes.find(e.node.seq);
        if (node == nodes.end() || node->second.kind != kind) return "ends what has not started";
        if (node->second.ended) return "ends twice";
        if (node->second.open > 0) return "ends before its children";
        node->second.ended = true;
        if (node->second.parent) --nodes[node->second.parent.seq].open;
        return {};
    };
    for (const Event& e : events) {
        std::string problem;
        if (runEnds > 0) problem = "after run_ended";
        else if (std::holds_alternative<RunStarted>(e.body)) ++runs;
        else if (std::holds_alternative<RunEnded>(e.body)) ++runEnds;
        else if (std::holds_alternative<FrameStarted>(e.body)) problem = start(e, "frame");
        else if (std::holds_alternative<TurnStarted>(e.body)) problem = start(e, "turn");
        else if (std::holds_alternative<ModelCallStarted>(e.body)) problem = start(e, "call");
        else if (std::holds_alternative<CellStarted>(e.body)) problem = start(e, "cell");
        else if (std::holds_alternative<FrameEnded>(e.body)) problem = end(e, "frame");
        else if (std::holds_alternative<TurnEnded>(e.body)) problem = end(e, "turn");
        else if (std::holds_alternative<ModelCallEnded>(e.body)) problem = end(e, "call");
        else if (std::holds_alternative<CellEnded>(e.body)) problem = end(e, "cell");
        if (!problem.empty()) return "event " + std::to_string(e.seq) + " (" + std::string(kindName(e.body)) + "): " + problem;
    }
    for (const auto& [seq, node] : nodes)
        if (!node.ended) return std::string(node.kind) + " " + std::to_string(seq) + " never ends";
    if (runs != 1 || runEnds != 1) return "runs started " + std::to_string(runs) + ", ended " + std::to_string(runEnds);
    return {};
}

} // namespace rlmscope
