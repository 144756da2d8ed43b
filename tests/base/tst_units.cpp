// Money is exact: parsing, printing, prices.
#include <QTest>

#include "base/units.h" // after Qt: moc 6.4 cannot read <compare> on its own

#include <limits>
#include <random>

using namespace rlmscope;

class TestUnits : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void parse_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("valid");
        QTest::addColumn<qint64>("pico");
        const auto good = [](const char* text, qint64 pico) { QTest::newRow(text) << text << true << pico; };
        const auto bad = [](const char* text) { QTest::newRow(*text ? text : "(empty)") << text << false << qint64{0}; };
        good("0", 0);
        good("-0", 0);
        good("0.0", 0);
        good("1", 1'000'000'000'000);
        good("+1", 1'000'000'000'000);
        good("0.50", 500'000'000'000);
        good(".5", 500'000'000'000);
        good("5.", 5'000'000'000'000);
        good("0.000000000001", 1);
        good("-0.000000000001", -1);
        good("1e-12", 1);
        good("1E-7", 100'000);
        good("1e-7", 100'000);
        good("12.5e+2", 1'250'000'000'000'000);
        good("0.00000000000100000", 1); // zeros beyond the last digit lose nothing
        good("10000000000000e-25", 1);
        good("0e60", 0);
        good("0e-60", 0);
        good("9223372.036854775807", std::numeric_limits<qint64>::max());
        good("-9223372.036854775807", -std::numeric_limits<qint64>::max());
        good("-9223372.036854775808", std::numeric_limits<qint64>::min());
        bad("");
        bad("-");
        bad("+");
        bad(".");
        bad("e5");
        bad("1e");
        bad("1e+");
        bad("1e+-5");
        bad("1e1.5");
        bad("1.2.3");
        bad("--1");
        bad("1 ");
        bad(" 1");
        bad("$1");
        bad("1,5");
        bad("nan");
        bad("inf");
        bad("0x10");
        bad("0.0000000000001"); // finer than we count
        bad("1e-13");
        bad("9223372.036854775808");
        bad("9223373");
        bad("99999999999999999999999");
        bad("1e60");
        bad("1e61");
        bad("1e99999999999");
    }
    void parse() {
        QFETCH(QString, text);
        QFETCH(bool, valid);
        QFETCH(qint64, pico);
        const auto money = PicoUsd::parse(text.toStdString());
        QCOMPARE(money.has_value(), valid);
        if (money) QCOMPARE(money->value, pico);
    }
    void exact_data() {
        QTest::addColumn<qint64>("pico");
        QTest::addColumn<QString>("text");
        const auto row = [](qint64 pico, const char* text) { QTest::newRow(text) << pico << text; };
        row(0, "0");
        row(1, "0.000000000001");
        row(-1, "-0.000000000001");
        row(4'100'000'000, "0.0041");
        row(1'000'000'000'000, "1");
        row(-1'500'000'000'000, "-1.5");
        row(std::numeric_limits<qint64>::max(), "9223372.036854775807");
        row(std::numeric_limits<qint64>::min(), "-9223372.036854775808");
    }
    void exact() {
        QFETCH(qint64, pico);
        QTEST(QString::fromStdString(PicoUsd{pico}.exact()), "text");
    }
    void roundTrip() {
        std::mt19937_64 random(11);
        for (int i = 0; i < 20'000; ++i) {
            const PicoUsd money{static_cast<std::int64_t>(random() >> (random() % 64)) * (i % 2 ? 1 : -1)};
            const auto back = PicoUsd::parse(money.exact());
            QVERIFY2(back.has_value(), money.exact().c_str());
            QCOMPARE(back->value, money.value);
        }
    }
    void arithmetic() {
        PicoUsd sum;
        for (int i = 0; i < 1000; ++i) sum += *PicoUsd::parse("0.001"); // 1000 x 0.1 cent is 1 USD, to the last digit
        QCOMPARE(sum.exact(), std::string("1"));
        sum -= *PicoUsd::parse("0.25");
        QCOMPARE((sum + PicoUsd{1} - PicoUsd{1}).exact(), std::string("0.75"));
        QVERIFY(PicoUsd{1} < PicoUsd{2});
        QCOMPARE(PicoUsd{250'000'000'000}.usd(), 0.25);
    }
    void priceIsExact() {
        const auto price = Price::perMillion(*PicoUsd::parse("1.25"), *PicoUsd::parse("10"));
        QCOMPARE(price.input, std::int64_t{1'250'000});
        QCOMPARE(price.cacheRead, price.input);
        QCOMPARE(price.cacheWrite, price.input);
        QCOMPARE(price.output, std::int64_t{10'000'000});
        Usage usage;
        usage.freshInput = 1'000'000;
        usage.output = 100'000;
        usage.reasoning = 50'000; // part of output, not paid twice
        QCOMPARE(price.cost(usage).exact(), std::string("2.25"));
    }
    void cachePricesCount() {
        Price price;
        price.input = 10;
        price.cacheRead = 1;
        price.cacheWrite = 12;
        price.output = 50;
        Usage usage;
        usage.freshInput = 3;
        usage.cacheRead = 5;
        usage.cacheWrite = 7;
        usage.output = 11;
        QCOMPARE(usage.input(), Tokens{15});
        QCOMPARE(price.cost(usage).value, std::int64_t{3 * 10 + 5 * 1 + 7 * 12 + 11 * 50});
        QCOMPARE(price.dearestInput(), std::int64_t{12});
        Usage twice = usage;
        twice += usage;
        QCOMPARE(price.cost(twice).value, 2 * price.cost(usage).value);
        QCOMPARE(twice.reasoning, 2 * usage.reasoning);
    }
    // All input of a call, cached or not, chooses the tier, and the tier prices the whole call.
    void tiersPriceTheWholeCall() {
        Price price;
        price.input = price.cacheWrite = 10;
        price.cacheRead = 1;
        price.output = 50;
        price.tiers = {{100, 20, 75, 2, 25}, {200, 30, 70, 3, 26}};
        const auto cost = [&](Tokens fresh, Tokens read) {
            Usage usage;
            usage.freshInput = fresh;
            usage.cacheRead = read;
            usage.output = 4;
            return price.cost(usage).value;
        };
        QCOMPARE(cost(100, 0), std::int64_t{100 * 10 + 4 * 50});
        QCOMPARE(cost(101, 0), std::int64_t{101 * 20 + 4 * 75});
        QCOMPARE(cost(1, 99), std::int64_t{10 + 99 * 1 + 4 * 50});
        QCOMPARE(cost(1, 100), std::int64_t{20 + 100 * 2 + 4 * 75});
        QCOMPARE(cost(1, 200), std::int64_t{30 + 200 * 3 + 4 * 70});
        QCOMPARE(price.dearestInput(100), std::int64_t{10});
        QCOMPARE(price.dearestInput(101), std::int64_t{25});
        QCOMPARE(price.dearestInput(), std::int64_t{30});
        QCOMPARE(price.dearestOutput(100), std::int64_t{50});
        QCOMPARE(price.dearestOutput(101), std::int64_t{75});
        QCOMPARE(price.dearestOutput(), std::int64_t{75}); // a call may turn out shorter than it could have been
    }
};

QTEST_GUILESS_MAIN(TestUnits)
#include "tst_units.moc"
