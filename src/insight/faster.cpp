#include "insight/faster.h"

#include <algorithm>
#include <functional>
#include <map>
#include <queue>
#include <tuple>

namespace rlmscope::insight {
namespace {

constexpr std::size_t MostEstimates = 6, MostFanOuts = 64;
constexpr std::uint32_t FewestTogether = 4; ///< calls one after another that are worth a batch
constexpr Nanos Queued = 1'000'000;         ///< less than this is no wait for a place

/// Members of one batch of a cell that the path goes through.
struct FanOut {
    NodeIndex cell = NoNode;
    std::uint32_t batch = 0;
    bool frames = false;
    std::vector<NodeIndex> members;
    Nanos onPath = 0; ///< time of the path inside it
};

using Key = std::tuple<NodeIndex, std::uint32_t, bool>; // cell, batch, frames

Nanos beganAt(const SpansAt& run, NodeIndex i) { return run.wasSent(i) ? run[i].sent : run[i].start; }

std::uint32_t mostAtOnce(const SpansAt& run, const std::vector<NodeIndex>& members) {
    std::vector<std::pair<Nanos, int>> changes;
    for (const auto m : members) {
        changes.emplace_back(beganAt(run, m), 1);
        changes.emplace_back(run.endOf(m), -1);
    }
    std::sort(changes.begin(), changes.end());
    int now = 0, most = 1;
    for (const auto& [time, change] : changes) most = std::max(most, now += change);
    return static_cast<std::uint32_t>(most);
}

// The cell waits for more than this batch: it cannot get shorter than what else it started meanwhile.
Nanos roomBesides(const SpansAt& run, const Children& children, const FanOut& f, Nanos batchStart, Nanos batchEnd) {
    Nanos other = batchStart;
    for (auto child = children.begin(f.cell); child != children.end(f.cell); ++child) {
        const auto& span = run[*child];
        if (span.batch == f.batch && (span.kind == NodeKind::Frame) == f.frames) continue;
        if (span.start < batchEnd) other = std::max(other, std::min(run.endOf(*child), batchEnd));
    }
    return batchEnd - other;
}

Nanos savedBy(const SpansAt& run, const Children& children, const FanOut& f, std::uint32_t places, std::uint32_t more) {
    std::vector<NodeIndex> order = f.members;
    std::stable_sort(order.begin(), order.end(), [&](NodeIndex a, NodeIndex b) { return beganAt(run, a) < beganAt(run, b); });
    std::vector<Nanos> lengths;
    Nanos first = run.endOf(order.front()), last = 0;
    for (const auto m : order) {
        lengths.push_back(run.endOf(m) - beganAt(run, m));
        first = std::min(first, run[m].start);
        last = std::max(last, run.endOf(m));
    }
    const Nanos saved = makespan(lengths, places) - makespan(lengths, more);
    return std::clamp<Nanos>(saved, 0, std::min(f.onPath, roomBesides(run, children, f, first, last)));
}

bool hadToWait(const SpansAt& run, const FanOut& f) {
    Nanos first = run[f.members.front()].start;
    for (const auto m : f.members) first = std::min(first, run[m].start);
    return std::any_of(f.members.begin(), f.members.end(), [&](NodeIndex m) { return beganAt(run, m) - (f.frames ? first : run[m].start) > Queued; });
}

class Finder {
public:
    Finder(const SpansAt& run, const Children& children, const CriticalPath& path) : m_run(run), m_children(children), m_path(path) {}

    std::vector<Estimate> find(const std::stop_token& stop) {
        collect();
        for (const bool frames : {false, true}) {
            if (stop.stop_requested()) return {};
            morePlaces(frames);
        }
        together();
        noWaits();
        const Nanos least = m_path.total / 100;
        std::erase_if(m_found, [least](const Estimate& e) { return e.saved <= least; });
        std::stable_sort(m_found.begin(), m_found.end(), [](const Estimate& a, const Estimate& b) { return a.saved > b.saved; });
        if (m_found.size() > MostEstimates) m_found.resize(MostEstimates);
        return std::move(m_found);
    }

private:
    void collect() {
        for (const auto& step : m_path.steps) {
            if (step.node == NoNode || m_run[step.node].parent == NoNode) continue;
            const auto& span = m_run[step.node];
            const bool frame = span.kind == NodeKind::Frame;
            if (span.kind != NodeKind::SubCall && !(frame && step.kind == PathKind::Wait)) continue;
            if (span.batch != 0) m_fanOuts[{span.parent, span.batch, frame}].onPath += step.to - step.from;
            else if (!frame && step.kind != PathKind::Wait) m_alone[span.parent].push_back(step.node);
        }
        for (const auto frame : m_path.frames) // the whole frame is on the path, not only its own time
            if (const auto& span = m_run[frame]; span.batch != 0) m_fanOuts[{span.parent, span.batch, true}].onPath += m_run.endOf(frame) - span.start;
        NodeIndex cell = NoNode;
        for (auto& [key, fanOut] : m_fanOuts) {
            std::tie(fanOut.cell, fanOut.batch, fanOut.frames) = key;
            if (fanOut.cell == cell) continue; // one pass over the children of a cell fills all its batches
            cell = fanOut.cell;
            for (auto child = m_children.begin(cell); child != m_children.end(cell); ++child) {
                const auto found = m_fanOuts.find({cell, m_run[*child].batch, m_run[*child].kind == NodeKind::Frame});
                if (found != m_fanOuts.end() && (m_run.wasSent(*child) || !m_run.isOpen(*child) || found->second.frames)) found->second.members.push_back(*child);
            }
        }
    }

    void morePlaces(bool frames) {
        std::vector<const FanOut*> largest; // a bounded number: each is compared with all its cell did meanwhile
        for (const auto& [key, f] : m_fanOuts)
            if (f.frames == frames && f.members.size() > 1) largest.push_back(&f);
        std::stable_sort(largest.begin(), largest.end(), [](const FanOut* a, const FanOut* b) { return a->onPath > b->onPath; });
        if (largest.size() > MostFanOuts) largest.resize(MostFanOuts);
        std::map<std::uint32_t, Estimate> byPlaces; // one sentence for all fan-outs that had the same number of places
        std::map<std::uint32_t, Nanos> gain;         // of the one it names
        for (const auto* fanOut : largest) {
            const auto& f = *fanOut;
            if (!hadToWait(m_run, f)) continue;
            const auto places = mostAtOnce(m_run, f.members);
            if (places >= f.members.size()) continue;
            const auto more = frames ? places + 1 : places * 2;
            const Nanos saved = savedBy(m_run, m_children, f, places, more);
            if (saved <= 0) continue;
            auto& e = byPlaces[places];
            if (e.count == 0 || saved > gain[places]) {
                gain[places] = saved;
                e.node = f.cell;
            }
            e.kind = frames ? Estimate::Kind::MoreFrames : Estimate::Kind::MoreCalls;
            e.from = places;
            e.to = more;
            e.saved += saved;
            ++e.count;
        }
        for (const auto& [places, e] : byPlaces) m_found.push_back(e);
    }

    void noWaits() {
        Estimate e;
        e.kind = Estimate::Kind::NoWaits;
        e.saved = m_path.totals[static_cast<std::size_t>(PathKind::Wait)];
        e.count = m_path.counts[static_cast<std::size_t>(PathKind::Wait)];
        const PathStep* longest = nullptr;
        for (const auto& step : m_path.steps)
            if (step.kind == PathKind::Wait && (!longest || step.to - step.from > longest->to - longest->from)) longest = &step;
        if (!longest) return;
        e.node = longest->node;
        m_found.push_back(e);
    }

    void together() {
        std::vector<NodeIndex> calls;
        for (NodeIndex i = 0; i < m_run.count; ++i)
            if (m_run[i].isCall() && m_run.wasSent(i)) calls.push_back(i);
        const std::uint32_t places = std::max<std::uint32_t>(16, mostAtOnce(m_run, calls)); // 16 in flight is what a run has by itself
        for (const auto& [cell, chain] : m_alone) {
            if (chain.size() < FewestTogether) continue;
            std::vector<Nanos> lengths;
            Nanos sum = 0;
            for (const auto call : chain) {
                lengths.push_back(m_run.endOf(call) - beganAt(m_run, call));
                sum += lengths.back();
            }
            Estimate e;
            e.kind = Estimate::Kind::Together;
            e.node = cell;
            e.count = static_cast<std::uint32_t>(chain.size());
            e.from = 1;
            e.to = std::min(places, e.count);
            e.saved = sum - makespan(lengths, e.to);
            m_found.push_back(e);
        }
    }

    const SpansAt& m_run;
    const Children& m_children;
    const CriticalPath& m_path;
    std::map<Key, FanOut> m_fanOuts;
    std::map<NodeIndex, std::vector<NodeIndex>> m_alone; ///< calls of no batch on the path, by cell
    std::vector<Estimate> m_found;
};

} // namespace

Nanos makespan(const std::vector<Nanos>& lengths, std::size_t places) {
    std::priority_queue<Nanos, std::vector<Nanos>, std::greater<>> ends;
    Nanos last = 0;
    for (const auto length : lengths) {
        Nanos start = 0;
        if (ends.size() >= std::max<std::size_t>(1, places)) {
            start = ends.top();
            ends.pop();
        }
        ends.push(start + length);
        last = std::max(last, start + length);
    }
    return last;
}

std::vector<Estimate> whatWouldBeFaster(const SpansAt& run, const Children& children, const CriticalPath& path, const std::stop_token& stop) {
    return Finder(run, children, path).find(stop);
}

} // namespace rlmscope::insight
