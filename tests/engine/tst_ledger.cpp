#include <QTest>

#ifndef Q_MOC_RUN // moc 6.4 does not parse <concepts>
#include "engine/ledger.h"

#include <random>
#endif

using namespace rlmscope;
using Outcome = Admission::Outcome;

namespace {
const Price OneAndFour = Price::perMillion({1'000'000'000'000}, {4'000'000'000'000}); // 10^6 and 4 x 10^6 pico-USD

Ask ask(std::uint64_t bytes, int cap, std::optional<Price> price = OneAndFour) {
    return {bytes, 1, cap, price, false, {}};
}
} // namespace

class TestLedger : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void reservesTheWorst() {
        Ledger ledger({});
        Price price = OneAndFour;
        price.cacheWrite = 2 * price.input;
        const auto admission = ledger.reserve({100, 3, 1'000, price, false, {}});
        QVERIFY(admission.outcome == Outcome::Granted);
        QCOMPARE(admission.reservation.outputCap, 1'000);
        QCOMPARE(admission.reservation.input, 100 + 3 * 32);
        QCOMPARE(admission.reservation.usd.value, 196 * price.cacheWrite + 1'000 * price.output);
    }
    // A request that may reach a dearer tier reserves that tier for all of it, and settles at the one it was in.
    void reservesTheTierThatCanApply() {
        Price price = OneAndFour;
        price.tiers = {{1'000, 2'000'000, 6'000'000, 2'000'000, 2'000'000}};
        Ledger ledger({});
        const auto below = ledger.reserve(ask(1'000 - 32, 10, price)).reservation;
        QCOMPARE(below.usd.value, 1'000 * 1'000'000 + 10 * 4'000'000);
        const auto above = ledger.reserve(ask(1'000 - 31, 10, price)).reservation;
        QCOMPARE(above.usd.value, 1'001 * 2'000'000LL + 10 * 6'000'000);
        const auto s = ledger.settle(above, Usage{.freshInput = 300, .output = 10});
        QCOMPARE(s.cost.value, 300 * 1'000'000 + 10 * 4'000'000);
        QVERIFY(!s.overrun);
        // Under a limit the room left is divided by the dearer output price.
        Ledger tight({.usd = PicoUsd{1'001 * 2'000'000LL + 300 * 6'000'000}});
        QCOMPARE(tight.reserve(ask(1'000 - 31, 5'000, price)).reservation.outputCap, 300);
    }
    void settlesExactly() {
        Ledger ledger({});
        const auto r = ledger.reserve(ask(1'000, 100)).reservation;
        const auto s = ledger.settle(r, Usage{.freshInput = 7, .output = 3});
        QCOMPARE(s.cost.value, 7 * 1'000'000 + 3 * 4'000'000);
        QVERIFY(s.costKnown && !s.reported && !s.overrun);
        QCOMPARE(ledger.totals().spentUsd.value, s.cost.value);
        QCOMPARE(ledger.totals().spentTokens(), 10);
        QCOMPARE(ledger.totals().spentCalls, 1);
        QCOMPARE(ledger.totals().reservedUsd.value, 0);
        QCOMPARE(ledger.totals().inFlight, 0);
    }
    void unknownUsageSettlesAtTheReservation() {
        Ledger ledger({.usd = PicoUsd{1'000'000'000'000}});
        const auto r = ledger.reserve(ask(100, 50)).reservation;
        const auto s = ledger.settle(r, {});
        QCOMPARE(s.cost.value, r.usd.value);
        QCOMPARE(s.usage.input() + s.usage.output, r.tokens());
        QVERIFY(!s.overrun);
    }
    void reportedCostWins() {
        Ledger ledger({});
        const auto r = ledger.reserve(ask(100, 50)).reservation;
        const auto s = ledger.settle(r, Usage{.freshInput = 7, .output = 3}, PicoUsd{42});
        QCOMPARE(s.cost.value, 42);
        QVERIFY(s.reported);
    }
    void unknownPriceIsNotFree() {
        Ledger ledger({});
        const auto s = ledger.settle(ledger.reserve(ask(100, 50, {})).reservation, Usage{.freshInput = 7, .output = 3});
        QVERIFY(!s.costKnown);
    }
    void limitOfNCallsAllowsN() {
        for (int n = 1; n <= 5; ++n) {
            Ledger ledger({.calls = n});
            for (int i = 0; i < n; ++i) {
                const auto a = ledger.reserve(ask(10, 300));
                QVERIFY(a.outcome == Outcome::Granted);
                (void)ledger.settle(a.reservation, Usage{});
            }
            const auto last = ledger.reserve(ask(10, 300));
            QVERIFY(last.outcome == Outcome::Refused);
            QVERIFY(last.limit == LimitKind::Calls);
        }
    }
    void waitsWhileSomethingMayFreeRoom() {
        Ledger ledger({.calls = 1});
        const auto first = ledger.reserve(ask(10, 300));
        QVERIFY(ledger.reserve(ask(10, 300)).outcome == Outcome::Wait);
        ledger.release(first.reservation); // it never left
        QVERIFY(ledger.reserve(ask(10, 300)).outcome == Outcome::Granted);
    }
    void refusesAtOnceWhatNothingCanFree() {
        Ledger ledger({.tokens = 1'000});
        (void)ledger.reserve(ask(100, 100));
        const auto a = ledger.reserve(ask(5'000, 100));
        QVERIFY(a.outcome == Outcome::Refused);
        QVERIFY(a.limit == LimitKind::Token);
    }
    void lowersTheCapToFit() {
        Ledger ledger({.tokens = 1'000});
        const auto a = ledger.reserve(ask(100, 4'096));
        QVERIFY(a.outcome == Outcome::Granted);
        QCOMPARE(a.reservation.outputCap, 1'000 - 132);
        ledger.release(a.reservation);
        QVERIFY(Ledger({.tokens = 132 + 255}).reserve(ask(100, 4'096)).outcome == Outcome::Refused);
        QCOMPARE(Ledger({.tokens = 132 + 256}).reserve(ask(100, 4'096)).reservation.outputCap, 256);
        // A smaller cap than 256 was asked for.
        QCOMPARE(Ledger({.tokens = 132 + 10}).reserve(ask(100, 10)).reservation.outputCap, 10);
    }
    void prefersWaitingToAStump() {
        Ledger ledger({.tokens = 5'000});
        const auto first = ledger.reserve(ask(100, 4'096)).reservation;
        QVERIFY(ledger.reserve(ask(100, 4'096)).outcome == Outcome::Wait); // 640 would be left of 4,096
        (void)ledger.settle(first, Usage{.freshInput = 10, .output = 10});
        QCOMPARE(ledger.reserve(ask(100, 4'096)).reservation.outputCap, 4'096);
    }
    void finalIsKept() {
        Ledger ledger({.usd = PicoUsd{10'000'000'000}, .calls = 3, .tokens = 100'000});
        ledger.keepForFinal({1'000, 2, 500, OneAndFour, true, {}});
        const auto kept = ledger.totals();
        QCOMPARE(kept.keptCalls, 1);
        QCOMPARE(kept.keptTokens(), 1'064 + 500);
        QCOMPARE(kept.keptUsd.value, 1'064 * 1'000'000LL + 500 * 4'000'000LL);
        for (int i = 0; i < 2; ++i) (void)ledger.settle(ledger.reserve(ask(10, 300)).reservation, Usage{});
        QVERIFY(ledger.reserve(ask(10, 300)).outcome == Outcome::Refused);
        Ask last = ask(1'000, 500);
        last.final = true;
        QVERIFY(ledger.reserve(last).outcome == Outcome::Granted);
    }
    void warnsOncePerLimit() {
        Ledger ledger({.calls = 5});
        std::vector<std::size_t> warnings;
        for (int i = 0; i < 5; ++i) warnings.push_back(ledger.settle(ledger.reserve(ask(1, 300)).reservation, Usage{}).warnings.size());
        QCOMPARE(warnings, (std::vector<std::size_t>{0, 0, 0, 1, 0}));
    }
    void overrunWithdrawsTheGuarantee() {
        Ledger ledger({.tokens = 10'000});
        const auto r = ledger.reserve(ask(10, 300)).reservation;
        const auto s = ledger.settle(r, Usage{.freshInput = 10, .output = 301 + 32});
        QVERIFY(s.overrun && *s.overrun == LimitKind::Token);
        QVERIFY(!ledger.totals().guaranteed);
        // Without a limit nothing is guaranteed, so nothing is overrun.
        Ledger free({});
        QVERIFY(!free.settle(free.reserve(ask(10, 300)).reservation, Usage{.output = 100'000}).overrun);
    }
    void hugeNumbersAreRefusedNotWrapped() {
        Ledger ledger({.usd = PicoUsd{1'000'000'000'000}});
        QVERIFY(ledger.reserve(ask(std::numeric_limits<std::uint64_t>::max() / 2, 300)).outcome == Outcome::Refused);
    }
    /// Random reservations in flight, random usage up to what was reserved: no limit is ever passed.
    void neverPassesAnyLimit() {
        std::mt19937_64 random(7);
        const auto upTo = [&](std::int64_t n) { return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n + 1)); };
        for (int round = 0; round < 500; ++round) {
            LedgerLimits limits;
            if (upTo(1)) limits.usd = PicoUsd{upTo(20'000'000'000)};
            if (upTo(1)) limits.calls = upTo(30);
            if (upTo(1)) limits.tokens = upTo(50'000);
            Ledger ledger(limits);
            std::vector<Reservation> flying;
            const auto settleOne = [&] {
                const auto at = static_cast<std::size_t>(upTo(static_cast<std::int64_t>(flying.size()) - 1));
                const Reservation r = flying[at];
                flying.erase(flying.begin() + static_cast<std::ptrdiff_t>(at));
                const auto kind = upTo(9);
                if (kind == 0) ledger.release(r);
                else if (kind == 1) (void)ledger.settle(r, {});
                else (void)ledger.settle(r, Usage{.freshInput = upTo(r.input), .output = upTo(r.outputCap)});
            };
            for (int step = 0; step < 200; ++step) {
                if (step % 20 == 0) ledger.keepForFinal({static_cast<std::uint64_t>(upTo(3'000)), 3, 1'024, OneAndFour, true, {}});
                const auto a = ledger.reserve(ask(static_cast<std::uint64_t>(upTo(2'000)), static_cast<int>(upTo(2'000))));
                if (a.outcome == Outcome::Granted) flying.push_back(a.reservation);
                QVERIFY(a.outcome != Outcome::Wait || !flying.empty());
                if (!flying.empty() && upTo(1)) settleOne();
                const auto t = ledger.totals();
                if (limits.usd) QVERIFY((t.spentUsd + t.reservedUsd + t.keptUsd).value <= limits.usd->value);
                if (limits.calls) QVERIFY(t.spentCalls + t.inFlight + t.keptCalls <= *limits.calls);
                if (limits.tokens) QVERIFY(t.spentTokens() + t.reservedTokens() + t.keptTokens() <= *limits.tokens);
            }
            while (!flying.empty()) settleOne();
            QCOMPARE(ledger.totals().reservedUsd.value, 0);
            QCOMPARE(ledger.totals().reservedTokens(), 0);
            QVERIFY(ledger.totals().guaranteed);
        }
    }
};

QTEST_GUILESS_MAIN(TestLedger)
#include "tst_ledger.moc"
