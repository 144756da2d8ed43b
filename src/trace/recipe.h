#pragma once
// A text that is composed of literal pieces and of slices of other blobs, as bytes. See FORMAT.md.
#include "base/ids.h"
#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

struct Piece {
    BlobId source;            ///< null: literal
    std::uint64_t offset = 0; ///< in the source
    std::uint64_t length = 0;
    std::string_view literal;
};

std::string writeRecipe(const std::vector<Piece>& pieces);
/// Reads pieces until they make up `size` bytes. The literals point into `bytes`.
Result<std::vector<Piece>> readRecipe(std::string_view bytes, std::uint64_t size);

} // namespace rlmscope
