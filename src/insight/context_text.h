#pragma once
// The context of a run as one strip of bytes: its documents one after the other, in memory when it is small, else in a
// file without a name that the system may page out. Shared by the coverage, which reads all of it, and by the text view,
// which reads what is visible; both see the same positions.
//
// fill() runs on a worker and brings the bytes, the beginnings of lines and the numbers of code points, from the beginning
// on; want() has a place fetched before its turn. Everything else may be called from any thread at any time and speaks of
// what is there. Positions are bytes of the strip; a document is [begin, begin + size).
#include "base/cancel.h"
#include "trace/trace_reader.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope::insight {

class ContextText {
public:
    struct Document {
        std::string path; ///< empty for a single text
        Text text;
        std::uint64_t begin = 0, size = 0;
        std::uint64_t end() const { return begin + size; }
    };
    static constexpr std::uint64_t Largest = (1ULL << 32) - (1 << 20); ///< positions in indices are 32 bits

    /// Room for a context. Large ones take a file in `folder` (empty: the system's temporary folder). Errors: too large, no
    /// room on the disk. A large document that the trace claims but does not hold is missing and takes none.
    static Result<std::shared_ptr<ContextText>> make(const ContextInfo& context, TraceReader& reader, const std::filesystem::path& folder = {});
    /// Of texts that are there already: for tests and benchmarks.
    static std::shared_ptr<ContextText> of(const std::vector<std::pair<std::string, std::string>>& documents);
    ~ContextText();
    ContextText(const ContextText&) = delete;
    ContextText& operator=(const ContextText&) = delete;

    /// Brings everything. `progress` is called from this thread with the bytes that are there, some times a second.
    /// A document that cannot be read is remembered (missing()), the others are brought all the same; an error is only
    /// what stops everything (cancelled).
    Status fill(TraceReader& reader, const CancelToken& cancel, const std::function<void(std::uint64_t)>& progress = {});

    const std::vector<Document>& documents() const { return m_documents; }
    std::uint64_t size() const { return m_size; }
    /// Whether all that can be read is there.
    bool complete() const { return m_complete.load(std::memory_order_acquire); }
    /// Why a document cannot be read; empty = it can.
    std::string missing(std::size_t document) const;
    std::size_t missingDocuments() const;

    bool has(std::uint64_t at, std::uint64_t length) const;
    void want(std::uint64_t at);
    /// The strip; look only at what has() says is there.
    std::string_view bytes() const { return {m_data, static_cast<std::size_t>(m_size)}; }
    std::string_view bytes(const Document& d) const { return bytes().substr(d.begin, d.size); }
    /// The document that a byte is in; of an empty strip or past the end the last one.
    std::size_t documentAt(std::uint64_t byte) const;

    // ---- lines: each document begins a new one; an empty document has none --------------------------------------
    std::uint64_t scanned() const; ///< bytes whose lines and code points are known: a prefix of the strip
    std::uint64_t lines() const;   ///< that begin in the prefix
    std::uint64_t firstLine(std::size_t document) const;
    std::uint64_t linesOf(std::size_t document) const;
    std::optional<std::uint64_t> lineOf(std::uint64_t byte) const;
    std::optional<std::uint64_t> byteOf(std::uint64_t line) const; ///< scanned() for lines() when complete

    // ---- code points, as the trace counts: within a document ----------------------------------------------------
    std::optional<std::uint64_t> characterOf(std::size_t document, std::uint64_t byte) const;
    std::optional<std::uint64_t> byteOfCharacter(std::size_t document, std::uint64_t character) const;

    /// Bytes held by the tables, not by the text.
    std::size_t memory() const;

private:
    ContextText() = default;
    struct Piece { ///< fetched at once
        std::size_t document = 0;
        std::uint64_t begin = 0, length = 0; ///< in the strip
    };
    struct Mark { ///< `line` is the line of `byte`, which need not be its first
        std::uint64_t byte = 0, line = 0;
    };
    Status layOut(const ContextInfo& context, TraceReader* reader);
    Status map(const std::filesystem::path& folder);
    bool fetch(TraceReader& reader, std::size_t piece);
    void scan(std::uint64_t upTo);
    std::size_t pieceAt(std::uint64_t at) const;
    std::uint64_t charactersBefore(std::uint64_t byte) const;

    std::vector<Document> m_documents;
    std::vector<Piece> m_pieces;
    std::unique_ptr<std::atomic<std::uint8_t>[]> m_there; ///< by piece: 0 no, 1 yes, 2 never
    char* m_data = nullptr;
    std::uint64_t m_size = 0;
    bool m_mapped = false;
    std::atomic<bool> m_complete{false};
    std::atomic<std::int64_t> m_wanted{-1}; ///< piece

    mutable std::mutex m_mutex; ///< guards what follows
    std::vector<std::string> m_missing;   ///< by document
    std::vector<Mark> m_marks;            ///< ascending; every document begins with one
    std::vector<std::uint64_t> m_firstLines; ///< by document, as far as scanned
    std::vector<std::uint64_t> m_characters; ///< before every CharacterBlock-th byte of the strip
    std::uint64_t m_scanned = 0, m_lines = 0, m_characterCount = 0;
    std::size_t m_scanDocument = 0;
};

} // namespace rlmscope::insight
