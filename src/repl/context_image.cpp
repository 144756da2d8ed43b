#include "repl/context_image.h"
#include "repl/process.h"

#include "base/memory_file.h"
#include "context/context.h"
#include "context/fixed_width.h"
#include "repl/messages.h"
#include "repl/text_table.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <unistd.h>

namespace rlmscope::repl {
namespace {

constexpr std::size_t MaxFiles = 200;            // a socket message carries at most 253
constexpr std::size_t MaxMapped = 4096;          // each needs two mappings of the 65,530 that a process may have
constexpr std::size_t MaxInline = 4u << 20;      // together, while there are memory files
constexpr std::size_t MaxInlineAlone = 900u << 20; // without them: what a frame holds
constexpr std::uint64_t PackedHeader = 100;     // of a packed text in a worker: a PyUnicodeObject and its places in a list or a dict
constexpr std::size_t WriteBuffer = 256u << 10;
constexpr std::size_t Piece = 64u << 10;         // of UTF-8; what it becomes stays in the cache until it is written

TextForm formOf(const TextStats& stats) {
    if (stats.ascii()) return TextForm::Ascii;
    const int width = stats.charWidth();
    return width == 1 ? TextForm::Latin1 : width == 2 ? TextForm::Ucs2 : TextForm::Ucs4;
}

std::uint64_t fixedBytes(const Document& document) {
    return document.stats.chars * static_cast<std::uint64_t>(document.stats.charWidth());
}

std::uint64_t pageSize() {
    static const auto size = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    return size;
}

Error noMemory(const char* what) {
    return makeError(ErrorKind::Io, std::string("no memory for the context: ") + what + " failed (" + std::strerror(errno) + ")",
                     "Close other programs or load less.");
}

/// An ASCII text that lies in a memory file just as a worker wants to map it.
std::optional<SharedText::MemoryFile> mappableAsIs(const Document& document) {
    const auto file = document.text.memoryFile();
    const bool fits = file && document.stats.ascii() && document.stats.chars == document.text.size() && file->zeroFollows &&
                      file->offset % pageSize() == 0;
    return fits ? file : std::nullopt;
}

} // namespace

std::uint64_t pythonBytes(const Document& document) { return fixedBytes(document) + 80; }

// ---- building --------------------------------------------------------------------------------------------------

class ContextImage::Builder {
public:
    Builder(ContextImage& image, const CancelToken& cancel)
        : m_image(image)
        , m_documents(image.m_context->documents)
        , m_cancel(cancel)
        , m_rows(m_documents.size()) {}

    Status build() {
        choosePlaces();
        if (auto enough = checkMemory(); !enough) return enough;
        // Mapped texts first: they begin pages. Packed ones together, so that a worker maps one piece of the file.
        for (const Place place : {Place::Mapped, Place::Packed, Place::Other})
            for (std::size_t i = 0; i < m_documents.size(); ++i)
                if (m_places[i] == place)
                    if (auto placed = put(i); !placed) return placed;
        return finish();
    }

private:
    enum class Place : unsigned char { Mapped, Packed, Other };

    bool json() const {
        return m_image.m_context->shape == Context::Shape::Json || m_image.m_context->shape == Context::Shape::JsonLines;
    }
    bool worthMapping(const Document& document) const {
        if (fixedBytes(document) < MappedFrom || document.stats.chars == 0) return false;
        // Python makes other values of it: not worth a copy of ours, but worth none of its own either.
        return !json() || mappableAsIs(document);
    }

    bool worthPacking(const Document& document) const { return !json() && fixedBytes(document) >= TextRow::PackedFrom; }

    /// Mapped are the biggest, when there are more than can be.
    void choosePlaces() {
        std::vector<std::size_t> chosen;
        for (std::size_t i = 0; i < m_documents.size(); ++i)
            if (worthMapping(m_documents[i])) chosen.push_back(i);
        if (chosen.size() > MaxMapped) {
            std::nth_element(chosen.begin(), chosen.begin() + MaxMapped, chosen.end(), [this](std::size_t a, std::size_t b) {
                return fixedBytes(m_documents[a]) > fixedBytes(m_documents[b]);
            });
            chosen.resize(MaxMapped);
        }
        m_places.assign(m_documents.size(), Place::Other);
        for (const std::size_t i : chosen) m_places[i] = Place::Mapped;
        for (std::size_t i = 0; i < m_documents.size(); ++i)
            if (m_places[i] == Place::Other && worthPacking(m_documents[i])) m_places[i] = Place::Packed;
    }

    Status put(std::size_t index) {
        switch (m_places[index]) {
        case Place::Mapped: return placeMapped(index);
        case Place::Packed: return placePacked(index);
        case Place::Other: break;
        }
        return placeOther(index);
    }

    Status checkMemory() const {
        std::uint64_t needed = 0, widest = 0;
        for (std::size_t i = 0; i < m_documents.size(); ++i) {
            const Document& document = m_documents[i];
            if (m_places[i] == Place::Mapped && mappableAsIs(document)) continue;
            needed += pythonBytes(document);
            widest = std::max<std::uint64_t>(widest, static_cast<std::uint64_t>(document.stats.charWidth()));
        }
        const std::uint64_t available = machineMemory().available;
        if (available == 0 || needed <= available) return {};
        return makeError(ErrorKind::BadInput,
                         "the context needs " + memoryText(static_cast<std::int64_t>(needed)) + " of memory in Python, but only " +
                             memoryText(static_cast<std::int64_t>(available)) + " are free",
                         widest == 4 ? "Close other programs or load less. A single emoji makes every character of its text take four bytes."
                                     : "Close other programs or load less.");
    }

    /// The index of our own file; made when first needed. Nothing when the system has no memory files.
    std::optional<std::uint32_t> ownFile() {
        if (m_ownIndex || m_failed) return m_ownIndex;
        m_image.m_own = UniqueFd(makeMemoryFile("rlmscope-context"));
        if (!m_image.m_own) {
            m_failed = true;
            m_image.m_notice = std::string("the context is copied into every Python process: no memory files (") + std::strerror(errno) + ")";
            return {};
        }
        m_ownIndex = static_cast<std::uint32_t>(m_image.m_files.size());
        m_image.m_files.push_back(m_image.m_own.get());
        return m_ownIndex;
    }

    std::optional<std::uint32_t> fileOf(const SharedText::MemoryFile& file) {
        const auto known = m_known.find(file.fd);
        if (known != m_known.end()) return known->second;
        if (m_image.m_files.size() + 1 >= MaxFiles) return {}; // one is kept for our own
        m_image.m_files.push_back(file.fd);
        return m_known[file.fd] = static_cast<std::uint32_t>(m_image.m_files.size() - 1);
    }

    Status write(const char* bytes, std::uint64_t count) {
        m_position += count;
        if (m_unwritten.size() + count > WriteBuffer)
            if (auto flushed = flush(); !flushed) return flushed;
        if (count > WriteBuffer) return writeOut(bytes, count);
        m_unwritten.append(bytes, count);
        return {};
    }

    Status flush() {
        auto written = writeOut(m_unwritten.data(), m_unwritten.size());
        m_unwritten.clear();
        return written;
    }

    Status writeOut(const char* bytes, std::uint64_t count) {
        while (count > 0) {
            const ssize_t n = ::write(m_image.m_own.get(), bytes, count);
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) return noMemory("write");
            bytes += n;
            count -= static_cast<std::uint64_t>(n);
        }
        return {};
    }

    /// Leaves a hole, which reads as zeros and takes no memory.
    Status moveTo(std::uint64_t position) {
        if (auto flushed = flush(); !flushed) return flushed;
        m_position = position;
        return lseek(m_image.m_own.get(), static_cast<off_t>(position), SEEK_SET) < 0 ? Status(noMemory("lseek")) : Status();
    }

    Status placeMapped(std::size_t index) {
        const Document& document = m_documents[index];
        TextRow& row = m_rows[index];
        row.form = formOf(document.stats);
        row.chars = document.stats.chars;
        row.bytes = fixedBytes(document);
        if (const auto file = mappableAsIs(document)) {
            if (const auto known = fileOf(*file)) {
                row.file = *known;
                row.offset = file->offset;
                ++m_image.m_mappedTexts;
                return {};
            }
        }
        const auto own = ownFile();
        if (!own) return placeOther(index);
        row.file = *own;
        row.offset = (m_position + pageSize() - 1) / pageSize() * pageSize();
        if (auto moved = moveTo(row.offset); !moved) return moved;
        if (auto written = writeWidened(document, widthOf(row.form)); !written) return written;
        if (m_position != row.offset + row.bytes)
            return differentLength(document);
        ++m_image.m_mappedTexts;
        m_image.m_sharedBytes += row.bytes;
        return moveTo(m_position + widthOf(row.form)); // the zero at its end
    }

    /// Behind the one before it, aligned to its width, with a zero character at its end.
    Status placePacked(std::size_t index) {
        const Document& document = m_documents[index];
        const auto own = ownFile();
        if (!own) return placeOther(index);
        TextRow& row = m_rows[index];
        row.form = formOf(document.stats);
        row.packed = true;
        row.chars = document.stats.chars;
        row.bytes = fixedBytes(document);
        row.file = *own;
        const std::uint64_t width = widthOf(row.form), before = m_position;
        constexpr char Zeros[4] = {};
        if (auto aligned = write(Zeros, (width - m_position % width) % width); !aligned) return aligned;
        row.offset = m_position;
        if (auto written = writeWidened(document, static_cast<unsigned>(width)); !written) return written;
        if (m_position != row.offset + row.bytes) return differentLength(document);
        ++m_image.m_packedTexts;
        m_image.m_workerBytes += PackedHeader;
        if (auto ended = write(Zeros, width); !ended) return ended;
        m_image.m_sharedBytes += m_position - before;
        return {};
    }

    static Error differentLength(const Document& document) {
        return makeError(ErrorKind::Internal, "the context's text \"" + document.path + "\" does not have the length that it was counted to have");
    }

    Status writeWidened(const Document& document, unsigned width) {
        std::string_view rest = document.text.view();
        if (document.stats.ascii()) return write(rest.data(), rest.size());
        if (!m_buffer) m_buffer = std::make_unique<std::uint32_t[]>(Piece + WidenSlack);
        while (!rest.empty()) {
            if (m_cancel.cancelled()) return makeError(ErrorKind::Cancelled, "starting the Python worker was cancelled");
            const std::string_view piece = wholeCharacters(rest, Piece);
            const std::size_t chars = widen(piece, static_cast<int>(width), m_buffer.get());
            if (auto written = write(reinterpret_cast<const char*>(m_buffer.get()), chars * width); !written) return written;
            rest.remove_prefix(piece.size());
        }
        return {};
    }

    /// As UTF-8: in the memory file that has it, in the frame, or in ours.
    Status placeOther(std::size_t index) {
        const Document& document = m_documents[index];
        const std::string_view text = document.text.view();
        TextRow& row = m_rows[index];
        row = {};
        row.bytes = text.size();
        m_image.m_workerBytes += pythonBytes(document);
        if (const auto file = document.text.memoryFile())
            if (const auto known = fileOf(*file)) {
                row.file = *known;
                row.offset = file->offset;
                return {};
            }
        if (m_image.m_inlined.size() + text.size() > MaxInline) {
            if (const auto own = ownFile()) {
                row.file = *own;
                row.offset = m_position;
                m_image.m_sharedBytes += text.size();
                return write(text.data(), text.size());
            }
            if (m_image.m_inlined.size() + text.size() > MaxInlineAlone)
                return makeError(ErrorKind::Unsupported, "the context is too large for a system without memory files (memfd_create)",
                                 "Load less than 900 MB.");
        }
        row.offset = m_image.m_inlined.size();
        m_image.m_inlined.append(text);
        return {};
    }

    Status finish() {
        for (std::size_t i = 0; i < m_rows.size(); ++i) {
            m_rows[i].name = static_cast<std::uint32_t>(m_documents[i].path.size());
            append(m_image.m_table, m_rows[i]);
            m_image.m_names += m_documents[i].path;
        }
        if (m_rows.empty()) append(m_image.m_table, TextRow{}); // a list without texts still sends one
        if (!m_image.m_own) return {};
        if (auto flushed = flush(); !flushed) return flushed;
        const auto size = static_cast<off_t>((m_position + pageSize()) / pageSize() * pageSize());
        if (ftruncate(m_image.m_own.get(), size) != 0) return noMemory("ftruncate");
        return sealMemoryFile(m_image.m_own.get()) ? Status() : Status(noMemory("sealing"));
    }

    ContextImage& m_image;
    const std::vector<Document>& m_documents;
    const CancelToken& m_cancel;
    std::vector<TextRow> m_rows;
    std::vector<Place> m_places; ///< by document
    std::string m_unwritten;     ///< the end of our own file
    std::map<int, std::uint32_t> m_known; ///< descriptor of the context -> index
    std::optional<std::uint32_t> m_ownIndex;
    bool m_failed = false;
    std::uint64_t m_position = 0; ///< in our own file
    std::unique_ptr<std::uint32_t[]> m_buffer;
};

Result<std::shared_ptr<const ContextImage>> ContextImage::make(std::shared_ptr<const Context> context, const CancelToken& cancel) {
    const std::shared_ptr<ContextImage> image(new ContextImage);
    image->m_context = std::move(context);
    if (auto built = Builder(*image, cancel).build(); !built) return built.error();
    return std::shared_ptr<const ContextImage>(image);
}

// ---- cache -----------------------------------------------------------------------------------------------------

Result<std::shared_ptr<const ContextImage>> ContextImages::of(const std::shared_ptr<const Context>& context, const CancelToken& cancel) {
    if (!context) return ContextImage::make(std::make_shared<const Context>(Context::ofText({})), cancel);
    std::shared_ptr<Entry> entry;
    {
        const std::lock_guard lock(m_mutex);
        std::erase_if(m_entries, [](const auto& one) { return one.first.expired(); });
        auto& found = m_entries[context];
        if (!found) found = std::make_shared<Entry>();
        entry = found;
    }
    const std::lock_guard lock(entry->building);
    if (auto image = entry->image.lock()) return image;
    auto made = ContextImage::make(context, cancel);
    if (made) entry->image = *made;
    return made;
}

} // namespace rlmscope::repl
