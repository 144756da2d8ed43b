// Whole runs over a fake model and a fake REPL.
#include "engine/engine_fixture.h"

#include <QtTest>

using namespace rlmscope;

class TestRun : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rlmAnswers() {
        EngineFixture f;
        const auto model = f.model({cell("print 3 lines"), cell("print sure\nfinal 3")});
        const RunEnded ended = f.run();
        QCOMPARE(ended.status, "answered");
        QCOMPARE(ended.stopReason, "answer");
        QCOMPARE(std::string(ended.answerText.view()), "3");
        QCOMPARE(ended.answer, "\"3\"");
        QCOMPARE(malformed(f.sink->events()), "");
        const auto requests = model->requests();
        QCOMPARE(requests.size(), 2u);
        QCOMPARE(requests[1].messages.size(), 4u);
        QCOMPARE(requests[1].messages[3].plainText(), "Output:\n3 lines\n\nTurn 2 of 30.");
    }
    void directAnswers() {
        EngineFixture f;
        f.spec.strategy = "direct";
        const auto model = f.model({"three"});
        const RunEnded ended = f.run();
        QCOMPARE(ended.status, "answered");
        QCOMPARE(std::string(ended.answerText.view()), "three");
        QCOMPARE(malformed(f.sink->events()), "");
        QVERIFY(model->requests()[0].messages[1].plainText().find("one\ntwo\nthree") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestRun)
#include "tst_run.moc"
