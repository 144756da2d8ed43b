#pragma once
// The write side of a trace file: tables, transactions, packing. One thread only. Everything may throw
// SQLite::Exception; TraceWriter turns that into errors.
#include "trace/event.h"
#include "trace/slice_index.h"
#include "trace/trace_writer.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <unordered_set>

namespace rlmscope {

inline constexpr std::uint64_t TransactionBytes = 8 << 20; ///< of texts or events that one transaction moves

/// The 16 bytes of a name, most significant first.
void bindId(SQLite::Statement& statement, int index, const BlobId& id);

class Store {
public:
    /// Opens a file that checkHeader() accepted. The caller holds the lock.
    explicit Store(std::filesystem::path path);
    /// Accepts exactly our tables; the first thing to call.
    Status prepare();

    /// Makes an empty trace that appears at `path` complete or not at all.
    static Status createFile(const std::filesystem::path& path);

    SQLite::Database& database() { return m_db; }
    const std::filesystem::path& path() const { return m_path; }

    /// `full`: the commit waits until the disk has it.
    void begin(bool full);
    void commit();
    /// Gives a transaction something to write: one without changes would not be written through, nor anything before.
    void touch();
    void rollback() noexcept;
    /// The file is still there under its name: writing into a deleted one would succeed and be lost.
    Status checkPresence() const;

    struct RunRow {
        std::int64_t row = 0;
        Seq lastSeq = 0;
        std::uint32_t lastSegment = 0;
    };
    /// Finds the run or adds it.
    RunRow openRun(const RunId& id);
    /// The event's line and the texts that are not inside it.
    void putEvent(std::int64_t run, const Event& event);

    bool hasBlob(const BlobId& id);
    void putText(const Text& text);
    /// Numbers for packs that will be put, maybe in later transactions.
    std::int64_t reservePacks(std::int64_t count) { return std::exchange(m_nextPack, m_nextPack + count); }
    void putPack(std::int64_t n, std::uint64_t bytes, std::string_view compressed);
    void putBlob(const BlobId& id, std::uint64_t size, int form, std::int64_t pack, std::uint64_t place);

    /// Moves the log into the file when it has grown past `pages`, as far as readers allow.
    void checkpointBeyond(int pages);
    /// Texts that are in the file and that later ones are likely to quote: pack() looks for slices of them.
    void expectSlicesOf(std::vector<BlobSource> sources);
    /// Groups and compresses single rows, in transactions of bounded size (packer.cpp). What is packed already stays.
    void pack();
    /// Shrinks the file, moves the whole log into it, and leaves the log mode when nobody reads: a finished trace is
    /// one file, also while somebody looks at it.
    void tidy();

private:
    void useLog();
    void packEvents();
    void packTexts();
    SliceIndex sliceIndex();

    std::filesystem::path m_path;
    SQLite::Database m_db;
    std::unique_ptr<SQLite::Statement> m_putEvent, m_putText, m_hasText, m_hasBlob, m_putPack, m_putBlob;
    std::int64_t m_nextPack = 1;
    std::unordered_set<BlobId> m_known; ///< blobs that are in the file for sure
    std::vector<BlobId> m_added;        ///< by the open transaction
    std::vector<BlobSource> m_sliceSources;
    dev_t m_device = 0;
    ino_t m_inode = 0;
    int m_logPages = 0;
    bool m_full = false, m_logMode = false, m_open = false;
};

} // namespace rlmscope
