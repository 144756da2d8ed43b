#pragma once
// The digests of all traces of the library, in one SQLite file in the user's cache folder, so that a window with
// thousands of runs opens at once. A cache and nothing else: deleted, damaged or of another version, it is made again from
// the traces. It is never read from anywhere but the user's own cache folder. One thread at a time.
#include "library/run_digest.h"

#include <memory>
#include <vector>

namespace SQLite {
class Database;
}

namespace rlmscope::library {

class LibraryIndex {
public:
    /// Opens it or makes it. One that cannot be used is replaced; an error means that there can be none (no space, no
    /// permission): the library then works without, only slower.
    static Result<std::unique_ptr<LibraryIndex>> open(const std::filesystem::path& file);
    ~LibraryIndex();

    /// Everything in it. When it turns out to be damaged it is made anew and is empty.
    std::vector<FileDigest> load();
    /// Replaces what is known of these files, in one transaction.
    Status put(const std::vector<FileDigest>& files);
    Status remove(const std::vector<std::filesystem::path>& files);
    /// It was made anew by this object, because it was absent or could not be used.
    bool isFresh() const { return m_fresh; }

private:
    explicit LibraryIndex(std::filesystem::path file);
    void connect();
    void remake();
    std::filesystem::path m_file;
    std::unique_ptr<SQLite::Database> m_db;
    bool m_fresh = false;
};

} // namespace rlmscope::library
