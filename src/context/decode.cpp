#include "context/decode.h"

#include "base/text.h"
#include "context/load_job.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <iconv.h>
#include <memory>
#include <optional>
#include <set>
#include <uchardet/uchardet.h>
#include <vector>

namespace rlmscope {
namespace {

using namespace std::string_view_literals;

struct Magic {
    std::string_view bytes;
    std::string_view what;
};

// Files that are not text although their first bytes may hold no zero.
constexpr std::array<Magic, 14> Magics{{
    {"%PDF-"sv, "PDF document"},
    {"PK\x03\x04"sv, "ZIP archive or office document"},
    {"\x1F\x8B"sv, "gzip data"},
    {"BZh"sv, "bzip2 data"},
    {"\xFD" "7zXZ"sv, "xz data"},
    {"7z\xBC\xAF\x27\x1C"sv, "7-Zip archive"},
    {"\x28\xB5\x2F\xFD"sv, "zstd data"},
    {"Rar!\x1A\x07"sv, "RAR archive"},
    {"\x89PNG\r\n\x1A\n"sv, "PNG image"},
    {"GIF8"sv, "GIF image"},
    {"\xFF\xD8\xFF"sv, "JPEG image"},
    {"\x7F" "ELF"sv, "ELF program"},
    {"SQLite format 3\0"sv, "SQLite database"},
    {"OggS\0"sv, "Ogg media"},
}};

struct Mark {
    std::string_view bytes;
    const char* name;
};
// The longer ones first: UTF-32LE starts like UTF-16LE.
constexpr std::array<Mark, 5> Marks{{
    {"\x00\x00\xFE\xFF"sv, "UTF-32BE"},
    {"\xFF\xFE\x00\x00"sv, "UTF-32LE"},
    {"\xEF\xBB\xBF"sv, "UTF-8"},
    {"\xFE\xFF"sv, "UTF-16BE"},
    {"\xFF\xFE"sv, "UTF-16LE"},
}};

bool startsWith(std::string_view s, std::string_view prefix) {
    return s.substr(0, prefix.size()) == prefix;
}

bool isControl(std::uint32_t c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' && c != 0x1B) ||
           (c >= 0x7F && c < 0xA0 && c != 0x85);
}

std::uint32_t unitAt(std::string_view s, std::size_t at, std::size_t width, bool bigEndian) {
    std::uint32_t unit = 0;
    for (std::size_t i = 0; i < width; ++i) {
        const auto byte = static_cast<unsigned char>(s[at + (bigEndian ? i : width - 1 - i)]);
        unit = unit << 8 | byte;
    }
    return unit;
}

// Whether all units are characters that text has, and of few alphabets: mostly Latin ones (whose other byte is the zero
// that raised the question), or from a few blocks of 256. Without a mark nothing is certain: many ideographs are refused.
bool looksLikeUnits(std::string_view head, std::size_t width, bool bigEndian) {
    const std::size_t units = head.size() / width;
    if (units < 2 || (head.size() % width != 0 && head.size() < SniffSize)) return false;
    std::size_t ascii = 0, latin = 0;
    std::set<std::uint32_t> blocks;
    bool highBefore = false;
    for (std::size_t i = 0; i < units; ++i) {
        const auto c = unitAt(head, i * width, width, bigEndian);
        if (isControl(c) || c > 0x10FFFF || (c & 0xFFFE) == 0xFFFE) return false;
        const bool high = c >= 0xD800 && c < 0xDC00, low = c >= 0xDC00 && c < 0xE000;
        if (width == 4 ? high || low : low != highBefore) return false;
        highBefore = high;
        ascii += c < 0x80;
        latin += c < 0x100;
        blocks.insert(c >> 8);
    }
    return latin * 10 >= units * 6 || (units >= 16 && blocks.size() <= 4 && ascii * 10 >= units);
}

std::optional<Encoding> unmarkedUnits(std::string_view head) {
    if (head.find('\0') == std::string_view::npos) return {};
    if (looksLikeUnits(head, 4, false)) return Encoding{"UTF-32LE", 0, true};
    if (looksLikeUnits(head, 4, true)) return Encoding{"UTF-32BE", 0, true};
    if (looksLikeUnits(head, 2, false)) return Encoding{"UTF-16LE", 0, true};
    if (looksLikeUnits(head, 2, true)) return Encoding{"UTF-16BE", 0, true};
    return {};
}

struct Utf8Health {
    std::uint64_t valid = 0;   // characters of more than one byte
    std::uint64_t invalid = 0; // sequences
    bool onlyCutAtEnd = false; // the one invalid sequence is two or more bytes of a cut last character
};

Utf8Health utf8Health(std::string_view bytes) {
    Utf8Health health;
    const auto multibyte = [](std::string_view s) {
        std::uint64_t n = 0;
        for (const char c : s) n += static_cast<unsigned char>(c) >= 0xC0;
        return n;
    };
    std::size_t lastBad = 0;
    while (!bytes.empty() && health.invalid < 1'000'000) {
        const auto bad = firstInvalidUtf8(bytes);
        health.valid += multibyte(bytes.substr(0, bad));
        if (bad == std::string_view::npos) return health;
        bytes.remove_prefix(bad);
        lastBad = bytes.size();
        ++health.invalid;
        do bytes.remove_prefix(1);
        while (!bytes.empty() && (static_cast<unsigned char>(bytes.front()) & 0xC0) == 0x80);
    }
    health.onlyCutAtEnd = health.invalid == 1 && bytes.empty() && (lastBad == 2 || lastBad == 3);
    return health;
}

// uchardet wants the interesting part, not gigabytes of ASCII before it.
std::string_view interestingPart(std::string_view bytes) {
    constexpr std::size_t Before = 4096, Most = 256 * 1024;
    const auto isHigh = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    const auto first = static_cast<std::size_t>(std::find_if(bytes.begin(), bytes.end(), isHigh) - bytes.begin());
    return bytes.substr(first > Before ? first - Before : 0, Most);
}

std::string detect(std::string_view part) {
    const std::unique_ptr<uchardet, void (*)(uchardet_t)> detector(uchardet_new(), uchardet_delete);
    if (uchardet_handle_data(detector.get(), part.data(), part.size()) != 0) return {};
    uchardet_data_end(detector.get());
    return uchardet_get_charset(detector.get());
}

// The name that iconv knows for a superset of what people call by this name.
std::string iconvName(const std::string& name) {
    if (name == "SHIFT_JIS") return "CP932";
    if (name == "ISO-8859-1" || name == "ASCII") return "WINDOWS-1252";
    if (name == "GB2312") return "GB18030";
    return name;
}

class Converter {
public:
    explicit Converter(const std::string& from) : m_handle(iconv_open("UTF-8", iconvName(from).c_str())) {}
    ~Converter() {
        if (valid()) iconv_close(m_handle);
    }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;
    bool valid() const { return m_handle != reinterpret_cast<iconv_t>(-1); }
    iconv_t handle() const { return m_handle; }

private:
    iconv_t m_handle;
};

std::size_t unitWidth(const std::string& encoding) {
    if (encoding.rfind("UTF-16", 0) == 0) return 2;
    if (encoding.rfind("UTF-32", 0) == 0) return 4;
    return 1;
}

class Output {
public:
    explicit Output(std::uint64_t expected) : m_builder(expected) {}

    Status add(std::string_view utf8) {
        m_scanner.push(utf8);
        return m_builder.append(utf8);
    }
    Result<Decoded> finish(std::uint64_t replaced) {
        auto text = m_builder.finish();
        if (!text.ok()) return text.error();
        if (!m_scanner.finish()) { // iconv may emit what UTF-8 forbids, such as single surrogates
            SharedText repaired(text->string());
            const auto stats = textStats(repaired);
            return Decoded{std::move(repaired), stats, std::max<std::uint64_t>(replaced, 1)};
        }
        return Decoded{std::move(*text), m_scanner.stats(), replaced};
    }

private:
    TextBuilder m_builder;
    Utf8Scanner m_scanner;
};

constexpr std::string_view Replacement = "\xEF\xBF\xBD";
constexpr std::size_t PieceSize = std::size_t{1} << 20;

std::uint64_t countOf(std::string_view text, std::string_view part) {
    std::uint64_t n = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++n;
    return n;
}

Result<Decoded> decodeUtf8(std::string_view bytes, const CancelToken& cancel) {
    Output out(bytes.size());
    Utf8Stream stream;
    for (std::size_t at = 0; at < bytes.size(); at += PieceSize) {
        if (cancel.cancelled()) return cancelledError();
        if (const auto status = out.add(stream.push(bytes.substr(at, PieceSize))); !status.ok()) return status.error();
    }
    if (const auto status = out.add(stream.finish()); !status.ok()) return status.error();
    auto decoded = out.finish(0);
    if (decoded.ok()) decoded->replaced = countOf(decoded->text, Replacement) - countOf(bytes, Replacement);
    return decoded;
}

Result<Decoded> decodeIconv(std::string_view bytes, const Encoding& encoding, const Converter& converter,
                            const CancelToken& cancel) {
    Output out(bytes.size());
    std::vector<char> buffer(PieceSize);
    std::uint64_t replaced = 0;
    const std::size_t unit = unitWidth(encoding.name);
    char* in = const_cast<char*>(bytes.data()); // iconv does not write there
    std::size_t left = bytes.size();
    for (bool flushing = false;;) {
        if (cancel.cancelled()) return cancelledError();
        char* to = buffer.data();
        std::size_t room = buffer.size();
        const auto n = iconv(converter.handle(), flushing ? nullptr : &in, flushing ? nullptr : &left, &to, &room);
        const int error = n == static_cast<std::size_t>(-1) ? errno : 0;
        if (const auto status = out.add({buffer.data(), buffer.size() - room}); !status.ok()) return status.error();
        if (error == E2BIG) continue;
        if (error == 0 && flushing) return out.finish(replaced);
        if (error != 0) {
            if (flushing) return out.finish(replaced + 1);
            // An invalid unit, or a last character that is cut off.
            if (const auto status = out.add(Replacement); !status.ok()) return status.error();
            ++replaced;
            const auto skip = error == EINVAL ? left : std::min(unit, left);
            in += skip;
            left -= skip;
        }
        flushing = left == 0;
    }
}

} // namespace

std::string binaryReason(std::string_view head) {
    head = head.substr(0, SniffSize);
    for (const auto& magic : Magics)
        if (startsWith(head, magic.bytes)) return "binary (" + std::string(magic.what) + ")";
    for (const auto& mark : Marks)
        if (startsWith(head, mark.bytes)) return {};
    if (const auto zero = head.find('\0'); zero != std::string_view::npos && !unmarkedUnits(head))
        return "binary (zero byte at offset " + std::to_string(zero) + ")";
    if (isValidUtf8(head.substr(0, head.size() - std::min<std::size_t>(head.size(), 3)))) return {};
    // Compressed or encrypted bytes: one in ten is a control character, in text of any encoding none is.
    const auto controls = std::count_if(head.begin(), head.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte != 0 && byte < 0x80 && isControl(byte);
    });
    if (controls > 2 && static_cast<std::size_t>(controls) * 50 > head.size() && !unmarkedUnits(head))
        return "binary (many control characters)";
    return {};
}

Encoding encodingOfHead(std::string_view head) {
    head = head.substr(0, SniffSize);
    for (const auto& mark : Marks)
        if (startsWith(head, mark.bytes)) return {mark.name, mark.bytes.size(), false};
    if (const auto units = unmarkedUnits(head)) return *units;
    const bool ascii = std::all_of(head.begin(), head.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
    if (ascii && head.find("\x1B$") != std::string_view::npos && detect(head) == "ISO-2022-JP")
        return {"ISO-2022-JP", 0, true};
    return {};
}

Encoding guessEncoding(std::string_view bytes) {
    const auto health = utf8Health(bytes);
    if (health.onlyCutAtEnd || health.valid >= 4 * health.invalid) return {"UTF-8", 0, true};
    const auto part = interestingPart(bytes);
    auto name = detect(part);
    const auto high = std::count_if(part.begin(), part.end(), [](char c) { return static_cast<signed char>(c) < 0; });
    // A handful of bytes is no statistics: what most such files are, unless two-byte characters fit without a fault.
    constexpr std::array<std::string_view, 8> MultiByte{"SHIFT_JIS", "EUC-JP", "EUC-KR", "UHC",
                                                        "GB18030",   "BIG5",   "EUC-TW", "GB2312"};
    const bool multiByte = std::find(MultiByte.begin(), MultiByte.end(), name) != MultiByte.end();
    const Encoding western{"WINDOWS-1252", 0, true};
    if (name.empty() || name == "ASCII" || name.rfind("UTF-", 0) == 0 || name == "ISO-8859-1") return western;
    if (!multiByte && high < 10 && static_cast<std::size_t>(high) * 3 <= part.size()) return western;
    Encoding guess{std::move(name), 0, true};
    const Converter converter(guess.name);
    if (!converter.valid()) return western;
    // Few faults, or the guess is wrong.
    const auto trial = decodeIconv(part, guess, converter, {});
    if (!trial.ok() || trial->replaced > 1 + trial->stats.chars / 200) return western;
    return guess;
}

Result<Decoded> decode(std::string_view bytes, const Encoding& encoding, const CancelToken& cancel) {
    if (encoding.name == "UTF-8") return decodeUtf8(bytes, cancel);
    const Converter converter(encoding.name);
    if (!converter.valid())
        return makeError(ErrorKind::Unsupported, "This system cannot decode " + encoding.name + ".",
                         "Convert the file to UTF-8.");
    return decodeIconv(bytes, encoding, converter, cancel);
}

} // namespace rlmscope
