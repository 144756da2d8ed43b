#include "views/timeline_painter.h"

#include "views/theme.h"

#include <algorithm>
#include <cmath>

namespace rlmscope {

using insight::Bar;
using insight::BarKind;
using insight::BarRow;
using insight::RowKind;

namespace {

constexpr int WordRoom = 34;  // logical pixels below which no word is written
constexpr int WordHeight = 12;

QRgb rgb(Token token) { return themed(token).rgb(); }

} // namespace

TimelinePainter::TimelinePainter() {
    m_colours = {rgb(Token::Base), rgb(Token::Grid), rgb(Token::Frame), rgb(Token::Turn), rgb(Token::Model), rgb(Token::TintModel),
                 rgb(Token::Cell), rgb(Token::TintCell), rgb(Token::Sub), rgb(Token::TintSub), rgb(Token::Tx), rgb(Token::Tx3),
                 rgb(Token::ErrEdge), rgb(Token::WarnEdge), Theme::instance().isHighContrast()};
    if (m_colours.contrast) m_colours.modelTint = m_colours.cellTint = m_colours.subTint = m_colours.base; // outline and no fill
}

QRgb TimelinePainter::kindColour(NodeKind kind) const {
    switch (kind) {
    case NodeKind::Frame: return m_colours.frame;
    case NodeKind::Turn: return m_colours.turn;
    case NodeKind::ModelCall: return m_colours.model;
    case NodeKind::Cell: return m_colours.cell;
    case NodeKind::SubCall: break;
    }
    return m_colours.sub;
}

int TimelinePainter::device(double at) const {
    return static_cast<int>(std::lround(std::clamp(m_in.scale.x(at) * m_dpr, -1e6, 1e6)));
}

TimelinePainter::Area TimelinePainter::areaOf(const TimelineRow& row) const {
    const double y = row.y - m_in.top;
    const int y1 = static_cast<int>(std::lround(y * m_dpr));
    const int y2 = std::max(y1 + 1, static_cast<int>(std::lround((y + row.height) * m_dpr)) - (row.height >= 3 && row.height < 14 ? 1 : 0));
    return {y1, y2};
}

void TimelinePainter::fill(int x1, int x2, int y1, int y2, QRgb colour) {
    x1 = std::max(x1, static_cast<int>(std::lround(m_in.scale.left * m_dpr)));
    x2 = std::min(x2, m_width);
    y1 = std::max(y1, 0);
    y2 = std::min(y2, m_height);
    if (x1 >= x2) return;
    for (int y = y1; y < y2; ++y) {
        auto* line = reinterpret_cast<QRgb*>(m_image->scanLine(y));
        std::fill(line + x1, line + x2, colour);
    }
}

void TimelinePainter::outline(int x1, int x2, int y1, int y2, QRgb edge, QRgb inside) {
    const int w = std::max(1, static_cast<int>(m_dpr));
    fill(x1, x2, y1, y2, edge);
    if (x2 - x1 > 2 * w && y2 - y1 > 2 * w) fill(x1 + w, x2 - w, y1 + w, y2 - w, inside);
}

std::vector<TimelinePainter::Word> TimelinePainter::paint(QImage& image, const Input& input) {
    m_image = &image;
    m_in = input;
    m_dpr = image.devicePixelRatio();
    m_width = image.width();
    m_height = image.height();
    m_words.clear();
    const int bottom = m_in.top + static_cast<int>(m_height / m_dpr) + 1;
    const auto& rows = m_in.rows->rows;
    const auto first = m_in.rows->firstAt(m_in.top);
    if (m_in.path) verticals(); // beneath all bars
    for (auto r = first; r < rows.size() && rows[r].y < bottom; ++r) row(rows[r]);
    if (m_in.path) pathMarks();
    for (auto r = first; r < rows.size() && rows[r].y < bottom; ++r) marks(rows[r]);
    return std::move(m_words);
}

void TimelinePainter::row(const TimelineRow& visible) {
    const BarRow& row = m_in.bars->rows[visible.row];
    const Area area = areaOf(visible);
    const double last = m_in.flame ? m_in.scale.to : std::min(m_in.scale.to, m_in.now);
    const auto end = row.first + row.count;
    auto i = m_in.bars->firstAfter(row, static_cast<std::int64_t>(m_in.scale.from) - 1);
    while (i < end) {
        const Bar& bar = m_in.bars->bars[i];
        if (static_cast<double>(bar.from) > last) break;
        ++i;
        if (bar.node >= m_in.run.count) continue; // had not begun
        const double to = m_in.flame ? static_cast<double>(bar.to) : std::min(static_cast<double>(bar.to), m_in.now);
        const int x1 = device(static_cast<double>(bar.from));
        const int x2 = std::max(x1 + 1, device(to));
        this->bar(row, bar, area, x1, x2);
        // What lies in the same pixel column would not be seen: go on with what ends after it.
        if (i < end && m_in.bars->bars[i].to != insight::OpenEnd && device(static_cast<double>(m_in.bars->bars[i].to)) <= x2) {
            const double at = m_in.scale.at((x2 + 0.5) / m_dpr);
            BarRow rest = row;
            rest.first = i;
            rest.count = end - i;
            i = m_in.bars->firstAfter(rest, static_cast<std::int64_t>(at));
        }
    }
}

void TimelinePainter::bar(const BarRow& row, const Bar& bar, const Area& area, int x1, int x2) {
    switch (bar.kind) {
    case BarKind::Frame: return frameBar(bar, area, x1, x2);
    case BarKind::Part: return flameBar(bar, area, x1, x2);
    case BarKind::Call: return call(row, bar, area, x1, x2);
    case BarKind::Python:
        if (m_in.run[bar.node].known) return outline(x1, x2, area.y1, area.y2, m_colours.cell, m_colours.base);
        return fill(x1, x2, area.y1, area.y2, m_colours.cell);
    case BarKind::Waiting:
        outline(x1, x2, area.y1, area.y2, m_colours.cell, m_colours.cellTint);
        return word(x1, x2, area, bar.node, false);
    }
}

void TimelinePainter::frameBar(const Bar& bar, const Area& area, int x1, int x2) {
    const int w = static_cast<int>(std::lround(2 * m_dpr));
    fill(x1, x2, area.y1, area.y1 + w, m_colours.frame);
    fill(x1, x1 + w, area.y1, area.y2, m_colours.frame);
    if (!m_in.run.isOpen(bar.node) && x2 - x1 > 2 * w) fill(x2 - w, x2, area.y1, area.y2, m_colours.frame);
}

// A model call: a thin line while it is queued, tint until the first token, solid while it streams. Sub-calls are solid.
void TimelinePainter::call(const BarRow& row, const Bar& bar, const Area& area, int x1, int x2) {
    const auto& span = m_in.run[bar.node];
    const QRgb solid = kindColour(span.kind);
    if (row.kind == RowKind::Calls) {
        const int right = x2 - x1 > 4 * m_dpr ? x2 - 1 : x2; // a gap to the next one
        if (span.known) outline(x1, right, area.y1, area.y2, solid, m_colours.base);
        else fill(x1, right, area.y1, area.y2, solid);
        return;
    }
    const bool sent = m_in.run.wasSent(bar.node);
    int at = x1;
    if (sent || m_in.run.isOpen(bar.node)) {
        at = sent ? std::clamp(device(static_cast<double>(span.sent)), x1, x2) : x2;
        const int middle = (area.y1 + area.y2) / 2;
        if (at - x1 >= 2) fill(x1, at, middle, middle + std::max(1, static_cast<int>(m_dpr)), m_colours.tx3);
        else at = x1;
    }
    if (at >= x2) return;
    if (span.known) {
        outline(at, x2, area.y1, area.y2, solid, m_colours.base);
        return word(at, x2, area, bar.node, false);
    }
    const bool streams = span.firstToken >= 0 && static_cast<double>(span.firstToken) <= m_in.now;
    const int first = streams ? std::clamp(device(static_cast<double>(span.firstToken)), at, x2) : m_in.run.isOpen(bar.node) ? x2 : at;
    if (first - at >= 2) outline(at, first, area.y1, area.y2, solid, m_colours.modelTint);
    fill(first - at >= 2 ? first : at, x2, area.y1, area.y2, solid);
    fill(x2 - 1, x2, area.y1, area.y2, m_colours.turn); // turns one after another stay apart
    if (x2 - first >= first - at) word(first, x2, area, bar.node, true);
    else word(at, first, area, bar.node, false);
}

void TimelinePainter::flameBar(const Bar& bar, const Area& area, int x1, int x2) {
    const auto& span = m_in.run[bar.node];
    const int right = x2 - x1 > 3 ? x2 - 1 : x2;
    const QRgb solid = kindColour(span.kind);
    if (span.kind == NodeKind::Cell || span.kind == NodeKind::Turn || span.kind == NodeKind::Frame) {
        const QRgb inside = span.kind == NodeKind::Cell ? m_colours.cellTint
                            : span.kind == NodeKind::Frame ? (m_colours.contrast ? m_colours.base : themed(Token::TintFrame).rgb()) : m_colours.grid;
        outline(x1, right, area.y1, area.y2, solid, m_colours.contrast ? m_colours.base : inside);
        return word(x1, right, area, bar.node, false);
    }
    fill(x1, right, area.y1, area.y2, solid);
    word(x1, right, area, bar.node, true);
}

// Failed, interrupted and repeated calls, however small.
void TimelinePainter::marks(const TimelineRow& visible) {
    const BarRow& row = m_in.bars->rows[visible.row];
    if (row.marks == 0) return;
    const auto& list = m_in.bars->marks;
    const auto& bars = m_in.bars->bars;
    const Area area = areaOf(visible);
    const auto end = list.begin() + row.firstMark + row.marks;
    const auto from = [&](double at) {
        return std::partition_point(list.begin() + row.firstMark, end, [&](std::uint32_t m) { return static_cast<double>(bars[m].to) <= at; });
    };
    const int least = static_cast<int>(std::lround(3 * m_dpr));
    auto mark = from(m_in.scale.from);
    while (mark != end) {
        const Bar& bar = bars[*mark];
        if (static_cast<double>(bar.from) > m_in.scale.to) break;
        ++mark;
        if (bar.node >= m_in.run.count) continue;
        const auto& span = m_in.run[bar.node];
        const bool ended = !m_in.run.isOpen(bar.node);
        const bool failed = ended && span.status == NodeStatus::Error;
        if (!failed && span.attempts < 2 && !(ended && span.status == NodeStatus::Interrupted)) continue;
        const int x1 = device(static_cast<double>(bar.from));
        const int x2 = std::max(x1 + least, device(m_in.flame ? static_cast<double>(bar.to) : std::min(static_cast<double>(bar.to), m_in.now)));
        if (ended && span.status == NodeStatus::Interrupted && x2 - x1 > 3 * least) { // ends in a gap and a dot
            fill(x2 - 2 * least, x2, area.y1, area.y2, m_colours.base);
            const int middle = (area.y1 + area.y2) / 2;
            fill(x2 - least, x2, middle - least / 2, middle + least / 2 + 1, m_colours.warn);
        } else {
            // It failed at its end; it was tried again after its beginning. The bar keeps the colour of its kind.
            const int cap = std::clamp((x2 - x1) / 4, least, 2 * least);
            if (failed) fill(x2 - cap, x2, area.y1, area.y2, m_colours.err);
            else fill(x1, x1 + cap, area.y1, area.y2, m_colours.warn);
        }
        if (mark != end && device(static_cast<double>(bars[*mark].to)) <= x2) mark = std::max(mark, from(m_in.scale.at((x2 + 0.5) / m_dpr)));
    }
}

// ---- the critical path ------------------------------------------------------------------------------------------

const TimelineRow* TimelinePainter::rowOf(NodeIndex node) const {
    const auto bar = m_in.bars->barOfNode(node);
    if (bar == insight::NoBar) return nullptr;
    const auto shown = m_in.rows->shownAs[m_in.bars->rowOfBar(bar)];
    return shown == UINT32_MAX ? nullptr : &m_in.rows->rows[shown];
}

const TimelineRow* TimelinePainter::rowOfStep(const insight::PathStep& step) const {
    if (step.node == NoNode) return nullptr;
    // What waits is not there yet: the wait belongs to the cell that asked.
    if (step.kind == insight::PathKind::Wait) return m_in.run.spans[step.node].parent == NoNode ? nullptr : rowOf(m_in.run.spans[step.node].parent);
    const auto kind = m_in.run.spans[step.node].kind;
    return kind == NodeKind::Frame || kind == NodeKind::Turn ? nullptr : rowOf(step.node);
}

void TimelinePainter::verticals() {
    const auto& steps = m_in.path->steps;
    const int w = std::max(1, static_cast<int>(std::lround(1.5 * m_dpr)));
    auto step = std::partition_point(steps.begin(), steps.end(), [&](const auto& s) { return static_cast<double>(s.to) < m_in.scale.from; });
    if (step != steps.begin()) --step;
    const TimelineRow* before = nullptr;
    int wasAt = -1'000'000;
    while (step != steps.end() && static_cast<double>(step->from) <= m_in.scale.to) {
        const TimelineRow* here = rowOfStep(*step);
        const int x = device(static_cast<double>(step->from));
        // Where the path goes to and fro within a few pixels, lines would hide what they join.
        const bool dense = device(static_cast<double>(step->to)) - x < 3 * m_dpr || x - wasAt < 3 * m_dpr;
        if (here && before && here != before && !dense) {
            const auto [upper, lower] = std::minmax(before->y, here->y);
            fill(x - w / 2, x - w / 2 + w, static_cast<int>((upper - m_in.top) * m_dpr), static_cast<int>((lower + (here->y > before->y ? here : before)->height - m_in.top) * m_dpr), m_colours.tx);
        }
        if (here) {
            before = here;
            wasAt = x;
        }
        const int next = device(static_cast<double>(step->to));
        ++step;
        if (step != steps.end() && next <= x) { // more steps than pixels
            const double at = m_in.scale.at((x + 1.5) / m_dpr);
            step = std::partition_point(step, steps.end(), [at](const auto& s) { return static_cast<double>(s.to) < at; });
        }
    }
}

void TimelinePainter::pathMarks() {
    const auto& steps = m_in.path->steps;
    auto step = std::partition_point(steps.begin(), steps.end(), [&](const auto& s) { return static_cast<double>(s.to) < m_in.scale.from; });
    const int thick = static_cast<int>(std::lround(3 * m_dpr));
    while (step != steps.end() && static_cast<double>(step->from) <= m_in.scale.to) {
        const int x1 = device(static_cast<double>(step->from));
        const int x2 = std::max(x1 + 1, device(static_cast<double>(step->to)));
        if (const TimelineRow* here = rowOfStep(*step); here) {
            const Area area = areaOf(*here);
            if (m_in.bars->rows[here->row].kind != RowKind::Calls) fill(x1, x2, area.y2, area.y2 + thick, m_colours.tx);
            else if (x2 - x1 >= 2 * m_dpr) fill(x1, x2 - x1 > 4 ? x2 - 1 : x2, area.y1, area.y2, m_colours.tx);
        }
        ++step;
        if (step != steps.end() && device(static_cast<double>(step->to)) <= x2) {
            const double at = m_in.scale.at((x2 + 0.5) / m_dpr);
            step = std::partition_point(step, steps.end(), [at](const auto& s) { return static_cast<double>(s.to) < at; });
        }
    }
}

void TimelinePainter::word(int x1, int x2, const Area& area, NodeIndex node, bool onSolid) {
    const int left = std::max(x1, static_cast<int>(m_in.scale.left * m_dpr));
    const int right = std::min(x2, m_width);
    if (right - left < WordRoom * m_dpr || area.y2 - area.y1 < WordHeight * m_dpr) return;
    m_words.push_back({QRect(static_cast<int>(left / m_dpr), static_cast<int>(area.y1 / m_dpr), static_cast<int>((right - left) / m_dpr),
                             static_cast<int>((area.y2 - area.y1) / m_dpr)), node, onSolid});
}

} // namespace rlmscope
