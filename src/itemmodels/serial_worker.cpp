#include "itemmodels/serial_worker.h"

namespace rlmscope {

SerialWorker::SerialWorker() : m_thread([this](const std::stop_token& stop) { work(stop); }) {}

SerialWorker::~SerialWorker() {
    m_thread.request_stop();
    m_wake.notify_all();
    m_thread.join();
}

void SerialWorker::post(Job job) {
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
}

void SerialWorker::clear() {
    const std::lock_guard lock(m_mutex);
    m_jobs.clear();
}

void SerialWorker::work(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        Job job;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return !m_jobs.empty(); })) return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        job(stop);
    }
}

} // namespace rlmscope
