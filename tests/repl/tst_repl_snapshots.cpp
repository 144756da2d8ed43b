// Snapshots of real workers: parked copies, going back to them, and what refuses them.
#include "repl_harness.h"

#include <csignal>
#include <filesystem>
#include <sys/wait.h>

using namespace rlmscope;
using test::Harness;

namespace {

std::string outputOf(Repl& repl, const std::string& code) {
    std::string out;
    CellObserver observer;
    observer.output = [&](OutputStream, std::string_view text, bool) { out += text; };
    observer.hostCall = [](HostCall call, std::unique_ptr<HostReply> reply) {
        for (std::size_t i = 0; i < call.items.size(); ++i) reply->answer(i, std::string("re:") + call.items[i].prompt);
    };
    const auto outcome = repl.run(code, {20, 0, 0}, observer, {});
    return outcome.status == CellStatus::Ok ? out : out + "[" + outcome.cause + "]";
}

} // namespace

class TestReplSnapshots : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void goesBack() {
        Harness h;
        for (int i = 0; i < 4; ++i) {
            const auto report = h.repl->snapshot();
            QVERIFY2(report.held, report.reason.c_str());
            QCOMPARE(report.point, i);
            h.run("n = globals().get('n', 0) + 1");
        }
        QVERIFY((h.repl->snapshots() == std::vector<ReplPoint>{0, 1, 2, 3}));
        for (const int point : {2, 0, 3, 2}) {
            auto restored = h.repl->restore(point, {});
            QVERIFY2(restored.ok(), restored.ok() ? "" : restored.error().text().c_str());
            QVERIFY(restored->method == RestoreMethod::Snapshot);
            QCOMPARE(restored->repl->point(), point);
            COMPARE_STR(outputOf(*restored->repl, "print(globals().get('n'), context, llm_query('q'))"),
                        (point ? std::to_string(point) : std::string("None")) + " hello context re:q\n");
            QCOMPARE(restored->repl->point(), point + 1);
        }
        h.run("print(n)");
        COMPARE_STR(h.seen.out, "4\n"); // the one that lives was not touched
    }

    void sameRandomNumbers() {
        Harness h;
        h.run("import random\nrandom.random()");
        QVERIFY(h.repl->snapshot().held);
        h.run("print(random.random(), random.randrange(10**9), list({'a', 'b', 'c', 'd'}))");
        auto restored = h.repl->restore(1, {});
        QVERIFY(restored.ok());
        COMPARE_STR(outputOf(*restored->repl, "print(random.random(), random.randrange(10**9), list({'a', 'b', 'c', 'd'}))"), h.seen.out);
    }

    void filesGoWithTheCopy() {
        Harness h;
        h.run("import os\nos.makedirs('d/e'); open('d/e/f', 'w').write('one'); os.symlink('d/e/f', 'link')");
        QVERIFY(h.repl->snapshot().held);
        h.run("open('d/e/f', 'w').write('two'); open('new', 'w').write('x')");
        auto restored = h.repl->restore(1, {});
        QVERIFY(restored.ok());
        COMPARE_STR(outputOf(*restored->repl, "print(open('d/e/f').read(), open('link').read(), sorted(os.listdir()), os.environ['TMPDIR'] == os.getcwd())"),
                    "one one ['d', 'link'] True\n");
        h.run("print(open('link').read())");
        COMPARE_STR(h.seen.out, "two\n");
    }

    void branchesOfBranches() {
        Harness h;
        h.run("path = []");
        h.repl->snapshot();
        std::vector<std::unique_ptr<Repl>> living;
        Repl* last = h.repl.get();
        for (int i = 0; i < 12; ++i) {
            auto next = last->restore(1 + i, {});
            QVERIFY2(next.ok(), next.ok() ? "" : next.error().text().c_str());
            QVERIFY(next->method == RestoreMethod::Snapshot);
            living.push_back(std::move(next->repl));
            last = living.back().get();
            outputOf(*last, "path.append(" + std::to_string(i) + ")");
            QVERIFY(last->snapshot().held);
        }
        COMPARE_STR(outputOf(*last, "print(path)"), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]\n");
        h.run("print(path)");
        COMPARE_STR(h.seen.out, "[]\n");
    }

    void refusedWithAReason() {
        Harness h;
        h.run("import threading, time\nstop = threading.Event()\nt = threading.Thread(target=stop.wait); t.start()");
        auto report = h.repl->snapshot();
        QVERIFY(!report.held);
        VERIFY_HAS(report.reason, "1 thread of a cell still live");
        QVERIFY(h.repl->snapshots().empty());
        // The moment can be rebuilt all the same.
        auto restored = h.repl->restore(1, {});
        QVERIFY2(restored.ok(), restored.ok() ? "" : restored.error().text().c_str());
        QVERIFY(restored->method == RestoreMethod::Replay);
        VERIFY_HAS(restored->why, "thread");
        COMPARE_STR(outputOf(*restored->repl, "stop.set(); t.join(); print('joined')"), "joined\n");
        h.run("stop.set(); t.join()");
        report = h.repl->snapshot();
        QVERIFY2(report.held, report.reason.c_str());
    }

    void replayWithoutSnapshots() {
        Harness h;
        h.run("x = llm_query('first'); print(x)");
        h.run("y = llm_query_batched(['a', 'b']); print(y)");
        h.onCall = [](const HostCall&, std::size_t) { return Result<std::string>(std::string("another answer")); };
        auto restored = h.repl->restore(2, {});
        QVERIFY2(restored.ok(), restored.ok() ? "" : restored.error().text().c_str());
        QVERIFY(restored->method == RestoreMethod::Replay);
        QVERIFY(restored->divergences.empty());
        COMPARE_STR(outputOf(*restored->repl, "print(x, y)"), "re:first ['re:a', 're:b']\n");
    }

    void snapshotsSurviveTheWorker() {
        Harness h;
        h.run("x = 1");
        QVERIFY(h.repl->snapshot().held);
        const auto outcome = h.run("import os; os._exit(3)");
        QVERIFY(!outcome.replAlive);
        auto restored = h.repl->restore(1, {});
        QVERIFY2(restored.ok(), restored.ok() ? "" : restored.error().text().c_str());
        QVERIFY(restored->method == RestoreMethod::Snapshot);
        COMPARE_STR(outputOf(*restored->repl, "print(x)"), "1\n");
    }

    void evictedByNumberAndMemory() {
        WorkerOptions few;
        few.snapshotCount = 3;
        Harness h({}, few);
        for (int i = 0; i < 6; ++i) {
            h.run("pass");
            QVERIFY(h.repl->snapshot().held);
        }
        QTRY_VERIFY(h.repl->snapshots().size() == 3);
        QVERIFY((h.repl->snapshots() == std::vector<ReplPoint>{4, 5, 6}));
        auto restored = h.repl->restore(1, {});
        QVERIFY(restored.ok());
        QVERIFY(restored->method == RestoreMethod::Replay);
        VERIFY_HAS(restored->why, "free memory");

        WorkerOptions small;
        small.snapshotBytes = 60'000'000;
        Harness big({}, small);
        for (int i = 0; i < 4; ++i) {
            big.run("x = bytearray(50_000_000)");
            QVERIFY(big.repl->snapshot().held);
        }
        QTRY_VERIFY(big.repl->snapshots().size() <= 2);
    }

    void noPointNoCopy() {
        Harness h;
        auto restored = h.repl->restore(5, {});
        QVERIFY(!restored.ok());
        restored = h.repl->restore(-1, {});
        QVERIFY(!restored.ok());
    }

    void whileACellRuns() {
        Harness h;
        h.run("x = 1");
        h.repl->snapshot();
        std::thread other;
        h.onOutput = [&](OutputStream, std::string_view, bool) {
            if (other.joinable()) return;
            other = std::thread([&] {
                auto restored = h.repl->restore(1, {});
                if (restored) h.repl->snapshot();
            });
        };
        h.run("print('go', flush=True)\nimport time\nfor i in range(30): time.sleep(0.01)\nx = 2");
        other.join();
        auto restored = h.repl->restore(1, {});
        QVERIFY(restored.ok());
        COMPARE_STR(outputOf(*restored->repl, "print(x)"), "1\n");
    }

    void noFileOutsideIsCopied() {
        Harness h;
        if (h.repl->sandbox().level != SandboxLevel::Full) QSKIP("no full sandbox here");
        h.run("import os\nos.symlink('/etc', 'etc'); os.symlink('/etc/hostname', 'host')");
        QVERIFY(h.repl->snapshot().held);
        auto restored = h.repl->restore(1, {});
        QVERIFY(restored.ok());
        COMPARE_STR(outputOf(*restored->repl, "print(os.readlink('etc'), os.readlink('host'))\ntry: open('host').read()\nexcept PermissionError: print('denied')"),
                    "/etc /etc/hostname\ndenied\n");
    }
};

QTEST_GUILESS_MAIN(TestReplSnapshots)
#include "tst_repl_snapshots.moc"
