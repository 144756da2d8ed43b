#pragma once
// The lock file beside a trace ("name.lock"): whoever holds it may write. The kernel releases it with the process.
#include "base/result.h"

#include <filesystem>
#include <memory>

namespace rlmscope {

class TraceLock {
public:
    /// Errors name the process that holds the lock.
    static Result<std::unique_ptr<TraceLock>> acquire(const std::filesystem::path& trace);
    /// Looks without touching: true while any process (this one included) writes the trace.
    static bool isHeld(const std::filesystem::path& trace);
    ~TraceLock(); ///< removes the lock file
    TraceLock(const TraceLock&) = delete;
    TraceLock& operator=(const TraceLock&) = delete;

private:
    TraceLock(std::filesystem::path file, int fd) : m_file(std::move(file)), m_fd(fd) {}
    std::filesystem::path m_file;
    int m_fd;
};

} // namespace rlmscope
