// `rlmscope-cli models` as somebody types it: an empty home, right and wrong inputs, servers that are there and not.
#include "cli/at_terminal.h"
#include "cli/cli_process.h"
#include "support/openai_server.h"

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

/// Keeps what it is told in a file beside it: stands in for rlmscope-keychain.
constexpr const char* FakeKeychain = R"(#!/usr/bin/python3
import json, sys, os
path = sys.argv[0] + ".keys"
keys = json.load(open(path)) if os.path.exists(path) else {}
ask = json.loads(sys.stdin.read())
value = None
if ask["do"] == "service": value = "Test Service"
if ask["do"] == "read": value = keys.get(ask["key"])
if ask["do"] == "store": keys[ask["key"]] = ask["value"]
if ask["do"] == "remove": keys.pop(ask["key"], None)
json.dump(keys, open(path, "w"))
print(json.dumps({"value": value}))
)";

QJsonObject named(const QJsonObject& json, const char* list, const char* field, const QString& value) {
    for (const auto& each : json[QLatin1String(list)].toArray())
        if (each.toObject()[QLatin1String(field)].toString() == value) return each.toObject();
    return {};
}

} // namespace

class TestCliModels : public QObject {
    Q_OBJECT

    std::unique_ptr<Workshop> m_shop;
    QStringList m_home;

    CliResult run(const QStringList& arguments, const QByteArray& input = {}, const QStringList& more = {}) {
        return cli(QStringList("models") + arguments, input, m_home + more);
    }
    QByteArray registry() {
        QFile file(m_shop->path("config/rlmscope/models.json"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void keychain() {
        QFile::setPermissions(m_shop->write("keychain", FakeKeychain), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        m_home << "RLMSCOPE_KEYCHAIN=" + m_shop->path("keychain");
    }

private Q_SLOTS:
    void init() {
        m_shop = std::make_unique<Workshop>();
        m_home = QStringList{"HOME=" + m_shop->path("home"), "XDG_CONFIG_HOME=" + m_shop->path("config"), "XDG_DATA_HOME=" + m_shop->path("data"),
                             "RLMSCOPE_KEYCHAIN=/nonexistent/keychain", "OPENAI_BASE_URL="};
    }

    void anEmptyHome() {
        const auto people = run({});
        QVERIFY2(people.code == 0, people.all());
        QVERIFY(people.out.contains("sim            the simulated model, offline"));
        QVERIFY(people.out.contains("set OPENAI_API_KEY, or rlmscope-cli models key openai"));
        QVERIFY(people.err.isEmpty());
        const auto json = run({"--json"}, {}, {"ANTHROPIC_API_KEY=sk-planted-key"});
        QVERIFY2(json.code == 0 && !json.out.contains("sk-planted-key"), json.all());
        QCOMPARE(named(json.json(), "providers", "word", "anthropic")["key"].toString(), QString("environment"));
        QCOMPARE(named(json.json(), "providers", "word", "openai")["key"].toString(), QString("missing"));
        QVERIFY(json.json()["aliases"].toObject()["root"].toObject()["spec"].isNull());
        const auto gpt = named(json.json(), "models", "spec", "openai:gpt-5");
        QCOMPARE(gpt["usd_per_million"].toObject()["input"].toString(), QString("1.25"));
        QCOMPARE(gpt["window"].toInt(), 272'000);
        QVERIFY(!gpt["ready"].toBool() && !gpt["usd_per_million"].toObject()["source"].toString().isEmpty());
        QVERIFY(named(json.json(), "models", "spec", "anthropic:claude-sonnet-4-5")["ready"].toBool());
        QVERIFY(registry().isEmpty()); // looking writes nothing
    }

    void aliases() {
        QVERIFY2(run({"alias", "root"}).code == 2, run({"alias", "root"}).all());
        const auto set = run({"alias", "root", "sim"});
        QVERIFY2(set.code == 0 && set.out == "root = sim\n", set.all());
        QVERIFY(run({"alias", "sub2"}).out == "sim\n");
        QVERIFY(run({"alias"}).out.contains("judge        not set"));
        for (const char* wrong : {"opnai:gpt-5", "gpt-5", "openai:", "http://x/v1"}) {
            const auto result = run({"alias", "root", wrong});
            QVERIFY2(result.code == 2 && result.out.isEmpty() && !result.err.isEmpty(), result.all());
        }
        QVERIFY2(run({"alias", "root", "sub"}).err.contains("circle"), run({"alias", "root", "sub"}).all());
        // A run with an alias keeps it, and says what it meant.
        const QString trace = m_shop->path("t.rlmtrace"), text = m_shop->write("t.txt", "one\ntwo\n");
        const QStringList ask{"run", "--context", text, "--question", "How many lines?", "--strategy", "direct", "--model", "root", "--trace", trace, "--quiet"};
        const auto answered = cli(ask, {}, m_home);
        QVERIFY2(answered.code == 0, answered.all());
        const auto shown = cli({"show", trace}, {}, m_home);
        QVERIFY2(shown.code == 0 && shown.out.contains("model root (sim)"), shown.all());
        QVERIFY(run({"alias", "root", "--delete"}).code == 0);
        const auto refused = cli(ask, {}, m_home);
        QVERIFY2(refused.code == 2 && refused.err.contains("rlmscope-cli models alias root SPEC"), refused.all());
    }

    void ownProvider() {
        OpenAiServerOptions options;
        options.key = "sk-planted-right";
        OpenAiServer server(options);
        const QString url = QString::fromStdString(server.http().url());
        keychain();
        QVERIFY(run({"add"}).code == 2);
        QVERIFY(run({"add", "--list"}).out.contains("Azure deployment"));
        QVERIFY(run({"add", "openai-compatible", "--url", url}).err.contains("--name"));
        QVERIFY(run({"add", "openai-compatible", "--name", "work", "--url", url, "--header", "nonsense"}).err.contains("NAME=VALUE"));
        const auto leak = run({"add", "openai-compatible", "--name", "work", "--url", url, "--header", "X-Api-Key=sk-planted-leak"});
        QVERIFY2(leak.code == 2 && !leak.all().contains("sk-planted") && registry().isEmpty(), leak.all());
        const auto added = run({"add", "openai-compatible", "--name", "work", "--url", url, "--needs-key", "--header", "X-Team=42"});
        QVERIFY2(added.code == 0 && added.out.contains("work:MODEL"), added.all());
        QVERIFY(run({"add", "openai-compatible", "--name", "work", "--url", url}).err.contains("there already"));

        auto tested = run({"test", "work:test-model"});
        QVERIFY2(tested.code == 5 && tested.err.contains("WORK_API_KEY is not set"), tested.all());
        tested = run({"test", "work:test-model", "--json"}, {}, {"WORK_API_KEY=sk-planted-wrong"});
        QVERIFY2(tested.code == 5 && tested.json()["verdict"] == "wrong_key" && !tested.all().contains("sk-planted-wrong"), tested.all());
        const auto stored = run({"key", "work"}, "sk-planted-right\n");
        QVERIFY2(stored.code == 0 && stored.out.contains("Test Service") && !stored.all().contains("sk-planted"), stored.all());
        QVERIFY(!registry().contains("sk-planted") && registry().contains("WORK_API_KEY"));
        tested = run({"test", "work:test-model", "--json"}, {}, {"WORK_API_KEY=sk-planted-wrong"}); // the keychain comes first
        QVERIFY2(tested.code == 0 && tested.json()["works"].toBool() && tested.json()["in_list"].toBool(), tested.all());
        QVERIFY(tested.json()["first_token_seconds"].toDouble() > 0 && tested.json()["cost_usd"].isNull());
        tested = run({"test", "work:test-model"});
        QVERIFY2(tested.code == 0 && tested.out.contains("works.") && tested.out.contains("no price is known"), tested.all());
        QCOMPARE(named(run({"--json"}).json(), "providers", "word", "work")["key"].toString(), QString("keychain"));

        QVERIFY(run({"favourite", "work:test-model"}).code == 0);
        const auto favourite = named(run({"--json"}).json(), "models", "spec", "work:test-model"); // though it is in no table
        QVERIFY(favourite["favourite"].toBool() && favourite["ready"].toBool() && favourite["usd_per_million"].isNull());
        QVERIFY(run({}).out.contains("Favourites:\n  work:test-model"));
        QVERIFY(run({"favourite", "work:test-model", "--delete"}).code == 0);
        const auto removed = run({"remove", "work"});
        QVERIFY2(removed.code == 0, removed.all());
        QFile keys(m_shop->path("keychain.keys"));
        QVERIFY(keys.open(QIODevice::ReadOnly) && keys.readAll() == "{}"); // nothing is left that nobody would find
        QVERIFY(run({"remove", "work"}).code == 2 && run({"remove", "openai"}).code == 2);
    }

    void keys() {
        const auto none = run({"key", "openai"}, "sk-planted\n");
        QVERIFY2(none.code == 2 && none.err.contains("Set OPENAI_API_KEY instead.") && !none.all().contains("sk-planted"), none.all());
        keychain();
        QVERIFY(run({"key", "nobody"}, "k\n").code == 2);
        QVERIFY(run({"key", "openai"}, "\n").err.contains("No key was given"));
        const auto spaces = run({"key", "openai"}, "Bearer sk-planted\n");
        QVERIFY2(spaces.code == 2 && !spaces.all().contains("sk-planted"), spaces.all());
        QVERIFY(run({"key", "openai"}, "sk-planted").code == 0);
        const auto gone = run({"key", "openai", "--delete"});
        QVERIFY2(gone.code == 0 && gone.out.contains("no longer in the keychain"), gone.all());
        QVERIFY(run({"key", "openai", "--delete"}).out.contains("There was no key"));
        QVERIFY(run({"key", "azure"}, "k\n").err.contains("AZURE_OPENAI_ENDPOINT"));
    }

    void keysAtATerminal() {
        keychain();
        qputenv("RLMSCOPE_KEYCHAIN", m_shop->path("keychain").toLocal8Bit()); // for what is started at the terminal
        const auto back = qScopeGuard([] { qunsetenv("RLMSCOPE_KEYCHAIN"); });
        const QString config = m_shop->path("config");
        const auto typed = atTerminal({"models", "key", "openai"}, {{"(not shown): ", "sk-planted-typed\n"}}, config);
        QVERIFY2(typed.code == 0 && !typed.shown.contains("sk-planted") && typed.shown.contains("for https://api.openai.com only"), typed.shown);
        QFile keys(m_shop->path("keychain.keys"));
        QVERIFY(keys.open(QIODevice::ReadOnly) && keys.readAll().contains("\"OPENAI_API_KEY https://api.openai.com\": \"sk-planted-typed\""));
        const auto stopped = atTerminal({"models", "key", "openai"}, {{"(not shown): ", "sk-plan\x03"}}, config);
        QVERIFY2(stopped.code == 6 && !stopped.shown.contains("sk-plan"), stopped.shown);
    }

    void testing() {
        const auto sim = run({"test", "sim"});
        QVERIFY2(sim.code == 0 && sim.out.contains("(simulated)"), sim.all());
        QCOMPARE(run({"test", "nonsense"}).code, 2);
        QCOMPARE(run({"test"}).code, 2);
        const auto dead = run({"test", "http://127.0.0.1:1/v1#m", "--json"});
        QVERIFY2(dead.code == 5 && dead.json()["verdict"] == "dead_server" && !dead.json()["called"].toBool(), dead.all());
        OpenAiServer server;
        const auto missing = run({"test", QString::fromStdString(server.baseUrl()) + "#tst-model"});
        QVERIFY2(missing.code == 0 && missing.out.contains("not list it"), missing.all());
    }

    void cancelling() {
        HttpServer mute([](const HttpCall&) { return HttpPlan{{}, PlanEnd::Stall, {}}; });
        CliProcess process({"models", "test", QString::fromStdString(mute.url()) + "/v1#m"}, m_home);
        while (mute.calls() == 0) QTest::qWait(5);
        process.signal(SIGINT);
        const auto result = process.finish();
        QVERIFY2(result.code == 6, result.all());
    }

    void brokenRegistry() {
        QDir().mkpath(m_shop->path("config/rlmscope"));
        const QByteArray broken = "{\"format\":1,\"aliases\":{\"root\":7}}";
        m_shop->write("config/rlmscope/models.json", broken);
        for (const QStringList& arguments : {QStringList{}, {"--json"}, {"alias"}, {"alias", "root", "sim"}, {"test", "root"}, {"add", "openai", "--name", "mine"}}) {
            const auto result = run(arguments);
            QVERIFY2(result.code == 3, result.all());
            QVERIFY2(result.err.contains("models.json: aliases.root must be a text"), result.all());
        }
        QCOMPARE(registry(), broken); // nothing was lost
        QVERIFY2(run({"test", "sim"}).code == 0, "sim needs no set-up");
        const auto doctor = cli({"doctor"}, {}, m_home);
        QVERIFY2(doctor.out.contains("aliases.root must be a text"), doctor.all());
    }

    void prices() {
        const QString table = m_shop->write("prices.json", R"({"gpt-5":{"litellm_provider":"openai","mode":"chat","input_cost_per_token":2e-06,"output_cost_per_token":1.1e-05,"cache_read_input_token_cost":2e-07},)"
                                                          R"("gpt-7":{"litellm_provider":"openai","mode":"chat","input_cost_per_token":3e-06,"output_cost_per_token":9e-06}})");
        const auto dry = run({"update-prices", table, "--dry-run"});
        QVERIFY2(dry.code == 0 && dry.out.contains("$1.25 in, $10 out  ->  $2 in, $11 out") && dry.out.contains("Nothing was saved"), dry.all());
        QCOMPARE(named(run({"--json"}).json(), "models", "spec", "openai:gpt-5")["usd_per_million"].toObject()["input"].toString(), QString("1.25"));
        const auto saved = run({"update-prices", table, "--json"});
        QVERIFY2(saved.code == 0 && saved.json()["saved"].toBool() && saved.json()["changes"].toArray().size() == 2, saved.all());
        QCOMPARE(named(run({"--json"}).json(), "models", "spec", "openai:gpt-5")["usd_per_million"].toObject()["input"].toString(), QString("2"));
        QVERIFY(!named(run({"--json"}).json(), "models", "spec", "openai:gpt-7").isEmpty());
        QVERIFY(run({"update-prices", table}).out.contains("nothing to save"));

        HttpServer server([&](const HttpCall& call) {
            if (call.path == "/moved") return answerWith(httpResponse(302, "", "text/plain", {{"Location", "/prices"}}));
            if (call.path != "/prices") return answerWith(httpResponse(404, "no"));
            return answerWith(httpResponse(200, R"({"gpt-5":{"litellm_provider":"openai","mode":"chat","input_cost_per_token":1e-06,"output_cost_per_token":1e-05}})"));
        });
        const QString url = QString::fromStdString(server.url());
        QVERIFY2(run({"update-prices", url + "/prices"}).code == 0, run({"update-prices", url + "/prices"}).all());
        QVERIFY2(run({"update-prices", url + "/moved"}).err.contains("redirect"), run({"update-prices", url + "/moved"}).all());
        QCOMPARE(run({"update-prices", url + "/none"}).code, 5);
        QCOMPARE(run({"update-prices", "http://example.com/prices"}).code, 2); // anybody could change it on the way
        QCOMPARE(run({"update-prices", m_shop->write("no.json", "{")}).code, 3);
        QCOMPARE(run({"update-prices", m_shop->path("missing")}).code, 3);
    }
};

QTEST_GUILESS_MAIN(TestCliModels)
#include "tst_cli_models.moc"
