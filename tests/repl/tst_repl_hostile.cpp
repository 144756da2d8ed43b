// Cells that loop, print, allocate, crash and lie: the host lives, names the cause, and leaves nothing behind.
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

    void dies_data() {
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<QByteArray>("cause");
        const auto row = [](const char* name, const char* code, const char* cause) {
            QTest::newRow(name) << QByteArray(code) << QByteArray(cause);
        };
        row("os._exit", "import os; os._exit(3)", "exited with code 3 (os._exit)");
        row("os._exit 0", "import os; os._exit(0)", "exited with code 0 (os._exit)");
        row("abort", "import os; os.abort()", "aborted (SIGABRT)");
        row("segfault", "import ctypes; ctypes.string_at(0)", "segmentation fault");
        row("kill -9", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
            "killed from outside (the system may have run out of memory)");
        row("close all", "import os; os.closerange(0, 5000)\nllm_query('x')", "closed its control channel");
        row("close all and end", "import os; os.closerange(0, 5000)", "closed its control channel");
        row("replace control", "import os, socket\nfor fd in range(3, 512):\n  try: os.dup2(1, fd)\n  except OSError: pass\nllm_query('x')",
            "closed its control channel");
        row("exit in a thread", "import threading, os, time\nthreading.Thread(target=lambda: os._exit(4)).start()\ntime.sleep(10)",
            "exited with code 4 (os._exit)");
    }
    void dies() {
        QFETCH(QByteArray, code);
        QFETCH(QByteArray, cause);
        Harness h;
        const auto outcome = h.run("print('before')\n" + code.toStdString());
        QVERIFY(outcome.status == CellStatus::Died);
        COMPARE_STR(outcome.cause, cause.toStdString());
        COMPARE_STR(h.seen.out, "before\n");
        QVERIFY(!outcome.replAlive);
        const auto again = h.run("1");
        QVERIFY(again.status == CellStatus::Died);
        COMPARE_STR(again.cause, cause.toStdString());
        verifyNext(h);
    }

    void junkOnTheControlSocket_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("huge") << QByteArray("b'\\xff\\xff\\xff\\x7f' * 100");
        QTest::newRow("text") << QByteArray("b'hello hello hello hello'");
        QTest::newRow("short") << QByteArray("b'\\x00' * 100");
        QTest::newRow("not json") << QByteArray("b'\\x08\\x00\\x00\\x00\\x04\\x00\\x00\\x00{{{{'");
        QTest::newRow("unknown op") << QByteArray("(lambda j: (4+len(j)).to_bytes(4,'little')+len(j).to_bytes(4,'little')+j)(b'{\"op\":\"x\"}')");
        QTest::newRow("false end") << QByteArray("(lambda j: (4+len(j)).to_bytes(4,'little')+len(j).to_bytes(4,'little')+j)(b'{\"op\":\"done\",\"cell\":77,\"status\":\"ok\",\"parts\":[0]}')");
        QTest::newRow("deep") << QByteArray("(lambda j: (4+len(j)).to_bytes(4,'little')+len(j).to_bytes(4,'little')+j)(b'[' * 1000000)");
    }
    void junkOnTheControlSocket() {
        QFETCH(QByteArray, bytes);
        Harness h;
        const auto outcome = h.run("import os, stat, time\nfor fd in range(3, 600):\n  try:\n    if stat.S_ISSOCK(os.fstat(fd).st_mode): os.write(fd, "
                                   + bytes.toStdString() + ")\n  except OSError: pass\ntime.sleep(20)");
        QVERIFY(outcome.status == CellStatus::Killed);
        VERIFY_HAS(outcome.cause, "killed: broke the worker protocol (");
        verifyNext(h);
    }

    void unfinishedFrameIsBoundedByTheClock() {
        Harness h;
        const auto outcome = h.run("import os, stat, time\nfor fd in range(3, 600):\n  try:\n    if stat.S_ISSOCK(os.fstat(fd).st_mode): os.write(fd, b'\\x00\\x00\\x00\\x30\\x04\\x00\\x00\\x00')\n  except OSError: pass", 0.5);
        QVERIFY(outcome.status == CellStatus::Killed);
        COMPARE_STR(outcome.cause, "killed: cell ran longer than 0.5 s");
    }

    void interruptible_data() {
        QTest::addColumn<QByteArray>("code");
        for (const char* code : {"while True: pass", "import time; time.sleep(100)", "10**10**8",
                                 "import re; re.match('(a+)+b', 'a' * 60)", "while True: print('x' * 1000)",
                                 "def f():\n  try:\n    while True: pass\n  finally: x = 1\nf()",
                                 "import asyncio\nawait asyncio.sleep(100)",
                                 "import threading; threading.Event().wait()",
                                 "import asyncio\nasync def f():\n  while True: await asyncio.sleep(0)\nawait f()"})
            QTest::newRow(code) << QByteArray(code);
    }
    void interruptible() {
        QFETCH(QByteArray, code);
        Harness h;
        h.run("kept = 1");
        const auto outcome = h.run(code.toStdString(), 0.3);
        COMPARE_STR(outcome.cause, "interrupted: cell ran longer than 0.3 s");
        QVERIFY(outcome.status == CellStatus::Interrupted);
        QVERIFY(outcome.replAlive);
        h.run("print(kept)");
        COMPARE_STR(h.seen.out, "1\n");
    }

    void unstoppable_data() {
        QTest::addColumn<QByteArray>("code");
        for (const char* code : {"sum(range(10**12))",
                                 "while True:\n  try:\n    for i in iter(int, 1): x = i\n  except BaseException: pass",
                                 "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
                                 "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])\nwhile True: pass",
                                 "class D:\n  def __del__(self):\n    while True:\n      try:\n        for i in iter(int, 1): x = i\n      except BaseException: pass\nd = D(); del d",
                                 "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
                                 "while True:\n  try: llm_query('x')\n  except BaseException: pass"})
            QTest::newRow(code) << QByteArray(code);
    }
    void unstoppable() {
        QFETCH(QByteArray, code);
        WorkerOptions options;
        options.killAfter = 0.5;
        Harness h({}, options);
        h.onCall = [](const HostCall&, std::size_t) { return Result<std::string>(std::string("r")); };
        h.onCallNow = [](HostCall, std::unique_ptr<HostReply> reply) { reply->answer(0, std::string("r")); };
        const auto outcome = h.run(code.toStdString(), 0.3);
        COMPARE_STR(outcome.cause, "killed: cell ran longer than 0.3 s");
        QVERIFY(outcome.status == CellStatus::Killed);
        h.onCallNow = {};
        h.onCall = [](const HostCall&, std::size_t) { return Result<std::string>(std::string("re:q")); };
        verifyNext(h);
    }

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
