// What survives: kill -9, a full disk, a folder that disappears.
#include "trace/store_support.h"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <map>
#include <random>
#include <spawn.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace rlmscope;
using namespace rlmscope::teststore;

extern char** environ;

namespace {

std::string payload(Seq about) {
    return "reply " + std::to_string(about) + std::string(about % 3 == 0 ? 3000 : 20, 'r');
}

/// The program that gets killed: writes for ever and reports each durable event over descriptor 3, always after the fact.
int writeForEver(const char* path, const char* runText) {
    const auto w = TraceWriter::open(path);
    if (!w) return 1;
    const auto sink = (*w)->beginRun(*RunId::parse(runText));
    if (!sink) return 2;
    for (std::uint64_t i = 1;; ++i) {
        for (int n = 0; n < 5; ++n) (*sink)->append({}, {}, Note{"in between", "info"});
        auto seq = std::make_shared<std::atomic<Seq>>(0);
        std::promise<void> reported;
        const auto text = payload(i);
        *seq = (*sink)->append({}, {}, CellOutput{OutputStream::Stdout, text, false}, [seq, i, &reported](const Status& status) {
            while (*seq == 0) std::this_thread::yield(); // the writer may be faster than append() returns
            const std::uint64_t report[2] = {*seq, i};
            if (status && write(3, report, sizeof report) != sizeof report) _exit(3);
            reported.set_value();
        });
        reported.get_future().get();
        if (i % 16 == 0 && !(*w)->finish()) return 4; // killed while packing, too
    }
}

struct Limit { // on the size of files, for as long as it lives
    explicit Limit(rlim_t bytes) {
        getrlimit(RLIMIT_FSIZE, &before);
        signal(SIGXFSZ, SIG_IGN);
        rlimit now{bytes, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &now);
    }
    ~Limit() { setrlimit(RLIMIT_FSIZE, &before); }
    rlimit before{};
};

/// Appends until the disk is full; what was durable before must be there afterwards.
void fillUp(const std::filesystem::path& path, const std::function<void()>& giveWay) {
    const auto run = RunId::random();
    std::mt19937_64 random(1);
    std::vector<Seq> kept;
    Error error;
    {
        const auto w = TraceWriter::open(path);
        VERIFY_OK(w);
        const auto sink = (*w)->beginRun(run);
        VERIFY_OK(sink);
        bool full = false;
        for (int i = 0; i < 3000 && !full; ++i) {
            std::string noise(20'000, ' '); // does not compress
            for (auto& c : noise) c = static_cast<char>(random());
            std::promise<Status> done;
            const auto seq = (*sink)->append({}, {}, CellOutput{OutputStream::Stdout, noise, false}, [&](const Status& s) { done.set_value(s); });
            const auto status = done.get_future().get();
            if (status) kept.push_back(seq);
            else error = status.error();
            full = !status.ok();
        }
        QVERIFY(full);
        QVERIFY(!kept.empty());
        QVERIFY2(error.kind == ErrorKind::Io, error.text().c_str());
        // The sink goes on accepting, and goes on saying so, also when there is room again: no hole in the middle.
        giveWay();
        QVERIFY((*sink)->append({}, {}, Note{"more", "info"}) > kept.back());
        QVERIFY(appendDurably(**sink, {}, Note{"still", "info"}).error() == error);
        QVERIFY(!(*sink)->flush().ok());
        QVERIFY(!(*w)->finish().ok());
        QVERIFY(!(*w)->status().ok());
    }
    const auto reader = TraceReader::open(path);
    VERIFY_OK(reader);
    for (const auto seq : kept) {
        const auto event = (*reader)->event(run, seq);
        VERIFY_OK(event);
        VERIFY_OK((*reader)->load(std::get<CellOutput>(event->body).text));
    }
}

} // namespace

class TraceCrashTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void killedAtRandomMoments();
    void fullDisk();
    void fileSizeLimit();
    void removedFolder();
    void replacedFile();
    void missingFolder();
};

void TraceCrashTest::killedAtRandomMoments() {
    QTemporaryDir dir;
    std::mt19937 random(static_cast<unsigned>(getpid()));
    std::size_t reports = 0;
    const std::string path = (dir.path() + "/a.rlmscope").toStdString();
    std::map<RunId, std::map<Seq, std::uint64_t>> promised; // every run goes into the same file: old runs survive, too
    for (int round = 0; round < 50; ++round) {
        const auto run = RunId::random();
        int ends[2];
        QVERIFY(pipe2(ends, O_CLOEXEC) == 0);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, ends[1], 3);
        std::string self = "/proc/self/exe", mode = "--write-for-ever", file = path, id = run.text();
        char* arguments[] = {self.data(), mode.data(), file.data(), id.data(), nullptr};
        pid_t child = 0;
        QVERIFY(posix_spawn(&child, self.c_str(), &actions, nullptr, arguments, environ) == 0);
        posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
        // Either a while after the start, or right after a report.
        std::uint64_t report[2];
        const auto readOne = [&] {
            const bool got = read(ends[0], report, sizeof report) == sizeof report;
            if (got) promised[run][report[0]] = report[1];
            return got;
        };
        for (auto n = random() % 30; n > 0 && round % 5 != 0; --n)
            if (!readOne()) break;
        std::this_thread::sleep_for(std::chrono::microseconds(random() % (round % 5 == 0 ? 40'000 : 1'000)));
        kill(child, SIGKILL);
        int status = 0;
        QVERIFY(waitpid(child, &status, 0) == child);
        QVERIFY2(WIFSIGNALED(status), std::to_string(status).c_str());
        while (readOne()) {}
        ::close(ends[0]);
        if (!std::filesystem::exists(path)) continue; // killed before there was a trace

        const auto opened = TraceReader::open(path);
        VERIFY_OK(opened);
        auto& reader = **opened;
        QVERIFY(!reader.beingWritten());
        for (const auto& [oldRun, events] : promised) {
            if (oldRun != run && round != 49) continue; // older runs: once, at the end
            Seq next = 1;
            if (oldRun == run && !events.empty()) {
                VERIFY_OK(reader.forEachEvent(run, 1, [&](const Event& event) { return event.seq == next++; }));
                QVERIFY(next > events.rbegin()->first); // all of them, without a hole
            }
            for (const auto& [seq, number] : events) {
                const auto event = reader.event(oldRun, seq);
                VERIFY_OK(event);
                const auto* output = std::get_if<CellOutput>(&event->body);
                QVERIFY(output);
                const auto text = reader.load(output->text);
                VERIFY_OK(text);
                QVERIFY(*text == payload(number));
            }
        }
        const auto runs = reader.runs();
        VERIFY_OK(runs);
        for (const auto& summary : *runs) QVERIFY(!summary.ended);
        reports += promised[run].size();
    }
    QVERIFY(reports > 100);
    VERIFY_OK(TraceWriter::open(path).value()->finish()); // and it can be tidied up
}

void TraceCrashTest::fullDisk() {
    QTemporaryDir dir;
    const auto place = dir.path().toStdString();
    if (mount("tmpfs", place.c_str(), "tmpfs", 0, "size=2m") != 0) QSKIP("mounting a small disk needs root");
    fillUp(place + "/a.rlmscope", [] {});
    umount(place.c_str());
}

void TraceCrashTest::fileSizeLimit() {
    QTemporaryDir dir;
    auto limit = std::make_unique<Limit>(1'000'000);
    fillUp((dir.path() + "/a.rlmscope").toStdString(), [&] { limit.reset(); });
}

void TraceCrashTest::removedFolder() {
    QTemporaryDir dir;
    const std::filesystem::path folder = (dir.path() + "/gone").toStdString();
    std::filesystem::create_directory(folder);
    const auto w = TraceWriter::open(folder / "a.rlmscope");
    VERIFY_OK(w);
    const auto sink = (*w)->beginRun(RunId::random());
    VERIFY_OK(sink);
    VERIFY_OK(appendDurably(**sink, {}, Note{"here", "info"}));
    std::filesystem::remove_all(folder);
    const auto status = appendDurably(**sink, {}, Note{"where?", "info"});
    QVERIFY(!status.ok());
    QVERIFY2(status.error().message.find("a.rlmscope") != std::string::npos, status.error().message.c_str());
    QVERIFY(!(*sink)->flush().ok());
}

void TraceCrashTest::replacedFile() {
    QTemporaryDir dir;
    const std::filesystem::path file = (dir.path() + "/a.rlmscope").toStdString();
    const auto w = TraceWriter::open(file);
    VERIFY_OK(w);
    const auto sink = (*w)->beginRun(RunId::random());
    VERIFY_OK(sink);
    std::filesystem::rename(file, dir.path().toStdString() + "/b.rlmscope");
    QVERIFY(!(*sink)->flush().ok());
}

void TraceCrashTest::missingFolder() {
    const auto w = TraceWriter::open("/no/such/folder/a.rlmscope");
    QVERIFY(!w.ok());
    QVERIFY(w.error().kind == ErrorKind::Io);
    QVERIFY(!w.error().hint.empty());
}

int main(int argc, char** argv) {
    if (argc == 4 && std::string_view(argv[1]) == "--write-for-ever") return writeForEver(argv[2], argv[3]);
    QCoreApplication app(argc, argv);
    TraceCrashTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_trace_crash.moc"
