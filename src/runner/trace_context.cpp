#include "runner/trace_context.h"

namespace rlmscope {
namespace {

constexpr std::uint64_t MaxBytes = 4ULL << 30; // as ContextRequest::maxBytes

Result<Context> assemble(const std::string& shape, std::vector<std::pair<std::string, std::string>> texts, std::string name) {
    if (shape == "dict") return Context::ofDict(std::move(texts), std::move(name));
    if (shape == "list") {
        std::vector<std::string> items;
        for (auto& [path, text] : texts) items.push_back(std::move(text));
        return Context::ofList(std::move(items), std::move(name));
    }
    std::string text = texts.empty() ? std::string() : std::move(texts.front().second);
    if (shape == "text") return Context::ofText(std::move(text), std::move(name));
    ContextRequest request;
    request.sources.push_back(ContextSource::ofText(std::move(text), std::move(name)));
    request.format = shape == "jsonl" ? ContextFormat::JsonLines : ContextFormat::Json;
    return loadContext(request, {});
}

} // namespace

Result<Context> contextOfTrace(TraceReader& reader, const ContextInfo& info) {
    std::uint64_t bytes = 0;
    std::vector<std::pair<std::string, std::string>> texts;
    for (const auto& document : info.documents) {
        bytes += document.text.size;
        if (bytes > MaxBytes) return makeError(ErrorKind::Corrupt, "The context of this trace is larger than 4 GB.");
        auto text = reader.load(document.text, MaxBytes);
        if (!text)
            return makeError(text.error().kind, "The context of this run is not in its trace: " + text.error().message,
                             "Add its files again.");
        texts.emplace_back(document.path, std::move(*text));
    }
    return assemble(info.shape, std::move(texts), info.source);
}

Result<Context> contextOfTrace(const std::filesystem::path& trace, const std::string& runId) {
    const auto run = RunId::parse(runId);
    if (!run) return makeError(ErrorKind::Usage, "\"" + runId + "\" is not the id of a run.");
    auto reader = TraceReader::open(trace);
    if (!reader) return reader.error();
    std::optional<ContextInfo> info;
    const auto read = (*reader)->forEachEvent(*run, 1, [&](const Event& event) {
        if (const auto* started = std::get_if<RunStarted>(&event.body)) info = started->context;
        return !info;
    });
    if (!read) return read.error();
    if (!info) return makeError(ErrorKind::Corrupt, trace.filename().string() + " does not say what the context of the run was.");
    return contextOfTrace(**reader, *info);
}

} // namespace rlmscope
