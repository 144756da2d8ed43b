#pragma once
// Bytes from somewhere to one document. Internal to this folder.
#include "context/load_job.h"

#include <functional>
#include <string>

namespace rlmscope {

/// Fills up to n bytes; 0 at the end. Errors name the source.
using ByteReader = std::function<Result<std::size_t>(char* to, std::size_t n)>;

struct TextReading {
    Document document;  ///< when notText is empty
    std::string notText; ///< why it is not text: "binary (PNG image)"
};

/// Reads to the end, checks, decodes. One pass and one copy for UTF-8, a second one for other encodings.
/// expectedBytes: 0 when nobody knows.
Result<TextReading> readText(LoadJob& job, const ByteReader& reader, const std::string& name,
                             std::uint64_t expectedBytes);

/// read(2) until n bytes or the end.
Result<std::size_t> readDescriptor(int fd, char* to, std::size_t n, const std::string& name);

} // namespace rlmscope
