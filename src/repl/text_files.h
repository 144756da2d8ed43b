#pragma once
// The memory files that a worker got for the big texts of its calls. A worker may not make any itself; it asks for one,
// writes, and names it in the call. Here is what it may have at a time.
#include "base/result.h"
#include "repl/unique_fd.h"

#include <cstdint>
#include <deque>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

namespace rlmscope::repl {

/// Of one worker. No locks of its own.
class TextFiles {
public:
    static constexpr std::uint64_t MaxBytes = std::uint64_t{1} << 30;        ///< of one file
    static constexpr std::uint64_t MaxTogether = std::uint64_t{4} << 30;     ///< of all, those of unanswered calls included
    static constexpr std::size_t MaxFiles = 64;                              ///< likewise
    static constexpr std::size_t MaxWaiting = 2'000;                         ///< more threads than any worker has

    /// A worker asks; it is granted by next(). False when the question is a lie: a file that it has, too large, too many.
    bool ask(std::uint64_t id, std::uint64_t bytes);

    struct Grant {
        std::uint64_t id = 0;
        int fd = -1; ///< owned here until it is taken; -1: the system makes no memory files
    };
    /// The next one to be granted, when there is room. Call until it gives nothing.
    std::optional<Grant> next();

    /// The call that needs the file has come. Its bytes count until the call is closed: see settle(). Nothing when there is
    /// no such file.
    struct Taken {
        UniqueFd fd;
        std::uint64_t bytes = 0; ///< that it may hold
    };
    std::optional<Taken> take(std::uint64_t id, std::uint64_t call);
    /// The file is not wanted after all. Unknown ids are ignored.
    void giveBack(std::uint64_t id);
    /// Gives back the files of calls that are not open any more.
    template<typename IsOpen>
    void settle(IsOpen isOpen) {
        for (auto at = m_files.begin(); at != m_files.end();) {
            const bool closed = at->second.call != 0 && !isOpen(at->second.call);
            if (closed) m_together -= at->second.bytes;
            at = closed ? m_files.erase(at) : std::next(at);
        }
    }

private:
    struct File {
        UniqueFd fd;
        std::uint64_t bytes = 0;
        std::uint64_t call = 0; ///< that took it
    };
    std::map<std::uint64_t, File> m_files;
    std::deque<std::pair<std::uint64_t, std::uint64_t>> m_waiting; ///< id, bytes
    std::uint64_t m_together = 0;
};

} // namespace rlmscope::repl
