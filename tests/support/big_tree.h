#pragma once
// Big runs made up for tests and benchmarks: as events in memory, or as a real trace file written by TraceWriter. The
// same shape and seed make the same run.
#include "trace/event_sink.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace rlmscope::test {

struct BigShape {
    std::uint32_t nodes = 1'000;  ///< at least; what is begun is ended
    std::uint32_t depth = 2;      ///< paper depth: frames below frames; depth - 1 levels of them
    std::uint32_t fanOut = 20;    ///< sub-calls that a cell makes in one batch
    std::uint32_t parallel = 12;  ///< of them in flight at once
    std::uint64_t outputBytes = 0; ///< of the first cell's standard output, beyond the line that every cell writes
    std::uint64_t seed = 1;

    /// Turns with fan-outs, every eighth with child frames.
    static BigShape mixed(std::uint32_t nodes) { return {nodes, 3, 20, 12, 0, 1}; }
    /// One frame below the other: frame, turn, call, cell, frame, ...
    static BigShape chain(std::uint32_t frames) { return {frames * 4, frames, 0, 1, 0, 1}; }
    /// Two turns whose cells each start half of the sub-calls in one batch.
    static BigShape wide(std::uint32_t nodes) { return {nodes, 1, nodes / 2, 64, 0, 1}; }
    /// A few turns; the first cell prints this much.
    static BigShape output(std::uint64_t bytes) { return {60, 1, 4, 4, bytes, 1}; }
    std::string name() const; ///< for files: "nodes100000_depth3_fan20_par12_out0_seed1"
};

/// Time that the maker of the run moves; waits of a writer's thread are real.
class BigClock final : public Clock {
public:
    Nanos steady() const override { return m_now; }
    Nanos wall() const override { return 1'700'000'000'000'000'000 + m_now; }
    void wait(std::unique_lock<std::mutex>& lock, std::condition_variable& condition, Nanos) const override {
        condition.wait_for(lock, std::chrono::milliseconds(2));
    }
    void advance(Nanos by) { m_now += by; }

private:
    std::atomic<Nanos> m_now{1'000'000'000};
};

/// Writes the run into a sink that has begun its segment, a turn at a time.
class BigRun {
public:
    BigRun(const BigShape& shape, EventSink& sink, BigClock& clock);
    ~BigRun();
    BigRun(const BigRun&) = delete;
    BigRun& operator=(const BigRun&) = delete;

    /// The next part, a few events to some thousands; false when the run has enough nodes.
    bool more();
    void end(); ///< what is open, and the run
    std::uint32_t nodes() const;

private:
    struct State;
    std::unique_ptr<State> m;
};

/// Keeps the events until they are taken; for runs that are fed to a document as if they were live.
class EventTap final : public EventSink {
public:
    explicit EventTap(BigClock& clock);
    Seq append(NodeId node, NodeId parent, EventBody body, Durable durable = {}) override;
    Status flush() override { return {}; }
    Nanos now() const override;
    std::vector<Event> take() { return std::exchange(m_events, {}); }
    std::size_t size() const { return m_events.size(); }

private:
    BigClock& m_clock;
    const Nanos m_start;
    Seq m_seq = 0;
    std::vector<Event> m_events;
};

/// All of a run in memory.
std::vector<Event> bigEvents(const BigShape& shape);

/// A trace file of the run below `folder`, made when it is not there yet. An error is a text in `problem` and no path.
std::filesystem::path bigTrace(const BigShape& shape, const std::filesystem::path& folder, std::string* problem);

} // namespace rlmscope::test
