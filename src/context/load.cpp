// From what the user named to a context: plan all sources, read all items, shape the result.
#include "context/context.h"
#include "context/file_names.h"
#include "context/json_reader.h"
#include "context/load_job.h"

#include <algorithm>
#include <array>
#include <set>

namespace rlmscope {
namespace {

// The first that accepts takes the source. PDF, archives and addresses get their own line and their own file.
constexpr std::array<const SourceType*, 4> SourceTypes{&PastedSource, &StreamSource, &FolderSource, &FileSource};

const SourceType& typeOf(const ContextSource& source) {
    for (const auto* type : SourceTypes)
        if (type->accepts(source)) return *type;
    return FileSource;
}

bool isPath(const ContextSource& source) {
    return source.kind == ContextSource::Kind::Path;
}

// What stands before the names of a source's documents, so that they are relative to the deepest common folder.
std::string prefixOf(const ContextSource& source, const std::vector<ContextSource>& all) {
    if (!isPath(source) || all.size() == 1) return {};
    std::string root;
    for (const auto& other : all) {
        if (!isPath(other)) continue;
        const auto parent = parentOf(absolutePath(other.path));
        root = root.empty() ? parent : commonFolder(root, parent);
    }
    const auto path = absolutePath(source.path);
    const auto folder = &typeOf(source) == &FolderSource ? path : parentOf(path);
    if (folder == root || folder == "/") return {};
    return escapedName(folder.substr(root == "/" ? 1 : root.size() + 1)) + "/";
}

std::string nameOf(const ContextRequest& request) {
    if (request.sources.size() != 1) return std::to_string(request.sources.size()) + " sources";
    const auto& source = request.sources.front();
    return isPath(source) ? escapedName(baseName(absolutePath(source.path))) : source.name;
}

Result<std::vector<LoadItem>> planAll(LoadJob& job) {
    std::vector<LoadItem> items;
    const auto& sources = job.request.sources;
    for (const auto& source : sources) {
        auto planned = typeOf(source).plan(job, source, prefixOf(source, sources));
        if (!planned.ok()) return planned.error();
        for (auto& item : *planned) items.push_back(std::move(item));
        if (items.size() > job.request.maxDocuments)
            return makeError(ErrorKind::BadInput,
                             "The context has more than " + std::to_string(job.request.maxDocuments) + " documents.",
                             "Load a part of it.");
    }
    return items;
}

// Names are keys of a dict. A file named twice is one document; pasted text and streams get a number.
void makeUnique(LoadJob& job, std::vector<LoadItem>& items) {
    std::set<std::string> names;
    std::vector<LoadItem> unique;
    unique.reserve(items.size());
    std::stable_partition(items.begin(), items.end(), [](const LoadItem& item) { return item.isFile; });
    for (auto& item : items) {
        if (!names.insert(item.name).second) {
            if (item.isFile) {
                job.dismiss(item.bytes);
                job.report.notes.push_back(item.name + " was named more than once");
                continue;
            }
            const auto first = item.name;
            for (int n = 2; !names.insert(item.name).second; ++n) item.name = first + " (" + std::to_string(n) + ")";
        }
        unique.push_back(std::move(item));
    }
    std::sort(unique.begin(), unique.end(), [](const LoadItem& a, const LoadItem& b) { return a.name < b.name; });
    items = std::move(unique);
}

ContextFormat formatOf(const ContextRequest& request) {
    if (request.format != ContextFormat::Auto) return request.format;
    const auto& source = request.sources.front();
    if (!isPath(source)) return ContextFormat::Text;
    auto name = baseName(source.path);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const auto endsWith = [&name](std::string_view end) {
        return name.size() > end.size() && name.compare(name.size() - end.size(), end.size(), end) == 0;
    };
    if (endsWith(".json")) return ContextFormat::Json;
    if (endsWith(".jsonl") || endsWith(".ndjson")) return ContextFormat::JsonLines;
    return ContextFormat::Text;
}

// One document that may be JSON.
Status shapeSingle(LoadJob& job, Context& context) {
    const auto format = formatOf(job.request);
    auto& document = context.documents.front();
    if (format == ContextFormat::Text || document.text.empty()) return {};
    auto reading = format == ContextFormat::Json ? readJson(document.text, document.path, job.cancel)
                                                 : readJsonLines(document.text, document.path, job.cancel);
    if (!reading.ok()) return reading.error();
    if (reading->items == 0 || reading->pythonType == "NoneType")
        return makeError(ErrorKind::BadInput, document.path + " is valid JSON, but there is nothing in it.");
    context.shape = reading->shape;
    context.pythonType = reading->pythonType;
    context.items = reading->items;
    auto& notes = context.report.notes;
    notes.insert(notes.end(), reading->notes.begin(), reading->notes.end());
    if (reading->documents.empty()) return {};
    for (auto& part : reading->documents) {
        part.encoding = document.encoding;
        part.encodingGuessed = document.encodingGuessed;
    }
    context.documents = std::move(reading->documents);
    return {};
}

Status refuseEmpty(const Context& context) {
    if (context.totals.bytes > 0) return {};
    const auto found = context.report.summary();
    if (context.documents.empty())
        return makeError(ErrorKind::BadInput, "There is no text in " + context.name + ": " +
                                                  (found.empty() ? "it has no files" : found) + ".",
                         context.report.hidden + context.report.ignored > 0
                             ? "Hidden and ignored files can be included by an option, or named one by one."
                             : "");
    return makeError(ErrorKind::BadInput, context.name + (context.shape == Context::Shape::Text
                                                              ? " is empty."
                                                              : " holds only empty texts."));
}

Result<Context> load(LoadJob& job) {
    auto items = planAll(job);
    if (!items.ok()) return items.error();
    const auto& sources = job.request.sources;
    const bool single = sources.size() == 1 && &typeOf(sources.front()) != &FolderSource;
    if (!single) makeUnique(job, *items);
    Context context;
    context.name = nameOf(job.request);
    for (auto& item : *items) {
        if (job.cancel.cancelled()) return cancelledError();
        auto document = item.read(job);
        if (!document.ok()) return document.error();
        if (*document) {
            (*document)->path = item.name;
            context.documents.push_back(std::move(**document));
        }
        item.read = nullptr; // lets go of what it holds
    }
    context.report = std::move(job.report);
    if (single) {
        if (const auto status = shapeSingle(job, context); !status.ok()) return status.error();
    } else {
        context.shape = Context::Shape::Dict;
        context.pythonType = "dict";
        context.items = context.documents.size();
    }
    for (const auto& document : context.documents) context.totals += document.stats;
    if (const auto status = refuseEmpty(context); !status.ok()) return status.error();
    job.finish();
    return context;
}

} // namespace

Result<Context> loadContext(const ContextRequest& request, const CancelToken& cancel, const ProgressFn& progress) {
    if (request.sources.empty())
        return makeError(ErrorKind::Usage, "No context was named.", "Name a file, a folder, or - for stdin.");
    LoadJob job(request, cancel, progress);
    return load(job);
}

} // namespace rlmscope
