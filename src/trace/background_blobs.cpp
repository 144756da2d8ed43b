#include "trace/background_blobs.h"

#include "trace/compression.h"
#include "trace/schema.h"

namespace rlmscope {
namespace {

constexpr std::size_t SmallBlob = 256 << 10; // several share a pack
constexpr std::size_t TogetherBytes = 1 << 20;
constexpr int Level = 3;

} // namespace

BackgroundBlobs::BackgroundBlobs(std::vector<BlobSource> blobs, OnWriter onWriter, std::function<void(const Status&)> done)
    : m_blobs(std::move(blobs)), m_onWriter(std::move(onWriter)), m_done(std::move(done)), m_thread([this] { work(); }) {}

BackgroundBlobs::~BackgroundBlobs() {
    m_thread.join();
}

void BackgroundBlobs::work() {
    const auto status = store();
    // The last commit is written through, and with it everything before.
    const auto told = m_onWriter([this, &status](Store& store) {
        if (status) store.expectSlicesOf(std::exchange(m_blobs, {}));
        m_done(status);
    });
    if (!told) m_done(told);
    m_end.set_value();
}

Status BackgroundBlobs::store() {
    std::vector<char> present(m_blobs.size());
    for (auto& blob : m_blobs)
        if (blob.id.isNull()) blob.id = BlobId::of(blob.bytes);
    auto status = m_onWriter([&](Store& store) {
        for (std::size_t i = 0; i < m_blobs.size(); ++i) present[i] = store.hasBlob(m_blobs[i].id);
    });
    std::vector<BlobSource> small;
    std::size_t together = 0;
    for (std::size_t i = 0; i < m_blobs.size() && status; ++i) {
        if (present[i] || m_blobs[i].bytes.empty()) continue;
        if (m_blobs[i].bytes.size() > SmallBlob) {
            status = storeLong(m_blobs[i]);
            continue;
        }
        small.push_back(m_blobs[i]);
        together += m_blobs[i].bytes.size();
        if (together < TogetherBytes) continue;
        status = storeGroup(small);
        together = 0;
    }
    if (status) status = storeGroup(small);
    if (status)
        status = m_onWriter([](Store& store) {
            store.begin(true);
            store.touch();
            store.commit();
        });
    return status;
}

Status BackgroundBlobs::storeGroup(std::vector<BlobSource>& small) {
    if (small.empty()) return {};
    std::string group;
    for (const auto& blob : small) group += blob.bytes;
    const auto data = compress(group, Level);
    return m_onWriter([&](Store& store) {
        store.begin(false);
        const auto n = store.reservePacks(1);
        store.putPack(n, group.size(), data);
        std::uint64_t place = 0;
        for (const auto& blob : small) {
            store.putBlob(blob.id, blob.bytes.size(), static_cast<int>(schema::Form::Group), n, place);
            place += blob.bytes.size();
        }
        store.commit();
        small.clear();
    });
}

// The blob exists when its last chunk does.
Status BackgroundBlobs::storeLong(const BlobSource& blob) {
    const auto chunks = (blob.bytes.size() + schema::ChunkBytes - 1) / schema::ChunkBytes;
    std::int64_t first = 0;
    for (std::size_t i = 0; i < chunks; ++i) {
        const auto chunk = blob.bytes.substr(i * schema::ChunkBytes, schema::ChunkBytes);
        const auto data = compress(chunk, Level);
        const auto status = m_onWriter([&](Store& store) {
            if (i == 0) first = store.reservePacks(static_cast<std::int64_t>(chunks));
            store.begin(false);
            store.putPack(first + static_cast<std::int64_t>(i), chunk.size(), data);
            if (i + 1 == chunks) store.putBlob(blob.id, blob.bytes.size(), static_cast<int>(schema::Form::Chunks), first, 0);
            store.commit();
        });
        if (!status) return status;
    }
    return {};
}

} // namespace rlmscope
