#include "repl/text_table.h"

namespace rlmscope::repl {
namespace {

void number(std::string& out, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> 8 * i & 0xFF);
}

std::uint64_t number(const char*& p, int bytes) {
    std::uint64_t value = 0;
    for (int i = bytes - 1; i >= 0; --i) value = value << 8 | static_cast<unsigned char>(p[i]);
    p += bytes;
    return value;
}

bool inside(std::uint64_t offset, std::uint64_t bytes, std::uint64_t size) { return offset <= size && bytes <= size - offset; }

bool fits(const TextRow& row) {
    if (row.form == TextForm::Utf8) return row.chars == 0;
    const unsigned width = widthOf(row.form);
    return width != 0 && row.bytes % width == 0 && row.chars == row.bytes / width;
}

/// `size` is that of its file, in which the text lies.
bool packedWell(const TextRow& row, std::uint64_t size) {
    const unsigned width = widthOf(row.form);
    return width != 0 && row.bytes >= TextRow::PackedFrom && row.offset % width == 0 && size - row.offset - row.bytes >= width;
}

} // namespace

void append(std::string& table, const TextRow& row) {
    number(table, row.file, 4);
    number(table, row.offset, 8);
    number(table, row.bytes, 8);
    number(table, row.chars, 8);
    number(table, row.name, 4);
    number(table, static_cast<std::uint64_t>(row.form) | (row.packed ? TextRow::Packed : 0), 4);
}

bool readTable(std::string_view table, std::uint64_t namesBytes, std::uint64_t inlineBytes,
               const std::vector<std::uint64_t>& fileSizes, std::vector<TextRow>& rows, std::string& why) {
    rows.clear();
    if (table.size() % TextRow::Bytes != 0) {
        why = "a table of texts that is cut off";
        return false;
    }
    rows.reserve(table.size() / TextRow::Bytes);
    for (std::size_t at = 0; at < table.size(); at += TextRow::Bytes) {
        const char* p = table.data() + at;
        TextRow row;
        row.file = static_cast<std::uint32_t>(number(p, 4));
        row.offset = number(p, 8);
        row.bytes = number(p, 8);
        row.chars = number(p, 8);
        row.name = static_cast<std::uint32_t>(number(p, 4));
        const auto form = static_cast<std::uint32_t>(number(p, 4));
        row.packed = (form & TextRow::Packed) != 0;
        row.form = static_cast<TextForm>(form & ~TextRow::Packed);
        const bool inlined = row.file == TextRow::Inline;
        if (!inlined && row.file >= fileSizes.size()) why = "a text in a file that did not come";
        else if (!inside(row.offset, row.bytes, inlined ? inlineBytes : fileSizes[row.file])) why = "a text outside its file";
        else if (!fits(row) || (inlined && row.form != TextForm::Utf8)) why = "a text of a form that does not fit";
        else if (row.packed && (inlined || !packedWell(row, fileSizes[row.file]))) why = "a packed text that is not laid out as it must be";
        else if (row.name > namesBytes) why = "names that are cut off";
        else {
            namesBytes -= row.name;
            rows.push_back(row);
            continue;
        }
        rows.clear();
        return false;
    }
    if (namesBytes == 0) return true;
    why = "names without texts";
    rows.clear();
    return false;
}

} // namespace rlmscope::repl
