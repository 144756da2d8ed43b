#include "itemmodels/format.h"

#include <QtTest/QTest>

using namespace rlmscope;

namespace {
constexpr Nanos Ms = 1'000'000;

// The tests read English separators whatever the machine speaks.
struct EnglishFirst {
    EnglishFirst() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
} const englishFirst;
} // namespace

class TestFormat : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tokens_data();
    void tokens();
    void money_data();
    void money();
    void duration_data();
    void duration();
    void bytes_data();
    void bytes();
    void axisTimes();
    void momentsOfTheDay();
    void wholesAreNotRoundedInto();
};

void TestFormat::momentsOfTheDay() {
    const QDateTime today(QDate::currentDate(), QTime(7, 6)), once(QDate(2024, 11, 29), QTime(17, 6));
    QCOMPARE(format::dayAndClock(today), format::clock(today));
    QVERIFY(format::clock(once).contains(QStringLiteral(":06")));
    QVERIFY(format::dayAndClock(once).endsWith(format::clock(once)));
    QVERIFY(format::dayAndClock(once).contains(QStringLiteral("24")));
}

void TestFormat::tokens_data() {
    QTest::addColumn<qint64>("n");
    QTest::addColumn<QString>("text");
    const auto row = [](qint64 n, const char* text) { QTest::newRow(text) << n << QString::fromUtf8(text); };
    row(0, "0");
    row(812, "812");
    row(999, "999");
    row(1000, "1k");
    row(1049, "1.0k");
    row(32'000, "32k");
    row(12'300, "12.3k");
    row(266'000, "266k");
    row(999'949, "999.9k");
    row(999'950, "1.00M");
    row(1'210'000, "1.21M");
    row(1'000'000, "1M");
    row(100'000'000, "100M");
    row(2'500'000'000, "2.50G");
}

void TestFormat::tokens() {
    QFETCH(qint64, n);
    QTEST(format::tokens(n), "text");
}

void TestFormat::money_data() {
    QTest::addColumn<QString>("usd");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* usd, const char* text) {
        QTest::newRow(usd) << QString::fromUtf8(usd) << QString::fromUtf8(text);
    };
    row("0", "$0");
    row("0.0041", "$0.0041");
    row("0.00004", "<$0.0001");
    row("0.00005", "$0.0001");
    row("0.9999", "$0.9999");
    row("0.99995", "$1.00");
    row("1.734", "$1.73");
    row("1234.5", "$1,234.50");
}

void TestFormat::money() {
    QFETCH(QString, usd);
    const auto amount = PicoUsd::parse(usd.toStdString());
    QVERIFY(amount);
    QTEST(format::money(*amount), "text");
    if (amount->value != 0)
        QCOMPARE(format::money(PicoUsd{-amount->value}).contains(QChar(0x2212)), true);
    QCOMPARE(format::moneyExact(*amount), QStringLiteral("$") + usd);
    QCOMPARE(format::money(std::nullopt), QStringLiteral("unknown"));
    QCOMPARE(format::moneyLimit(*PicoUsd::parse("0.5")), QStringLiteral("$0.50"));
    QCOMPARE(format::moneyLimit(*PicoUsd::parse("0.0005")), QStringLiteral("$0.0005"));
    QCOMPARE(format::moneyLimit(*PicoUsd::parse("12")), QStringLiteral("$12.00"));
    QCOMPARE(format::moneyAtMost(*PicoUsd::parse("0.1085")), QString::fromUtf8("≤ $0.1085"));
}

void TestFormat::duration_data() {
    QTest::addColumn<qint64>("ns");
    QTest::addColumn<QString>("text");
    const auto row = [](qint64 ns, const char* text) { QTest::newRow(text) << ns << QString::fromUtf8(text); };
    row(0, "<1 ms");
    row(Ms, "1 ms");
    row(46 * Ms, "46 ms");
    row(999'400'000, "999 ms");
    row(999'600'000, "1.00 s");
    row(4280 * Ms, "4.28 s");
    row(9996 * Ms, "10.0 s");
    row(15'200 * Ms, "15.2 s");
    row(59'949 * Ms, "59.9 s");
    row(59'960 * Ms, "1 m 00 s");
    row(112 * Second, "1 m 52 s");
    row(7500 * Second, "2 h 05 m");
}

void TestFormat::duration() {
    QFETCH(qint64, ns);
    QTEST(format::duration(ns), "text");
}

void TestFormat::bytes_data() {
    QTest::addColumn<quint64>("n");
    QTest::addColumn<QString>("text");
    const auto row = [](quint64 n, const char* text) { QTest::newRow(text) << n << QString::fromUtf8(text); };
    row(0, "0 B");
    row(612'480, "612,480 B");
    row(18'400'000, "18.4 MB");
    row(999'960'000, "1.0 GB");
    row(2'000'000'000'000, "2.0 TB");
}

void TestFormat::bytes() {
    QFETCH(quint64, n);
    QTEST(format::bytes(n), "text");
}

void TestFormat::axisTimes() {
    QCOMPARE(format::clockTime(0), QStringLiteral("0 s"));
    QCOMPARE(format::clockTime(500 * Ms), QStringLiteral("500 ms"));
    QCOMPARE(format::clockTime(20 * Second), QStringLiteral("20 s"));
    QCOMPARE(format::clockTime(2500 * Ms), QStringLiteral("2.5 s"));
    QCOMPARE(format::clockTime(120 * Second), QStringLiteral("2 m"));
    QCOMPARE(format::clockTime(3660 * Second), QStringLiteral("1 h 01 m"));
}

void TestFormat::wholesAreNotRoundedInto() {
    QCOMPARE(format::percent(1.0), QStringLiteral("100 %"));
    QCOMPARE(format::percent(0.998), QStringLiteral("99 %"));
    QCOMPARE(format::percent(0.0004), QStringLiteral("<1 %"));
    QCOMPARE(format::percent(0.38), QStringLiteral("38 %"));
    QCOMPARE(format::percentOf(0, 11'000'000), QStringLiteral("0.0 %"));
    QCOMPARE(format::percentOf(168, 11'000'000), QStringLiteral("<0.1 %"));
    QCOMPARE(format::percentOf(10'999'832, 11'000'000), QStringLiteral(">99.9 %"));
    QCOMPARE(format::percentOf(42, 1'000), QStringLiteral("4.2 %"));
    QCOMPARE(format::percentOf(7, 7), QStringLiteral("100.0 %"));
    QCOMPARE(format::percentOf(0, 0), format::unknown());
    QCOMPARE(format::nOfM(5000, 5000), QStringLiteral("5,000 of 5,000"));
}

QTEST_GUILESS_MAIN(TestFormat)
#include "tst_format.moc"
