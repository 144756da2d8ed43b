#include "context/context.h"

#include "base/text.h"
#include "context/json_reader.h"

#include <algorithm>

namespace rlmscope {
namespace {

Document made(std::string path, SharedText text) {
    Document document;
    document.path = isValidUtf8(path) ? std::move(path) : toValidUtf8(path);
    document.sourceBytes = text.size();
    document.text = std::move(text);
    document.stats = textStats(document.text);
    document.encoding = "UTF-8";
    return document;
}

Document made(std::string path, std::string text) {
    const auto bytes = text.size();
    Document document = made(std::move(path), SharedText(std::move(text)));
    document.sourceBytes = bytes; // before invalid ones were replaced
    return document;
}

void total(Context& context) {
    context.totals = {};
    for (const auto& document : context.documents) context.totals += document.stats;
}

} // namespace

std::int64_t Context::estimatedTokens() const {
    return estimateTokens(totals.bytes);
}

Context Context::ofText(std::string text, std::string name) {
    Context context;
    context.documents.push_back(made(name, std::move(text)));
    context.name = std::move(name);
    total(context);
    return context;
}

Context Context::ofList(std::vector<std::string> texts, std::string name) {
    Context context;
    context.shape = Shape::List;
    context.pythonType = "list";
    context.name = std::move(name);
    context.items = texts.size();
    for (auto& text : texts) context.documents.push_back(made({}, std::move(text)));
    total(context);
    return context;
}

Context Context::ofDict(std::vector<std::pair<std::string, std::string>> texts, std::string name) {
    Context context;
    context.shape = Shape::Dict;
    context.pythonType = "dict";
    context.name = std::move(name);
    context.items = texts.size();
    for (auto& [path, text] : texts) context.documents.push_back(made(std::move(path), std::move(text)));
    total(context);
    return context;
}

Context Context::ofTexts(Shape shape, std::vector<std::pair<std::string, SharedText>> texts, std::string name) {
    Context context;
    context.shape = shape;
    context.pythonType = shape == Shape::List ? "list" : shape == Shape::Dict ? "dict" : "str";
    context.name = std::move(name);
    context.items = shape == Shape::Text ? 1 : texts.size();
    for (auto& [path, text] : texts) context.documents.push_back(made(std::move(path), std::move(text)));
    total(context);
    return context;
}

Result<Context> Context::ofJson(std::string json, std::string name) {
    auto document = made(name, std::move(json));
    auto reading = readJson(document.text, name.empty() ? "the context" : name, {});
    if (!reading.ok()) return reading.error();
    Context context;
    context.shape = reading->shape;
    context.pythonType = reading->pythonType;
    context.items = reading->items;
    context.name = std::move(name);
    context.report.notes = std::move(reading->notes);
    context.documents = std::move(reading->documents);
    if (context.documents.empty()) context.documents.push_back(std::move(document));
    total(context);
    return context;
}

ContextSource ContextSource::ofPath(std::string path) {
    ContextSource source;
    source.path = std::move(path);
    return source;
}

ContextSource ContextSource::ofStream(int fd, std::string name) {
    ContextSource source;
    source.kind = Kind::Stream;
    source.fd = fd;
    source.name = std::move(name);
    return source;
}

ContextSource ContextSource::ofText(std::string text, std::string name) {
    ContextSource source;
    source.kind = Kind::Text;
    source.text = std::move(text);
    source.name = std::move(name);
    return source;
}

} // namespace rlmscope
