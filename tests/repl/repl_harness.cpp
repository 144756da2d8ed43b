#include "repl/repl_harness.h"

namespace rlmscope::test {

Harness::Harness(ReplSpec spec, const WorkerOptions& options) {
    if (!spec.context) spec.context = std::make_shared<Context>(Context::ofText("hello context"));
    auto factory = makeWorkerReplFactory(options);
    if (!factory) qFatal("%s", factory.error().text().c_str());
    m_factory = *std::move(factory);
    restart(spec);
}

Harness::~Harness() {
    join();
    repl.reset();
}

void Harness::restart(const ReplSpec& spec) {
    repl.reset();
    auto started = m_factory->start(spec, {});
    if (!started) qFatal("%s", started.error().text().c_str());
    repl = *std::move(started);
}

CellOutcome Harness::run(const std::string& code, double seconds, CancelToken cancel) {
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

void Harness::join() {
    std::vector<std::thread> threads;
    {
        const std::lock_guard lock(m_mutex);
        threads.swap(m_threads);
    }
    for (auto& thread : threads) thread.join();
}

} // namespace rlmscope::test
