#include "itemmodels/coverage_grid.h"

#include <algorithm>

namespace rlmscope {

int CoverageGrid::squareAt(std::uint64_t byte) const {
    if (edges.empty() || byte < edges.front() || byte >= edges.back()) return -1;
    return static_cast<int>(std::upper_bound(edges.begin(), edges.end(), byte) - edges.begin()) - 1;
}

CoverageGrid CoverageGrid::lay(const insight::ContextText& text, Unit unit, int document, int columns, int mostRows) {
    CoverageGrid grid;
    grid.unit = unit;
    grid.document = document;
    const bool one = document >= 0 && static_cast<std::size_t>(document) < text.documents().size();
    const auto index = static_cast<std::size_t>(one ? document : 0);
    grid.begin = one ? text.documents()[index].begin : 0;
    grid.end = one ? text.documents()[index].end() : text.size();
    grid.firstLine = one ? text.firstLine(index) : 0;
    grid.units = unit == Unit::Bytes ? grid.end - grid.begin : one ? text.linesOf(index) : text.lines();
    if (grid.units == 0 || !text.complete()) return grid;
    // A short text has few squares; they are then larger, in rows of 10, 20, 50.
    grid.columns = columns;
    for (const int fewer : {10, 20, 50})
        if (fewer < columns && grid.units <= static_cast<std::uint64_t>(fewer) * 8) {
            grid.columns = fewer;
            break;
        }
    const auto room = static_cast<std::uint64_t>(grid.columns) * static_cast<std::uint64_t>(std::max(1, mostRows));
    for (std::uint64_t ten = 1;; ten *= 10) {
        bool fits = false;
        for (const std::uint64_t step : {1, 2, 5}) {
            grid.perSquare = ten * step;
            fits = (grid.units + grid.perSquare - 1) / grid.perSquare <= room;
            if (fits) break;
        }
        if (fits) break;
    }
    const auto squares = (grid.units + grid.perSquare - 1) / grid.perSquare;
    grid.edges.reserve(squares + 1);
    for (std::uint64_t i = 0; i < squares; ++i) {
        const auto at = i * grid.perSquare;
        grid.edges.push_back(unit == Unit::Bytes ? grid.begin + at : text.byteOf(grid.firstLine + at).value_or(grid.end));
    }
    grid.edges.push_back(grid.end);
    return grid;
}

} // namespace rlmscope
