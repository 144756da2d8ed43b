#include "trace/compression.h"
#include "trace/recipe.h"
#include "trace/schema.h"
#include "trace/statement.h"
#include "trace/store.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <sqlite3.h>
#include <thread>
#include <vector>

// What happens to a trace when a run has ended: single rows become compressed groups. Every transaction moves rows
// from one form to the other, so that a reader sees each event and text exactly once, whenever it looks, and a kill at
// any moment leaves a complete file.
namespace rlmscope {
namespace {

constexpr std::int64_t EventsPerPage = 500;
constexpr std::size_t PageBytes = 1 << 20;
constexpr std::size_t GroupBytes = 256 << 10;
constexpr std::size_t SmallText = 64 << 10; // longer ones get a pack of their own: nobody wants to inflate neighbours
constexpr std::size_t MostPackedPieces = 1000; // of one recipe; far fewer than a reader takes
constexpr int PackLevel = 12;

BlobId idOf(std::string_view bytes) {
    BlobId id;
    for (std::size_t i = 0; i < 8 && bytes.size() == 16; ++i) {
        id.high = id.high << 8 | static_cast<unsigned char>(bytes[i]);
        id.low = id.low << 8 | static_cast<unsigned char>(bytes[8 + i]);
    }
    return id;
}

} // namespace

void Store::expectSlicesOf(std::vector<BlobSource> sources) {
    m_sliceSources.insert(m_sliceSources.end(), std::make_move_iterator(sources.begin()), std::make_move_iterator(sources.end()));
}

// Only blobs that are no recipes themselves may be quoted: reading never goes deeper than one step.
SliceIndex Store::sliceIndex() {
    std::vector<SliceIndex::Source> sources;
    SQLite::Statement form(m_db, "SELECT form FROM blobs WHERE id = ?");
    for (const auto& source : m_sliceSources) {
        bindId(form, 1, source.id);
        if (form.executeStep() && form.getColumn(0).getInt() != static_cast<int>(schema::Form::Slices))
            sources.push_back({source.id, source.bytes});
        form.reset();
    }
    return SliceIndex(std::move(sources));
}

void Store::pack() {
    try {
        packEvents();
        packTexts();
        m_sliceSources.clear(); // lets go of the context
    } catch (...) {
        rollback();
        throw;
    }
}

void Store::packEvents() {
    SQLite::Statement some(m_db, "SELECT run, seq, line FROM events ORDER BY run, seq LIMIT ?");
    SQLite::Statement put(m_db, "INSERT INTO pages(run, first, last, bytes, data) VALUES(?, ?, ?, ?, ?)");
    SQLite::Statement drop(m_db, "DELETE FROM events WHERE run = ? AND seq BETWEEN ? AND ?");
    for (bool more = true; more;) {
        begin(false);
        std::size_t moved = 0;
        do {
            std::string page;
            std::int64_t run = 0, first = 0, last = 0;
            some.bind(1, EventsPerPage);
            more = false;
            while (page.size() < PageBytes && some.executeStep()) {
                const auto rowRun = some.getColumn(0).getInt64();
                if (more && rowRun != run) break;
                run = rowRun;
                last = some.getColumn(1).getInt64();
                if (!more) first = last;
                more = true;
                page += bytesOf(some.getColumn(2));
                page += '\n';
            }
            some.reset();
            if (!more) break;
            const auto data = compress(page, PackLevel);
            put.bind(1, run);
            put.bind(2, first);
            put.bind(3, last);
            put.bind(4, static_cast<std::int64_t>(page.size()));
            put.bindNoCopy(5, data.data(), static_cast<int>(data.size()));
            put.exec();
            put.reset();
            drop.bind(1, run);
            drop.bind(2, first);
            drop.bind(3, last);
            drop.exec();
            drop.reset();
            moved += page.size();
        } while (moved < TransactionBytes);
        commit();
        checkpointBeyond(16'000);
    }
}

void Store::packTexts() {
    struct Place {
        BlobId id;
        std::uint64_t size, place;
        schema::Form form;
    };
    const auto slices = sliceIndex();
    SQLite::Statement some(m_db, "SELECT n, id, size, form, data FROM texts WHERE n > ? ORDER BY n LIMIT 1000");
    SQLite::Statement drop(m_db, "DELETE FROM texts WHERE n BETWEEN ? AND ?");
    std::int64_t done = 0;
    for (bool more = true; more;) {
        begin(false);
        more = false;
        std::size_t moved = 0;
        const auto from = done + 1;
        std::string group;
        std::vector<Place> places;
        const auto close = [&] {
            if (places.empty()) return;
            const auto n = reservePacks(1);
            putPack(n, group.size(), compress(group, PackLevel));
            for (const auto& p : places) putBlob(p.id, p.size, static_cast<int>(p.form), n, p.place);
            group.clear();
            places.clear();
        };
        some.bind(1, done);
        while (moved < TransactionBytes && some.executeStep()) {
            more = true;
            done = some.getColumn(0).getInt64();
            const auto id = idOf(bytesOf(some.getColumn(1)));
            const auto size = static_cast<std::uint64_t>(some.getColumn(2).getInt64());
            const auto data = bytesOf(some.getColumn(4));
            std::string bytes;
            if (some.getColumn(3).getInt() == static_cast<int>(schema::Form::Zstd)) {
                auto inflated = inflate(data, size, schema::PackLimit);
                if (!inflated) throw SQLite::Exception(inflated.error().message, SQLITE_CORRUPT);
                bytes = std::move(inflated).value();
            } else {
                bytes = data;
            }
            moved += bytes.size();
            auto form = schema::Form::Group;
            if (const auto pieces = slices.cut(bytes); !pieces.empty() && pieces.size() < MostPackedPieces) {
                auto recipe = writeRecipe(pieces);
                if (recipe.size() < bytes.size() / 2) {
                    form = schema::Form::Slices;
                    bytes = std::move(recipe);
                }
            }
            if (bytes.size() > SmallText) {
                const auto n = reservePacks(1);
                putPack(n, bytes.size(), compress(bytes, PackLevel));
                putBlob(id, size, static_cast<int>(form), n, 0);
                continue;
            }
            if (group.size() + bytes.size() > GroupBytes) close();
            places.push_back({id, size, group.size(), form});
            group += bytes;
        }
        some.reset();
        close();
        drop.bind(1, from);
        drop.bind(2, done);
        drop.exec();
        drop.reset();
        commit();
        checkpointBeyond(16'000);
    }
}

void Store::tidy() {
    useLog();
    m_db.exec("PRAGMA synchronous = FULL");
    m_full = true;
    m_db.exec("PRAGMA incremental_vacuum");
    const auto checkpoint = [this] {
        return sqlite3_wal_checkpoint_v2(m_db.getHandle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    };
    // A reader in the middle of a batch makes this wait; one that stays longer only leaves a log that the next open
    // reads like any other.
    const int rc = checkpoint();
    if (rc != SQLITE_OK && rc != SQLITE_BUSY && rc != SQLITE_LOCKED) throw SQLite::Exception(m_db.getHandle(), rc);
    if (rc != SQLITE_OK) return;
    m_logPages = 0;
    // Leaving the log needs the file alone, and SQLite does not wait for that. A window looks something up now and then,
    // for some milliseconds; whoever stays longer only leaves an empty log beside the file.
    sqlite3_busy_timeout(m_db.getHandle(), 50);
    for (int attempt = 0; attempt < 30 && m_logMode; ++attempt) {
        try {
            if (m_db.execAndGet("PRAGMA journal_mode = MEMORY").getString() == "memory") m_logMode = false;
        } catch (const SQLite::Exception& exception) {
            if ((exception.getErrorCode() & 0xFF) != SQLITE_BUSY) throw;
        }
        if (m_logMode) std::this_thread::sleep_for(std::chrono::milliseconds(30));
    }
    sqlite3_busy_timeout(m_db.getHandle(), BusyMilliseconds);
}

} // namespace rlmscope
