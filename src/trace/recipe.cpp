#include "trace/recipe.h"

namespace rlmscope {
namespace {

constexpr std::size_t MostPieces = 10'000; // that a reader takes

void putNumber(std::string& out, std::uint64_t n) {
    for (; n >= 0x80; n >>= 7) out += static_cast<char>(n | 0x80);
    out += static_cast<char>(n);
}

bool takeNumber(std::string_view& bytes, std::uint64_t& n) {
    n = 0;
    for (int shift = 0; shift < 63 && !bytes.empty(); shift += 7) {
        const auto byte = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        n |= std::uint64_t{byte & 0x7FU} << shift;
        if (byte < 0x80) return true;
    }
    return false;
}

} // namespace

// Each piece: length * 2 + (1 for a slice); then the bytes of a literal, or the 16 bytes of the source's name and the
// offset. A source that was named before is its index from 1, after a 0 byte a new name follows.
std::string writeRecipe(const std::vector<Piece>& pieces) {
    std::string out;
    std::vector<BlobId> sources;
    for (const auto& piece : pieces) {
        const bool slice = !piece.source.isNull();
        putNumber(out, piece.length * 2 + (slice ? 1 : 0));
        if (!slice) {
            out += piece.literal;
            continue;
        }
        std::size_t index = 0;
        while (index < sources.size() && sources[index] != piece.source) ++index;
        if (index == sources.size()) {
            sources.push_back(piece.source);
            putNumber(out, 0);
            for (int i = 0; i < 8; ++i) out += static_cast<char>(piece.source.high >> (56 - 8 * i));
            for (int i = 0; i < 8; ++i) out += static_cast<char>(piece.source.low >> (56 - 8 * i));
        } else {
            putNumber(out, index + 1);
        }
        putNumber(out, piece.offset);
    }
    return out;
}

Result<std::vector<Piece>> readRecipe(std::string_view bytes, std::uint64_t size) {
    const auto wrong = makeError(ErrorKind::Corrupt, "its recipe is damaged");
    std::vector<Piece> pieces;
    std::vector<BlobId> sources;
    while (size > 0) {
        Piece piece;
        std::uint64_t head = 0, index = 0;
        if (!takeNumber(bytes, head)) return wrong;
        piece.length = head / 2;
        if (piece.length == 0 || piece.length > size || pieces.size() == MostPieces) return wrong;
        size -= piece.length;
        if (head % 2 == 0) {
            if (piece.length > bytes.size()) return wrong;
            piece.literal = bytes.substr(0, piece.length);
            bytes.remove_prefix(piece.length);
        } else {
            if (!takeNumber(bytes, index) || index > sources.size()) return wrong;
            if (index == 0) {
                if (bytes.size() < 16) return wrong;
                BlobId id;
                for (std::size_t i = 0; i < 8; ++i) {
                    id.high = id.high << 8 | static_cast<unsigned char>(bytes[i]);
                    id.low = id.low << 8 | static_cast<unsigned char>(bytes[8 + i]);
                }
                bytes.remove_prefix(16);
                if (id.isNull()) return wrong;
                sources.push_back(id);
                index = sources.size();
            }
            piece.source = sources[index - 1];
            if (!takeNumber(bytes, piece.offset)) return wrong;
        }
        pieces.push_back(piece);
    }
    return pieces;
}

} // namespace rlmscope
