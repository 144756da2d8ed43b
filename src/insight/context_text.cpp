#include "insight/context_text.h"

#include "base/ascii.h"
#include "base/clock.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace rlmscope::insight {
namespace {

constexpr std::uint64_t PieceBytes = 4 << 20; // as the trace stores them
constexpr std::uint64_t InMemory = 64 << 20;
constexpr std::uint64_t LinesPerMark = 64, BytesPerMark = 64 << 10;
constexpr std::uint64_t CharacterBlock = 4096;
constexpr const char* TooShort = "it is shorter than the trace says";
constexpr std::uint64_t WorthChecking = 16 << 20; // documents whose claimed size is looked at before room is made

std::uint64_t countCharacters(const char* p, std::uint64_t n) {
    std::uint64_t count = 0;
    for (std::uint64_t i = 0; i < n; ++i) count += !isContinuation(p[i]); // the compiler makes vectors of this
    return count;
}
std::uint64_t countNewlines(const char* p, std::uint64_t n) {
    return static_cast<std::uint64_t>(std::count(p, p + n, '\n'));
}

/// A file without a name, gone with the process.
int namelessFile(std::filesystem::path folder) {
    std::error_code ignored;
    if (folder.empty()) folder = std::filesystem::temp_directory_path(ignored);
    std::filesystem::create_directories(folder, ignored);
    int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0) return file;
    std::string name = (folder / "rlmscope-context-XXXXXX").string();
    file = ::mkostemp(name.data(), O_CLOEXEC);
    if (file >= 0) ::unlink(name.c_str());
    return file;
}

} // namespace

Result<std::shared_ptr<ContextText>> ContextText::make(const ContextInfo& context, TraceReader& reader, const std::filesystem::path& folder) {
    std::shared_ptr<ContextText> made(new ContextText);
    if (auto done = made->layOut(context, &reader); !done) return done.error();
    if (auto done = made->map(folder); !done) return done.error();
    return made;
}

std::shared_ptr<ContextText> ContextText::of(const std::vector<std::pair<std::string, std::string>>& documents) {
    ContextInfo info;
    for (const auto& [path, text] : documents) info.documents.push_back({path, Text(text), 0});
    std::shared_ptr<ContextText> made(new ContextText);
    if (!made->layOut(info, nullptr) || !made->map({})) return nullptr;
    for (std::size_t i = 0; i < documents.size(); ++i)
        if (!documents[i].second.empty()) std::memcpy(made->m_data + made->m_documents[i].begin, documents[i].second.data(), documents[i].second.size());
    for (std::size_t i = 0; i < made->m_pieces.size(); ++i) made->m_there[i] = 1;
    made->scan(made->m_size);
    made->m_complete = true;
    return made;
}

ContextText::~ContextText() {
    if (m_mapped) ::munmap(m_data, m_size);
}

// A foreign trace may claim any size: the last byte of a large document must be there before room is made for it.
Status ContextText::layOut(const ContextInfo& context, TraceReader* reader) {
    m_missing.resize(context.documents.size());
    for (const auto& document : context.documents) {
        std::uint64_t size = document.text.size;
        if (reader && size >= WorthChecking) {
            const auto last = reader->loadSlice(document.text, size - 1, 1);
            if (!last || last->size() != 1) {
                m_missing[m_documents.size()] = last ? TooShort : last.error().text();
                size = 0;
            }
        }
        if (size > Largest || m_size + size > Largest)
            return makeError(ErrorKind::Unsupported, "the context has more than 4 GB", "Its coverage and its text are not shown; the rest of the run is.");
        for (std::uint64_t at = 0; at < size; at += PieceBytes) m_pieces.push_back({m_documents.size(), m_size + at, std::min(PieceBytes, size - at)});
        m_documents.push_back({document.path, document.text, m_size, size});
        m_size += size;
    }
    m_there = std::make_unique<std::atomic<std::uint8_t>[]>(m_pieces.size());
    return {};
}

Status ContextText::map(const std::filesystem::path& folder) {
    if (m_size == 0) return {};
    void* data = MAP_FAILED;
    if (m_size <= InMemory) {
        data = ::mmap(nullptr, m_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    } else {
        const int file = namelessFile(folder);
        if (file < 0) return makeError(ErrorKind::Io, "no temporary file can be made for the context: " + std::string(std::strerror(errno)));
        // The room is taken now: a full disk would kill the program later, when a page is written.
        const int full = ::posix_fallocate(file, 0, static_cast<off_t>(m_size));
        if (full != 0) {
            ::close(file);
            return makeError(ErrorKind::Io, "the disk has no room for " + std::to_string(m_size >> 20) + " MB of context: " + std::strerror(full),
                             "Make room in the folder for temporary files.");
        }
        data = ::mmap(nullptr, m_size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        ::close(file);
    }
    if (data == MAP_FAILED) return makeError(ErrorKind::Io, "there is no memory for the context");
    m_data = static_cast<char*>(data);
    m_mapped = true;
    return {};
}

std::size_t ContextText::pieceAt(std::uint64_t at) const {
    const auto after = std::upper_bound(m_pieces.begin(), m_pieces.end(), at, [](std::uint64_t a, const Piece& p) { return a < p.begin; });
    return after == m_pieces.begin() ? 0 : static_cast<std::size_t>(after - m_pieces.begin()) - 1;
}

bool ContextText::fetch(TraceReader& reader, std::size_t piece) {
    if (m_there[piece].load(std::memory_order_relaxed) != 0) return m_there[piece] == 1;
    const Piece& p = m_pieces[piece];
    const Document& document = m_documents[p.document];
    {
        const std::lock_guard lock(m_mutex);
        if (!m_missing[p.document].empty()) {
            m_there[piece] = 2;
            return false;
        }
    }
    const bool whole = p.length == document.size; // then the bytes are checked against their name
    auto got = whole ? reader.load(document.text) : reader.loadSlice(document.text, p.begin - document.begin, p.length);
    if (got && got->size() == p.length) {
        std::memcpy(m_data + p.begin, got->data(), got->size());
        m_there[piece].store(1, std::memory_order_release);
        return true;
    }
    const std::lock_guard lock(m_mutex);
    m_missing[p.document] = got ? TooShort : got.error().text();
    m_there[piece].store(2, std::memory_order_release);
    return false;
}

Status ContextText::fill(TraceReader& reader, const CancelToken& cancel, const std::function<void(std::uint64_t)>& progress) {
    const Clock& clock = Clock::system();
    Nanos told = clock.steady();
    for (std::size_t next = 0; next < m_pieces.size();) {
        if (cancel.cancelled()) return makeError(ErrorKind::Cancelled, "reading the context was cancelled");
        if (const auto wanted = m_wanted.exchange(-1); wanted >= 0 && m_there[static_cast<std::size_t>(wanted)] == 0) {
            fetch(reader, static_cast<std::size_t>(wanted));
            if (progress) progress(scanned());
            continue;
        }
        fetch(reader, next);
        scan(m_pieces[next].begin + m_pieces[next].length);
        ++next;
        if (const Nanos now = clock.steady(); progress && now - told > 100'000'000) {
            told = now;
            progress(scanned());
        }
    }
    scan(m_size);
    m_complete.store(true, std::memory_order_release);
    if (progress) progress(m_size);
    return {};
}

// Lines and code points of the next stretch. A document that is missing counts as one line of nothing.
void ContextText::scan(std::uint64_t upTo) {
    std::vector<Mark> marks;
    std::vector<std::uint64_t> characters, firstLines;
    std::uint64_t at = m_scanned, lines = m_lines, count = m_characterCount; // only this thread changes them
    auto document = m_scanDocument;
    // `lines` is the number of the line that `at` is in, when it is in one; a document's end ends its last line.
    while (document < m_documents.size() && m_documents[document].begin <= at && (at < upTo || m_documents[document].size == 0)) {
        const Document& d = m_documents[document];
        if (at == d.begin) {
            firstLines.push_back(lines);
            if (d.size > 0) marks.push_back({at, lines});
        }
        const std::uint64_t end = std::min(d.end(), upTo);
        std::uint64_t markLine = lines, markByte = at;
        while (at < end) {
            if (at % CharacterBlock == 0 && characters.size() + m_characters.size() == at / CharacterBlock) characters.push_back(count);
            const std::uint64_t stop = std::min(end, (at / CharacterBlock + 1) * CharacterBlock);
            count += countCharacters(m_data + at, stop - at);
            lines += countNewlines(m_data + at, stop - at);
            at = stop;
            if (at < d.end() && (lines - markLine >= LinesPerMark || at - markByte >= BytesPerMark)) {
                marks.push_back({at, lines});
                markLine = lines, markByte = at;
            }
        }
        if (at < d.end()) break;
        if (d.size > 0 && m_data[d.end() - 1] != '\n') ++lines;
        ++document;
    }
    const std::lock_guard lock(m_mutex);
    m_marks.insert(m_marks.end(), marks.begin(), marks.end());
    m_characters.insert(m_characters.end(), characters.begin(), characters.end());
    m_firstLines.insert(m_firstLines.end(), firstLines.begin(), firstLines.end());
    m_scanned = at, m_lines = lines, m_characterCount = count;
    m_scanDocument = document;
}

std::string ContextText::missing(std::size_t document) const {
    const std::lock_guard lock(m_mutex);
    return m_missing[document];
}
std::size_t ContextText::missingDocuments() const {
    const std::lock_guard lock(m_mutex);
    return m_missing.size() - static_cast<std::size_t>(std::count(m_missing.begin(), m_missing.end(), std::string()));
}

bool ContextText::has(std::uint64_t at, std::uint64_t length) const {
    if (length == 0 || m_pieces.empty()) return true;
    const std::uint64_t end = std::min(at + length, m_size);
    for (auto piece = pieceAt(at); piece < m_pieces.size() && m_pieces[piece].begin < end; ++piece)
        if (m_there[piece].load(std::memory_order_acquire) == 0) return false;
    return true;
}

void ContextText::want(std::uint64_t at) {
    if (!m_pieces.empty()) m_wanted = static_cast<std::int64_t>(pieceAt(at));
}

std::size_t ContextText::documentAt(std::uint64_t byte) const {
    // Of several documents that begin here, all but the last are empty.
    const auto after = std::upper_bound(m_documents.begin(), m_documents.end(), byte, [](std::uint64_t b, const Document& d) { return b < d.begin; });
    return after == m_documents.begin() ? 0 : static_cast<std::size_t>(after - m_documents.begin()) - 1;
}

std::uint64_t ContextText::scanned() const {
    const std::lock_guard lock(m_mutex);
    return m_scanned;
}
std::uint64_t ContextText::lines() const {
    const std::lock_guard lock(m_mutex);
    return m_lines;
}
std::uint64_t ContextText::firstLine(std::size_t document) const {
    const std::lock_guard lock(m_mutex);
    return document < m_firstLines.size() ? m_firstLines[document] : m_lines;
}
std::uint64_t ContextText::linesOf(std::size_t document) const { return firstLine(document + 1) - firstLine(document); }

std::optional<std::uint64_t> ContextText::lineOf(std::uint64_t byte) const {
    Mark mark;
    {
        const std::lock_guard lock(m_mutex);
        if (byte >= m_scanned) return m_complete && byte >= m_size && m_lines > 0 ? std::optional(m_lines - 1) : std::nullopt;
        mark = *(std::upper_bound(m_marks.begin(), m_marks.end(), byte, [](std::uint64_t b, const Mark& m) { return b < m.byte; }) - 1);
    }
    return mark.line + countNewlines(m_data + mark.byte, byte - mark.byte);
}

std::optional<std::uint64_t> ContextText::byteOf(std::uint64_t line) const {
    Mark mark;
    std::uint64_t end = 0;
    {
        const std::lock_guard lock(m_mutex);
        if (line >= m_lines) return line == m_lines && m_complete ? std::optional(m_size) : std::nullopt;
        // The last mark that is in an earlier line, or the first of this one when that begins there.
        const auto first = std::lower_bound(m_marks.begin(), m_marks.end(), line, [](const Mark& m, std::uint64_t l) { return m.line < l; });
        end = m_scanned;
        if (first == m_marks.begin()) return first->byte;
        mark = *(first - 1);
        if (first != m_marks.end()) end = first->byte;
    }
    std::uint64_t at = mark.byte;
    for (std::uint64_t l = mark.line; l < line; ++l) {
        const auto* found = static_cast<const char*>(std::memchr(m_data + at, '\n', end - at));
        if (!found) return end; // a document ended without a line end: the next line begins at its mark
        at = static_cast<std::uint64_t>(found - m_data) + 1;
    }
    return at;
}

std::uint64_t ContextText::charactersBefore(std::uint64_t byte) const {
    std::uint64_t count = 0;
    {
        const std::lock_guard lock(m_mutex);
        const auto block = byte / CharacterBlock;
        if (block >= m_characters.size()) {
            if (m_characters.empty() || byte == m_scanned) return m_characterCount;
        }
        count = m_characters[std::min<std::size_t>(block, m_characters.size() - 1)];
    }
    const auto from = byte / CharacterBlock * CharacterBlock;
    return count + countCharacters(m_data + from, byte - from);
}

std::optional<std::uint64_t> ContextText::characterOf(std::size_t document, std::uint64_t byte) const {
    if (document >= m_documents.size() || byte > scanned()) return {};
    const Document& d = m_documents[document];
    return charactersBefore(std::clamp(byte, d.begin, d.end())) - charactersBefore(d.begin);
}

std::optional<std::uint64_t> ContextText::byteOfCharacter(std::size_t document, std::uint64_t character) const {
    if (document >= m_documents.size()) return {};
    const Document& d = m_documents[document];
    const auto known = scanned();
    if (known < d.begin) return {};
    const std::uint64_t target = charactersBefore(d.begin) + character;
    std::uint64_t at = d.begin, count = target - character;
    {
        const std::lock_guard lock(m_mutex);
        // The last block that begins at or before the character.
        const auto after = std::upper_bound(m_characters.begin(), m_characters.end(), target);
        const auto block = static_cast<std::uint64_t>(after - m_characters.begin()) - 1;
        if (after != m_characters.begin() && block * CharacterBlock > at) {
            at = block * CharacterBlock;
            count = m_characters[block];
        }
    }
    const std::uint64_t end = std::min(d.end(), known);
    while (at < end && isContinuation(m_data[at])) ++at; // of a character that a block cuts
    for (; at < end && count < target; ++count) {
        ++at;
        while (at < end && isContinuation(m_data[at])) ++at;
    }
    if (count < target && end < d.end()) return {};
    return at;
}

std::size_t ContextText::memory() const {
    const std::lock_guard lock(m_mutex);
    return m_marks.capacity() * sizeof(Mark) + (m_characters.capacity() + m_firstLines.capacity()) * 8 + m_pieces.capacity() * sizeof(Piece) +
           m_documents.capacity() * sizeof(Document);
}

} // namespace rlmscope::insight
