#pragma once
// Real worker processes for tests: a factory, a REPL, and an observer that collects output and answers calls.
#include "context/context.h"
#include "repl/worker_factory.h"

#include <QtTest>

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
    explicit Harness(ReplSpec spec = {}, const WorkerOptions& options = {}) {
        if (!spec.context) spec.context = std::make_shared<Context>(Context::ofText("hello context"));
        auto factory = makeWorkerReplFactory(options);
        if (!factory) qFatal("%s", factory.error().text().c_str());
        m_factory = *std::move(factory);
        restart(spec);
    }
    ~Harness() {
        join();
        repl.reset();
    }
    void restart(const ReplSpec& spec) {
        repl.reset();
        auto started = m_factory->start(spec, {});
        if (!started) qFatal("%s", started.error().text().c_str());
        repl = *std::move(started);
    }
    ReplFactory& factory() { return *m_factory; }

    CellOutcome run(const std::string& code, double seconds = 60, CancelToken cancel = {}) {
        seen = {};
        CellObserver observer;
        observer.output = [this](OutputStream stream, std::string_view text, bool late) {
            const std::lock_guard lock(m_mutex);
            (late ? seen.late : stream == OutputStream::Stdout ? seen.out : seen.err) += text;
            if (onOutput) onOutput(stream, text, late);
        };
        observer.hostCall = [this](HostCall call, std::unique_ptr<HostReply> reply) {
            if (onCallNow) return onCallNow(std::move(call), std::move(reply));
            const std::lock_guard lock(m_mutex);
            m_threads.emplace_back([this, call = std::move(call), reply = std::move(reply)]() mutable {
                for (std::size_t i = 0; i < call.items.size(); ++i) reply->answer(i, onCall(call, i));
            });
        };
        return repl->run(code, {seconds, 0, 0}, observer, cancel);
    }
    void join() {
        std::vector<std::thread> threads;
        {
            const std::lock_guard lock(m_mutex);
            threads.swap(m_threads);
        }
        for (auto& thread : threads) thread.join();
    }

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
