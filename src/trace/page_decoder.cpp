#include "trace/page_decoder.h"

#include "trace/event_line.h"

#include <algorithm>

namespace rlmscope {

PageDecoder::~PageDecoder() {
    for (auto& thread : m_threads) thread.request_stop();
    m_threads.clear(); // waits
}

void PageDecoder::decode(Decoded& page) {
    auto text = EventReader::inflatePage(page.page);
    if (!text) {
        page.error = text.error();
        return;
    }
    page.text = std::move(text).value();
    page.lines = EventReader::linesOf(page.text, page.page.first, page.page.last);
    page.events.reserve(page.lines.size());
    for (const auto& line : page.lines) {
        // Not what an event is made of by itself: that one is big.
        page.events.push_back(Event{0, {}, {}, 1, 0, EventBody(std::in_place_type<TurnEnded>)});
        auto& event = page.events.back();
        if (!quickEventFromLine(line.text, event) || event.seq != line.seq) page.slow.push_back(page.events.size() - 1);
    }
}

void PageDecoder::push(EventReader::Packed page) {
    auto task = std::make_shared<Task>();
    task->decoded = std::make_unique<Decoded>();
    task->decoded->page = std::move(page);
    m_order.push_back(task);
    // One page is quicker read than a thread is started.
    if (m_threads.empty() && m_order.size() > 2) {
        const auto threads = std::clamp(std::thread::hardware_concurrency(), 2U, 5U) - 1;
        for (unsigned i = 0; i < threads; ++i) m_threads.emplace_back([this](const std::stop_token& stop) { work(stop); });
    }
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back(std::move(task));
    }
    m_wake.notify_one();
}

void PageDecoder::work(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    while (m_wake.wait(lock, stop, [this] { return !m_waiting.empty(); })) {
        const auto task = std::move(m_waiting.front());
        m_waiting.pop_front();
        if (task->state != Task::State::Waiting) continue;
        task->state = Task::State::Working;
        lock.unlock();
        decode(*task->decoded);
        lock.lock();
        task->state = Task::State::Done;
        m_done.notify_all();
    }
}

std::unique_ptr<PageDecoder::Decoded> PageDecoder::next() {
    const auto task = std::move(m_order.front());
    m_order.pop_front();
    std::unique_lock lock(m_mutex);
    if (task->state == Task::State::Waiting) {
        task->state = Task::State::Working;
        lock.unlock();
        decode(*task->decoded);
    } else {
        m_done.wait(lock, [&] { return task->state == Task::State::Done; });
    }
    return std::move(task->decoded);
}

} // namespace rlmscope
