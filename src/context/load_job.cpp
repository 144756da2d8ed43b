#include "context/load_job.h"

#include <cstdio>

namespace rlmscope {
namespace {

void addTo(std::vector<SkippedFile>& list, std::uint64_t& total, const std::string& path, const std::string& reason) {
    ++total;
    if (list.size() < LoadReport::ListLimit) list.push_back({path, reason});
}

} // namespace

LoadJob::LoadJob(const ContextRequest& theRequest, const CancelToken& theCancel, const ProgressFn& progress)
    : request(theRequest)
    , cancel(theCancel)
    , m_progress(progress)
    , m_lastReport(std::chrono::steady_clock::now()) {}

Status LoadJob::checkRoom(std::uint64_t bytes, const std::string& name) const {
    const auto size = m_state.done + bytes;
    if (size > request.maxBytes || size < bytes) return tooBig(size, name);
    return {};
}

Status LoadJob::advance(std::uint64_t bytes, const std::string& name) {
    m_state.done += bytes;
    if (cancel.cancelled()) return cancelledError();
    if (m_state.done > request.maxBytes) return tooBig(m_state.done, name);
    if (!m_progress) return {};
    const auto now = std::chrono::steady_clock::now();
    if (now - m_lastReport < std::chrono::milliseconds(50)) return {};
    m_lastReport = now;
    m_state.name = name;
    m_progress(m_state);
    return {};
}

void LoadJob::finish() {
    if (!m_progress) return;
    m_state.total = m_state.done;
    m_progress(m_state);
}

Error LoadJob::tooBig(std::uint64_t bytes, const std::string& name) const {
    return makeError(ErrorKind::BadInput,
                     "The context is too big: with " + name + " it has at least " + formatBytes(bytes) +
                         ", and the limit is " + formatBytes(request.maxBytes) + ".",
                     "Load a part of it, or raise the limit.");
}

void LoadJob::addBinary(const std::string& path, const std::string& reason) {
    addTo(report.binaries, report.binary, path, reason);
}

void LoadJob::addSpecial(const std::string& path, const std::string& reason) {
    addTo(report.specials, report.special, path, reason);
}

void LoadJob::addUnreadable(const std::string& path, const std::string& reason) {
    addTo(report.unreadables, report.unreadable, path, reason);
}

Error cancelledError() {
    return makeError(ErrorKind::Cancelled, "Loading the context was cancelled.");
}

std::string formatBytes(std::uint64_t bytes) {
    if (bytes < 1024) return std::to_string(bytes) + (bytes == 1 ? " byte" : " bytes");
    constexpr const char* Units[] = {"kB", "MB", "GB", "TB", "PB", "EB"};
    double value = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    for (; value >= 1023.95 && unit + 1 < std::size(Units); ++unit) value /= 1024;
    char text[32];
    std::snprintf(text, sizeof text, "%.1f %s", value, Units[unit]);
    return text;
}

} // namespace rlmscope
