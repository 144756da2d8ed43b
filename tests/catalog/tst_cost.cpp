// What a call costs, to the last pico-USD: usage as providers report it, tiers, caches, batches; what stays unknown.
#include <QTest>

#include "catalog/cost.h"
#include "catalog/repricing.h"

#include <limits>
#include <random>

using namespace rlmscope;

namespace {

Date day(const char* text) { return Date::parse(text).value(); }

const PriceInterval& priceOf(const char* spec, const char* on = "2026-11-20") {
    const auto found = PriceTable::builtIn().priceOf(spec, day(on));
    if (!found.price) qFatal("%s", found.unknown.c_str());
    return *found.price;
}

BilledUsage used(Tokens fresh, Tokens read, Tokens write, Tokens output, Tokens hour = 0) {
    BilledUsage billed;
    billed.usage.freshInput = fresh;
    billed.usage.cacheRead = read;
    billed.usage.cacheWrite = write;
    billed.usage.output = output;
    billed.cacheWriteHour = hour;
    return billed;
}

std::int64_t pico(const BilledUsage& billed, const PriceInterval& price, Service service = Service::Standard) {
    const Cost cost = costOf(billed, price, service);
    return cost.usd ? cost.usd->value : -1;
}

} // namespace

class TestCost : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // {"prompt_tokens":2006,"completion_tokens":300,"prompt_tokens_details":{"cached_tokens":1920},
    //  "completion_tokens_details":{"reasoning_tokens":192}}: 86 fresh, 1920 read; reasoning is part of the output.
    void openAi() {
        auto billed = used(86, 1920, 0, 300);
        billed.usage.reasoning = 192;
        QCOMPARE(pico(billed, priceOf("openai:gpt-5")), 86 * 1'250'000LL + 1920 * 125'000LL + 300 * 10'000'000LL);
        QCOMPARE(pico(billed, priceOf("openai:gpt-5")), 3'347'500'000LL);
        QCOMPARE(PicoUsd{3'347'500'000LL}.exact(), std::string("0.0033475"));
        QCOMPARE(pico(billed, priceOf("openai:gpt-5-nano")), 133'900'000LL); // 5e-9 USD per cached token
        // gpt-5.6 tells what it wrote to the cache, at 1.25 times the input price.
        QCOMPARE(pico(used(100, 0, 1000, 10), priceOf("openai:gpt-5.6-sol")), 100 * 5'000'000LL + 1000 * 6'250'000LL + 10 * 30'000'000LL);
    }
    // {"input_tokens":21,"cache_creation_input_tokens":188086,"cache_read_input_tokens":0,"output_tokens":393}
    void anthropic() {
        QCOMPARE(pico(used(21, 0, 188'086, 393), priceOf("anthropic:claude-sonnet-4-5-20250929")), 711'280'500'000LL);
        // "cache_creation":{"ephemeral_5m_input_tokens":148,"ephemeral_1h_input_tokens":100}
        QCOMPARE(pico(used(2048, 1800, 248, 503, 100), priceOf("anthropic:claude-sonnet-4-5")),
                 2048 * 3'000'000LL + 1800 * 300'000LL + 148 * 3'750'000LL + 100 * 6'000'000LL + 503 * 15'000'000LL);
        QCOMPARE(pico(used(2048, 1800, 248, 503, 248), priceOf("anthropic:claude-haiku-4-5")),
                 2048 * 1'000'000LL + 1800 * 100'000LL + 248 * 2'000'000LL + 503 * 5'000'000LL);
    }
    // {"promptTokenCount":250000,"cachedContentTokenCount":200000,"candidatesTokenCount":500,"thoughtsTokenCount":1500}:
    // the cached ones are part of the prompt, the thoughts are not part of the candidates; 250,000 is above the tier.
    void gemini() {
        auto billed = used(50'000, 200'000, 0, 2000);
        billed.usage.reasoning = 1500;
        const Cost cost = costOf(billed, priceOf("gemini:gemini-2.5-pro"));
        QCOMPARE(cost.usd, std::optional(PicoUsd{50'000 * 2'500'000LL + 200'000 * 250'000LL + 2000 * 15'000'000LL}));
        QCOMPARE(cost.usd->exact(), std::string("0.205"));
        QCOMPARE(cost.tierAbove, Tokens(200'000));
    }

    // The tier is chosen by all input of the call, cached or not, and prices all of it.
    void tiers_data() {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<qint64>("input");
        QTest::addColumn<qint64>("rate");
        const auto row = [](const char* spec, qint64 input, qint64 rate) {
            QTest::addRow("%s %lld", spec, static_cast<long long>(input)) << spec << input << rate;
        };
        row("openai:gpt-5.4", 0, 2'500'000);
        row("openai:gpt-5.4", 271'999, 2'500'000);
        row("openai:gpt-5.4", 272'000, 2'500'000);
        row("openai:gpt-5.4", 272'001, 5'000'000);
        row("gemini:gemini-3.1-pro-preview", 200'000, 2'000'000);
        row("gemini:gemini-3.1-pro-preview", 200'001, 4'000'000);
        row("dashscope:qwen3-coder-plus", 32'000, 1'000'000);
        row("dashscope:qwen3-coder-plus", 32'001, 1'800'000);
        row("dashscope:qwen3-coder-plus", 128'000, 1'800'000);
        row("dashscope:qwen3-coder-plus", 128'001, 3'000'000);
        row("dashscope:qwen3-coder-plus", 256'000, 3'000'000);
        row("dashscope:qwen3-coder-plus", 256'001, 6'000'000);
        row("openai:gpt-5", 272'001, 1'250'000); // no tiers
    }
    void tiers() {
        QFETCH(QString, spec);
        QFETCH(qint64, input);
        QFETCH(qint64, rate);
        const auto& price = priceOf(spec.toUtf8().constData());
        QCOMPARE(pico(used(input, 0, 0, 0), price), input * rate);
        if (!price.rates.cacheRead || input == 0) return;
        // Cached tokens count for the tier: one fresh one more than fits pays the high rate, too.
        const auto mixed = used(1, input - 1, 0, 0);
        const auto& read = costOf(mixed, price).tierAbove == 0 ? price.rates
                           : std::find_if(price.tiers.begin(), price.tiers.end(), [&](const RateTier& t) { return t.above == costOf(mixed, price).tierAbove; })->rates;
        QCOMPARE(read.input, rate);
        QCOMPARE(pico(mixed, price), rate + (input - 1) * *read.cacheRead);
    }

    void batches() {
        const auto& price = priceOf("anthropic:claude-haiku-4-5");
        QCOMPARE(pico(used(1001, 0, 0, 7), price, Service::Batch), (1001 * 1'000'000LL + 7 * 5'000'000LL) / 2);
        const Cost cost = costOf(used(1, 0, 0, 1), priceOf("xai:grok-4"), Service::Batch);
        QVERIFY(!cost.usd);
        QCOMPARE(cost.unknown, std::string("the price of the batch interface is not known"));
    }

    void unknownStaysUnknown() {
        const auto reason = [](const BilledUsage& billed, const PriceInterval& price) {
            const Cost cost = costOf(billed, price);
            return cost.usd ? std::string("known") : cost.unknown;
        };
        const auto& price = priceOf("openai:gpt-5.6-sol");
        QCOMPARE(reason(used(1, 0, 5, 1, 5), price), std::string("the price of tokens that are kept for an hour is not known"));
        QCOMPARE(reason(used(-1, 0, 0, 1), price), std::string("a number of tokens is below 0"));
        QCOMPARE(reason(used(1, 0, 5, 1, 6), price), std::string("more tokens are kept for an hour than are written"));
        constexpr auto most = std::numeric_limits<Tokens>::max();
        QCOMPARE(reason(used(most, 1, 0, 0), price), std::string("the numbers of tokens are too large"));
        QCOMPARE(reason(used(most, 0, 0, 0), price), std::string("the amount is too large"));
        QCOMPARE(reason(used(0, 0, 0, most / 30'000'000 + 1), price), std::string("the amount is too large"));
        QCOMPARE(reason(used(0, 0, 0, 0), price), std::string("known"));
        // Without a price of its own, cached input costs what input costs: never less than the provider charges.
        QCOMPARE(pico(used(10, 20, 0, 0), priceOf("xai:grok-4")), 30 * 3'000'000LL);
    }

    // For every price of the table: costs add up within a tier, grow with every bucket, and the engine's flat price says the
    // same; no call costs more than the dearest rates say.
    void properties() {
        std::mt19937_64 random(7);
        const auto upTo = [&](Tokens most) { return static_cast<Tokens>(random() % static_cast<std::uint64_t>(most + 1)); };
        for (const ModelEntry& model : PriceTable::builtIn().models())
            for (const PriceInterval& price : model.prices)
                for (int i = 0; i < 200; ++i) {
                    const Tokens most = std::max<Tokens>(model.maxInput, 300'000) / 3;
                    const auto a = used(upTo(most), upTo(most), upTo(most), upTo(130'000));
                    const auto b = used(upTo(2000), upTo(2000), upTo(2000), upTo(2000));
                    BilledUsage both = a;
                    both.usage += b.usage;
                    const Cost costA = costOf(a, price), costBoth = costOf(both, price);
                    QVERIFY(costA.usd && costBoth.usd);
                    QVERIFY(*costBoth.usd >= *costA.usd);
                    if (costA.tierAbove == costBoth.tierAbove && costA.tierAbove == costOf(b, price).tierAbove)
                        QCOMPARE(*costBoth.usd, *costA.usd + *costOf(b, price).usd);
                    const Price engine = enginePrice(price);
                    QCOMPARE(engine.cost(a.usage), *costA.usd);
                    const Tokens bound = a.usage.input() + upTo(1000);
                    QVERIFY(costA.usd->value <= engine.dearestInput(bound) * a.usage.input() + engine.dearestOutput(bound) * a.usage.output);
                    QVERIFY(engine.dearestInput(bound) <= engine.dearestInput());
                    QVERIFY(engine.dearestOutput(bound) <= engine.dearestOutput());
                    if (!price.batchPercent) continue;
                    QCOMPARE(costOf(a, price, Service::Batch).usd->value * 100, costA.usd->value * *price.batchPercent);
                }
    }

    void repricing() {
        const auto call = [](const char* spec, const char* on, Tokens fresh, Tokens output) {
            PricedCall c;
            c.spec = spec;
            c.day = day(on);
            c.billed = used(fresh, 0, 0, output);
            return c;
        };
        std::vector<PricedCall> calls{call("openai:gpt-5.6-luna", "2026-07-29", 1000, 100), call("openai:gpt-5.6-luna", "2026-07-30", 1000, 100),
                                      call("openai:gpt-9", "2026-07-30", 1000, 100),        call("openai:gpt-9", "2026-07-31", 1000, 100),
                                      call("openai:gpt-5.6-luna", "2026-07-30", 1000, 100)};
        calls.back().usageKnown = false;
        const auto& table = PriceTable::builtIn();

        const Repriced asWas = reprice(calls, table);
        QCOMPARE(asWas.known, 2);
        QVERIFY(!asWas.estimated);
        QCOMPARE(*asWas.costs[0], PicoUsd{1000 * 1'000'000LL + 100 * 6'000'000LL});
        QCOMPARE(*asWas.costs[1], PicoUsd{1000 * 200'000LL + 100 * 1'200'000LL});
        QVERIFY(!asWas.costs[2] && !asWas.costs[3] && !asWas.costs[4]);
        QCOMPARE(asWas.total, *asWas.costs[0] + *asWas.costs[1]);
        const std::vector<Repriced::Unknown> expected{{"openai:gpt-5.6-luna", "How many tokens it used is not known.", 1},
                                                      {"openai:gpt-9", "The price table does not know openai:gpt-9.", 2}};
        QVERIFY(asWas.unknown == expected);

        RepriceOptions today;
        today.onDay = day("2026-11-20");
        QCOMPARE(*reprice(calls, table, today).costs[0], *asWas.costs[1]);

        RepriceOptions other;
        other.asModel = "anthropic:claude-haiku-4-5";
        const Repriced there = reprice(calls, table, other);
        QVERIFY(there.estimated);
        QCOMPARE(there.known, 4);
        QCOMPARE(there.total, PicoUsd{4 * (1000 * 1'000'000LL + 100 * 5'000'000LL)});

        QVERIFY(reprice({}, table).costs.empty());
        // A sum that 64 bits do not hold is unknown, not wrong.
        const Tokens huge = std::numeric_limits<std::int64_t>::max() / 10'000'000;
        const Repriced large = reprice({call("openai:gpt-5", "2026-01-01", 0, huge), call("openai:gpt-5", "2026-01-01", 0, huge)}, table);
        QCOMPARE(large.known, 1);
        QCOMPARE(large.unknown.size(), std::size_t(1));
    }
};

QTEST_APPLESS_MAIN(TestCost)
#include "tst_cost.moc"
