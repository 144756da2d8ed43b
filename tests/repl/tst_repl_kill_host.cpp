// A host that is killed leaves nothing: its workers, snapshots and zygotes are gone within two seconds, also those that
// spin, and the next factory removes its folders.
#include "repl/hostile.h"

#include <QProcess>

#include <csignal>
#include <filesystem>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace rlmscope;
using namespace rlmscope::test;
namespace fs = std::filesystem;

namespace {

/// The program that is killed: frames with snapshots, idle, waiting, spinning and stopped; says when it is ready.
[[noreturn]] void beHost() {
    auto factory = makeWorkerReplFactory();
    if (!factory) _exit(3);
    std::vector<std::unique_ptr<Repl>> repls;
    std::vector<std::thread> threads;
    std::atomic<int> running{0};
    CellObserver observer;
    observer.output = [&](OutputStream, std::string_view, bool) { ++running; };
    observer.hostCall = [&](HostCall, std::unique_ptr<HostReply> reply) { (void)reply.release(); }; // never answered
    static const std::vector<std::string> cells{
        "print(1, flush=True)\nwhile True: pass",
        "print(1, flush=True)\nsum(range(10**13))",
        "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\nprint(1, flush=True)\nwhile True: pass",
        "print(1, flush=True)\nllm_query('x')",
        "import time\nprint(1, flush=True)\ntime.sleep(1000)",
        "import ctypes\nctypes.CDLL(None).prctl(1, 0, 0, 0, 0)\nprint(1, flush=True)\nwhile True: pass",
        "import os\nopen('f', 'w').write('x')\nos.mkdir('d')\nprint(1, flush=True)\nwhile True: os.getpid()",
    };
    for (int i = 0; i < 9; ++i) {
        ReplSpec spec;
        spec.context = std::make_shared<Context>(Context::ofText("c"));
        auto repl = (*factory)->start(spec, {});
        if (!repl) _exit(4);
        for (int n = 0; n < 3; ++n) {
            CellObserver quiet;
            quiet.output = [](OutputStream, std::string_view, bool) {};
            (*repl)->run("x = 1", {60}, quiet, {});
            (*repl)->snapshot();
        }
        repls.push_back(*std::move(repl));
    }
    for (std::size_t i = 0; i < cells.size(); ++i)
        threads.emplace_back([&, i] { repls[i]->run(cells[i], {1000}, observer, {}); });
    while (running < static_cast<int>(cells.size())) usleep(10'000);
    if (write(1, "ready\n", 6) != 6) _exit(5);
    while (true) pause();
}

} // namespace

class TestReplKillHost : public QObject {
    Q_OBJECT
    QTemporaryDir m_temporary;

private Q_SLOTS:
    void nothingIsLeft() {
        prctl(PR_SET_CHILD_SUBREAPER, 1); // what loses its parent comes to us
        qputenv("TMPDIR", QFile::encodeName(m_temporary.path()));
        QProcess host;
        host.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        host.start(QCoreApplication::applicationFilePath(), {"--be-host"});
        QVERIFY(host.waitForStarted());
        QVERIFY(host.waitForReadyRead(60'000));
        const auto before = descendantsOf(static_cast<int>(host.processId()));
        QVERIFY(before.size() >= 9);
        QVERIFY(!QDir(m_temporary.path()).isEmpty());
        host.kill();
        QVERIFY(host.waitForFinished());
        const auto alive = [] {
            while (waitpid(-1, nullptr, WNOHANG) > 0) {}
            return descendantsOf(getpid()).size();
        };
        QTRY_COMPARE_WITH_TIMEOUT(alive(), std::size_t{0}, 2000);
        // A folder without its lock is left alone for a minute: it may belong to a program that is just starting.
        for (const auto& entry : fs::directory_iterator(m_temporary.path().toStdString()))
            fs::last_write_time(entry.path(), fs::file_time_type::clock::now() - std::chrono::minutes(5));
        const auto factory = makeWorkerReplFactory();
        QVERIFY(factory.ok());
        int folders = 0;
        for ([[maybe_unused]] const auto& entry : fs::directory_iterator(m_temporary.path().toStdString())) ++folders;
        QVERIFY2(folders <= 1, "the folder of the killed host is still there"); // the one of the new factory
    }
};

int main(int argc, char** argv) {
    if (argc > 1 && qstrcmp(argv[1], "--be-host") == 0) beHost();
    QCoreApplication app(argc, argv);
    TestReplKillHost test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_repl_kill_host.moc"
