#include "trace/quick_reader.h"

#include "trace/event_fields.h"
#include "trace/event_line.h"

#include <cstring>

namespace rlmscope {
namespace jsonio {
namespace {

constexpr int Deepest = 12;

/// Text without any byte that ends, escapes or does not belong in a string: eight at a time.
const char* plainEnd(const char* at, const char* end) {
    constexpr std::uint64_t Ones = 0x0101010101010101ULL, High = 0x8080808080808080ULL;
    while (end - at >= 8) {
        std::uint64_t w = 0;
        std::memcpy(&w, at, 8);
        const auto quote = w ^ (Ones * '"'), slash = w ^ (Ones * '\\');
        // A byte below 0x20, a quote or a backslash; bytes from 0x80 on pass.
        const auto hits = ((w - Ones * 0x20) & ~w) | ((quote - Ones) & ~quote) | ((slash - Ones) & ~slash);
        if (hits & High) break;
        at += 8;
    }
    while (at != end && *at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20) ++at;
    return at;
}

bool unescape(std::string_view in, std::string& out) {
    out.clear();
    out.reserve(in.size());
    for (std::size_t i = 0; i < in.size(); ++i) {
        if (in[i] != '\\') {
            out += in[i];
            continue;
        }
        switch (in[++i]) { // the cursor has seen that there is one
        case '"': out += '"'; break;
        case '\\': out += '\\'; break;
        case '/': out += '/'; break;
        case 'b': out += '\b'; break;
        case 'f': out += '\f'; break;
        case 'n': out += '\n'; break;
        case 'r': out += '\r'; break;
        case 't': out += '\t'; break;
        default: return false;
        }
    }
    return true;
}

} // namespace

std::string_view QuickCursor::string(bool& plain) {
    plain = true;
    if (!take('"')) return {};
    const char* begin = m_at;
    for (;;) {
        m_at = plainEnd(m_at, m_end);
        if (m_at == m_end || static_cast<unsigned char>(*m_at) < 0x20) return failed = true, std::string_view();
        if (*m_at == '"') break;
        plain = false;
        // Escapes by number are rare: for the slow reader.
        if (m_end - m_at < 2 || m_at[1] == '\0' || !std::strchr("\"\\/bfnrt", m_at[1])) return failed = true, std::string_view();
        m_at += 2;
    }
    const std::string_view inside(begin, static_cast<std::size_t>(m_at - begin));
    ++m_at;
    return inside;
}

void QuickCursor::number() {
    const auto digits = [this] {
        const char* begin = m_at;
        while (m_at != m_end && *m_at >= '0' && *m_at <= '9') ++m_at;
        if (m_at == begin) failed = true;
    };
    const char* all = m_at;
    if (next('-')) ++m_at;
    if (next('0')) ++m_at;
    else digits();
    if (next('.')) ++m_at, digits();
    // What may be more than a number can be is for the slow reader.
    if (next('e') || next('E') || m_at - all > 40) failed = true;
}

std::string_view QuickCursor::value(int depth) {
    const char* begin = m_at;
    bool plain = true;
    if (m_at == m_end || depth > Deepest) return failed = true, std::string_view();
    switch (*m_at) {
    case '"': string(plain); break;
    case '{':
        ++m_at;
        if (next('}')) ++m_at;
        else
            for (;;) {
                string(plain);
                if (failed || !take(':')) break;
                value(depth + 1);
                if (failed) break;
                if (next('}')) { ++m_at; break; }
                if (!take(',')) break;
            }
        break;
    case '[':
        ++m_at;
        if (next(']')) ++m_at;
        else
            for (;;) {
                value(depth + 1);
                if (failed) break;
                if (next(']')) { ++m_at; break; }
                if (!take(',')) break;
            }
        break;
    case 't': word("true"); break;
    case 'f': word("false"); break;
    case 'n': word("null"); break;
    default: number();
    }
    return {begin, static_cast<std::size_t>(m_at - begin)};
}

QuickReader::QuickReader(std::string_view object) {
    QuickCursor cursor(object);
    read(cursor);
}

void QuickReader::read(QuickCursor& cursor) {
    m_failed = true; // until it has been read to its end
    if (!cursor.take('{')) return;
    while (!cursor.next('}')) {
        bool plain = true;
        if (m_count > 0 && !cursor.take(',')) return;
        const auto name = cursor.string(plain);
        if (cursor.failed || !plain || m_count == MostFields || !cursor.take(':')) return;
        m_fields[m_count++] = {name, cursor.value()};
        if (cursor.failed) return;
    }
    cursor.take('}');
    m_failed = false;
}

void QuickReader::get(std::string_view in, std::string& value) {
    QuickCursor cursor(in);
    bool plain = true;
    const auto inside = cursor.string(plain);
    if (cursor.failed || !cursor.atEnd()) m_failed = true;
    else if (plain) value.assign(inside);
    else if (!unescape(inside, value)) m_failed = true;
}

void QuickReader::get(std::string_view in, Text& value) {
    if (in.empty()) return void(m_failed = true);
    if (in.front() == '"') {
        std::string text;
        get(in, text);
        value = Text(std::move(text));
        return;
    }
    QuickReader inner(in);
    std::string id, head;
    inner("n", value.size);
    inner("b", id);
    inner("h", head);
    if (inner.failed()) return void(m_failed = true);
    if (!id.empty()) {
        if (const auto parsed = BlobId::parse(id)) value.id = *parsed;
        else m_failed = true;
    }
    if (!head.empty()) value.head = std::make_shared<const std::string>(std::move(head));
}

void QuickReader::get(std::string_view in, Part& part) {
    if (in.empty() || in.front() == '"') return get(in, part.text);
    QuickReader inner(in);
    if (inner.failed()) return void(m_failed = true);
    if (!inner.find("kind")) return get(in, part.text);
    inner("kind", part.kind);
    inner("text", part.text);
    inner("mime", part.mime);
    m_failed |= inner.failed();
}

void QuickReader::get(std::string_view in, Message& message) {
    QuickReader inner(in);
    inner("role", message.role);
    inner("parts", message.parts);
    m_failed |= inner.failed();
}

void QuickReader::get(std::string_view in, CallKey& key) {
    std::string text;
    get(in, text); // a key that its text cannot carry is no string
    if (m_failed) return;
    if (const auto parsed = CallKey::parse(text)) key = *parsed;
    else m_failed = true;
}

void QuickReader::get(std::string_view in, double& value) {
    const auto [end, ec] = std::from_chars(in.data(), in.data() + in.size(), value);
    if (ec != std::errc{} || end != in.data() + in.size()) m_failed = true;
}

namespace {

template<typename T>
bool readBody(QuickReader& reader, EventBody& body) {
    fields(reader, body.emplace<T>());
    return !reader.failed();
}

bool readBody(std::string_view kind, QuickReader& reader, EventBody& body) {
    // In the order of how many there are.
    if (kind == "model_call_started") return readBody<ModelCallStarted>(reader, body);
    if (kind == "attempt_started") return readBody<AttemptStarted>(reader, body);
    if (kind == "model_call_ended") return readBody<ModelCallEnded>(reader, body);
    if (kind == "cell_output") return readBody<CellOutput>(reader, body);
    if (kind == "cell_started") return readBody<CellStarted>(reader, body);
    if (kind == "cell_ended") return readBody<CellEnded>(reader, body);
    if (kind == "variables") return readBody<VariablesChanged>(reader, body);
    if (kind == "turn_started") return readBody<TurnStarted>(reader, body);
    if (kind == "turn_ended") return readBody<TurnEnded>(reader, body);
    if (kind == "frame_ended") return readBody<FrameEnded>(reader, body);
    if (kind == "attempt_failed") return readBody<AttemptFailed>(reader, body);
    if (kind == "ledger") return readBody<LedgerEvent>(reader, body);
    return false;
}

template<typename T>
bool header(QuickCursor& cursor, T& n) {
    const auto text = cursor.value();
    std::int64_t value = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (cursor.failed || text.size() > 18 || ec != std::errc{} || end != text.data() + text.size() || !std::in_range<T>(value)) return false;
    n = static_cast<T>(value);
    return cursor.take(',');
}

} // namespace
} // namespace jsonio

bool quickEventFromLine(std::string_view line, Event& event) {
    jsonio::QuickCursor cursor(line);
    if (!cursor.take('[')) return false;
    if (!jsonio::header(cursor, event.seq) || !jsonio::header(cursor, event.node.seq) || !jsonio::header(cursor, event.parent.seq) ||
        !jsonio::header(cursor, event.segment) || !jsonio::header(cursor, event.time))
        return false;
    bool plain = true;
    const auto kind = cursor.string(plain);
    if (cursor.failed || !plain || !cursor.take(',')) return false;
    jsonio::QuickReader reader(cursor);
    if (reader.failed() || !cursor.take(']') || !cursor.atEnd() || !isValidUtf8(line)) return false;
    return jsonio::readBody(kind, reader, event.body) && (!startsNode(event.body) || event.node.seq == event.seq);
}

} // namespace rlmscope
