#include "engine/prompts.h"

#include "base/resources.h"
#include "base/text.h"
#include "context/context.h"

#include <algorithm>

namespace rlmscope {
namespace {

constexpr std::size_t ListedDocuments = 20;
constexpr std::size_t ListedPath = 200; ///< code points of a path or key that are shown

std::string headingOf(const Document& document, std::size_t index) {
    return "=== " + (document.path.empty() ? "document " + std::to_string(index + 1) : document.path) + " ===\n";
}

} // namespace

std::string fillPrompt(std::string_view text, const PromptValues& values) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto brace = text.find('{');
        out += text.substr(0, brace);
        if (brace == std::string_view::npos) break;
        text.remove_prefix(brace);
        const auto close = text.find('}');
        const auto name = close == std::string_view::npos ? std::string_view() : text.substr(1, close - 1);
        const auto value = std::find_if(values.begin(), values.end(), [&](const auto& v) { return v.first == name; });
        if (close != std::string_view::npos && value != values.end()) {
            out += value->second;
            text.remove_prefix(close + 1);
        } else {
            out += '{';
            text.remove_prefix(1);
        }
    }
    return out;
}

std::string_view withoutLastNewline(std::string_view text) {
    if (text.ends_with('\n')) text.remove_suffix(1);
    return text;
}

std::string_view promptText(const RunSpec& spec, std::string_view name) {
    if (const auto edited = spec.prompts.find(std::string(name)); edited != spec.prompts.end()) return edited->second;
    return withoutLastNewline(embeddedResource("prompts/" + std::string(name) + ".md").value_or(""));
}

std::string withThousands(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), 1, ',');
    return digits;
}

std::string contextMetadata(const Context& context) {
    std::string text = describe(context).sentence();
    if (!text.ends_with('.')) text += '.';
    if (context.shape != Context::Shape::List && context.shape != Context::Shape::Dict) return text;
    const std::size_t shown = std::min(context.documents.size(), ListedDocuments);
    for (std::size_t i = 0; i < shown; ++i) {
        const Document& document = context.documents[i];
        text += "\n- " + (document.path.empty() ? "[" + std::to_string(i) + "]" : oneLine(document.path, ListedPath));
        text += ": " + withThousands(document.stats.chars) + " characters";
    }
    if (shown < context.documents.size())
        text += "\n- ... and " + withThousands(context.documents.size() - shown) + " more";
    return text;
}

std::string contextText(const Context& context) {
    if (context.documents.size() == 1 && context.documents.front().path.empty())
        return context.documents.front().text.string();
    std::string text;
    text.reserve(contextTextBytes(context));
    for (std::size_t i = 0; i < context.documents.size(); ++i) {
        const Document& document = context.documents[i];
        if (i > 0) text += '\n';
        text += headingOf(document, i);
        text += document.text.view();
        if (!text.ends_with('\n')) text += '\n';
    }
    return text;
}

std::uint64_t contextTextBytes(const Context& context) {
    std::uint64_t bytes = 0;
    for (const Document& document : context.documents) bytes += document.text.size() + document.path.size() + 24;
    return bytes;
}

} // namespace rlmscope
