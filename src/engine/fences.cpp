#include "engine/fences.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <optional>

namespace rlmscope {
namespace {

struct Fence {
    char mark = '`';
    std::size_t length = 0;
    std::size_t indent = 0;
    std::string tag; ///< lower case; empty = bare
};

/// A line such as "```repl". CommonMark: at most three spaces before it, no backtick after it.
std::optional<Fence> openingFence(std::string_view line) {
    Fence fence;
    while (fence.indent < line.size() && line[fence.indent] == ' ') ++fence.indent;
    if (fence.indent > 3) return {};
    line.remove_prefix(fence.indent);
    if (line.empty() || (line[0] != '`' && line[0] != '~')) return {};
    fence.mark = line[0];
    while (fence.length < line.size() && line[fence.length] == fence.mark) ++fence.length;
    if (fence.length < 3) return {};
    const auto info = trimmed(line.substr(fence.length));
    if (fence.mark == '`' && info.find('`') != std::string_view::npos) return {};
    for (const char c : info.substr(0, info.find_first_of(" \t{,")))
        fence.tag += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return fence;
}

bool closesFence(std::string_view line, const Fence& fence) {
    const auto text = trimmed(line);
    return text.size() >= fence.length && text.find_first_not_of(fence.mark) == std::string_view::npos;
}

bool isCellTag(const std::string& tag) {
    return tag == "repl" || tag == "python" || tag == "py";
}

} // namespace

ParsedReply parseReply(std::string_view reply, bool cut) {
    struct Block {
        std::string tag, code;
        bool closed = false;
    };
    std::vector<Block> blocks;
    std::optional<Fence> open;
    while (!reply.empty()) {
        const auto end = reply.find('\n');
        std::string_view line = reply.substr(0, end);
        reply.remove_prefix(end == std::string_view::npos ? reply.size() : end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!open) {
            open = openingFence(line);
            if (open) blocks.push_back({open->tag, {}, false});
        } else if (closesFence(line, *open)) {
            blocks.back().closed = true;
            open.reset();
        } else {
            // Code inside an indented fence is indented with it.
            std::size_t strip = 0;
            while (strip < open->indent && strip < line.size() && line[strip] == ' ') ++strip;
            blocks.back().code.append(line.substr(strip)).append("\n");
        }
    }
    const bool tagged = std::any_of(blocks.begin(), blocks.end(), [](const Block& b) { return isCellTag(b.tag); });
    ParsedReply parsed;
    for (Block& block : blocks) {
        const bool wanted = tagged ? isCellTag(block.tag) : block.tag.empty() && looksLikePython(block.code);
        if (!wanted || trimmed(block.code).empty()) continue;
        parsed.unclosed = parsed.unclosed || !block.closed;
        if (block.closed || !cut) parsed.cells.push_back(std::move(block.code));
    }
    return parsed;
}

} // namespace rlmscope
