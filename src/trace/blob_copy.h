#pragma once
// Copies the texts that some events mention from one trace to another. What counts as a mention is decided without
// knowing the kinds of events: 32 hexadecimal digits that are the name of a blob of the source, in a line or in a JSON
// text that a line mentions. So events of newer versions keep their texts too. May throw SQLite::Exception.
#include "base/ids.h"
#include "base/result.h"
#include "trace/blob_reader.h"
#include "trace/store.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace rlmscope {

class BlobCopy {
public:
    /// The target is between two transactions when copy() is called.
    BlobCopy(SQLite::Database& source, Store& target);

    void mention(std::string_view text);

    struct Outcome {
        std::uint64_t copied = 0;
        std::uint64_t missing = 0;    ///< named as a text, and not in the source
        std::optional<Error> damaged; ///< the first text that could not be read; it is left out
    };
    Result<Outcome> copy(const std::function<bool()>& stop, const std::function<void(double part)>& progress);

private:
    struct Found {
        BlobId id;
        std::uint64_t size = 0;
        std::int64_t form = 0, pack = 0, place = 0; ///< pack 0: in `texts`
    };
    std::optional<Found> find(const BlobId& id);
    std::vector<Found> findAll(Outcome& outcome);
    bool isJson(const Found& blob);
    Status copyOne(const Found& blob);
    Status copyChunks(const Found& blob);
    void expectSlices(const Found& recipe);

    SQLite::Database& m_source;
    Store& m_target;
    BlobReader m_reader;
    SQLite::Statement m_text, m_blob, m_pack;
    std::unordered_set<BlobId> m_mentioned, m_strong, m_done, m_sliced;
    std::vector<BlobId> m_fresh;
    std::uint64_t m_sliceBytes = 0;
};

} // namespace rlmscope
