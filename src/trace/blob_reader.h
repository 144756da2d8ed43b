#pragma once
// Fetches blobs by name from an open trace, whatever form they have. One thread. May throw SQLite::Exception.
#include "base/result.h"
#include "trace/messages.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>

namespace rlmscope {

class BlobReader {
public:
    explicit BlobReader(SQLite::Database& db);

    /// All of it; the bytes are checked against their name.
    Result<std::string> load(const Text& text, std::uint64_t maxBytes);
    /// What lies in [offset, offset + length), cut to the blob.
    Result<std::string> slice(const Text& text, std::uint64_t offset, std::uint64_t length);

private:
    struct Place {
        std::uint64_t size = 0;
        int form = 0;
        std::int64_t pack = 0;
        std::uint64_t offset = 0;
        std::string bytes; ///< of a row in `texts`, inflated
    };
    Result<Place> find(const BlobId& id);
    Status append(std::string& out, const Place& place, std::uint64_t offset, std::uint64_t length, int depth);
    Status appendSlices(std::string& out, const Place& place, std::uint64_t offset, std::uint64_t length, int depth);
    using Pack = std::shared_ptr<const std::string>;
    /// The inflated pack; shared, because a recipe in one pack reaches into others while it is read.
    Result<Pack> pack(std::int64_t n);

    std::unique_ptr<SQLite::Statement> m_text, m_blob, m_pack;
    std::list<std::pair<std::int64_t, Pack>> m_packs; ///< newest use first
    std::uint64_t m_budget = 0; ///< bytes that this call may still inflate: a recipe made to waste hours ends early
};

} // namespace rlmscope
