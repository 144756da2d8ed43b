// Output of a program for a terminal, in any pieces: rows lie behind each other, none is too long, and how the bytes
// were cut changes nothing.
#include "base/line_index.h"

#include <cstdlib>

using namespace rlmscope;

namespace {

std::vector<TextRow> rowsOf(std::string_view bytes, std::size_t step) {
    std::vector<TextRow> rows;
    RowSplitter splitter;
    const auto row = [&](const TextRow& r) {
        rows.push_back(r);
        return true;
    };
    for (std::size_t at = 0; at < bytes.size(); at += step) splitter.feed(bytes.substr(at, step), row);
    splitter.finish(row);
    if (splitter.hasOpen()) rows.push_back(splitter.open());
    return rows;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 1) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto rows = rowsOf(bytes, std::max<std::size_t>(1, bytes.size()));
    if (rows != rowsOf(bytes, 1 + data[0] % 97)) std::abort();
    std::uint64_t at = 0;
    for (const TextRow& row : rows) {
        if (row.start.offset != at || row.shown < at || row.end < row.shown || row.next < row.end) std::abort();
        if (row.end - row.shown > RowSplitter::MaxRow + LongestEscape + 3) std::abort();
        at = row.next;
        const TerminalRow shown = terminalRow(bytes.substr(row.shown, row.end - row.shown), row.style);
        if (shown.at.size() != shown.text.size() + 1 || (!shown.spans.empty() && shown.spans.back().end != shown.text.size())) std::abort();
        for (const char16_t c : shown.text)
            if (c < 0x20 || c == 0x7f || (c >= 0x202a && c <= 0x202e)) std::abort();
    }
    if (at != bytes.size()) std::abort();
    (void)withoutEscapes(bytes);
    return 0;
}
