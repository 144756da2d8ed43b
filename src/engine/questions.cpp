#include "engine/questions.h"

namespace rlmscope {

std::int64_t Questions::open(Question question, const std::string& reason) {
    m_gate.hold(reason); // first: an answer may come at once
    const std::lock_guard lock(m_mutex);
    const std::int64_t id = question.what.id = ++m_last;
    m_open.emplace(id, std::move(question));
    return id;
}

bool Questions::withdraw(std::int64_t id) {
    std::map<std::int64_t, Question>::node_type question; // destroyed outside the lock: what it holds may end there
    {
        const std::lock_guard lock(m_mutex);
        question = m_open.extract(id);
    }
    if (!question) return false;
    m_gate.unhold();
    return true;
}

Status Questions::decide(std::int64_t id, Verdict verdict, const RaisedLimits& raised) {
    std::map<std::int64_t, Question>::node_type question;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_shut ? m_open.end() : m_open.find(id);
        if (found == m_open.end())
            return makeError(ErrorKind::Usage, "The run does not wait for an answer to this question any more.");
        if (const auto allowed = found->second.allowed(verdict, raised); !allowed) return allowed.error();
        question = m_open.extract(found);
    }
    question.mapped().decided(verdict, raised);
    m_gate.unhold();
    return {};
}

void Questions::shut() {
    const std::lock_guard lock(m_mutex);
    m_shut = true;
}

std::vector<PendingDecision> Questions::pending() const {
    const std::lock_guard lock(m_mutex);
    std::vector<PendingDecision> pending;
    if (m_shut) return pending;
    for (const auto& [id, question] : m_open) pending.push_back(question.what);
    return pending;
}

} // namespace rlmscope
