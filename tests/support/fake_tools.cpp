#include "support/fake_tools.h"

#include <condition_variable>

namespace rlmscope {

FakeTools::FakeTools()
    : m_tools{{"echo", "(*args)", "Gives back.\nAll of it."}, {"fail", "()", ""}, {"hang", "()", ""}, {"say", "()", ""}} {}

FakeTools::~FakeTools() {
    for (auto& thread : m_threads) thread.join();
}

void FakeTools::call(const std::string& name, std::string arguments, CancelToken cancel, Done done) {
    const std::lock_guard lock(m_mutex);
    ++m_count;
    m_threads.emplace_back([this, name, arguments = std::move(arguments), cancel, done = std::move(done)] {
        if (name == "say") {
            const std::lock_guard printing(m_mutex);
            if (m_output) m_output("hello");
        }
        if (name == "fail") return done(makeError(ErrorKind::Code, "ValueError: no such thing"));
        if (name != "hang") return done(arguments);
        std::mutex mutex;
        std::condition_variable wake;
        const CancelToken::Callback callback(cancel, [&] {
            const std::lock_guard waking(mutex);
            wake.notify_all();
        });
        {
            std::unique_lock waiting(mutex);
            while (!cancel.cancelled()) wake.wait(waiting);
        }
        done(makeError(ErrorKind::Cancelled, "cancelled"));
    });
}

void FakeTools::onOutput(std::function<void(std::string)> output) {
    const std::lock_guard lock(m_mutex);
    m_output = std::move(output);
}

} // namespace rlmscope
