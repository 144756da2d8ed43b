#pragma once
// Real worker processes for tests: a factory, a REPL, and an observer that collects output and answers calls.
#include "context/context.h"
#include "repl/worker_factory.h"

#include <QTest>

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

namespace rlmscope::test {

struct Seen {
    std::string out, err, late;
};

/// One REPL and what it needs. Calls are answered by `onCall`, in a thread of their own like the engine's.
class Harness {
public:
    explicit Harness(ReplSpec spec = {}, const WorkerOptions& options = {});
    ~Harness();
    void restart(const ReplSpec& spec);
    ReplFactory& factory() { return *m_factory; }

    CellOutcome run(const std::string& code, double seconds = 60, CancelToken cancel = {});
    void join();

    std::unique_ptr<Repl> repl;
    Seen seen;
    std::function<Result<std::string>(const HostCall&, std::size_t)> onCall = [](const HostCall& call, std::size_t i) {
        return Result<std::string>("re:" + call.items[i].prompt);
    };
    std::function<void(HostCall, std::unique_ptr<HostReply>)> onCallNow; ///< in the I/O thread, instead of onCall
    std::function<void(OutputStream, std::string_view, bool)> onOutput;

private:
    std::unique_ptr<ReplFactory> m_factory;
    std::mutex m_mutex;
    std::vector<std::thread> m_threads;
};

} // namespace rlmscope::test

#define COMPARE_STR(actual, expected) QCOMPARE(QString::fromStdString(actual), QString::fromStdString(expected))
#define VERIFY_HAS(text, part) QVERIFY2((text).find(part) != std::string::npos, ("not in: " + (text)).c_str())
