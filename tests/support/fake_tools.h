#pragma once
// Trusted tools for engine tests, answered on a thread of their own: "echo" gives its arguments, "fail" raises, "hang"
// waits for its cancellation, "say" prints first.
#include "engine/tool_host.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace rlmscope {

class FakeTools final : public ToolHost {
public:
    ~FakeTools() override {
        for (auto& thread : m_threads) thread.join();
    }
    const std::vector<ToolInfo>& tools() const override { return m_tools; }
    void call(const std::string& name, std::string arguments, CancelToken cancel, Done done) override {
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
    void onOutput(std::function<void(std::string)> output) override {
        const std::lock_guard lock(m_mutex);
        m_output = std::move(output);
    }
    int count() const { return m_count; }

private:
    const std::vector<ToolInfo> m_tools{{"echo", "(*args)", "Gives back.\nAll of it."}, {"fail", "()", ""}, {"hang", "()", ""}, {"say", "()", ""}};
    std::mutex m_mutex;
    std::function<void(std::string)> m_output;
    std::vector<std::thread> m_threads;
    std::atomic<int> m_count = 0;
};

} // namespace rlmscope
