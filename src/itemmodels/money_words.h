#pragma once
// Limits, spend and projections in words. Amounts are in the units of LimitState.
#include "insight/burn.h"
#include "itemmodels/run_money.h"

#include <QString>

namespace rlmscope::words {

QString limitName(LimitKind kind);                      ///< "Money", "Calls", "Input tokens", "Time"
QString amount(LimitKind kind, std::int64_t value);     ///< $0.1842, 72, 266.0k, 48.3 s
QString exactAmount(LimitKind kind, std::int64_t value); ///< every digit, with its unit
QString limit(LimitKind kind, std::int64_t value);      ///< $0.50, 200 calls, 1.20M tokens, 5 m 00 s
QString about(Nanos time);                              ///< "about 2 min"; from "a few seconds" to "more than a day"

/// "At this pace the limit of $0.50 is reached in about 2 min (estimated)": of the limit that comes first. Empty when too little
/// is known, nothing moves, or what comes first is more than a day away.
QString projection(const std::vector<insight::Projection>& projections, const std::vector<LimitState>& limits);

/// What a limit could be raised to: a round value with about half as much again, and room for `needed` more.
std::int64_t suggestedLimit(const LimitState& limit, std::int64_t needed = 0);
/// The field of RaisedLimits that belongs to a kind.
RaisedLimits raised(LimitKind kind, std::int64_t value);
/// The value of a limit as a person types it ("0.40", "300", "1200000"; seconds) and back; nothing when it is not one.
QString editable(LimitKind kind, std::int64_t value);
std::optional<std::int64_t> fromEditable(LimitKind kind, const QString& text);

/// The kind that a word of RunEnded::stopReason or LedgerEvent::limit means.
std::optional<LimitKind> kindOf(const std::string& name);
/// The value of a limit of the whole run, in the units of LimitState.
std::optional<std::int64_t> valueOf(LimitKind kind, const RunLimits& limits);
/// limit() of the limit that a stop reason names; empty when it names none that is set.
QString limitText(const std::string& name, const RunLimits& limits);

/// A remark of the ledger: "80 % of the limit of $0.50 is spent". Empty: nothing that a person must be told.
QString remark(const LedgerEvent& event, const RunLimits& limits);
/// "attempt 2 in 3 s: HTTP 429", "waits: 50 requests a minute".
QString wait(const CallWait& wait, Nanos now);

} // namespace rlmscope::words
