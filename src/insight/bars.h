#pragma once
// Rows of bars that never overlap: the common shape of lanes and flames, made for painting by binary search. Within a row
// bars are sorted by `from`, and so by `to`.
#include "insight/spans.h"

#include <cstdint>
#include <limits>
#include <vector>

namespace rlmscope::insight {

/// The end of a bar whose node has not ended.
inline constexpr Nanos OpenEnd = std::numeric_limits<Nanos>::max();

enum class BarKind : std::uint8_t {
    Frame,
    Call,    ///< a model call or a sub-call
    Python,  ///< a cell while its code runs
    Waiting, ///< a cell while it waits for sub-calls and child frames
    Part,    ///< of a flame
};

struct Bar {
    std::int64_t from = 0, to = 0; ///< nanoseconds, or the unit of a flame
    NodeIndex node = NoNode;
    BarKind kind = BarKind::Call;
    bool operator==(const Bar&) const = default;
};

enum class RowKind : std::uint8_t { Frame, Main, Calls, Flame };

struct BarRow {
    RowKind kind = RowKind::Main;
    std::uint32_t band = 0;              ///< lanes: index into Lanes::bands; flame: the level
    std::uint32_t first = 0, count = 0;  ///< in BarRows::bars
    std::uint32_t firstMark = 0, marks = 0; ///< in BarRows::marks
};

inline constexpr std::uint32_t NoBar = UINT32_MAX;

struct BarRows {
    std::vector<Bar> bars;
    std::vector<BarRow> rows;
    /// Bars that must be seen however small they are: failed, interrupted, tried again. Ascending within a row.
    std::vector<std::uint32_t> marks;
    std::vector<std::uint32_t> barOf; ///< by node: its first bar; NoBar = it has none

    std::uint32_t barOfNode(NodeIndex node) const { return node < barOf.size() ? barOf[node] : NoBar; }
    std::uint32_t rowOfBar(std::uint32_t bar) const; ///< index into rows
    /// The first bar of a row that ends after `at`; row.first + row.count when there is none.
    std::uint32_t firstAfter(const BarRow& row, std::int64_t at) const;
    /// Fills `marks` and `barOf` from the bars.
    void index(const SpansAt& run);
};

bool mustBeSeen(const Span& span);

/// First fit: for intervals in order of `from`, the lowest lane that is free then. As few lanes as overlap at most.
/// Touching intervals share a lane; so do empty ones.
class LaneColouring {
public:
    std::uint32_t lane(std::int64_t from, std::int64_t to);
    std::uint32_t lanes() const { return m_lanes; }

private:
    std::vector<std::pair<std::int64_t, std::uint32_t>> m_busy; ///< heap by end
    std::vector<std::uint32_t> m_free;                          ///< heap by lane
    std::uint32_t m_lanes = 0;
};

/// When each cell waits for what it started: unions of its children's times. A gap of less than 100 us between two
/// children is the way to the host and back, and counts as waiting.
class CellWaits {
public:
    explicit CellWaits(const SpansAt& run);
    static constexpr std::uint32_t NoPiece = UINT32_MAX;
    struct Piece {
        Nanos from = 0, to = 0; ///< to: OpenEnd while something is open
        std::uint32_t next = NoPiece;
    };
    /// First piece of a cell; NoPiece = it never waited. Follow Piece::next.
    std::uint32_t firstOf(NodeIndex cell) const { return m_head[cell]; }
    const Piece& piece(std::uint32_t index) const { return m_pieces[index]; }
    /// Time of the cell in which its code ran.
    Nanos pythonTime(const SpansAt& run, NodeIndex cell) const;

private:
    std::vector<std::uint32_t> m_head, m_tail;
    std::vector<Piece> m_pieces;
};

} // namespace rlmscope::insight
