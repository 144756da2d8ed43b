#pragma once
// Random events of every kind, for property tests. Deterministic for a seed.
#include "trace/event.h"

#include <random>

namespace rlmscope {

class RandomEvents {
public:
    explicit RandomEvents(std::uint64_t seed) : m_random(seed) {}

    /// A body of the kind at this position of EventBody.
    EventBody body(std::size_t kind);
    EventBody body() { return body(pick(std::variant_size_v<EventBody>)); }
    RunSpec spec();

    std::size_t pick(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(m_random); }

private:
    std::int64_t number();
    double real();
    bool coin() { return pick(2) == 0; }
    std::string words(std::size_t most = 40);
    Text text();
    JsonText json();
    NodeId node() { return {static_cast<Seq>(pick(1000))}; }
    CallKey key();
    Usage usage();
    PicoUsd money() { return {number()}; }
    std::optional<Error> error();
    Error someError();
    Message message();
    std::vector<Part> parts();
    ContextInfo context();

    std::mt19937_64 m_random;
};

} // namespace rlmscope
