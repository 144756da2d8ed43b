// A batch against a real server that allows so many requests and not one more: nearly none is turned away, and all are
// answered.
#include <QTest>

#ifndef Q_MOC_RUN
#include "engine/engine_fixture.h"
#include "providers/openai_chat.h"
#include "support/openai_server.h"
#endif

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

using Steady = std::chrono::steady_clock;

/// A bucket of `size` requests that refills steadily, `perSecond` of them.
struct Bucket {
    double size = 20, perSecond = 20, left = 20;
    Steady::time_point at = Steady::now();

    bool take() {
        const auto now = Steady::now();
        left = std::min(size, left + std::chrono::duration<double>(now - at).count() * perSecond);
        at = now;
        if (left < 1) return false;
        left -= 1;
        return true;
    }
    double full() const { return (size - left) / perSecond; }
};

HeaderList limits(const Bucket& bucket) {
    const auto text = [](double seconds) { return std::to_string(static_cast<int>(seconds * 1000)) + "ms"; };
    return {{"x-ratelimit-limit-requests", std::to_string(static_cast<int>(bucket.size))},
            {"x-ratelimit-remaining-requests", std::to_string(static_cast<int>(bucket.left))},
            {"x-ratelimit-reset-requests", text(bucket.full())}};
}

} // namespace

class TestRateLimitedRun : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aBatchKeepsToTheLimit_data();
    void aBatchKeepsToTheLimit();
};

void TestRateLimitedRun::aBatchKeepsToTheLimit_data() {
    QTest::addColumn<bool>("tellsLimits");
    QTest::addColumn<bool>("tellsWait");
    QTest::addColumn<int>("mostRefused");
    QTest::newRow("limits in every response") << true << true << 10;
    QTest::newRow("a time to wait with the 429") << false << true << 60;
    QTest::newRow("not a word") << false << false << 60;
}

void TestRateLimitedRun::aBatchKeepsToTheLimit() {
    QFETCH(bool, tellsLimits);
    QFETCH(bool, tellsWait);
    QFETCH(int, mostRefused);
    constexpr int Prompts = 80;
    Bucket bucket;
    std::atomic<int> served = 0, refused = 0;
    HttpServer server([&](const HttpCall& call) { // on the server's one thread
        if (!bucket.take()) {
            ++refused;
            HeaderList headers = tellsLimits ? limits(bucket) : HeaderList{};
            if (tellsWait) headers.emplace_back("retry-after-ms", "100");
            return answerWith(httpResponse(429, R"({"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}})",
                                           "application/json", headers));
        }
        ++served;
        ChatReply reply;
        const bool root = call.body.find("How many lines?") != std::string::npos;
        std::string batch = "p0";
        for (int i = 1; i < Prompts; ++i) batch += "|p" + std::to_string(i);
        reply.text = root ? cell("llm_batch " + batch + "\nfinal done") : "ok";
        reply.usage = Usage{5, 0, 0, 2, 0};
        if (tellsLimits) reply.headers = limits(bucket);
        return chatPlan(reply, true, true);
    });
    OpenAiChatOptions options;
    options.spec = "fake";
    options.model = "m";
    options.baseUrl = server.url() + "/v1";
    EngineFixture fixture;
    fixture.models["fake"] = std::make_shared<OpenAiChat>(options);
    const RunEnded ended = fixture.run();
    QCOMPARE(ended.status, std::string("answered"));
    QCOMPARE(served.load(), Prompts + 1);
    qInfo("%d of %d requests were turned away", refused.load(), refused.load() + served.load());
    QVERIFY(refused <= mostRefused);
    // Every call was answered, and those that had to wait say why.
    int waited = 0;
    for (const Event& event : fixture.sink->events()) {
        if (const auto* call = std::get_if<ModelCallEnded>(&event.body)) QCOMPARE(call->status, std::string("ok"));
        if (const auto* ledger = std::get_if<LedgerEvent>(&event.body)) waited += ledger->op == "waited" && ledger->limit == "rate";
    }
    QVERIFY(waited > 0);
}

QTEST_GUILESS_MAIN(TestRateLimitedRun)
#include "tst_rate_limited_run.moc"
