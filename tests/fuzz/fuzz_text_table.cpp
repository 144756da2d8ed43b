// Any bytes as the table of texts in a `start` frame: what is accepted lies inside its file and has a form that fits.
#include "repl/text_table.h"

#include <cstdint>
#include <cstdlib>

using namespace rlmscope::repl;

namespace {

void check(bool good) {
    if (!good) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 4) return 0;
    const std::uint64_t names = data[0], inlined = data[1] * 16u;
    const std::vector<std::uint64_t> files{data[2] * 64u, std::uint64_t{data[3]} << 40};
    const std::string_view table(reinterpret_cast<const char*>(data) + 4, size - 4);
    std::vector<TextRow> rows;
    std::string why;
    if (!readTable(table, names, inlined, files, rows, why)) {
        check(!why.empty() && rows.empty());
        return 0;
    }
    std::uint64_t named = 0;
    std::string again;
    for (const TextRow& row : rows) {
        const bool isInline = row.file == TextRow::Inline;
        check(isInline || row.file < files.size());
        const std::uint64_t room = isInline ? inlined : files[row.file];
        check(row.offset <= room && row.bytes <= room - row.offset);
        if (row.form == TextForm::Utf8) check(row.chars == 0);
        else check(!isInline && widthOf(row.form) > 0 && row.chars <= row.bytes && row.chars * widthOf(row.form) == row.bytes);
        if (row.packed) {
            const unsigned width = widthOf(row.form);
            check(width > 0 && row.bytes >= TextRow::PackedFrom && row.offset % width == 0 && room - row.offset - row.bytes >= width);
        }
        named += row.name;
        append(again, row);
    }
    check(named == names && again == table);
    return 0;
}
