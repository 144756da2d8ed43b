// What is learned about a provider's limits: real headers and broken ones, and a thousand requests against providers that
// allow fifty a minute in different ways, with a clock that only the test moves.
#include "providers/rate_limiter.h"
#include "support/fake_clock.h"

#include <QTest>
#include <functional>
#include <queue>

using namespace rlmscope;

class TestRateLimits : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void resets_data();
    void resets();
    void headersOfProviders();
    void brokenHeaders();
    void silenceIsNoLimit();
    void aRemoteServerAnswersBeforeTheCrowd();
    void theLastRequestOfALimitWaits();
    void windowsAreToldFromBuckets();
    void largeRequestsLeaveWhenTheLimitIsFull();
    void askedToWait();
    void crowdsAreHalvedAndGrow();
    void oneRequestFindsOut();
    void aWrongReadingNeverStalls();
    void aThousandRequests_data();
    void aThousandRequests();
    void oneLimiterForAServerAKeyAndAModel();
};

namespace {
constexpr Nanos Wall = 1'795'202'067 * Second; // 2026-11-20T19:14:27Z

HttpHeaders headersOf(std::vector<std::pair<std::string, std::string>> fields) {
    HttpHeaders headers;
    headers.fields = std::move(fields);
    return headers;
}
std::optional<RateReading> read(const HttpHeaders& headers, RateOf kind) {
    return readRateHeaders(headers, Wall).of[static_cast<std::size_t>(kind)];
}
bool is(const std::optional<RateReading>& reading, std::int64_t limit, std::int64_t remaining, Nanos reset) {
    return reading && reading->limit == limit && reading->remaining == remaining && reading->reset == reset;
}
RateReadings requests(std::int64_t limit, std::int64_t remaining, Nanos reset) {
    RateReadings readings;
    readings.of[0] = RateReading{limit, remaining, reset};
    return readings;
}
/// So long, or a little more: what is left is said in whole requests.
bool about(Nanos wait, Nanos expected) {
    return wait >= expected && wait <= expected + expected / 40;
}
/// A request that is answered at once.
void once(RateLimiter& limiter, const RateReadings& readings) {
    const auto ticket = limiter.left(100);
    limiter.head(ticket, 200, readings);
    limiter.ended(ticket);
}
} // namespace

void TestRateLimits::resets_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("nanos"); // -1: none
    const auto row = [](const char* text, Nanos nanos) { QTest::newRow(*text ? text : "nothing") << QByteArray(text) << qint64(nanos); };
    row("1s", Second);
    row("6m0s", 360 * Second);
    row("88ms", 88 * Millisecond);
    row("1m26.4s", 86'400 * Millisecond);
    row("2m59.56s", 179'560 * Millisecond);
    row("1h0m0s", 3600 * Second);
    row("250µs", 250'000);
    row("0s", 0);
    row(" 7.66s ", 7'660 * Millisecond);
    row("2026-11-20T19:14:37Z", 10 * Second);
    row("2026-11-20T20:14:37.5+01:00", 10 * Second + 500 * Millisecond);
    row("2026-11-20T10:14:37-09:00", 10 * Second);
    row("2026-11-20T19:14:00Z", 0); // past
    row("12", 12 * Second);
    row("33011.382867", 33'011'382'867'000);
    row("1795202077", 10 * Second);
    row("1795202077000", 10 * Second);
    row("400h", 24 * 3600 * Second); // nothing longer than a day
    for (const char* none : {"", " ", "s", "-1", "-5s", "1x", "1s2", "inf", "nan", "1e400s", "soon", "2026-11-20", "2026-13-20T19:14:37Z",
                             "2026-11-20T19:14:37", "2026-11-20T19:14:37+1:00", "2026-11-20T19:14:37.", "20261120T191437Z0000",
                             "\xff\xfe", "9999999999999999999999999999999999999x"})
        row(none, -1);
}

void TestRateLimits::resets() {
    QFETCH(QByteArray, text);
    QFETCH(qint64, nanos);
    const auto reset = resetFrom(text.toStdString(), Wall);
    QCOMPARE(reset.has_value(), nanos >= 0);
    if (reset) QVERIFY2(std::abs(*reset - nanos) < 1'000'000, std::to_string(*reset).c_str());
}

void TestRateLimits::headersOfProviders() {
    const HttpHeaders openAi = headersOf({{"x-ratelimit-limit-requests", "500"}, {"x-ratelimit-limit-tokens", "30000"},
                                          {"x-ratelimit-remaining-requests", "499"}, {"x-ratelimit-remaining-tokens", "25887"},
                                          {"x-ratelimit-reset-requests", "120ms"}, {"x-ratelimit-reset-tokens", "8.226s"}});
    QVERIFY(is(read(openAi, RateOf::Requests), 500, 499, 120 * Millisecond));
    QVERIFY(is(read(openAi, RateOf::AllTokens), 30'000, 25'887, 8'226 * Millisecond));
    const HttpHeaders anthropic = headersOf({{"anthropic-ratelimit-requests-limit", "50"}, {"anthropic-ratelimit-requests-remaining", "49"},
                                             {"anthropic-ratelimit-requests-reset", "2026-11-20T19:14:28Z"},
                                             {"anthropic-ratelimit-tokens-limit", "48000"}, {"anthropic-ratelimit-tokens-remaining", "1"},
                                             {"anthropic-ratelimit-tokens-reset", "2026-11-20T19:14:28Z"},
                                             {"anthropic-ratelimit-input-tokens-limit", "40000"},
                                             {"anthropic-ratelimit-input-tokens-remaining", "39000"},
                                             {"anthropic-ratelimit-input-tokens-reset", "2026-11-20T19:14:29Z"},
                                             {"anthropic-ratelimit-output-tokens-limit", "8000"},
                                             {"anthropic-ratelimit-output-tokens-remaining", "8000"},
                                             {"anthropic-ratelimit-output-tokens-reset", "2026-11-20T19:14:27Z"}});
    QVERIFY(is(read(anthropic, RateOf::Requests), 50, 49, Second));
    QVERIFY(is(read(anthropic, RateOf::InputTokens), 40'000, 39'000, 2 * Second));
    QVERIFY(is(read(anthropic, RateOf::OutputTokens), 8'000, 8'000, 0));
    QVERIFY(!read(anthropic, RateOf::AllTokens)); // the stricter of the two above, said again
    const HttpHeaders plain = headersOf({{"x-ratelimit-limit", "60"}, {"x-ratelimit-remaining", "3"}, {"x-ratelimit-reset", "1795202087000"}});
    QVERIFY(is(read(plain, RateOf::Requests), 60, 3, 20 * Second));
    const HttpHeaders minute = headersOf({{"x-ratelimit-limit-tokens-minute", "60000"}, {"x-ratelimit-remaining-tokens-minute", "59000"},
                                          {"x-ratelimit-reset-tokens-minute", "11.38"}});
    QVERIFY(is(read(minute, RateOf::AllTokens), 60'000, 59'000, 11'380 * Millisecond));
}

void TestRateLimits::brokenHeaders() {
    const auto with = [](const char* limit, const char* remaining, const char* reset) {
        return read(headersOf({{"x-ratelimit-limit-requests", limit}, {"x-ratelimit-remaining-requests", remaining},
                               {"x-ratelimit-reset-requests", reset}}), RateOf::Requests);
    };
    QVERIFY(with("50", "1", "1s"));
    QVERIFY(is(with("50", "80", "1s"), 50, 50, Second)); // more than there can be
    for (const char* wrong : {"-1", "0", "", "many", "5e3", "0x10", "1 2", "nan", "\xc3\x28"}) {
        QVERIFY2(!with(wrong, "1", "1s"), wrong);
        if (std::string_view(wrong) != "0") QVERIFY2(!with("50", wrong, "1s"), wrong);
    }
    QVERIFY(!with("50", "1", "later"));
    QVERIFY(with("99999999999999999999999999", "99999999999999999999999999", "1s")->limit > 0);
    QVERIFY(!readRateHeaders(headersOf({{"x-ratelimit-remaining-requests", "3"}}), Wall).any());
    QVERIFY(!readRateHeaders({}, Wall).any());
}

void TestRateLimits::silenceIsNoLimit() {
    FakeClock clock;
    RateLimiter limiter(false, clock);
    for (int i = 0; i < 5'000; ++i) {
        QCOMPARE(limiter.ready(100'000).wait, Nanos(0));
        limiter.left(100'000);
    }
    QVERIFY(!limiter.atATime());
}

void TestRateLimits::aRemoteServerAnswersBeforeTheCrowd() {
    FakeClock clock;
    RateLimiter limiter(true, clock);
    for (int i = 0; i < RateLimiter::FirstCrowd; ++i) {
        QCOMPARE(limiter.ready(10).wait, Nanos(0));
        limiter.left(10);
    }
    QVERIFY(limiter.ready(10).wait > 0);
    limiter.head(1, 200, {}); // it says nothing about limits
    QCOMPARE(limiter.ready(10).wait, Nanos(0));
}

void TestRateLimits::theLastRequestOfALimitWaits() {
    FakeClock clock;
    RateLimiter limiter(false, clock);
    once(limiter, requests(50, 2, 58 * Second)); // 48 of 50 are gone, and come back in 58 s
    limiter.left(10);
    QCOMPARE(limiter.ready(10).wait, Nanos(0));
    limiter.left(10);
    const Readiness wait = limiter.ready(10);
    QVERIFY(about(wait.wait, 58 * Second / 48));
    QVERIFY2(wait.reason.find("0 of 50 requests left") != std::string::npos, wait.reason.c_str());
    clock.advance(wait.wait);
    QCOMPARE(limiter.ready(10).wait, Nanos(0));
    clock.advance(100 * Second);
    for (int i = 0; i < 48; ++i) limiter.left(10); // full again; two are still on their way
    QVERIFY(limiter.ready(10).wait > 0);
}

void TestRateLimits::windowsAreToldFromBuckets() {
    FakeClock clock;
    RateLimiter window(false, clock), bucket(false, clock);
    once(window, requests(50, 49, 60 * Second));
    once(bucket, requests(50, 49, 1'200 * Millisecond));
    clock.advance(Second);
    once(window, requests(50, 0, 59 * Second));
    once(bucket, requests(50, 0, 60 * Second));
    QCOMPARE(window.ready(1).wait, 59 * Second); // nothing comes before
    QVERIFY(about(bucket.ready(1).wait, 1'200 * Millisecond));
    clock.advance(59 * Second);
    for (int i = 0; i < 50; ++i) {
        QCOMPARE(window.ready(1).wait, Nanos(0));
        window.left(1);
    }
    QVERIFY(window.ready(1).wait > 0);
}

void TestRateLimits::largeRequestsLeaveWhenTheLimitIsFull() {
    FakeClock clock;
    RateLimiter limiter(false, clock);
    RateReadings readings;
    readings.of[std::size_t(RateOf::AllTokens)] = RateReading{30'000, 15'000, 30 * Second};
    once(limiter, readings);
    QCOMPARE(limiter.ready(10'000).wait, Nanos(0));
    const Readiness wait = limiter.ready(100'000); // can never fit
    QVERIFY(about(wait.wait, 24 * Second));        // until there are 27,000
    QVERIFY(wait.reason.find("15,000 of 30,000 tokens") != std::string::npos);
    clock.advance(wait.wait);
    QCOMPARE(limiter.ready(100'000).wait, Nanos(0));

    // Output that is asked for but never written does not count for long.
    RateLimiter output(false, clock);
    RateReadings out;
    out.of[std::size_t(RateOf::OutputTokens)] = RateReading{8'000, 4'000, 30 * Second};
    for (int i = 0; i < 10; ++i) {
        const auto ticket = output.left(17'000);
        output.head(ticket, 200, out);
        output.ended(ticket, Usage{600, 0, 0, 340, 0});
    }
    QCOMPARE(output.ready(17'000).wait, Nanos(0));
}

void TestRateLimits::askedToWait() {
    FakeClock clock;
    RateLimiter limiter(false, clock);
    const auto first = limiter.left(1), second = limiter.left(1);
    limiter.head(first, 429, {});
    limiter.turnedAway(first, 20 * Second);
    QCOMPARE(limiter.ready(1).wait, 20 * Second);
    limiter.turnedAway(second, 22 * Second); // the same crowd: the later word counts, and the crowd is halved once
    QCOMPARE(limiter.ready(1).wait, 22 * Second);
    QCOMPARE(limiter.atATime(), std::optional<int>(1));
    clock.advance(22 * Second);
    QCOMPARE(limiter.ready(1).wait, Nanos(0));
    // A wait that nobody will sit out is not for the others either: their calls fail and say why.
    RateLimiter daily(false, clock);
    daily.turnedAway(daily.left(1), 5 * 3600 * Second);
    QCOMPARE(daily.ready(1).wait, Nanos(0));
}

void TestRateLimits::crowdsAreHalvedAndGrow() {
    FakeClock clock;
    RateLimiter limiter(false, clock);
    std::vector<RateLimiter::Ticket> crowd;
    for (int i = 0; i < 32; ++i) crowd.push_back(limiter.left(1));
    for (const auto ticket : crowd) limiter.turnedAway(ticket, {}); // one crowd, one lesson
    QCOMPARE(limiter.atATime(), std::optional<int>(16));
    clock.advance(Second);
    int served = 0;
    for (int round = 0; round < 20; ++round) {
        std::vector<RateLimiter::Ticket> out;
        while (limiter.ready(1).wait == 0 && out.size() < 100) out.push_back(limiter.left(1));
        for (const auto ticket : out) {
            limiter.head(ticket, 200, {});
            limiter.ended(ticket);
        }
        served += static_cast<int>(out.size());
    }
    QVERIFY(*limiter.atATime() >= 30 && *limiter.atATime() <= 36);
    QVERIFY(served > 300);
    clock.advance(301 * Second);
    QVERIFY(!limiter.atATime()); // forgotten
}

void TestRateLimits::oneRequestFindsOut() {
    FakeClock clock;
    RateLimiter limiter(false, clock);
    for (int i = 0; i < 10; ++i) limiter.left(1);
    for (RateLimiter::Ticket i = 1; i <= 10; ++i) limiter.turnedAway(i, {});
    Nanos pause = limiter.ready(1).wait, waited = 0;
    QCOMPARE(pause, 500 * Millisecond);
    for (int strike = 0; strike < 5; ++strike) {
        clock.advance(pause);
        waited += pause;
        QCOMPARE(limiter.ready(1).wait, Nanos(0));
        const auto probe = limiter.left(1);
        QVERIFY(limiter.ready(1).wait > 0); // the others wait for it
        limiter.turnedAway(probe, {});
        QVERIFY(limiter.ready(1).wait == std::min(30 * Second, 2 * pause));
        pause = limiter.ready(1).wait;
    }
    clock.advance(pause);
    waited += pause;
    once(limiter, {});
    QCOMPARE(limiter.ready(1).wait, Nanos(0));
    // The next time it begins with most of what it took.
    limiter.turnedAway(limiter.left(1), {});
    QCOMPARE(limiter.ready(1).wait, std::min(30 * Second, waited * 6 / 10));
}

void TestRateLimits::aWrongReadingNeverStalls() {
    FakeClock clock;
    RateLimiter limiter(false, clock);
    once(limiter, requests(50, 0, 20 * 3600 * Second));
    QCOMPARE(limiter.ready(1).wait, RateLimiter::LongestPause);
    clock.advance(RateLimiter::LongestPause);
    QCOMPARE(limiter.ready(1).wait, Nanos(0)); // one finds out
    limiter.left(1);
    QVERIFY(limiter.ready(1).wait > 0);
}

namespace {
/// A provider in virtual time.
struct Provider {
    bool window = false;       ///< a window of a minute that starts anew; else a bucket that refills steadily
    int perMinute = 50;        ///< 0 = any number
    int atOnce = 0;            ///< in flight; 0 = any number
    bool tellsLimits = false, tellsWait = false;
    int outOf = 0;             ///< one of so many is turned away whatever anybody does; 0 = none
    int arrived = 0;

    double there = 0;
    Nanos at = 0, windowStart = 0;
    int flying = 0, refused = 0;

    void refill(Nanos now) {
        if (at == 0) {
            there = perMinute;
            at = windowStart = now;
        }
        if (!window) there = std::min<double>(perMinute, there + static_cast<double>(now - at) / 60e9 * perMinute);
        else if (now >= windowStart + 60 * Second) {
            windowStart = now;
            there = perMinute;
        }
        at = now;
    }
    Nanos full(Nanos now) const {
        return window ? windowStart + 60 * Second - now : static_cast<Nanos>((perMinute - there) / perMinute * 60e9);
    }
    bool takes(Nanos now) {
        if (perMinute > 0) refill(now);
        const bool unlucky = outOf > 0 && (++arrived * 7919) % 1009 % outOf == 0;
        const bool takes = !unlucky && (perMinute == 0 || there >= 1) && (atOnce == 0 || flying < atOnce);
        if (takes && perMinute > 0) there -= 1;
        if (takes) ++flying;
        else ++refused;
        return takes;
    }
    RateReadings readings(Nanos now) const {
        return tellsLimits ? requests(perMinute, static_cast<std::int64_t>(there), full(now)) : RateReadings{};
    }
    std::optional<Nanos> wait(Nanos now) const {
        return tellsWait ? std::optional(window ? full(now) : static_cast<Nanos>((1 - there) / perMinute * 60e9) + Second) : std::nullopt;
    }
};

struct Outcome {
    int served = 0, refused = 0, firstRefused = 0;
    Nanos took = 0;
};

/// `count` requests, at most `inFlight` at a time, 400 ms to the head of a reply and a second to its end.
Outcome batch(Provider& provider, int count, int inFlight) {
    FakeClock clock;
    RateLimiter limiter(true, clock);
    struct Event {
        Nanos due;
        std::function<void()> act;
        bool operator<(const Event& other) const { return due > other.due; }
    };
    std::priority_queue<Event> events;
    Outcome outcome;
    const Nanos start = clock.steady();
    int waiting = count, flying = 0;
    while (outcome.served < count && clock.steady() - start < 24 * 3600 * Second) {
        Nanos next = Clock::Never;
        while (waiting > 0 && flying < inFlight) {
            const Readiness ready = limiter.ready(1'000);
            if (ready.wait > 0) {
                next = clock.steady() + ready.wait;
                break;
            }
            --waiting;
            ++flying;
            const auto ticket = limiter.left(1'000);
            events.push({clock.steady() + 200 * Millisecond, [&, ticket] {
                const Nanos now = clock.steady();
                const bool takes = provider.takes(now);
                const RateReadings readings = provider.readings(now);
                const auto wait = provider.wait(now);
                events.push({now + 200 * Millisecond, [&, ticket, takes, readings, wait] {
                    limiter.head(ticket, takes ? 200 : 429, readings);
                    if (takes) return;
                    limiter.turnedAway(ticket, wait);
                    --flying;
                    ++waiting;
                }});
                if (takes) events.push({now + 1'000 * Millisecond, [&, ticket] {
                    --provider.flying;
                    limiter.ended(ticket, Usage{500, 0, 0, 200, 0});
                    --flying;
                    if (++outcome.served == 1) outcome.firstRefused = provider.refused;
                }});
            }});
        }
        if (!events.empty() && events.top().due <= next) {
            const Event event = events.top();
            events.pop();
            clock.advance(event.due - clock.steady());
            event.act();
        } else {
            clock.advance(next - clock.steady());
        }
    }
    outcome.refused = provider.refused;
    outcome.took = clock.steady() - start;
    return outcome;
}
} // namespace

void TestRateLimits::aThousandRequests_data() {
    QTest::addColumn<bool>("window");
    QTest::addColumn<int>("perMinute");
    QTest::addColumn<int>("atOnce"); // negative: one out of so many is turned away at random
    QTest::addColumn<bool>("tellsLimits");
    QTest::addColumn<bool>("tellsWait");
    QTest::addColumn<int>("inFlight");
    QTest::addColumn<int>("mostRefused"); // of 1,000 requests, which take at least 19 minutes
    QTest::addColumn<double>("mostTime"); // of the shortest that is possible
    QTest::newRow("bucket, tells its limits") << false << 50 << 0 << true << true << 16 << 3 << 1.1;
    QTest::newRow("bucket, tells its limits, many at once") << false << 50 << 0 << true << true << 1'000 << 20 << 1.1;
    QTest::newRow("window, tells its limits") << true << 50 << 0 << true << true << 16 << 20 << 1.1;
    QTest::newRow("window, tells its limits, many at once") << true << 50 << 0 << true << true << 1'000 << 40 << 1.1;
    QTest::newRow("bucket, tells the wait") << false << 50 << 0 << false << true << 16 << 150 << 1.1;
    QTest::newRow("window, tells the wait") << true << 50 << 0 << false << true << 16 << 60 << 1.1;
    QTest::newRow("window, tells nothing") << true << 50 << 0 << false << false << 16 << 110 << 1.3;
    QTest::newRow("bucket, tells nothing") << false << 50 << 0 << false << false << 16 << 150 << 1.1;
    QTest::newRow("eight at once") << true << 0 << 8 << false << false << 64 << 120 << 1.6;
    QTest::newRow("one of seven at random") << false << 0 << -7 << false << false << 16 << 300 << 3.5;
    QTest::newRow("no limit") << true << 0 << 0 << false << false << 64 << 0 << 1.05;
}

void TestRateLimits::aThousandRequests() {
    QFETCH(bool, window);
    QFETCH(int, perMinute);
    QFETCH(int, atOnce);
    QFETCH(bool, tellsLimits);
    QFETCH(bool, tellsWait);
    QFETCH(int, inFlight);
    QFETCH(int, mostRefused);
    QFETCH(double, mostTime);
    Provider provider;
    provider.window = window;
    provider.perMinute = perMinute;
    provider.atOnce = std::max(0, atOnce);
    provider.outOf = std::max(0, -atOnce);
    provider.tellsLimits = tellsLimits;
    provider.tellsWait = tellsWait;
    const Outcome outcome = batch(provider, 1'000, inFlight);
    const double best = perMinute > 0 ? 19 * 60.0 : 1'000.0 * 1.2 / (atOnce > 0 ? atOnce * 1.2 : inFlight);
    const double took = static_cast<double>(outcome.took) / 1e9;
    qInfo("%d refused (%d before the first answer), %.0f s of at least %.0f s", outcome.refused, outcome.firstRefused, took, best);
    QCOMPARE(outcome.served, 1'000);
    QVERIFY(outcome.refused <= mostRefused);
    QVERIFY(took <= best * mostTime + 5);
}

void TestRateLimits::oneLimiterForAServerAKeyAndAModel() {
    const auto one = sharedRateLimiter("https://h", "k", "m", true);
    QCOMPARE(sharedRateLimiter("https://h", "k", "m", true), one);
    QVERIFY(sharedRateLimiter("https://h", "k2", "m", true) != one);
    QVERIFY(sharedRateLimiter("https://h", "k", "m2", true) != one);
    QVERIFY(sharedRateLimiter("https://h2", "k", "m", true) != one);
}

QTEST_GUILESS_MAIN(TestRateLimits)
#include "tst_rate_limits.moc"
