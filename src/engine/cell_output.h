#pragma once
// What a cell writes: collected into few events, and cut to what the model is shown.
#include "engine/event_loop.h"
#include "trace/event_sink.h"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace rlmscope {

/// Thread-safe. Output becomes an event at 32 KB or 50 ms after its first byte, whichever comes first.
class CellOutputCollector : public std::enable_shared_from_this<CellOutputCollector> {
public:
    CellOutputCollector(EventSink& sink, EventLoop& loop, NodeId cell, std::size_t visibleLimit)
        : m_sink(sink), m_loop(loop), m_cell(cell), m_limit(visibleLimit) {}

    void add(OutputStream stream, std::string_view utf8, bool late);
    void flush(); ///< writes what is pending

    struct Visible {
        std::string text;
        bool truncated = false;
    };
    /// stdout, then stderr: the heads, and a line for what was cut. A traceback keeps room however long stdout is.
    Visible visible() const;

private:
    struct Piece {
        OutputStream stream;
        bool late;
        std::string text;
    };
    struct Head {
        std::string text;
        std::uint64_t chars = 0; ///< of everything written
    };
    void write(); // m_mutex held

    static constexpr std::size_t FlushBytes = 32 * 1024;
    static constexpr Nanos FlushAfter = 50'000'000;

    EventSink& m_sink;
    EventLoop& m_loop;
    const NodeId m_cell;
    const std::size_t m_limit;
    mutable std::mutex m_mutex;
    std::vector<Piece> m_pending;    // guarded by m_mutex
    std::size_t m_pendingBytes = 0;  // guarded by m_mutex
    bool m_timed = false;            // guarded by m_mutex: a timer will flush
    Head m_heads[2];                 // guarded by m_mutex, by stream
};

} // namespace rlmscope
