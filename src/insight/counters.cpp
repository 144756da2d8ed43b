#include "insight/counters.h"

#include <algorithm>

namespace rlmscope::insight {

void StepSeries::build(std::vector<std::pair<Nanos, std::int64_t>> changes) {
    const auto earlier = [](const auto& a, const auto& b) { return a.first < b.first; };
    if (!std::is_sorted(changes.begin(), changes.end(), earlier)) std::sort(changes.begin(), changes.end(), earlier);
    m_times.clear();
    m_values.clear();
    m_blockMost.clear();
    std::int64_t value = 0;
    for (std::size_t i = 0; i < changes.size();) {
        const auto time = changes[i].first;
        for (; i < changes.size() && changes[i].first == time; ++i) value += changes[i].second;
        m_times.push_back(time);
        m_values.push_back(value);
    }
    for (std::size_t i = 0; i < m_values.size(); i += Block)
        m_blockMost.push_back(*std::max_element(m_values.begin() + static_cast<std::ptrdiff_t>(i),
                                                m_values.begin() + static_cast<std::ptrdiff_t>(std::min(i + Block, m_values.size()))));
}

std::int64_t StepSeries::at(Nanos time) const {
    const auto after = std::upper_bound(m_times.begin(), m_times.end(), time) - m_times.begin();
    return after == 0 ? 0 : m_values[static_cast<std::size_t>(after - 1)];
}

std::int64_t StepSeries::most(Nanos from, Nanos to) const {
    std::int64_t most = at(from);
    auto i = static_cast<std::size_t>(std::upper_bound(m_times.begin(), m_times.end(), from) - m_times.begin());
    const auto end = static_cast<std::size_t>(std::upper_bound(m_times.begin(), m_times.end(), to) - m_times.begin());
    while (i < end) {
        if (i % Block == 0 && i + Block <= end) {
            most = std::max(most, m_blockMost[i / Block]);
            i += Block;
        } else {
            most = std::max(most, m_values[i++]);
        }
    }
    return most;
}

Counters countersOf(const SpansAt& run, const std::stop_token& stop) {
    using Changes = std::vector<std::pair<Nanos, std::int64_t>>;
    Changes spent, in, out, ended, failed, flight, queued, rate;
    for (NodeIndex i = 0; i < run.count; ++i) {
        if ((i & 0xFFFFU) == 0 && stop.stop_requested()) return {};
        const auto& span = run[i];
        if (!span.isCall()) continue;
        const bool open = run.isOpen(i);
        const Nanos end = run.endOf(i);
        // The spans may know more than the moment: what an open call will have cost is not known yet.
        const bool settled = !open || span.end < 0;
        if (settled && span.cost != 0) spent.emplace_back(end, span.cost);
        if (settled && span.tokensIn != 0) in.emplace_back(end, span.tokensIn);
        if (settled && span.tokensOut != 0) out.emplace_back(end, span.tokensOut);
        if (!open) {
            ended.emplace_back(end, 1);
            if (span.status == NodeStatus::Error || span.status == NodeStatus::Interrupted) failed.emplace_back(end, 1);
        }
        const bool sent = run.wasSent(i);
        if (sent) {
            flight.emplace_back(span.sent, 1);
            if (!open) flight.emplace_back(end, -1);
        }
        const Nanos left = sent ? span.sent : end;
        if (left > span.start) {
            queued.emplace_back(span.start, 1);
            if (sent || !open) queued.emplace_back(left, -1);
        }
        const Nanos from = std::max({span.start, span.sent, span.firstToken});
        if (!open && span.tokensOut > 0 && end > from) {
            // Per 1,000 seconds, so that an integer keeps three digits of a slow stream.
            const auto perKs = static_cast<std::int64_t>(static_cast<double>(span.tokensOut) * 1e12 / static_cast<double>(end - from));
            rate.emplace_back(from, perKs);
            rate.emplace_back(end, -perKs);
        }
    }
    Counters counters;
    const std::pair<StepSeries*, Changes*> all[] = {{&counters.spent, &spent}, {&counters.tokensIn, &in}, {&counters.tokensOut, &out},
                                                    {&counters.ended, &ended}, {&counters.failed, &failed}, {&counters.inFlight, &flight},
                                                    {&counters.queued, &queued}, {&counters.rate, &rate}};
    for (const auto& [series, changes] : all) {
        if (stop.stop_requested()) return {};
        series->build(std::move(*changes));
    }
    return counters;
}

RangeSums sumsOf(const Counters& c, Nanos from, Nanos to) {
    RangeSums sums;
    sums.from = std::min(from, to);
    sums.to = std::max(from, to);
    sums.calls = c.ended.grown(sums.from, sums.to);
    sums.failed = c.failed.grown(sums.from, sums.to);
    sums.cost = c.spent.grown(sums.from, sums.to);
    sums.tokensIn = c.tokensIn.grown(sums.from, sums.to);
    sums.tokensOut = c.tokensOut.grown(sums.from, sums.to);
    sums.inFlightMost = c.inFlight.most(sums.from, sums.to);
    sums.queuedMost = c.queued.most(sums.from, sums.to);
    return sums;
}

} // namespace rlmscope::insight
