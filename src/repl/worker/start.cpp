#include "repl/worker/start.h"

#include "repl/text_table.h"
#include "repl/worker/context_load.h"
#include "repl/worker/mapped_text.h"
#include "repl/worker/packed_text.h"

#include <algorithm>
#include <map>
#include <sys/mman.h>

namespace rlmscope::repl {
namespace {

ContextLoad g_load;

/// A memory file of the host, mapped while its texts are copied or decoded.
class Mapping {
public:
    Mapping(int fd, std::uint64_t size) : m_size(size) {
        // Private, because kernels before 6.7 refuse a shared mapping of a file that is sealed against writing.
        void* bytes = size == 0 ? MAP_FAILED : mmap(nullptr, m_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (bytes != MAP_FAILED) m_bytes = static_cast<const char*>(bytes);
    }
    ~Mapping() {
        if (m_bytes) munmap(const_cast<char*>(m_bytes), m_size);
    }
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    const char* bytes() const { return m_bytes; }

private:
    const char* m_bytes = nullptr;
    std::uint64_t m_size = 0;
};

class Loader {
public:
    Loader(const std::vector<int>& fds, std::string_view inlined, bool map) : m_inlined(inlined), m_map(map), m_canMap(map) {
        for (const int fd : fds) m_files.push_back(mappableFile(fd));
        if (!map) m_whyPacked = m_why = "as it was asked for";
        else m_canMap = mappedTextWorks(m_why);
    }
    /// Maps the parts of the files that hold packed texts. What cannot be mapped is copied.
    void preparePacked(const std::vector<TextRow>& rows) {
        struct Part {
            std::uint64_t from = ~std::uint64_t{0}, to = 0;
            std::size_t texts = 0;
        };
        std::map<std::uint32_t, Part> parts;
        for (const TextRow& row : rows)
            if (row.packed) {
                Part& part = parts[row.file];
                part.from = std::min(part.from, row.offset);
                part.to = std::max(part.to, row.offset + row.bytes + widthOf(row.form));
                ++part.texts;
            }
        if (parts.empty() || !m_map || !packedTextWorks(m_whyPacked)) return;
        for (const auto& [file, part] : parts)
            if (!m_packed[file].open(m_files[file], part.from, part.to, part.texts, m_whyPacked)) m_packed.erase(file);
    }
    std::vector<std::uint64_t> fileSizes() const {
        std::vector<std::uint64_t> sizes;
        for (const auto& file : m_files) sizes.push_back(file.size);
        return sizes;
    }
    /// New reference; nullptr with a Python error set.
    PyObject* text(const TextRow& row) {
        if (row.form != TextForm::Utf8 && row.chars > 0) {
            if (PyObject* shared = row.packed ? packed(row) : mapped(row)) {
                ++g_load.mapped;
                return shared;
            }
            ++g_load.copied;
            g_load.why = row.packed ? m_whyPacked : m_why;
        }
        const char* bytes = this->bytes(row);
        if (!bytes) {
            PyErr_SetString(PyExc_MemoryError, "a text of the context could not be mapped");
            return nullptr;
        }
        if (row.form == TextForm::Utf8) return PyUnicode_DecodeUTF8(bytes, static_cast<Py_ssize_t>(row.bytes), "replace");
        return PyUnicode_FromKindAndData(static_cast<int>(widthOf(row.form)), bytes, static_cast<Py_ssize_t>(row.chars));
    }

private:
    PyObject* mapped(const TextRow& row) {
        return m_canMap ? mapText(m_files[row.file], row.offset, row.chars, row.form, m_why) : nullptr;
    }
    PyObject* packed(const TextRow& row) {
        const auto found = m_packed.find(row.file);
        return found != m_packed.end() ? found->second.text(row.offset, row.chars, row.form, m_whyPacked) : nullptr;
    }
    const char* bytes(const TextRow& row) {
        if (row.file == TextRow::Inline) return m_inlined.data() + row.offset;
        if (row.bytes == 0) return "";
        const MappableFile& file = m_files[row.file];
        const char* start = m_mapped.try_emplace(row.file, file.fd, file.size).first->second.bytes();
        return start ? start + row.offset : nullptr;
    }

    const std::string_view m_inlined;
    std::vector<MappableFile> m_files;
    std::map<std::uint32_t, Mapping> m_mapped;
    std::map<std::uint32_t, PackedTexts> m_packed; ///< by file
    bool m_map, m_canMap;
    std::string m_why, m_whyPacked;
};

bool damaged(const std::string& why) {
    PyErr_SetString(PyExc_RuntimeError, ("the host sent " + why).c_str());
    return false;
}

} // namespace

bool loadTexts(const nlohmann::json& header, const Frame& frame, const std::vector<int>& fds, PyObject*& texts,
               PyObject*& names) {
    std::vector<std::string_view> parts;
    if (!splitParts(header, frame.body, parts) || parts.size() != 3) return damaged("a damaged context");
    Loader loader(fds, parts[2], header.value("map", true));
    std::vector<TextRow> rows;
    std::string why;
    if (!readTable(parts[0], parts[1].size(), parts[2].size(), loader.fileSizes(), rows, why)) return damaged(why);
    loader.preparePacked(rows);
    texts = PyList_New(static_cast<Py_ssize_t>(rows.size()));
    names = PyList_New(static_cast<Py_ssize_t>(rows.size()));
    if (!texts || !names) return false;
    const char* nameAt = parts[1].data();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        PyObject* text = loader.text(rows[i]);
        PyObject* name = text ? PyUnicode_DecodeUTF8(nameAt, rows[i].name, "replace") : nullptr;
        if (!name) {
            Py_XDECREF(text);
            return false;
        }
        nameAt += rows[i].name;
        PyList_SET_ITEM(texts, static_cast<Py_ssize_t>(i), text);
        PyList_SET_ITEM(names, static_cast<Py_ssize_t>(i), name);
    }
    return true;
}

const ContextLoad& contextLoad() { return g_load; }

} // namespace rlmscope::repl
