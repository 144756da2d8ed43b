#pragma once
// The squares of a coverage map: how much of the context each stands for, and how they lie in the room there is.
#include "insight/coverage_profile.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace rlmscope {

struct CoverageGrid {
    enum class Unit { Lines, Bytes };
    Unit unit = Unit::Lines;
    int document = -1;            ///< -1 = all, as one strip
    std::uint64_t begin = 0, end = 0; ///< bytes of the strip
    std::uint64_t firstLine = 0;
    std::uint64_t units = 0;      ///< lines or bytes in all
    std::uint64_t perSquare = 1;  ///< 1, 2 or 5 x 10^n
    int columns = 100;
    std::vector<std::uint64_t> edges; ///< squares + 1 bytes; empty: nothing to show
    std::vector<insight::StretchCoverage> squares; ///< empty until there is a profile

    int count() const { return edges.empty() ? 0 : static_cast<int>(edges.size()) - 1; }
    int rows() const { return (count() + columns - 1) / columns; }
    int squareAt(std::uint64_t byte) const; ///< -1 when it is not in it
    /// First line or byte of a square within the document or strip, from 1 for lines.
    std::uint64_t number(int square) const { return static_cast<std::uint64_t>(square) * perSquare + (unit == Unit::Lines ? 1 : 0); }

    /// As many squares as fit `mostRows` rows of `columns`; lines need a text whose lines are known.
    static CoverageGrid lay(const insight::ContextText& text, Unit unit, int document, int columns, int mostRows);
    void fill(const insight::CoverageProfile& profile) { squares = profile.ofSquares(edges); }
};

} // namespace rlmscope
