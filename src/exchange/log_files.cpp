#include "exchange/log_files.h"

#include "base/text.h"
#include "exchange/run_builder.h"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <unistd.h>

namespace rlmscope {

using namespace exchange;
namespace fs = std::filesystem;

namespace {

constexpr int RecordsLookedAt = 20; // before a file is given up
constexpr std::size_t SniffBytes = 1'000'000;

const Format* formatOf(Value record) {
    for (const auto& format : formats())
        if (format.recognises(record)) return &format;
    return nullptr;
}

std::string keysOf(Value record) {
    std::string keys;
    int n = 0;
    for (auto it = record.begin(); it != record.end() && n < 6; ++it, ++n) keys += (keys.empty() ? "" : ", ") + oneLine(it.key(), 30);
    return keys;
}

std::string beginningOf(const fs::path& path, std::size_t most) {
    // Not through a pipe or a device, which would wait or never end.
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    std::string out;
    std::error_code code;
    if (file >= 0 && fs::is_regular_file(path, code)) {
        out.resize(most);
        std::size_t have = 0;
        for (ssize_t got = 0; have < most && (got = ::read(file, out.data() + have, most - have)) > 0;) have += static_cast<std::size_t>(got);
        out.resize(have);
    }
    if (file >= 0) ::close(file);
    return out;
}

/// What people give by mistake.
std::string knownAs(std::string_view head) {
    using namespace std::string_view_literals;
    struct Magic {
        std::string_view bytes;
        const char* says;
    };
    static const std::array<Magic, 13> known{{
        {"\x1F\x8B"sv, "It is compressed with gzip. Unpack it first (gunzip)."},
        {"PK\x03\x04"sv, "It is a zip archive. Unpack it first (unzip)."},
        {"\x28\xB5\x2F\xFD"sv, "It is compressed with zstd. Unpack it first (unzstd)."},
        {"\xFD" "7zXZ\0"sv, "It is compressed with xz. Unpack it first (unxz)."},
        {"BZh"sv, "It is compressed with bzip2. Unpack it first (bunzip2)."},
        {"7z\xBC\xAF\x27\x1C"sv, "It is a 7z archive. Unpack it first."},
        {"\xFF\xFE"sv, "It is text in UTF-16. Save it as UTF-8 first (iconv -f UTF-16 -t UTF-8)."},
        {"\xFE\xFF"sv, "It is text in UTF-16. Save it as UTF-8 first (iconv -f UTF-16 -t UTF-8)."},
        {"%PDF"sv, "It is a PDF."},
        {"\x89PNG"sv, "It is a picture."},
        {"\x7F" "ELF"sv, "It is a program."},
        {"<!DOCTYPE"sv, "It is a web page."},
        {"<html"sv, "It is a web page."},
    }};
    if (head.substr(0, 16) == "SQLite format 3\0"sv)
        return head.size() >= 72 && head.substr(68, 4) == "RLMS" ? "It is a trace already. Open it instead of importing it." : "It is an SQLite database, and no log.";
    for (const auto& magic : known)
        if (head.substr(0, magic.bytes.size()) == magic.bytes) return magic.says;
    return {};
}

} // namespace

namespace exchange {

/// By its first readable records, else as one JSON value over many lines.
Result<const Format*> recognised(Lines& lines) {
    std::string reason, keys;
    int looked = 0;
    bool firstIsJson = false;
    while (looked < RecordsLookedAt) {
        const auto record = lines.next();
        if (!record) break;
        ++looked;
        const auto tape = JsonTape::parse(record->text);
        if (!tape) {
            if (reason.empty()) reason = tape.error().message;
            if (looked == 1)
                if (const auto known = knownAs(record->text); !known.empty()) return makeError(ErrorKind::BadInput, known);
            continue;
        }
        if (looked == 1) firstIsJson = true;
        if (const auto* format = formatOf(tape->root())) return format;
        if (keys.empty()) keys = keysOf(tape->root());
    }
    if (lines.failed()) return *lines.failed();
    if (looked == 0) return makeError(ErrorKind::BadInput, lines.size() == 0 ? "It is empty." : "It holds nothing but blanks.");
    if (!firstIsJson) {
        const auto whole = lines.all();
        if (!whole) return whole.error();
        const auto tape = JsonTape::parse(*whole);
        if (!tape && !keys.empty()) return makeError(ErrorKind::BadInput, "Its lines are JSON, but of no format that is known here; one begins with " + keys + ".");
        if (!tape) return makeError(ErrorKind::BadInput, looked > 1 || reason.empty() ? "It is no log that can be imported: neither JSON nor lines of JSON. " + reason : reason);
        if (const auto* format = formatOf(tape->root())) return format;
        keys = keysOf(tape->root());
    }
    return makeError(ErrorKind::BadInput, "It is JSON, but of no format that is known here" + (keys.empty() ? "." : "; it begins with " + keys + "."));
}

Result<LogIdentity> identify(Lines& lines, const Format** found, const CancelToken& cancel) {
    const auto format = recognised(lines);
    if (!format) return format.error();
    *found = *format;
    lines.rewind();
    BlobHasher hasher;
    while (const auto record = lines.next()) {
        hasher.add(record->text);
        hasher.add("\n");
        if (cancel.cancelled()) return makeError(ErrorKind::Cancelled, "The import was cancelled.");
    }
    if (lines.failed()) return *lines.failed();
    return LogIdentity{(*format)->name, hasher.id()};
}

} // namespace exchange

RunId LogIdentity::run(std::uint64_t index) const {
    const auto id = BlobId::of("rlmscope import " + bytes.text() + " " + std::to_string(index));
    RunId out;
    for (std::size_t i = 0; i < 8; ++i) {
        out.bytes[i] = static_cast<std::uint8_t>(id.high >> 8 * (7 - i));
        out.bytes[8 + i] = static_cast<std::uint8_t>(id.low >> 8 * (7 - i));
    }
    return out;
}

Result<LogIdentity> identifyLog(const fs::path& file, const CancelToken& cancel) {
    auto lines = Lines::open(file);
    if (!lines) return lines.error();
    const Format* format = nullptr;
    auto identity = identify(*lines, &format, cancel);
    if (!identity) return Error{identity.error().kind, file.filename().string() + ": " + identity.error().message, identity.error().hint};
    return identity;
}

bool looksLikeTrace(const fs::path& file) {
    using namespace std::string_view_literals;
    const auto head = beginningOf(file, 100);
    return head.substr(0, 16) == "SQLite format 3\0"sv && head.size() >= 72 && head.substr(68, 4) == "RLMS";
}

bool looksLikeLog(const fs::path& file) {
    const auto head = beginningOf(file, SniffBytes);
    std::string_view rest = head;
    if (rest.substr(0, 3) == "\xEF\xBB\xBF") rest.remove_prefix(3);
    for (int looked = 0; looked < RecordsLookedAt && !rest.empty();) {
        const auto end = rest.find('\n');
        const auto line = trimmed(rest.substr(0, end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        if (line.empty()) continue;
        ++looked;
        if (const auto tape = JsonTape::parse(line); tape && formatOf(tape->root())) return true;
    }
    // One value over many lines, or a first line longer than what was read: by names that stand near its beginning.
    const auto has = [&](std::string_view name) { return head.find(name) != std::string::npos; };
    if (trimmed(head).substr(0, 1) != "{") return false;
    return (has("\"session_id\"") && has("\"nodes\"")) || (has("\"event_type\"") && has("\"run_id\"")) || (has("\"iteration\"") && has("\"code_blocks\""));
}

std::vector<fs::path> logsBelow(const fs::path& folder, std::size_t most) {
    std::vector<fs::path> out;
    std::error_code code;
    auto it = fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, code);
    for (; !code && it != fs::recursive_directory_iterator() && out.size() < most; it.increment(code)) {
        const auto name = it->path().filename().string();
        std::error_code ignored;
        if (name.empty() || name.front() == '.' || it->is_symlink(ignored)) {
            if (it->is_directory(ignored)) it.disable_recursion_pending();
            continue;
        }
        const auto ending = it->path().extension();
        const bool named = ending == ".jsonl" || ending == ".json" || ending == ".ndjson" || ending == ".log";
        if (named && it->is_regular_file(ignored)) out.push_back(it->path());
    }
    std::sort(out.begin(), out.end());
    return out;
}

bool isFolderOfLogs(const fs::path& folder) {
    constexpr std::size_t LookedAt = 24;
    const auto files = logsBelow(folder, 2'000);
    if (files.empty()) return false;
    std::size_t looked = 0, logs = 0;
    for (std::size_t i = 0; i < files.size(); i += std::max<std::size_t>(1, files.size() / LookedAt)) {
        ++looked;
        logs += looksLikeLog(files[i]);
    }
    return logs * 2 > looked;
}

} // namespace rlmscope
