#pragma once
// Trusted tools for engine tests, answered on a thread of their own: "echo" gives its arguments, "fail" raises, "hang"
// waits for its cancellation, "say" prints first.
#include "engine/tool_host.h"

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace rlmscope {

class FakeTools final : public ToolHost {
public:
    FakeTools();
    ~FakeTools() override;
    const std::vector<ToolInfo>& tools() const override { return m_tools; }
    void call(const std::string& name, std::string arguments, CancelToken cancel, Done done) override;
    void onOutput(std::function<void(std::string)> output) override;
    int count() const { return m_count; }

private:
    const std::vector<ToolInfo> m_tools;
    std::mutex m_mutex;
    std::function<void(std::string)> m_output;
    std::vector<std::thread> m_threads;
    std::atomic<int> m_count = 0;
};

} // namespace rlmscope
