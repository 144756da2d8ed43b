// The simulated model alone: options, streaming, limits, cancelling, and its reading of single prompts.
#include "providers/attempt.h"
#include "providers/simulated_model.h"

#include <QTest>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

std::shared_ptr<LanguageModel> sim(const std::string& spec = "sim:latency=0") {
    auto options = parseSimulatedSpec(spec);
    if (!options) qFatal("%s", options.error().text().c_str());
    return makeSimulatedModel(*options);
}
std::string reply(const std::string& prompt, const std::string& spec = "sim:latency=0") {
    return run(*sim(spec), ask(prompt)).replyText();
}

} // namespace

class TestSimulatedModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void optionsAreReadOrRefused() {
        const auto o = parseSimulatedSpec("sim:latency=50ms,rot=0.25,window=8k,style=verify,price=1/4,token=2ms");
        QVERIFY(o.ok());
        QCOMPARE(o->latencyMs, 50.0);
        QCOMPARE(o->rot, 0.25);
        QCOMPARE(o->window, Tokens(8000));
        QCOMPARE(o->tokenMs, 2.0);
        QCOMPARE(int(o->style), int(SimulatedStyle::Verify));
        const auto info = makeSimulatedModel(*o)->info();
        QVERIFY(info.simulated && info.price && info.price->simulated);
        QCOMPARE(info.price->input, std::int64_t(1'000'000));
        QCOMPARE(info.price->output, std::int64_t(4'000'000));
        QCOMPARE(parseSimulatedSpec("sim:latency=2s")->latencyMs, 2000.0);
        for (const auto* bad : {"sim:speed=3", "sim:rot=2", "sim:latency=fast", "sim:window=10", "sim:price=3", "sim:style=wild", "sim:rot", "simulated"}) {
            const auto refused = parseSimulatedSpec(bad);
            QVERIFY2(!refused.ok(), bad);
            QCOMPARE(int(refused.error().kind), int(ErrorKind::Usage));
        }
    }

    void itStreamsAndCounts() {
        const auto heard = run(*sim("sim:latency=5ms,token=1ms"), ask("Summarise this text in two sentences.\n\nText:\nThe ferry lost her rudder on Tuesday near the quay. "
                                                                      "Captain Halvorsen stayed at the wheel for an hour. Nobody was hurt in the end."));
        QVERIFY(heard.ok());
        QVERIFY(heard.deltas > 1);
        QCOMPARE(heard.text, heard.replyText());
        QCOMPARE(heard.ends, 1);
        QVERIFY(heard.reply().usageKnown);
        QCOMPARE(heard.reply().usage.output, Tokens((heard.text.size() + 3) / 4));
    }

    void theOutputCapCutsAtACharacter() {
        auto request = ask("Summarise this text in five sentences.\n\nText:\nÄäÄä öÖöÖ üüüü ßßßß éééé ññññ çççç. Zweitens: ööö äää üüü ßßß ñññ.", 5);
        const auto heard = run(*sim(), request);
        QVERIFY(heard.ok());
        QCOMPARE(int(heard.reply().finish), int(FinishReason::Length));
        QVERIFY(heard.text.size() <= 20 && !heard.text.empty());
        QVERIFY(QString::fromUtf8(heard.text.c_str()).indexOf(QChar(0xFFFD)) < 0);
    }

    void aPromptBeyondTheWindowFails() {
        const auto heard = run(*sim("sim:latency=0,window=1k"), ask(std::string(5000, 'x')));
        QVERIFY(!heard.ok());
        QCOMPARE(int(heard.failure().error.kind), int(ErrorKind::Context));
        QVERIFY(!heard.failure().retryable);
    }

    void cancellingEndsItOnce() {
        const auto model = sim("sim:latency=10s");
        CancelSource source;
        Waiter waiter;
        model->start(ask("What is it?"), source.token(), waiter.listener());
        source.cancel();
        const auto heard = waiter.wait();
        QCOMPARE(int(heard.failure().error.kind), int(ErrorKind::Cancelled));
        CancelSource before;
        before.cancel();
        QCOMPARE(int(run(*model, ask("What is it?"), before.token()).failure().error.kind), int(ErrorKind::Cancelled));
    }

    void aThousandAtOnce() {
        const auto model = sim("sim:latency=20ms");
        std::vector<Waiter> waiters(1000);
        for (auto& waiter : waiters) model->start(ask("Answer yes or no. Is the gate open?\n\nText:\nThe gate is open."), {}, waiter.listener());
        for (auto& waiter : waiters) QCOMPARE(waiter.wait().ends, 1);
    }

    void theSameKeyGivesTheSameReply() {
        auto request = ask("Give each numbered item exactly one of these labels: billing, delivery.\n\n1: my parcel is lost\n2: the invoice is wrong\n3: the courier rang\n4: charged twice");
        request.seed = 3;
        const auto model = sim("sim:latency=0,rot=1");
        const auto first = run(*model, request).replyText();
        QCOMPARE(run(*model, request).replyText(), first);
    }

    void itLabelsInTheFormAskedFor() {
        const std::string items = "1: my parcel never arrived\n2: I was charged twice\n3: the screen flickers";
        QCOMPARE(reply("Give each numbered item exactly one of these labels: billing, delivery, technical.\nReply `number: label`.\n\n" + items),
                 std::string("1: delivery\n2: billing\n3: technical"));
        QCOMPARE(reply("Classify each item as billing, delivery or technical. Reply with a JSON list.\n\n" + items), std::string(R"(["delivery","billing","technical"])"));
        QCOMPARE(reply("Classify the items. Labels:\n- zig (mentions of quartz or slate)\n- zag (mentions of clouds)\n\n1: a piece of slate\n2: grey clouds"),
                 std::string("1: zig\n2: zag")); // learned from the prompt's own descriptions
    }

    void itReadsOneFact() {
        const std::string text = "\n\nText:\nThe mill burnt down in 1884. Its owner was Jakob Thorn. The new mill was opened on 3 May 1891 with nine sacks of rye.";
        QVERIFY(reply("When was the new mill opened?" + text).starts_with("3 May 1891"));
        QVERIFY(reply("Who was the owner of the mill?" + text).starts_with("Jakob Thorn"));
        QVERIFY(reply("How many sacks of rye were there when the new mill opened?" + text).starts_with("nine"));
        QCOMPARE(reply("What is the depth of the harbour at Bergen?" + text), std::string("I cannot tell from this text."));
    }

    void itExtractsFields() {
        QCOMPARE(reply("Extract from each numbered record a JSON object with the fields name, town, hobby.\n\n4: Ines Okafor lives in Leiden and earns a living as a nurse; the hobby is fencing."),
                 std::string(R"(4: {"name":"Ines Okafor","town":"Leiden","hobby":"fencing"})"));
    }

    void oddPromptsGetAnHonestReply() {
        for (const auto& prompt : {std::string(), std::string(" \n "), std::string("?"), std::string("```"), std::string("1:"), std::string("Labels: a, b"), std::string("\xff\xfe"),
                                   std::string("[1]\n[2]\nQuestion:"), std::string(3000, '[')})
            QVERIFY(run(*sim(), ask(prompt)).ok());
    }
};

QTEST_GUILESS_MAIN(TestSimulatedModel)
#include "tst_simulated_model.moc"
