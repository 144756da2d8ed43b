#include "insight/bars.h"

#include <algorithm>
#include <functional>

namespace rlmscope::insight {
namespace {

constexpr Nanos HostRoundTrip = 100'000;

} // namespace

bool mustBeSeen(const Span& span) {
    return span.status == NodeStatus::Error || span.status == NodeStatus::Interrupted || span.attempts > 1;
}

std::uint32_t BarRows::firstAfter(const BarRow& row, std::int64_t at) const {
    const auto first = bars.begin() + row.first, last = first + row.count;
    return static_cast<std::uint32_t>(std::partition_point(first, last, [at](const Bar& b) { return b.to <= at; }) - bars.begin());
}

std::uint32_t BarRows::rowOfBar(std::uint32_t bar) const {
    const auto after = std::upper_bound(rows.begin(), rows.end(), bar, [](std::uint32_t b, const BarRow& row) { return b < row.first; });
    return static_cast<std::uint32_t>(after - rows.begin()) - 1;
}

void BarRows::index(const SpansAt& run) {
    barOf.assign(run.count, NoBar);
    marks.clear();
    for (auto& row : rows) {
        row.firstMark = static_cast<std::uint32_t>(marks.size());
        for (auto i = row.first; i < row.first + row.count; ++i) {
            const auto& bar = bars[i];
            if (bar.node >= run.count) continue;
            if (barOf[bar.node] == NoBar) barOf[bar.node] = i;
            else if (bar.kind == BarKind::Python || bar.kind == BarKind::Waiting) continue; // one mark a cell
            if (row.kind != RowKind::Frame && mustBeSeen(run[bar.node])) marks.push_back(i);
        }
        row.marks = static_cast<std::uint32_t>(marks.size()) - row.firstMark;
    }
}

std::uint32_t LaneColouring::lane(std::int64_t from, std::int64_t to) {
    const auto later = std::greater<>();
    while (!m_busy.empty() && m_busy.front().first <= from) {
        std::pop_heap(m_busy.begin(), m_busy.end(), later);
        m_free.push_back(m_busy.back().second);
        std::push_heap(m_free.begin(), m_free.end(), later);
        m_busy.pop_back();
    }
    std::uint32_t lane = m_lanes;
    if (m_free.empty()) {
        ++m_lanes;
    } else {
        std::pop_heap(m_free.begin(), m_free.end(), later);
        lane = m_free.back();
        m_free.pop_back();
    }
    m_busy.emplace_back(to, lane);
    std::push_heap(m_busy.begin(), m_busy.end(), later);
    return lane;
}

CellWaits::CellWaits(const SpansAt& run) : m_head(run.count, NoPiece), m_tail(run.count, NoPiece) {
    for (NodeIndex i = 0; i < run.count; ++i) {
        const auto& span = run[i];
        if (span.parent == NoNode || run[span.parent].kind != NodeKind::Cell) continue;
        const auto& cell = run[span.parent];
        // What outlives its cell does not make it longer.
        const Nanos cellEnd = run.isOpen(span.parent) ? OpenEnd : cell.end;
        const Nanos from = std::clamp(span.start, cell.start, cellEnd);
        const Nanos to = std::min(run.isOpen(i) ? OpenEnd : span.end, cellEnd);
        auto& tail = m_tail[span.parent];
        if (tail != NoPiece && from <= m_pieces[tail].to && m_pieces[tail].to == OpenEnd) continue;
        if (tail != NoPiece && from <= m_pieces[tail].to + HostRoundTrip) {
            m_pieces[tail].to = std::max(m_pieces[tail].to, to);
            continue;
        }
        if (to <= from) continue;
        const auto piece = static_cast<std::uint32_t>(m_pieces.size());
        m_pieces.push_back({from, to, NoPiece});
        (tail == NoPiece ? m_head[span.parent] : m_pieces[tail].next) = piece;
        tail = piece;
    }
}

Nanos CellWaits::pythonTime(const SpansAt& run, NodeIndex cell) const {
    const Nanos end = run.endOf(cell);
    Nanos time = end - run[cell].start;
    for (auto p = firstOf(cell); p != NoPiece; p = m_pieces[p].next)
        time -= std::min(m_pieces[p].to, end) - std::min(m_pieces[p].from, end);
    return std::max<Nanos>(0, time);
}

} // namespace rlmscope::insight
