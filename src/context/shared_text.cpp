#include "context/shared_text.h"

#include "base/memory_file.h"
#include "base/text.h"
#include "context/text_builder.h"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rlmscope {

struct SharedText::Storage {
    std::string owned;
    void* map = nullptr;
    std::size_t mapSize = 0;
    int fd = -1;

    Storage() = default;
    Storage(const Storage&) = delete;
    Storage& operator=(const Storage&) = delete;
    ~Storage() {
        if (map) munmap(map, mapSize);
        if (fd >= 0) close(fd);
    }
};

namespace {

// Sixteen bytes at a time; GCC and clang lower this to what the machine has.
using Block = unsigned char __attribute__((vector_size(16)));
using SignedBlock = signed char __attribute__((vector_size(16)));

std::uint64_t sum(Block block) {
    std::uint64_t total = 0;
    for (int i = 0; i < 16; ++i) total += block[i];
    return total;
}

// Adds characters (bytes that do not continue one) and newlines of s; raises highest. Any cut is fine.
void count(std::string_view s, std::uint64_t& chars, std::uint64_t& newlines, unsigned char& highest) {
    const char* p = s.data();
    std::size_t left = s.size();
    Block high{};
    while (left >= 16) {
        // A lane holds at most 255 hits.
        const std::size_t rounds = std::min<std::size_t>(left / 16, 255);
        Block starts{}, breaks{};
        for (std::size_t i = 0; i < rounds; ++i, p += 16) {
            Block b;
            std::memcpy(&b, p, 16);
            starts -= reinterpret_cast<Block>(reinterpret_cast<SignedBlock>(b) > static_cast<signed char>(-65));
            breaks -= reinterpret_cast<Block>(b == static_cast<unsigned char>('\n'));
            high = b > high ? b : high;
        }
        chars += sum(starts);
        newlines += sum(breaks);
        left -= rounds * 16;
    }
    for (int i = 0; i < 16; ++i) highest = std::max<unsigned char>(highest, high[i]);
    for (; left > 0; --left, ++p) {
        const auto c = static_cast<unsigned char>(*p);
        chars += (c & 0xC0) != 0x80;
        newlines += c == '\n';
        highest = std::max(highest, c);
    }
}

std::size_t sequenceLength(char lead) {
    const auto c = static_cast<unsigned char>(lead);
    return c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

Error memoryError(const char* what) {
    return makeError(ErrorKind::Io, std::string("Cannot hold the text in memory: ") + what + " failed (" +
                                        std::strerror(errno) + ").",
                     "Close other programs or load less.");
}

} // namespace

SharedText::SharedText(std::string bytes) {
    if (bytes.empty()) return;
    if (!isValidUtf8(bytes)) bytes = toValidUtf8(bytes);
    auto storage = std::make_shared<Storage>();
    storage->owned = std::move(bytes);
    m_view = storage->owned;
    m_storage = std::move(storage);
}

SharedText::SharedText(std::shared_ptr<const Storage> storage, std::string_view view)
    : m_storage(std::move(storage))
    , m_view(view) {}

SharedText SharedText::slice(std::size_t offset, std::size_t length) const {
    assert(offset <= size() && length <= size() - offset);
    const auto boundary = [this](std::size_t at) {
        return at >= size() || (static_cast<unsigned char>(m_view[at]) & 0xC0) != 0x80;
    };
    assert(boundary(offset) && boundary(offset + length));
    (void)boundary;
    return {m_storage, m_view.substr(offset, length)};
}

std::optional<SharedText::MemoryFile> SharedText::memoryFile() const {
    if (!m_storage || m_storage->fd < 0) return {};
    const auto* start = static_cast<const char*>(m_storage->map);
    const auto offset = static_cast<std::uint64_t>(m_view.data() - start);
    return MemoryFile{m_storage->fd, offset, start[offset + m_view.size()] == '\0'};
}

Result<std::vector<SharedText>> SharedText::adopt(int fd, std::uint64_t most, const std::vector<Range>& ranges) {
    const auto storage = std::make_shared<Storage>();
    storage->fd = fd;
    std::uint64_t end = 0, together = 0;
    for (const Range& range : ranges) {
        if (range.length > most - std::min(together, most) || range.offset > most || range.length > most - range.offset)
            return makeError(ErrorKind::BadInput, "texts outside of their memory file");
        together += range.length;
        end = std::max(end, range.offset + range.length);
    }
    struct stat info {};
    if (fstat(fd, &info) != 0 || info.st_size < 0 || static_cast<std::uint64_t>(info.st_size) > most)
        return makeError(ErrorKind::BadInput, "a memory file that is longer than it was to be");
    // To the end of the last text, and the zero that a mapped str needs behind it.
    if (ftruncate(fd, static_cast<off_t>(end)) != 0 || ftruncate(fd, static_cast<off_t>(end + 1)) != 0) return memoryError("ftruncate");
    if (!sealMemoryFile(fd)) return makeError(ErrorKind::BadInput, "a memory file that somebody can still write to");
    if (fstat(fd, &info) != 0 || static_cast<std::uint64_t>(info.st_size) != end + 1) // changed before the seal
        return makeError(ErrorKind::BadInput, "a memory file that changed while it was taken over");
    void* map = mmap(nullptr, end + 1, PROT_READ, MAP_PRIVATE, fd, 0);
    if (map == MAP_FAILED) return memoryError("mmap");
    storage->map = map;
    storage->mapSize = end + 1;
    std::vector<SharedText> texts;
    texts.reserve(ranges.size());
    for (const Range& range : ranges) {
        const std::string_view view(static_cast<const char*>(map) + range.offset, range.length);
        if (view.empty()) texts.emplace_back();
        else if (isValidUtf8(view)) texts.push_back(SharedText(storage, view));
        else texts.push_back(SharedText(std::string(view)));
    }
    return texts;
}

TextStats& TextStats::operator+=(const TextStats& o) {
    bytes += o.bytes;
    chars += o.chars;
    lines += o.lines;
    highestByte = std::max(highestByte, o.highestByte);
    return *this;
}

TextStats textStats(std::string_view s) {
    TextStats stats;
    stats.bytes = s.size();
    count(s, stats.chars, stats.lines, stats.highestByte);
    if (!s.empty() && s.back() != '\n') ++stats.lines;
    return stats;
}

TextBuilder::TextBuilder(std::uint64_t expectedBytes, std::size_t memoryFileFrom) : m_memoryFileFrom(memoryFileFrom) {
    if (expectedBytes < m_memoryFileFrom) m_string.reserve(expectedBytes);
    else (void)openMemoryFile().ok(); // without it the text simply stays a string
}

TextBuilder::~TextBuilder() {
    if (m_fd >= 0) close(m_fd);
}

Status TextBuilder::openMemoryFile() {
    m_fd = makeMemoryFile("rlmscope-text");
    if (m_fd < 0) return memoryError("memfd_create");
    const auto status = writeAll(m_string);
    if (status.ok()) std::string().swap(m_string);
    return status;
}

Status TextBuilder::writeAll(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto n = write(m_fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return memoryError("write");
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return {};
}

Status TextBuilder::append(std::string_view bytes) {
    if (m_fd < 0 && m_string.size() < m_memoryFileFrom && m_string.size() + bytes.size() >= m_memoryFileFrom) {
        const auto opened = openMemoryFile();
        if (!opened.ok() && m_fd >= 0) return opened; // no descriptor at all: go on as a string
    }
    m_size += bytes.size();
    if (m_fd >= 0) return writeAll(bytes);
    m_string.append(bytes);
    return {};
}

Result<SharedText> TextBuilder::finish() {
    auto storage = std::make_shared<SharedText::Storage>();
    if (m_fd < 0) {
        if (m_string.capacity() > m_string.size() + m_string.size() / 4 + 64) m_string.shrink_to_fit();
        storage->owned = std::move(m_string);
        m_string.clear();
        const std::string_view view = storage->owned;
        return SharedText(std::move(storage), view);
    }
    storage->fd = m_fd;
    m_fd = -1;
    // The zero after the last byte: a Python str that is mapped from here needs it.
    if (ftruncate(storage->fd, static_cast<off_t>(m_size + 1)) != 0) return memoryError("ftruncate");
    if (!sealMemoryFile(storage->fd)) return memoryError("sealing");
    // Private, because kernels before 6.7 refuse a shared mapping of a file sealed against writing.
    void* map = mmap(nullptr, m_size + 1, PROT_READ, MAP_PRIVATE, storage->fd, 0);
    if (map == MAP_FAILED) return memoryError("mmap");
    storage->map = map;
    storage->mapSize = m_size + 1;
    const std::string_view view(static_cast<const char*>(map), m_size);
    return SharedText(std::move(storage), view);
}

SharedText TextArena::add(std::string_view utf8) {
    if (utf8.empty()) return {};
    if (utf8.size() > BlockSize / 4) return SharedText(std::string(utf8));
    if (!m_block || m_block->owned.capacity() - m_block->owned.size() < utf8.size()) {
        m_block = std::make_shared<SharedText::Storage>();
        m_block->owned.reserve(BlockSize);
    }
    // Never past the capacity, so earlier views stay where they are.
    const auto offset = m_block->owned.size();
    m_block->owned.append(utf8);
    return {m_block, std::string_view(m_block->owned).substr(offset, utf8.size())};
}

void Utf8Scanner::push(std::string_view bytes) {
    if (bytes.empty()) return;
    m_stats.bytes += bytes.size();
    count(bytes, m_stats.chars, m_stats.lines, m_stats.highestByte);
    m_last = bytes.back();
    if (m_valid) check(bytes);
}

void Utf8Scanner::check(std::string_view bytes) {
    while (m_carrySize > 0 && !bytes.empty()) {
        m_carry[m_carrySize++] = bytes.front();
        bytes.remove_prefix(1);
        if (m_carrySize < sequenceLength(m_carry[0])) continue;
        m_valid = isValidUtf8({m_carry, m_carrySize});
        m_carrySize = 0;
        if (!m_valid) return;
    }
    const auto bad = firstInvalidUtf8(bytes);
    if (bad == std::string_view::npos) return;
    const auto rest = bytes.substr(bad);
    if (rest.size() >= sequenceLength(rest.front())) {
        m_valid = false;
        return;
    }
    // Perhaps only cut: the next bytes decide.
    std::memcpy(m_carry, rest.data(), rest.size());
    m_carrySize = rest.size();
}

TextStats Utf8Scanner::stats() const {
    TextStats stats = m_stats;
    if (m_last != '\n') ++stats.lines;
    return stats;
}

} // namespace rlmscope
