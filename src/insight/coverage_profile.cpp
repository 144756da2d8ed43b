#include "insight/coverage_profile.h"

#include "base/ascii.h"

#include <algorithm>
#include <utility>

namespace rlmscope::insight {
namespace {

constexpr std::uint64_t LongLine = 1000;

/// Where a count goes up or down.
struct Edge {
    std::uint64_t at = 0;
    std::int8_t read = 0, touched = 0, ambiguous = 0;
};

} // namespace

void StretchCoverage::add(const StretchCoverage& other) {
    bytes += other.bytes;
    for (std::size_t i = 0; i < read.size(); ++i) read[i] += other.read[i];
    ambiguous += other.ambiguous;
    touched += other.touched;
}

void UnitFigures::add(const UnitFigures& o) {
    all += o.all, read += o.read, twice += o.twice, never += o.never, maybe += o.maybe, codeOnly += o.codeOnly;
}

std::shared_ptr<const CoverageProfile> CoverageProfile::make(std::shared_ptr<const ContextText> context, std::shared_ptr<const CoverageReads> reads,
                                                             Seq moment, const CancelToken& cancel) {
    std::shared_ptr<CoverageProfile> made(new CoverageProfile);
    made->m_context = std::move(context);
    made->m_reads = std::move(reads);
    made->m_moment = moment;
    made->makeSteps(cancel);
    made->makeFigures(cancel);
    return cancel.cancelled() ? nullptr : made;
}

void CoverageProfile::makeSteps(const CancelToken& cancel) {
    std::vector<Edge> edges;
    for (const auto& read : m_reads->reads) {
        if (m_moment != 0 && read.seq > m_moment) break;
        ++m_count;
        if (read.kind == ReadKind::Scanned) {
            ++m_scans;
            continue;
        }
        for (const auto* range = m_reads->begin(read); range != m_reads->end(read); ++range) {
            Edge edge{range->begin, 0, 0, 0};
            if (!byModel(read.kind)) edge.touched = 1;
            else if (range->ambiguous) edge.ambiguous = 1;
            else edge.read = 1;
            edges.push_back(edge);
            edges.push_back({range->end, static_cast<std::int8_t>(-edge.read), static_cast<std::int8_t>(-edge.touched), static_cast<std::int8_t>(-edge.ambiguous)});
        }
        if (cancel.cancelled()) return;
    }
    std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.at < b.at; });
    Step now;
    m_steps.push_back(now);
    for (std::size_t i = 0; i < edges.size();) {
        const auto at = edges[i].at;
        const Step before = now;
        for (; i < edges.size() && edges[i].at == at; ++i) {
            now.read += static_cast<std::uint32_t>(edges[i].read);
            now.touched += static_cast<std::uint32_t>(edges[i].touched);
            now.ambiguous += static_cast<std::uint32_t>(edges[i].ambiguous);
        }
        if (now.read == before.read && now.touched == before.touched && now.ambiguous == before.ambiguous) continue;
        now.begin = at;
        if (m_steps.back().begin == at) m_steps.back() = now;
        else m_steps.push_back(now);
    }
}

void CoverageProfile::addStep(StretchCoverage& sum, const Step& step, std::uint64_t bytes) const {
    sum.bytes += bytes;
    for (std::size_t i = 0; i < StretchCoverage::Thresholds.size(); ++i)
        if (step.read >= StretchCoverage::Thresholds[i]) sum.read[i] += bytes;
    if (step.read == 0 && step.ambiguous > 0) sum.ambiguous += bytes;
    if (step.touched > 0) sum.touched += bytes;
}

std::size_t CoverageProfile::stepAt(std::uint64_t byte) const {
    return static_cast<std::size_t>(std::upper_bound(m_steps.begin(), m_steps.end(), byte, [](std::uint64_t b, const Step& s) { return b < s.begin; }) - m_steps.begin()) - 1;
}

StretchCoverage CoverageProfile::of(std::uint64_t begin, std::uint64_t end) const { return ofSquares({begin, end}).front(); }

std::vector<StretchCoverage> CoverageProfile::ofSquares(const std::vector<std::uint64_t>& edges) const {
    std::vector<StretchCoverage> squares(edges.empty() ? 0 : edges.size() - 1);
    if (squares.empty()) return squares;
    std::size_t step = stepAt(edges.front());
    for (std::size_t i = 0; i < squares.size(); ++i) {
        std::uint64_t at = edges[i];
        while (at < edges[i + 1]) {
            while (step + 1 < m_steps.size() && m_steps[step + 1].begin <= at) ++step;
            const auto end = step + 1 < m_steps.size() ? std::min(edges[i + 1], m_steps[step + 1].begin) : edges[i + 1];
            addStep(squares[i], m_steps[step], end - at);
            at = end;
        }
    }
    return squares;
}

void CoverageProfile::makeFigures(const CancelToken& cancel) {
    const auto& documents = m_context->documents();
    m_documentLines.resize(documents.size());
    m_documentBytes.resize(documents.size());
    for (std::size_t i = 0; i < documents.size() && !cancel.cancelled(); ++i) {
        UnitFigures& bytes = m_documentBytes[i];
        const auto& d = documents[i];
        if (d.size > 0) {
            // Where lines are pages long, what is missing of one is worth telling.
            m_gapsByBytes = d.size / std::max<std::uint64_t>(1, m_context->linesOf(i)) > LongLine;
            std::uint64_t at = d.begin;
            for (auto step = stepAt(at); at < d.end(); ++step) {
                const auto end = step + 1 < m_steps.size() ? std::min(d.end(), m_steps[step + 1].begin) : d.end();
                const Step& s = m_steps[step];
                const auto n = end - at;
                if (m_gapsByBytes && s.read > 0) closeGap(at);
                else if (m_gapsByBytes && m_gapBegin == UINT64_MAX) m_gapBegin = at;
                bytes.add({n, s.read > 0 ? n : 0, s.read > 1 ? n : 0, s.read == 0 ? n : 0, s.read == 0 && s.ambiguous > 0 ? n : 0,
                           s.read == 0 && s.touched > 0 ? n : 0});
                at = end;
            }
            if (m_gapsByBytes) closeGap(d.end());
            countLines(i);
        }
        m_bytes.add(bytes);
        m_lines.add(m_documentLines[i]);
    }
}

void CoverageProfile::countLine(UnitFigures& figures, const StretchCoverage& line, std::uint64_t n, std::uint64_t begin) {
    const int heat = line.heat();
    figures.add({n, heat > 0 ? n : 0, heat > 1 ? n : 0, heat == 0 ? n : 0, line.maybe() ? n : 0, heat == 0 && line.byCode() ? n : 0});
    if (m_gapsByBytes) return;
    if (heat > 0) closeGap(begin);
    else if (m_gapBegin == UINT64_MAX) m_gapBegin = begin;
}

/// Lines that lie in one step are counted together: a context of a million unread lines is one look.
void CoverageProfile::countLines(std::size_t document) {
    const auto& d = m_context->documents()[document];
    UnitFigures& figures = m_documentLines[document];
    const auto lineOf = [this](std::uint64_t byte) { return m_context->lineOf(byte).value_or(0); };
    const auto byteOf = [&](std::uint64_t line) { return std::min(d.end(), m_context->byteOf(line).value_or(d.end())); };
    std::uint64_t at = d.begin, line = lineOf(at);
    auto step = stepAt(at);
    while (at < d.end()) {
        while (step + 1 < m_steps.size() && m_steps[step + 1].begin <= at) ++step;
        const auto stepEnd = step + 1 < m_steps.size() ? std::min(d.end(), m_steps[step + 1].begin) : d.end();
        const auto lastLine = stepEnd == d.end() ? lineOf(d.end() - 1) + 1 : lineOf(stepEnd); // not wholly inside
        if (lastLine > line) {
            const auto end = byteOf(lastLine);
            StretchCoverage all;
            addStep(all, m_steps[step], end - at);
            countLine(figures, all, lastLine - line, at);
            at = end, line = lastLine;
            continue;
        }
        const auto end = byteOf(line + 1);
        StretchCoverage mixed;
        std::uint64_t from = at;
        for (auto s = step; from < end; ++s) {
            const auto to = s + 1 < m_steps.size() ? std::min(end, m_steps[s + 1].begin) : end;
            addStep(mixed, m_steps[s], to - from);
            from = to;
        }
        countLine(figures, mixed, 1, at);
        at = end, ++line;
    }
    if (!m_gapsByBytes) closeGap(d.end());
}

void CoverageProfile::closeGap(std::uint64_t end) {
    if (m_gapBegin == UINT64_MAX) return;
    const auto text = m_context->bytes();
    auto begin = std::exchange(m_gapBegin, UINT64_MAX);
    // What holds only white space is no gap; empty lines at the edges are not what is missing.
    constexpr std::uint64_t Looked = 1 << 16;
    const auto limit = std::min(end, begin + Looked);
    auto first = begin;
    while (first < limit && isSpace(text[first])) ++first;
    if (first == end || (m_gapsByBytes && end - begin < PassageIndex::ShortestBytes)) return;
    while (first > begin && text[first - 1] != '\n') --first;
    auto last = end;
    const auto lowest = std::max(first, end > Looked ? end - Looked : 0);
    while (last > lowest && isSpace(text[last - 1])) --last;
    while (last < end && text[last - 1] != '\n') ++last;
    if (first < last) m_gaps.push_back({first, last});
}

const Gap* CoverageProfile::nextGap(std::uint64_t after) const {
    if (m_gaps.empty()) return nullptr;
    const auto gap = std::upper_bound(m_gaps.begin(), m_gaps.end(), after, [](std::uint64_t b, const Gap& g) { return b < g.begin; });
    return gap == m_gaps.end() ? &m_gaps.front() : &*gap;
}

const Gap* CoverageProfile::previousGap(std::uint64_t before) const {
    if (m_gaps.empty()) return nullptr;
    const auto gap = std::lower_bound(m_gaps.begin(), m_gaps.end(), before, [](const Gap& g, std::uint64_t b) { return g.begin < b; });
    return gap == m_gaps.begin() ? &m_gaps.back() : &*(gap - 1);
}

std::vector<CoverageProfile::Reader> CoverageProfile::readersOf(std::uint64_t begin, std::uint64_t end) const {
    std::vector<Reader> readers;
    for (std::size_t i = 0; i < m_count; ++i) {
        const auto& read = m_reads->reads[i];
        Reader reader{i, 0, 0};
        // They are sorted and do not overlap.
        const auto* first = m_reads->begin(read);
        const auto* last = std::lower_bound(first, m_reads->end(read), end, [](const CoverageRange& r, std::uint64_t e) { return r.begin < e; });
        first = std::lower_bound(first, last, begin, [](const CoverageRange& r, std::uint64_t b) { return r.end <= b; });
        for (const auto* r = first; r < last; ++r) {
            const auto from = std::max(r->begin, begin), to = std::min(r->end, end);
            if (from < to) (r->ambiguous ? reader.ambiguousBytes : reader.bytes) += to - from;
        }
        if (reader.bytes + reader.ambiguousBytes > 0) readers.push_back(reader);
    }
    return readers;
}

} // namespace rlmscope::insight
