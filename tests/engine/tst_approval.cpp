// Fan-outs are estimated before they leave, and wait for approval from a size on.
#include <QTest>

#ifndef Q_MOC_RUN
#include "engine/engine_fixture.h"
#endif

using namespace rlmscope;

namespace {

using Strings = std::vector<std::string>;

/// The root starts a batch, then finishes; children finish at once.
FakeModel::Answer batches(std::string first) {
    return [first = std::move(first)](const ModelRequest& r) {
        if (r.role == CallRole::Sub) return FakeReply{okReply("s"), 0, {}};
        if (r.depth > 0) return FakeReply{okReply(cell("final c")), 0, {}};
        return FakeReply{okReply(r.turn == 1 ? cell(first) : cell("final x")), 0, {}};
    };
}

std::vector<PendingDecision> questions(Run& run, std::size_t n) {
    const bool asked = waitFor([&] { return run.budget().pending.size() == n && run.state() == RunState::Paused; });
    return asked ? run.budget().pending : std::vector<PendingDecision>();
}

std::vector<LedgerEvent> events(const EngineFixture& f, std::string_view op) {
    std::vector<LedgerEvent> found;
    for (auto& event : f.sink->all<LedgerEvent>())
        if (event.op == op) found.push_back(event);
    return found;
}

std::string visible(const EngineFixture& f, std::size_t n = 0) {
    return std::string(f.sink->all<CellEnded>().at(n).visible.view());
}

} // namespace

class TestApproval : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void batchesAreEstimated() {
        EngineFixture f;
        f.spec.prices["fake"] = Price::perMillion({1'000'000'000'000}, {4'000'000'000'000});
        f.spec.limits.subCallOutputCap = 1'000;
        f.model(batches("llm one\nllm_batch aa|b|c"));
        QCOMPARE(f.run().status, "answered");
        const auto estimates = events(f, "estimate");
        QCOMPARE(estimates.size(), 1u); // not of single calls
        QCOMPARE(estimates[0].calls, 3);
        QCOMPARE(estimates[0].tokens, 4 + 3 * 32 + 3 * 1'000);
        QCOMPARE(estimates[0].amount.value, (4 + 3 * 32) * 1'000'000LL + 3'000 * 4'000'000LL);
        QVERIFY(!estimates[0].priceUnknown);
        QVERIFY2(estimates[0].detail.find("3 calls to fake, at most 3,100 tokens and $0.0121") != std::string::npos, estimates[0].detail.c_str());
        // It is what the ledger reserved.
        PicoUsd reserved;
        for (const auto& attempt : f.sink->all<AttemptStarted>())
            if (attempt.outputCap == 1'000) reserved += attempt.reserved;
        QVERIFY(reserved >= estimates[0].amount);
        // The event lies on the cell.
        for (const Event& event : f.sink->events())
            if (const auto* ledger = std::get_if<LedgerEvent>(&event.body); ledger && ledger->op == "estimate")
                QVERIFY(std::holds_alternative<CellStarted>(f.sink->events().at(event.node.seq - 1).body));
    }
    void unknownPricesAreSaid() {
        EngineFixture f;
        f.model(batches("llm_batch a|b"));
        QCOMPARE(f.run().status, "answered");
        const auto estimate = events(f, "estimate").at(0);
        QVERIFY(estimate.priceUnknown);
        QVERIFY(estimate.detail.find("unknown cost") != std::string::npos);
    }
    void approved() {
        EngineFixture f;
        f.canAsk = true;
        f.spec.limits.approveCalls = 3;
        const auto model = f.model(batches("llm_batch a|b\nllm_batch a|b|c"));
        auto run = f.start();
        const auto pending = questions(**run, 1);
        QCOMPARE(pending.size(), 1u);
        QVERIFY(pending[0].kind == PendingDecision::Kind::FanOut && !pending[0].priceKnown);
        QCOMPARE(pending[0].calls, 3);
        QCOMPARE(model->count(), 3u); // the root's, and the small batch
        QCOMPARE(f.sink->all<GateChanged>()[0].reason, "approval");
        QVERIFY(!(*run)->decide(pending[0].id, Verdict::Finish));
        QVERIFY((*run)->decide(pending[0].id, Verdict::Go));
        QCOMPARE((*run)->wait().stopReason, "answer");
        QCOMPARE(model->count(), 7u);
        QCOMPARE(events(f, "approved").size(), 1u);
        QCOMPARE(events(f, "approved")[0].calls, 3);
        QCOMPARE(visible(f), "-> s\n-> s\n-> s\n-> s\n-> s\n");
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void refused() {
        EngineFixture f;
        f.canAsk = true;
        f.spec.limits.approveUsd = PicoUsd{1'000'000};
        f.spec.prices["fake"] = Price::perMillion({1'000'000'000'000}, {4'000'000'000'000});
        const auto model = f.model(batches("llm_batch a|b"));
        auto run = f.start();
        const auto pending = questions(**run, 1);
        QCOMPARE(pending.size(), 1u);
        QVERIFY(pending[0].estimate.value > 0 && pending[0].priceKnown);
        QVERIFY((*run)->decide(pending[0].id, Verdict::Refuse));
        QCOMPARE((*run)->wait().stopReason, "answer");
        QCOMPARE(model->count(), 2u);
        QVERIFY2(visible(f).starts_with("!! The user refused these 2 calls."), visible(f).c_str());
        QCOMPARE(events(f, "denied").size(), 1u);
        QCOMPARE(malformed(f.sink->events()), "");
    }
    /// A cell that is run again is allowed what it was allowed, and nobody is asked.
    void aReplayDoesNotAsk() {
        struct Record final : Replies {
            Result<std::optional<ReplyFound>> find(const ReplyQuestion&) override { return std::optional<ReplyFound>(); }
            Result<std::optional<Result<std::string>>> told(const CallKey&, const std::string& what) override {
                using Known = std::optional<Result<std::string>>;
                if (what != "fan_out") return Known();
                return approved ? Known(std::string("approved")) : Known(makeError(ErrorKind::Budget, "The user refused then."));
            }
            bool approved = false;
        };
        for (const bool approved : {false, true}) {
            const auto record = std::make_shared<Record>();
            record->approved = approved;
            EngineFixture f;
            f.record = record;
            f.spec.limits.approveCalls = 2;
            f.model(batches("llm_batch a|b"));
            QCOMPARE(f.run().stopReason, "answer");
            QVERIFY2(visible(f).starts_with(approved ? "-> s\n" : "!! The user refused then."), visible(f).c_str());
            QCOMPARE(events(f, "asked").size(), 0u);
        }
    }
    void stopped() {
        EngineFixture f;
        f.canAsk = true;
        f.spec.limits.approveCalls = 2;
        f.model(batches("llm_batch a|b"));
        auto run = f.start();
        QVERIFY((*run)->decide(questions(**run, 1).at(0).id, Verdict::Stop));
        QCOMPARE((*run)->wait().status, "cancelled");
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void nobodyToAsk() {
        EngineFixture f;
        f.spec.limits.approveCalls = 2;
        const auto model = f.model(batches("llm_batch a|b\nllm one"));
        QCOMPARE(f.run().stopReason, "answer");
        QCOMPARE(model->count(), 3u);
        QVERIFY2(visible(f).starts_with("!! These 2 calls need the user's approval, and nobody is there to ask."), visible(f).c_str());
        QVERIFY(visible(f).ends_with("-> s\n"));
        QCOMPARE(events(f, "denied").size(), 1u);
    }
    void childFramesAreCountedAsOneCallEach() {
        EngineFixture f;
        f.canAsk = true;
        f.spec.depth = 2;
        f.spec.limits.approveCalls = 2;
        f.model(batches("rlm_batch a|b|c"));
        auto run = f.start();
        const auto pending = questions(**run, 1);
        QCOMPARE(pending.at(0).calls, 3);
        QVERIFY(pending[0].text.find("Counted is the first call of each") != std::string::npos);
        QCOMPARE(f.sink->all<FrameStarted>().size(), 1u);
        QVERIFY((*run)->decide(pending[0].id, Verdict::Go));
        QCOMPARE((*run)->wait().stopReason, "answer");
        QCOMPARE(f.sink->all<FrameStarted>().size(), 4u);
    }
    /// Two child frames ask at the same time; each answer is for its own, and the run goes on after the last.
    void severalAtOnce() {
        EngineFixture f;
        f.canAsk = true;
        f.spec.depth = 2;
        f.spec.limits.approveCalls = 3;
        f.model([](const ModelRequest& r) {
            if (r.role == CallRole::Sub) return FakeReply{okReply("s"), 0, {}};
            if (r.depth > 0) return FakeReply{okReply(r.turn == 1 ? cell("llm_batch a|b|c") : cell("final c")), 0, {}};
            return FakeReply{okReply(r.turn == 1 ? cell("rlm_batch a|b") : cell("final x")), 0, {}};
        });
        auto run = f.start();
        std::size_t first = 0;
        QVERIFY(waitFor([&] { return (first = (*run)->budget().pending.size()) > 0; }));
        int answered = 0;
        while (answered < 2) {
            QVERIFY(waitFor([&] { return !(*run)->budget().pending.empty(); }));
            const auto pending = (*run)->budget().pending;
            for (const auto& question : pending) {
                QVERIFY((*run)->decide(question.id, answered == 0 ? Verdict::Go : Verdict::Refuse));
                ++answered;
            }
        }
        QCOMPARE((*run)->wait().stopReason, "answer");
        QCOMPARE(events(f, "approved").size(), 1u);
        QCOMPARE(events(f, "denied").size(), 1u);
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void pauseAndStopWork() {
        for (const bool stop : {false, true}) {
            EngineFixture f;
            f.canAsk = true;
            f.spec.limits.approveCalls = 2;
            const auto model = f.model(batches("llm_batch a|b"));
            auto run = f.start();
            const auto pending = questions(**run, 1);
            (*run)->pause();
            (*run)->resume();
            QVERIFY((*run)->state() == RunState::Paused); // the question is still open
            if (stop) {
                (*run)->stop();
                QCOMPARE((*run)->wait().status, "cancelled");
                QVERIFY(!(*run)->decide(pending.at(0).id, Verdict::Go));
                QCOMPARE(model->count(), 1u);
            } else {
                (*run)->pause();
                QVERIFY((*run)->decide(pending.at(0).id, Verdict::Go));
                QTest::qWait(20);
                QCOMPARE(model->count(), 1u);
                (*run)->resume();
                QCOMPARE((*run)->wait().stopReason, "answer");
            }
            QCOMPARE(malformed(f.sink->events()), "");
        }
    }
    void destroyedWhileAsked() {
        EngineFixture f;
        f.canAsk = true;
        f.spec.limits.approveCalls = 2;
        f.model(batches("llm_batch a|b"));
        {
            auto run = f.start();
            QCOMPARE(questions(**run, 1).size(), 1u);
        }
        QCOMPARE(malformed(f.sink->events()), "");
        QCOMPARE(f.repls->alive(), 0);
    }
};

QTEST_GUILESS_MAIN(TestApproval)
#include "tst_approval.moc"
