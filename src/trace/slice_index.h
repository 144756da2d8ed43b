#pragma once
// Finds pieces of known texts (the context) inside other texts (prompts cut from it), so that they need not be stored
// twice. The known texts are not copied and must stay valid.
#include "trace/recipe.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace rlmscope {

class SliceIndex {
public:
    struct Source {
        BlobId id;
        std::string_view bytes;
    };
    explicit SliceIndex(std::vector<Source> sources);
    bool empty() const { return m_sources.empty(); }

    /// The text as literals and slices; empty when it shares no long piece with a source. Pieces shorter than the
    /// distance of two anchors (64 bytes, more for contexts over 64 MB) plus 32 may be missed.
    std::vector<Piece> cut(std::string_view text) const;

private:
    struct Match {
        std::size_t source = 0, at = 0;
    };
    bool find(std::string_view text, std::size_t at, std::uint64_t hash, Match& match) const;

    std::vector<Source> m_sources;
    std::vector<std::uint64_t> m_begins; ///< of each source, in anchors
    std::vector<std::uint32_t> m_slots;  ///< number of an anchor + 1, by hash; open addressing
    std::size_t m_stride = 64;
};

} // namespace rlmscope
