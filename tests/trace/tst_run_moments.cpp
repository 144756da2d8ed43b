// A tree moved to a moment is the tree of the events up to it: every node, every sum, in any order of moves.
#include "support/big_tree.h"
#include "insight/random_run.h"
#include "trace/run_tree.h"

#include <QTest>
#include <random>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

std::string text(const Usage& u) {
    std::string s;
    for (const auto n : {u.freshInput, u.cacheRead, u.cacheWrite, u.output, u.reasoning}) s += std::to_string(n) + ",";
    return s;
}

std::string text(const RunTree& tree, NodeIndex i) {
    const auto& n = tree.node(i);
    std::string s;
    for (const std::uint64_t v : {std::uint64_t(n.id.seq), std::uint64_t(n.endSeq), std::uint64_t(n.parent), std::uint64_t(n.firstChild), std::uint64_t(n.lastChild),
                                  std::uint64_t(n.nextSibling), std::uint64_t(n.children), std::uint64_t(n.descendants), std::uint64_t(n.start), std::uint64_t(n.end),
                                  std::uint64_t(n.firstToken), std::uint64_t(n.sent), std::uint64_t(tree.own(i).cost.value), std::uint64_t(n.totalCost.value), std::uint64_t(n.calls),
                                  std::uint64_t(n.errors), std::uint64_t(n.batch), std::uint64_t(n.depth), std::uint64_t(n.attempts), std::uint64_t(n.lines),
                                  std::uint64_t(n.spendRow), std::uint64_t(n.sentAfter), std::uint64_t(n.kind), std::uint64_t(n.status), std::uint64_t(n.source)})
        s += std::to_string(v) + " ";
    for (const bool b : {n.costUnknown, n.simulated, n.forced, n.replayed, n.usageEstimated, n.ownCostUnknown, n.ownSimulated}) s += b ? '1' : '0';
    s += " " + text(tree.own(i).usage) + " " + text(n.totalUsage) + std::to_string(n.number);
    s += "|" + std::string(tree.label(i)) + "|" + std::string(tree.hint(i)) + "|" + std::string(tree.model(i));
    const auto use = tree.toolUse(i);
    return s + "|" + std::to_string(use.calls) + "," + std::to_string(use.failed);
}

std::string text(const RunTree& tree) {
    std::string s = tree.gateState() + (tree.contextStored() ? " stored" : "") + (tree.started() ? " started" : "") + (tree.interrupted() ? " interrupted" : "");
    s += tree.ended() ? " ended " + tree.ended()->status : "";
    for (const std::int64_t v : {std::int64_t(tree.now()), std::int64_t(tree.wallStart()), std::int64_t(tree.segmentStart()), std::int64_t(tree.lastSeq()),
                                 std::int64_t(tree.oddities()), std::int64_t(tree.roots().size()), std::int64_t(tree.remarks().size()), std::int64_t(tree.nodes().size())})
        s += " " + std::to_string(v);
    const auto& t = tree.totals();
    s += " | " + text(t.usage);
    for (const std::int64_t v : {t.cost.value, std::int64_t(t.costUnknown), std::int64_t(t.simulated), std::int64_t(t.modelCalls), std::int64_t(t.frames), std::int64_t(t.turns),
                                 std::int64_t(t.cells), std::int64_t(t.subCalls), std::int64_t(t.toolCalls), std::int64_t(t.errors), std::int64_t(t.inFlight),
                                 std::int64_t(t.queued), t.reserved.value, std::int64_t(t.failedAttempts), t.failedCost.value, std::int64_t(t.recorded),
                                 std::int64_t(t.cached), t.saved.value})
        s += " " + std::to_string(v);
    for (const auto& row : tree.spend()) {
        s += " | " + row.model + " " + std::to_string(row.depth) + text(row.usage) + text(row.savedUsage);
        for (const std::int64_t v : {std::int64_t(row.calls), std::int64_t(row.ended), std::int64_t(row.attempts), std::int64_t(row.failedAttempts), std::int64_t(row.interrupted),
                                     row.cost.value, row.failedCost.value, row.estimatedCost.value, std::int64_t(row.estimated), std::int64_t(row.unknown),
                                     std::int64_t(row.simulated), std::int64_t(row.recorded), std::int64_t(row.cached), row.saved.value})
            s += " " + std::to_string(v);
    }
    return s;
}

/// Runs whose events come in any order, about anything: ends before starts, twice, of another kind; cuts; questions.
std::vector<Event> chaos(std::uint64_t seed, int events) {
    std::mt19937_64 random(seed);
    const auto pick = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    RandomRun run(seed, 12);
    EventScript& script = run.script;
    std::vector<NodeId> nodes;
    for (const auto& event : script.events)
        if (startsNode(event.body)) nodes.push_back(event.node);
    const auto any = [&] { return pick(20) == 0 ? NodeId{random() % 500} : nodes[nodes.size() - 1 - std::min(nodes.size() - 1, pick(1 + pick(nodes.size())))]; };
    const auto begun = [&](NodeId id) { nodes.push_back(id); };
    for (int i = 0; i < events; ++i) {
        switch (pick(22)) {
        case 0: begun(script.frame(any(), static_cast<int>(pick(4)))); break;
        case 1: begun(script.turn(any(), static_cast<int>(pick(9)))); break;
        case 2: begun(script.call(any())); break;
        case 3: begun(script.cell(any(), 1)); break;
        case 4: case 5: begun(script.sub(any(), static_cast<std::int64_t>(pick(3)), 0, 2)); break;
        case 6: case 7: case 8: script.attempt(any(), static_cast<int>(pick(3))); break;
        case 9: case 10: script.reply(any(), "reply " + std::to_string(i), static_cast<std::int64_t>(pick(900))); break;
        case 11: script.endCell(any(), pick(3) ? "ok" : "raised"); break;
        case 12: script.endTurn(any()); break;
        case 13: script.endFrame(any()); break;
        case 14: {
            AttemptFailed failed;
            failed.number = 1;
            failed.usageKnown = pick(2) == 0;
            failed.usage.output = static_cast<Tokens>(pick(50));
            failed.cost = {static_cast<std::int64_t>(pick(3) ? pick(1000) : 0)};
            if (pick(2)) failed.partial = "half";
            script.add(failed, any());
            break;
        }
        case 15: script.add(Custom{"tool_call", pick(2) ? R"({"error":{}})" : R"({"result":"1"})"}, any()); break;
        case 16: script.add(GateChanged{pick(2) ? "paused" : "running", 0}); break;
        case 17: script.add(LedgerEvent{"waited", "usd", "", {}, 0, 0, false}, any()); break;
        case 18: script.add(Note{"a note", "info"}); break;
        case 19: script.output(any(), "printed"); break;
        case 20:
            if (pick(6) == 0) script.add(SegmentStarted{5, 2});
            else if (pick(4) == 0) script.end();
            else script.add(ContextStored{});
            break;
        case 21: {
            ModelCallEnded ended;
            ended.status = pick(2) ? "ok" : "failed";
            ended.usage.freshInput = static_cast<Tokens>(pick(100));
            ended.usageKnown = pick(2) == 0;
            ended.costSource = pick(2) ? CostSource::Simulated : CostSource::Unknown;
            ended.source = static_cast<ReplySource>(pick(3));
            ended.recordedCost = {static_cast<std::int64_t>(pick(100))};
            script.add(ended, any());
            break;
        }
        }
    }
    return script.take();
}

void compare(const std::vector<Event>& events, const RunTree& past, Seq moment) {
    RunTree told;
    for (const auto& event : events)
        if (event.seq <= moment) told.apply(event);
    const auto wanted = text(told), got = text(past);
    QVERIFY2(got == wanted, ("moment " + std::to_string(moment) + "\n" + got + "\n" + wanted).c_str());
    for (NodeIndex i = 0; i < told.nodes().size(); ++i)
        QVERIFY2(text(past, i) == text(told, i), ("moment " + std::to_string(moment) + ", node " + std::to_string(i) + "\n" + text(past, i) + "\n" + text(told, i)).c_str());
    for (const auto& node : told.nodes()) QCOMPARE(past.find(node.id), told.find(node.id));
}

} // namespace

class TestRunMoments : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyMomentOfRandomRuns() {
        for (std::uint64_t seed = 1; seed <= 30; ++seed) {
            auto events = seed % 3 == 0 ? RandomRun(seed, 40).script.take() : chaos(seed, 120);
            RunTree whole, past;
            for (const auto& event : events) whole.apply(event);
            std::vector<Seq> moments;
            for (Seq m = 0; m <= events.back().seq; ++m) moments.push_back(m);
            std::shuffle(moments.begin(), moments.end(), std::mt19937_64(seed)); // jumps back and forth
            if (moments.size() > 70) moments.resize(70);
            for (const auto m : moments) {
                past.moveTo(whole, m);
                compare(events, past, m);
                if (QTest::currentTestFailed()) return qWarning("seed %d", static_cast<int>(seed));
            }
        }
    }

    void aMomentStaysWhileTheRunGoesOn() {
        for (std::uint64_t seed = 41; seed <= 52; ++seed) {
            const auto events = chaos(seed, 150);
            RunTree whole, past;
            std::size_t i = 0;
            const Seq moment = events.size() / 3;
            for (; i < events.size() / 2; ++i) whole.apply(events[i]);
            for (; i < events.size(); ++i) {
                whole.apply(events[i]);
                if (i % 7 != 0) continue;
                past.moveTo(whole, moment);
                compare(events, past, moment);
                if (QTest::currentTestFailed()) return qWarning("seed %d", static_cast<int>(seed));
            }
        }
    }

    /// What was assumed at the end of what could be read is not part of any moment before.
    void anInterruptionThatIsAssumedComesLast() {
        const auto events = chaos(7, 100);
        RunTree whole, past;
        for (const auto& event : events) whole.apply(event);
        whole.markInterrupted();
        past.moveTo(whole, events.back().seq);
        compare(events, past, events.back().seq);
    }

    /// Beyond the first checkpoints, with every kind of event that the engine writes.
    void momentsOfABigRun() {
        for (const auto& shape : {BigShape::mixed(9'000), BigShape::chain(300)}) {
            const auto events = bigEvents(shape);
            RunTree whole, past;
            for (const auto& event : events) whole.apply(event);
            if (shape.fanOut) QVERIFY(whole.checkpoints() > 2);
            std::mt19937_64 random(3);
            for (int i = 0; i < 12; ++i) {
                const Seq m = 1 + random() % events.size();
                past.moveTo(whole, m);
                compare(events, past, m);
                if (QTest::currentTestFailed()) return;
            }
        }
    }

    /// Facts told again make the same sums as the events they are of.
    void replayTellsTheSums() {
        const auto events = bigEvents(BigShape::mixed(9'000));
        RunTree whole;
        for (const auto& event : events) whole.apply(event);
        const Seq m = events.size() - 100;
        std::int64_t cost = 0, calls = 0;
        Nanos newest = 0;
        whole.replay(0, m, [&](const Event& event, Nanos now) {
            newest = now;
            if (const auto* ended = std::get_if<ModelCallEnded>(&event.body)) cost += ended->cost.value, ++calls;
        });
        std::int64_t wantedCost = 0, wantedCalls = 0;
        for (const auto& event : events)
            if (const auto* ended = std::get_if<ModelCallEnded>(&event.body); ended && event.seq <= m) wantedCost += ended->cost.value, ++wantedCalls;
        QCOMPARE(cost, wantedCost);
        QCOMPARE(calls, wantedCalls);
        QCOMPARE(newest, events[m - 1].time);
    }
};

QTEST_GUILESS_MAIN(TestRunMoments)
#include "tst_run_moments.moc"
