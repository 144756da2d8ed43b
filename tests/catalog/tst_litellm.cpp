// Files in LiteLLM's format: exact amounts, what is left out and why, updates with dates.
#include <QTest>

#include "catalog/cost.h"
#include "catalog/litellm.h"
#include "catalog/litellm_json.h"
#include "catalog/table_json.h"

#include <fstream>
#include <map>
#include <sstream>

using namespace rlmscope;

namespace {

Date day(const char* text) { return Date::parse(text).value(); }

LitellmImport import(const std::string& json, const char* on = "2026-07-24") {
    auto read = readLitellm(json, "prices.json", day(on));
    if (!read) qFatal("%s", read.error().text().c_str());
    return *read;
}

// One model whose other members are `members`.
std::string entry(const std::string& key, const std::string& members, const char* provider = "openai") {
    return "\"" + key + "\":{\"litellm_provider\":\"" + provider + "\",\"mode\":\"chat\"" + (members.empty() ? "" : ",") + members + "}";
}
const std::string Plain = R"("input_cost_per_token":1.25e-06,"output_cost_per_token":1e-05)";

std::string problem(const std::string& json) {
    const auto read = readLitellm(json, "prices.json", day("2026-07-24"));
    return read ? "no error" : read.error().message;
}

std::string realFile() {
    std::ifstream in(RLMSCOPE_SOURCE_DIR "/../shared/data/prices/litellm_model_prices_and_context_window.json", std::ios::binary);
    std::ostringstream text;
    if (in) text << in.rdbuf();
    return text.str();
}

} // namespace

class TestLitellm : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void amountsAreExact() {
        const auto read = import("{" + entry("gpt-x", R"("input_cost_per_token":1.25e-07,"output_cost_per_token":0.00001,
            "cache_read_input_token_cost":5e-9,"cache_creation_input_token_cost":1.5625e-06,"max_input_tokens":272000.0,
            "max_output_tokens":128000,"supports_vision":true,"deprecation_date":"2027-01-31",
            "input_cost_per_token_batches":6.25e-08,"output_cost_per_token_batches":5e-06,"input_cost_per_token_flex":1e-99)") + "}");
        QCOMPARE(read.entries, std::size_t(1));
        QVERIFY(read.skipped.empty());
        const ModelEntry& model = read.table.models().front();
        QCOMPARE(model.provider, std::string("openai"));
        QCOMPARE(model.maxInput, Tokens(272'000));
        QCOMPARE(model.maxOutput, Tokens(128'000));
        QCOMPARE(model.capabilities.images, std::optional(true));
        QVERIFY(!model.capabilities.reasoning);
        QCOMPARE(model.retired, Date::parse("2027-01-31"));
        const PriceInterval& price = model.prices.front();
        QCOMPARE(price.from, Date::parse("2026-07-24"));
        QCOMPARE(price.source.page, std::string("prices.json"));
        QCOMPARE(price.rates.input, 125'000);
        QCOMPARE(price.rates.output, 10'000'000);
        QCOMPARE(price.rates.cacheRead, std::optional<std::int64_t>(5'000));
        QCOMPARE(price.rates.cacheWrite, std::optional<std::int64_t>(1'562'500));
        QCOMPARE(price.batchPercent, std::optional(50));
    }

    void tiers() {
        const auto read = import("{" + entry("a", Plain + R"(,"cache_read_input_token_cost":1e-07,"cache_creation_input_token_cost":2e-06,
            "cache_creation_input_token_cost_above_1hr":4e-06,"input_cost_per_token_above_200k_tokens":2.5e-06,
            "output_cost_per_token_above_200k_tokens":1.5e-05,"cache_read_input_token_cost_above_200k_tokens":2e-07,
            "cache_creation_input_token_cost_above_200k_tokens":4e-06,"cache_creation_input_token_cost_above_1hr_above_200k_tokens":8e-06,
            "input_cost_per_token_above_200k_tokens_priority":1)") + "," +
            entry("b", R"("tiered_pricing":[{"range":[0,32000.0],"input_cost_per_token":1e-06,"output_cost_per_token":5e-06},
                {"range":[32000.0,128000],"input_cost_per_token":2e-06,"output_cost_per_token":9e-06}])") + "}");
        QCOMPARE(read.table.models().size(), std::size_t(2));
        const PriceInterval& a = read.table.find("openai", "a")->model->prices.front();
        QVERIFY(a.rates == (TokenRates{1'250'000, 10'000'000, 100'000, 2'000'000, 4'000'000}));
        QVERIFY(a.tiers == (std::vector<RateTier>{{200'000, {2'500'000, 15'000'000, 200'000, 4'000'000, 8'000'000}}}));
        const PriceInterval& b = read.table.find("openai", "b")->model->prices.front();
        QVERIFY(b.tiers == (std::vector<RateTier>{{32'000, {2'000'000, 9'000'000, {}, {}, {}}}}));
    }

    // A cache that costs 0 where input costs something is a cache whose price nobody entered.
    void zeroForACacheIsUnknown() {
        const auto read = import("{" + entry("a", Plain + R"(,"cache_read_input_token_cost":0,"cache_creation_input_token_cost":0.0)") + "}");
        const auto& rates = read.table.models().front().prices.front().rates;
        QVERIFY(!rates.cacheRead && !rates.cacheWrite);
    }

    void names() {
        const auto read = import("{" + entry("fireworks_ai/accounts/f/models/m", Plain, "fireworks_ai") + "," + entry("openrouter/openai/gpt-5", Plain, "openrouter") +
                                 "," + entry("gemini/g", Plain, "gemini") + "," + entry("somebody/x", Plain, "somebody") + "," + entry("bare", Plain, "nobody") + "}");
        QVERIFY(read.table.find("fireworks", "accounts/f/models/m"));
        QVERIFY(read.table.find("openrouter", "openai/gpt-5"));
        QVERIFY(read.table.find("gemini", "g"));
        QVERIFY(read.table.find("somebody", "x"));
        QVERIFY(read.table.find("nobody", "bare"));
    }

    void leftOut_data() {
        QTest::addColumn<QString>("members");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* name, const std::string& members, const char* reason) {
            QTest::newRow(name) << QString::fromStdString(members) << QString::fromLatin1(reason);
        };
        const auto chat = [](const std::string& more) { return R"({"litellm_provider":"openai","mode":"chat",)" + more + "}"; };
        row("number", "3", "it is not an object");
        row("no mode", R"({"litellm_provider":"openai"})", "it does not say what kind of model it is");
        row("picture", R"({"litellm_provider":"openai","mode":"image_generation"})", "it is no model for text (image_generation)");
        row("no provider", R"({"mode":"chat"})", "it names no provider");
        row("no output", chat(R"("input_cost_per_token":1e-6)"), "it has no price for input and output");
        row("null", chat(R"("input_cost_per_token":1e-6,"output_cost_per_token":null)"), "it has no price for input and output");
        row("zero", chat(R"("input_cost_per_token":0.0,"output_cost_per_token":0)"), "it says 0 for both, free or not known");
        row("too fine", chat(R"("input_cost_per_token":1e-13,"output_cost_per_token":1e-6)"), "a price is not a whole number of pico-USD");
        row("artefact", chat(R"("input_cost_per_token":3.0000000000000004e-07,"output_cost_per_token":1e-6)"), "a price is not a whole number of pico-USD");
        row("negative", chat(R"("input_cost_per_token":-1e-6,"output_cost_per_token":1e-6)"), "a price is not a whole number of pico-USD");
        row("dear", chat(R"("input_cost_per_token":1,"output_cost_per_token":1e-6)"), "a price is not a whole number of pico-USD");
        row("object", chat(R"("input_cost_per_token":{},"output_cost_per_token":1e-6)"), "a price is not a whole number of pico-USD");
        row("tier", chat(Plain + R"(,"output_cost_per_token_above_128k_tokens":1e-5)"), "a price for long input says too little");
        row("tier cache", chat(Plain + R"(,"cache_read_input_token_cost":1e-7,"input_cost_per_token_above_128k_tokens":1e-5)"), "a price for long input says too little");
        row("reasoning", chat(Plain + R"(,"output_cost_per_reasoning_token":2e-5)"), "it charges reasoning apart");
        row("request", chat(Plain + R"(,"input_cost_per_request":0.005)"), "it is charged by more than tokens");
        row("tiers", chat(R"("tiered_pricing":[])"), "its tiers cannot be read");
        row("tiers 2", chat(R"("tiered_pricing":[{"input_cost_per_token":1e-6,"output_cost_per_token":1e-6}])"), "its tiers cannot be read");
        row("tiers 3", chat(R"("tiered_pricing":[{"range":[1,5],"input_cost_per_token":1e-6,"output_cost_per_token":1e-6}])"), "its tiers cannot be read");
        row("tiers 4", chat(R"("tiered_pricing":[{"range":[0,5],"input_cost_per_token":1e-6}])"), "it has no price for input and output");
        row("tiers 5", chat(R"("tiered_pricing":[{"range":[0,0.5],"input_cost_per_token":1e-6,"output_cost_per_token":1e-6}])"), "its tiers cannot be read");
        row("same", chat(Plain), "another key gives the same model");
    }
    void leftOut() {
        QFETCH(QString, members);
        QFETCH(QString, reason);
        const auto read = import("{" + entry("good", Plain) + ",\"openai/good\":" + members.toStdString() + "}");
        QCOMPARE(read.entries, std::size_t(2));
        QCOMPARE(read.table.models().size(), std::size_t(1));
        QCOMPARE(read.skipped.size(), std::size_t(1));
        QCOMPARE(read.skipped.front().key, std::string("openai/good"));
        QCOMPARE(QString::fromStdString(read.skipped.front().reason), reason);
    }

    void malformed() {
        QCOMPARE(problem(""), std::string("prices.json is not JSON: something is wrong at byte 1."));
        QCOMPARE(problem("[]"), std::string("prices.json is not a price table of LiteLLM: it is not an object with a model per key."));
        QCOMPARE(problem("{}"), std::string("prices.json is not a price table of LiteLLM: none of its 0 entries is a model with a price."));
        QCOMPARE(problem(R"({"sample_spec":{}})"), std::string("prices.json is not a price table of LiteLLM: none of its 1 entries is a model with a price."));
        QCOMPARE(problem("{\"\xff\":1}"), std::string("prices.json is not JSON: something is wrong at byte 3."));
        std::string deep;
        for (int i = 0; i < 100'000; ++i) deep += "{\"a\":";
        QCOMPARE(problem(deep), std::string("prices.json is nested deeper than a price table can be."));
        QCOMPARE(problem(std::string(100'000, '[')), std::string("prices.json is nested deeper than a price table can be."));
        const std::string whole = "{" + entry("m", Plain) + "}";
        QCOMPARE(problem(whole), std::string("no error"));
        for (std::size_t n = 0; n < whole.size(); ++n) QVERIFY(problem(whole.substr(0, n)) != "no error");
    }

    void updates() {
        const auto built = *readPriceTable(R"({"format":1,"unit":"pico-USD per token","models":[
            {"provider":"openai","id":"same","aliases":["same-2"],"dated":true,"prices":[{"input":1250000,"output":10000000,"cache_read":125000,"batch_percent":50}]},
            {"provider":"openai","id":"other","prices":[{"input":1,"output":1},{"from":"2026-09-01","input":9,"output":9}]},
            {"provider":"openai","id":"newer","prices":[{"input":2,"output":2,"source":{"page":"x","date":"2026-08-01"}}]},
            {"provider":"anthropic","id":"c","capabilities":{"cache":"marked"},"prices":[{"input":1,"output":1,"cache_write":1}]}]})", "built in");
        const auto file = import("{" + entry("same", Plain) + "," + entry("same-2026-01-01", Plain) + "," + entry("other", Plain) + "," + entry("newer", Plain) + "," +
                                 entry("fresh", Plain) + "," + entry("c", Plain, "anthropic") + "}");
        const auto update = updateFrom(built, {}, file, day("2026-07-24"));
        QCOMPARE(update.same, std::size_t(2)); // by its id, and by the id with a date
        QCOMPARE(update.changed, std::size_t(1));
        QCOMPARE(update.added, std::size_t(1));
        const std::vector<LitellmImport::Skipped> skipped{{"c", "it has no price for writing the cache"}, {"newer", "the table has a price that was read later"}};
        QVERIFY(update.skipped == skipped);
        const PriceTable now = built.overlaid(update.updates);
        const auto input = [&](const char* id, const char* on) {
            const auto* price = now.find("openai", id)->model->priceOn(day(on));
            return price ? price->rates.input : -1;
        };
        QCOMPARE(input("other", "2026-07-23"), 1);
        QCOMPARE(input("other", "2026-07-24"), 1'250'000);
        QCOMPARE(input("other", "2026-09-01"), 9); // what is known of a later day stays
        QCOMPARE(input("fresh", "2026-07-23"), -1);
        QCOMPARE(input("fresh", "2026-07-24"), 1'250'000);
        QCOMPARE(now.find("openai", "same")->model->prices.front().batchPercent, std::optional(50));

        // The same file again changes nothing; a newer one adds its own days to those of the first.
        const auto again = updateFrom(built, update.updates, file, day("2026-07-24"));
        QVERIFY(again.updates.models() == update.updates.models());
        QCOMPARE(again.changed + again.added, std::size_t(0));
        const auto later = import("{" + entry("fresh", R"("input_cost_per_token":1e-06,"output_cost_per_token":1e-05)") + "}", "2026-08-05");
        const auto second = updateFrom(built, update.updates, later, day("2026-08-05"));
        QCOMPARE(second.changed, std::size_t(1));
        const auto* fresh = second.updates.find("openai", "fresh")->model;
        QCOMPARE(fresh->prices.size(), std::size_t(2));
        QCOMPARE(fresh->priceOn(day("2026-08-04"))->rates.input, 1'250'000);
        QCOMPARE(fresh->priceOn(day("2026-08-05"))->rates.input, 1'000'000);
        QVERIFY(second.updates.find("openai", "other"));
    }

    void theRealFile() {
        const std::string text = realFile();
        if (text.empty()) QSKIP("The copy of LiteLLM's table is not there (../shared/data/prices).");
        const auto read = import(text);
        QCOMPARE(read.entries, std::size_t(2985));
        QCOMPARE(read.table.models().size() + read.skipped.size(), read.entries);
        QVERIFY(read.table.models().size() > 1500);
        QCOMPARE(read.lastUpdated, Date::parse("2026-07-24"));
        std::map<std::string, int> reasons;
        for (const auto& skipped : read.skipped) reasons[skipped.reason] += 1;
        for (const auto& [reason, count] : reasons) qInfo("%5d  %s", count, reason.c_str());
        qInfo("%5zu  taken over", read.table.models().size());

        // Every amount went through decimal text: check some against the file's own words.
        const auto rates = [&](const char* provider, const char* id) { return read.table.find(provider, id)->model->prices.front().rates; };
        QCOMPARE(rates("openai", "gpt-5-nano").cacheRead, std::optional<std::int64_t>(5'000));
        QCOMPARE(rates("anthropic", "claude-sonnet-4-5").cacheWriteHour, std::optional<std::int64_t>(6'000'000));
        QCOMPARE(read.table.find("anthropic", "claude-sonnet-4-5")->model->prices.front().tiers.front().above, Tokens(200'000));
        QCOMPARE(read.table.find("dashscope", "qwen3-coder-plus")->model->prices.front().tiers.size(), std::size_t(3));

        // Our own table was taken from this file where it says so: then both must agree.
        const auto update = updateFrom(PriceTable::builtIn(), {}, read, day("2026-07-24"));
        for (const ModelEntry& model : update.updates.models())
            if (const auto own = PriceTable::builtIn().find(model.provider, model.id)) QVERIFY2(false, ("differs from the built-in table: " + own->model->id).c_str());
        QCOMPARE(update.changed, std::size_t(0));
        QVERIFY(update.same >= 40);
        qInfo("%5zu  same as built in, %zu added", update.same, update.added);
        // And it can be written to the user's file and read back.
        const auto back = readUserTables(writeUserTables({update.updates, {}}), "again");
        QVERIFY2(back.ok(), back ? "" : back.error().text().c_str());
        QVERIFY(back->updates.models() == update.updates.models());
    }
};

QTEST_APPLESS_MAIN(TestLitellm)
#include "tst_litellm.moc"
