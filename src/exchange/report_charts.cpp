#include "exchange/report_charts.h"

#include "base/text.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace rlmscope::report {

namespace {

constexpr std::size_t SpendPoints = 400;
constexpr std::size_t MostFrames = 12, MostLanes = 16, MostSpans = 1'000;

Json span(Nanos start, Nanos end) { return Json{seconds(start), seconds(end)}; }

// Sub-calls packed into lanes: each goes to the first lane that is free. Neighbours closer than a line is wide are
// drawn as one, so that a million sub-calls stay a picture.
Json subCallLanes(const RunTree& tree) {
    const auto now = std::max<Nanos>(tree.now(), 1);
    const Nanos grain = now / 1'000;
    struct Lane {
        Nanos free = 0;
        Nanos start = 0, end = -1; // the span being grown; end < 0: none
        Json spans = Json::array();
    };
    std::vector<Lane> lanes;
    std::uint64_t drawn = 0, all = 0;
    std::vector<std::pair<Nanos, Nanos>> calls;
    for (const auto& node : tree.nodes()) {
        if (node.kind != NodeKind::SubCall) continue;
        ++all;
        const auto start = node.sent ? node.sent : node.start;
        calls.emplace_back(start, std::max(node.endSeq ? node.end : now, start));
    }
    std::sort(calls.begin(), calls.end());
    for (const auto& [start, end] : calls) {
        auto lane = std::find_if(lanes.begin(), lanes.end(), [from = start](const Lane& l) { return l.free <= from; });
        if (lane == lanes.end()) {
            if (lanes.size() == MostLanes) continue;
            lane = lanes.emplace(lanes.end());
        }
        ++drawn;
        lane->free = end;
        const bool small = end - start < grain && lane->end - lane->start < 50 * grain;
        if (lane->end >= 0 && small && start - lane->end < grain) {
            lane->end = end;
            continue;
        }
        if (lane->end >= 0) lane->spans.push_back(span(lane->start, lane->end));
        lane->start = start;
        lane->end = end;
    }
    auto out = Json::array();
    for (auto& lane : lanes) {
        if (lane.end >= 0) lane.spans.push_back(span(lane.start, lane.end));
        out.push_back(std::move(lane.spans));
    }
    return {{"lanes", std::move(out)}, {"drawn", drawn}, {"of", all}};
}

Json frameSpans(const RunTree& tree, NodeIndex frame, std::size_t& room) {
    auto spans = Json::array();
    const auto now = tree.now();
    for (auto turn = tree.node(frame).firstChild; turn != NoNode; turn = tree.node(turn).nextSibling) {
        // A strategy without turns has its calls right below the frame.
        const bool isTurn = tree.node(turn).kind == NodeKind::Turn;
        for (auto i = isTurn ? tree.node(turn).firstChild : turn; i != NoNode; i = isTurn ? tree.node(i).nextSibling : NoNode) {
            const auto& node = tree.node(i);
            if (node.kind != NodeKind::ModelCall && node.kind != NodeKind::Cell) continue;
            if (room == 0) return spans;
            --room;
            const auto end = node.endSeq ? node.end : now;
            spans.push_back({{"kind", node.kind == NodeKind::Cell ? "cell" : "model"}, {"start", seconds(node.start)},
                             {"first", node.firstToken ? Json(seconds(node.firstToken)) : Json(nullptr)}, {"end", seconds(end)},
                             {"open", node.endSeq == 0}});
        }
    }
    return spans;
}

} // namespace

Json modelsOf(const Run& run) {
    struct Sum {
        std::uint64_t calls = 0, errors = 0;
        Usage usage;
        PicoUsd cost;
        bool unknown = false, simulated = false, estimated = false;
    };
    std::map<std::tuple<int, int, std::string>, Sum> sums; // depth, frame before sub, model
    const auto& tree = *run.tree;
    for (NodeIndex i = 0; i < tree.nodes().size(); ++i) {
        const auto& node = tree.node(i);
        if (!isCall(node.kind)) continue;
        const OwnSpend own = tree.own(i);
        auto& sum = sums[{depthOf(tree, node), node.kind == NodeKind::SubCall ? 1 : 0, toValidUtf8(oneLine(tree.model(i), 200))}];
        ++sum.calls;
        sum.errors += node.status == NodeStatus::Error;
        sum.usage += own.usage;
        sum.cost += own.cost;
        sum.unknown |= node.costUnknown;
        sum.simulated |= node.simulated;
        sum.estimated |= node.usageEstimated;
    }
    auto out = Json::array();
    for (const auto& [key, sum] : sums)
        out.push_back({{"model", std::get<2>(key)}, {"depth", std::get<0>(key)}, {"role", std::get<1>(key) ? "sub" : "frame"},
                       {"calls", sum.calls}, {"errors", sum.errors}, {"usage", usageJson(sum.usage)},
                       {"cost", costJson(sum.cost, sum.unknown)}, {"simulated", sum.simulated}, {"estimated", sum.estimated}});
    return out;
}

Json spendOf(const Run& run) {
    auto out = Json::array();
    const auto count = run.spent.size();
    PicoUsd cost;
    Tokens tokens = 0;
    out.push_back(Json{0.0, "0", 0});
    for (std::size_t i = 0; i < count; ++i) {
        cost += run.spent[i].cost;
        tokens += run.spent[i].tokens;
        // Every k-th point and the last.
        if (i + 1 == count || i * SpendPoints / count != (i + 1) * SpendPoints / count)
            out.push_back(Json{seconds(run.spent[i].time), cost.exact(), tokens});
    }
    return out;
}

Json timelineOf(const Run& run) {
    const auto& tree = *run.tree;
    auto frames = Json::array();
    std::uint64_t all = 0;
    std::size_t room = MostSpans;
    for (NodeIndex i = 0; i < tree.nodes().size(); ++i) {
        const auto& node = tree.node(i);
        if (node.kind != NodeKind::Frame) continue;
        if (++all > MostFrames) continue;
        frames.push_back({{"id", node.id.seq}, {"label", toValidUtf8(oneLine(tree.label(i), 60))}, {"depth", node.depth},
                          {"model", toValidUtf8(oneLine(tree.model(i), 100))}, {"start", seconds(node.start)},
                          {"end", seconds(node.endSeq ? node.end : tree.now())}, {"spans", frameSpans(tree, i, room)}});
    }
    return {{"seconds", seconds(tree.now())}, {"frames", std::move(frames)}, {"frames_of", all}, {"sub_calls", subCallLanes(tree)}};
}

} // namespace rlmscope::report
