#include "trace/trace_reader.h"

#include "trace/blob_reader.h"
#include "trace/event_line.h"
#include "trace/event_reader.h"
#include "trace/page_decoder.h"
#include "trace/schema.h"
#include "trace/statement.h"
#include "trace/trace_lock.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <limits>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>
#include <unordered_map>

namespace rlmscope {
namespace {

constexpr int StepsPerCheck = 10'000;       // of SQLite's machine, between two looks at the budget
constexpr int ChecksPerCall = 20'000;       // 200 million steps: seconds, far more than any honest file needs
constexpr std::size_t LongestChain = 1 << 20; // of calls that a prefix is resolved through
constexpr std::size_t MostMessages = 1 << 20;
constexpr std::uint64_t MostMessageBytes = 256ULL << 20;

/// A name that SQLite reads as a file, with an option.
std::string uri(const std::filesystem::path& path, const char* option) {
    std::string text = "file:";
    for (const char c : path.string()) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::strchr("/-_.~", c);
        if (plain && c != '\0') {
            text += c;
        } else {
            constexpr char Hex[] = "0123456789ABCDEF";
            text += {'%', Hex[static_cast<unsigned char>(c) >> 4], Hex[static_cast<unsigned char>(c) & 15]};
        }
    }
    return text + "?" + option;
}

/// A place where SQLite cannot put the files it shares with other processes: nobody writes there either.
bool readOnlyPlace(const std::filesystem::path& path) {
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    struct stat log {};
    const bool noLog = stat(schema::withSuffix(path, "-wal").c_str(), &log) != 0 || log.st_size == 0;
    return noLog && faccessat(AT_FDCWD, folder.c_str(), W_OK, AT_EACCESS) != 0;
}

/// What is wrong in a walk through the events: the first of it, and how much more.
struct Damage {
    std::optional<Error> first;
    std::uint64_t places = 0;
    void note(const Error& error) {
        if (places++ == 0) first = error;
    }
    Status status() {
        if (places > 1) first->message += " (and " + std::to_string(places - 1) + " more damaged places)";
        return first ? Status(*first) : Status();
    }
};

class Reader final : public TraceReader {
public:
    Reader(std::filesystem::path path, const std::string& name, int flags)
        : m_path(std::move(path)), m_db(name, flags, BusyMilliseconds) {
        schema::harden(m_db);
        sqlite3_progress_handler(
            m_db.getHandle(), StepsPerCheck, [](void* self) { return --static_cast<Reader*>(self)->m_checks < 0 ? 1 : 0; }, this);
    }
    Status prepare() {
        return guarded([&]() -> Status {
            if (auto tables = schema::checkTables(m_db, m_path); !tables) return tables;
            m_blobs.emplace(m_db);
            m_events.emplace(m_db);
            return {};
        });
    }

    const std::filesystem::path& path() const override { return m_path; }
    bool beingWritten() const override { return TraceLock::isHeld(m_path); }
    Result<std::vector<RunSummary>> runs() override {
        return guarded([&] { return readRuns(); });
    }
    Status forEachEvent(RunId run, Seq from, const std::function<bool(const Event&)>& visit) override;
    Result<Event> event(RunId run, Seq seq) override {
        return guarded([&] { return readEvent(run, seq); });
    }
    Result<std::string> load(const Text& text, std::uint64_t maxBytes) override {
        return guarded([&] { return m_blobs->load(text, maxBytes); });
    }
    Result<std::string> loadSlice(const Text& text, std::uint64_t offset, std::uint64_t length) override {
        return guarded([&] { return m_blobs->slice(text, offset, length); });
    }
    Result<std::vector<Message>> messagesOf(RunId run, NodeId call) override {
        return guarded([&] { return readMessages(run, call); });
    }
    Status saveCopy(const std::filesystem::path& target) override;

private:
    /// One view of the file for all queries of a call: a writer may be moving rows into packs right now.
    struct Snapshot {
        explicit Snapshot(SQLite::Database& database) : db(database) { db.exec("BEGIN"); }
        ~Snapshot() { sqlite3_exec(db.getHandle(), "ROLLBACK", nullptr, nullptr, nullptr); }
        SQLite::Database& db;
    };
    /// Runs queries with a fresh budget; what SQLite throws becomes an error.
    template<typename F>
    std::invoke_result_t<F> guarded(F&& query) {
        m_checks = ChecksPerCall;
        try {
            const Snapshot snapshot(m_db);
            return query();
        } catch (const SQLite::Exception& exception) {
            return schema::errorFrom(exception, m_path);
        }
    }
    Error about(const RunId& run, Seq seq, const Error& error) const {
        const auto what = seq == 0 ? "run " + run.text() : "event " + std::to_string(seq) + " of run " + run.text();
        return makeError(error.kind, schema::shown(m_path) + ", " + what + ": " + error.message, error.hint);
    }
    TextLoader loader() {
        return [this](const Text& text) { return m_blobs->load(text, 1ULL << 30); };
    }
    Result<std::int64_t> rowOf(const RunId& run);
    Result<std::vector<RunSummary>> readRuns();
    void readSlowly(const RunId& run, PageDecoder::Decoded& page, Damage& damage);
    Result<Event> readEvent(const RunId& run, Seq seq);
    Result<std::vector<Message>> readMessages(const RunId& run, NodeId call);

    std::filesystem::path m_path;
    SQLite::Database m_db;
    std::optional<BlobReader> m_blobs;
    std::optional<EventReader> m_events;
    std::unordered_map<RunId, std::int64_t> m_rows;
    int m_checks = ChecksPerCall;
};

Result<std::int64_t> Reader::rowOf(const RunId& run) {
    const auto known = m_rows.find(run);
    if (known != m_rows.end()) return known->second;
    SQLite::Statement find(m_db, "SELECT run FROM runs WHERE id = ?");
    find.bind(1, run.bytes.data(), 16);
    if (!find.executeStep()) return makeError(ErrorKind::BadInput, schema::shown(m_path) + " has no run " + run.text());
    return m_rows[run] = find.getColumn(0).getInt64();
}

Result<std::vector<RunSummary>> Reader::readRuns() {
    std::vector<RunSummary> found;
    SQLite::Statement query(m_db, "SELECT id, wall, ended, max(coalesce((SELECT max(seq) FROM events e WHERE e.run = r.run), 0), "
                                  "coalesce((SELECT last FROM pages p WHERE p.run = r.run ORDER BY first DESC LIMIT 1), 0)) "
                                  "FROM runs r ORDER BY run");
    while (query.executeStep()) {
        RunSummary run;
        const auto id = query.getColumn(0);
        if (id.getBytes() != 16) return makeError(ErrorKind::Corrupt, schema::shown(m_path) + " has a damaged list of runs");
        std::memcpy(run.id.bytes.data(), id.getBlob(), 16);
        run.wallStart = query.getColumn(1).getInt64();
        run.ended = query.getColumn(2).getInt64() != 0;
        run.lastSeq = static_cast<Seq>(std::max<std::int64_t>(query.getColumn(3).getInt64(), 0));
        found.push_back(run);
    }
    return found;
}

Status Reader::forEachEvent(RunId run, Seq from, const std::function<bool(const Event&)>& visit) {
    Damage damage;
    const auto row = guarded([&] { return rowOf(run); });
    if (!row) return row.error();
    const auto all = [&](const std::vector<Event>& events, Seq least, Seq most) {
        return std::all_of(events.begin(), events.end(), [&](const Event& event) { return event.seq < least || event.seq > most || visit(event); });
    };
    PageDecoder pages;
    Seq ahead = from; // where the next page to be decoded is looked for; 0 = there is none for now
    std::vector<Event> events;
    while (from != 0) {
        while (ahead != 0 && pages.size() < PageDecoder::Ahead) {
            const auto fetched = guarded([&]() -> Status {
                auto page = m_events->packed(*row, ahead);
                ahead = page ? page->end + 1 : 0;
                if (page) pages.push(std::move(*page));
                return {};
            });
            if (!fetched) ahead = 0; // read below, which says what is wrong
        }
        if (pages.size() > 0) {
            auto page = pages.next();
            if (page->error) damage.note(about(run, 0, *page->error));
            guarded([&]() -> Status { return readSlowly(run, *page, damage), Status(); }).ok();
            if (!all(page->events, page->page.from, page->page.end)) break;
            from = page->page.end + 1;
            continue;
        }
        // Rows that are not packed. Decoded before anybody is called: the visitor may use this reader.
        events.clear();
        Seq next = 0;
        const auto status = guarded([&]() -> Status {
            const auto batch = m_events->read(*row, from);
            if (!batch) {
                next = m_events->afterDamage();
                return batch.error();
            }
            next = batch->next;
            for (const auto& line : batch->lines) {
                auto event = eventFromLine(line.text, loader());
                if (event && event->seq == line.seq) events.push_back(std::move(event).value());
                else damage.note(about(run, line.seq, event ? makeError(ErrorKind::Corrupt, "it is in a wrong place") : event.error()));
            }
            return {};
        });
        if (!status) damage.note(about(run, 0, status.error()));
        if (!all(events, 0, std::numeric_limits<Seq>::max()) || next <= from) break;
        from = ahead = next;
    }
    return damage.status();
}

/// The events of a page that are not plain; what cannot be read is left out.
void Reader::readSlowly(const RunId& run, PageDecoder::Decoded& page, Damage& damage) {
    std::vector<std::size_t> bad;
    for (const auto i : page.slow) {
        const auto& line = page.lines[i];
        auto event = slowEventFromLine(line.text, loader());
        if (event && event->seq == line.seq) {
            page.events[i] = std::move(event).value();
            continue;
        }
        bad.push_back(i);
        if (line.seq >= page.page.from && line.seq <= page.page.end)
            damage.note(about(run, line.seq, event ? makeError(ErrorKind::Corrupt, "it is in a wrong place") : event.error()));
    }
    for (auto i = bad.rbegin(); i != bad.rend(); ++i) page.events.erase(page.events.begin() + static_cast<std::ptrdiff_t>(*i));
}

Result<Event> Reader::readEvent(const RunId& run, Seq seq) {
    const auto row = rowOf(run);
    if (!row) return row.error();
    const auto line = m_events->line(*row, seq);
    if (!line) return about(run, seq, line.error());
    auto event = eventFromLine(*line, loader());
    if (!event) return about(run, seq, event.error());
    if (event->seq != seq) return about(run, seq, makeError(ErrorKind::Corrupt, "it is in a wrong place"));
    return event;
}

Result<std::vector<Message>> Reader::readMessages(const RunId& run, NodeId call) {
    const auto wrong = [&](Seq seq, const char* what) { return about(run, seq, makeError(ErrorKind::Corrupt, what)); };
    std::vector<Message> reversed;
    std::size_t wanted = MostMessages; // of the call looked at; the first one gives all it has
    Seq seq = call.seq;
    for (std::size_t links = 0; wanted > 0; ++links) {
        if (links == LongestChain) return wrong(seq, "its messages go back through too many calls");
        auto event = readEvent(run, seq);
        if (!event) return event.error();
        auto* started = std::get_if<ModelCallStarted>(&event->body);
        if (!started) return wrong(seq, "it is not a model call");
        const auto kept = static_cast<std::size_t>(std::max(started->kept, 0));
        const auto total = kept + started->added.size();
        if (links == 0) wanted = total;
        if (wanted > total || total > MostMessages) return wrong(seq, "it has fewer messages than the next call keeps of it");
        for (; wanted > kept; --wanted) reversed.push_back(std::move(started->added[wanted - kept - 1]));
        if (wanted == 0) break;
        // A call keeps messages of an earlier one: the numbers fall, so this ends.
        if (!started->previous || started->previous.seq >= seq) return wrong(seq, "it keeps messages of a call that is not before it");
        seq = started->previous.seq;
    }
    std::reverse(reversed.begin(), reversed.end());
    std::uint64_t room = MostMessageBytes;
    for (auto& message : reversed)
        for (auto& part : message.parts) {
            if (part.text.loaded() || part.text.size > room) continue;
            auto bytes = m_blobs->load(part.text, room);
            if (!bytes) return about(run, call.seq, bytes.error());
            room -= bytes->size();
            const auto id = part.text.id;
            part.text = Text(std::move(bytes).value());
            part.text.id = id;
        }
    return reversed;
}

Status Reader::saveCopy(const std::filesystem::path& target) {
    const auto name = schema::shown(target);
    std::error_code ignored;
    if (std::filesystem::exists(target, ignored))
        return makeError(ErrorKind::Usage, name + " exists already", "Choose another name.");
    // Complete or not there at all.
    const auto part = schema::withSuffix(target, (".part" + std::to_string(getpid())).c_str());
    std::filesystem::remove(part, ignored);
    const auto copied = [&]() -> Status {
        m_checks = std::numeric_limits<int>::max(); // the size of the file bounds it
        try {
            SQLite::Statement copy(m_db, "VACUUM INTO ?");
            copy.bind(1, part.string());
            copy.exec();
        } catch (const SQLite::Exception& exception) {
            const auto error = schema::errorFrom(exception, m_path);
            if (error.kind == ErrorKind::Corrupt) return error;
            return makeError(ErrorKind::Io, name + " cannot be written: " + exception.what());
        }
        return {};
    }();
    const bool linked = copied && link(part.c_str(), target.c_str()) == 0;
    const int reason = errno;
    const bool moved = copied && !linked && reason != EEXIST && rename(part.c_str(), target.c_str()) == 0;
    std::filesystem::remove(part, ignored);
    if (!copied) return copied;
    if (!linked && !moved) return makeError(ErrorKind::Io, name + " cannot be written: " + std::strerror(reason));
    return {};
}

} // namespace

Result<std::unique_ptr<TraceReader>> TraceReader::open(const std::filesystem::path& path) {
    if (auto header = schema::checkHeader(path); !header) return header.error();
    const int flags = SQLite::OPEN_READONLY | SQLITE_OPEN_EXRESCODE;
    try {
        const bool immutable = readOnlyPlace(path);
        auto reader = immutable ? std::make_unique<Reader>(path, uri(path, "immutable=1"), flags | SQLite::OPEN_URI)
                                : std::make_unique<Reader>(path, path.string(), flags);
        if (auto prepared = reader->prepare(); !prepared) return prepared.error();
        return std::unique_ptr<TraceReader>(std::move(reader));
    } catch (const SQLite::Exception& exception) {
        return schema::errorFrom(exception, path);
    }
}

} // namespace rlmscope
