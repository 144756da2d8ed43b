#include "trace/blob_reader.h"

#include "trace/compression.h"
#include "trace/recipe.h"
#include "trace/schema.h"
#include "trace/statement.h"

#include <algorithm>

namespace rlmscope {
namespace {

constexpr std::size_t CachedPacks = 6;
constexpr std::uint64_t BaseBudget = 1ULL << 30;
constexpr std::uint64_t LargestBlob = 1ULL << 40;

Error damaged(const BlobId& id, const std::string& what) {
    return makeError(ErrorKind::Corrupt, "the text " + id.text() + " is damaged: " + what);
}

} // namespace

BlobReader::BlobReader(SQLite::Database& db)
    : m_text(std::make_unique<SQLite::Statement>(db, "SELECT size, form, data FROM texts WHERE id = ?"))
    , m_blob(std::make_unique<SQLite::Statement>(db, "SELECT size, form, pack, place FROM blobs WHERE id = ?"))
    , m_pack(std::make_unique<SQLite::Statement>(db, "SELECT bytes, data FROM packs WHERE n = ?")) {}

Result<BlobReader::Place> BlobReader::find(const BlobId& id) {
    unsigned char name[16];
    for (int i = 0; i < 8; ++i) {
        name[i] = static_cast<unsigned char>(id.high >> (56 - 8 * i));
        name[8 + i] = static_cast<unsigned char>(id.low >> (56 - 8 * i));
    }
    Place place;
    {
        const Reset reset{*m_text};
        m_text->bind(1, name, 16);
        if (m_text->executeStep()) {
            const auto data = m_text->getColumn(2);
            place.size = static_cast<std::uint64_t>(m_text->getColumn(0).getInt64());
            place.form = m_text->getColumn(1).getInt();
            if (place.form == static_cast<int>(schema::Form::Raw)) {
                place.bytes = bytesOf(data);
            } else {
                auto inflated = inflate(bytesOf(data), place.size, schema::PackLimit);
                if (!inflated) return damaged(id, inflated.error().message);
                place.bytes = std::move(inflated).value();
            }
            place.form = static_cast<int>(schema::Form::Raw);
            if (place.bytes.size() != place.size) return damaged(id, "it has a wrong size");
            return place;
        }
    }
    const Reset reset{*m_blob};
    m_blob->bind(1, name, 16);
    if (!m_blob->executeStep())
        return makeError(ErrorKind::Corrupt, "the text " + id.text() + " is not in the trace",
                         "It is a part of the context that had not been stored yet, or the file is damaged.");
    place.size = static_cast<std::uint64_t>(m_blob->getColumn(0).getInt64());
    place.form = m_blob->getColumn(1).getInt();
    place.pack = m_blob->getColumn(2).getInt64();
    place.offset = static_cast<std::uint64_t>(m_blob->getColumn(3).getInt64());
    if (place.size > LargestBlob || place.offset > LargestBlob) return damaged(id, "it claims an impossible size");
    return place;
}

Result<BlobReader::Pack> BlobReader::pack(std::int64_t n) {
    const auto known = std::find_if(m_packs.begin(), m_packs.end(), [n](const auto& p) { return p.first == n; });
    if (known != m_packs.end()) {
        m_packs.splice(m_packs.begin(), m_packs, known);
        return m_packs.front().second;
    }
    const Reset reset{*m_pack};
    m_pack->bind(1, n);
    if (!m_pack->executeStep()) return makeError(ErrorKind::Corrupt, "a part of the file is missing (pack " + std::to_string(n) + ")");
    const auto data = m_pack->getColumn(1);
    const auto size = static_cast<std::uint64_t>(m_pack->getColumn(0).getInt64());
    if (size > m_budget) return makeError(ErrorKind::Corrupt, "it takes too much work to put together");
    m_budget -= size;
    auto inflated = inflate(bytesOf(data), size, schema::PackLimit);
    if (!inflated) return inflated.error();
    if (m_packs.size() >= CachedPacks) m_packs.pop_back();
    m_packs.emplace_front(n, std::make_shared<const std::string>(std::move(inflated).value()));
    return m_packs.front().second;
}

Status BlobReader::append(std::string& out, const Place& place, std::uint64_t offset, std::uint64_t length, int depth) {
    if (offset > place.size || length > place.size - offset) return makeError(ErrorKind::Corrupt, "it is shorter than it claims");
    switch (static_cast<schema::Form>(place.form)) {
    case schema::Form::Raw:
    case schema::Form::Zstd: out.append(place.bytes, offset, length); return {};
    case schema::Form::Group: {
        const auto group = pack(place.pack);
        if (!group) return group.error();
        if (place.offset > (*group)->size() || place.size > (*group)->size() - place.offset)
            return makeError(ErrorKind::Corrupt, "it lies outside of its group");
        out.append(**group, place.offset + offset, length);
        return {};
    }
    case schema::Form::Chunks:
        while (length > 0) {
            const auto index = offset / schema::ChunkBytes, inside = offset % schema::ChunkBytes;
            const auto chunk = pack(place.pack + static_cast<std::int64_t>(index));
            if (!chunk) return chunk.error();
            const auto expected = std::min(schema::ChunkBytes, place.size - index * schema::ChunkBytes);
            if ((*chunk)->size() != expected) return makeError(ErrorKind::Corrupt, "one of its chunks has a wrong size");
            const auto part = std::min(length, expected - inside);
            out.append(**chunk, inside, part);
            offset += part;
            length -= part;
        }
        return {};
    case schema::Form::Slices: return appendSlices(out, place, offset, length, depth);
    }
    return makeError(ErrorKind::Corrupt, "it has a form that this version does not know");
}

// A recipe may use blobs that are no recipes themselves: no chains, no cycles.
Status BlobReader::appendSlices(std::string& out, const Place& place, std::uint64_t offset, std::uint64_t length, int depth) {
    if (depth > 0) return makeError(ErrorKind::Corrupt, "it is composed of texts that are composed themselves");
    const auto group = pack(place.pack);
    if (!group) return group.error();
    if (place.offset > (*group)->size()) return makeError(ErrorKind::Corrupt, "it lies outside of its group");
    const auto recipe = readRecipe(std::string_view(**group).substr(place.offset), place.size);
    if (!recipe) return recipe.error();
    std::uint64_t at = 0; // of the piece, in the whole text
    for (const auto& piece : *recipe) {
        const auto from = std::max(at, offset), to = std::min(at + piece.length, offset + length);
        const auto start = at;
        at += piece.length;
        if (from >= to) continue;
        if (piece.source.isNull()) {
            out.append(piece.literal, from - start, to - from);
            continue;
        }
        const auto source = find(piece.source);
        if (!source) return source.error();
        if (auto done = append(out, *source, piece.offset + (from - start), to - from, depth + 1); !done) return done;
    }
    return {};
}

Result<std::string> BlobReader::load(const Text& text, std::uint64_t maxBytes) {
    if (text.loaded()) return std::string(text.view());
    if (text.size > maxBytes)
        return makeError(ErrorKind::Unsupported, "this text has " + std::to_string(text.size) + " bytes, more than the " +
                                                     std::to_string(maxBytes) + " that are shown at once");
    const auto place = find(text.id);
    if (!place) return place.error();
    if (place->size != text.size) return damaged(text.id, "it has a wrong size");
    std::string out;
    m_budget = BaseBudget + 4 * place->size;
    if (auto done = append(out, *place, 0, place->size, 0); !done) return damaged(text.id, done.error().message);
    if (BlobId::of(out) != text.id) return damaged(text.id, "its bytes do not match its name");
    return out;
}

Result<std::string> BlobReader::slice(const Text& text, std::uint64_t offset, std::uint64_t length) {
    if (text.loaded()) return offset >= text.size ? std::string() : std::string(text.view().substr(offset, length));
    const auto place = find(text.id);
    if (!place) return place.error();
    if (offset >= place->size) return std::string();
    std::string out;
    m_budget = BaseBudget + 4 * std::min(length, place->size);
    if (auto done = append(out, *place, offset, std::min(length, place->size - offset), 0); !done)
        return damaged(text.id, done.error().message);
    return out;
}

} // namespace rlmscope
