#pragma once
// Which rows of the library are shown, in which order and groups. A pure function of the rows and what was asked, made to
// run on any thread: a hundred thousand rows take some tens of milliseconds.
#include "library/family.h"
#include "library/lanes.h"
#include "library/library_query.h"

#include <set>

namespace rlmscope::library {

enum class SortKey : std::uint8_t { Number, State, Name, Question, Strategy, Models, Depth, Answer, Score, Cost, Tokens, Input, Output, Cached, Calls, Frames, Time, Tags, File, Size };
enum class GroupBy : std::uint8_t { None, Question, Strategy, Model, Day, Family };

struct ArrangeRequest {
    LibraryQuery query;
    SortKey sort = SortKey::Number;
    bool descending = true;
    GroupBy group = GroupBy::None;
    bool showHidden = false;
    std::set<std::string> folded; ///< keys of groups whose rows are not shown
};

/// A line of the table: a row, or the head of a group.
struct ArrangedLine {
    int row = -1;   ///< index into the rows; -1 = a group
    int group = -1; ///< index into groups: the one it heads or belongs to
    bool operator==(const ArrangedLine&) const = default;
};
struct RowGroup {
    std::string key, label;
    int rows = 0;
    int unread = 0; ///< of them files that cannot be read: of these nothing is known
    PicoUsd cost;
    PicoUsd simulated; ///< part of cost that nobody has paid
    bool costUnknown = false;
    Tokens tokens = 0;
    Nanos duration = 0;
    std::optional<double> best; ///< score
    bool isFolded = false;
};
struct Arrangement {
    std::vector<ArrangedLine> lines;
    std::vector<RowGroup> groups;
    /// One for each line when the order is that of time, else empty: lines of a graph mean nothing in another order.
    Lanes lanes;
    int shown = 0, total = 0, hidden = 0; ///< rows; total: without those that are hidden and not asked for
    RowGroup sums;                        ///< over all shown rows
};

Arrangement arrange(const Rows& rows, const std::vector<Kinship>& kin, const ArrangeRequest& request);

} // namespace rlmscope::library
