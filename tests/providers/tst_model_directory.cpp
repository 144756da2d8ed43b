#include "catalog/table_json.h"
#include "providers/attempt.h"
#include "providers/local_servers.h"
#include "providers/model_directory.h"
#include "support/openai_server.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>

using namespace rlmscope;
using namespace rlmscope::test;

class TestModelDirectory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup();
    void specs();
    void addresses_data();
    void addresses();
    void scripts();
    void openAiKeysAndAddresses();
    void aKeyIsBoundToOneHost();
    void everyProviderByItsWord();
    void aKeyGoesOnlyWhereItsWordGoes();
    void settingsBehindTheName();
    void providersOfThePerson();
    void prices();
    void pricesOfTheTable();
    void localServers();
};

namespace {
class MapKeys final : public KeySource {
public:
    explicit MapKeys(std::map<std::string, std::string> keys) : m_keys(std::move(keys)) {}
    std::optional<std::string> key(const std::string& name) override {
        const auto it = m_keys.find(name);
        return it == m_keys.end() ? std::nullopt : std::optional(it->second);
    }

private:
    std::map<std::string, std::string> m_keys;
};

std::string problem(StandardModels& models, const std::string& spec) {
    const auto found = models.find(spec);
    return found ? "none" : found.error().text();
}
std::string sentKey(HttpServer& server) {
    const auto calls = server.recorded();
    return calls.empty() ? "no call" : std::string(calls.back().headers.find("authorization").value_or("none"));
}
} // namespace

void TestModelDirectory::cleanup() {
    for (const ProviderEntry& each : builtInProviders()) {
        qunsetenv(each.baseUrlVariable.c_str());
        for (const std::string& name : each.keyNames) qunsetenv(name.c_str());
    }
    qunsetenv("OPENAI_API_VERSION");
}

void TestModelDirectory::specs() {
    StandardModels models;
    const auto simulated = models.find("sim");
    QVERIFY(simulated.ok() && (*simulated)->info().simulated);
    QCOMPARE((*simulated)->info().spec, std::string("sim"));
    QCOMPARE(models.find("sim")->get(), simulated->get()); // the same object
    for (const char* wrong : {"", "gpt-5", "simulated", "openai", "antropic:claude", ":m"}) {
        const std::string text = problem(models, wrong);
        QVERIFY2(text.find("does not name a model. Known forms:") != std::string::npos, text.c_str());
    }
    QVERIFY(problem(models, "sim:nonsense=1").find("nonsense") != std::string::npos);
    QVERIFY(problem(models, "http://localhost:1/v1").find("needs a model's name") != std::string::npos);
    QVERIFY(problem(models, "openai:").find("needs the name") != std::string::npos);
    const auto local = models.find("http://localhost:8080/v1#some/model:7b");
    QVERIFY(local.ok());
    QCOMPARE((*local)->info().name, std::string("some/model:7b"));
    QCOMPARE((*local)->info().provider, std::string("localhost:8080"));
    QVERIFY(!(*local)->info().price);
}

void TestModelDirectory::addresses_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("meant");
    QTest::newRow("plain") << "http://localhost:8080/v1" << "http://localhost:8080/v1";
    QTest::newRow("slash") << "https://host.example/api/v1///" << "https://host.example/api/v1";
    QTest::newRow("no path") << "http://127.0.0.1:11434" << "http://127.0.0.1:11434/v1";
    QTest::newRow("endpoint") << "https://host.example/v1/chat/completions" << "https://host.example/v1";
    QTest::newRow("v6") << "http://[::1]:8000/v1" << "http://[::1]:8000/v1";
    QTest::newRow("spaces") << " http://a/v1 " << "http://a/v1";
    QTest::newRow("file") << "file:///etc/passwd" << "";
    QTest::newRow("ftp") << "ftp://host/v1" << "";
    QTest::newRow("password") << "https://me:secret@host/v1" << "";
    QTest::newRow("query") << "https://host/v1?key=secret" << "";
    QTest::newRow("nothing") << "http://" << "";
    QTest::newRow("port") << "http://a:99999/v1" << "";
}

void TestModelDirectory::addresses() {
    QFETCH(QString, typed);
    QFETCH(QString, meant);
    const auto url = normalizedBaseUrl(typed.toStdString());
    if (!url) QVERIFY2(url.error().text().find("secret") == std::string::npos, url.error().text().c_str());
    QCOMPARE(QString::fromStdString(url.valueOr("")), meant);
}

void TestModelDirectory::scripts() {
    QTemporaryDir folder;
    const std::string file = folder.filePath("rules.json").toStdString();
    std::ofstream(file) << R"({"rules":[{"reply":"hi"}]})";
    StandardModels models;
    const auto model = models.find("script:" + file);
    QVERIFY(model.ok());
    QCOMPARE(run(**model, ask("q")).replyText(), std::string("hi"));
    QVERIFY(problem(models, "script:" + file + ".missing").find("rules.json.missing cannot be read") != std::string::npos);
    std::ofstream(file) << "{";
    QVERIFY(models.find("script:" + file).ok()); // found before
    StandardModels others;
    QVERIFY(problem(others, "script:" + file).find("not valid JSON") != std::string::npos);
}

void TestModelDirectory::openAiKeysAndAddresses() {
    StandardModels models;
    const std::string text = problem(models, "openai:gpt-5");
    QVERIFY2(text.find("OPENAI_API_KEY is not set") != std::string::npos, text.c_str());

    OpenAiServerOptions options;
    options.key = "right";
    OpenAiServer server(options);
    server.http().record(true);
    qputenv("OPENAI_BASE_URL", QByteArray::fromStdString(server.baseUrl() + "/"));
    qputenv("OPENAI_API_KEY", " right\n");
    StandardModels there;
    QCOMPARE(run(**there.find("openai:gpt-5"), ask("echo")).replyText(), std::string("echo"));
    QCOMPARE(sentKey(server.http()), std::string("Bearer right"));
    qputenv("OPENAI_API_KEY", "wrong-key");
    StandardModels wrong;
    const Heard refused = run(**wrong.find("openai:gpt-5"), ask("echo"));
    QVERIFY(refused.failure().error.kind == ErrorKind::Auth);
    QVERIFY(refused.failure().error.text().find("OPENAI_API_KEY") != std::string::npos);
    QVERIFY(refused.failure().error.text().find("wrong-key") == std::string::npos);
    // Another server never gets OPENAI_API_KEY.
    QVERIFY(!run(**wrong.find(server.spec()), ask("echo")).ok());
    QCOMPARE(sentKey(server.http()), std::string("none"));
    qputenv("OPENAI_BASE_URL", "nonsense://x");
    StandardModels broken;
    QVERIFY(problem(broken, "openai:m").find("OPENAI_BASE_URL") != std::string::npos);
}

void TestModelDirectory::aKeyIsBoundToOneHost() {
    OpenAiServer first, second;
    first.http().record(true);
    second.http().record(true);
    StandardModelsOptions options;
    options.keyEnv = "MY_KEY";
    options.keys = std::make_shared<MapKeys>(std::map<std::string, std::string>{{"MY_KEY", "key-one"}});
    StandardModels models(options);
    const auto a = models.find(first.spec()), b = models.find(second.spec()), c = models.find(first.baseUrl() + "#other");
    QVERIFY(run(**a, ask("q")).ok());
    QCOMPARE(sentKey(first.http()), std::string("Bearer key-one"));
    QVERIFY(run(**b, ask("q")).ok());
    QCOMPARE(sentKey(second.http()), std::string("none"));
    QVERIFY(run(**c, ask("q")).ok());
    QCOMPARE(sentKey(first.http()), std::string("Bearer key-one"));
    options.keyEnv = "UNSET_KEY";
    StandardModels missing(options);
    QVERIFY(problem(missing, first.spec()).find("UNSET_KEY is not set") != std::string::npos);
}

void TestModelDirectory::everyProviderByItsWord() {
    StandardModelsOptions options;
    std::map<std::string, std::string> keys;
    for (const ProviderEntry& each : builtInProviders())
        for (const std::string& name : each.keyNames) keys[name] = "key of " + name;
    options.keys = std::make_shared<MapKeys>(keys);
    StandardModels models(options), keyless([] {
        StandardModelsOptions none;
        none.keys = std::make_shared<MapKeys>(std::map<std::string, std::string>());
        return none;
    }());
    qputenv("AZURE_OPENAI_ENDPOINT", "https://me.openai.azure.com/");
    for (const ProviderEntry& each : builtInProviders()) {
        const std::string spec = each.prefix + ":" + each.example;
        const auto found = models.find(spec);
        QVERIFY2(found.ok(), spec.c_str());
        QCOMPARE((*found)->info().spec, spec);
        QCOMPARE((*found)->info().name, each.example);
        QCOMPARE((*found)->info().provider, each.name);
        QVERIFY(problem(models, each.prefix + ":").find("needs the name") != std::string::npos);
        // Whoever needs a key says which one is missing.
        const std::string text = problem(keyless, spec);
        if (each.needsKey) QVERIFY2(text.find(each.keyNames.front() + " is not set") != std::string::npos, text.c_str());
        else QCOMPARE(text, std::string("none"));
    }
    qunsetenv("AZURE_OPENAI_ENDPOINT");
    StandardModels nowhere(options);
    QVERIFY(problem(nowhere, "azure:d").find("AZURE_OPENAI_ENDPOINT is not set") != std::string::npos);
}

void TestModelDirectory::aKeyGoesOnlyWhereItsWordGoes() {
    OpenAiServer here, there;
    here.http().record(true);
    there.http().record(true);
    StandardModelsOptions options;
    options.keys = std::make_shared<MapKeys>(std::map<std::string, std::string>{
        {"OPENROUTER_API_KEY", "router-key"}, {"ANTHROPIC_API_KEY", "claude-key"}, {"OLLAMA_API_KEY", "llama-key"}});
    qputenv("OPENROUTER_BASE_URL", QByteArray::fromStdString(here.baseUrl()));
    qputenv("ANTHROPIC_BASE_URL", QByteArray::fromStdString(there.http().url()));
    StandardModels models(options);
    QVERIFY(run(**models.find("openrouter:a/b"), ask("q")).ok());
    QCOMPARE(sentKey(here.http()), std::string("Bearer router-key"));
    const Heard claude = run(**models.find("anthropic:c"), ask("q"));
    QCOMPARE(claude.failure().http, 404);
    const HttpCall call = there.http().recorded().back();
    QCOMPARE(call.path, std::string("/v1/messages"));
    QCOMPARE(std::string(call.headers.find("x-api-key").value_or("")), std::string("claude-key"));
    QVERIFY(!call.headers.find("authorization"));
    // The same host by its address gets no key, whatever it is called.
    QVERIFY(run(**models.find(here.spec()), ask("q")).ok());
    QCOMPARE(sentKey(here.http()), std::string("none"));

    // A source that knows where a key was entered for gives it to no other host.
    class Bound final : public KeySource {
    public:
        std::optional<std::string> key(const std::string&) override { return std::nullopt; }
        std::optional<std::string> keyFor(const std::string& name, const std::string& origin) override {
            asked += name + " for " + origin + "\n";
            return origin == "https://openrouter.ai" ? std::optional<std::string>("bound") : std::nullopt;
        }
        std::string asked;
    };
    const auto bound = std::make_shared<Bound>();
    options.keys = bound;
    StandardModels careful(options);
    QVERIFY(run(**careful.find("openrouter:a/b"), ask("q")).ok());
    QCOMPARE(sentKey(here.http()), std::string("none"));
    QCOMPARE(bound->asked, "OPENROUTER_API_KEY for " + here.http().url() + "\n");
}

void TestModelDirectory::settingsBehindTheName() {
    OpenAiServer server;
    server.http().record(true);
    qputenv("OPENAI_BASE_URL", QByteArray::fromStdString(server.baseUrl()));
    StandardModelsOptions options;
    options.prices["openai:gpt-4.1"] = Price::perMillion(PicoUsd{2'000'000'000'000}, PicoUsd{8'000'000'000'000});
    StandardModels models(options);
    const auto model = models.find("openai:gpt-4.1?temperature=0");
    QVERIFY(model.ok() && (*model)->info().price);
    QCOMPARE((*model)->info().spec, std::string("openai:gpt-4.1?temperature=0"));
    QCOMPARE((*model)->info().name, std::string("gpt-4.1"));
    QVERIFY(run(**model, ask("q")).ok());
    QVERIFY(server.http().recorded().back().body.find("\"temperature\":0.0") != std::string::npos);
    QVERIFY(run(**models.find(server.baseUrl() + "#x/y:7b?effort=low"), ask("q")).ok());
    QVERIFY(server.http().recorded().back().body.find("\"reasoning_effort\":\"low\"") != std::string::npos);
    QVERIFY(server.http().recorded().back().body.find("\"model\":\"x/y:7b\"") != std::string::npos);
    for (const char* wrong : {"openai:gpt-5?temperature=0", "openai:o3?temperature=1", "openai:m?thinking=2000", "openai:m?context=8k", "openai:m?colour=red"})
        QVERIFY2(!models.find(wrong), wrong);
}

void TestModelDirectory::providersOfThePerson() {
    OpenAiServer server;
    server.http().record(true);
    StandardModelsOptions options;
    NewProvider mine;
    mine.templateId = "openai-compatible";
    mine.word = "mycorp";
    mine.name = "My Corp";
    mine.baseUrl = server.baseUrl();
    mine.keyName = "MYCORP_KEY";
    mine.headers = {{"X-Team", "42"}};
    mine.keyHeaders = {{"X-Gateway-Key", "GATE"}};
    const auto registry = std::make_shared<ModelRegistry>();
    QVERIFY(registry->add(mine).ok());
    QVERIFY(registry->setAlias("root", "mycorp:llama").ok());
    int asked = 0;
    options.registry = [&]() -> Result<std::shared_ptr<const ModelRegistry>> { return ++asked, std::shared_ptr<const ModelRegistry>(registry); };
    options.keys = std::make_shared<MapKeys>(std::map<std::string, std::string>{{"MYCORP_KEY", "corp"}});
    StandardModels half(options);
    QVERIFY(half.find("sim").ok() && !half.find("openai:m").ok());
    QCOMPARE(asked, 0); // read only when it is needed
    const std::string missing = problem(half, "mycorp:llama");
    QVERIFY2(missing.find("GATE is not set") != std::string::npos, missing.c_str());
    options.keys = std::make_shared<MapKeys>(std::map<std::string, std::string>{{"MYCORP_KEY", "corp"}, {"GATE", "open sesame"}});
    StandardModels models(options);
    const auto model = models.find("mycorp:llama");
    QVERIFY(model.ok());
    QCOMPARE((*model)->info().provider, std::string("My Corp"));
    QVERIFY(run(**model, ask("q")).ok());
    QCOMPARE(sentKey(server.http()), std::string("Bearer corp"));
    QCOMPARE(std::string(server.http().recorded().back().headers.find("x-team").value_or("")), std::string("42"));
    QCOMPARE(std::string(server.http().recorded().back().headers.find("x-gateway-key").value_or("")), std::string("open sesame"));

    // An alias finds the very same model, which says what it is; settings behind an alias make another one.
    QCOMPARE(models.find("root")->get(), model->get());
    QCOMPARE(models.find("sub2")->get(), model->get());
    QCOMPARE((*models.find("sub"))->info().spec, std::string("mycorp:llama"));
    QCOMPARE((*models.find("root?temperature=0"))->info().spec, std::string("mycorp:llama?temperature=0"));
    const std::string judge = problem(models, "judge");
    QVERIFY2(judge.find("judge is not set") != std::string::npos && judge.find("rlmscope-cli models alias judge SPEC") != std::string::npos, judge.c_str());
    QVERIFY(registry->setAlias("cheap", "openai:gpt-5-nano").ok());
    StandardModels keyless(options);
    const std::string cheap = problem(keyless, "cheap");
    QVERIFY2(cheap.find("cheap stands for openai:gpt-5-nano. No key for") != std::string::npos, cheap.c_str());

    options.registry = []() -> Result<std::shared_ptr<const ModelRegistry>> { return makeError(ErrorKind::BadInput, "models.json is broken."); };
    StandardModels broken(options);
    QVERIFY(broken.find("sim").ok());
    QCOMPARE(problem(broken, "root"), std::string("models.json is broken."));
    QCOMPARE(problem(broken, "mycorp:llama"), std::string("models.json is broken."));
}

void TestModelDirectory::prices() {
    QTemporaryDir folder;
    const std::string script = "script:" + folder.filePath("rules.json").toStdString();
    std::ofstream(script.substr(7)) << R"({"rules":[],"price":{"input":1,"output":1}})";
    const Price price = Price::perMillion(PicoUsd{2'500'000'000'000}, PicoUsd{10'000'000'000'000});
    StandardModelsOptions options;
    for (const std::string& spec : {std::string("sim"), script, std::string("http://localhost:1/v1#m")}) options.prices[spec] = price;
    StandardModels models(options);
    for (const auto& [spec, given] : options.prices) {
        const auto found = (*models.find(spec))->info().price;
        QVERIFY(found && found->input == given.input && found->output == given.output);
        QCOMPARE(found->simulated, spec.rfind("http", 0) != 0); // made up stays made up
    }
}

void TestModelDirectory::pricesOfTheTable() {
    OpenAiServer server;
    qputenv("OPENAI_API_KEY", "k");
    const auto own = readPriceTable(R"({"format":1,"unit":"pico-USD per token","models":[{"provider":"spec","id":")" + server.spec() +
                                        R"(","max_input":1000,"prices":[{"input":7,"output":9,"tiers":[{"above":100,"input":8,"output":10}]}]}]})", "own");
    QVERIFY(own.ok());
    const auto table = std::make_shared<const PriceTable>(PriceTable::builtIn().overlaid(*own));
    int asked = 0;
    StandardModelsOptions options;
    options.priceTable = [&]() -> Result<std::shared_ptr<const PriceTable>> { return ++asked, table; };
    options.prices["openai:gpt-5-mini"] = Price::perMillion(PicoUsd{1'000'000'000'000}, PicoUsd{1'000'000'000'000});
    StandardModels models(options);
    const auto info = [&](const std::string& spec) { return (*models.find(spec))->info(); };

    QVERIFY(info("sim").priceTable.empty() && info("sim").price->simulated);
    QCOMPARE(asked, 0); // no table is read for a simulated run
    const ModelInfo known = info("openai:gpt-5-2025-08-07?effort=low");
    QCOMPARE(known.priceTable, table->hash());
    QCOMPARE(known.price->input, 1'250'000);
    QCOMPARE(known.price->cacheRead, 125'000);
    QVERIFY(!known.price->simulated);
    QCOMPARE(known.window, Tokens(272'000));
    QCOMPARE(known.maxOutput, 128'000);
    QCOMPARE(info("openai:gpt-5.4").price->tiers.size(), std::size_t(1));
    QCOMPARE(info(server.spec()).price->tiers.front().output, 10);
    QCOMPARE(info(server.spec()).window, Tokens(1'000));
    QCOMPARE(asked, 1);

    // What was given wins, and is from no table; the window is known all the same.
    const ModelInfo given = info("openai:gpt-5-mini");
    QCOMPARE(given.price->input, 1'000'000);
    QVERIFY(given.priceTable.empty());
    QCOMPARE(given.window, Tokens(272'000));
    // Unknown stays unknown, and a known name at another address is another model.
    QVERIFY(!info("openai:gpt-77").price && info("openai:gpt-77").priceTable.empty());
    QVERIFY(!info("http://127.0.0.1:1/v1#gpt-5").price);
    qputenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1");
    QVERIFY(!info("openai:gpt-5").price);

    // A broken file of the user is said, not passed over.
    options.priceTable = []() -> Result<std::shared_ptr<const PriceTable>> { return makeError(ErrorKind::BadInput, "prices.json is not JSON."); };
    StandardModels broken(options);
    QCOMPARE(problem(broken, "http://127.0.0.1:1/v1#m"), std::string("prices.json is not JSON."));
    QVERIFY(broken.find("sim").ok());
}

void TestModelDirectory::localServers() {
    OpenAiServerOptions options;
    options.model = "tiny";
    OpenAiServer server(options);
    HttpServer web([](const HttpCall&) { return answerWith(httpResponse(200, "<html>", "text/html")); });
    HttpServer broken([](const HttpCall&) { return answerWith(httpResponse(200, R"({"data":[5,{},{"id":"x\ny","owned_by":"vllm"}]})")); });
    HttpServer locked([](const HttpCall&) { return answerWith(httpResponse(401, "")); });
    HttpServer silent([](const HttpCall&) { HttpPlan plan; plan.end = PlanEnd::Stall; return plan; });
    std::string gone;
    { gone = HttpServer([](const HttpCall&) { return HttpPlan(); }).url(); }
    std::vector<LocalServer> asked;
    for (const std::string& url : {server.http().url(), web.url(), broken.url(), locked.url(), silent.url(), gone}) {
        LocalServer each;
        each.name = "usual";
        each.baseUrl = url + "/v1";
        asked.push_back(each);
    }
    const auto found = probeLocalServers(400'000'000, asked);
    QVERIFY(found[0].answers);
    QCOMPARE(found[0].models, std::vector<std::string>{"tiny"});
    QVERIFY(!found[1].answers && found[1].problem.find("does not list models") != std::string::npos);
    QVERIFY(found[2].answers);
    QCOMPARE(found[2].models, std::vector<std::string>{"x y"});
    QCOMPARE(found[2].name, std::string("vLLM"));
    QVERIFY(found[3].problem.find("401") != std::string::npos);
    QVERIFY(found[4].problem.find("in time") != std::string::npos);
    QVERIFY(found[5].problem.find("nothing listens") != std::string::npos);
    QCOMPARE(probeLocalServers(300'000'000).size(), usualLocalServers().size());
}

QTEST_GUILESS_MAIN(TestModelDirectory)
#include "tst_model_directory.moc"
