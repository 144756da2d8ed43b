#include "trace/blob_copy.h"

#include "trace/compression.h"
#include "trace/recipe.h"
#include "trace/schema.h"
#include "trace/statement.h"

#include <algorithm>
#include <tuple>

namespace rlmscope {
namespace {

constexpr std::size_t NameDigits = 32;
constexpr std::uint64_t MostSliceBytes = 256ULL << 20; // of sources that are kept in memory to find slices of them again
constexpr std::uint64_t MostText = 1ULL << 30;

bool isHex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

Text named(const BlobId& id, std::uint64_t size) { return Text::stored(id, size); }

} // namespace

BlobCopy::BlobCopy(SQLite::Database& source, Store& target)
    : m_source(source)
    , m_target(target)
    , m_reader(source)
    , m_text(source, "SELECT size, form FROM texts WHERE id = ?")
    , m_blob(source, "SELECT size, form, pack, place FROM blobs WHERE id = ?")
    , m_pack(source, "SELECT bytes, data FROM packs WHERE n = ?") {}

void BlobCopy::mention(std::string_view text) {
    for (std::size_t i = 0; i + NameDigits <= text.size();) {
        // From the end of a possible name: most text is passed over in big steps.
        std::size_t run = 0;
        while (run < NameDigits && isHex(text[i + NameDigits - 1 - run])) ++run;
        if (run < NameDigits) {
            i += NameDigits - run;
            continue;
        }
        const std::size_t end = i + NameDigits;
        const bool alone = (i == 0 || !isHex(text[i - 1])) && (end == text.size() || !isHex(text[end]));
        if (alone)
            if (const auto id = BlobId::parse(text.substr(i, NameDigits))) {
                if (m_mentioned.insert(*id).second) m_fresh.push_back(*id);
                if (i >= 5 && text.substr(i - 5, 5) == "\"b\":\"") m_strong.insert(*id);
            }
        i = end;
        while (i < text.size() && isHex(text[i])) ++i;
    }
}

std::optional<BlobCopy::Found> BlobCopy::find(const BlobId& id) {
    Found found;
    found.id = id;
    bindId(m_text, 1, id);
    const bool single = m_text.executeStep();
    if (single) {
        found.size = static_cast<std::uint64_t>(std::max<std::int64_t>(m_text.getColumn(0).getInt64(), 0));
        found.form = m_text.getColumn(1).getInt64();
    }
    m_text.reset();
    if (single) return found;
    bindId(m_blob, 1, id);
    const bool packed = m_blob.executeStep();
    if (packed) {
        found.size = static_cast<std::uint64_t>(std::max<std::int64_t>(m_blob.getColumn(0).getInt64(), 0));
        found.form = m_blob.getColumn(1).getInt64();
        found.pack = m_blob.getColumn(2).getInt64();
        found.place = m_blob.getColumn(3).getInt64();
    }
    m_blob.reset();
    return packed ? std::optional(found) : std::nullopt;
}

bool BlobCopy::isJson(const Found& blob) {
    const auto first = m_reader.slice(named(blob.id, blob.size), 0, 1);
    return first && !first->empty() && (first->front() == '[' || first->front() == '{');
}

// What is mentioned, and what JSON texts among it mention; in the order of the source's packs.
std::vector<BlobCopy::Found> BlobCopy::findAll(Outcome& outcome) {
    std::vector<Found> all;
    const auto byPlace = [](const Found& a, const Found& b) { return std::tie(a.pack, a.place) < std::tie(b.pack, b.place); };
    while (!m_fresh.empty()) {
        std::vector<Found> some;
        for (const auto& id : std::exchange(m_fresh, {})) {
            if (auto found = find(id)) some.push_back(*found);
            else if (m_strong.count(id)) ++outcome.missing;
        }
        std::sort(some.begin(), some.end(), byPlace);
        for (const auto& blob : some) {
            if (!isJson(blob)) continue;
            constexpr std::uint64_t Step = schema::ChunkBytes;
            for (std::uint64_t from = 0; from < blob.size; from += Step - NameDigits - 8) { // a name may lie across two pieces
                const auto piece = m_reader.slice(named(blob.id, blob.size), from, Step);
                if (!piece) break; // said when it is copied
                mention(*piece);
            }
        }
        all.insert(all.end(), some.begin(), some.end());
    }
    std::sort(all.begin(), all.end(), byPlace);
    return all;
}

// Chunks go over as they are, compressed: a context of a gigabyte is never in memory.
Status BlobCopy::copyChunks(const Found& blob) {
    const auto damaged = makeError(ErrorKind::Corrupt, "text " + blob.id.text() + " is damaged: a part of it is missing");
    const auto count = static_cast<std::int64_t>((blob.size + schema::ChunkBytes - 1) / schema::ChunkBytes);
    if (count <= 0 || count > (1 << 20)) return damaged;
    const auto first = m_target.reservePacks(count);
    for (std::int64_t i = 0; i < count; ++i) {
        m_pack.bind(1, blob.pack + i);
        const bool there = m_pack.executeStep();
        if (there) m_target.putPack(first + i, static_cast<std::uint64_t>(m_pack.getColumn(0).getInt64()), bytesOf(m_pack.getColumn(1)));
        m_pack.reset();
        if (!there) return damaged;
        if (i % 8 == 7) { // of a long one some at a time: the log stays small
            m_target.commit();
            m_target.checkpointBeyond(16'000);
            m_target.begin(false);
        }
    }
    m_target.putBlob(blob.id, blob.size, static_cast<int>(blob.form), first, 0);
    return {};
}

// A prompt that was stored as slices of the context becomes that again when the target is packed.
void BlobCopy::expectSlices(const Found& recipe) {
    const auto size = m_source.execAndGet("SELECT bytes FROM packs WHERE n = " + std::to_string(recipe.pack)).getInt64();
    m_pack.bind(1, recipe.pack);
    std::string pack;
    if (m_pack.executeStep())
        if (auto inflated = inflate(bytesOf(m_pack.getColumn(1)), static_cast<std::uint64_t>(size), schema::PackLimit)) pack = std::move(*inflated);
    m_pack.reset();
    if (recipe.place < 0 || static_cast<std::uint64_t>(recipe.place) >= pack.size()) return;
    const auto pieces = readRecipe(std::string_view(pack).substr(static_cast<std::size_t>(recipe.place)), recipe.size);
    if (!pieces) return;
    for (const auto& piece : *pieces) {
        if (piece.source.isNull() || !m_mentioned.count(piece.source) || !m_sliced.insert(piece.source).second) continue;
        const auto source = find(piece.source);
        if (!source || m_sliceBytes + source->size > MostSliceBytes) continue;
        auto bytes = m_reader.load(named(source->id, source->size), MostSliceBytes);
        if (!bytes) continue;
        m_sliceBytes += bytes->size();
        auto owner = std::make_shared<const std::string>(std::move(*bytes));
        m_target.expectSlicesOf({{source->id, *owner, owner}});
    }
}

Status BlobCopy::copyOne(const Found& blob) {
    if (m_target.hasBlob(blob.id)) return {};
    if (blob.form == static_cast<int>(schema::Form::Chunks)) return copyChunks(blob);
    if (blob.form == static_cast<int>(schema::Form::Slices)) expectSlices(blob);
    auto bytes = m_reader.load(named(blob.id, blob.size), MostText);
    if (!bytes) return bytes.error();
    Text text(std::move(*bytes));
    text.id = blob.id;
    m_target.putText(text);
    return {};
}

Result<BlobCopy::Outcome> BlobCopy::copy(const std::function<bool()>& stop, const std::function<void(double)>& progress) {
    Outcome outcome;
    const auto all = findAll(outcome);
    std::uint64_t total = 1, done = 0, open = 0;
    for (const auto& blob : all) total += blob.size;
    m_target.begin(false);
    for (const auto& blob : all) {
        if (stop && stop()) return makeError(ErrorKind::Cancelled, "Stopped; nothing was changed.");
        const auto copied = copyOne(blob);
        if (copied) ++outcome.copied;
        else if (!outcome.damaged) outcome.damaged = copied.error();
        done += blob.size;
        open += blob.size;
        if (open < TransactionBytes) continue;
        m_target.commit();
        m_target.checkpointBeyond(16'000);
        m_target.begin(false);
        open = 0;
        if (progress) progress(static_cast<double>(done) / static_cast<double>(total));
    }
    m_target.commit();
    if (progress) progress(1);
    return outcome;
}

} // namespace rlmscope
