// kill -9 at random moments of a run over HTTP. The trace opens every time, shows everything up to that moment, and holds
// every reply that the run had acted upon. What it acted upon is known from outside: the server sees request i + 1 only
// when reply i had been used.
#include "cli/cli_process.h"
#include "support/openai_server.h"
#include "trace/run_tree.h"
#include "trace/trace_reader.h"

#include <QElapsedTimer>

#include <map>
#include <random>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

constexpr int Batch = 10, Steps = 5, Turns = 12;

// Where a prompt stands in the run: "batch 3.7" before "step 3.0" before "batch 4.0".
struct Place {
    int turn = 0, stage = 0; ///< stage 0 = the batch, whose prompts are asked at the same time; then the steps
    auto operator<=>(const Place&) const = default;
};
Place placeOf(const QString& prompt) {
    const auto numbers = prompt.section(' ', 1, 1).split('.');
    if (numbers.size() != 2) return {};
    return {numbers[0].toInt(), prompt.startsWith("batch") ? 0 : 1 + numbers[1].toInt()};
}
std::vector<QString> promptsBefore(Place place) {
    std::vector<QString> prompts;
    for (int turn = 1; turn <= Turns; ++turn) {
        if (Place{turn, 0} < place)
            for (int i = 0; i < Batch; ++i) prompts.push_back(QString("batch %1.%2").arg(turn).arg(i));
        for (int i = 0; i < Steps; ++i)
            if (Place{turn, 1 + i} < place) prompts.push_back(QString("step %1.%2").arg(turn).arg(i));
    }
    return prompts;
}

Place lastPlace(const HttpServer& server) {
    Place last;
    for (const auto& call : server.recorded()) {
        const auto messages = QJsonDocument::fromJson(QByteArray::fromStdString(call.body))["messages"].toArray();
        last = std::max(last, placeOf(messages.last()["content"].toString()));
    }
    return last;
}

} // namespace

class TestCliKill : public QObject {
    Q_OBJECT

    Workshop m_shop;

    QStringList arguments(const OpenAiServer& server, const QString& trace) const {
        const auto code = QString("t = globals().get(\"t\", 0) + 1\n"
                                  "llm_query_batched([\"batch %d.%d\" % (t, i) for i in range(%1)])\n"
                                  "for i in range(%2): llm_query(\"step %d.%d\" % (t, i))\n").arg(Batch).arg(Steps);
        const auto root = m_shop.script("root.json", {rule({{"role", "final"}}, "the end"), rule({{"role", "frame"}}, cell(code))});
        return {"run", "--context", m_shop.write("c.txt", "some context"), "--question", "q", "--model", root, "--sub-model",
                QString::fromStdString(server.spec()), "--max-turns", QString::number(Turns), "--trace", trace, "--quiet"};
    }

    static OpenAiServerOptions echo() {
        OpenAiServerOptions options;
        options.latencyMs = 2;
        return options;
    }

private Q_SLOTS:
    void nothingIsLost() {
        // How long a whole run takes on this machine, so that the moments lie inside it.
        QElapsedTimer clock;
        qint64 whole = 0;
        {
            OpenAiServer server(echo());
            clock.start();
            const auto result = cli(arguments(server, m_shop.path("whole.rlmscope")));
            whole = clock.elapsed();
            QVERIFY2(result.code == 0, result.all());
        }
        std::mt19937 random(20260810);
        int inTheMiddle = 0;
        for (int round = 0; round < RLMSCOPE_KILLS; ++round) {
            const auto trace = m_shop.path(QString("kill%1.rlmscope").arg(round));
            OpenAiServer server(echo());
            server.http().record(true);
            CliProcess process(arguments(server, trace));
            QTest::qWait(static_cast<int>(random() % static_cast<unsigned>(whole)));
            process.signal(SIGKILL);
            process.finish();
            if (QTest::currentTestFailed()) return;
            check(trace, lastPlace(server.http()), inTheMiddle);
            if (QTest::currentTestFailed()) qWarning("round %d", round);
        }
        QVERIFY2(inTheMiddle > 0, "no moment lay inside a run: nothing was tested");
    }

private:
    void check(const QString& trace, Place reached, int& inTheMiddle) {
        if (!QFile::exists(trace)) {
            QVERIFY2(reached == Place{}, "requests left before there was a trace");
            return;
        }
        auto reader = TraceReader::open(trace.toStdString());
        QVERIFY2(reader.ok(), reader.ok() ? "" : reader.error().text().c_str());
        const auto runs = (*reader)->runs();
        QVERIFY(runs.ok());
        if (runs->empty()) {
            QVERIFY2(reached == Place{}, "requests left before the run was in the trace");
            return;
        }
        RunTree tree(runs->front().id);
        std::map<QString, QString> replies;
        std::map<Seq, QString> prompts;
        const auto read = (*reader)->forEachEvent(runs->front().id, 1, [&](const Event& event) {
            tree.apply(event);
            if (const auto* call = std::get_if<ModelCallStarted>(&event.body); call && call->role == CallRole::Sub)
                prompts[event.seq] = QString::fromStdString(call->added.back().plainText());
            else if (const auto* end = std::get_if<ModelCallEnded>(&event.body); end && end->status == "ok")
                replies[prompts[event.node.seq]] = QString::fromStdString(plainText(end->reply));
            return true;
        });
        QVERIFY2(read.ok(), read.ok() ? "" : read.error().text().c_str());
        tree.markInterrupted();
        for (const auto& node : tree.nodes()) QVERIFY(node.status != NodeStatus::Running && node.status != NodeStatus::Queued);
        for (const auto& prompt : promptsBefore(reached))
            QVERIFY2(replies[prompt] == prompt, qPrintable("lost: the reply to " + prompt));

        const auto shown = cli({"show", trace});
        QVERIFY2(shown.code == 0, shown.all());
        if (reached > Place{} && !tree.ended()) {
            ++inTheMiddle;
            QVERIFY2(shown.out.contains("interrupted"), shown.all());
        }
    }
};

QTEST_GUILESS_MAIN(TestCliKill)
#include "tst_cli_kill.moc"
