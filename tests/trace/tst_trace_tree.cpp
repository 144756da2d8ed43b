#include "support/json.h"
#include "support/memory_sink.h"
#include "trace/random_event.h"
#include "trace/run_tree.h"

#include <QTest>

using namespace rlmscope;

namespace {

/// Writes events by hand, with a time for each.
class Script {
public:
    Seq add(NodeId node, NodeId parent, EventBody body, Nanos time = 0) {
        Event event;
        event.seq = events.size() + 1;
        event.node = startsNode(body) ? NodeId{event.seq} : node;
        event.parent = parent;
        event.time = time;
        event.body = std::move(body);
        events.push_back(std::move(event));
        return events.back().seq;
    }
    NodeId frame(NodeId parent, const char* question, int depth) {
        return {add({}, parent, FrameStarted{"rlm", "root-model", depth, {}, "", question, {}, 0, 0, 0, ""})};
    }
    NodeId turn(NodeId frame, int number) { return {add({}, frame, TurnStarted{number})}; }
    NodeId call(NodeId parent, CallRole role, const char* prompt) {
        ModelCallStarted started;
        started.role = role;
        started.model = role == CallRole::Sub ? "sub-model" : "root-model";
        started.added = {Message::text(Role::System, "system"), Message::text(Role::User, prompt)};
        return {add({}, parent, started)};
    }
    void attempt(NodeId call, int number, std::int64_t reserved = 500) { add(call, {}, AttemptStarted{number, 100, {reserved}, true}); }
    void fail(NodeId call, int number, bool known = true) {
        AttemptFailed failed;
        failed.number = number;
        failed.error = {ErrorKind::RateLimit, "slow down", ""};
        if (known) {
            failed.usage = {7, 0, 0, 1, 0};
            failed.usageKnown = true;
            failed.cost = {3};
        }
        add(call, {}, failed);
    }
    void reply(NodeId call, const char* text, Tokens input, Tokens output, std::int64_t cost, CostSource source = CostSource::Computed) {
        ModelCallEnded ended;
        ended.status = "ok";
        ended.reply = {{PartKind::Reasoning, "hm", {}}, {PartKind::Text, text, {}}};
        ended.usage = {input, 0, 0, output, 0};
        ended.usageKnown = true;
        ended.cost = {cost};
        ended.costSource = source;
        add(call, {}, ended);
    }
    void endCell(NodeId cell, const char* status, const char* cause = "") {
        CellEnded ended;
        ended.status = status;
        ended.cause = cause;
        ended.visible = "shown";
        add(cell, {}, ended);
    }
    std::vector<Event> events;
};

std::string_view name(NodeKind kind) {
    constexpr std::string_view Names[] = {"frame", "turn", "call", "cell", "sub"};
    return Names[static_cast<int>(kind)];
}
std::string_view name(NodeStatus status) {
    constexpr std::string_view Names[] = {"queued", "running", "ok", "error", "cancelled", "interrupted"};
    return Names[static_cast<int>(status)];
}

/// The whole tree, one line a node, indented; without recursion.
std::vector<std::string> print(const RunTree& tree) {
    std::vector<std::string> lines;
    std::vector<std::pair<NodeIndex, int>> todo;
    for (auto root = tree.roots().rbegin(); root != tree.roots().rend(); ++root) todo.emplace_back(*root, 0);
    while (!todo.empty()) {
        const auto [index, indent] = todo.back();
        todo.pop_back();
        const auto& n = tree.node(index);
        std::string line(static_cast<std::size_t>(2 * indent), ' ');
        line += std::string(name(n.kind)) + " " + std::string(name(n.status));
        if (n.number) line += " #" + std::to_string(n.number);
        if (!tree.label(index).empty()) line += " '" + std::string(tree.label(index)) + "'";
        if (!tree.hint(index).empty()) line += " -> '" + std::string(tree.hint(index)) + "'";
        line += " " + std::to_string(n.totalUsage.input()) + "+" + std::to_string(n.totalUsage.output) + " $" + std::to_string(n.totalCost.value);
        line += " calls " + std::to_string(n.calls) + " below " + std::to_string(n.descendants);
        if (n.errors) line += " errors " + std::to_string(n.errors);
        if (n.costUnknown) line += " unknown";
        if (n.simulated) line += " simulated";
        lines.push_back(line);
        std::vector<NodeIndex> children;
        for (auto child = n.firstChild; child != NoNode; child = tree.node(child).nextSibling) children.push_back(child);
        if (children.size() != n.children) lines.push_back("wrong number of children");
        for (auto child = children.rbegin(); child != children.rend(); ++child) todo.emplace_back(*child, indent + 1);
    }
    return lines;
}

RunTree fold(const std::vector<Event>& events) {
    RunTree tree;
    for (const auto& event : events) tree.apply(event);
    return tree;
}

/// As a reader of a trace gets them: texts over the inline size are only named.
std::vector<Event> recorded(const std::vector<Event>& events) {
    auto copy = events;
    for (auto& event : copy) {
        std::vector<Text> texts;
        const auto json = test::parsed(test::dumped(bodyToJson(event.body, &texts)));
        event.body = *bodyFromJson(kindName(event.body), json, [&](const Text& wanted) -> Result<std::string> {
            for (const auto& text : texts)
                if (text.id == wanted.id) return std::string(text.view());
            return makeError(ErrorKind::Corrupt, "?");
        });
    }
    return copy;
}

Script smallRun() {
    Script s;
    s.add({}, {}, SegmentStarted{1000, 1});
    s.add({}, {}, RunStarted{});
    const auto root = s.frame({}, "How many\nlines?", 0);
    const auto turn = s.turn(root, 1);
    const auto call = s.call(turn, CallRole::Frame, "go");
    s.attempt(call, 1);
    s.fail(call, 1);
    s.attempt(call, 2);
    s.reply(call, "```repl\nllm_query(x)\n```", 100, 20, 50);
    const auto cell = NodeId{s.add({}, turn, CellStarted{1, "a = 1\nb = 2", false, 0})};
    const auto sub = s.call(cell, CallRole::Sub, "Count this: ...");
    s.attempt(sub, 1);
    s.reply(sub, "7", 10, 1, 5, CostSource::Simulated);
    const auto child = s.frame(cell, "Deeper?", 1);
    const auto childTurn = s.turn(child, 1);
    const auto childCall = s.call(childTurn, CallRole::Frame, "deep");
    s.attempt(childCall, 1);
    s.reply(childCall, "FINAL(7)", 30, 3, 9);
    s.add(childTurn, {}, TurnEnded{});
    s.add(child, {}, FrameEnded{"answered", "7", "7", {}});
    s.endCell(cell, "raised", "ValueError");
    s.add(turn, {}, TurnEnded{});
    s.add(root, {}, FrameEnded{"answered", "7", "seven", {}});
    s.add({}, {}, RunEnded{"answered", "answer", "7", "seven", {}});
    return s;
}

} // namespace

class TraceTreeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void foldsARun();
    void totalsEqualTheRoots();
    void aCallAboveAnotherKeepsItsOwn();
    void liveAndRecordedAreEqual();
    void statusesOfACall();
    void openNodesOfADeadRunAreInterrupted();
    void segmentsFollowEachOther();
    void duplicatesAndNonsenseAreCounted();
    void changedNodesAndTheirAncestorsOnce();
    void depthTenThousand();
    void findsEveryNode();
    void randomEventsNeverBreakIt();
    void unknownCosts();
    void smallerThan300Bytes();
};

void TraceTreeTest::foldsARun() {
    const auto tree = fold(smallRun().events);
    const std::vector<std::string> expected = {
        "frame ok 'How many lines?' -> 'seven' 147+25 $67 calls 3 below 7 errors 1 simulated",
        "  turn ok #1 147+25 $67 calls 3 below 6 errors 1 simulated",
        "    call ok -> 'llm_query(x)' 107+21 $53 calls 1 below 0",
        "    cell error #1 'a = 1 b = 2' -> 'ValueError' 40+4 $14 calls 2 below 4 errors 1 simulated",
        "      sub ok 'Count this: ...' -> '7' 10+1 $5 calls 1 below 0 simulated",
        "      frame ok 'Deeper?' -> '7' 30+3 $9 calls 1 below 2",
        "        turn ok #1 30+3 $9 calls 1 below 1",
        "          call ok -> 'FINAL(7)' 30+3 $9 calls 1 below 0",
    };
    const auto lines = print(tree);
    for (std::size_t i = 0; i < std::max(lines.size(), expected.size()); ++i) {
        QVERIFY(i < lines.size() && i < expected.size());
        QCOMPARE(lines[i], expected[i]);
    }
    const auto& t = tree.totals();
    QCOMPARE(t.modelCalls, std::uint64_t(3));
    QCOMPARE(t.subCalls, std::uint64_t(2));
    QCOMPARE(t.frames, std::uint64_t(2));
    QCOMPARE(t.turns, std::uint64_t(2));
    QCOMPARE(t.cells, std::uint64_t(1));
    QCOMPARE(t.errors, std::uint64_t(1));
    QCOMPARE(t.inFlight, 0U);
    QCOMPARE(t.queued, 0U);
    QCOMPARE(t.reserved.value, std::int64_t(0));
    QVERIFY(tree.ended() && tree.ended()->status == "answered");
    QCOMPARE(tree.wallStart(), Nanos(1000));
    QCOMPARE(tree.oddities(), std::uint64_t(0));
    const auto call = tree.find(NodeId{5});
    QCOMPARE(int(tree.node(call).attempts), 2);
    QCOMPARE(int(tree.node(tree.find(NodeId{10})).lines), 2);
    QCOMPARE(int(tree.node(tree.find(NodeId{16})).depth), 1);
    QCOMPARE(std::string(tree.model(call)), std::string("root-model"));
}

void TraceTreeTest::totalsEqualTheRoots() {
    const auto tree = fold(smallRun().events);
    Usage usage;
    PicoUsd cost;
    for (const auto root : tree.roots()) {
        usage += tree.node(root).totalUsage;
        cost += tree.node(root).totalCost;
    }
    QVERIFY(usage == tree.totals().usage);
    QVERIFY(cost == tree.totals().cost);
}

// A stranger's trace may put a call below a call: before, between and after what the first one took.
void TraceTreeTest::aCallAboveAnotherKeepsItsOwn() {
    Script script;
    const auto frame = script.frame({}, "q", 0);
    const auto turn = script.turn(frame, 1);
    const auto call = script.call(turn, CallRole::Frame, "p");
    script.attempt(call, 1);
    script.fail(call, 1);
    const auto below = script.call(call, CallRole::Sub, "s");
    script.attempt(below, 1);
    script.reply(below, "b", 50, 5, 70);
    script.attempt(call, 2);
    script.reply(call, "a", 100, 10, 40);
    script.fail(call, 3); // late
    for (const bool askBetween : {false, true}) {
        RunTree tree;
        for (const auto& event : script.events) {
            tree.apply(event);
            if (askBetween) (void)tree.node(0);
        }
        QCOMPARE(tree.own(tree.find(call)).usage.input(), 100 + 7 + 7);
        QCOMPARE(tree.own(tree.find(call)).usage.output, 10 + 1 + 1);
        QCOMPARE(tree.own(tree.find(call)).cost.value, 40 + 3 + 3);
        QCOMPARE(tree.own(tree.find(below)).cost.value, 70);
        QCOMPARE(tree.node(tree.find(call)).totalCost.value, 40 + 3 + 3 + 70);
        QCOMPARE(tree.own(tree.find(turn)).cost.value, 0);
        QCOMPARE(tree.node(tree.find(turn)).totalCost.value, 40 + 3 + 3 + 70);
    }
}

void TraceTreeTest::liveAndRecordedAreEqual() {
    auto script = smallRun();
    const std::string longText = "A question that is much longer than what a label shows, " + std::string(500, 'q');
    const auto frame = script.frame({}, longText.c_str(), 0);
    const auto turn = script.turn(frame, 1);
    const auto call = script.call(turn, CallRole::Sub, longText.c_str());
    script.attempt(call, 1);
    script.reply(call, ("日本語 " + longText).c_str(), 1, 1, 1);
    script.add({}, turn, CellStarted{2, longText + "\n\n\nx\n", false, 0});
    const auto live = fold(script.events), later = fold(recorded(script.events));
    QVERIFY(print(live) == print(later));
    QCOMPARE(live.nodes().back().lines, 4U);
    QCOMPARE(later.nodes().back().lines, 4U);
    QVERIFY(std::string(later.label(later.find(frame))).find("A question that is much") == 0);
    QVERIFY(std::string(later.hint(later.find(call))).find("日本語 A question") == 0);
}

void TraceTreeTest::statusesOfACall() {
    Script s;
    const auto frame = s.frame({}, "q", 0);
    const auto call = s.call(s.turn(frame, 1), CallRole::Frame, "p");
    auto tree = fold(s.events);
    const auto now = [&] {
        for (const auto& event : s.events)
            if (event.seq > tree.lastSeq()) tree.apply(event);
        return tree.node(tree.find(call)).status;
    };
    QVERIFY(now() == NodeStatus::Queued);
    QCOMPARE(tree.totals().queued, 1U);
    s.attempt(call, 1, 500);
    QVERIFY(now() == NodeStatus::Running);
    QCOMPARE(tree.totals().inFlight, 1U);
    QCOMPARE(tree.totals().queued, 0U);
    QCOMPARE(tree.totals().reserved.value, std::int64_t(500));
    s.fail(call, 1);
    QVERIFY(now() == NodeStatus::Running);
    QCOMPARE(tree.totals().inFlight, 0U);
    QCOMPARE(tree.totals().queued, 1U);
    QCOMPARE(tree.totals().reserved.value, std::int64_t(0));
    s.attempt(call, 2, 400);
    QVERIFY(now() == NodeStatus::Running);
    for (const auto& [word, status] : {std::pair("failed", NodeStatus::Error), {"refused", NodeStatus::Error}, {"cancelled", NodeStatus::Cancelled}}) {
        auto copy = s;
        ModelCallEnded ended;
        ended.status = word;
        ended.error = Error{ErrorKind::Network, "the line went dead", ""};
        copy.add(call, {}, ended);
        const auto done = fold(copy.events);
        QVERIFY(done.node(done.find(call)).status == status);
        QCOMPARE(done.totals().inFlight, 0U);
        QCOMPARE(done.totals().queued, 0U);
        QCOMPARE(done.totals().errors, std::uint64_t(status == NodeStatus::Error));
        QCOMPARE(std::string(done.hint(done.find(call))), std::string("the line went dead"));
    }
}

void TraceTreeTest::openNodesOfADeadRunAreInterrupted() {
    auto events = smallRun().events;
    events.resize(12); // cut in the sub-call
    auto tree = fold(events);
    QVERIFY(!tree.interrupted());
    QCOMPARE(tree.totals().inFlight, 1U);
    tree.markInterrupted();
    QVERIFY(tree.interrupted());
    std::vector<NodeStatus> statuses;
    for (const auto& n : tree.nodes()) statuses.push_back(n.status);
    const std::vector<NodeStatus> expected = {NodeStatus::Interrupted, NodeStatus::Interrupted, NodeStatus::Ok, NodeStatus::Interrupted,
                                              NodeStatus::Interrupted};
    QVERIFY(statuses == expected);
    QCOMPARE(tree.totals().inFlight, 0U);
    QCOMPARE(tree.totals().reserved.value, std::int64_t(0));
    auto ended = fold(smallRun().events);
    ended.markInterrupted();
    QVERIFY(!ended.interrupted());
}

void TraceTreeTest::segmentsFollowEachOther() {
    Script s;
    s.add({}, {}, SegmentStarted{1'000'000, 1}, 0);
    s.add({}, {}, RunStarted{}, 10);
    const NodeId frame{s.add({}, {}, FrameStarted{}, 100)};
    s.add({}, {}, SegmentStarted{9'000'000, 2}, 0); // hours later; the run clock goes on at 100
    const NodeId second{s.add({}, {}, FrameStarted{}, 30)};
    s.add(second, {}, FrameEnded{"answered", "", "", {}}, 50);
    const auto tree = fold(s.events);
    QCOMPARE(tree.node(0).start, Nanos(100));
    QVERIFY(tree.node(tree.find(frame)).status == NodeStatus::Interrupted);
    QCOMPARE(tree.node(0).end, Nanos(100));
    QCOMPARE(tree.node(1).start, Nanos(130));
    QCOMPARE(tree.node(1).end, Nanos(150));
    QCOMPARE(tree.now(), Nanos(150));
    QCOMPARE(tree.segmentStart(), Nanos(100));
    QCOMPARE(tree.wallStart(), Nanos(1'000'000));
    QCOMPARE(tree.roots().size(), std::size_t(2));
}

void TraceTreeTest::duplicatesAndNonsenseAreCounted() {
    const auto script = smallRun();
    RunTree tree;
    for (const auto& event : script.events)
        for (int twice = 0; twice < 2; ++twice) tree.apply(event);
    QVERIFY(print(tree) == print(fold(script.events)));
    QCOMPARE(tree.oddities(), std::uint64_t(script.events.size()));

    auto odd = script;
    odd.add(NodeId{3}, {}, TurnEnded{});         // a frame is no turn
    odd.add(NodeId{999}, {}, FrameEnded{});      // never started
    odd.add(NodeId{3}, {}, FrameEnded{});        // ended already
    odd.turn(NodeId{888}, 1);                    // parent never seen
    odd.add(NodeId{3}, {}, AttemptStarted{});    // of a frame
    odd.add({}, {}, RunStarted{});               // twice
    QCOMPARE(fold(odd.events).oddities(), std::uint64_t(6));
}

void TraceTreeTest::changedNodesAndTheirAncestorsOnce() {
    Script s;
    const auto root = s.frame({}, "q", 0);
    const auto turn = s.turn(root, 1);
    const auto first = s.call(turn, CallRole::Frame, "p");
    const auto other = s.turn(root, 2);
    auto tree = fold(s.events);
    QCOMPARE(tree.takeChanged().size(), std::size_t(4));
    QVERIFY(tree.takeChanged().empty());
    s.attempt(first, 1);
    s.reply(first, "r", 1, 1, 1);
    tree.apply(s.events[s.events.size() - 2]);
    tree.apply(s.events.back());
    const std::vector<NodeIndex> expected = {tree.find(root), tree.find(turn), tree.find(first)};
    QVERIFY(tree.takeChanged() == expected);
    QVERIFY(tree.find(other) == 3);
}

void TraceTreeTest::depthTenThousand() {
    constexpr int Depth = 10'000;
    Script s;
    NodeId parent;
    std::vector<NodeId> frames;
    for (int i = 0; i < Depth; ++i) {
        const auto frame = s.frame(parent, "q", i);
        frames.push_back(frame);
        const auto turn = s.turn(frame, 1);
        const auto call = s.call(turn, CallRole::Frame, "p");
        s.attempt(call, 1);
        s.reply(call, "r", 1, 1, 1);
        parent = {s.add({}, turn, CellStarted{1, "c", false, 0})};
    }
    for (auto frame = frames.rbegin(); frame != frames.rend(); ++frame) s.add(*frame, {}, FrameEnded{"answered", "", "", {}});
    const auto tree = fold(s.events);
    QCOMPARE(tree.nodes().size(), std::size_t(4 * Depth));
    QCOMPARE(tree.node(0).totalUsage.output, Tokens(Depth));
    QCOMPARE(tree.node(0).descendants, std::uint32_t(4 * Depth - 1));
    QCOMPARE(tree.node(0).calls, std::uint32_t(Depth));
    QCOMPARE(tree.node(4 * (Depth - 1)).calls, 1U);
    QCOMPARE(int(tree.nodes().back().depth), Depth - 1);
    QCOMPARE(print(tree).size(), tree.nodes().size());
}

void TraceTreeTest::findsEveryNode() {
    RunTree tree;
    Event event;
    event.body = FrameStarted{};
    for (Seq seq = 3; seq < 5000; seq += 1 + seq % 7) {
        event.seq = seq;
        event.node = {seq};
        tree.apply(event);
    }
    for (NodeIndex i = 0; i < tree.nodes().size(); ++i) QCOMPARE(tree.find(tree.node(i).id), i);
    QCOMPARE(tree.find(NodeId{}), NoNode);
    QCOMPARE(tree.find(NodeId{1}), NoNode);
    QCOMPARE(tree.find(NodeId{UINT64_MAX}), NoNode);
}

void TraceTreeTest::randomEventsNeverBreakIt() {
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        RandomEvents random(seed);
        RunTree tree;
        for (Seq seq = 1; seq < 500; ++seq) {
            Event event;
            event.seq = random.pick(20) == 0 ? random.pick(500) : seq;
            event.body = random.body();
            event.node = startsNode(event.body) ? NodeId{event.seq} : NodeId{random.pick(seq + 2)};
            event.parent = {random.pick(seq + 3)};
            event.time = random.pick(9) == 0 ? INT64_MAX : static_cast<Nanos>(seq);
            tree.apply(event);
            if (random.pick(30) == 0) tree.markInterrupted();
        }
        std::uint32_t open = 0;
        for (const auto& n : tree.nodes())
            if ((n.kind == NodeKind::ModelCall || n.kind == NodeKind::SubCall) &&
                (n.status == NodeStatus::Queued || n.status == NodeStatus::Running))
                ++open;
        QCOMPARE(tree.totals().queued + tree.totals().inFlight, open);
        for (const auto& line : print(tree)) QVERIFY(line != "wrong number of children");
    }
}

void TraceTreeTest::unknownCosts() {
    Script s;
    const auto root = s.frame({}, "q", 0);
    const auto turn = s.turn(root, 1);
    const auto call = s.call(turn, CallRole::Frame, "p");
    s.add(call, {}, AttemptStarted{1, 100, {0}, false});
    s.reply(call, "r", 5, 5, 0, CostSource::Unknown);
    auto tree = fold(s.events);
    QVERIFY(tree.totals().costUnknown);
    QVERIFY(tree.node(0).costUnknown);
    QVERIFY(tree.node(tree.find(call)).costUnknown);

    Script free; // a call that failed before anything was billed has a known cost: none
    const auto again = free.call(free.turn(free.frame({}, "q", 0), 1), CallRole::Frame, "p");
    free.add(again, {}, AttemptStarted{1, 100, {0}, false});
    free.fail(again, 1, false);
    ModelCallEnded failed;
    failed.status = "failed";
    free.add(again, {}, failed);
    QVERIFY(!fold(free.events).totals().costUnknown);
}

void TraceTreeTest::smallerThan300Bytes() {
    Script s;
    const auto root = s.frame({}, "question", 0);
    for (int i = 1; i <= 5000; ++i) {
        const auto turn = s.turn(root, i);
        const auto call = s.call(turn, CallRole::Frame, "p");
        s.attempt(call, 1);
        s.reply(call, ("A reply of the usual length, number " + std::to_string(i)).c_str(), 1, 1, 1);
        const NodeId cell{s.add({}, turn, CellStarted{1, "for line in context.splitlines(): print(line)", false, 0})};
        s.endCell(cell, "ok");
        s.add(turn, {}, TurnEnded{});
    }
    auto tree = fold(s.events);
    (void)tree.takeChanged();
    QVERIFY2(tree.memory() / tree.nodes().size() < 300, std::to_string(tree.memory() / tree.nodes().size()).c_str());
}

QTEST_GUILESS_MAIN(TraceTreeTest)
#include "tst_trace_tree.moc"
