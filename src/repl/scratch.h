#pragma once
// Scratch folders: one per worker, below one folder per factory that is locked while the factory lives. Folders of
// programs that died are recognised by their free lock and removed by the next factory.
#include "base/result.h"
#include "repl/unique_fd.h"

#include <atomic>
#include <string>

namespace rlmscope::repl {

class ScratchRoot {
public:
    static Result<ScratchRoot> create();
    ScratchRoot(ScratchRoot&& other) noexcept;
    ~ScratchRoot(); ///< removes the folder and what is left in it

    const std::string& path() const { return m_path; }
    Result<std::string> makeFolder(); ///< thread-safe

private:
    ScratchRoot(std::string path, UniqueFd lock) : m_path(std::move(path)), m_lock(std::move(lock)) {}
    std::string m_path;
    UniqueFd m_lock;
    std::atomic<unsigned> m_next{1};
};

/// For its owner alone.
Status makePrivateFolder(const std::string& path);

/// Removes a folder whatever is in it: follows no link, opens closed folders, and takes any depth. Blocks. Processes that
/// work in it meanwhile can delay it and nothing else.
void removeTree(const std::string& path);

/// Copies what is in one folder into another, empty one. Links are copied as links and never followed, also when somebody
/// changes the folder meanwhile. Errors: more than 10,000 files or 64 MB together; not readable.
Status copyFiles(const std::string& from, const std::string& to);

} // namespace rlmscope::repl
