#pragma once
// How the runs of a library are related: their numbers, who comes from whom, and which belong to one family.
#include "library/library_row.h"

#include <cstdint>
#include <vector>

namespace rlmscope::library {

struct Kinship {
    int number = 0;      ///< in the order of their starts, from 1; copies of a run share it
    int parent = -1;     ///< the row it comes from; -1 = none, or one that is not in the library
    int family = -1;     ///< row of the oldest run of the family
    int familySize = 1;
};

/// One for each row, in the order of the rows.
std::vector<Kinship> kinships(const Rows& rows);

} // namespace rlmscope::library
