#include "exchange/run_builder.h"

#include "base/text.h"
#include "exchange/import_note.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <future>

namespace rlmscope::exchange {
namespace {

constexpr std::size_t FlushAt = 8'000'000, EventBytes = 400, VisibleCharacters = 20'000;

/// Days since 1970-01-01 of a day of the calendar, by Howard Hinnant's days_from_civil.
std::int64_t daysFromCivil(std::int64_t y, unsigned m, unsigned d) {
    y -= m <= 2;
    const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
    const auto yoe = static_cast<unsigned>(y - era * 400);
    const unsigned doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
    const unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + static_cast<std::int64_t>(doe) - 719468;
}

/// As RunTree adds up: a sum that 64 bits do not hold stays at the largest number.
void addTo(std::int64_t& sum, std::int64_t n) {
    if (__builtin_add_overflow(sum, n, &sum)) sum = INT64_MAX;
}

std::size_t sizeOf(const std::vector<Message>& messages) {
    std::size_t sum = 0;
    for (const auto& message : messages)
        for (const auto& part : message.parts) sum += part.text.size;
    return sum;
}

} // namespace

std::optional<Nanos> timeOf(std::string_view s, bool* zoned) {
    std::size_t at = 0;
    const auto number = [&](std::size_t digits) -> int {
        if (at + digits > s.size()) return -1;
        int value = 0;
        for (const auto end = at + digits; at < end; ++at) {
            if (s[at] < '0' || s[at] > '9') return -1;
            value = value * 10 + (s[at] - '0');
        }
        return value;
    };
    const auto is = [&](char c) { return at < s.size() && s[at] == c && ++at; };
    const int year = number(4);
    if (year < 1970 || !is('-')) return {};
    const int month = number(2);
    if (month < 1 || month > 12 || !is('-')) return {};
    const int day = number(2);
    if (day < 1 || day > 31 || !(is('T') || is(' '))) return {};
    const int hour = number(2);
    if (hour < 0 || hour > 23 || !is(':')) return {};
    const int minute = number(2);
    if (minute < 0 || minute > 59) return {};
    const int second = is(':') ? number(2) : 0;
    if (second < 0 || second > 60) return {};
    Nanos fraction = 0;
    if (is('.'))
        for (Nanos unit = 100'000'000; at < s.size() && s[at] >= '0' && s[at] <= '9'; ++at, unit /= 10) fraction += (s[at] - '0') * unit;
    Nanos seconds = daysFromCivil(year, static_cast<unsigned>(month), static_cast<unsigned>(day)) * 86'400 + hour * 3600 + minute * 60 + second;
    bool known = is('Z');
    if (!known && at < s.size() && (s[at] == '+' || s[at] == '-')) {
        const int sign = s[at++] == '+' ? 1 : -1;
        const int hours = number(2);
        (void)is(':');
        const int minutes = at < s.size() ? number(2) : 0;
        if (hours < 0 || minutes < 0) return {};
        seconds -= sign * (hours * 3600 + minutes * 60);
        known = true;
    }
    if (at != s.size() || year > 2200) return {};
    if (zoned) *zoned = known;
    return seconds * 1'000'000'000 + fraction;
}

std::optional<Nanos> secondsOf(Value number) {
    const auto seconds = number.number();
    if (!seconds || *seconds < 0 || *seconds > 3e9) return {};
    return static_cast<Nanos>(std::llround(*seconds * 1e9));
}

Nanos millisOf(Value number) {
    const auto ms = number.count().value_or(0);
    return ms > 0 && ms < 4'000'000'000'000 ? ms * Millisecond : 0;
}

std::string childPath(const CallKey& key) {
    constexpr std::size_t LongestPath = 500;
    auto path = key.childPath();
    return path.size() > LongestPath ? "~" + BlobId::of(path).text() : path;
}

// ---- lines --------------------------------------------------------------------------------------------------

Result<Lines> Lines::open(const std::filesystem::path& path) {
    std::error_code code;
    if (!std::filesystem::exists(path, code)) return makeError(ErrorKind::BadInput, "There is no file " + path.string() + ".");
    if (!std::filesystem::is_regular_file(path, code)) return makeError(ErrorKind::BadInput, path.string() + " is not a file.");
    const auto size = std::filesystem::file_size(path, code);
    auto* file = std::fopen(path.c_str(), "rbe");
    if (!file) return makeError(ErrorKind::BadInput, "Cannot read " + path.string() + ": " + std::strerror(errno) + ".");
    return Lines(file, code ? 0 : size);
}

Lines::~Lines() {
    if (m_file) std::fclose(m_file);
}

bool Lines::fill() {
    if (m_atEnd) return false;
    m_buffer.erase(0, m_begin);
    m_begin = 0;
    const auto have = m_buffer.size();
    m_buffer.resize(have + std::max<std::size_t>(256'000, have / 2));
    const auto got = std::fread(m_buffer.data() + have, 1, m_buffer.size() - have, m_file);
    m_buffer.resize(have + got);
    if (got > 0) return true;
    m_atEnd = true;
    if (std::ferror(m_file)) m_failed = makeError(ErrorKind::Io, std::string("Reading stopped: ") + std::strerror(errno) + ".");
    return false;
}

std::optional<Record> Lines::next() {
    std::size_t searched = 0;
    bool skipping = false;
    for (;;) {
        const auto end = m_buffer.find('\n', m_begin + searched);
        if (end == std::string::npos) {
            searched = m_buffer.size() - m_begin;
            if (searched >= Longest) { // drop what there is of it, and go on to its end
                m_offset += searched;
                m_begin = m_buffer.size();
                searched = 0;
                if (!skipping) ++m_tooLong;
                skipping = true;
            }
            if (fill()) continue;
            if (m_begin >= m_buffer.size() && !skipping) return {};
            m_lastLineOpen = true;
        }
        const auto stop = end == std::string::npos ? m_buffer.size() : end;
        Record record{std::string_view(m_buffer).substr(m_begin, stop - m_begin), ++m_line, m_offset};
        const char* const line = record.text.data();
        const auto whole = (end == std::string::npos ? stop : end + 1) - m_begin;
        m_offset += whole;
        m_begin += whole;
        searched = 0;
        if (std::exchange(skipping, false)) {
            if (end == std::string::npos) return {};
            continue;
        }
        if (m_line == 1 && record.text.substr(0, 3) == "\xEF\xBB\xBF") record.text.remove_prefix(3);
        record.text = trimmed(record.text);
        if (!record.text.empty()) record.offset += static_cast<std::uint64_t>(record.text.data() - line);
        if (!record.text.empty()) return record;
        if (end == std::string::npos) return {};
    }
}

Result<std::string> Lines::at(std::uint64_t offset, std::uint64_t length) {
    std::string out(length, '\0');
    if (fseeko(m_file, static_cast<off_t>(offset), SEEK_SET) != 0 || std::fread(out.data(), 1, length, m_file) != length)
        return makeError(ErrorKind::Io, "The file has changed while it was read.");
    return out;
}

Result<std::string> Lines::all() {
    rewind();
    if (m_size > Longest) return makeError(ErrorKind::BadInput, "It is one JSON value of more than 1 GB, which has to be read as a whole.");
    while (fill()) {
        if (m_buffer.size() > Longest) return makeError(ErrorKind::BadInput, "It is one JSON value of more than 1 GB, which has to be read as a whole.");
    }
    m_offset = m_buffer.size();
    if (m_failed) return *m_failed;
    return std::move(m_buffer);
}

void Lines::rewind() {
    std::rewind(m_file);
    m_buffer.clear();
    m_begin = 0;
    m_offset = m_line = m_tooLong = 0;
    m_atEnd = m_lastLineOpen = false;
}

// ---- runs ---------------------------------------------------------------------------------------------------

RunBuilder::RunBuilder(ImportSession& session, std::uint64_t index) : m_session(session) { m_run.id = session.identity.run(index); }

Result<bool> RunBuilder::begin(Nanos wall, RunStarted started, std::vector<std::pair<std::string, std::string>> documents) {
    if (!m_session.known.insert(m_run.id).second) {
        m_run.already = true;
        m_session.out.runs.push_back(m_run);
        m_closed = true;
        return false;
    }
    m_began = std::max<Nanos>(wall, 1);
    m_session.clock.set(m_began);
    auto sink = m_session.writer.beginRun(m_run.id);
    if (!sink) return sink.error();
    m_sink = std::move(*sink);
    m_run.question = started.spec.question;
    if (started.spec.models.empty()) started.spec.models = {NotRecorded};
    started.relations.push_back({"imported_from", {}, {}});
    auto& context = started.context;
    if (context.source.empty()) context.source = m_session.name;
    std::vector<BlobSource> blobs;
    for (auto& [path, text] : documents) {
        const auto owner = std::make_shared<const std::string>(std::move(text));
        const auto id = BlobId::of(*owner);
        const auto characters = codePoints(*owner);
        context.documents.push_back({path, Text::stored(id, owner->size()), characters});
        context.bytes += owner->size();
        context.characters += characters;
        context.lines += static_cast<std::uint64_t>(std::count(owner->begin(), owner->end(), '\n')) + (owner->empty() || owner->back() == '\n' ? 0 : 1);
        blobs.push_back({id, *owner, owner});
    }
    m_sink->append({}, {}, std::move(started));
    if (!blobs.empty()) {
        std::promise<Status> stored;
        m_session.writer.storeInBackground(std::move(blobs), [&](const Status& status) { stored.set_value(status); });
        if (const auto status = stored.get_future().get(); !status) return status.error();
        m_sink->append({}, {}, ContextStored{});
    }
    return true;
}

void RunBuilder::weigh(std::size_t bytes) {
    m_waiting += bytes + EventBytes;
    if (m_waiting < FlushAt) return;
    m_waiting = 0;
    if (auto status = m_sink->flush(); !status && m_status) m_status = status;
}

NodeId RunBuilder::start(Nanos time, NodeId parent, EventBody body) {
    std::size_t bytes = 0;
    if (const auto* frame = std::get_if<FrameStarted>(&body)) {
        ++m_run.frames;
        bytes = frame->question.size;
    } else if (std::holds_alternative<TurnStarted>(body)) {
        ++m_run.turns;
    } else if (const auto* call = std::get_if<ModelCallStarted>(&body)) {
        ++m_run.modelCalls;
        if (call->role == CallRole::Sub) ++m_run.subCalls;
        bytes = sizeOf(call->added);
    } else if (const auto* cell = std::get_if<CellStarted>(&body)) {
        ++m_run.cells;
        bytes = cell->code.size;
    }
    m_session.clock.set(std::max(time, m_began));
    const NodeId node{m_sink->append({}, parent, std::move(body))};
    weigh(bytes);
    return node;
}

void RunBuilder::add(Nanos time, NodeId node, EventBody body) {
    std::size_t bytes = 0;
    if (const auto* output = std::get_if<CellOutput>(&body)) bytes = output->text.size;
    m_session.clock.set(std::max(time, m_began));
    m_sink->append(node, {}, std::move(body));
    weigh(bytes);
}

NodeId RunBuilder::call(Nanos from, Nanos to, NodeId parent, ModelCallStarted started, ModelCallEnded ended) {
    const bool priced = ended.costSource != CostSource::Unknown;
    if (started.model.empty()) started.model = NotRecorded;
    const NodeId node = start(from, parent, std::move(started));
    add(from, node, AttemptStarted{1, 0, {}, priced});
    addTo(m_run.usage.freshInput, ended.usage.freshInput);
    addTo(m_run.usage.cacheRead, ended.usage.cacheRead);
    addTo(m_run.usage.cacheWrite, ended.usage.cacheWrite);
    addTo(m_run.usage.output, ended.usage.output);
    addTo(m_run.usage.reasoning, ended.usage.reasoning);
    addTo(m_run.cost.value, ended.cost.value);
    if (ended.status == "ok" && !priced) m_run.costUnknown = true;
    std::size_t bytes = 0;
    for (const auto& part : ended.reply) bytes += part.text.size;
    add(to, node, std::move(ended));
    weigh(bytes);
    return node;
}

void RunBuilder::endCell(Nanos time, NodeId cell, CellEnded ended, std::string out, std::string err) {
    ended.stdoutBytes = out.size();
    ended.stderrBytes = err.size();
    if (ended.visible.empty()) {
        std::string both = out;
        if (!err.empty()) both += (both.empty() || both.back() == '\n' ? "" : "\n") + err;
        const auto head = headCodePoints(both, VisibleCharacters);
        ended.truncated = head.size() < both.size();
        ended.visible = Text(std::string(head));
    }
    if (!out.empty()) add(time, cell, CellOutput{OutputStream::Stdout, Text(std::move(out)), false});
    if (!err.empty()) add(time, cell, CellOutput{OutputStream::Stderr, Text(std::move(err)), false});
    add(time, cell, std::move(ended));
}

void RunBuilder::remark(Remark kind, std::string_view text, std::uint64_t count) { m_report.add(kind, text, count); }

void RunBuilder::end(Nanos time, std::optional<RunEnded> ended) {
    if (std::exchange(m_closed, true) || !m_sink) return;
    IntegrityReport all = m_report;
    all.add(m_session.ofFile);
    add(time, {}, Custom{"import", noteText({m_session.out.format, m_session.name, std::move(all)})});
    if (ended) {
        m_run.ended = true;
        m_run.answered = !ended->answer.empty() || !ended->answerText.empty();
        m_run.answer = std::string(ended->answerText.view());
        add(time, {}, std::move(*ended));
    }
    if (auto status = m_sink->flush(); !status && m_status) m_status = status;
    m_session.out.report.add(m_report);
    m_session.out.runs.push_back(std::move(m_run));
}

} // namespace rlmscope::exchange
