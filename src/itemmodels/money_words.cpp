#include "itemmodels/money_words.h"

#include "base/clock.h"
#include "itemmodels/format.h"
#include "itemmodels/utf8.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace rlmscope::words {

namespace {

QString tr(const char* text, const char* comment = nullptr, int n = -1) { return QCoreApplication::translate("rlmscope::words", text, comment, n); }

constexpr Nanos Minute = 60 * Second, Hour = 60 * Minute;

} // namespace

std::optional<LimitKind> kindOf(const std::string& name) {
    for (const LimitKind kind : {LimitKind::Usd, LimitKind::Calls, LimitKind::Token, LimitKind::Seconds, LimitKind::Turns, LimitKind::Errors,
                                 LimitKind::Overrun, LimitKind::InputToken, LimitKind::OutputToken, LimitKind::Frames})
        if (toString(kind) == name) return kind;
    return {};
}

/// The value of a limit of the whole run, in the units of LimitState.
std::optional<std::int64_t> valueOf(LimitKind kind, const RunLimits& limits) {
    switch (kind) {
    case LimitKind::Usd: return limits.usd ? std::optional(limits.usd->value) : std::nullopt;
    case LimitKind::Calls: return limits.calls;
    case LimitKind::Token: return limits.tokens;
    case LimitKind::InputToken: return limits.inputTokens;
    case LimitKind::OutputToken: return limits.outputTokens;
    case LimitKind::Frames: return limits.frames;
    case LimitKind::Turns: return limits.turns;
    case LimitKind::Seconds: return limits.seconds ? std::optional<std::int64_t>(std::llround(*limits.seconds * 1e3)) : std::nullopt;
    case LimitKind::Errors:
    case LimitKind::Overrun: break;
    }
    return {};
}

QString limitText(const std::string& name, const RunLimits& limits) {
    const auto kind = kindOf(name);
    const auto value = kind ? valueOf(*kind, limits) : std::nullopt;
    return value ? limit(*kind, *value) : QString();
}

QString limitName(LimitKind kind) {
    switch (kind) {
    case LimitKind::Usd: return tr("Money");
    case LimitKind::Calls: return tr("Calls");
    case LimitKind::Token: return tr("Tokens");
    case LimitKind::InputToken: return tr("Input tokens");
    case LimitKind::OutputToken: return tr("Output tokens");
    case LimitKind::Frames: return tr("Frames");
    case LimitKind::Seconds: return tr("Time");
    case LimitKind::Turns: return tr("Turns");
    case LimitKind::Errors: return tr("Errors in a row");
    case LimitKind::Overrun: break;
    }
    return tr("Overrun");
}

QString amount(LimitKind kind, std::int64_t value) {
    switch (kind) {
    case LimitKind::Usd: return format::money(PicoUsd{value});
    case LimitKind::Token:
    case LimitKind::InputToken:
    case LimitKind::OutputToken: return format::tokens(value);
    case LimitKind::Seconds: return value == 0 ? tr("0 s") : format::duration(value * 1'000'000);
    default: return format::count(value);
    }
}

QString exactAmount(LimitKind kind, std::int64_t value) {
    switch (kind) {
    case LimitKind::Usd: return format::moneyExact(PicoUsd{value});
    case LimitKind::Token:
    case LimitKind::InputToken:
    case LimitKind::OutputToken: return tr("%1 tokens").arg(format::count(value));
    case LimitKind::Seconds: return tr("%1 s").arg(format::locale().toString(static_cast<double>(value) / 1e3, 'f', 3));
    default: return format::count(value);
    }
}

QString limit(LimitKind kind, std::int64_t value) {
    const int n = static_cast<int>(std::clamp<std::int64_t>(value, 0, INT32_MAX));
    switch (kind) {
    case LimitKind::Usd: return format::moneyLimit(PicoUsd{value});
    case LimitKind::Calls: return tr("%n call(s)", nullptr, n);
    case LimitKind::Frames: return tr("%n frame(s)", nullptr, n);
    case LimitKind::Turns: return tr("%n turn(s)", nullptr, n);
    case LimitKind::Token: return tr("%1 tokens").arg(format::tokens(value));
    case LimitKind::InputToken: return tr("%1 input tokens").arg(format::tokens(value));
    case LimitKind::OutputToken: return tr("%1 output tokens").arg(format::tokens(value));
    case LimitKind::Seconds: return format::duration(value * 1'000'000);
    default: return format::count(value);
    }
}

QString about(Nanos time) {
    const auto round = [](Nanos value, Nanos unit) { return static_cast<int>((value + unit / 2) / unit); };
    if (time < 8 * Second) return tr("a few seconds");
    if (time < 55 * Second) return tr("about %1 s").arg(5 * round(time, 5 * Second));
    if (time < 100 * Second) return time < 75 * Second ? tr("about a minute") : tr("about a minute and a half");
    if (time < 55 * Minute) return tr("about %1 min").arg(round(time, Minute));
    if (time < 90 * Minute) return tr("about an hour");
    if (time < 24 * Hour) return tr("about %1 hours").arg(round(time, Hour));
    return tr("more than a day");
}

QString projection(const std::vector<insight::Projection>& projections, const std::vector<LimitState>& limits) {
    const insight::Projection* first = nullptr;
    for (const insight::Projection& p : projections)
        if (p.state == insight::Projection::State::Ahead && p.left < 24 * Hour && (!first || p.left < first->left)) first = &p;
    if (!first) return {};
    const auto state = std::find_if(limits.begin(), limits.end(), [&](const LimitState& l) { return l.kind == first->kind; });
    if (state == limits.end()) return {};
    if (first->kind == LimitKind::Seconds) return tr("The time limit of %1 is reached in %2").arg(limit(first->kind, state->limit), about(first->left));
    return tr("At this pace the limit of %1 is reached in %2 (estimated)").arg(limit(first->kind, state->limit), about(first->left));
}

std::int64_t suggestedLimit(const LimitState& state, std::int64_t needed) {
    const double wanted = std::max({1.0, static_cast<double>(state.limit) * 1.5,
                                    (static_cast<double>(state.spent) + static_cast<double>(state.reserved) +
                                     static_cast<double>(state.kept) + static_cast<double>(needed)) * 1.1});
    if (wanted > 4e18) return state.limit;
    const double unit = std::pow(10.0, std::floor(std::log10(wanted)));
    for (const double step : {1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0})
        if (step * unit >= wanted * 0.9999) return std::max(state.limit + 1, static_cast<std::int64_t>(std::llround(step * unit)));
    return state.limit * 2;
}

RaisedLimits raised(LimitKind kind, std::int64_t value) {
    RaisedLimits out;
    switch (kind) {
    case LimitKind::Usd: out.usd = PicoUsd{value}; break;
    case LimitKind::Calls: out.calls = value; break;
    case LimitKind::Token: out.tokens = value; break;
    case LimitKind::InputToken: out.inputTokens = value; break;
    case LimitKind::OutputToken: out.outputTokens = value; break;
    case LimitKind::Frames: out.frames = value; break;
    case LimitKind::Seconds: out.seconds = static_cast<double>(value) / 1e3; break;
    case LimitKind::Turns: out.turns = static_cast<int>(std::clamp<std::int64_t>(value, 1, INT32_MAX)); break;
    default: break;
    }
    return out;
}

QString editable(LimitKind kind, std::int64_t value) {
    if (kind == LimitKind::Usd) {
        QString text = QString::fromStdString(PicoUsd{value}.exact());
        const auto dot = text.indexOf(QLatin1Char('.'));
        if (dot < 0) text += QStringLiteral(".00");
        else if (text.size() - dot == 2) text += QLatin1Char('0');
        return text;
    }
    if (kind == LimitKind::Seconds) return QString::number(static_cast<double>(value) / 1e3, 'g', 12);
    return QString::number(value);
}

std::optional<std::int64_t> fromEditable(LimitKind kind, const QString& text) {
    QString plain = text.simplified().remove(QLatin1Char(' '));
    if (kind == LimitKind::Usd) {
        if (plain.startsWith(QLatin1Char('$'))) plain.remove(0, 1);
        const auto parsed = PicoUsd::parse(plain.toStdString());
        return parsed && parsed->value > 0 ? std::optional(parsed->value) : std::nullopt;
    }
    plain.remove(format::locale().groupSeparator());
    bool ok = false;
    if (kind == LimitKind::Seconds) {
        const double seconds = plain.toDouble(&ok);
        return ok && seconds > 0 && seconds < 1e9 ? std::optional<std::int64_t>(std::llround(seconds * 1e3)) : std::nullopt;
    }
    const qlonglong value = plain.toLongLong(&ok);
    return ok && value > 0 ? std::optional<std::int64_t>(value) : std::nullopt;
}

QString remark(const LedgerEvent& event, const RunLimits& limits) {
    const auto kind = kindOf(event.limit);
    if (event.op == "warning") {
        const auto value = kind ? valueOf(*kind, limits) : std::nullopt;
        if (!value) return fromUtf8(event.detail);
        return *kind == LimitKind::Seconds ? tr("80 % of the limit of %1 is used up").arg(limit(*kind, *value))
                                           : tr("80 % of the limit of %1 is spent").arg(limit(*kind, *value));
    }
    if (event.op == "overrun") return fromUtf8(event.detail);
    return {};
}

QString wait(const CallWait& wait, Nanos now) {
    const QString why = wait.http > 0 ? tr("HTTP %1").arg(wait.http) : fromUtf8(wait.why);
    if (wait.limit == "rate") return tr("waits: %1").arg(fromUtf8(wait.why));
    if (!wait.limit.empty()) {
        const auto kind = kindOf(wait.limit);
        const QString name = kind ? limitName(*kind).toLower() : fromUtf8(wait.limit);
        return tr("waits for room in the limit on %1").arg(name);
    }
    if (wait.until > now) return tr("attempt %1 in %2: %3").arg(QString::number(wait.attempt), format::duration(std::max<Nanos>(wait.until - now, 100'000'000)), why);
    return tr("attempt %1 is next: %2").arg(QString::number(wait.attempt), why);
}

} // namespace rlmscope::words
