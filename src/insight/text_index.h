#pragma once
// Which words stand in which traces: prompts, replies, code, output, questions, answers and notes of every run in the library;
// the context itself is left out. An SQLite full-text index in the user's cache folder: a cache and nothing else. Deleted,
// damaged or of another version, it is made again from the traces; it is never read from anywhere else. It holds words and
// places, no texts: what a hit says is read from its trace.
#include "insight/node_query.h"
#include "trace/trace_reader.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace SQLite {
class Database;
}

namespace rlmscope {

struct TextHit {
    NodeId node;
    Seq seq = 0; ///< of the event that holds the text
    TextScope scope = TextScope::Any;
};
/// The hits of one run, newest run first.
struct RunHits {
    std::filesystem::path trace;
    RunId run;
    std::string title;
    Nanos wall = 0;
    bool cut = false;        ///< the run holds more text than the index takes
    std::size_t total = 0;   ///< hits of the run
    std::vector<TextHit> hits; ///< the first ones, in order
};
struct LibraryHits {
    std::vector<RunHits> runs;
    std::size_t total = 0;   ///< hits in all runs
    bool more = false;       ///< not counted to the end
};

/// One thread at a time; open two for writing and searching at once.
class TextIndex {
public:
    static constexpr std::uint64_t LongestText = 64 << 10;  ///< of one text that is indexed
    static constexpr std::uint64_t MostText = 256ULL << 20; ///< of one run

    static std::filesystem::path defaultPath(); ///< in the cache folder
    /// Makes the index when it is absent, and anew when it cannot be used.
    static Result<std::unique_ptr<TextIndex>> open(const std::filesystem::path& file = defaultPath());
    ~TextIndex();

    struct Progress {
        std::size_t done = 0, total = 0; ///< traces that have changed
    };
    struct Problem {
        std::filesystem::path trace;
        Error error;
    };
    /// Brings the index up to date with the traces of a folder (not below it). Traces whose file has not changed are not opened, of those
    /// that have grown only the new events are read. One that cannot be read is passed over and reported. Stops soon after stop() says so,
    /// and goes on there the next time.
    Status update(const std::filesystem::path& folder, const std::function<bool()>& stop, const std::function<void(const Progress&)>& progress = {},
                  std::vector<Problem>* problems = nullptr);

    /// Every word must be in the text; the last one may be the beginning of a word; "two words" stand together. Nothing
    /// in it that can be looked for finds nothing. At most `perRun` hits of each of `runs` runs.
    Result<LibraryHits> search(std::string_view words, std::size_t perRun, std::size_t runs, const std::function<bool()>& stop);
    /// Traces in the index.
    std::size_t traces();

private:
    explicit TextIndex(std::unique_ptr<SQLite::Database> db);
    Status updateFile(const std::filesystem::path& trace, std::int64_t changed, std::int64_t size, const std::function<bool()>& stop, bool& whole);
    Status updateRun(TraceReader& reader, std::int64_t file, const RunSummary& run, const std::function<bool()>& stop, bool& whole);
    void forget(std::int64_t file);

    std::unique_ptr<SQLite::Database> m_db;
};

/// The words of a search, as FTS5 understands them; empty = nothing that can be looked for.
std::string ftsQuery(std::string_view words);
/// One line of the text around the first of the words, `before` and `after` in code points; the beginning when none is found.
std::string snippetOf(std::string_view text, std::string_view words, std::size_t before = 40, std::size_t after = 120);
/// What a hit says, from its trace.
Result<std::string> hitText(TraceReader& reader, RunId run, const TextHit& hit, std::string_view words);

} // namespace rlmscope
