#pragma once
// Lets a worker look at a document's tree without a copy of it. The GUI thread owns the tree and reads it as it likes; it
// enters a Change for whatever changes it, and never waits for a worker longer than one look.
#include "trace/run_tree.h"

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

namespace rlmscope {

class TreeGate {
public:
    /// GUI thread. What workers saw before may be gone afterwards.
    class Change {
    public:
        explicit Change(TreeGate& gate) : m_gate(gate) {
            ++m_gate.m_wanted;
            m_gate.m_mutex.lock();
        }
        ~Change() {
            if (m_gate.m_tree) (void)m_gate.m_tree->nodes(); // sums up what is pending: reading changes nothing then
            m_gate.m_mutex.unlock();
            --m_gate.m_wanted;
        }
        Change(const Change&) = delete;
        Change& operator=(const Change&) = delete;

    private:
        TreeGate& m_gate;
    };
    /// Inside a Change; null = the document is gone.
    void setTree(const RunTree* tree) { m_tree = tree; }

    /// A worker: calls look(tree), which must come back within a millisecond or so. The tree may be another one, or grown,
    /// or null, in the next look.
    template<typename Look>
    void look(Look&& look) {
        while (m_wanted.load() > 0) std::this_thread::sleep_for(std::chrono::microseconds(100));
        const std::lock_guard lock(m_mutex);
        look(m_tree);
    }

private:
    std::mutex m_mutex;
    std::atomic<int> m_wanted{0};
    const RunTree* m_tree = nullptr;
};

} // namespace rlmscope
