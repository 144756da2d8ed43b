#include "support/fake_model.h"

#include <chrono>

namespace rlmscope {

ModelReply okReply(std::string text, std::optional<Usage> usage) {
    ModelReply reply;
    reply.parts = {Part{PartKind::Text, std::move(text), {}}};
    reply.usageKnown = usage.has_value();
    if (usage) reply.usage = *usage;
    return reply;
}

ModelFailure httpFailure(int http, bool retryable, std::optional<Nanos> retryAfter) {
    ModelFailure failure;
    failure.error = makeError(http == 429 ? ErrorKind::RateLimit : ErrorKind::Provider, "HTTP " + std::to_string(http));
    failure.http = http;
    failure.retryable = retryable;
    failure.retryAfter = retryAfter;
    failure.usageKnown = http >= 400 && http < 500; // turned away
    return failure;
}

struct FakeModel::Flight {
    ModelRequest request;
    AttemptListener listener;
    CancelToken::Callback cancelled;
    bool ended = false; // worker only
};

namespace {

FakeModel::Answer inOrder(std::vector<std::string> replies) {
    const auto next = std::make_shared<std::size_t>(0); // the worker calls one at a time
    return [replies = std::move(replies), next](const ModelRequest&) {
        const std::size_t i = std::min((*next)++, replies.size() - 1);
        return FakeReply{okReply(replies[i]), 0, {}};
    };
}

} // namespace

FakeModel::FakeModel(Answer answer, ModelInfo info) : m_info(std::move(info)), m_answer(std::move(answer)) {
    if (m_info.spec.empty()) m_info.spec = m_info.name = "fake";
    m_thread = std::thread([this] { work(); });
}

FakeModel::FakeModel(std::vector<std::string> replies, ModelInfo info)
    : FakeModel(inOrder(std::move(replies)), std::move(info)) {}

FakeModel::~FakeModel() {
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

Readiness FakeModel::ready(Tokens tokens) { return readiness ? readiness(tokens) : Readiness{}; }

void FakeModel::start(ModelRequest request, CancelToken cancel, AttemptListener listener) {
    const auto flight = std::make_shared<Flight>();
    flight->request = request;
    flight->listener = std::move(listener);
    {
        const std::lock_guard lock(m_mutex);
        m_requests.push_back(std::move(request));
        m_peak = std::max(m_peak, ++m_flying);
    }
    {
        const std::lock_guard lock(m_mutex);
        m_new.push_back(flight);
    }
    // Only now: a token that is cancelled already calls back at once.
    flight->cancelled = CancelToken::Callback(cancel, [this, weak = std::weak_ptr(flight)] {
        const auto alive = weak.lock();
        if (!alive) return;
        const std::lock_guard lock(m_mutex);
        m_cancelled.push_back(alive);
        m_wake.notify_all();
    });
    m_wake.notify_all();
}

void FakeModel::hold(bool on) {
    const std::lock_guard lock(m_mutex);
    m_held = on;
    m_wake.notify_all();
}

std::vector<ModelRequest> FakeModel::requests() const {
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

std::size_t FakeModel::count() const {
    const std::lock_guard lock(m_mutex);
    return m_requests.size();
}

int FakeModel::peak() const {
    const std::lock_guard lock(m_mutex);
    return m_peak;
}

void FakeModel::end(std::unique_lock<std::mutex>& lock, const FlightPtr& flight, FakeReply reply) {
    if (flight->ended) return;
    flight->ended = true;
    --m_flying;
    lock.unlock();
    for (const auto& delta : reply.deltas) flight->listener.delta(PartKind::Text, delta);
    auto done = std::move(flight->listener.done);
    flight->listener = {};
    done(std::move(reply.outcome));
    lock.lock();
}

void FakeModel::work() {
    using Time = std::chrono::steady_clock::time_point;
    std::multimap<Time, std::pair<FlightPtr, FakeReply>> due;
    std::unique_lock lock(m_mutex);
    for (;;) {
        while (!m_cancelled.empty()) {
            const FlightPtr flight = m_cancelled.front();
            m_cancelled.pop_front();
            ModelFailure failure;
            failure.error = makeError(ErrorKind::Cancelled, "cancelled");
            end(lock, flight, {std::move(failure), 0, {}});
        }
        if (m_ending) return;
        while (!m_held && !m_new.empty()) {
            const FlightPtr flight = m_new.front();
            m_new.pop_front();
            lock.unlock();
            FakeReply reply = m_answer(flight->request);
            lock.lock();
            if (reply.delayMs == 0) end(lock, flight, std::move(reply));
            else
                due.emplace(std::chrono::steady_clock::now() + std::chrono::milliseconds(reply.delayMs),
                            std::pair(flight, std::move(reply)));
        }
        while (!m_held && !due.empty() && due.begin()->first <= std::chrono::steady_clock::now()) {
            auto [flight, reply] = std::move(due.begin()->second);
            due.erase(due.begin());
            end(lock, flight, std::move(reply));
        }
        if (!m_cancelled.empty() || (!m_held && !m_new.empty())) continue;
        if (due.empty() || m_held) m_wake.wait(lock);
        else m_wake.wait_until(lock, due.begin()->first);
    }
}

FakeDirectory::FakeDirectory() = default;
FakeDirectory::FakeDirectory(std::map<std::string, std::shared_ptr<LanguageModel>> models) : m_models(std::move(models)) {}
FakeDirectory::~FakeDirectory() = default;

Result<std::shared_ptr<LanguageModel>> FakeDirectory::find(const std::string& spec) {
    const auto found = m_models.find(spec);
    if (found == m_models.end()) return makeError(ErrorKind::Usage, "There is no model " + spec + ".");
    return found->second;
}

} // namespace rlmscope
