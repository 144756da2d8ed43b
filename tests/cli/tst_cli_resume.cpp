// `rlmscope-cli resume` of runs that were killed at random moments over HTTP, again while they resume, and of runs that a
// limit stopped: the same answer as uninterrupted, and what the server is asked (and would be paid for) twice is counted there.
#include "cli/cli_process.h"
#include "support/openai_server.h"
#include "trace/trace_reader.h"

#include <map>
#include <random>
#include <set>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

constexpr int Batch = 10, Steps = 5, Turns = 8;

std::map<QString, int> asked(const HttpServer& server) {
    std::map<QString, int> counts;
    for (const auto& call : server.recorded()) {
        const auto messages = QJsonDocument::fromJson(QByteArray::fromStdString(call.body))["messages"].toArray();
        ++counts[messages.last()["content"].toString()];
    }
    return counts;
}

struct State {
    bool any = false, ended = false;
    std::set<QString> answered; ///< prompts whose reply is in the trace
};

State stateOf(const QString& trace) {
    State state;
    if (!QFile::exists(trace)) return state;
    auto reader = TraceReader::open(trace.toStdString());
    if (!reader) return state;
    const auto runs = (*reader)->runs();
    if (!runs) return state;
    for (const auto& run : *runs) {
        std::map<Seq, QString> prompts;
        state.any = true;
        std::ignore = (*reader)->forEachEvent(run.id, 1, [&](const Event& event) {
            if (const auto* call = std::get_if<ModelCallStarted>(&event.body); call && call->role == CallRole::Sub)
                prompts[event.seq] = QString::fromStdString(call->added.back().plainText());
            else if (const auto* end = std::get_if<ModelCallEnded>(&event.body); end && end->status == "ok" && prompts.contains(event.node.seq))
                state.answered.insert(prompts[event.node.seq]);
            else if (std::holds_alternative<RunEnded>(event.body)) state.ended = true;
            return true;
        });
    }
    return state;
}

} // namespace

class TestCliResume : public QObject {
    Q_OBJECT

    Workshop m_shop;

    QString root() const {
        const auto code = QString("t = globals().get(\"t\", 0) + 1\n"
                                  "seen = globals().get(\"seen\", []) + llm_query_batched([\"batch %d.%d\" % (t, i) for i in range(%1)])\n"
                                  "for i in range(%2): seen.append(llm_query(\"step %d.%d after \" % (t, i) + str(len(seen))))\n"
                                  "import hashlib\n"
                                  "print(hashlib.sha256(\"\".join(map(str, seen)).encode()).hexdigest())\n"
                                  "if t == %3:\n"
                                  "    answer[\"content\"] = hashlib.sha256(\"\".join(map(str, seen)).encode()).hexdigest() + \" of %d\" % len(seen)\n"
                                  "    answer[\"ready\"] = True\n").arg(Batch).arg(Steps).arg(Turns);
        return m_shop.script("root.json", {rule({{"role", "final"}}, "the end"), rule({{"role", "frame"}}, cell(code))});
    }
    QStringList arguments(const OpenAiServer& server, const QString& trace) const {
        return {"run", "--context", m_shop.write("c.txt", "some context"), "--question", "q", "--model", root(), "--sub-model",
                QString::fromStdString(server.spec()), "--trace", trace, "--quiet"};
    }
    /// A script file belongs to whoever made the trace; named again, it is ours.
    QStringList resuming(const OpenAiServer& server, const QString& trace, const QStringList& more = {}) const {
        return QStringList{"resume", trace, "--yes", "--json", "--quiet", "--model", root(), "--sub-model", QString::fromStdString(server.spec())} + more;
    }
    static OpenAiServerOptions echo() {
        OpenAiServerOptions options;
        options.latencyMs = 2;
        return options;
    }

private Q_SLOTS:
    void killedAndResumed() {
        QString answer;
        {
            OpenAiServer server(echo());
            const auto result = cli(arguments(server, m_shop.path("whole.rlmscope")));
            QVERIFY2(result.code == 0 && result.out.contains(" of "), result.all());
            answer = QString::fromUtf8(result.out).trimmed();
        }
        std::mt19937 random(20261120);
        int inTheMiddle = 0, twice = 0, notListed = 0;
        for (int round = 0; round < RLMSCOPE_KILLS; ++round) {
            const auto trace = m_shop.path(QString("kill%1.rlmscope").arg(round));
            OpenAiServer server(echo());
            server.http().record(true);
            std::map<QString, int> mayRepeat; // once for each kill that found it in flight
            std::set<QString> listed;
            bool first = true;
            CliResult last;
            const int kills = 1 + round % 3; // killed again while it resumes
            for (int kill = 0; kill <= kills; ++kill) {
                const bool fresh = !stateOf(trace).any;
                if (fresh) QFile::remove(trace);
                CliProcess process(fresh ? arguments(server, trace) : resuming(server, trace));
                if (kill < kills) {
                    // At a random request of what is left, and a random moment after it.
                    constexpr unsigned All = Turns * (Batch + Steps);
                    const auto now = static_cast<unsigned>(server.http().calls());
                    const auto until = now + 1 + random() % std::max(1u, All - std::min(now, All - 1));
                    while (server.http().calls() < until && process.running()) QTest::qWait(1);
                    QTest::qSleep(static_cast<int>(random() % 4));
                    process.signal(SIGKILL);
                }
                last = process.finish();
                const auto state = stateOf(trace);
                if (!last.json().isEmpty()) {
                    for (const auto& call : last.json()["resumed"].toObject()["in_flight"].toArray()) listed.insert(call.toObject()["prompt"].toString());
                }
                if (state.ended) break;
                inTheMiddle += state.any && !state.answered.empty() && first ? 1 : 0;
                first = false;
                for (const auto& [prompt, times] : asked(server.http()))
                    if (!state.answered.contains(prompt)) ++mayRepeat[prompt];
            }
            if (!last.json().isEmpty()) {
                QVERIFY2(last.json()["answer"].toString() == answer, last.all());
                QCOMPARE(last.json()["resumed"].toObject()["divergences_total"].toInt(), 0);
            }
            for (const auto& [prompt, times] : asked(server.http())) {
                QVERIFY2(times <= 1 + mayRepeat[prompt], qPrintable(QString("round %1: %2 was asked %3 times").arg(round).arg(prompt).arg(times)));
                twice += times > 1 ? 1 : 0;
                // Of the last kill; earlier ones were listed by a resume that was killed itself.
                if (times > 1 && kills == 1 && !listed.contains(prompt)) ++notListed;
            }
        }
        qInfo("%d rounds killed in the middle; %d prompts were in flight and asked once more, %d of them not listed", inTheMiddle, twice, notListed);
        QVERIFY2(inTheMiddle > 0, "no moment lay inside a run: nothing was tested");
        QCOMPARE(notListed, 0);
    }

    void aLimitIsRaised() {
        OpenAiServer server(echo());
        server.http().record(true);
        const auto trace = m_shop.path("limit.rlmscope");
        const auto stopped = cli(arguments(server, trace) + QStringList{"--max-calls", "40"});
        QVERIFY2(stopped.code == 0 || stopped.code == 4, stopped.all());
        const auto same = cli(resuming(server, trace));
        QVERIFY2(same.code == 2 && same.err.contains("--max-calls"), same.all());
        const auto lower = cli(resuming(server, trace, {"--max-calls", "30"}));
        QVERIFY2(lower.code == 2, lower.all());
        const auto more = cli(resuming(server, trace, {"--max-calls", "1000"}));
        QVERIFY2(more.code == 0 && more.json()["answer"].toString().endsWith(QString(" of %1").arg(Turns * (Batch + Steps))), more.all());
        for (const auto& [prompt, times] : asked(server.http())) QVERIFY2(times == 1, qPrintable(prompt));
        const auto nothing = cli(resuming(server, trace));
        QVERIFY2(nothing.code == 2 && nothing.err.contains("nothing to resume"), nothing.all());
    }

    void aHigherLimitStillCountsWhatWasSpent() {
        OpenAiServer server(echo());
        server.http().record(true);
        const auto trace = m_shop.path("count.rlmscope");
        cli(arguments(server, trace) + QStringList{"--max-calls", "30"});
        const auto before = server.http().calls();
        const auto more = cli(resuming(server, trace, {"--max-calls", "50"}));
        QVERIFY2(more.code == 0 || more.code == 4, more.all());
        // Root calls go to the script; together they are 50.
        QVERIFY2(server.http().calls() > before && server.http().calls() <= 50, more.all());
    }

    void moreTurnsChangeNoRecordedPrompt() {
        OpenAiServer server(echo());
        server.http().record(true);
        const auto trace = m_shop.path("turns.rlmscope");
        const auto stopped = cli(arguments(server, trace) + QStringList{"--max-turns", "3"});
        QVERIFY2(stopped.code == 0 && stopped.out.startsWith("the end"), stopped.all());
        const auto more = cli(resuming(server, trace, {"--max-turns", "20"}));
        QVERIFY2(more.code == 0 && more.json()["answer"].toString().contains(" of "), more.all());
        QCOMPARE(more.json()["resumed"].toObject()["divergences_total"].toInt(), 0);
        QCOMPARE(more.json()["resumed"].toObject()["used"].toInt(), 3 + 3 * (Batch + Steps));
        for (const auto& [prompt, times] : asked(server.http())) QVERIFY2(times == 1, qPrintable(prompt));
    }

    void aDivergingCellGoesOnAnewAndSaysSo() {
        OpenAiServer server(echo());
        const auto trace = m_shop.path("diverge.rlmscope");
        const auto code = "import os\nprint(os.urandom(8).hex())\nx = llm_query(\"same\")";
        const auto model = m_shop.script("diverge.json", {rule({{"role", "final"}}, "stopped"), rule({{"role", "frame"}, {"turn", 1}}, cell(code)),
                                                          rule({{"role", "frame"}, {"turn", 2}}, cell("y = 1")),
                                                          rule({{"role", "frame"}, {"turn", 3}}, cell(answering("x")))});
        const QStringList spec = {"--model", model, "--sub-model", QString::fromStdString(server.spec())};
        const auto stopped = cli(QStringList{"run", "--context", m_shop.write("c.txt", "text"), "--question", "q", "--max-turns", "2", "--trace", trace, "--quiet"} + spec);
        QVERIFY2(stopped.code == 0, stopped.all());
        const auto more = cli(QStringList{"resume", trace, "--yes", "--json", "--quiet", "--max-turns", "5"} + spec);
        QVERIFY2(more.code == 0 && more.json()["answer"] == "same", more.all());
        QCOMPARE(more.json()["resumed"].toObject()["divergences_total"].toInt(), 1);
        QVERIFY2(cli({"show", trace}).out.contains("Differs from the recorded run at /t2"), more.all());
    }

    void aRunThatLivesIsLeftAlone() {
        OpenAiServerOptions slow;
        slow.latencyMs = 60'000;
        OpenAiServer server(slow);
        const auto trace = m_shop.path("live.rlmscope");
        CliProcess process(arguments(server, trace));
        QTRY_VERIFY_WITH_TIMEOUT(server.http().calls() > 0, 60'000);
        const auto result = cli(resuming(server, trace));
        QVERIFY2(result.code == 2 && result.err.contains("another process"), result.all());
        QVERIFY2(cli({"replay", trace, "--yes"}).code == 2, "a live run was replayed");
        process.signal(SIGKILL);
        process.finish();
    }

    void aStrangersTraceGetsNoKey() {
        // The trace names this server. It must not see the key, whatever the command line says about keys.
        OpenAiServer server(echo());
        server.http().record(true);
        const auto trace = m_shop.path("foreign.rlmscope");
        const auto spec = QString::fromStdString(server.spec());
        const QStringList keys = {"PLANTED=sk-planted-4711", "OPENAI_API_KEY=sk-planted-4711", "ANTHROPIC_API_KEY=sk-planted-4711"};
        const auto made = cli({"run", "--context", m_shop.write("c.txt", "text"), "--question", "q", "--model", spec, "--max-turns", "1", "--trace", trace, "--quiet"});
        const auto before = server.http().calls();
        QVERIFY2(before > 0, made.all());
        const auto asks = cli({"resume", trace, "--max-turns", "3", "--key-env", "PLANTED"}, {}, keys);
        QVERIFY2(asks.code == 2 && asks.err.contains("not from your library") && asks.err.contains("127.0.0.1") && asks.err.contains("without a key"), asks.all());
        QCOMPARE(server.http().calls(), before);
        const auto resumed = cli({"resume", trace, "--yes", "--max-turns", "3", "--key-env", "PLANTED"}, {}, keys);
        QVERIFY2(server.http().calls() > before, resumed.all());
        for (const auto& call : server.http().recorded()) {
            QVERIFY2(call.body.find("sk-planted") == std::string::npos, "in a body");
            for (const auto& [name, value] : call.headers.fields) QVERIFY2(value.find("sk-planted") == std::string::npos, name.c_str());
        }
        QVERIFY2(resumed.err.contains("No key is sent to"), resumed.all());
        // Named on the command line it is the user's own choice.
        cli({"resume", trace, "--yes", "--quiet", "--max-turns", "5", "--model", spec, "--key-env", "PLANTED"}, {}, keys);
        bool sent = false;
        for (const auto& call : server.http().recorded())
            for (const auto& [name, value] : call.headers.fields) sent = sent || value.find("sk-planted") != std::string::npos;
        QVERIFY(sent);
    }

    void sameWordsAtTemperatureZeroAreAskedOnce() {
        OpenAiServer server(echo());
        server.http().record(true);
        const auto sub = QString::fromStdString(server.spec()) + "?temperature=0";
        const auto model = m_shop.script("cache.json", {rule({{"role", "frame"}}, cell("r = llm_query_batched([\"p%d\" % i for i in range(5)])\n" + answering("str(r)")))});
        const auto once = [&](const QString& name, const QStringList& more) {
            return cli(QStringList{"run", "--context", m_shop.write("c.txt", "text"), "--question", "q", "--model", model, "--sub-model", sub,
                                   "--trace", m_shop.path(name), "--quiet", "--json"} + more, {}, {"XDG_CACHE_HOME=" + m_shop.path("cache")});
        };
        const auto first = once("cache1.rlmscope", {"--reuse-replies"});
        QVERIFY2(first.code == 0 && server.http().calls() == 5, first.all());
        const auto second = once("cache2.rlmscope", {"--reuse-replies"});
        QVERIFY2(second.code == 0 && server.http().calls() == 5, second.all());
        QCOMPARE(second.json()["answer"], first.json()["answer"]);
        const auto shown = cli({"show", m_shop.path("cache2.rlmscope")});
        QVERIFY2(shown.out.contains("5 replies from the cache"), shown.all());
        QCOMPARE(cli({"replay", m_shop.path("cache2.rlmscope"), "--yes"}).out, QByteArray("identical\n"));
        QVERIFY2(once("cache3.rlmscope", {}).code == 0 && server.http().calls() == 10, "not asked for, yet used");
    }

    void aStrangersFilesAreNotRead() {
        const auto trace = m_shop.path("script.rlmscope");
        const auto root = m_shop.script("theirs.json", {rule({}, "I do not know.")});
        cli({"run", "--context", m_shop.write("c.txt", "text"), "--question", "q", "--model", root, "--max-turns", "1", "--trace", trace, "--quiet"});
        const auto result = cli({"resume", trace, "--yes", "--max-turns", "3"});
        QVERIFY2(result.code == 2 && result.err.contains("script file"), result.all());
    }
};

QTEST_GUILESS_MAIN(TestCliResume)
#include "tst_cli_resume.moc"
