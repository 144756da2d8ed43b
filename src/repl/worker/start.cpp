#include "repl/worker/start.h"

#include <cstring>
#include <map>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rlmscope::repl {
namespace {

constexpr std::uint32_t Inline = 0xFFFFFFFFu;

/// One row of the table: where a text is and how long its name is.
struct Row {
    std::uint32_t file;
    std::uint64_t offset, length;
    std::uint32_t name;
};
constexpr std::size_t RowBytes = 24;

std::uint64_t number(const char* p, int bytes) {
    std::uint64_t value = 0;
    for (int i = bytes - 1; i >= 0; --i) value = value << 8 | static_cast<unsigned char>(p[i]);
    return value;
}

/// A memory file of the host, mapped while its texts are decoded.
class Mapping {
public:
    explicit Mapping(int fd) {
        struct stat info {};
        if (fstat(fd, &info) != 0 || info.st_size <= 0) return;
        m_size = static_cast<std::size_t>(info.st_size);
        void* bytes = mmap(nullptr, m_size, PROT_READ, MAP_SHARED, fd, 0);
        if (bytes != MAP_FAILED) m_bytes = static_cast<const char*>(bytes);
    }
    ~Mapping() {
        if (m_bytes) munmap(const_cast<char*>(m_bytes), m_size);
    }
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    const char* at(std::uint64_t offset, std::uint64_t length) const {
        return m_bytes && offset <= m_size && length <= m_size - offset ? m_bytes + offset : nullptr;
    }

private:
    const char* m_bytes = nullptr;
    std::size_t m_size = 0;
};

} // namespace

bool loadTexts(const nlohmann::json& header, const Frame& frame, const std::vector<int>& fds, PyObject*& texts,
               PyObject*& names) {
    std::vector<std::string_view> parts;
    if (!splitParts(header, frame.body, parts) || parts.size() != 3 || parts[0].size() % RowBytes != 0) {
        PyErr_SetString(PyExc_RuntimeError, "the host sent a damaged context");
        return false;
    }
    const std::string_view table = parts[0], nameBytes = parts[1], inlined = parts[2];
    const std::size_t count = table.size() / RowBytes;
    std::map<std::uint32_t, Mapping> mapped;
    texts = PyList_New(static_cast<Py_ssize_t>(count));
    names = PyList_New(static_cast<Py_ssize_t>(count));
    if (!texts || !names) return false;
    std::size_t nameAt = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const char* p = table.data() + i * RowBytes;
        const Row row{static_cast<std::uint32_t>(number(p, 4)), number(p + 4, 8), number(p + 12, 8),
                      static_cast<std::uint32_t>(number(p + 20, 4))};
        const char* bytes = nullptr;
        if (row.file == Inline) {
            if (row.offset <= inlined.size() && row.length <= inlined.size() - row.offset)
                bytes = inlined.data() + row.offset;
        } else if (row.file < fds.size()) {
            bytes = mapped.try_emplace(row.file, fds[row.file]).first->second.at(row.offset, row.length);
        }
        if (!bytes || row.name > nameBytes.size() - nameAt) {
            PyErr_SetString(PyExc_RuntimeError, "a text of the context could not be mapped");
            return false;
        }
        PyObject* text = PyUnicode_DecodeUTF8(bytes, static_cast<Py_ssize_t>(row.length), "replace");
        PyObject* name = text ? PyUnicode_DecodeUTF8(nameBytes.data() + nameAt, row.name, "replace") : nullptr;
        if (!name) {
            Py_XDECREF(text);
            return false;
        }
        nameAt += row.name;
        PyList_SET_ITEM(texts, static_cast<Py_ssize_t>(i), text);
        PyList_SET_ITEM(names, static_cast<Py_ssize_t>(i), name);
    }
    return true;
}

} // namespace rlmscope::repl
