#pragma once
// A day of the calendar (UTC): prices hold from a day on.
#include "base/clock.h"

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace rlmscope {

struct Date {
    int year = 1970, month = 1, day = 1;
    auto operator<=>(const Date&) const = default;
    std::string text() const; ///< "2026-07-30"
    /// "2026-07-30", years 1970 to 9999; nothing for a day that no calendar has.
    static std::optional<Date> parse(std::string_view text);
    /// The day in UTC of a wall clock time (nanoseconds since 1970).
    static Date ofWall(Nanos wall);
};

} // namespace rlmscope
