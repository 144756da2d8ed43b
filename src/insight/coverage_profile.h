#pragma once
// How often each place of the context was read up to a moment: a partition of the strip into steps of equal counts, and what
// follows from it for lines, squares of a map, documents, gaps.
//
// A line, or any other stretch, counts as read n times when at least half of its bytes were: the edge of a chunk that cuts
// a line neither makes it read nor hides it, and its parts sent to two calls make it read once.
#include "insight/coverage.h"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace rlmscope::insight {

/// Of a stretch of the strip. Heat as the map paints it: 0 never, then 1, 2, 3 to 5, 6 and more reads.
struct StretchCoverage {
    static constexpr std::array<std::uint32_t, 4> Thresholds{1, 2, 3, 6};
    std::uint64_t bytes = 0;
    std::array<std::uint64_t, 4> read{}; ///< bytes that were read at least Thresholds[i] times
    std::uint64_t ambiguous = 0;         ///< bytes never read for sure, that are like some that were
    std::uint64_t touched = 0;           ///< bytes that code looked at, or that were handed to a child frame
    int heat() const {
        int heat = 0;
        for (const auto n : read) heat += bytes > 0 && 2 * n >= bytes;
        return heat;
    }
    bool byCode() const { return touched > 0; }
    bool maybe() const { return heat() == 0 && 2 * (read[0] + ambiguous) >= bytes && ambiguous > 0; }
    void add(const StretchCoverage& other);
};

struct UnitFigures {
    std::uint64_t all = 0, read = 0, twice = 0, never = 0, maybe = 0, codeOnly = 0; ///< maybe and codeOnly are never too
    void add(const UnitFigures& other);
    bool operator==(const UnitFigures&) const = default;
};

struct Gap {
    std::uint64_t begin = 0, end = 0; ///< bytes
    bool operator==(const Gap&) const = default;
};

class CoverageProfile {
public:
    /// Reads of events up to `moment`; 0 = all.
    static std::shared_ptr<const CoverageProfile> make(std::shared_ptr<const ContextText> context, std::shared_ptr<const CoverageReads> reads, Seq moment = 0,
                                                       const CancelToken& cancel = {});

    StretchCoverage of(std::uint64_t begin, std::uint64_t end) const;
    /// Neighbouring stretches [edges[i], edges[i + 1]) in one pass.
    std::vector<StretchCoverage> ofSquares(const std::vector<std::uint64_t>& edges) const;

    const UnitFigures& lines() const { return m_lines; }
    const UnitFigures& bytes() const { return m_bytes; }
    const UnitFigures& linesOf(std::size_t document) const { return m_documentLines[document]; }
    const UnitFigures& bytesOf(std::size_t document) const { return m_documentBytes[document]; }

    /// What no model read: whole lines side by side, without those that hold nothing but white space at their edges.
    const std::vector<Gap>& gaps() const { return m_gaps; }
    /// The first gap that begins after a byte; wraps round. Null when there is none.
    const Gap* nextGap(std::uint64_t after) const;
    const Gap* previousGap(std::uint64_t before) const; ///< begins before it

    /// Reads that touch [begin, end), as indices into reads().reads, and their bytes in it.
    struct Reader {
        std::size_t read = 0;
        std::uint64_t bytes = 0, ambiguousBytes = 0;
    };
    std::vector<Reader> readersOf(std::uint64_t begin, std::uint64_t end) const;

    const CoverageReads& reads() const { return *m_reads; }
    const ContextText& context() const { return *m_context; }
    Seq moment() const { return m_moment; }
    std::size_t readCount() const { return m_count; } ///< reads up to the moment
    std::uint64_t scans() const { return m_scans; }   ///< looks in code that go through everything
    std::size_t steps() const { return m_steps.size(); }

private:
    struct Step {
        std::uint64_t begin = 0;
        std::uint32_t read = 0, touched = 0, ambiguous = 0;
    };
    CoverageProfile() = default;
    void makeSteps(const CancelToken& cancel);
    void makeFigures(const CancelToken& cancel);
    void countLines(std::size_t document);
    void closeGap(std::uint64_t end);
    void countLine(UnitFigures& figures, const StretchCoverage& line, std::uint64_t n, std::uint64_t begin);
    void addStep(StretchCoverage& sum, const Step& step, std::uint64_t bytes) const;
    std::size_t stepAt(std::uint64_t byte) const;

    std::shared_ptr<const ContextText> m_context;
    std::shared_ptr<const CoverageReads> m_reads;
    Seq m_moment = 0;
    std::size_t m_count = 0;
    std::uint64_t m_scans = 0;
    std::vector<Step> m_steps;
    UnitFigures m_lines, m_bytes;
    std::vector<UnitFigures> m_documentLines, m_documentBytes;
    std::vector<Gap> m_gaps;
    std::uint64_t m_gapBegin = UINT64_MAX; ///< while the figures are made: of the open one
    bool m_gapsByBytes = false;
};

} // namespace rlmscope::insight
