#pragma once
// zstd with a checksum, and with a limit on what may come out.
#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace rlmscope {

std::string compress(std::string_view bytes, int level);
/// Exactly `size` bytes or an error; never allocates more than `limit`.
Result<std::string> inflate(std::string_view compressed, std::uint64_t size, std::uint64_t limit);

} // namespace rlmscope
