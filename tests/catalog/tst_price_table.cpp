// The built-in table, look-ups by SPEC and day, what is refused and with which words.
#include <QTest>

#include "base/resources.h"
#include "catalog/cost.h"
#include "catalog/table_json.h"

#include <set>

using namespace rlmscope;

namespace {

Date day(const char* text) { return Date::parse(text).value(); }

std::string document(const std::string& models) {
    return R"({"format":1,"unit":"pico-USD per token","models":[)" + models + "]}";
}

PriceTable table(const std::string& models) {
    auto read = readPriceTable(document(models), "made up");
    if (!read) qFatal("%s", read.error().text().c_str());
    return *read;
}

std::string problem(const std::string& text) {
    const auto read = readPriceTable(text, "prices.json");
    return read ? "no error" : read.error().message;
}

const PriceTable& builtIn() { return PriceTable::builtIn(); }

std::int64_t input(const char* spec, const char* on) {
    const auto found = builtIn().priceOf(spec, day(on));
    return found.price ? found.price->rates.input : -1;
}

} // namespace

class TestPriceTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theBuiltInTableIsSound() {
        const auto text = embeddedResource("prices/models.json");
        QVERIFY(text);
        const auto read = readPriceTable(*text, "the table");
        QVERIFY2(read.ok(), read ? "" : read.error().text().c_str());
        QVERIFY(read->models().size() >= 40);
        std::set<std::string> providers;
        for (const ModelEntry& model : read->models()) {
            QVERIFY2(providerById(model.provider), model.provider.c_str());
            QCOMPARE(providerById(model.provider)->id, model.provider);
            QVERIFY2(!model.name.empty() && model.maxInput > 0 && model.maxOutput > 0, model.id.c_str());
            QVERIFY2(!model.prices.empty(), model.id.c_str());
            for (const PriceInterval& price : model.prices) {
                QVERIFY2(!price.source.page.empty() && price.source.date, model.id.c_str());
                QVERIFY2(price.rates.input > 0 && price.rates.output >= price.rates.input, model.id.c_str());
                QVERIFY2(price.rates.cacheRead.value_or(0) <= price.rates.input, model.id.c_str());
                for (const RateTier& tier : price.tiers) QVERIFY2(tier.above < model.maxInput || model.provider == "anthropic", model.id.c_str());
            }
        }
        QVERIFY(readProviders(embeddedResource("prices/providers.json").value(), "the providers").ok());
    }

    void datesDecide() {
        // GPT-5.6 Luna became cheaper by 80 % on 2026-07-30.
        QCOMPARE(input("openai:gpt-5.6-luna", "2026-07-29"), 1'000'000);
        QCOMPARE(input("openai:gpt-5.6-luna", "2026-07-30"), 200'000);
        QCOMPARE(input("openai:gpt-5.6-luna", "2030-01-01"), 200'000);
        QCOMPARE(input("openai:gpt-5.6-terra", "2026-07-29"), 2'500'000);
        QCOMPARE(input("openai:gpt-5.6-terra", "2026-07-30"), 2'000'000);
        const auto before = builtIn().priceOf("anthropic:claude-sonnet-5-5", day("2026-10-06"));
        const auto after = builtIn().priceOf("anthropic:claude-sonnet-5-5", day("2026-10-07"));
        QCOMPARE(before.price->rates.cacheRead, std::optional<std::int64_t>(200'000));
        QCOMPARE(after.price->rates.cacheRead, std::optional<std::int64_t>(100'000));
        // Before a price is known it is unknown, and the sentence says since when it is known.
        const auto early = builtIn().priceOf("openai:gpt-6.1-terra", day("2026-10-25"));
        QVERIFY(early.match.model && !early.price);
        QCOMPARE(early.unknown, std::string("The price of openai:gpt-6.1-terra is known from 2026-10-26 on, not on 2026-10-25."));
        QCOMPARE(input("openai:gpt-6.1-terra", "2026-10-26"), 1'000'000);
    }

    void specs_data() {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<QString>("id"); // empty = unknown
        QTest::addColumn<int>("by");
        const auto row = [](const char* spec, const char* id, ModelMatch::By by = ModelMatch::By::Id) {
            QTest::newRow(spec) << spec << id << int(by);
        };
        row("openai:gpt-5", "gpt-5");
        row("openai:gpt-5-2025-08-07", "gpt-5", ModelMatch::By::DatedId);
        row("openai:gpt-5-20250807", "gpt-5", ModelMatch::By::DatedId);
        row("openai:gpt-5-2025-13-07", "");
        row("openai:gpt-5?effort=low", "gpt-5");
        row("openai:?effort=low", "");
        row("https://api.openai.com/v1#gpt-5?temperature=0", "gpt-5");
        row("openai:gpt-5-latest", "");
        row("openai:GPT-5", "");
        row("openai:", "");
        row("gpt-5", "");
        row("anthropic:claude-sonnet-4-5", "claude-sonnet-4-5");
        row("anthropic:claude-sonnet-4-5-20250929", "claude-sonnet-4-5", ModelMatch::By::DatedId);
        row("anthropic:gpt-5", "");
        // The May version of GPT-4o has a price of its own, so a date alone decides nothing there.
        row("openai:gpt-4o", "gpt-4o");
        row("openai:gpt-4o-2024-05-13", "gpt-4o-2024-05-13");
        row("openai:gpt-4o-2024-08-06", "gpt-4o", ModelMatch::By::Alias);
        row("openai:gpt-4o-2025-01-01", "");
        row("gemini:models/gemini-2.5-pro", "gemini-2.5-pro", ModelMatch::By::Alias);
        row("openrouter:openai/gpt-5", "openai/gpt-5");
        row("openrouter:openai/gpt-5:free", "");
        row("openrouter:gpt-5", "");
        row("fireworks_ai:accounts/fireworks/models/qwen3-8b", "accounts/fireworks/models/qwen3-8b");
        row("https://api.openai.com/v1#gpt-5", "gpt-5");
        row("https://api.openai.com:443/v1#gpt-5", "gpt-5");
        row("https://openrouter.ai/api/v1#qwen/qwen3-coder", "qwen/qwen3-coder");
        row("https://mine.openai.azure.com/v1#gpt-5", ""); // the host is Azure's, whose prices nobody listed
        row("https://api.openai.com.evil.example/v1#gpt-5", "");
        row("https://evilapi.openai.com/v1#gpt-5", "");
        row("https://api.openai.com@evil.example/v1#gpt-5", "");
        row("http://localhost:11434/v1#gpt-5", "");
        row("https://api.openai.com/v1", "");
        row("https://api.openai.com/v1#", "");
        row("#https://api.openai.com/v1", "");
        row("sim", "");
        row("sim:price=1/2", "");
        row("script:gpt-5", "");
        row("ollama:llama3", ""); // a computer of one's own has no price that we know
        row("", "");
        row(":", "");
        row("://#", "");
    }
    void specs() {
        QFETCH(QString, spec);
        QFETCH(QString, id);
        QFETCH(int, by);
        const auto match = builtIn().findSpec(spec.toStdString());
        QCOMPARE(match ? QString::fromStdString(match->model->id) : QString(), id);
        if (match) QCOMPARE(int(match->by), by);
        const auto price = builtIn().priceOf(spec.toStdString(), day("2026-11-20"));
        QCOMPARE(price.price == nullptr, id.isEmpty());
        QCOMPARE(price.unknown.empty(), !id.isEmpty());
    }

    void anEntryForTheSpecItselfWins() {
        const auto own = table(R"({"provider":"spec","id":"http://localhost:8000/v1#m","prices":[{"input":7,"output":9}]},
                                  {"provider":"spec","id":"openai:gpt-5","prices":[{"input":1,"output":2}]})");
        const auto all = builtIn().overlaid(own);
        QCOMPARE(all.priceOf("http://localhost:8000/v1#m", day("2026-01-01")).price->rates.output, 9);
        QCOMPARE(all.priceOf("openai:gpt-5", day("2026-01-01")).price->rates.input, 1);
        QVERIFY(all.findSpec("openai:gpt-5")->by == ModelMatch::By::Spec);
        QVERIFY(all.findSpec("openai:gpt-5?effort=high")->by == ModelMatch::By::Spec);
        QCOMPARE(all.priceOf("openai:gpt-5-2025-08-07", day("2026-01-01")).price->rates.input, 1'250'000);
    }

    void overlaysWinFromTheirFirstDay() {
        const auto base = table(R"({"provider":"p","id":"m","name":"M","max_input":100,"dated":true,"capabilities":{"images":true},
            "prices":[{"input":1,"output":1},{"from":"2026-03-01","input":3,"output":3},{"from":"2026-06-01","input":6,"output":6}]})");
        const auto top = table(R"({"provider":"p","id":"m","max_output":50,"capabilities":{"reasoning":false},
            "prices":[{"from":"2026-05-01","input":5,"output":5}]},{"provider":"p","id":"n","prices":[{"input":8,"output":8}]})");
        const auto both = base.overlaid(top);
        const auto at = [&](const PriceTable& t, const char* on) { return t.find("p", "m")->model->priceOn(day(on))->rates.input; };
        QCOMPARE(at(both, "2026-02-28"), 1);
        QCOMPARE(at(both, "2026-03-01"), 3);
        QCOMPARE(at(both, "2026-04-30"), 3);
        QCOMPARE(at(both, "2026-05-01"), 5);
        QCOMPARE(at(both, "2027-01-01"), 5); // the later price of the table below is gone
        const ModelEntry& m = *both.find("p", "m")->model;
        QCOMPARE(m.name, std::string("M"));
        QCOMPARE(m.maxInput, Tokens(100));
        QCOMPARE(m.maxOutput, Tokens(50));
        QCOMPARE(m.capabilities.images, std::optional(true));
        QCOMPARE(m.capabilities.reasoning, std::optional(false));
        QVERIFY(both.find("p", "n"));
        const auto always = table(R"({"provider":"p","id":"m","prices":[{"input":9,"output":9}]})");
        QCOMPARE(at(base.overlaid(always), "2026-01-01"), 9);
        QCOMPARE(base.overlaid(always).find("p", "m")->model->prices.size(), std::size_t(1));
        QVERIFY(both.overlaid(PriceTable()).hash() == both.hash());
    }

    void theHashNamesTheContents() {
        const std::string a = R"({"provider":"p","id":"a","prices":[{"input":1,"output":2}]})";
        const std::string b = R"({"id":"b","provider":"p","prices":[{"output":2,"input":1}]})";
        const auto hash = table(a + "," + b).hash();
        QCOMPARE(hash.size(), std::size_t(32));
        QCOMPARE(table(b + ",\n" + a).hash(), hash); // neither order nor white space counts
        QVERIFY(table(a).hash() != hash);
        QVERIFY(table(a + R"(,{"id":"b","provider":"p","prices":[{"output":2,"input":2}]})").hash() != hash);
        const auto again = readPriceTable(canonicalJson(builtIn()), "canonical");
        QVERIFY2(again.ok(), again ? "" : again.error().text().c_str());
        QVERIFY(again->models() == builtIn().models());
        QCOMPARE(again->hash(), builtIn().hash());
    }

    void malformed_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const std::string& text, const char* says) {
            QTest::newRow(name) << QString::fromStdString(text) << QString::fromUtf8(says);
        };
        const auto model = [](const std::string& price) {
            return document(R"({"provider":"p","id":"m","prices":[)" + price + "]}");
        };
        row("empty", "", "prices.json is not JSON: something is wrong at byte 1.");
        row("cut", R"({"format":1,)", "prices.json is not JSON: something is wrong at byte 13.");
        row("utf-8", "{\"format\":1,\"unit\":\"\xff\"}", "prices.json is not JSON: something is wrong at byte 21.");
        row("a list", "[]", "prices.json: the document must be an object.");
        row("no format", "{}", "prices.json: format is missing.");
        row("a newer format", R"({"format":2,"unit":"pico-USD per token","models":[]})", "prices.json: format is 2, and this version reads 1.");
        row("another unit", R"({"format":1,"unit":"USD per million","models":[]})", "prices.json: unit must be \"pico-USD per token\".");
        row("no models", R"({"format":1,"unit":"pico-USD per token"})", "prices.json: models is missing.");
        row("models", R"({"format":1,"unit":"pico-USD per token","models":{}})", "prices.json: models must be a list.");
        row("unknown field", R"({"format":1,"unit":"pico-USD per token","models":[],"modells":[]})", "prices.json: modells is not a field that is known here.");
        row("a model", document("7"), "prices.json: models[0] must be an object.");
        row("no id", document(R"({"provider":"p"})"), "prices.json: models[0].id is missing.");
        row("an empty id", document(R"({"provider":"p","id":""})"), "prices.json: models[0].id must be a text.");
        row("two of a name", document(R"({"provider":"p","id":"m"},{"provider":"p","id":"n","aliases":["m"]})"),
            "prices.json: models cannot be used. The name m of p is given to two models: m and n.");
        row("alias", document(R"({"provider":"p","id":"m","aliases":["a",""]})"), "prices.json: models[0].aliases[1] must be a text.");
        row("window", document(R"({"provider":"p","id":"m","max_input":-1})"), "prices.json: models[0].max_input must be a whole number from 0 to 1000000000.");
        row("flag", document(R"({"provider":"p","id":"m","dated":1})"), "prices.json: models[0].dated must be true or false.");
        row("cache", document(R"({"provider":"p","id":"m","capabilities":{"cache":"yes"}})"), "prices.json: models[0].capabilities.cache must be none, automatic or marked.");
        row("capability", document(R"({"provider":"p","id":"m","capabilities":{"vision":true}})"), "prices.json: models[0].capabilities.vision is not a field that is known here.");
        row("fraction", model(R"({"input":1.5,"output":1})"), "prices.json: models[0].prices[0].input must be a whole number from 0 to 100000000000.");
        row("text", model(R"({"input":"1","output":1})"), "prices.json: models[0].prices[0].input must be a whole number from 0 to 100000000000.");
        row("negative", model(R"({"input":1,"output":-1})"), "prices.json: models[0].prices[0].output must be a whole number from 0 to 100000000000.");
        row("huge", model(R"({"input":18446744073709551615,"output":1})"), "prices.json: models[0].prices[0].input must be a whole number from 0 to 100000000000.");
        row("huger", model(R"({"input":1e400,"output":1})"), "prices.json is not JSON that can be read: a number is out of range.");
        row("no output", model(R"({"input":1})"), "prices.json: models[0].prices[0].output is missing.");
        row("misspelt", model(R"({"input":1,"output":1,"cached":1})"), "prices.json: models[0].prices[0].cached is not a field that is known here.");
        row("no day", model(R"({"from":"2026-02-30","input":1,"output":1})"), "prices.json: models[0].prices[0].from must be a day such as \"2026-07-30\".");
        row("days", model(R"({"from":"2026-02-03","input":1,"output":1},{"from":"2026-02-03","input":1,"output":1})"),
            "prices.json: models[0].prices[1].from must be a later day than in the price before.");
        row("ever twice", model(R"({"input":1,"output":1},{"input":1,"output":1})"),
            "prices.json: models[0].prices[1].from must be a later day than in the price before.");
        row("tiers", model(R"({"input":1,"output":1,"tiers":[{"above":5,"input":1,"output":1},{"above":5,"input":2,"output":2}]})"),
            "prices.json: models[0].prices[0].tiers[1].above must be larger than in the tier before.");
        row("tier without cache", model(R"({"input":1,"cache_read":1,"output":1,"tiers":[{"above":5,"input":1,"output":1}]})"),
            "prices.json: models[0].prices[0].tiers[0].cache_read is missing: below this tier there is one.");
        row("marked", document(R"({"provider":"p","id":"m","capabilities":{"cache":"marked"},"prices":[{"input":1,"output":1}]})"),
            "prices.json: models[0].prices[0].cache_write is missing, and the model's cache has to be marked.");
        row("batch", model(R"({"input":1,"output":2,"batch_percent":50})"), "prices.json: models[0].prices[0].batch_percent does not lead to whole pico-USD.");
        row("source", model(R"({"input":1,"output":2,"source":{"date":"2026-01-01"}})"), "prices.json: models[0].prices[0].source.page is missing.");
    }
    void malformed() {
        QFETCH(QString, text);
        QFETCH(QString, says);
        QCOMPARE(QString::fromStdString(problem(text == QLatin1String("") ? "" : name(text))), says);
    }

    void everyPrefixIsAnError() {
        const std::string whole = document(R"({"provider":"p","id":"m","prices":[{"from":"2026-01-01","input":1,"output":2}]})");
        QCOMPARE(problem(whole), std::string("no error"));
        for (std::size_t n = 0; n < whole.size(); ++n) QVERIFY(problem(whole.substr(0, n)) != "no error");
        std::string deep(200'000, '[');
        QVERIFY(problem(deep).find("is not JSON") != std::string::npos);
        deep += std::string(200'000, ']');
        QCOMPARE(problem(deep), std::string("prices.json: the document must be an object."));
    }

    void days() {
        QCOMPARE(Date::ofWall(0).text(), std::string("1970-01-01"));
        QCOMPARE(Date::ofWall(86'399'999'999'999).text(), std::string("1970-01-01"));
        QCOMPARE(Date::ofWall(86'400'000'000'000).text(), std::string("1970-01-02"));
        QCOMPARE(Date::ofWall(-1).text(), std::string("1969-12-31"));
        QVERIFY(Date::parse("2024-02-29"));
        for (const char* bad : {"", "2023-02-29", "2024-2-29", "2024-02-29 ", "24-02-29", "2024/02/29", "2024-00-01", "2024-01-00", "1969-01-01", "2024-01-32", "+024-01-01"})
            QVERIFY2(!Date::parse(bad), bad);
    }

private:
    // The row "utf-8" holds a byte that QString cannot: it comes back as U+FFFD and is put in again here.
    static std::string name(const QString& text) {
        std::string bytes = text.toStdString();
        for (std::size_t at; (at = bytes.find("\xef\xbf\xbd")) != std::string::npos;) bytes.replace(at, 3, "\xff");
        return bytes;
    }
};

QTEST_APPLESS_MAIN(TestPriceTable)
#include "tst_price_table.moc"
