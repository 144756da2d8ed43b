// The journal of a real worker, run again: the same state from recorded answers, and what differs is told.
#include "engine/replay.h"
#include "repl_harness.h"

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

/// A harness that keeps a journal of what it runs.
class Recorded : public Harness {
public:
    explicit Recorded(ReplSpec spec = {}) : Harness(spec), recorder(withContext(std::move(spec))) {}
    CellOutcome cell(const std::string& code, double seconds = 60, CancelToken cancel = {}) {
        CellObserver outer;
        outer.output = [](OutputStream, std::string_view, bool) {};
        outer.hostCall = [this](HostCall call, std::unique_ptr<HostReply> reply) {
            ++calls;
            if (onCallNow) return onCallNow(std::move(call), std::move(reply));
            for (std::size_t i = 0; i < call.items.size(); ++i) reply->answer(i, onCall(call, i));
        };
        const CellObserver observer = recorder.begin(code, {seconds, 0, 0}, outer);
        CellOutcome outcome = repl->run(code, {seconds, 0, 0}, observer, cancel);
        recorder.end(outcome);
        return outcome;
    }
    Restored restored(ReplPoint point) {
        auto result = replay(factory(), recorder.journal(), point, {});
        if (!result) qFatal("%s", result.error().text().c_str());
        return *std::move(result);
    }

    JournalRecorder recorder;
    std::atomic<int> calls = 0;

private:
    static ReplSpec withContext(ReplSpec spec) {
        if (!spec.context) spec.context = std::make_shared<Context>(Context::ofText("hello context"));
        return spec;
    }
};

/// What a cell prints in a REPL; calls fail.
std::string says(Repl& repl, const std::string& code) {
    std::string out;
    CellObserver observer;
    observer.output = [&](OutputStream, std::string_view text, bool) { out += text; };
    repl.run(code, {60}, observer, {});
    return out;
}

std::string told(const std::vector<Divergence>& divergences) {
    std::string out;
    for (const auto& d : divergences)
        out += std::to_string(d.cell) + " " + d.what + " [" + d.before + "] [" + d.now + "]\n";
    return out;
}

} // namespace

class TestReplay : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyPointComesBack() {
        Recorded live;
        live.cell("import random\nx = [1, 2]\nprint(random.random())");
        live.cell("x.append(llm_query('a'))\nd = {c: i for i, c in enumerate(set('hello world'))}");
        live.cell("def f(n):\n    return n * len(x)\nprint(llm_query_batched(['p', 'q', 'p']))");
        live.cell("x.append(random.random())\n1/0");
        const int asked = live.calls;
        const char* const look = "print(sorted(k for k in globals() if k in ('x', 'd', 'f')), globals().get('x'), list(globals().get('d', [])))";
        // A fresh REPL for each: looking runs a cell.
        QCOMPARE(live.recorder.journal().cells.size(), std::size_t(4));
        for (ReplPoint point = 0; point <= 4; ++point) {
            auto restored = live.restored(point);
            COMPARE_STR(told(restored.divergences), "");
            QVERIFY(restored.method == RestoreMethod::Replay);
            QVERIFY(restored.seconds > 0);
            QCOMPARE(restored.repl->point(), point);
            if (point == 4) COMPARE_STR(says(*restored.repl, "print(random.random(), f(2))\n" + std::string(look)),
                                        says(*live.repl, "print(random.random(), f(2))\n" + std::string(look)));
        }
        QCOMPARE(live.calls.load(), asked); // no call left
    }

    void failedAnswersFailAgain() {
        Recorded live;
        live.onCall = [](const HostCall& call, std::size_t i) -> Result<std::string> {
            if (call.items[i].prompt == "bad") return makeError(ErrorKind::Budget, "no money");
            return "ok " + call.items[i].prompt;
        };
        live.cell("r = llm_query_batched(['good', 'bad'])\nprint(r[0], repr(r[1]), bool(r[1]))");
        live.cell("try:\n    llm_query('bad')\nexcept SubCallError as e:\n    print(e.kind, e.message)");
        live.cell("llm_query('bad')");
        const auto restored = live.restored(3);
        COMPARE_STR(told(restored.divergences), "");
    }

    void threadsAndGatheredCallsComeBack() {
        Recorded live;
        live.cell("from concurrent.futures import ThreadPoolExecutor\n"
                  "with ThreadPoolExecutor(8) as pool:\n    r = list(pool.map(llm_query, [f'p{i % 10}' for i in range(100)]))\n"
                  "print(len(r), r[:3])");
        live.cell("import asyncio\ng = await asyncio.gather(*[llm_query(f'g{i}') for i in range(20)])\nprint(g[-1])");
        live.cell("h = rlm_query_batched(['q1', 'q2'], contexts=['c1', ['a', 'b']])");
        const auto restored = live.restored(3);
        COMPARE_STR(told(restored.divergences), "");
    }

    void clocksAreTold() {
        Recorded live;
        live.cell("x = 1");
        live.cell("import time\nprint('it is', time.time_ns())");
        live.cell("import os\ntoken = os.urandom(8).hex()");
        live.cell("y = 2");
        const auto restored = live.restored(4); // told once, where it began
        QCOMPARE(restored.divergences.size(), std::size_t(2));
        QCOMPARE(restored.divergences[0].cell, 2);
        VERIFY_HAS(restored.divergences[0].what, "printed other text");
        VERIFY_HAS(restored.divergences[0].before, "it is ");
        QCOMPARE(restored.divergences[1].cell, 3);
        VERIFY_HAS(restored.divergences[1].what, "token");
    }

    void aNewQuestionIsRefusedAndTold() {
        Recorded live;
        live.cell("import time\ntry:\n    r = llm_query(f'now {time.time_ns()}')\nexcept SubCallError as e:\n    r = e.message");
        const auto restored = live.restored(1);
        const std::string text = told(restored.divergences);
        VERIFY_HAS(text, "asked something that it had not asked before (llm_query)");
        VERIFY_HAS(text, "did not ask 1 of the things that it had asked");
        VERIFY_HAS(text, "left other values in r");
        VERIFY_HAS(says(*restored.repl, "print(r)"), "asks no model");
    }

    void aWaitingCellIsInterruptedAtTheSamePlace() {
        Recorded live;
        CancelSource cancel;
        std::vector<std::unique_ptr<HostReply>> never;
        live.onCallNow = [&](HostCall call, std::unique_ptr<HostReply> reply) {
            if (call.items[0].prompt == "quick") return reply->answer(0, std::string("yes"));
            never.push_back(std::move(reply));
            cancel.cancel();
        };
        auto outcome = live.cell("a = llm_query('quick')\nb = 'before'\nc = llm_query('slow')\nd = 'after'", 60, cancel.token());
        QVERIFY(outcome.status == CellStatus::Interrupted);
        live.onCallNow = nullptr;
        live.cell("e = a + b");
        const auto restored = live.restored(2);
        COMPARE_STR(told(restored.divergences), "");
        COMPARE_STR(says(*restored.repl, "print(e, 'c' in globals(), 'd' in globals())"), "yesbefore False False\n");
    }

    void anInterruptedLoopIsCutAndTold() {
        Recorded live;
        auto outcome = live.cell("n = 1\nwhile True: pass", 0.2);
        QVERIFY(outcome.status == CellStatus::Interrupted);
        live.cell("m = 'here'");
        const auto restored = live.restored(2);
        QCOMPARE(restored.divergences.size(), std::size_t(1));
        VERIFY_HAS(restored.divergences[0].what, "interrupted in the middle of its code");
        COMPARE_STR(says(*restored.repl, "print(m, n)"), "here 1\n");
    }

    void aThreadThatIsLeftBehindDoesNotHang() {
        Recorded live;
        std::vector<std::unique_ptr<HostReply>> never;
        live.onCallNow = [&](HostCall, std::unique_ptr<HostReply> reply) { never.push_back(std::move(reply)); };
        live.cell("import threading, time\nt = threading.Thread(target=lambda: llm_query('left'), daemon=True)\nt.start()\n"
                  "time.sleep(0.1)\nx = 5");
        const auto restored = live.restored(1);
        QVERIFY(told(restored.divergences).find("waited") == std::string::npos);
        VERIFY_HAS(says(*restored.repl, "print('x is', x)"), "x is 5");
    }

    void aDeadReplHasNoStateAfterIt() {
        Recorded live;
        live.cell("x = 1");
        const auto outcome = live.cell("import os\nos._exit(3)");
        QVERIFY(!outcome.replAlive);
        live.cell("y = 1"); // nothing runs any more
        const auto journal = live.recorder.journal();
        QCOMPARE(journal.cells.size(), std::size_t(2));
        const auto none = replay(live.factory(), journal, 2, {});
        QVERIFY(!none.ok());
        VERIFY_HAS(none.error().message, "Cell 2 ended the REPL");
        QVERIFY(replay(live.factory(), journal, 1, {}).ok());
        QVERIFY(!replay(live.factory(), journal, 3, {}).ok());
    }

    void cancellingStopsIt() {
        Recorded live;
        live.cell("import time\ntime.sleep(0.3)");
        CancelSource cancel;
        std::thread canceller([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
            cancel.cancel();
        });
        const auto restored = replay(live.factory(), live.recorder.journal(), 1, cancel.token());
        canceller.join();
        QVERIFY(!restored.ok());
        QVERIFY(restored.error().kind == ErrorKind::Cancelled);
    }

    void oneCallCanBeAnsweredAnew() {
        Recorded live;
        live.cell("base = 10");
        live.cell("parts = rlm_query_batched(['1', '2', '3'])\ntotal = [p.upper() for p in parts]\n"
                  "more = llm_query('sum ' + '+'.join(parts))\nprint(more)");
        const auto journal = live.recorder.journal();
        const JournalCell& cell = *journal.cells[1];
        std::optional<CellCall> second;
        for (const auto& [name, call] : cell.calls)
            if (call.asked == "2") second = name;
        QVERIFY(second.has_value());

        auto before = live.restored(1);
        std::vector<std::string> asked;
        CellObserver observer;
        std::string out;
        observer.output = [&](OutputStream, std::string_view text, bool) { out += text; };
        observer.hostCall = [&](HostCall call, std::unique_ptr<HostReply> reply) {
            for (std::size_t i = 0; i < call.items.size(); ++i) {
                asked.push_back(call.items[i].prompt);
                reply->answer(i, "new:" + call.items[i].prompt);
            }
        };
        const Rerun rerun = rerunCell(*before.repl, cell, second, observer, {});
        COMPARE_STR(told(rerun.divergences), "");
        QVERIFY(rerun.outcome.status == CellStatus::Ok);
        // The one that was answered anew, and what follows from it.
        QCOMPARE(asked, (std::vector<std::string>{"2", "sum re:1+new:2+re:3"}));
        COMPARE_STR(out, "new:sum re:1+new:2+re:3\n");
        COMPARE_STR(says(*before.repl, "print(total, base)"), "['RE:1', 'NEW:2', 'RE:3'] 10\n");
    }

    void divergingBeforeTheLiveCallIsTold() {
        Recorded live;
        live.cell("import time\nprint(time.time_ns())\nprint(llm_query('late'))");
        const auto journal = live.recorder.journal();
        auto before = live.restored(0);
        CellObserver observer;
        observer.hostCall = [&](HostCall, std::unique_ptr<HostReply> reply) {
            // What was printed before has arrived by the time that the cell ends; here it may still be in the pipe.
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
            reply->answer(0, std::string("x"));
        };
        const Rerun never = rerunCell(*before.repl, *journal.cells[0], CellCall("llm_query", BlobId::of("no such"), 0), observer, {});
        VERIFY_HAS(told(never.divergences), "did not ask what is answered anew");
    }
};

QTEST_GUILESS_MAIN(TestReplay)
#include "tst_repl_replay.moc"
