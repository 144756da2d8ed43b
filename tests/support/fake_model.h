#pragma once
// A language model for engine tests: a function from request to outcome, answered on the model's own thread.
#include "engine/language_model.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace rlmscope {

struct FakeReply {
    AttemptOutcome outcome;
    int delayMs = 0;
    std::vector<std::string> deltas;
};

ModelReply okReply(std::string text, std::optional<Usage> usage = Usage{.freshInput = 10, .output = 2});
ModelFailure httpFailure(int http, bool retryable, std::optional<Nanos> retryAfter = {});

class FakeModel final : public LanguageModel {
public:
    using Answer = std::function<FakeReply(const ModelRequest&)>;

    explicit FakeModel(Answer answer, ModelInfo info = {});
    /// Replies in order, whoever asks; the last one repeats.
    explicit FakeModel(std::vector<std::string> replies, ModelInfo info = {});
    ~FakeModel() override;

    const ModelInfo& info() const override { return m_info; }
    /// What ready() says; set before the run starts.
    std::function<Readiness(Tokens)> readiness;
    Readiness ready(Tokens tokens) override;
    void start(ModelRequest request, CancelToken cancel, AttemptListener listener) override;

    /// While held, nothing is answered (cancelling still ends attempts).
    void hold(bool on);
    std::vector<ModelRequest> requests() const;
    std::size_t count() const;
    int peak() const;

private:
    struct Flight;
    using FlightPtr = std::shared_ptr<Flight>;

    void end(std::unique_lock<std::mutex>& lock, const FlightPtr& flight, FakeReply reply);
    void work();

    ModelInfo m_info;
    const Answer m_answer;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<FlightPtr> m_new, m_cancelled;
    std::vector<ModelRequest> m_requests;
    int m_flying = 0, m_peak = 0;
    bool m_held = false, m_ending = false;
    std::thread m_thread;
};

class FakeDirectory final : public ModelDirectory {
public:
    FakeDirectory();
    FakeDirectory(std::map<std::string, std::shared_ptr<LanguageModel>> models);
    ~FakeDirectory() override;
    Result<std::shared_ptr<LanguageModel>> find(const std::string& spec) override;

private:
    std::map<std::string, std::shared_ptr<LanguageModel>> m_models;
};

} // namespace rlmscope
