#include "providers/attempt.h"
#include "providers/family.h"
#include "providers/model_check.h"
#include "providers/model_directory.h"
#include "providers/model_list.h"
#include "support/family_servers.h"
#include "support/json.h"
#include "support/openai_server.h"

#include <QTest>
#include <future>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {
constexpr ApiFamily Families[] = {ApiFamily::OpenAiChat, ApiFamily::Anthropic, ApiFamily::Gemini, ApiFamily::Ollama};

/// One model, whatever is asked for.
class OneModel final : public ModelDirectory {
public:
    explicit OneModel(std::shared_ptr<LanguageModel> model) : m_model(std::move(model)) {}
    Result<std::shared_ptr<LanguageModel>> find(const std::string&) override { return m_model; }

private:
    std::shared_ptr<LanguageModel> m_model;
};

struct Server {
    FamilyServer http;
    OneModel models;
    static ModelEndpoint endpointOf(const FamilyServer& server, const std::string& model, const std::string& key) {
        ModelEndpoint endpoint;
        endpoint.baseUrl = server.baseUrl();
        endpoint.spec = "test:" + model;
        endpoint.model = model;
        endpoint.key = key;
        endpoint.keyVariable = "TEST_KEY";
        endpoint.price = Price::perMillion(PicoUsd{1'000'000'000'000}, PicoUsd{2'000'000'000'000});
        return endpoint;
    }
    static FamilyServerOptions optionsOf(ApiFamily family, std::string serverKey) {
        FamilyServerOptions options;
        options.family = family;
        options.reply = hello();
        if (family == ApiFamily::OpenAiChat) options.reply.finish = "stop";
        options.reply.usage->freshInput = 70;
        options.key = std::move(serverKey);
        options.models = {"m", "qwen3-coder", "qwen3:8b", "llama3:latest"};
        return options;
    }
    explicit Server(ApiFamily family, const std::string& model = "m", const std::string& key = "", const std::string& serverKey = "")
        : http(optionsOf(family, serverKey))
        , models(makeHttpModel(family, endpointOf(http, model, key)).value()) {}
};

std::string verdict(ModelDirectory& models, const std::string& spec, ModelCheckReport* out = nullptr) {
    ModelCheckReport report = checkModel(models, spec);
    std::string said(toString(report.verdict));
    if (out) *out = std::move(report);
    return said;
}

/// A chat completions server whose answers are given: one for the list, one for the call.
struct Raw {
    HttpServer server;
    StandardModels models;
    explicit Raw(std::string list, std::string call)
        : server([list = std::move(list), call = std::move(call)](const HttpCall& asked) { return answerWith(asked.method == "GET" ? list : call); }) {}
    std::string spec(const std::string& model = "m") const { return server.url() + "/v1#" + model; }
};

std::string chatError(int http, const std::string& message, const std::string& code = "") {
    return httpResponse(http, test::dumped(nlohmann::json{{"error", {{"message", message}, {"type", "error"}, {"code", code}}}}));
}
} // namespace

class TestModelCheck : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void worksInEveryFamily();
    void wrongKeysInEveryFamily();
    void unknownModels();
    void simulated();
    void failures_data();
    void failures();
    void serversThatAreNone();
    void silence();
    void cancelling();
    void keysNeverComeBack();
    void readsLists_data();
    void readsLists();
    void foreignBytes();
    void near();
};

void TestModelCheck::worksInEveryFamily() {
    for (const ApiFamily family : Families) {
        Server server(family, "m", "right", "right");
        std::vector<CheckStep> steps;
        ModelCheckOptions options;
        options.step = [&](CheckStep step) { steps.push_back(step); };
        const ModelCheckReport report = checkModel(server.models, "alias", options);
        QVERIFY2(report.works(), report.summary().c_str());
        QCOMPARE(steps, (std::vector<CheckStep>{CheckStep::Finding, CheckStep::Listing, CheckStep::Calling}));
        QCOMPARE(report.spec, std::string("alias"));
        QCOMPARE(report.resolved, std::string("test:m"));
        QVERIFY(report.listed && report.inList && report.list.complete && report.called);
        QCOMPARE(report.list.models.size(), std::size_t(4)); // without the embedding model
        QCOMPARE(report.reply, hello().text);
        QVERIFY(report.firstToken > 0 && report.firstToken <= report.total);
        QCOMPARE(report.usage.freshInput, Tokens(70));
        QCOMPARE(report.cost->value, std::int64_t(70 * 1'000'000 + 3 * 2'000'000));
        QVERIFY(!report.costReported);
        QCOMPARE(server.http.http().recorded().front().path, familyListPath(family));
        // Ollama is asked for the model's window, too.
        QCOMPARE(server.http.http().recorded().size(), std::size_t(family == ApiFamily::Ollama ? 3 : 2));
        if (family == ApiFamily::Gemini) QCOMPARE(report.list.models[0].window, Tokens(1'048'576));
    }
}

void TestModelCheck::wrongKeysInEveryFamily() {
    for (const ApiFamily family : {ApiFamily::Anthropic, ApiFamily::Gemini}) {
        Server wrong(family, "m", "wrong-key", "right");
        ModelCheckReport report;
        QCOMPARE(verdict(wrong.models, "s", &report), std::string("wrong_key"));
        QVERIFY2(contains(report.summary(), "Check the key in TEST_KEY"), report.summary().c_str());
        Server none(family, "m", "", "right");
        QCOMPARE(verdict(none.models, "s", &report), std::string("no_key"));
        QVERIFY2(contains(report.summary(), "set TEST_KEY"), report.summary().c_str());
    }
    OpenAiServerOptions options;
    options.key = "right";
    OpenAiServer server(options);
    StandardModels models;
    QCOMPARE(verdict(models, server.spec()), std::string("no_key"));
}

void TestModelCheck::unknownModels() {
    Server ollama(ApiFamily::Ollama, "missing");
    ModelCheckReport report;
    QCOMPARE(verdict(ollama.models, "s", &report), std::string("no_such_model"));
    QVERIFY(report.listed && !report.inList && report.near.empty());
    Raw chat(httpResponse(200, familyList(ApiFamily::OpenAiChat, {"gpt-5", "gpt-5-mini", "o3"})), chatError(404, "The model `gpt5-mini` does not exist"));
    QCOMPARE(verdict(chat.models, chat.spec("gpt5-mini"), &report), std::string("no_such_model"));
    QCOMPARE(report.near.front(), std::string("gpt-5-mini"));
    QVERIFY2(contains(report.summary(), "It has gpt-5-mini"), report.summary().c_str());
    // Others say 400.
    Raw router(httpResponse(200, familyList(ApiFamily::OpenAiChat, {"a/b"})), chatError(400, "a/c is not a valid model ID"));
    QCOMPARE(verdict(router.models, router.spec("a/c")), std::string("no_such_model"));
    // 400 about something else is something else.
    Raw other(httpResponse(200, familyList(ApiFamily::OpenAiChat, {"a/b"})), chatError(400, "temperature is out of range"));
    QCOMPARE(verdict(other.models, other.spec("a/c")), std::string("failed"));
    // A server that answers under any name works.
    Server llama(ApiFamily::OpenAiChat, "whatever");
    QCOMPARE(verdict(llama.models, "s", &report), std::string("works"));
    QVERIFY(contains(report.summary(), "does not list it"));
}

void TestModelCheck::simulated() {
    StandardModels models;
    ModelCheckReport report;
    QCOMPARE(verdict(models, "sim", &report), std::string("works"));
    QVERIFY(!report.listed && !report.listError && report.called && report.info.simulated);
    QCOMPARE(verdict(models, "sim:nonsense=1"), std::string("bad_spec"));
    QCOMPARE(verdict(models, "judge", &report), std::string("bad_spec"));
    QVERIFY(contains(report.summary(), "models alias judge SPEC"));
    qunsetenv("OPENAI_API_KEY");
    QCOMPARE(verdict(models, "openai:gpt-5", &report), std::string("no_key"));
    QVERIFY(!report.called);
}

void TestModelCheck::failures_data() {
    QTest::addColumn<int>("http");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("expected");
    QTest::newRow("quota") << 429 << "You exceeded your current quota" << "insufficient_quota" << "no_credit";
    QTest::newRow("unpaid") << 402 << "Insufficient credits" << "" << "no_credit";
    QTest::newRow("limit") << 429 << "Rate limit reached" << "rate_limit_exceeded" << "rate_limited";
    QTest::newRow("forbidden") << 403 << "not allowed" << "" << "no_key";
    QTest::newRow("server") << 500 << "oops" << "" << "failed";
    QTest::newRow("loading") << 503 << "Loading model" << "" << "failed";
}

void TestModelCheck::failures() {
    QFETCH(int, http);
    QFETCH(QString, message);
    QFETCH(QString, code);
    QFETCH(QString, expected);
    Raw server(httpResponse(200, familyList(ApiFamily::OpenAiChat, {"m"})), chatError(http, message.toStdString(), code.toStdString()));
    ModelCheckReport report;
    QCOMPARE(verdict(server.models, server.spec(), &report), expected.toStdString());
    QVERIFY2(contains(report.summary(), message.toStdString()), report.summary().c_str());
    QVERIFY(report.called && report.listed && !report.cost);
}

void TestModelCheck::serversThatAreNone() {
    StandardModels models;
    ModelCheckReport report;
    QCOMPARE(verdict(models, "http://127.0.0.1:1/v1#m", &report), std::string("dead_server"));
    QVERIFY(!report.called && contains(report.summary(), "Nothing listens at 127.0.0.1:1"));
    QCOMPARE(verdict(models, "http://no-such-host.invalid/v1#m"), std::string("dead_server"));

    const std::string page = httpResponse(200, "<html><title>Router</title></html>", "text/html");
    Raw web(page, page);
    QCOMPARE(verdict(web.models, web.spec(), &report), std::string("not_a_model_server"));
    QVERIFY(!report.listed && report.listError);
    Raw nothing(httpResponse(404, "not found", "text/plain"), httpResponse(404, "not found", "text/plain"));
    QCOMPARE(verdict(nothing.models, nothing.spec()), std::string("not_a_model_server"));
    // A server without a list may be one all the same.
    Raw listless(httpResponse(404, "not found", "text/plain"), httpResponse(200, R"({"choices":[{"message":{"content":"OK"},"finish_reason":"stop"}]})"));
    QCOMPARE(verdict(listless.models, listless.spec(), &report), std::string("works"));
    QVERIFY(!report.listed && !report.usageKnown && !report.cost);
    // One that hangs up is no server of models.
    HttpServer rude([](const HttpCall&) { return HttpPlan{{}, PlanEnd::Reset, {}}; });
    QCOMPARE(verdict(models, rude.url() + "/v1#m"), std::string("dead_server"));
}

void TestModelCheck::silence() {
    HttpServer mute([](const HttpCall&) { return HttpPlan{{}, PlanEnd::Stall, {}}; });
    StandardModels models;
    ModelCheckOptions options;
    options.listPatience = 50'000'000;
    const ModelCheckReport report = checkModel(models, mute.url() + "/v1#m", options);
    QCOMPARE(std::string(toString(report.verdict)), std::string("too_slow"));
    QVERIFY(!report.called);
}

void TestModelCheck::cancelling() {
    HttpServer mute([](const HttpCall&) { return HttpPlan{{}, PlanEnd::Stall, {}}; });
    std::promise<ModelCheckReport> told;
    {
        ModelCheck check(std::make_shared<StandardModels>(), mute.url() + "/v1#m", {}, [&](ModelCheckReport report) { told.set_value(std::move(report)); });
        while (mute.calls() == 0) QTest::qWait(1);
    }
    QCOMPARE(std::string(toString(told.get_future().get().verdict)), std::string("cancelled"));
}

void TestModelCheck::keysNeverComeBack() {
    const std::string key = "sk-planted-0123456789";
    for (const bool inList : {true, false}) {
        const std::string leak = inList ? "You sent " + key : "no";
        FamilyServerOptions options = Server::optionsOf(ApiFamily::Anthropic, "");
        options.models = {"m", "x" + key};
        options.first = {inList ? httpResponse(403, R"({"error":{"message":")" + leak + R"("}})") : httpResponse(200, familyList(ApiFamily::Anthropic, options.models))};
        FamilyServer http(options);
        OneModel models(makeHttpModel(ApiFamily::Anthropic, Server::endpointOf(http, "m", key)).value());
        const ModelCheckReport report = checkModel(models, "s");
        std::string all = report.summary() + (report.listError ? report.listError->text() : "");
        for (const ListedModel& each : report.list.models) all += each.id + each.name;
        QVERIFY2(all.find(key) == std::string::npos, all.c_str());
    }
}

void TestModelCheck::readsLists_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("expected"); // ids; windows behind a slash
    const auto row = [](const char* name, const char* body, const char* expected) { QTest::newRow(name) << QByteArray(body) << expected; };
    row("openai", R"({"object":"list","data":[{"id":"gpt-5","object":"model","owned_by":"system"},{"id":"o3"}]})", "gpt-5/0 o3/0");
    row("vllm", R"({"data":[{"id":"Qwen/Qwen3-8B","max_model_len":40960}]})", "Qwen/Qwen3-8B/40960");
    row("llama.cpp", R"({"models":[{"name":"a.gguf"}],"data":[{"id":"a.gguf","meta":{"n_ctx_train":131072}}]})", "a.gguf/131072");
    row("openrouter", R"({"data":[{"id":"q/q3","name":"Qwen","context_length":262144,"top_provider":{"max_completion_tokens":8192}}]})", "q/q3/262144");
    row("together", R"([{"id":"a","type":"chat","context_length":8192},{"id":"e","type":"embedding"}])", "a/8192");
    row("gemini", R"({"models":[{"name":"models/g","inputTokenLimit":1000,"supportedGenerationMethods":["generateContent"]},{"name":"models/e","supportedGenerationMethods":["embedContent"]}]})", "g/1000");
    row("ollama", R"({"models":[{"name":"qwen3:8b","model":"qwen3:8b"},{"name":"qwen3:8b"}]})", "qwen3:8b/0");
    row("empty", R"({"data":[]})", "");
    row("nonsense inside", R"({"data":[1,null,{"id":7},{"id":""},{"id":"a\nb"},{"id":"ok","context_length":-5},{"id":"big","context_length":1e300}]})", "ok/0 big/0");
    row("no list", R"({"data":"x"})", "ERROR");
    row("numbers", "[1,2,3]", "ERROR");
    row("text", "hello", "ERROR");
    row("nothing", "", "ERROR");
    row("deep", "[[[[[[[[", "ERROR");
}

void TestModelCheck::readsLists() {
    QFETCH(QByteArray, body);
    QFETCH(QString, expected);
    const auto list = readModelList(body.toStdString());
    QStringList seen;
    if (list)
        for (const ListedModel& each : list->models) seen << QString::fromStdString(each.id + "/" + std::to_string(each.window));
    QCOMPARE(list ? seen.join(' ') : QString("ERROR"), expected);
}

void TestModelCheck::foreignBytes() {
    for (const ApiFamily family : Families) {
        const std::string whole = familyList(family, {"m", "n\xC3\xA4h"});
        QVERIFY(readModelList(whole).ok());
        // Cut anywhere it is an error, never a shorter list; changed anywhere it is never more than a list.
        for (std::size_t cut = 0; cut < whole.size(); ++cut) QVERIFY2(!readModelList(std::string_view(whole).substr(0, cut)), whole.substr(0, cut).c_str());
        for (std::size_t at = 0; at < whole.size(); ++at)
            for (const char byte : {'\0', '"', '[', '}', '\xFF'}) {
                std::string changed = whole;
                changed[at] = byte;
                if (const auto list = readModelList(changed)) QVERIFY(list->models.size() <= 3);
            }
    }
    QVERIFY(!readModelList(R"({"data":[{"id":"a"}],"has_more":true})")->complete);
    QVERIFY(!readModelList(R"({"models":[{"name":"a"}],"nextPageToken":"x"})")->complete);
    std::string many = "[";
    for (int i = 0; i < 6'000; ++i) many += (i ? "," : "") + std::string(R"({"id":"m)") + std::to_string(i) + "\"}";
    const auto list = readModelList(many + "]");
    QVERIFY(list && list->models.size() == 5'000 && !list->complete);
}

void TestModelCheck::near() {
    ModelList list;
    for (const char* id : {"gpt-5", "gpt-5-mini", "claude-sonnet-4-5-20250929", "qwen/qwen3-coder", "o3", "llama3:latest"}) list.models.push_back({id, "", 0, 0});
    QCOMPARE(nearNames(list, "gpt5"), (std::vector<std::string>{"gpt-5"}));
    QCOMPARE(nearNames(list, "claude-sonnet-4-5"), (std::vector<std::string>{"claude-sonnet-4-5-20250929"}));
    QCOMPARE(nearNames(list, "Qwen3-Coder").front(), std::string("qwen/qwen3-coder"));
    QVERIFY(nearNames(list, "zzzzzz").empty());
    QVERIFY(isListed(list, "llama3") && isListed(list, "o3") && !isListed(list, "gpt"));
    QVERIFY(nearNames(list, std::string(100'000, 'x')).empty());
}

QTEST_GUILESS_MAIN(TestModelCheck)
#include "tst_model_check.moc"
