#include "insight/random_run.h"

namespace rlmscope::test {

RandomRun::RandomRun(std::uint64_t seed, int nodes) : m_random(seed) {
    script.begin("How many?", 3);
    std::vector<std::pair<NodeId, int>> cells; // with the depth of their frame
    cells.emplace_back(frameWithCell({}, 0), 0);
    for (int i = 0; i < nodes; ++i) {
        const auto [cell, depth] = cells[pick(cells.size())];
        if (pick(8) == 0) cells.emplace_back(frameWithCell(cell, depth + 1), depth + 1);
        else modelCall(cell, CallRole::Sub, depth + 1);
    }
}

Usage RandomRun::usage() {
    const auto n = [this] { return static_cast<Tokens>(pick(3) == 0 ? 0 : pick(100'000)); };
    Usage u{n(), n(), n(), n(), 0};
    u.reasoning = u.output / 3;
    return u;
}

NodeId RandomRun::frameWithCell(NodeId parent, int depth) {
    const auto frame = script.frame(parent, depth);
    const auto turn = script.turn(frame, 1);
    modelCall(turn, pick(10) == 0 ? CallRole::Final : CallRole::Frame, depth);
    return script.cell(turn, 1);
}

void RandomRun::modelCall(NodeId parent, CallRole role, int depth) {
    ModelCallStarted started;
    started.role = role;
    started.depth = depth;
    started.model = Models[pick(std::size(Models))];
    const auto call = script.add(started, {}, parent).node;
    const bool simulated = started.model == "sim";
    const bool priced = pick(5) != 0;
    const auto attempts = pick(4);
    for (std::size_t n = 1; n <= attempts; ++n) {
        script.add(AttemptStarted{static_cast<int>(n), 100, {static_cast<std::int64_t>(pick(1'000'000))}, priced}, call);
        if (n == attempts && pick(3) != 0) break;
        AttemptFailed failed;
        failed.number = static_cast<int>(n);
        failed.usageKnown = pick(2) == 0;
        if (failed.usageKnown) failed.usage = usage();
        else if (pick(2) == 0) failed.partial = "half a re";
        if (priced && pick(2) == 0) failed.cost = {static_cast<std::int64_t>(pick(1'000'000'000))};
        script.add(failed, call);
    }
    if (pick(12) == 0) return; // stays open
    ModelCallEnded ended;
    ended.status = pick(10) == 0 ? "failed" : "ok";
    ended.usage = usage();
    ended.usageKnown = pick(6) != 0;
    if (pick(5) == 0) {
        ended.source = pick(2) ? ReplySource::Recorded : ReplySource::Cache;
        ended.recordedCost = {static_cast<std::int64_t>(pick(1'000'000'000))};
    } else if (priced) {
        ended.cost = {static_cast<std::int64_t>(pick(1'000'000'000))};
        ended.costSource = simulated ? CostSource::Simulated : CostSource::Computed;
    }
    script.add(ended, call);
}

} // namespace rlmscope::test
