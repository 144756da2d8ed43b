#include "insight/distribution.h"

#include <algorithm>

namespace rlmscope::insight {
namespace {

bool isOpen(const TreeNode& n) { return n.status == NodeStatus::Running || n.status == NodeStatus::Queued; }

void countStatus(Distribution& d, const TreeNode& n) {
    switch (n.status) {
    case NodeStatus::Ok: ++d.ok; break;
    case NodeStatus::Error: ++d.failed; break;
    case NodeStatus::Running: ++d.running; break;
    case NodeStatus::Queued: ++d.queued; break;
    case NodeStatus::Cancelled:
    case NodeStatus::Interrupted: ++d.stopped; break;
    }
}

template<typename T>
T medianOf(std::vector<T>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

Nanos timeOf(const RunTree& tree, const TreeNode& n) {
    if (n.status == NodeStatus::Queued) return 0;
    return std::max<Nanos>(0, (isOpen(n) ? tree.now() : n.end) - (n.attempts > 0 ? n.sent : n.start));
}

Distribution distributionOf(const RunTree& tree, const std::vector<NodeIndex>& members) {
    Distribution d;
    std::vector<Nanos> times;
    std::vector<std::int64_t> costs;
    std::vector<std::pair<Nanos, int>> flight;
    for (const auto index : members) {
        if (index >= tree.nodes().size()) continue;
        const auto& n = tree.node(index);
        ++d.members;
        countStatus(d, n);
        d.retried += n.attempts > 1;
        d.cost += n.totalCost;
        d.costUnknown |= n.costUnknown;
        const Nanos time = timeOf(tree, n);
        if (n.status != NodeStatus::Queued) {
            if (d.slowest == NoNode || time > timeOf(tree, tree.node(d.slowest))) d.slowest = index;
            const Nanos from = n.attempts > 0 ? n.sent : n.start;
            flight.emplace_back(from, 1);
            if (!isOpen(n)) flight.emplace_back(std::max(from, n.end), -1);
        }
        if (isOpen(n)) continue;
        times.push_back(time);
        if (!n.costUnknown && n.calls > 0) costs.push_back(n.totalCost.value);
    }
    d.timed = static_cast<std::uint32_t>(times.size());
    d.priced = static_cast<std::uint32_t>(costs.size());
    if (!times.empty()) {
        const auto [least, most] = std::minmax_element(times.begin(), times.end());
        d.shortest = *least;
        d.longest = *most;
        d.median = medianOf(times);
    }
    if (!costs.empty()) {
        const auto [least, most] = std::minmax_element(costs.begin(), costs.end());
        d.cheapest = {*least};
        d.dearest = {*most};
        d.medianCost = {medianOf(costs)};
    }
    std::sort(flight.begin(), flight.end()); // what comes back makes room for what leaves at the same moment
    int now = 0, most = 0;
    for (const auto& change : flight) most = std::max(most, now += change.second);
    d.inFlightMost = static_cast<std::uint32_t>(most);
    return d;
}

} // namespace rlmscope::insight
