#include "runner/reply_cache.h"

#include "base/folders.h"
#include "base/json.h"
#include "base/text.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <fcntl.h>
#include <mutex>
#include <nlohmann/json.hpp>
#include <sqlite3.h>
#include <thread>
#include <sys/stat.h>
#include <unistd.h>

namespace rlmscope {

namespace fs = std::filesystem;

namespace {

using Json = nlohmann::json;

constexpr int Version = 1;
constexpr std::size_t MostWaiting = 10'000; // replies to be stored; more are forgotten

Json partsJson(const std::vector<Part>& parts) {
    Json out = Json::array();
    for (const Part& part : parts)
        out.push_back({{"kind", toString(part.kind)}, {"text", std::string(part.text.view())}, {"mime", part.mime}});
    return out;
}

/// Only what comes back as it went in: text that is UTF-8, and parts without images.
bool storable(const std::vector<Part>& parts) {
    for (const Part& part : parts)
        if (part.kind == PartKind::Image || !part.text.loaded() || !isValidUtf8(part.text.view())) return false;
    return true;
}

std::optional<std::string> requestText(const ReplyQuestion& question) {
    Json messages = Json::array();
    for (const Message& message : question.messages) {
        if (!storable(message.parts)) return {};
        messages.push_back({{"role", toString(message.role)}, {"parts", partsJson(message.parts)}});
    }
    return dumpJson(Json{{"model", question.identity}, {"cap", question.outputCap}, {"messages", std::move(messages)}});
}

std::string replyJson(const ModelCallEnded& ended) {
    const Usage& u = ended.usage;
    return dumpJson(Json{{"parts", partsJson(ended.reply)}, {"finish_raw", ended.finishRaw}, {"model", ended.modelReported},
                         {"usage", {u.freshInput, u.cacheRead, u.cacheWrite, u.output, u.reasoning}}, {"usage_known", ended.usageKnown},
                         {"cost", ended.cost.value}, {"cost_known", ended.costSource != CostSource::Unknown}});
}

/// Throws Json exceptions when the file holds something else.
ModelCallEnded readReply(const std::string& text) {
    const Json json = Json::parse(text);
    ModelCallEnded ended;
    ended.status = "ok";
    ended.finish = FinishReason::Stop; // others are not stored
    ended.source = ReplySource::Cache;
    for (const Json& each : json.at("parts")) {
        Part part;
        const auto kind = each.at("kind").get<std::string>();
        for (const PartKind known : {PartKind::Text, PartKind::Reasoning, PartKind::Opaque})
            if (kind == toString(known)) part.kind = known;
        part.text = Text(each.at("text").get<std::string>());
        part.mime = each.at("mime").get<std::string>();
        ended.reply.push_back(std::move(part));
    }
    ended.finishRaw = json.at("finish_raw").get<std::string>();
    ended.modelReported = json.at("model").get<std::string>();
    const Json& usage = json.at("usage");
    ended.usage = {usage.at(0).get<Tokens>(), usage.at(1).get<Tokens>(), usage.at(2).get<Tokens>(), usage.at(3).get<Tokens>(), usage.at(4).get<Tokens>()};
    ended.usageKnown = json.at("usage_known").get<bool>();
    ended.recordedCost = {json.at("cost").get<std::int64_t>()};
    ended.costSource = json.at("cost_known").get<bool>() ? CostSource::Computed : CostSource::Unknown;
    return ended;
}

/// The file. One thread at a time.
class CacheFile {
public:
    explicit CacheFile(ReplyCacheOptions options) : m_options(std::move(options)) { open(); }

    std::optional<std::string> find(const std::string& request) {
        return guarded([&]() -> std::optional<std::string> {
            SQLite::Statement row(*m_db, "SELECT request, reply FROM replies WHERE id = ?");
            bindId(row, request);
            if (!row.executeStep() || row.getColumn(0).getString() != request) return {};
            return row.getColumn(1).getString();
        });
    }

    void used(const std::string& request) {
        guarded([&]() -> std::optional<std::string> {
            SQLite::Statement row(*m_db, "UPDATE replies SET used = ? WHERE id = ?");
            row.bind(1, static_cast<std::int64_t>(Clock::system().wall()));
            bindId(row, request, 2);
            row.exec();
            return {};
        });
    }

    void store(const std::string& request, const std::string& reply) {
        if (request.size() + reply.size() > m_options.maxEntryBytes) return;
        guarded([&]() -> std::optional<std::string> {
            SQLite::Statement row(*m_db, "INSERT OR REPLACE INTO replies (id, used, size, request, reply) VALUES (?, ?, ?, ?, ?)");
            bindId(row, request);
            row.bind(2, static_cast<std::int64_t>(Clock::system().wall()));
            row.bind(3, static_cast<std::int64_t>(request.size() + reply.size()));
            row.bind(4, request);
            row.bind(5, reply);
            row.exec();
            m_bytes += request.size() + reply.size();
            if (m_bytes > m_options.maxBytes) shrink();
            return {};
        });
    }

private:
    static void bindId(SQLite::Statement& row, const std::string& request, int at = 1) { row.bind(at, BlobId::of(request).text()); }

    void open() {
        std::error_code code;
        fs::create_directories(m_options.path.parent_path(), code);
        // Ours alone, from its first moment; SQLite gives its side files the same mode.
        const int file = ::open(m_options.path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (file < 0) return;
        ::fchmod(file, 0600);
        ::close(file);
        try {
            m_db = std::make_unique<SQLite::Database>(m_options.path.string(), SQLite::OPEN_READWRITE, 50);
            m_db->exec("PRAGMA trusted_schema = OFF");
            m_db->exec("PRAGMA journal_mode = WAL");
            m_db->exec("PRAGMA synchronous = OFF"); // a cache may be lost
            const int version = m_db->execAndGet("PRAGMA user_version").getInt();
            if (version != Version) {
                m_db->exec("DROP TABLE IF EXISTS replies");
                m_db->exec("CREATE TABLE replies (id TEXT PRIMARY KEY, used INTEGER, size INTEGER, request TEXT, reply TEXT) WITHOUT ROWID");
                m_db->exec("PRAGMA user_version = " + std::to_string(Version));
            }
            m_bytes = static_cast<std::uint64_t>(m_db->execAndGet("SELECT coalesce(sum(size), 0) FROM replies").getInt64());
        } catch (const SQLite::Exception& exception) {
            failed(exception);
        }
    }

    /// Down to nine tenths.
    void shrink() {
        m_bytes = static_cast<std::uint64_t>(m_db->execAndGet("SELECT coalesce(sum(size), 0) FROM replies").getInt64());
        while (m_bytes > m_options.maxBytes / 10 * 9) {
            const int gone = m_db->exec("DELETE FROM replies WHERE id IN (SELECT id FROM replies ORDER BY used LIMIT 100)");
            if (gone <= 0) break;
            m_bytes = static_cast<std::uint64_t>(m_db->execAndGet("SELECT coalesce(sum(size), 0) FROM replies").getInt64());
        }
    }

    template<typename F>
    std::optional<std::string> guarded(F&& step) {
        if (!m_db) return {};
        try {
            return step();
        } catch (const SQLite::Exception& exception) {
            failed(exception);
            return {};
        }
    }

    /// A damaged file is begun anew, once; any other trouble (busy, full) means no cache this time.
    void failed(const SQLite::Exception& exception) {
        const int code = exception.getErrorCode() & 0xFF;
        if (code == SQLITE_BUSY || code == SQLITE_LOCKED) return;
        m_db.reset();
        const bool damaged = code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_ERROR;
        if (!damaged || std::exchange(m_rebuilt, true)) return;
        std::error_code ignored;
        for (const char* suffix : {"", "-wal", "-shm", "-journal"}) fs::remove(m_options.path.string() + suffix, ignored);
        open();
    }

    const ReplyCacheOptions m_options;
    std::unique_ptr<SQLite::Database> m_db; ///< null: no cache
    std::uint64_t m_bytes = 0;
    bool m_rebuilt = false;
};

class CachedReplies final : public Replies {
public:
    CachedReplies(std::shared_ptr<Replies> first, ReplyCacheOptions options)
        : m_first(std::move(first)), m_file(std::move(options)), m_thread([this] { work(); }) {}

    ~CachedReplies() override {
        {
            const std::lock_guard lock(m_mutex);
            m_stop = true;
        }
        m_changed.notify_all();
        m_thread.join();
    }

    Result<std::optional<ReplyFound>> find(const ReplyQuestion& question) override {
        if (m_first)
            if (auto found = m_first->find(question); !found || *found) return found;
        using Nothing = std::optional<ReplyFound>;
        if (question.role != CallRole::Sub || question.identity.empty()) return Nothing();
        auto request = requestText(question);
        if (!request) return Nothing();
        std::optional<std::string> reply;
        {
            const std::lock_guard lock(m_fileMutex);
            reply = m_file.find(*request);
        }
        if (!reply) return Nothing();
        ReplyFound found;
        try {
            found.ended = readReply(*reply);
        } catch (const Json::exception&) {
            return Nothing(); // asked, and stored anew
        }
        later({std::move(*request), {}});
        return std::optional(std::move(found));
    }

    void made(const ReplyQuestion& question, const ModelCallEnded& ended) override {
        if (m_first) m_first->made(question, ended);
        const bool whole = ended.status == "ok" && ended.finish == FinishReason::Stop && !ended.reply.empty();
        if (!whole || question.role != CallRole::Sub || question.identity.empty() || !storable(ended.reply)) return;
        if (auto request = requestText(question)) later({std::move(*request), replyJson(ended)});
    }

    Result<std::optional<Result<std::string>>> told(const CallKey& key, const std::string& what) override {
        return m_first ? m_first->told(key, what) : Replies::told(key, what);
    }
    std::optional<RecordedTurn> turn(const std::string& framePath, int turn) const override {
        return m_first ? m_first->turn(framePath, turn) : std::nullopt;
    }
    std::optional<int> turnLimit(const std::string& framePath) const override { return m_first ? m_first->turnLimit(framePath) : std::nullopt; }
    std::optional<RecordedCellEnd> cell(const std::string& framePath, int turn, int cell, const std::string& code) const override {
        return m_first ? m_first->cell(framePath, turn, cell, code) : std::nullopt;
    }
    void attach(RunHandle run) override {
        if (m_first) m_first->attach(std::move(run));
    }

private:
    struct Work {
        std::string request, reply; ///< reply empty: it was used
    };

    void later(Work work) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_waiting.size() >= MostWaiting) return;
            m_waiting.push_back(std::move(work));
        }
        m_changed.notify_all();
    }

    void work() {
        std::unique_lock lock(m_mutex);
        for (;;) {
            m_changed.wait(lock, [this] { return m_stop || !m_waiting.empty(); });
            if (m_waiting.empty()) return;
            const Work next = std::move(m_waiting.front());
            m_waiting.pop_front();
            lock.unlock();
            {
                const std::lock_guard file(m_fileMutex);
                if (next.reply.empty()) m_file.used(next.request);
                else m_file.store(next.request, next.reply);
            }
            lock.lock();
        }
    }

    const std::shared_ptr<Replies> m_first;
    std::mutex m_fileMutex;
    CacheFile m_file; // guarded by m_fileMutex
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Work> m_waiting; // guarded by m_mutex
    bool m_stop = false;        // guarded by m_mutex
    std::thread m_thread;
};

} // namespace

std::shared_ptr<Replies> withReplyCache(std::shared_ptr<Replies> first, ReplyCacheOptions options) {
    if (options.path.empty()) options.path = cacheFolder() / "replies.sqlite";
    return std::make_shared<CachedReplies>(std::move(first), std::move(options));
}

} // namespace rlmscope
