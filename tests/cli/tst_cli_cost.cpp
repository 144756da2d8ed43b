// `cost` on the real program: of a run made by it, and of a trace with models that have prices.
#include "cli/cli_process.h"
#include "trace/trace_writer.h"

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

/// A trace of a run that asked two priced models, failed once, got a reply from the cache, and did not learn one usage.
void writePriced(const QString& path, RunId id) {
    auto writer = TraceWriter::open(path.toStdString());
    QVERIFY(writer.ok());
    auto sink = *(*writer)->beginRun(id);
    RunStarted started;
    started.spec.question = "How many?";
    sink->append({}, {}, started);
    const NodeId frame{sink->append({}, {}, FrameStarted{"rlm", "openai:gpt-5", 0, {}, "", "How many?", {}, 0, 0, 0, ""})};
    const NodeId turn{sink->append({}, frame, TurnStarted{1})};
    const auto call = [&](const char* model, CallRole role, int depth, const ModelCallEnded& ended, bool fail = false) {
        ModelCallStarted body;
        body.model = model;
        body.role = role;
        body.depth = depth;
        const NodeId node{sink->append({}, turn, body)};
        if (ended.source == ReplySource::Model) sink->append(node, {}, AttemptStarted{1, 100, {1000}, true});
        if (fail) {
            AttemptFailed failed;
            failed.usage = {1000, 0, 0, 0, 0};
            failed.usageKnown = true;
            failed.cost = {1'250'000'000};
            sink->append(node, {}, failed);
            sink->append(node, {}, AttemptStarted{2, 100, {1000}, true});
        }
        sink->append(node, {}, ended);
    };
    ModelCallEnded ended;
    ended.status = "ok";
    ended.usage = {1000, 3000, 0, 100, 0};
    ended.usageKnown = true;
    ended.cost = {2'625'000'000};
    ended.costSource = CostSource::Computed;
    call("openai:gpt-5", CallRole::Frame, 0, ended, true);
    ended.usage = {2000, 0, 0, 50, 0};
    ended.cost = {600'000'000};
    call("openai:gpt-5-mini", CallRole::Sub, 1, ended);
    ended.usageKnown = false;
    call("openai:gpt-5-mini", CallRole::Sub, 1, ended);
    ended.usageKnown = true;
    ended.source = ReplySource::Cache;
    ended.cost = {};
    ended.recordedCost = {777'000'000};
    call("openai:gpt-5-mini", CallRole::Sub, 1, ended);
    sink->append(frame, {}, FrameEnded{"answered", "\"42\"", "42", {}});
    sink->append({}, {}, RunEnded{"answered", "answer", "\"42\"", "42", {}});
    QVERIFY((*writer)->finish().ok());
}

const QJsonObject run0(const CliResult& result) { return result.json()["runs"][0].toObject(); }

const QJsonObject find(const QJsonArray& list, const QString& key, const QJsonValue& value) {
    for (const auto& entry : list)
        if (entry.toObject()[key] == value) return entry.toObject();
    return {};
}

} // namespace

class TestCliCost : public QObject {
    Q_OBJECT

    Workshop m_shop;
    QString m_trace;
    QByteArray m_before;

    QByteArray bytes() const {
        QFile file(m_trace);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void initTestCase() {
        m_trace = m_shop.path("priced.rlmscope");
        writePriced(m_trace, RunId::random());
        m_before = bytes();
        QVERIFY(!m_before.isEmpty());
    }

    void equalsWhatTheRunSaid() {
        const auto trace = m_shop.path("made.rlmscope");
        const QJsonArray rules{rule({{"role", "frame"}}, cell("votes = llm_query_batched([str(i) for i in range(12)])\n" + answering("len(votes)")), usage(300, 40)),
                               rule({{"role", "sub"}}, "yes", usage(5, 1))};
        const auto model = m_shop.script("model.json", rules, {{"price", QJsonObject{{"input", 1.0}, {"output", 4.0}}}});
        const auto made = cli({"run", "--context", m_shop.write("c.txt", "x"), "--question", "How long?", "--model", model, "--trace", trace, "--json"});
        QVERIFY2(made.code == 0, made.all());
        const auto said = cli({"cost", trace, "--json"});
        QVERIFY2(said.code == 0 && said.err.isEmpty(), said.all());
        const auto total = run0(said)["total"].toObject();
        QCOMPARE(total["cost_usd"], made.json()["cost_usd"]);
        QCOMPARE(total["usage"], made.json()["usage"]);
        QCOMPARE(total["calls"], made.json()["model_calls"]);
        QCOMPARE(run0(said)["depths"].toArray().size(), 2);
        QCOMPARE(find(run0(said)["roles"].toArray(), "role", "sub")["calls"].toInt(), 12);
        QVERIFY(run0(said)["repriced"].isNull());
        const auto text = cli({"cost", trace});
        QVERIFY2(text.code == 0 && text.out.contains("total"), text.all());
    }

    void byModelAndDepth() {
        const auto result = cli({"cost", m_trace, "--json"});
        QVERIFY2(result.code == 0, result.all());
        const auto run = run0(result);
        const auto big = find(run["models"].toArray(), "model", "openai:gpt-5"), small = find(run["models"].toArray(), "model", "openai:gpt-5-mini");
        QCOMPARE(big["calls"].toInt(), 1);
        QCOMPARE(big["attempts"].toInt(), 2);
        QCOMPARE(big["failed_attempts"].toInt(), 1);
        QCOMPARE(big["failed_cost_usd"].toDouble(), 0.00125);
        QCOMPARE(big["cost_usd"].toDouble(), 0.003875);
        QCOMPARE(big["cached_share"].toDouble(), 0.6);
        QCOMPARE(small["calls"].toInt(), 3);
        QCOMPARE(small["estimated_attempts"].toInt(), 1);
        QCOMPARE(small["replies_cached"].toInt(), 1);
        QCOMPARE(small["saved_usd"].toDouble(), 0.000777);
        QCOMPARE(run["total"]["known_cost_pico_usd"].toInteger(), qint64(5'075'000'000));

        const auto text = cli({"cost", m_trace}, {}, {"LC_ALL=C"});
        QVERIFY2(text.out.contains("~$0.0012"), text.all()); // estimated
        QVERIFY2(text.out.contains("60%"), text.all());
        QVERIFY2(text.out.contains("Not asked for: 0 replies from a record, 1 from the cache; $0.0008"), text.all());
        QVERIFY2(text.out.contains("Failed: 1 attempt, $0.0013 of the cost."), text.all());
    }

    void asAnotherModel() {
        const auto all = cli({"cost", m_trace, "--as", "gpt-5-mini", "--json"});
        QVERIFY2(all.code == 0, all.all());
        const auto anew = run0(all)["repriced"].toObject();
        QCOMPARE(anew["estimated"].toBool(), true);
        QCOMPARE(anew["total"]["unknown_attempts"].toInt(), 1); // of one, the tokens are not known
        QVERIFY(anew["total"]["cost_usd"].isNull());
        QVERIFY(anew["total"]["known_cost_usd"].toDouble() > 0);
        QCOMPARE(find(anew["rows"].toArray(), "model", "openai:gpt-5")["as"].toString(), QString("openai:gpt-5-mini"));

        const auto one = cli({"cost", m_trace, "--as", "openai:gpt-5=openai:gpt-5-mini", "--json"});
        const auto rows = run0(one)["repriced"]["rows"].toArray();
        const auto kept = find(rows, "model", "openai:gpt-5-mini");
        QCOMPARE(kept["cost_usd"], kept["recorded_usd"]);
        QCOMPARE(kept["kept_attempts"].toInt(), 2);
        QCOMPARE(find(rows, "model", "openai:gpt-5")["unknown_attempts"].toInt(), 0);
        const auto text = cli({"cost", m_trace, "--as", "gpt-5-mini"}, {}, {"LC_ALL=C"});
        QVERIFY2(text.out.contains("as openai:gpt-5-mini") && text.out.contains("An estimate") && text.out.contains(">="), text.all());
        QCOMPARE(bytes(), m_before);
    }

    void anotherTable() {
        const auto ours = m_shop.write("ours.json", R"({"format": 1, "unit": "pico-USD per token", "models": [
            {"provider": "openai", "id": "gpt-5", "prices": [{"input": 10, "output": 20, "source": {"page": "a test"}}]}]})");
        const auto own = cli({"cost", m_trace, "--prices", ours, "--json"});
        QVERIFY2(own.code == 0, own.all());
        const auto rows = run0(own)["repriced"]["rows"].toArray();
        QCOMPARE(find(rows, "model", "openai:gpt-5")["known_cost_pico_usd"].toInteger(), qint64(1000 * 10 + 4000 * 10 + 100 * 20));
        QCOMPARE(find(rows, "model", "openai:gpt-5-mini")["priced_attempts"].toInt(), 0);

        const auto foreign = m_shop.write("litellm.json", R"({"gpt-5": {"litellm_provider": "openai", "mode": "chat",
            "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6, "cache_read_input_token_cost": 1e-7}})");
        const auto theirs = cli({"cost", m_trace, "--prices", foreign, "--json"});
        QVERIFY2(theirs.code == 0, theirs.all());
        QCOMPARE(find(run0(theirs)["repriced"]["rows"].toArray(), "model", "openai:gpt-5")["cost_usd"].toDouble(), 1000e-6 + 1000e-6 + 3000e-7 + 200e-6);
    }

    void errorsSayWhatIsNear() {
        const auto check = [&](const QStringList& arguments, int code, const QByteArray& words) {
            const auto result = cli(QStringList{"cost"} + arguments);
            QVERIFY2(result.code == code && result.out.isEmpty() && result.err.contains(words), result.all());
        };
        check({m_trace, "--as", "gpt-5-mimi"}, 2, "openai:gpt-5-mini");
        check({m_trace, "--as", "openai:gpt5=openai:gpt-5-mini"}, 2, "openai:gpt-5");
        check({m_trace, "--as", "openai:gpt-5=nothing-like-it-anywhere"}, 2, "does not know");
        check({m_trace, "--as", "gpt-5", "--as", "gpt-5-mini"}, 2, "two models");
        check({m_trace, "--on", "2026-13-01"}, 2, "2026-07-30");
        check({m_trace, "--run", "zzz"}, 3, "no run");
        check({m_trace, "--prices", m_shop.path("absent.json")}, 3, "absent.json");
        check({m_trace, "--prices", m_shop.write("bad.json", "{")}, 3, "bad.json");
        check({m_shop.path("absent.rlmscope")}, 3, "absent.rlmscope");
        check({}, 2, "TRACE");
        check({m_trace, "--prices", m_shop.write("wrong.json", R"({"format": 1, "unit": "pico-USD per token", "models": [{}]})")}, 3, "models[0]");
    }
};

QTEST_APPLESS_MAIN(TestCliCost)
#include "tst_cli_cost.moc"
