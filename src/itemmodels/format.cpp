#include "itemmodels/format.h"

#include "itemmodels/format_locale.h"

#include <QCoreApplication>

#include <cmath>

namespace rlmscope::format {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("rlmscope::format", text);
}

QString decimals(double value, int places) {
    return locale().toString(value, 'f', places);
}

} // namespace

namespace {
std::optional<QLocale> chosenLocale;
}

const QLocale& locale() {
    if (!chosenLocale) {
        const QLocale system;
        chosenLocale = system.language() == QLocale::C ? QLocale(QLocale::English, QLocale::UnitedStates) : system;
    }
    return *chosenLocale;
}

void setLocale(const QLocale& locale) {
    chosenLocale = locale;
}

QString count(std::int64_t n) {
    return locale().toString(static_cast<qlonglong>(n));
}

// Each step changes its unit where rounding would otherwise print "1000.0k". A round number is written as one: 32k.
QString tokens(Tokens n) {
    const double magnitude = std::abs(static_cast<double>(n));
    const double value = static_cast<double>(n);
    if (magnitude < 1000)
        return count(n);
    if (magnitude < 999'950 && n % 1000 == 0)
        return decimals(value / 1e3, 0) + QStringLiteral("k");
    if (magnitude < 999'950)
        return decimals(value / 1e3, 1) + QStringLiteral("k");
    if (magnitude < 999'950'000 && n % 1'000'000 == 0)
        return decimals(value / 1e6, 0) + QStringLiteral("M");
    if (magnitude < 999'950'000)
        return decimals(value / 1e6, magnitude < 99'995'000 ? 2 : 1) + QStringLiteral("M");
    return decimals(value / 1e9, 2) + QStringLiteral("G");
}

QString money(PicoUsd amount) {
    if (amount.value == 0)
        return QStringLiteral("$0");
    const bool negative = amount.value < 0;
    const double usd = std::abs(amount.usd());
    const QString sign = negative ? QStringLiteral("\u2212$") : QStringLiteral("$");
    if (usd < 0.00005)
        return (negative ? QStringLiteral("> \u2212$") : QStringLiteral("<$")) + decimals(0.0001, 4);
    return sign + decimals(usd, usd < 0.99995 ? 4 : 2);
}

QString money(const std::optional<PicoUsd>& amount) {
    return amount ? money(*amount) : tr("unknown");
}

QString moneyExact(PicoUsd amount) {
    const QString text = QString::fromStdString(amount.exact());
    return text.startsWith(QLatin1Char('-')) ? QStringLiteral("\u2212$") + text.mid(1) : QLatin1Char('$') + text;
}

QString moneyLimit(PicoUsd amount) {
    const QString exact = QString::fromStdString(amount.exact());
    const auto dot = exact.indexOf(QLatin1Char('.'));
    const auto places = dot < 0 ? 0 : exact.size() - dot - 1;
    return QLatin1Char('$') + decimals(amount.usd(), static_cast<int>(std::max<qsizetype>(2, places)));
}

QString moneyAtMost(PicoUsd amount) {
    return QStringLiteral("\u2264 ") + money(amount);
}

QString moneyEstimate(PicoUsd amount) {
    return QStringLiteral("\u2248 ") + money(amount);
}

QString duration(Nanos elapsed) {
    if (elapsed < 1'000'000)
        return tr("<1 ms");
    const double ms = static_cast<double>(elapsed) / 1e6;
    if (ms < 999.5)
        return tr("%1 ms").arg(decimals(ms, 0));
    const double seconds = ms / 1e3;
    if (seconds < 9.995)
        return tr("%1 s").arg(decimals(seconds, 2));
    if (seconds < 59.95)
        return tr("%1 s").arg(decimals(seconds, 1));
    const auto whole = static_cast<std::int64_t>(std::llround(seconds));
    if (whole < 3600)
        return tr("%1 m %2 s").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
    return tr("%1 h %2 m").arg(count(whole / 3600)).arg(whole / 60 % 60, 2, 10, QLatin1Char('0'));
}

QString clockTime(Nanos elapsed) {
    if (elapsed == 0)
        return tr("0 s");
    if (elapsed < 1'000'000)
        return tr("%1 µs").arg(elapsed / 1000);
    if (elapsed < 1'000'000'000)
        return tr("%1 ms").arg(elapsed / 1'000'000);
    const std::int64_t tenths = elapsed / 100'000'000;
    if (tenths < 600)
        return tr("%1 s").arg(tenths % 10 == 0 ? count(tenths / 10) : decimals(static_cast<double>(tenths) / 10, 1));
    const std::int64_t seconds = tenths / 10;
    if (seconds < 3600)
        return seconds % 60 == 0 ? tr("%1 m").arg(seconds / 60)
                                 : tr("%1 m %2 s").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
    return tr("%1 h %2 m").arg(seconds / 3600).arg(seconds / 60 % 60, 2, 10, QLatin1Char('0'));
}

QString bytes(std::uint64_t n) {
    const auto value = static_cast<double>(n);
    if (n < 1'000'000)
        return tr("%1 B").arg(locale().toString(static_cast<qulonglong>(n)));
    if (value < 999.95e6)
        return tr("%1 MB").arg(decimals(value / 1e6, 1));
    if (value < 999.95e9)
        return tr("%1 GB").arg(decimals(value / 1e9, 1));
    return tr("%1 TB").arg(decimals(value / 1e12, 1));
}

QString clock(const QDateTime& when) { return locale().toString(when.time(), QLocale::ShortFormat); }

QString dayAndClock(const QDateTime& when) {
    return when.date() == QDate::currentDate() ? clock(when) : locale().toString(when.date(), QLocale::ShortFormat) + QLatin1Char(' ') + clock(when);
}

QString percent(double share) {
    const double value = share * 100;
    if (value > 0 && value < 1)
        return tr("<1 %");
    // 99.7 % is not all: never round up to a whole that was not reached.
    return tr("%1 %").arg(count(static_cast<std::int64_t>(share < 1 ? std::min(99.0, std::round(value)) : std::round(value))));
}

QString percentOf(std::uint64_t part, std::uint64_t whole) {
    if (whole == 0) return unknown();
    const auto tenths = [](double value) { return tr("%1 %").arg(decimals(value, 1)); };
    const double value = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
    if (part > 0 && value < 0.05) return QLatin1Char('<') + tenths(0.1);
    if (part < whole && value >= 99.95) return QLatin1Char('>') + tenths(99.9);
    return tenths(value);
}

QString nOfM(std::int64_t n, std::int64_t m) {
    return tr("%1 of %2").arg(count(n), count(m));
}

QString shortModel(std::string_view spec) {
    const auto text = [](std::string_view utf8) { return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size())); };
    if (const auto hash = spec.find('#'); hash != std::string_view::npos) return text(spec.substr(hash + 1));
    const auto colon = spec.find(':');
    if (colon == std::string_view::npos) return text(spec);
    return text(spec.substr(0, 3) == "sim" ? spec.substr(0, colon) : spec.substr(colon + 1));
}

QString comma() { return tr(", "); }

QString unknown() {
    return QStringLiteral("\u2013");
}

} // namespace rlmscope::format
