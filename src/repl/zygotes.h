#pragma once
// The zygotes of a factory: warm interpreters that are copied for each frame. One per profile (what is fixed when an
// interpreter starts), and one more when frames turn out to import big modules, which takes them a fifth of a second each
// time. The least recently used one goes when there are too many.
#include "repl/worker_host.h"

#include <list>

namespace rlmscope::repl {

class Zygotes {
public:
    Zygotes(IoLoop& loop, std::string program, std::string folder);
    ~Zygotes(); ///< ends them

    /// Starts one and does not wait, so that the first frame need not.
    void prepare(const ZygoteProfile& profile);
    /// One that is ready, of several the one that has imported most; starts it when there is none, or when the last one has died. Blocks; thread-safe.
    Result<std::shared_ptr<WorkerHost>> get(const ZygoteProfile& profile, double seconds, const CancelToken& cancel);
    /// A frame of this profile has imported big modules: the next ones will find them there. Does not block.
    void imported(const ZygoteProfile& profile, const std::vector<std::string>& modules);
    /// A program of its own, for a system where nothing can be copied.
    Result<std::shared_ptr<WorkerHost>> cold(const ZygoteProfile& profile, WorkerHost::Settings settings, double seconds,
                                             const CancelToken& cancel);

private:
    static constexpr std::size_t Kept = 4;
    using List = std::list<std::pair<ZygoteProfile, std::shared_ptr<WorkerHost>>>;
    List::iterator best(const ZygoteProfile& profile);
    std::shared_ptr<WorkerHost> startOne(const ZygoteProfile& profile);

    IoLoop& m_loop;
    const std::string m_program, m_folder, m_without;
    std::mutex m_mutex;
    List m_zygotes; // guarded by m_mutex, last used first
};

} // namespace rlmscope::repl
