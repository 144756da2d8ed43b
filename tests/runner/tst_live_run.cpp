// A live run from outside: phases, batches of events, pausing and stopping at every stage, several at once; with fake
// models and REPLs, and real contexts and trace files.
#include "runner/live_run.h"
#include "support/fake_model.h"
#include "support/fake_repl.h"
#include "trace/run_tree.h"
#include "trace/trace_reader.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <set>
#include <unistd.h>

using namespace rlmscope;
using std::chrono::milliseconds;

namespace {

const milliseconds Patience(60'000);

// What a listener was told; asked about after the run has ended, or under the lock.
struct Told {
    std::mutex mutex;
    std::vector<LivePhase> phases;
    std::vector<Event> events;
    std::size_t deltas = 0;
    int loaded = 0;

    LiveListener listener() {
        LiveListener out;
        out.status = [this](const LiveStatus& status) {
            std::lock_guard lock(mutex);
            if (phases.empty() || phases.back() != status.phase) phases.push_back(status.phase);
        };
        out.committed = [this](const std::vector<Event>& batch) {
            std::lock_guard lock(mutex);
            events.insert(events.end(), batch.begin(), batch.end());
        };
        out.live = [this](const LiveDelta&) {
            std::lock_guard lock(mutex);
            ++deltas;
        };
        out.loaded = [this](std::shared_ptr<const Context> context) {
            std::lock_guard lock(mutex);
            loaded += context ? 1 : 0;
        };
        return out;
    }
};

} // namespace

class TestLiveRun : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string path(const char* name) const { return m_folder.filePath(name).toStdString(); }

    RunRequest request(std::shared_ptr<LanguageModel> model, const char* trace) const {
        RunRequest out;
        out.spec.question = "What?";
        out.spec.models = {"fake"};
        out.context.sources = {ContextSource::ofText("some text", "pasted")};
        out.trace = path(trace);
        out.models = std::make_shared<FakeDirectory>(std::map<std::string, std::shared_ptr<LanguageModel>>{{"fake", std::move(model)}});
        out.repls = std::make_shared<FakeReplFactory>();
        return out;
    }
    static std::shared_ptr<FakeModel> answering() {
        return std::make_shared<FakeModel>([](const ModelRequest&) {
            return FakeReply{okReply("```repl\nfinal done\n```"), 0, {"```repl", "\nfinal"}};
        });
    }
    /// Answers its first call only when released.
    static std::shared_ptr<FakeModel> held() {
        auto model = answering();
        model->hold(true);
        return model;
    }
    static bool waitForCalls(const FakeModel& model, std::size_t calls) {
        return QTest::qWaitFor([&] { return model.count() >= calls; }, 60'000);
    }

private Q_SLOTS:
    void runsFromStartToEnd() {
        Told told;
        auto run = startRun(request(answering(), "whole.rlmscope"), told.listener());
        QVERIFY2(run.ok(), run.ok() ? "" : run.error().text().c_str());
        QVERIFY((*run)->waitFor(LivePhase::Ended, Patience));
        const auto result = (*run)->result();
        QVERIFY(result.has_value());
        QCOMPARE(result->status, std::string("answered"));
        QCOMPARE(std::string(result->answerText.view()), std::string("done"));
        QVERIFY(!(*run)->status().error);

        std::lock_guard lock(told.mutex);
        QVERIFY(std::is_sorted(told.phases.begin(), told.phases.end()));
        QVERIFY(told.phases.back() == LivePhase::Ended);
        QCOMPARE(told.loaded, 1);
        QVERIFY(told.deltas > 0);
        // What was told is what the file holds.
        RunTree live((*run)->id()), recorded((*run)->id());
        for (const auto& event : told.events) live.apply(event);
        auto reader = TraceReader::open((*run)->trace());
        QVERIFY(reader.ok());
        QVERIFY(!(*reader)->beingWritten());
        QVERIFY((*reader)->forEachEvent((*run)->id(), 1, [&](const Event& e) { recorded.apply(e); return true; }).ok());
        QCOMPARE(live.lastSeq(), recorded.lastSeq());
        QCOMPARE(live.nodes().size(), recorded.nodes().size());
        QVERIFY(recorded.contextStored());
        QVERIFY(recorded.ended() != nullptr);
        const auto& documents = recorded.started()->context.documents;
        QCOMPARE(documents.size(), std::size_t(1));
        const auto stored = (*reader)->load(documents.front().text);
        QVERIFY(stored.ok());
        QCOMPARE(*stored, std::string("some text"));
    }

    void problemsAreToldBeforeAnythingStarts() {
        auto bad = request(answering(), "never.rlmscope");
        bad.spec.depth = 99;
        bad.spec.question.clear();
        bad.spec.models = {"fake", "unknown"};
        bad.context.sources = {ContextSource::ofPath("/no/such/file")};
        const auto problems = checkRequest(bad);
        std::set<std::string> fields;
        for (const auto& problem : problems) fields.insert(problem.field);
        for (const auto* field : {"depth", "question", "models", "context"}) QVERIFY2(fields.count(field), field);
        const auto run = startRun(bad);
        QVERIFY(!run.ok());
        for (const auto& problem : problems) QVERIFY(run.error().message.find(problem.error.message) != std::string::npos);
        QVERIFY(!std::filesystem::exists(bad.trace));
    }

    void unknownPriceUnderAUsdLimit() {
        auto limited = request(answering(), "price.rlmscope");
        limited.spec.limits.usd = PicoUsd::parse("1");
        QCOMPARE(checkRequest(limited).size(), std::size_t(1));
        limited.spec.prices["fake"] = Price::perMillion(*PicoUsd::parse("1"), *PicoUsd::parse("2"));
        QCOMPARE(checkRequest(limited).size(), std::size_t(0));
    }

    void traceThatIsNoTraceIsLeftAlone() {
        auto onto = request(answering(), "letter.txt");
        std::ofstream(onto.trace) << "Dear Sir or Madam,";
        QVERIFY(!startRun(onto).ok());
        std::ifstream in(onto.trace);
        std::string line;
        std::getline(in, line);
        QCOMPARE(line, std::string("Dear Sir or Madam,"));
    }

    void contextThatCannotBeLoadedLeavesNoTrace() {
        auto empty = request(answering(), "empty.rlmscope");
        const auto file = path("empty.txt");
        std::ofstream(file).close();
        empty.context.sources = {ContextSource::ofPath(file)};
        auto run = startRun(empty);
        QVERIFY(run.ok());
        QVERIFY((*run)->waitFor(LivePhase::Ended, Patience));
        QVERIFY(!(*run)->result());
        QVERIFY((*run)->status().error.has_value());
        QVERIFY((*run)->status().error->kind == ErrorKind::BadInput);
        QVERIFY(!std::filesystem::exists(empty.trace));
    }

    void stopWhileLoading() {
        int ends[2];
        QCOMPARE(::pipe(ends), 0);
        auto endless = request(answering(), "loading.rlmscope");
        endless.context.sources = {ContextSource::ofStream(ends[0])};
        auto run = startRun(endless);
        QVERIFY(run.ok());
        QVERIFY((*run)->status().phase == LivePhase::Loading);
        (*run)->stop();
        QVERIFY((*run)->waitFor(LivePhase::Ended, Patience));
        QVERIFY((*run)->status().error->kind == ErrorKind::Cancelled);
        QVERIFY(!std::filesystem::exists(endless.trace));
        ::close(ends[0]);
        ::close(ends[1]);
    }

    void stopInTheMiddle() {
        auto model = held();
        auto run = startRun(request(model, "stopped.rlmscope"));
        QVERIFY(run.ok());
        QVERIFY(waitForCalls(*model, 1));
        (*run)->stop();
        QVERIFY((*run)->waitFor(LivePhase::Ended, Patience));
        QCOMPARE((*run)->result()->status, std::string("cancelled"));
        auto reader = TraceReader::open((*run)->trace());
        QVERIFY(reader.ok());
        QVERIFY((*(*reader)->runs()).front().ended);
    }

    void pauseHoldsAndResumeGoesOn() {
        Told told;
        auto model = held();
        auto run = startRun(request(model, "paused.rlmscope"), told.listener());
        QVERIFY(run.ok());
        QVERIFY(waitForCalls(*model, 1));
        (*run)->pause();
        const auto paused = (*run)->status().phase;
        QVERIFY(paused == LivePhase::Pausing || paused == LivePhase::Paused);
        model->hold(false);
        QVERIFY(QTest::qWaitFor([&] { return (*run)->status().phase == LivePhase::Paused; }, 60'000));
        QVERIFY(!(*run)->waitFor(LivePhase::Finishing, milliseconds(50)));
        (*run)->resume();
        QVERIFY((*run)->waitFor(LivePhase::Ended, Patience));
        QCOMPARE((*run)->result()->status, std::string("answered"));
        std::lock_guard lock(told.mutex);
        QVERIFY(std::find(told.phases.begin(), told.phases.end(), LivePhase::Paused) != told.phases.end());
    }

    void destroyingStops() {
        auto model = held();
        const auto wanted = request(model, "destroyed.rlmscope");
        {
            auto run = startRun(wanted);
            QVERIFY(run.ok());
            QVERIFY(waitForCalls(*model, 1));
        }
        auto reader = TraceReader::open(wanted.trace);
        QVERIFY(reader.ok());
        QVERIFY(!(*reader)->beingWritten());
    }

    void destroyingAtAnyMoment() {
        for (int i = 0; i < 20; ++i) {
            const auto name = "any" + std::to_string(i) + ".rlmscope";
            auto run = startRun(request(answering(), name.c_str()));
            QVERIFY(run.ok());
            for (int spin = 0; spin < i * 2000; ++spin) (void)(*run)->status();
        }
    }

    void severalLiveAtTheSameTime() {
        std::vector<std::shared_ptr<LiveRun>> runs;
        for (int i = 0; i < 5; ++i) {
            const auto name = "many" + std::to_string(i) + ".rlmscope";
            auto run = startRun(request(answering(), name.c_str()));
            QVERIFY(run.ok());
            runs.push_back(*run);
        }
        for (const auto& run : runs) {
            QVERIFY(run->waitFor(LivePhase::Ended, Patience));
            QCOMPARE(run->result()->status, std::string("answered"));
        }
    }

    void listenersMayCallBack() {
        std::shared_ptr<LiveRun> run;
        std::mutex ready;
        ready.lock();
        LiveListener listener;
        listener.status = [&](const LiveStatus& status) {
            if (status.phase != LivePhase::Running) return;
            std::lock_guard wait(ready);
            run->pause();
            run->resume();
        };
        auto started = startRun(request(answering(), "callback.rlmscope"), listener);
        QVERIFY(started.ok());
        run = *started;
        ready.unlock();
        QVERIFY(run->waitFor(LivePhase::Ended, Patience));
        QCOMPARE(run->result()->status, std::string("answered"));
    }
};

QTEST_GUILESS_MAIN(TestLiveRun)
#include "tst_live_run.moc"
