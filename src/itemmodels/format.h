#pragma once
// The one place where a number becomes text for a person. Separators follow the language of the desktop; the
// exact value belongs in the tooltip. Unknown is the word "unknown" or an en dash, never 0.
#include "base/clock.h"
#include "base/units.h"

#include <QDateTime>
#include <QLocale>
#include <QString>

#include <cstdint>
#include <optional>
#include <string_view>

namespace rlmscope::format {

/// The desktop's locale; English where there is none ("C" has no digit groups, and 5,000 must not read 5000).
const QLocale& locale();

QString count(std::int64_t n);                       ///< 5,000
QString tokens(Tokens n);                            ///< 812, 12.3k, 32k, 1.21M
QString money(PicoUsd amount);                       ///< $0.0041 below a dollar, $1.73 above, $0 only when free
QString money(const std::optional<PicoUsd>& amount); ///< "unknown" when absent
QString moneyExact(PicoUsd amount);                  ///< every digit, for tooltips and copies
QString moneyLimit(PicoUsd amount);                  ///< a round sum as people write it: $0.50, $12.00, $0.0005
QString moneyAtMost(PicoUsd amount);                 ///< ≤ $0.1085
QString moneyEstimate(PicoUsd amount);               ///< ≈ $0.26
QString duration(Nanos elapsed);                     ///< <1 ms, 46 ms, 4.28 s, 15.2 s, 1 m 52 s, 2 h 05 m
QString clockTime(Nanos elapsed);                    ///< axis label: 0 s, 20 s, 500 ms, 2 m
QString bytes(std::uint64_t n);                      ///< 612,480 B, then 18.4 MB
QString clock(const QDateTime& when);                 ///< 7:06 AM, 07:06: as the locale writes it
QString dayAndClock(const QDateTime& when);           ///< the same, with its day unless that is today
QString percent(double share);                       ///< 38 %
QString percentOf(std::uint64_t part, std::uint64_t whole); ///< 4.2 %; <0.1 % is not none, >99.9 % is not all
QString nOfM(std::int64_t n, std::int64_t m);        ///< 5,000 of 5,000
QString shortModel(std::string_view spec);           ///< "gpt-5" of "openai:gpt-5", "m" of "http://host/v1#m", "sim" of "sim:latency=0"
QString comma();                                     ///< ", " between words, as the language writes it
QString unknown();                                   ///< – (nothing known yet)

} // namespace rlmscope::format
