// Ten thousand random trees: parallel children, batches, random usage up to the cap that was sent, failures, retries, providers
// that make calls wait, limits of every kind on the run and on each child frame, and each way to behave at a limit. Spend never
// passes a limit, nothing hangs, a limit of N calls allows N, and the leaves add up to the root, exactly.
#include <QTest>

#ifndef Q_MOC_RUN
#include "engine/engine_fixture.h"
#include "trace/run_tree.h"

#include <chrono>
#include <random>
#include <thread>
#endif

using namespace rlmscope;

namespace {

const Price Cheap = Price::perMillion({1'000'000'000'000}, {4'000'000'000'000});

/// Draws from the request alone, so that a tree does not depend on what comes first.
class Dice {
public:
    Dice(std::uint64_t seed, const ModelRequest& r) : m_random(BlobId::of(std::to_string(seed) + r.key.text() + std::to_string(r.attempt)).low) {}
    std::uint64_t operator()(std::uint64_t n) { return m_random() % n; }

private:
    std::mt19937_64 m_random;
};

FakeReply randomReply(std::uint64_t seed, const ModelRequest& r) {
    Dice dice(seed, r);
    if (dice(8) == 0) {
        ModelFailure failure = httpFailure(dice(2) ? 429 : 0, dice(3) != 0, 1'000);
        failure.sent = dice(4) != 0;
        if (failure.http == 0 && dice(2)) {
            failure.usageKnown = true;
            failure.usage.freshInput = static_cast<Tokens>(dice(r.bytes() + 1));
            failure.usage.output = static_cast<Tokens>(dice(static_cast<std::uint64_t>(r.outputCap) + 1));
        }
        return {std::move(failure), 0, {}};
    }
    std::string text = "short answer";
    if (r.role == CallRole::Frame) {
        const auto what = r.turn > 3 ? 3 : dice(4);
        const auto items = [&] {
            std::string list = "i0";
            for (auto n = dice(6); n > 0; --n) list += "|i" + std::to_string(n);
            return list;
        };
        text = what == 0 ? cell("llm_batch " + items()) : what == 1 ? cell("rlm_batch " + items())
               : what == 2 ? "no code" : cell("llm one\nfinal " + std::to_string(seed));
    }
    if (dice(10) == 0) return {okReply(text, {}), 0, {}};
    // Up to what may be billed at most: every byte a token, 32 more per message, the cap sent.
    Usage usage{.freshInput = static_cast<Tokens>(dice(r.bytes() + 32 * r.messages.size() + 1)),
                .output = static_cast<Tokens>(dice(static_cast<std::uint64_t>(r.outputCap) + 1))};
    return {okReply(text, usage), 0, {}};
}

/// A provider that lets so many leave, then wants a pause; seeded by the number of times it was asked.
std::function<Readiness(Tokens)> moody(std::uint64_t seed) {
    const auto asked = std::make_shared<std::atomic<std::uint64_t>>(0);
    return [seed, asked](Tokens) {
        const auto n = ++*asked;
        const bool waits = std::mt19937_64(seed + n)() % 4 == 0;
        return waits ? Readiness{static_cast<Nanos>(1'000 * (1 + (seed + n) % 300)), "a few requests a moment"} : Readiness{};
    };
}

struct Spent {
    PicoUsd usd;
    Tokens in = 0, out = 0;
    std::int64_t calls = 0; ///< that can be seen to have been billed
    void add(const Usage& usage, PicoUsd cost, bool billed) {
        usd += cost;
        in += usage.input();
        out += usage.output;
        calls += billed;
    }
};
/// By frame, with everything below; 0 = the run.
std::map<Seq, Spent> spentIn(const std::vector<Event>& events, const RunTree& tree) {
    std::map<Seq, Spent> spent;
    const auto add = [&](NodeId call, const Usage& usage, PicoUsd cost, bool billed) {
        spent[0].add(usage, cost, billed);
        for (NodeIndex at = tree.find(call); at != NoNode; at = tree.node(at).parent)
            if (tree.node(at).kind == NodeKind::Frame) spent[tree.node(at).id.seq].add(usage, cost, billed);
    };
    for (const Event& event : events) {
        if (const auto* failed = std::get_if<AttemptFailed>(&event.body))
            add(event.node, failed->usage, failed->cost, failed->usage.input() + failed->usage.output > 0);
        if (const auto* ended = std::get_if<ModelCallEnded>(&event.body))
            add(event.node, ended->usage, ended->cost, ended->status == "ok");
    }
    return spent;
}

std::string tooMuch(const Spent& spent, const LedgerLimits& limits) {
    if (limits.usd && spent.usd > *limits.usd) return "usd";
    if (limits.calls && spent.calls > *limits.calls) return "calls";
    if (limits.tokens && spent.in + spent.out > *limits.tokens) return "tokens";
    if (limits.inputTokens && spent.in > *limits.inputTokens) return "input";
    if (limits.outputTokens && spent.out > *limits.outputTokens) return "output";
    return {};
}

class Random {
public:
    explicit Random(std::uint64_t seed) : m_random(seed) {}
    std::int64_t upTo(std::int64_t n) { return 1 + static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(n)); }
    bool chance(int of) { return m_random() % static_cast<std::uint64_t>(of) == 0; }
    std::uint64_t seed() { return m_random(); }

private:
    std::mt19937_64 m_random;
};

void drawSpec(Random& random, EngineFixture& f) {
    f.spec.strategy = random.chance(10) ? "direct" : "rlm";
    f.spec.depth = static_cast<int>(random.upTo(4)) - 1;
    f.spec.models = {"fake", "other"};
    f.spec.prices["fake"] = f.spec.prices["other"] = Cheap;
    f.spec.prompts["rlm"] = "Work.";
    RunLimits& limits = f.spec.limits;
    limits.turns = static_cast<int>(random.upTo(7));
    limits.inFlight = static_cast<int>(random.upTo(8));
    limits.frameOutputCap = 1'000;
    limits.subCallOutputCap = 500;
    limits.visibleOutput = 2'000;
    if (random.chance(3)) limits.usd = PicoUsd{random.upTo(40'000'000'000)};
    if (random.chance(3)) limits.calls = random.upTo(30);
    if (random.chance(3)) limits.tokens = random.upTo(40'000);
    if (random.chance(5)) limits.inputTokens = random.upTo(30'000);
    if (random.chance(5)) limits.outputTokens = random.upTo(12'000);
    if (random.chance(5)) limits.frames = random.upTo(8);
    if (random.chance(4)) limits.child.usd = PicoUsd{random.upTo(15'000'000'000)};
    if (random.chance(4)) limits.child.calls = random.upTo(10);
    if (random.chance(4)) limits.child.tokens = random.upTo(15'000);
    if (random.chance(8)) limits.approveCalls = 2 + random.upTo(4);
    limits.atLimit = random.chance(4) ? AtLimit::Stop : random.chance(4) ? AtLimit::Ask : AtLimit::Finish;
    f.canAsk = random.chance(2);
}

/// Answers what it asks, at random, until it has ended. False: it hangs.
bool attend(Run& run, Random& random) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (run.state() != RunState::Ended) {
        for (const PendingDecision& question : run.budget().pending) {
            RaisedLimits more;
            for (auto* limit : {&more.calls, &more.frames}) *limit = question.limitNow + random.upTo(10);
            for (auto* limit : {&more.tokens, &more.inputTokens, &more.outputTokens}) *limit = question.limitNow + random.upTo(20'000);
            more.usd = PicoUsd{question.limitNow + random.upTo(20'000'000'000)};
            RaisedLimits raised;
            switch (question.limit) { // the one that was asked about
            case LimitKind::Usd: raised.usd = more.usd; break;
            case LimitKind::Calls: raised.calls = more.calls; break;
            case LimitKind::Token: raised.tokens = more.tokens; break;
            case LimitKind::InputToken: raised.inputTokens = more.inputTokens; break;
            case LimitKind::OutputToken: raised.outputTokens = more.outputTokens; break;
            case LimitKind::Frames: raised.frames = more.frames; break;
            default: raised.turns = static_cast<int>(question.limitNow) + 2; break;
            }
            const Verdict verdict = random.chance(2)   ? Verdict::Go
                                    : random.chance(6) ? Verdict::Stop
                                    : question.kind == PendingDecision::Kind::FanOut ? Verdict::Refuse
                                                                                     : Verdict::Finish;
            static_cast<void>(run.decide(question.id, verdict, raised)); // too little is asked again
        }
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::microseconds(50));
    }
    return true;
}

} // namespace

class TestBudgetTrees : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void neverPassALimit() {
        const int wanted = qEnvironmentVariableIntValue("RLMSCOPE_BUDGET_ROUNDS");
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
        constexpr int Usual = 1'000; // ten times slower
#else
        constexpr int Usual = 10'000;
#endif
        const int rounds = wanted > 0 ? wanted : Usual;
        Random random(3);
        for (int round = 0; round < rounds; ++round) {
            const std::uint64_t seed = random.seed();
            oneTree(seed);
            if (QTest::currentTestFailed()) QFAIL(("tree " + std::to_string(round) + ", seed " + std::to_string(seed)).c_str());
        }
        if (rounds < 2'000) return;
        for (const char* reason : {"answered/answer", "answered/usd", "answered/calls", "answered/tokens", "answered/input_tokens",
                                   "answered/output_tokens", "limit/usd", "limit/calls", "limit/tokens", "limit/frames", "answered/turns"})
            QVERIFY2(m_reasons[reason] > 0, reason);
        QVERIFY(m_childLimits > 100 && m_asked > 50 && m_full > 100);
    }

private:
    void oneTree(std::uint64_t seed) {
        Random random(seed);
        EngineFixture f;
        drawSpec(random, f);
        const auto answer = [seed](const ModelRequest& r) { return randomReply(seed, r); };
        const auto model = f.model(answer);
        const auto other = std::make_shared<FakeModel>(answer);
        f.models["other"] = other;
        if (random.chance(3)) model->readiness = moody(seed);
        if (random.chance(3)) other->readiness = moody(seed + 1);
        auto run = f.start();
        QVERIFY(run.ok());
        QVERIFY2(attend(**run, random), "it hangs");
        const RunEnded ended = (*run)->wait();
        check(f, **run, ended);
        ++m_reasons[ended.status + "/" + ended.stopReason];
    }

    void check(const EngineFixture& f, Run& run, const RunEnded& ended) {
        const auto events = f.sink->events();
        QCOMPARE(malformed(events), "");
        RunTree tree;
        for (const Event& event : events) tree.apply(event);
        auto spent = spentIn(events, tree);
        const BudgetState budget = run.budget();
        LedgerLimits limits; // as raised
        std::optional<std::int64_t> frames;
        for (const LimitState& state : budget.limits) {
            if (state.kind == LimitKind::Usd) limits.usd = PicoUsd{state.limit};
            if (state.kind == LimitKind::Calls) limits.calls = state.limit;
            if (state.kind == LimitKind::Token) limits.tokens = state.limit;
            if (state.kind == LimitKind::InputToken) limits.inputTokens = state.limit;
            if (state.kind == LimitKind::OutputToken) limits.outputTokens = state.limit;
            if (state.kind == LimitKind::Frames) frames = state.limit;
            QVERIFY2(state.spent <= state.limit, std::string(toString(state.kind)).c_str());
            QCOMPARE(state.reserved, 0);
        }
        QVERIFY(budget.guaranteed);
        const Spent& all = spent[0];
        QCOMPARE(tooMuch(all, limits), "");
        if (frames) QVERIFY(static_cast<std::int64_t>(f.sink->all<FrameStarted>().size()) <= *frames);
        // The leaves, the root and the ledger agree, exactly.
        QCOMPARE(tree.totals().cost, all.usd);
        QCOMPARE(tree.node(tree.roots().at(0)).totalCost, all.usd);
        QCOMPARE(budget.spentUsd, all.usd);
        QCOMPARE(budget.spentTokens, all.in + all.out);
        QVERIFY(budget.spentCalls >= all.calls);
        for (const LaneState& lane : budget.lanes) QCOMPARE(lane.queued + lane.inFlight + lane.retrying, 0);
        // A run that calls have ended has made as many as it may.
        if (ended.stopReason == "calls" && (ended.status == "answered" || f.spec.limits.atLimit == AtLimit::Stop)) {
            QCOMPARE(budget.spentCalls, *limits.calls);
            ++m_full;
        }
        const SubtreeLimits& child = f.spec.limits.child;
        for (const TreeNode& node : tree.nodes())
            if (node.kind == NodeKind::Frame && node.depth > 0)
                QCOMPARE(tooMuch(spent[node.id.seq], {child.usd, child.calls, child.tokens}), "");
        for (const auto& call : f.sink->all<ModelCallEnded>())
            m_childLimits += call.error && call.error->message.starts_with("The limit of this child");
        m_asked += static_cast<int>(ledgerOps(f, "asked").size());
    }

    std::map<std::string, int> m_reasons;
    int m_childLimits = 0, m_asked = 0, m_full = 0;
};

QTEST_GUILESS_MAIN(TestBudgetTrees)
#include "tst_budget_trees.moc"
