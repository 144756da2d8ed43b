#pragma once
// Inside this library only: turns compressed pages of events into events on a few threads, in their order. What the quick
// reader of lines does not take is left as text for the caller, who has the database to look things up in.
#include "trace/event_reader.h"
#include "trace/event.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace rlmscope {

class PageDecoder {
public:
    struct Decoded {
        EventReader::Packed page;
        std::string text;
        std::vector<EventReader::Line> lines;
        std::vector<Event> events; ///< of these lines; those that `slow` names are empty
        std::vector<std::size_t> slow;
        std::optional<Error> error;
    };

    PageDecoder() = default;
    ~PageDecoder();
    PageDecoder(const PageDecoder&) = delete;
    PageDecoder& operator=(const PageDecoder&) = delete;

    static constexpr std::size_t Ahead = 12; ///< pages that wait or are done
    std::size_t size() const { return m_order.size(); }
    void push(EventReader::Packed page);
    /// The oldest page, done: by this thread when nobody has begun it.
    std::unique_ptr<Decoded> next();

private:
    struct Task {
        std::unique_ptr<Decoded> decoded;
        enum class State { Waiting, Working, Done } state = State::Waiting;
    };
    static void decode(Decoded& page);
    void work(const std::stop_token& stop);

    std::mutex m_mutex; // guards the states
    std::condition_variable_any m_wake, m_done;
    std::deque<std::shared_ptr<Task>> m_order; ///< of the caller's thread
    std::deque<std::shared_ptr<Task>> m_waiting; // guarded
    std::vector<std::jthread> m_threads;
};

} // namespace rlmscope
