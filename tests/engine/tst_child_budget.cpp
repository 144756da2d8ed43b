// Limits of child frames: each with all below it has an account of its own.
#include <QTest>

#ifndef Q_MOC_RUN
#include "engine/engine_fixture.h"
#include "support/json.h"
#endif

using namespace rlmscope;

namespace {

int sent(const FakeModel& model, int depth) {
    int n = 0;
    for (const auto& request : model.requests()) n += request.depth == depth;
    return n;
}

} // namespace

class TestChildBudget : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// A child that has used up its calls gives its own last answer, and its parent goes on.
    void aChildFinishesInItsAccount() {
        EngineFixture f;
        f.spec.depth = 2;
        f.spec.limits.child.calls = 4;
        const auto model = f.model([](const ModelRequest& r) {
            if (r.role == CallRole::Final) return FakeReply{okReply("guess"), 0, {}};
            if (r.role == CallRole::Sub) return FakeReply{okReply("s"), 0, {}};
            if (r.depth > 0) return FakeReply{okReply(cell("llm_batch a|b|c|d")), 0, {}};
            return FakeReply{okReply(r.turn == 1 ? cell("rlm_batch q|r") : cell("final x")), 0, {}};
        });
        const RunEnded ended = f.run();
        QCOMPARE(ended.stopReason, "answer");
        // Each child: one turn, two of its four sub-calls, its last answer.
        QCOMPARE(model->count(), 2u + 2 * 4);
        int forced = 0;
        for (const auto& frame : f.sink->all<FrameEnded>()) forced += frame.status == "forced";
        QCOMPARE(forced, 2);
        bool said = false;
        for (const auto& call : f.sink->all<ModelCallEnded>())
            said = said || (call.error && call.error->message.starts_with("The limit of this child frame on calls"));
        QVERIFY(said);
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void noRoomForALastAnswerIsAFailureInItsSlot() {
        EngineFixture f;
        f.spec.depth = 2;
        f.spec.limits.child.tokens = 300; // not even its prompt
        f.model([](const ModelRequest& r) {
            if (r.depth > 0) return FakeReply{okReply("never"), 0, {}};
            return FakeReply{okReply(r.turn == 1 ? cell("rlm_batch q|r") : cell("final x")), 0, {}};
        });
        QCOMPARE(f.run().stopReason, "answer");
        const std::string shown(f.sink->all<CellEnded>()[0].visible.view());
        QVERIFY2(shown.starts_with("!! The limit of this child frame on tokens"), shown.c_str());
        int limited = 0;
        for (const auto& frame : f.sink->all<FrameEnded>()) limited += frame.status == "limit";
        QCOMPARE(limited, 2);
    }
    /// What a grandchild spends, its parent's account spends too.
    void accountsAreNested() {
        EngineFixture f;
        f.spec.depth = 3;
        f.spec.limits.child.calls = 5;
        const auto model = f.model([](const ModelRequest& r) {
            if (r.role == CallRole::Final) return FakeReply{okReply("guess"), 0, {}};
            if (r.role == CallRole::Sub) return FakeReply{okReply("s"), 0, {}};
            if (r.depth == 2) return FakeReply{okReply(cell("llm one")), 0, {}};
            if (r.depth == 1) return FakeReply{okReply(cell("rlm_batch a|b|c")), 0, {}};
            return FakeReply{okReply(r.turn == 1 ? cell("rlm q") : cell("final x")), 0, {}};
        });
        QCOMPARE(f.run().stopReason, "answer");
        QCOMPARE(sent(*model, 0), 2);
        QCOMPARE(static_cast<int>(model->count()) - sent(*model, 0), 5); // the child and all below it
        QCOMPARE(malformed(f.sink->events()), "");
    }
    /// A child whose calls wait for room in its account does not hold up the others, nor the calls behind it.
    void aWaitingChildHoldsUpNobody() {
        EngineFixture f;
        f.spec.depth = 2;
        f.spec.prompts["rlm"] = "short";
        f.spec.limits.child.tokens = 15'000;
        f.spec.limits.frameOutputCap = 1'000;
        f.spec.limits.inFlight = 32;
        auto held = std::make_shared<FakeModel>([](const ModelRequest&) { return FakeReply{okReply("late"), 0, {}}; });
        f.models["slow"] = held;
        held->hold(true);
        f.spec.models = {"fake", "fake", "slow"};
        const auto model = f.model([](const ModelRequest& r) {
            if (r.role == CallRole::Sub) return FakeReply{okReply("s"), 0, {}};
            const bool second = r.messages[1].plainText().find("beta") != std::string::npos;
            if (r.depth == 0) return FakeReply{okReply(r.turn == 1 ? cell("rlm_batch alpha => x|beta => y") : cell("final x")), 0, {}};
            if (r.turn > 1) return FakeReply{okReply(cell("final c")), 0, {}};
            // Reservations of 4,096 each: three fit at a time.
            return FakeReply{okReply(second ? cell("llm@fake p") : cell("llm_batch a|b|c|d|e|f|g|h")), 0, {}};
        });
        auto run = f.start();
        // The child that asks the fast model ends while the other one waits.
        QVERIFY(waitFor([&] {
            int frames = 0;
            for (const auto& frame : f.sink->all<FrameEnded>()) frames += frame.status == "answered";
            return frames >= 1;
        }));
        QVERIFY(waitFor([&] { return !ledgerOps(f, "waited").empty(); }));
        QVERIFY(held->count() > 0 && held->count() < 8);
        held->hold(false);
        QCOMPARE((*run)->wait().stopReason, "answer");
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void aChildBudgetInUsdNeedsAPrice() {
        EngineFixture f;
        f.spec.limits.child.usd = PicoUsd{1'000'000'000};
        f.model({cell("final x")});
        const RunEnded ended = f.run();
        QCOMPARE(ended.status, "not started");
        QVERIFY(ended.error->message.find("price of the model fake is not known") != std::string::npos);
    }
    /// A limit of a child never asks: only limits of the run do.
    void childrenDoNotAsk() {
        EngineFixture f;
        f.canAsk = true;
        f.spec.depth = 2;
        f.spec.limits.atLimit = AtLimit::Ask;
        f.spec.limits.child.calls = 2;
        f.model([](const ModelRequest& r) {
            if (r.role == CallRole::Final) return FakeReply{okReply("guess"), 0, {}};
            if (r.depth > 0) return FakeReply{okReply(cell("print a")), 0, {}};
            return FakeReply{okReply(r.turn == 1 ? cell("rlm q") : cell("final x")), 0, {}};
        });
        QCOMPARE(f.run().stopReason, "answer");
        QCOMPARE(ledgerOps(f, "asked").size(), 0u);
        QCOMPARE(std::string(f.sink->all<CellEnded>().at(1).visible.view()), "-> guess\n");
    }
    void budgetInACell() {
        EngineFixture f;
        f.spec.depth = 2;
        f.spec.prices["fake"] = Price::perMillion({1'000'000'000'000}, {4'000'000'000'000});
        f.spec.limits.usd = PicoUsd{2'000'000'000'000};
        f.spec.limits.calls = 10;
        f.spec.limits.frames = 4;
        f.spec.limits.child.calls = 5;
        f.spec.limits.turns = 7;
        f.model([](const ModelRequest& r) {
            if (r.depth > 0) return FakeReply{okReply(cell("budget\nfinal c")), 0, {}};
            return FakeReply{okReply(r.turn == 1 ? cell("budget\nrlm q") : cell("final x")), 0, {}};
        });
        QCOMPARE(f.run().stopReason, "answer");
        std::vector<nlohmann::json> told;
        for (const auto& custom : f.sink->all<Custom>())
            if (custom.kind == "budget") told.push_back(test::parsed(test::parsed(custom.data)["result"].get<std::string>()));
        QCOMPARE(told.size(), 2u);
        const auto& root = told[0];
        QCOMPARE(root["calls"]["spent"].get<int>(), 1);
        QCOMPARE(root["calls"]["limit"].get<int>(), 10);
        QCOMPARE(root["calls"]["left"].get<int>(), 8); // one is kept
        QCOMPARE(root["usd"]["spent"].get<double>(), 10 * 1e-6 + 2 * 4e-6);
        QCOMPARE(root["usd"]["limit"].get<double>(), 2.0);
        QVERIFY(root["tokens"]["limit"].is_null() && root["tokens"]["left"].is_null());
        QCOMPARE(root["tokens"]["spent"].get<int>(), 12);
        QCOMPARE(root["turns"].dump(), (nlohmann::json{{"spent", 1}, {"limit", 7}, {"left", 6}}.dump()));
        QCOMPARE(root["frames"].dump(), (nlohmann::json{{"spent", 1}, {"limit", 4}, {"left", 3}}.dump()));
        QVERIFY(root["seconds"]["limit"].is_null() && root["seconds"]["spent"].is_number());
        const auto& child = told[1];
        QCOMPARE(child["calls"].dump(), (nlohmann::json{{"spent", 1}, {"limit", 5}, {"left", 3}}.dump())); // its own account
        QVERIFY(child["usd"]["left"].get<double>() < root["usd"]["left"].get<double>());
        // What the cell got is what was recorded.
        QVERIFY(std::string(f.sink->all<CellEnded>().at(0).visible.view()).starts_with("-> {\"usd\":{\"spent\":"));
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void theModelIsToldOfABudget() {
        for (const bool limited : {false, true}) {
            EngineFixture f;
            if (limited) f.spec.limits.calls = 20;
            f.spec.budgetLine = true;
            const auto model = f.model({cell("print a"), cell("llm b"), "s", cell("final x")});
            QCOMPARE(f.run().stopReason, "answer");
            const auto requests = model->requests();
            QCOMPARE(requests[0].messages[0].plainText().find("budget()") != std::string::npos, limited);
            const std::string first = requests[0].messages[1].plainText(), last = requests[3].messages[5].plainText();
            QCOMPARE(first.ends_with("Budget left: 19 of 20 calls."), limited);
            QCOMPARE(last.ends_with("Budget left: 16 of 20 calls."), limited);
            QCOMPARE(first.find("Budget left") != std::string::npos, limited);
            // Earlier messages stay as they were sent: a provider can cache them.
            for (std::size_t i = 0; i < 2; ++i) QCOMPARE(requests[3].messages[i].plainText(), requests[0].messages[i].plainText());
            std::size_t lines = 0;
            for (const auto& custom : f.sink->all<Custom>()) lines += custom.kind == "budget_line";
            QCOMPARE(lines, limited ? 3u : 0u);
        }
    }
    /// What the record tells is told again, whatever the budget is now.
    void aReplayIsToldTheSame() {
        struct Record final : Replies {
            Result<std::optional<ReplyFound>> find(const ReplyQuestion&) override { return std::optional<ReplyFound>(); }
            Result<std::optional<Result<std::string>>> told(const CallKey& key, const std::string& what) override {
                asked.push_back(key.text() + " " + what);
                return std::optional<Result<std::string>>(what == "budget_line" ? "Budget left: as then." : "{\"then\": 1}");
            }
            std::vector<std::string> asked;
        };
        const auto record = std::make_shared<Record>();
        EngineFixture f;
        f.record = record;
        f.spec.limits.calls = 20;
        f.spec.budgetLine = true;
        const auto model = f.model({cell("budget\nfinal x")});
        QCOMPARE(f.run().stopReason, "answer");
        QVERIFY(model->requests()[0].messages[1].plainText().ends_with("Budget left: as then."));
        QCOMPARE(std::string(f.sink->all<CellEnded>()[0].visible.view()), "-> {\"then\": 1}\n");
        QCOMPARE(record->asked.size(), 2u);
        QVERIFY(record->asked[1].starts_with("/t1.c1.budget."));
    }
};

QTEST_GUILESS_MAIN(TestChildBudget)
#include "tst_child_budget.moc"
