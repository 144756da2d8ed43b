#include "context/read_text.h"

#include "context/decode.h"
#include "context/text_builder.h"

#include <cerrno>
#include <cstring>
#include <unistd.h>
#include <vector>

namespace rlmscope {
namespace {

Result<std::size_t> fill(const ByteReader& reader, std::vector<char>& buffer) {
    std::size_t have = 0;
    while (have < buffer.size()) {
        const auto n = reader(buffer.data() + have, buffer.size() - have);
        if (!n.ok()) return n.error();
        if (*n == 0) break;
        have += *n;
    }
    return have;
}

} // namespace

Result<TextReading> readText(LoadJob& job, const ByteReader& reader, const std::string& name,
                             std::uint64_t expectedBytes) {
    TextReading reading;
    Document& document = reading.document;
    document.path = name;
    TextBuilder builder(expectedBytes, job.memoryFileFrom());
    Utf8Scanner scanner;
    Encoding encoding;
    auto& buffer = job.buffer();
    for (bool first = true;; first = false) {
        const auto n = fill(reader, buffer);
        if (!n.ok()) return n.error();
        std::string_view piece(buffer.data(), *n);
        if (first) {
            reading.notText = binaryReason(piece);
            if (!reading.notText.empty()) {
                job.dismiss(expectedBytes);
                return reading;
            }
            if (const auto room = job.checkRoom(std::max<std::uint64_t>(expectedBytes, piece.size()), name); !room.ok())
                return room.error();
            encoding = encodingOfHead(piece);
        }
        document.sourceBytes += piece.size();
        if (const auto status = job.advance(piece.size(), name); !status.ok()) return status.error();
        const bool last = piece.size() < buffer.size();
        if (first) piece.remove_prefix(encoding.markBytes);
        if (encoding.name == "UTF-8" && scanner.validSoFar()) scanner.push(piece);
        if (const auto status = builder.append(piece); !status.ok()) return status.error();
        if (last) break;
    }
    auto raw = builder.finish();
    if (!raw.ok()) return raw.error();
    if (encoding.name == "UTF-8" && scanner.finish()) {
        document.text = std::move(*raw);
        if (document.text.memoryFile()) job.memoryFileTaken();
        document.stats = scanner.stats();
    } else {
        if (encoding.name == "UTF-8" && encoding.markBytes == 0) encoding = guessEncoding(*raw);
        auto decoded = decode(*raw, encoding, job.cancel);
        if (!decoded.ok()) return decoded.error();
        document.text = std::move(decoded->text);
        document.stats = decoded->stats;
        document.replaced = decoded->replaced;
    }
    document.encoding = encoding.name;
    document.encodingGuessed = encoding.guessed;
    job.report.replaced += document.replaced;
    if (document.encodingGuessed) ++job.report.guessed;
    return reading;
}

Result<std::size_t> readDescriptor(int fd, char* to, std::size_t n, const std::string& name) {
    std::size_t have = 0;
    while (have < n) {
        const auto got = read(fd, to + have, n - have);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0)
            return makeError(ErrorKind::BadInput, "Cannot read " + name + ": " + std::strerror(errno) + ".");
        if (got == 0) break;
        have += static_cast<std::size_t>(got);
    }
    return have;
}

} // namespace rlmscope
