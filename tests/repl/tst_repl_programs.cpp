// 200 random programs: a REPL that was restored in the middle goes on as if nothing had happened. Variables, output and
// random numbers are those of the uninterrupted run, from snapshots and by replay.
#include "engine/replay.h"
#include "random_program.h"
#include "repl_harness.h"

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

constexpr int Programs = 200, PerRow = 10;

/// What a cell shows of itself.
struct Shown {
    std::string out, err, rest;
    bool operator==(const Shown&) const = default;
    std::string text() const { return rest + "\n--- out\n" + out + "--- err\n" + err; }
};

Result<std::string> answerOf(std::uint64_t seed, const HostCall& call, std::size_t i) {
    const auto& item = call.items[i];
    if (item.prompt.starts_with("fail")) return makeError(ErrorKind::Provider, "no answer to " + item.prompt);
    std::string asked = std::to_string(seed) + item.prompt;
    if (item.context)
        for (const auto& document : item.context->documents) asked += document.path + "=" + document.text.string();
    return "re " + item.prompt + " " + BlobId::of(asked).text().substr(0, 6);
}

CellObserver observerFor(std::uint64_t seed, Shown& shown, std::mutex& mutex) {
    CellObserver observer;
    observer.output = [&](OutputStream stream, std::string_view text, bool) {
        const std::lock_guard lock(mutex);
        (stream == OutputStream::Stdout ? shown.out : shown.err) += text;
    };
    observer.hostCall = [seed](HostCall call, std::unique_ptr<HostReply> reply) {
        for (std::size_t i = 0; i < call.items.size(); ++i) reply->answer(i, answerOf(seed, call, i));
    };
    return observer;
}

Shown shownOf(Shown shown, const CellOutcome& outcome) {
    shown.rest = std::string(toString(outcome.status)) + " " + outcome.exception + " " + (outcome.final ? outcome.final->text : "");
    for (const VariableMark& mark : variableMarks(outcome.variables)) shown.rest += "\n" + mark.name + " " + std::to_string(mark.value);
    return shown;
}

Shown run(Repl& repl, const std::string& code, std::uint64_t seed) {
    Shown shown;
    std::mutex mutex;
    const CellOutcome outcome = repl.run(code, {60}, observerFor(seed, shown, mutex), {});
    return shownOf(std::move(shown), outcome);
}

} // namespace

class TestPrograms : public QObject {
    Q_OBJECT
    std::unique_ptr<ReplFactory> m_factory;
    int m_snapshots = 0, m_replays = 0, m_refused = 0, m_cells = 0, m_raised = 0;
    bool m_restores = true; ///< Repl::restore() is there

    /// A restored REPL goes on as the first one did.
    static void checkRest(Repl& repl, const std::vector<std::string>& cells, ReplPoint point, const std::vector<Shown>& before,
                          std::uint64_t seed) {
        QCOMPARE(repl.point(), point);
        for (std::size_t i = static_cast<std::size_t>(point); i < cells.size(); ++i) {
            const Shown now = run(repl, cells[i], seed);
            if (now == before[i]) continue;
            QFAIL(("program " + std::to_string(seed) + ", restored after cell " + std::to_string(point) + ", cell " + std::to_string(i + 1) +
                   ":\n" + cells[i] + "\n=== before\n" + before[i].text() + "\n=== now\n" + now.text()).c_str());
        }
    }

    void check(std::uint64_t seed) {
        RandomProgram program(seed);
        auto cells = program.cells();
        const auto point = static_cast<ReplPoint>(program.pick(cells.size() + 1));
        cells.push_back(RandomProgram::look());

        ReplSpec spec;
        spec.context = std::make_shared<const Context>(Context::ofText("the context of program " + std::to_string(seed) + " 😀"));
        spec.seed = seed;
        spec.framePath = "/t1.c1.rlm_query." + std::to_string(seed);
        auto live = m_factory->start(spec, {});
        QVERIFY2(live.ok(), live.ok() ? "" : live.error().text().c_str());
        JournalRecorder recorder(spec);
        std::vector<Shown> before;
        SnapshotReport snapshot;
        for (const auto& cell : cells) {
            if ((*live)->point() == point) snapshot = (*live)->snapshot();
            Shown shown;
            std::mutex mutex;
            const CellObserver observer = observerFor(seed, shown, mutex);
            const CellOutcome outcome = (*live)->run(cell, {60}, recorder.begin(cell, {60}, observer), {});
            recorder.end(outcome);
            before.push_back(shownOf(std::move(shown), outcome));
            ++m_cells;
            if (outcome.status == CellStatus::Raised) ++m_raised;
            if (qEnvironmentVariableIsSet("SHOW_PROGRAMS"))
                qInfo("%s\n--> %s %s\n%s%s", cell.c_str(), toString(outcome.status).data(), outcome.cause.c_str(), before.back().out.c_str(), before.back().err.c_str());
            QVERIFY2(outcome.replAlive, outcome.cause.c_str());
        }

        auto replayed = replay(*m_factory, recorder.journal(), point, {});
        QVERIFY2(replayed.ok(), replayed.ok() ? "" : replayed.error().text().c_str());
        for (const auto& d : replayed->divergences)
            QFAIL(("program " + std::to_string(seed) + " cell " + std::to_string(d.cell) + " " + d.what + ": " + d.before + " / " + d.now).c_str());
        QVERIFY(replayed->method == RestoreMethod::Replay);
        checkRest(*replayed->repl, cells, point, before, seed);
        ++m_replays;
        if (QTest::currentTestFailed()) return;

        auto restored = (*live)->restore(point, {});
        if (!restored && restored.error().kind == ErrorKind::Unsupported) {
            m_restores = false;
            return;
        }
        QVERIFY2(restored.ok(), restored.ok() ? "" : restored.error().text().c_str());
        QCOMPARE(restored->method == RestoreMethod::Snapshot, snapshot.held);
        snapshot.held ? ++m_snapshots : ++m_refused;
        for (const auto& d : restored->divergences) QFAIL(("restore: " + d.what).c_str());
        checkRest(*restored->repl, cells, point, before, seed);
    }

private Q_SLOTS:
    void initTestCase() {
        auto factory = makeWorkerReplFactory();
        if (!factory) qFatal("%s", factory.error().text().c_str());
        m_factory = *std::move(factory);
    }
    void cleanupTestCase() { m_factory.reset(); }

    void goesOnAsBefore_data() {
        QTest::addColumn<int>("first");
        for (int first = 1; first <= Programs; first += PerRow) QTest::addRow("%d to %d", first, first + PerRow - 1) << first;
    }
    void goesOnAsBefore() {
        QFETCH(int, first);
        for (int seed = first; seed < first + PerRow; ++seed) {
            check(static_cast<std::uint64_t>(seed));
            if (QTest::currentTestFailed()) return;
        }
    }

    void bothWaysWereTaken() {
        if (m_replays < Programs) QSKIP("not all programs were run");
        qInfo("%d replays, %d from snapshots, %d where no snapshot was held; %d of %d cells raised", m_replays, m_snapshots, m_refused,
              m_raised, m_cells);
        QVERIFY(m_raised > 0 && m_raised < m_cells / 3);
        if (!m_restores) QSKIP("this REPL keeps no snapshots");
        QVERIFY(m_snapshots > Programs / 2);
    }
};

QTEST_GUILESS_MAIN(TestPrograms)
#include "tst_repl_programs.moc"
