// Limits by number, starts that fail, what is inherited, many REPLs at once. (Cells that fight back: the hostile suite.)
#include "repl_harness.h"

#include <dirent.h>
#include <filesystem>
#include <fstream>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

int openDescriptors() {
    int n = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) ++n;
    return n;
}

bool hasChildren() { return waitid(P_ALL, 0, nullptr, WEXITED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD; }

int scratchFolders() {
    int n = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(std::filesystem::temp_directory_path())) ++n;
    return n;
}

} // namespace

class TestReplHostile : public QObject {
    Q_OBJECT

    /// The next REPL of the same factory works.
    static void verifyNext(Harness& h) {
        ReplSpec spec;
        spec.context = std::make_shared<Context>(Context::ofText("c"));
        h.restart(spec);
        h.run("print(context, llm_query('q'))");
        COMPARE_STR(h.seen.out, "c re:q\n");
    }

    QTemporaryDir m_temporary;

private Q_SLOTS:
    void initTestCase() { qputenv("TMPDIR", QFile::encodeName(m_temporary.path())); }

    void memory_data() {
        QTest::addColumn<QByteArray>("code");
        for (const char* code : {"x = []\nwhile True: x.append([0] * 10)", "x = []\nwhile True: x.append(b'x' * 1_000_000)",
                                 "x = bytearray(10**12)", "x = 'a' * 10**11",
                                 "x = {}\nfor i in range(10**9): x[i] = str(i)"})
            QTest::newRow(code) << QByteArray(code);
    }
    void memory() {
        QFETCH(QByteArray, code);
        ReplSpec spec;
        spec.memory = 300'000'000;
        Harness h(spec);
        const auto outcome = h.run("y = 1\n" + code.toStdString());
        QVERIFY(outcome.status == CellStatus::Raised);
        COMPARE_STR(outcome.exception, "MemoryError");
        COMPARE_STR(outcome.cause, "MemoryError: the cell needed more memory than the limit of 300 MB");
        h.run("x = None\nprint(y, len([0] * 10_000_000))"); // the limit still holds and the REPL still works
        COMPARE_STR(h.seen.out, "1 10000000\n");
        QVERIFY(h.run("x = bytearray(310_000_000)").status == CellStatus::Raised);
    }

    void memoryInTheWorkersOwnCode() {
        ReplSpec spec;
        spec.memory = 100'000'000;
        Harness h(spec);
        // Not ASCII: each prompt is copied in the worker before it is sent.
        const auto outcome = h.run("x = 'ä' * 30_000_000\ny = llm_query_batched([x] * 4)");
        QVERIFY(outcome.status == CellStatus::Raised || outcome.status == CellStatus::Killed);
        QVERIFY2(outcome.cause.find("emory") != std::string::npos, outcome.cause.c_str());
        verifyNext(h);
    }

    void filesAreLimited() {
        Harness h;
        const auto outcome = h.run("f = open('big', 'wb')\nf.truncate(2 << 30)");
        QVERIFY(outcome.status == CellStatus::Raised);
        COMPARE_STR(outcome.exception, "OSError");
        QVERIFY(h.run("fs = []\nfor i in range(2000): fs.append(open('f' + str(i), 'w'))").status == CellStatus::Raised);
        QVERIFY(h.run("fs.clear(); f = None\nprint(llm_query('q'))").status == CellStatus::Ok);
    }

    void harmless_data() {
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("parentheses") << QByteArray("x = " + QByteArray(100'000, '(') + "1" + QByteArray(100'000, ')'));
        QTest::newRow("recursion") << QByteArray("def f(): return f()\nf()");
        QTest::newRow("nested data") << QByteArray("x = []\nfor i in range(10**6): x = [x]\nraise ValueError");
        QTest::newRow("long line") << QByteArray("x = '" + QByteArray(5'000'000, 'y') + "'\n1/0");
        QTest::newRow("exception without text") << QByteArray("class E(Exception):\n  def __str__(self): raise self\nraise E");
        QTest::newRow("exception chain") << QByteArray("e = ValueError('0')\nfor i in range(2000):\n  n = ValueError(str(i)); n.__cause__ = e; e = n\nraise e");
        QTest::newRow("huge exception") << QByteArray("raise ValueError('x' * 50_000_000)");
        QTest::newRow("base exception") << QByteArray("class B(BaseException): pass\nraise B('b')");
        QTest::newRow("own keyboard interrupt") << QByteArray("raise KeyboardInterrupt");
        QTest::newRow("generator exit") << QByteArray("raise GeneratorExit");
        QTest::newRow("many variables") << QByteArray("for i in range(20_000): globals()['v%d' % i] = i\n1/0");
        QTest::newRow("deep ast") << QByteArray("x = " + QByteArray("-").repeated(50'000) + "1");
    }
    void harmless() {
        QFETCH(QByteArray, code);
        Harness h;
        auto outcome = h.run(code.toStdString());
        QVERIFY2(outcome.status == CellStatus::Raised, outcome.cause.c_str());
        QVERIFY(outcome.traceback.size() < 200'000);
        QVERIFY(outcome.variables.size() <= 1000);
        outcome = h.run("print('fine')");
        COMPARE_STR(h.seen.out, "fine\n");
    }

    void hugeOutput() {
        Harness h;
        const auto outcome = h.run("for i in range(300): print('x' * 1_000_000)");
        QCOMPARE(outcome.stdoutBytes, 300'000'300u);
        QCOMPARE(outcome.droppedBytes, 250'000'300u);
        QVERIFY(outcome.status == CellStatus::Ok);
    }

    void makesNoProcess() {
        Harness h;
        if (h.repl->sandbox().level != SandboxLevel::Full) QSKIP("no full sandbox here");
        h.run("import os, subprocess\nfor f in (os.fork, lambda: subprocess.run(['true'])):\n  try: print(f())\n  except PermissionError as e: print(e.errno)");
        COMPARE_STR(h.seen.out, "1\n1\n");
        h.run("print(llm_query('q'))");
        COMPARE_STR(h.seen.out, "re:q\n");
    }

    void startProblems() {
        auto factory = makeWorkerReplFactory({.program = "/nonexistent/worker"});
        QVERIFY(factory.ok());
        auto repl = (*factory)->start({}, {});
        QVERIFY(!repl.ok());
        VERIFY_HAS(repl.error().message, "/nonexistent/worker");
        factory = makeWorkerReplFactory({.program = "/bin/true"});
        repl = (*factory)->start({}, {});
        QVERIFY(!repl.ok());
        VERIFY_HAS(repl.error().message, "exited with code 0");
        factory = makeWorkerReplFactory({.program = "/usr/bin/yes", .startSeconds = 0.5}); // prints for ever, never ready
        repl = (*factory)->start({}, {});
        QVERIFY(!repl.ok());
        VERIFY_HAS(repl.error().message, "did not answer for 0.5 s");
        CancelSource stop;
        stop.cancel();
        factory = makeWorkerReplFactory();
        repl = (*factory)->start({}, stop.token());
        QVERIFY(!repl.ok());
        QVERIFY(repl.error().kind == ErrorKind::Cancelled);
    }

    /// A factory that goes while its first worker is being started: at each moment of that the process is collected.
    void startGivenUp() {
        for (int i = 0; i < 60; ++i) {
            auto factory = makeWorkerReplFactory();
            QVERIFY(factory.ok());
            if (i % 3 > 0) std::this_thread::sleep_for(std::chrono::microseconds(i * 100));
        }
        QVERIFY(!hasChildren());
    }

    /// The system counts the descriptors of a user that are on their way; a cell that leaves many there stops nobody else.
    void descriptorsOnTheirWay() {
        Harness hoards;
        hoards.run("import array, socket\npairs = []\ntry:\n  while True:\n    a, b = socket.socketpair()\n    pairs.append((a, b))\n"
                   "    a.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [0] * 250))])\n"
                   "except OSError as e: print(e.errno, len(pairs) < 10)");
        COMPARE_STR(hoards.seen.out, "109 True\n"); // ETOOMANYREFS
        Harness h;
        h.run("print(llm_query('q'))");
        COMPARE_STR(h.seen.out, "re:q\n");
    }

    void nothingInherited() {
        ::setenv("RLMSCOPE_SECRET", "key", 1);
        Harness h;
        h.run("import os, sys\nprint(sorted(os.environ), [f for f in range(3, 200) if os.path.exists('/proc/self/fd/%d' % f)], sys.argv, sys.flags.isolated)\nprint(os.getcwd() == os.environ['HOME'], os.listdir('.'), oct(os.umask(0)))\nprint(sys.path)");
        VERIFY_HAS(h.seen.out, "['HOME', 'LC_ALL', 'OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'PATH', 'TMPDIR', 'TZ'] []");
        VERIFY_HAS(h.seen.out, "True [] 0o77\n");
        QVERIFY(h.seen.out.find("pyenv") == std::string::npos);
    }

    void nothingLeft() {
        const int folders = scratchFolders();
        int before = 0;
        {
            Harness h;
            for (int i = 0; i < 200; ++i) {
                if (i == 12) before = openDescriptors(); // a zygote for each seed is there by now
                ReplSpec spec;
                spec.seed = static_cast<std::uint64_t>(i % 3);
                spec.context = std::make_shared<Context>(Context::ofText("c"));
                h.restart(spec);
                if (i % 4 == 0) h.run("import os; os.mkdir('d'); open('d/f', 'w').write('x'); os.chmod('d', 0)");
                if (i % 4 == 1) h.run("import os; os._exit(1)");
                if (i % 4 == 2) h.run("llm_query('x')");
            }
            QCOMPARE(openDescriptors(), before);
        }
        QVERIFY(!hasChildren());
        QCOMPARE(scratchFolders(), folders);
    }

    void manyAtOnce() {
        Harness h;
        std::vector<std::thread> threads;
        std::atomic<int> good{0};
        for (int t = 0; t < 8; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < 4; ++i) {
                    ReplSpec spec;
                    spec.context = std::make_shared<Context>(Context::ofText("c"));
                    auto repl = h.factory().start(spec, {});
                    if (!repl) continue;
                    std::string out;
                    CellObserver observer;
                    observer.output = [&](OutputStream, std::string_view text, bool) { out += text; };
                    observer.hostCall = [](HostCall call, std::unique_ptr<HostReply> reply) { reply->answer(0, call.items[0].prompt); };
                    for (int c = 0; c < 20; ++c) (*repl)->run("print(llm_query('" + std::to_string(t) + "'), end='')", {10}, observer, {});
                    if (out == std::string(20, static_cast<char>('0' + t))) ++good;
                }
            });
        }
        for (auto& thread : threads) thread.join();
        QCOMPARE(good.load(), 32);
    }
};

QTEST_GUILESS_MAIN(TestReplHostile)
#include "tst_repl_hostile.moc"
