#include "insight/lanes.h"

#include <algorithm>
#include <numeric>

namespace rlmscope::insight {
namespace {

constexpr std::uint32_t NoFrame = UINT32_MAX;

struct Item {
    Nanos from, to;
    NodeIndex node;
};

Nanos openEnd(const SpansAt& run, NodeIndex i) { return run.isOpen(i) ? OpenEnd : run[i].end; }

// Parents have lower numbers than their children, so one pass knows the frame of everything.
struct Frames {
    std::vector<NodeIndex> nodes;        ///< in start order
    std::vector<std::uint32_t> ofNode;   ///< index into nodes; NoFrame = no frame above
    explicit Frames(const SpansAt& run) : ofNode(run.count, NoFrame) {
        for (NodeIndex i = 0; i < run.count; ++i) {
            if (run[i].kind == NodeKind::Frame) {
                ofNode[i] = static_cast<std::uint32_t>(nodes.size());
                nodes.push_back(i);
            } else if (run[i].parent != NoNode) {
                ofNode[i] = ofNode[run[i].parent];
            }
        }
    }
    std::uint32_t parent(const SpansAt& run, std::uint32_t frame) const {
        const auto above = run[nodes[frame]].parent;
        return above == NoNode ? NoFrame : ofNode[above];
    }
};

// A band each, every frame followed by its children.
void ownBands(const SpansAt& run, const Frames& frames, std::vector<std::uint32_t>& bandOf, std::vector<LaneBand>& bands) {
    const auto n = static_cast<std::uint32_t>(frames.nodes.size());
    std::vector<std::vector<std::uint32_t>> children(n + 1);
    for (std::uint32_t f = 0; f < n; ++f) {
        const auto up = frames.parent(run, f);
        children[up == NoFrame ? n : up].push_back(f);
    }
    std::vector<std::uint32_t> stack(children[n].rbegin(), children[n].rend());
    while (!stack.empty()) {
        const auto f = stack.back();
        stack.pop_back();
        bandOf[f] = static_cast<std::uint32_t>(bands.size());
        LaneBand band;
        band.frame = frames.nodes[f];
        band.depth = run[band.frame].depth;
        band.waited = waitedForPlace(run, band.frame);
        bands.push_back(band);
        stack.insert(stack.end(), children[f].rbegin(), children[f].rend());
    }
}

// Frames of one depth share bands where they do not overlap.
void sharedBands(const SpansAt& run, const Frames& frames, std::vector<std::uint32_t>& bandOf, std::vector<LaneBand>& bands) {
    std::vector<std::uint32_t> order(frames.nodes.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        const auto& x = run[frames.nodes[a]];
        const auto& y = run[frames.nodes[b]];
        return x.depth != y.depth ? x.depth < y.depth : x.start != y.start ? x.start < y.start : a < b;
    });
    for (std::size_t i = 0; i < order.size();) {
        const auto depth = run[frames.nodes[order[i]]].depth;
        const auto firstBand = static_cast<std::uint32_t>(bands.size());
        LaneColouring colouring;
        for (; i < order.size() && run[frames.nodes[order[i]]].depth == depth; ++i) {
            const auto frame = frames.nodes[order[i]];
            const auto band = firstBand + colouring.lane(run[frame].start, openEnd(run, frame));
            bandOf[order[i]] = band;
            if (band == bands.size()) {
                LaneBand fresh;
                fresh.frame = frame;
                fresh.depth = depth;
                bands.push_back(fresh);
            } else {
                ++bands[band].frames;
            }
        }
    }
}

// Items by (band, kind of row), each list in order of `from`.
class Sorted {
public:
    Sorted(std::size_t lists, const std::vector<std::pair<std::uint32_t, Item>>& items) : m_first(lists + 1, 0), m_items(items.size()) {
        for (const auto& [list, item] : items) ++m_first[list + 1];
        for (std::size_t k = 1; k < m_first.size(); ++k) m_first[k] += m_first[k - 1];
        auto next = m_first;
        for (const auto& [list, item] : items) m_items[next[list]++] = item;
        const auto earlier = [](const Item& a, const Item& b) { return a.from != b.from ? a.from < b.from : a.node < b.node; };
        for (std::size_t k = 0; k < lists; ++k) {
            const auto first = m_items.begin() + m_first[k], last = m_items.begin() + m_first[k + 1];
            if (!std::is_sorted(first, last, earlier)) std::sort(first, last, earlier);
        }
    }
    const Item* begin(std::size_t list) const { return m_items.data() + m_first[list]; }
    const Item* end(std::size_t list) const { return m_items.data() + m_first[list + 1]; }

private:
    std::vector<std::uint32_t> m_first;
    std::vector<Item> m_items;
};

class Builder {
public:
    Builder(const SpansAt& run, Lanes& lanes) : m_run(run), m_lanes(lanes), m_waits(run) {}

    // One list of items becomes rows of the band that is being built.
    std::uint32_t addRows(RowKind kind, std::uint32_t band, const Item* first, const Item* last) {
        if (first == last) return 0;
        LaneColouring colouring;
        m_laneOf.clear();
        for (auto item = first; item != last; ++item) m_laneOf.push_back(colouring.lane(item->from, item->to));
        const auto lanes = colouring.lanes();
        m_next.assign(lanes + 1, 0);
        for (const auto lane : m_laneOf) ++m_next[lane + 1];
        for (std::size_t k = 1; k < m_next.size(); ++k) m_next[k] += m_next[k - 1];
        const auto ends = m_next;
        m_byLane.resize(m_laneOf.size());
        for (std::size_t k = 0; k < m_laneOf.size(); ++k) m_byLane[m_next[m_laneOf[k]]++] = first + k;
        for (std::uint32_t lane = 0; lane < lanes; ++lane) {
            BarRow row;
            row.kind = kind;
            row.band = band;
            row.first = static_cast<std::uint32_t>(m_lanes.bars.size());
            for (auto k = ends[lane]; k < ends[lane + 1]; ++k) addBar(kind, *m_byLane[k]);
            row.count = static_cast<std::uint32_t>(m_lanes.bars.size()) - row.first;
            m_lanes.rows.push_back(row);
        }
        return lanes;
    }

private:
    void addBar(RowKind kind, const Item& item) {
        if (m_run[item.node].kind == NodeKind::Cell) addCell(item);
        else m_lanes.bars.push_back({item.from, item.to, item.node, kind == RowKind::Frame ? BarKind::Frame : BarKind::Call});
    }
    void addCell(const Item& cell) {
        Nanos at = cell.from;
        for (auto p = m_waits.firstOf(cell.node); p != CellWaits::NoPiece; p = m_waits.piece(p).next) {
            const auto& piece = m_waits.piece(p);
            if (piece.from > at) m_lanes.bars.push_back({at, piece.from, cell.node, BarKind::Python});
            m_lanes.bars.push_back({std::max(at, piece.from), piece.to, cell.node, BarKind::Waiting});
            at = piece.to;
        }
        if (at < cell.to || cell.from == cell.to) m_lanes.bars.push_back({at, cell.to, cell.node, BarKind::Python});
    }

    const SpansAt& m_run;
    Lanes& m_lanes;
    CellWaits m_waits;
    std::vector<std::uint32_t> m_laneOf, m_next;
    std::vector<const Item*> m_byLane;
};

constexpr std::uint32_t RowKinds = 3; // Frame, Main, Calls

std::vector<std::pair<std::uint32_t, Item>> itemsOf(const SpansAt& run, const Frames& frames, const std::vector<std::uint32_t>& bandOf,
                                                    std::uint32_t orphans, std::vector<LaneBand>& bands) {
    std::vector<std::pair<std::uint32_t, Item>> items;
    items.reserve(run.count);
    for (NodeIndex i = 0; i < run.count; ++i) {
        const auto& span = run[i];
        if (span.kind == NodeKind::Turn) continue; // drawn as what it is made of
        const auto frame = frames.ofNode[i];
        const auto band = frame == NoFrame ? orphans : bandOf[frame];
        RowKind kind = RowKind::Main;
        Item item{span.start, openEnd(run, i), i};
        if (span.kind == NodeKind::Frame) {
            kind = RowKind::Frame;
        } else if (span.kind == NodeKind::SubCall) {
            kind = RowKind::Calls;
            ++bands[band].calls;
            if (run.wasSent(i)) item.from = span.sent;
            else if (run.isOpen(i)) continue; // queued: no bar
        }
        items.emplace_back(band * RowKinds + static_cast<std::uint32_t>(kind), item);
    }
    return items;
}

} // namespace

Lanes layOutLanes(const SpansAt& run, const std::stop_token& stop) {
    Lanes lanes;
    const Frames frames(run);
    std::vector<std::uint32_t> bandOf(frames.nodes.size(), 0);
    lanes.shared = frames.nodes.size() > MaxOwnBands;
    if (lanes.shared) sharedBands(run, frames, bandOf, lanes.bands);
    else ownBands(run, frames, bandOf, lanes.bands);
    const auto orphans = static_cast<std::uint32_t>(lanes.bands.size());
    lanes.bands.emplace_back();
    lanes.bands.back().frames = 0;
    if (stop.stop_requested()) return {};
    const Sorted sorted(lanes.bands.size() * RowKinds, itemsOf(run, frames, bandOf, orphans, lanes.bands));
    if (stop.stop_requested()) return {};
    Builder builder(run, lanes);
    lanes.bars.reserve(run.count);
    for (std::uint32_t b = 0; b < lanes.bands.size(); ++b) {
        auto& band = lanes.bands[b];
        band.firstRow = static_cast<std::uint32_t>(lanes.rows.size());
        for (std::uint32_t k = 0; k < RowKinds; ++k) {
            const auto list = std::size_t{b} * RowKinds + k;
            band.callRows = builder.addRows(static_cast<RowKind>(k), b, sorted.begin(list), sorted.end(list));
        }
        band.rows = static_cast<std::uint32_t>(lanes.rows.size()) - band.firstRow;
        if ((b & 255U) == 0 && stop.stop_requested()) return {};
    }
    if (lanes.bands.back().rows == 0) lanes.bands.pop_back(); // nothing without a frame
    lanes.index(run);
    return lanes;
}

// Frames of a batch are asked for one after another and have numbers between their cell's and their own.
Nanos waitedForPlace(const SpansAt& run, NodeIndex frame) {
    const auto& span = run[frame];
    if (span.kind != NodeKind::Frame || span.batch == 0 || span.parent == NoNode) return 0;
    for (NodeIndex i = span.parent + 1; i < frame; ++i)
        if (run[i].parent == span.parent && run[i].batch == span.batch && run[i].kind == NodeKind::Frame)
            return std::max<Nanos>(0, span.start - run[i].start);
    return 0;
}

} // namespace rlmscope::insight
