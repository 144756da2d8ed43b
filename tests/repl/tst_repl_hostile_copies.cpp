// Hostile code in throw-away copies (reading values), and hostile code that runs when a copy is made.
#include "repl/hostile.h"

#include <QElapsedTimer>
#include <QRegularExpression>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

struct HostileRead {
    const char* name;
    const char* expression;
    const char* error = nullptr; ///< regular expression; null = a page comes back
    bool either = false;         ///< a page is as good: it is the copy's own value that it lies about
};

const std::vector<HostileRead> Reads{
    {"endless", "[0 for _ in iter(int, 1)]", ".*"},
    {"endless in C", "sum(range(10**13))", ".*"},
    {"endless, swallowed", "spin()", ".*"},
    {"sleeps", "__import__('time').sleep(1000)", ".*"},
    {"ends", "__import__('os')._exit(3)", ".*"},
    {"kills itself", "__import__('os').kill(__import__('os').getpid(), 9)", ".*"},
    {"kills its group", "__import__('os').killpg(0, 9)", ".*"},
    {"segmentation fault", "__import__('ctypes').string_at(0)", ".*"},
    {"forks", "child(os.fork)", ".*"},
    {"memory", "bytearray(10**12)", ".*[Mm]emory.*"},
    {"memory in pieces", "[bytes(1000) for _ in range(10**9)]", ".*"},
    {"a giant text", "'x' * 200_000_000"},
    {"a giant list", "[[i] for i in range(200_000)]"},
    {"prints without end", "[print('x' * 1000000) for _ in iter(int, 1)]", ".*"},
    {"prints 100 MB", "[print('x' * 1000000) for _ in range(100)] and 5"},
    {"asks a model", "llm_query('x')", ".*"},
    {"raises", "1 / 0", ".*ZeroDivisionError.*"},
    {"does not compile", "1 +", ".*"},
    {"100k parentheses", "eval('(' * 100_000 + ')' * 100_000)", ".*"},
    {"raises something odd", "(_ for _ in ()).throw(BaseException)", ".*"},
    {"system exit", "exit()", ".*"},
    {"recursion", "(lambda f: f(f))(lambda f: f(f))", ".*"},
    {"hostile representation", "Hostile()", ".*", true},
    {"changes what is there", "globals().clear() or 7"},
    {"changes a value", "kept.append(2) or kept"},
    {"closes all", "os.closerange(0, 5000)", ".*"},
    {"junk to the host", "say(b'\\xff' * 100) or time.sleep(10)", ".*"},
    {"an end to the host", "say(frame(\"{'op':'done','cell':1,'status':'ok','parts':[0]}\")) or time.sleep(10)", ".*"},
    {"a value of another", "say(frame(\"{'op':'value','id':99,'form':'text','type':'str','parts':[1,0]}\", b'x')) or time.sleep(10)", ".*", true},
    {"starts a thread", "__import__('threading').Thread(target=spin).start() or 5"},
    {"lone surrogates", "'\\ud800' * 3"},
    {"nothing", "", ".*"},
};

/// Cells after which a snapshot is taken: it is held or refused, in bounded time, and the REPL's fate is clear.
struct HostileCopy {
    const char* name;
    const char* code;
    const char* held; ///< "yes", "no" or "either"
    const char* reason = ".*";
    bool raises = false; ///< the next cell may raise
};

const std::vector<HostileCopy> Copies{
    {"plain", "x = 1", "yes", ""},
    {"thread", "import threading\nt = threading.Thread(target=time.sleep, args=(30,), daemon=True); t.start()", "no", ".*thread.*"},
    {"threads", "import threading\nfor i in range(5): threading.Thread(target=time.sleep, args=(30,), daemon=True).start()", "no", ".*thread.*"},
    {"thread without Python", "_libc.pthread_create.argtypes = [ctypes.c_void_p] * 4\nt = ctypes.c_ulong()\n_libc.pthread_create(ctypes.byref(t), None, ctypes.cast(_libc.pause, ctypes.c_void_p), None)", "no", ".*thread.*"},
    {"idle pool", "import concurrent.futures as c\npool = c.ThreadPoolExecutor(2); list(pool.map(abs, [1, 2]))", "no", ".*thread.*"},
    {"pending task", "import asyncio\nasync def f(): await asyncio.sleep(1000)\ntask = asyncio.ensure_future(f())\nawait asyncio.sleep(0)", "either"},
    {"finished tasks", "import asyncio\nasync def f(): await asyncio.sleep(0); return 1\nx = await asyncio.gather(f(), f())", "yes", ""},
    {"fork hook that raises", "os.register_at_fork(before=lambda: 1 / 0, after_in_child=lambda: 1 / 0, after_in_parent=lambda: 1 / 0)", "either"},
    {"fork hook that never ends", "def f():\n  while True:\n    try: time.sleep(1)\n    except BaseException: pass\nos.register_at_fork(before=f)", "no"},
    {"fork hook that never ends, in the child", "def f():\n  while True:\n    try: time.sleep(1)\n    except BaseException: pass\nos.register_at_fork(after_in_child=f)", "either"},
    {"fork hook that never ends, in the parent", "def f():\n  while True:\n    try: time.sleep(1)\n    except BaseException: pass\nos.register_at_fork(after_in_parent=f)", "either"},
    {"fork hook that ends", "os.register_at_fork(before=lambda: os._exit(7))", "no"},
    {"fork hook that clones", "def f(): tries(child, lambda: call(56, 0x8000 | 17, 0, 0, 0, 0))\nos.register_at_fork(before=f, after_in_child=f, after_in_parent=f)", "either"},
    {"fork hook that asks", "os.register_at_fork(before=lambda: llm_query('x'))", "either"},
    {"collector that never ends", "import gc\ndef f(*a):\n  while True:\n    try: time.sleep(1)\n    except BaseException: pass\nx = [[] for i in range(10)]\nclass D:\n  __del__ = f\nd = D(); d.d = d; del d", "either"},
    {"says it is forked", "import threading\nthreading.Timer(0.05, lambda: say(frame(\"{'op':'forked'}\"), frame(\"{'op':'hello'}\"))).start()", "no"},
    {"closes its descriptors", "os.closerange(0, 5000)", "either"},
    {"many descriptors", "x = []\ntry:\n  while True: x.append(os.pipe())\nexcept OSError: pass", "either"},
    {"no memory left", "x = []\ntry:\n  while True: x.append(bytes(10**6))\nexcept MemoryError: pass", "either"},
    {"no descriptors allowed", "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))", "either"},
    {"alarm", "import signal\nsignal.signal(signal.SIGALRM, lambda *a: 1 / 0)\nsignal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)", "either", ".*", true},
    {"blocked signals", "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))", "either"},
};

} // namespace

class TestReplHostileCopies : public QObject {
    Q_OBJECT
    std::unique_ptr<HostileWorld> m_world;

    /// Without the system call filter processes can be made, and who is left of them is nobody's child.
    bool mayNotRun(const std::string& code) const { return code.find("child") != std::string::npos && !m_world->has(Needs::Processes); }

    bool ready(Repl& repl) {
        if (m_world->run(repl, m_world->prelude() + "kept = [1]\ndef spin():\n  while True:\n    try:\n      for i in iter(int, 1): x = i\n    except BaseException: pass\n"
                                                    "class Hostile:\n  def __repr__(self): spin()\n  __str__ = __len__ = __iter__ = __repr__\n").status != CellStatus::Ok)
            return false;
        return true;
    }

private Q_SLOTS:
    void initTestCase() {
        m_world = std::make_unique<HostileWorld>();
        auto repl = m_world->start(m_world->spec());
        m_world->run(*repl, "x = 1");
        const auto report = repl->snapshot();
        if (!report.held) QSKIP(("this system holds no snapshots: " + report.reason).c_str());
    }
    void cleanupTestCase() { m_world.reset(); }

    void read_data() {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < Reads.size(); ++i) QTest::newRow(Reads[i].name) << static_cast<int>(i);
    }
    void read() {
        QFETCH(int, index);
        const auto& row = Reads.at(static_cast<std::size_t>(index));
        if (mayNotRun(row.expression)) QSKIP("needs the system call filter");
        {
            auto repl = m_world->start(m_world->spec(300'000'000));
            QVERIFY2(ready(*repl), m_world->err.c_str());
            ValueRequest request;
            request.expression = row.expression;
            request.seconds = 1;
            QElapsedTimer clock;
            clock.start();
            const auto page = repl->read(request, std::nullopt, {});
            QVERIFY2(clock.elapsed() < 30'000, "the host waited for a copy");
            if (row.either && page.ok()) {
                QVERIFY(page->text.size() < 1'000'000);
            } else if (row.error) {
                QVERIFY2(!page.ok(), row.expression);
                QVERIFY2(QRegularExpression(row.error, QRegularExpression::DotMatchesEverythingOption).match(QString::fromStdString(page.error().message)).hasMatch(),
                         page.error().message.c_str());
                QVERIFY(!page.error().message.empty());
            } else {
                QVERIFY2(page.ok(), page.ok() ? "" : page.error().text().c_str());
                QVERIFY(page->text.size() < 20'000'000 && page->output.size() < 60'000'000);
            }
            // The REPL itself is as it was.
            m_world->run(*repl, "print(kept, llm_query('q'), os.listdir('.'))");
            COMPARE_STR(m_world->out, "[1] re:q []\n");
        }
        const auto bad = m_world->damage();
        QVERIFY2(bad.empty(), bad.c_str());
    }

    void copy_data() {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < Copies.size(); ++i) QTest::newRow(Copies[i].name) << static_cast<int>(i);
    }
    void copy() {
        QFETCH(int, index);
        const auto& row = Copies.at(static_cast<std::size_t>(index));
        if (mayNotRun(row.code)) QSKIP("needs the system call filter");
        {
            auto repl = m_world->start(m_world->spec(300'000'000));
            QVERIFY2(ready(*repl), m_world->err.c_str());
            QVERIFY(repl->snapshot().held);
            m_world->run(*repl, row.code);
            QElapsedTimer clock;
            clock.start();
            const auto report = repl->snapshot();
            QVERIFY2(clock.elapsed() < 30'000, "the host waited for a snapshot");
            if (*row.held == 'y') QVERIFY2(report.held, report.reason.c_str());
            if (*row.held == 'n') QVERIFY(!report.held);
            if (!report.held) QVERIFY(!report.reason.empty());
            QVERIFY2(QRegularExpression(QRegularExpression::anchoredPattern(row.reason)).match(QString::fromStdString(report.reason)).hasMatch(), report.reason.c_str());
            // Whatever it did: the REPL works or is dead, and the snapshot before it gives a good one.
            const auto next = m_world->run(*repl, "print('next')");
            QVERIFY2(!next.replAlive || row.raises || m_world->out.find("next\n") != std::string::npos, (next.cause + m_world->out + m_world->err).c_str());
            auto restored = repl->restore(1, {});
            QVERIFY2(restored.ok(), restored.ok() ? "" : restored.error().text().c_str());
            m_world->run(*restored->repl, "print(kept, llm_query('q'))");
            COMPARE_STR(m_world->out, "[1] re:q\n");
        }
        const auto bad = m_world->damage();
        QVERIFY2(bad.empty(), bad.c_str());
    }

    void copiesDieWithTheirRepl() {
        {
            auto repl = m_world->start(m_world->spec());
            for (int i = 0; i < 20; ++i) {
                m_world->run(*repl, "x = " + std::to_string(i));
                QVERIFY(repl->snapshot().held);
            }
            auto restored = repl->restore(5, {});
            QVERIFY(restored.ok());
            m_world->run(*restored->repl, "print(x)");
            COMPARE_STR(m_world->out, "4\n");
            m_world->run(*repl, "import os; os._exit(1)");
            m_world->run(*restored->repl, "print(x + 1)"); // goes on without the one that it came from
            COMPARE_STR(m_world->out, "5\n");
        }
        const auto bad = m_world->damage();
        QVERIFY2(bad.empty(), bad.c_str());
    }
};

HOSTILE_MAIN(TestReplHostileCopies)
#include "tst_repl_hostile_copies.moc"
