// Limits of a cell and of all cells of a frame together; bases that share a context.
#include "repl_harness.h"

#include <filesystem>
#include <fstream>

using namespace rlmscope;
using test::Harness;

namespace {

CellOutcome runIn(Repl& repl, const std::string& code, const CellLimits& limits, std::string* out = nullptr) {
    CellObserver observer;
    observer.output = [&](OutputStream, std::string_view text, bool) {
        if (out) *out += text;
    };
    observer.hostCall = [](HostCall, std::unique_ptr<HostReply>) {};
    return repl.run(code, limits, observer, {});
}

} // namespace

class TestReplLimits : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void processorTime() {
        Harness h;
        const auto outcome = runIn(*h.repl, "while True: pass", {0, 0.3, 0});
        QVERIFY(outcome.status == CellStatus::Interrupted);
        COMPARE_STR(outcome.cause, "interrupted: cell used more than 0.3 s of processor time");
        // Sleeping costs none.
        QVERIFY(runIn(*h.repl, "import time; time.sleep(0.6)", {0, 0.3, 0}).status == CellStatus::Ok);
    }

    void output() {
        Harness h;
        auto outcome = runIn(*h.repl, "while True: print('x' * 1000)", {0, 0, 5'000'000});
        QVERIFY(outcome.status == CellStatus::Interrupted);
        COMPARE_STR(outcome.cause, "interrupted: cell wrote more than 5 MB");
        QVERIFY(outcome.replAlive);
        QVERIFY(outcome.stdoutBytes > 5'000'000 && outcome.stdoutBytes < 500'000'000);
    }

    void allCellsTogether() {
        ReplSpec spec;
        spec.allCells = {0.5, 0, 0};
        Harness h(spec);
        QVERIFY(runIn(*h.repl, "import time; time.sleep(0.2)", {}).status == CellStatus::Ok);
        auto outcome = runIn(*h.repl, "import time; time.sleep(5)", {});
        COMPARE_STR(outcome.cause, "interrupted: the frame's cells ran longer than 0.5 s together");
        outcome = runIn(*h.repl, "import time; time.sleep(5)", {});
        QVERIFY(outcome.status == CellStatus::Interrupted);

        spec.allCells = {0, 0.4, 0};
        h.restart(spec);
        outcome = runIn(*h.repl, "while True: pass", {});
        COMPARE_STR(outcome.cause, "interrupted: the frame's cells used more than 0.4 s of processor time together");

        spec.allCells = {0, 0, 1'000'000};
        h.restart(spec);
        QVERIFY(runIn(*h.repl, "print('x' * 600_000)", {}).status == CellStatus::Ok);
        outcome = runIn(*h.repl, "while True: print('x' * 1000)", {});
        COMPARE_STR(outcome.cause, "interrupted: the frame's cells wrote more than 1 MB together");
    }

    void aCopyGoesOnCounting() {
        ReplSpec spec;
        spec.allCells = {0.5, 0, 0};
        Harness h(spec);
        runIn(*h.repl, "import time; time.sleep(0.3)", {});
        QVERIFY(h.repl->snapshot().held);
        auto restored = h.repl->restore(1, {});
        QVERIFY(restored.ok());
        const auto outcome = runIn(*restored->repl, "time.sleep(5)", {});
        QVERIFY(outcome.status == CellStatus::Interrupted);
        QVERIFY(outcome.pythonSeconds < 0.4);
    }

    /// 20,000 small texts cannot be mapped one by one; they are packed, and each frame has only their headers.
    void manySmallTextsAreShared() {
        std::vector<std::pair<std::string, std::string>> texts;
        for (int i = 0; i < 20'000; ++i) texts.emplace_back("f" + std::to_string(i), std::string(2000, static_cast<char>('a' + i % 26)));
        ReplSpec spec;
        spec.context = std::make_shared<Context>(Context::ofDict(std::move(texts)));
        spec.sharedContext = true;
        Harness h(spec);
        std::vector<std::unique_ptr<Repl>> frames;
        for (int i = 0; i < 12; ++i) {
            spec.framePath = "/t1.c1.rlm_query.x." + std::to_string(i);
            auto repl = h.factory().start(spec, {});
            QVERIFY2(repl.ok(), repl.ok() ? "" : repl.error().text().c_str());
            frames.push_back(*std::move(repl));
        }
        for (auto& frame : frames) {
            std::string out;
            const auto outcome = runIn(*frame, "print(len(context), sum(map(len, context.values())), context['f27'][:3])", {}, &out);
            QVERIFY(outcome.status == CellStatus::Ok);
            COMPARE_STR(out, "20000 40000000 bbb\n");
        }
        const long kilobytes = pssOfChildren(); // before anything is imported: a base may be older than the zygote's modules
        QVERIFY(kilobytes > 0);
        // 113 to 118 MB, up to 123 on a busy machine; 141 without a base, 579 when every frame decodes the texts.
        QVERIFY2(kilobytes < 130'000, qPrintable(QString::number(kilobytes)));
        qInfo("%ld kB", kilobytes);
        std::string first;
        for (auto& frame : frames) {
            std::string out;
            QVERIFY(runIn(*frame, "import random\nprint(random.random())", {}, &out).status == CellStatus::Ok);
            QVERIFY(out != first); // each frame has its own random numbers
            first = out;
        }
    }

    void baseOfJson() {
        ReplSpec spec;
        std::string json = "[";
        for (int i = 0; i < 60'000; ++i) json += (i ? "," : "") + ("{\"id\":" + std::to_string(i) + ",\"name\":\"record number\"}");
        auto context = Context::ofJson(json + "]");
        QVERIFY(context.ok());
        spec.context = std::make_shared<Context>(*std::move(context));
        spec.sharedContext = true;
        Harness h(spec);
        h.run("context[5]['id'] = 'changed'; print(len(context), context[5])");
        COMPARE_STR(h.seen.out, "60000 {'id': 'changed', 'name': 'record number'}\n");
        auto other = h.factory().start(spec, {});
        QVERIFY(other.ok());
        std::string out;
        runIn(**other, "print(context[5])", {}, &out);
        COMPARE_STR(out, "{'id': 5, 'name': 'record number'}\n");
    }

private:
    /// Kilobytes of all worker processes of this test: each page counted once.
    static long pssOfChildren() {
        long sum = 0;
        for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
            std::ifstream children(task.path() / "children");
            for (int pid = 0; children >> pid;) {
                std::ifstream memory("/proc/" + std::to_string(pid) + "/smaps_rollup");
                for (std::string word; memory >> word;)
                    if (word == "Pss:") {
                        long kilobytes = 0;
                        memory >> kilobytes;
                        sum += kilobytes;
                        break;
                    }
            }
        }
        return sum;
    }
};

QTEST_GUILESS_MAIN(TestReplLimits)
#include "tst_repl_limits.moc"
