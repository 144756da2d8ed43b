// A call in full: the messages that it kept, dropped and added, its window and its bill, in words; notes of a cell's lines.
#include "itemmodels/call_details.h"
#include "itemmodels/cell_facts.h"
#include "itemmodels/run_document.h"
#include "support/live_trace.h"

#include <QTemporaryDir>
#include <QtTest/QTest>

using namespace rlmscope;
using rlmscope::test::EventScript;
using rlmscope::test::LiveTrace;

namespace {

NodeId call(EventScript& s, NodeId turn, NodeId previous, int kept, std::vector<Message> added) {
    ModelCallStarted body;
    body.model = "root";
    body.previous = previous;
    body.kept = kept;
    body.added = std::move(added);
    body.outputCap = 1000;
    return s.add(body, {}, turn).node;
}

QStringList texts(const std::vector<CallMessage>& messages) {
    QStringList out;
    for (const auto& message : messages) out << QString::fromStdString(plainText(message.parts));
    return out;
}

} // namespace

class TestCallDetails : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;

private Q_SLOTS:
    void keptRemovedAndAdded() {
        LiveTrace trace(m_dir.filePath("calls.rlmscope").toStdString());
        RunDocument document;
        document.beginLive(trace.path(), trace.run());
        EventScript s;
        RunStarted started;
        started.spec.question = "q";
        started.context.shape = "text";
        started.models = R"([{"spec":"root","resolved":"openai:gpt-5","window":2000,"price":{"input":2,"output":10,"cache_read":1,"cache_write":3,
                             "tiers":[{"above":500,"input":4,"output":20,"cache_read":2,"cache_write":6}]},"price_table":"abcdef0123"}])";
        s.add(SegmentStarted{1, 1});
        s.add(started);
        const NodeId frame = s.frame();
        const NodeId turn = s.turn(frame, 1);
        const auto user = [](const char* text) { return Message::text(Role::User, text); };
        const NodeId first = call(s, turn, {}, 0, {Message::text(Role::System, "sys"), user("a"), user("b")});
        const NodeId second = call(s, turn, first, 3, {user("c"), user("d")});
        const NodeId third = call(s, turn, second, 2, {user("summary of b, c, d")});
        s.attempt(third);
        ModelCallEnded end;
        end.status = "ok";
        end.reply = {Part{PartKind::Reasoning, Text("hm"), {}}, Part{PartKind::Text, Text("yes"), {}}};
        end.finish = FinishReason::Length;
        end.usage.freshInput = 500;
        end.usage.cacheRead = 100;
        end.usage.output = 7;
        end.usage.reasoning = 2;
        end.usageKnown = true;
        end.costSource = CostSource::Computed;
        end.cost = PicoUsd{500 * 4 + 100 * 2 + 7 * 20};
        s.add(end, third);
        QVERIFY(trace.write(s, &document));
        const auto details = [&](NodeId id) { return callDetails(document, document.tree().find(id)); };

        CallDetails d = details(first);
        QCOMPARE(texts(d.messages), (QStringList{"sys", "a", "b"}));
        QCOMPARE(d.kept, 0);
        QVERIFY(CallWords::change(d).isEmpty());
        QVERIFY(!d.usageKnown);
        QCOMPARE(d.input(), d.sentEstimate());
        d = details(second);
        QCOMPARE(texts(d.messages), (QStringList{"sys", "a", "b", "c", "d"}));
        QCOMPARE(d.kept, 3);
        QVERIFY(d.removed.empty());
        d = details(third); // compaction: what came after the first two is replaced
        QCOMPARE(texts(d.messages), (QStringList{"sys", "a", "summary of b, c, d"}));
        QCOMPARE(texts(d.removed), (QStringList{"b", "c", "d"}));
        QVERIFY2(CallWords::change(d).contains("3"), qPrintable(CallWords::change(d)));
        QCOMPARE(d.window, Tokens(2000));
        QCOMPARE(d.meant, QStringLiteral("openai:gpt-5"));
        QCOMPARE(d.outputCap, 1000); // as asked for: what an attempt sent is not indexed
        QVERIFY(CallWords::finish(d).contains("1,000"));
        QVERIFY(CallWords::priceSource(d).contains("abcdef01"));
        // The tier holds for all of it, and the lines add up to what was stored.
        PicoUsd sum;
        for (const auto& line : d.bill()) sum += line.cost();
        QCOMPARE(sum, d.cost);
        QCOMPARE(d.bill().size(), std::size_t(3));
        // At a moment before its end, the call has none.
        document.setMoment(third.seq);
        d = details(third);
        QVERIFY(!d.ended && !d.usageKnown);
        QVERIFY(d.reply.empty());
    }

    void aChainThatLeadsNowhereEnds() {
        LiveTrace trace(m_dir.filePath("chain.rlmscope").toStdString());
        RunDocument document;
        document.beginLive(trace.path(), trace.run());
        EventScript s;
        s.begin();
        const NodeId turn = s.turn(s.frame(), 1);
        const NodeId lost = call(s, turn, NodeId{999}, 5, {Message::text(Role::User, "x")});
        const NodeId negative = call(s, turn, lost, -3, {Message::text(Role::User, "y")});
        QVERIFY(trace.write(s, &document));
        const CallDetails d = callDetails(document, document.tree().find(lost));
        QCOMPARE(texts(d.messages), (QStringList{"x"}));
        QVERIFY(!d.problem.isEmpty());
        QVERIFY(d.kept <= 1);
        QCOMPARE(texts(callDetails(document, document.tree().find(negative)).messages), (QStringList{"y"}));
        QCOMPARE(callDetails(document, NoNode).node, NoNode);
    }

    void notesStandAtTheLineThatCalls() {
        EventScript s;
        s.begin();
        const NodeId cell = s.cell(s.turn(s.frame(), 1), 1);
        for (int i = 0; i < 3; ++i) {
            const NodeId sub = s.sub(cell, 7, i, 3);
            s.attempt(sub);
            s.reply(sub, "r", 40'000'000'000);
        }
        RunTree tree;
        for (const Event& event : s.take()) tree.apply(event);
        const QString code = QStringLiteral("# llm_query_batched(x)\ndef llm_query_batched_all(): pass\nr = llm_query_batched(\n  prompts)\n");
        const auto notes = callNotes(tree, tree.find(cell), code);
        QCOMPARE(notes.size(), 1);
        QCOMPARE(notes.front().line, 2);
        QVERIFY2(notes.front().text.startsWith("3 sub-call") && notes.front().text.contains("$0.1200"), qPrintable(notes.front().text));
        QVERIFY(callNotes(tree, tree.find(cell), "ask_all()").isEmpty());
        QCOMPARE(callLines("a = llm_query(1)\nb = x.llm_query(2)\n", "llm_query"), QVector<int>{0});
    }

    void theFailedLineIsTheCellsOwn() {
        QCOMPARE(failedLine("Traceback (most recent call last):\n  File \"<cell 7>\", line 3, in <module>\n  File \"<cell 2>\", line 9, in f\nValueError: x\n"), 2);
        QCOMPARE(failedLine("Traceback:\n  File \"<cell 7>\", line 3, in <module>\n  File \"<cell 7>\", line 12, in g\n"), 11);
        QCOMPARE(failedLine("SyntaxError: no"), -1);
    }
};

QTEST_GUILESS_MAIN(TestCallDetails)
#include "tst_call_details.moc"
