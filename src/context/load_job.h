#pragma once
// What all sources share while one context is loaded. Internal to this folder; one thread.
#include "context/context.h"
#include "context/text_builder.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

class LoadJob {
public:
    LoadJob(const ContextRequest& request, const CancelToken& cancel, const ProgressFn& progress);

    const ContextRequest& request;
    const CancelToken& cancel;
    LoadReport report;

    /// Bytes that will come, as far as they are known before reading, and those of them that will not after all.
    void expect(std::uint64_t bytes) { m_state.total += bytes; }
    void dismiss(std::uint64_t bytes) { m_state.total -= std::min(bytes, m_state.total); }
    /// Refuses what would pass the limit, before it is read.
    Status checkRoom(std::uint64_t bytes, const std::string& name) const;
    /// After every piece: counts, reports progress, refuses to pass the limit, notices cancellation.
    Status advance(std::uint64_t bytes, const std::string& name);
    void finish();

    /// 256 KB to read into, shared by all items: small enough to stay in the cache between the read, the check and
    /// the copy.
    std::vector<char>& buffer() { return m_buffer; }

    /// From which size on the next text lies in a memory file. Small for the first ones, so that a context of one or a few
    /// texts needs no copy for the workers; a folder of thousands must not take thousands of descriptors.
    std::size_t memoryFileFrom() const { return m_smallMemoryFiles > 0 ? TextBuilder::SmallMemoryFileSize : TextBuilder::MemoryFileSize; }
    void memoryFileTaken() { m_smallMemoryFiles -= m_smallMemoryFiles > 0; }

    void addBinary(const std::string& path, const std::string& reason);
    void addSpecial(const std::string& path, const std::string& reason);
    void addUnreadable(const std::string& path, const std::string& reason);

private:
    Error tooBig(std::uint64_t bytes, const std::string& name) const;

    const ProgressFn& m_progress;
    LoadProgress m_state;
    std::chrono::steady_clock::time_point m_lastReport;
    int m_smallMemoryFiles = 64;
    std::vector<char> m_buffer = std::vector<char>(256 * 1024);
};

Error cancelledError();
std::string formatBytes(std::uint64_t bytes); ///< "812 bytes", "4.0 GB"; powers of 1024

/// One future document: known by name and size, read later.
struct LoadItem {
    std::string name; ///< Document::path
    std::uint64_t bytes = 0;
    bool isFile = false; ///< two files of one name are one file, named twice
    /// Nothing when it is not text or could not be read and that is reported, as for files inside a folder.
    std::function<Result<std::optional<Document>>(LoadJob&)> read;
};

/// The table of sources: each turns what the user named into items. One source per file.
struct SourceType {
    std::string_view name;
    bool (*accepts)(const ContextSource&);
    /// prefix: what stands before the names of this source's documents in the context ("", "src/").
    Result<std::vector<LoadItem>> (*plan)(LoadJob&, const ContextSource&, const std::string& prefix);
};
extern const SourceType PastedSource;
extern const SourceType StreamSource;
extern const SourceType FolderSource;
extern const SourceType FileSource;

} // namespace rlmscope
