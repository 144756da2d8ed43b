#pragma once
// A run of random shape whose model calls end in every way there is: for properties of sums over it.
#include "support/event_script.h"

#include <random>

namespace rlmscope::test {

class RandomRun {
public:
    explicit RandomRun(std::uint64_t seed, int nodes = 300);

    EventScript script;
    std::size_t pick(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(m_random); }

private:
    static constexpr const char* Models[] = {"openai:gpt-5", "sim", "anthropic:claude", "http://localhost:1/v1#x"};

    Usage usage();
    NodeId frameWithCell(NodeId parent, int depth);
    void modelCall(NodeId parent, CallRole role, int depth);

    std::mt19937_64 m_random;
};

} // namespace rlmscope::test
