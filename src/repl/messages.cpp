#include "repl/messages.h"
#include "base/json.h"
#include "repl/process.h"

#include "base/ids.h"
#include "base/text.h"
#include "context/context.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstring>
#include <map>

namespace rlmscope::repl {
namespace {

using nlohmann::json;
using Parts = std::vector<std::string_view>;

constexpr int JsonDepth = 500;        // of answers and contexts: code behind us may recurse over them
constexpr int HeaderDepth = 8;
constexpr std::size_t MaxVariables = 5000;
constexpr std::size_t MaxLabel = 4096; // bytes of names, types and previews
constexpr std::size_t MaxTools = 1000, MaxPage = 1000, MaxColumns = 200;
constexpr std::uint64_t MaxCell = 1'000'000'000;

Error lie(std::string what) {
    return makeError(ErrorKind::Worker, "the worker broke its protocol: " + std::move(what));
}

std::string clean(std::string_view bytes) {
    return isValidUtf8(bytes) ? std::string(bytes) : toValidUtf8(bytes);
}

std::string label(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::uint64_t count(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

/// Empty when it is not there, or no array.
const json& array(const json& object, const char* key) {
    static const json Empty = json::array();
    const auto found = object.find(key);
    return found != object.end() && found->is_array() ? *found : Empty;
}

/// The first bytes of a text.
std::string head(const json& text, std::size_t most = MaxLabel) {
    return clean(std::string_view(text.get_ref<const std::string&>()).substr(0, most));
}

bool flag(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

/// Before anything is built from it: a header of millions of brackets would take fifty times its size.
bool nestedWithin(std::string_view text, int depth) {
    int level = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            if (c == '\\') ++i;
            else if (c == '"') inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '[' || c == '{') {
            if (++level > depth) return false;
        } else if (c == ']' || c == '}') {
            --level;
        }
    }
    return true;
}

/// The texts of a call: in the frame, or in a memory file.
class CallTexts {
public:
    explicit CallTexts(Parts parts) : m_parts(std::move(parts)) {}

    std::size_t size() const { return m_parts.size(); }
    std::string_view view(std::size_t i) const { return m_parts[i]; }
    std::string string(std::size_t i) const {
        const auto found = m_shared.find(i);
        return found == m_shared.end() ? clean(m_parts[i]) : found->second.string();
    }
    SharedText shared(std::size_t i) const {
        const auto found = m_shared.find(i);
        return found == m_shared.end() ? SharedText(std::string(m_parts[i])) : found->second;
    }
    bool inFile(std::size_t i) const { return m_shared.contains(i); }
    void put(std::size_t i, SharedText text) {
        m_parts[i] = text.view();
        m_shared[i] = std::move(text);
    }

private:
    Parts m_parts;
    std::map<std::size_t, SharedText> m_shared;
};

/// Takes the texts of one context argument from the parts.
Result<std::shared_ptr<const Context>> contextArgument(const json& item, const CallTexts& texts, std::size_t& at) {
    const std::string shape = label(item, "shape");
    const std::uint64_t n = count(item, "parts");
    if (n > texts.size() - at) return lie("a context with too few texts");
    const std::size_t first = at;
    std::vector<std::pair<std::string, SharedText>> documents;
    std::shared_ptr<const Context> context;
    if (shape == "text" && n == 1) {
        documents.emplace_back(std::string(), texts.shared(first));
        context = std::make_shared<Context>(Context::ofTexts(Context::Shape::Text, std::move(documents)));
    } else if (shape == "list") {
        for (std::size_t i = 0; i < n; ++i) documents.emplace_back(std::string(), texts.shared(first + i));
        context = std::make_shared<Context>(Context::ofTexts(Context::Shape::List, std::move(documents)));
    } else if (shape == "dict" && n % 2 == 0) {
        for (std::size_t i = first; i + 1 < first + n; i += 2) documents.emplace_back(texts.string(i), texts.shared(i + 1));
        context = std::make_shared<Context>(Context::ofTexts(Context::Shape::Dict, std::move(documents)));
    } else if (shape == "json" && n == 1) {
        if (!isShallowJson(texts.view(first), JsonDepth)) return lie("a context that is not JSON");
        auto made = Context::ofJson(texts.string(first));
        if (!made) return lie("a context that is not JSON");
        context = std::make_shared<Context>(*std::move(made));
    } else {
        return lie("a context of an unknown shape");
    }
    at = first + n;
    return context;
}

Result<HostCallKind> callKind(const json& header) {
    const std::string kind = label(header, "kind");
    if (kind == "llm") return HostCallKind::LlmQuery;
    if (kind == "rlm") return HostCallKind::RlmQuery;
    if (kind == "tool") return HostCallKind::Tool;
    if (kind == "budget") return HostCallKind::Budget;
    return lie("a call of an unknown kind");
}

Result<CallMessage> readCall(const json& header, const CallTexts& texts) {
    CallMessage message;
    message.call = count(header, "call");
    auto& request = message.request;
    const auto kind = callKind(header);
    if (!kind) return kind.error();
    if (message.call == 0) return lie("a call without a number");
    request.kind = *kind;
    request.batched = flag(header, "batched");
    request.tool = label(header, "tool").substr(0, MaxLabel);
    if (request.kind == HostCallKind::Tool &&
        (request.batched || request.tool.empty() || texts.size() != 1 || !isShallowJson(texts.view(0), JsonDepth)))
        return lie("a strange call of a tool");
    if (request.kind == HostCallKind::Budget && (request.batched || texts.size() != 1 || !texts.view(0).empty()))
        return lie("a strange call of budget()");
    if (const auto model = header.find("model"); model != header.end()) {
        if (!model->is_string()) return lie("a call with a strange model");
        request.model = model->get<std::string>();
    }
    std::size_t at = 0;
    if (request.kind != HostCallKind::RlmQuery) {
        request.items.reserve(texts.size());
        for (; at < texts.size(); ++at) request.items.push_back({texts.string(at), nullptr});
    } else {
        const auto items = header.find("items");
        if (items == header.end() || !items->is_array()) return lie("a call without items");
        for (const auto& item : *items) {
            if (at >= texts.size()) return lie("a call with too few texts");
            HostCall::Item made{texts.string(at), nullptr};
            if (!item.is_object() && texts.inFile(at))
                made.promptContext = std::make_shared<Context>(
                    Context::ofTexts(Context::Shape::Text, {{"prompt", texts.shared(at)}}, "prompt"));
            ++at;
            if (item.is_object()) {
                auto context = contextArgument(item, texts, at);
                if (!context) return context.error();
                made.context = *std::move(context);
            }
            request.items.push_back(std::move(made));
        }
    }
    if (at != texts.size() || request.items.empty() || (!request.batched && request.items.size() != 1))
        return lie("a call with the wrong number of texts");
    return message;
}

/// What can be said about a call before its file is read. How many answers it wants must be right: they may be errors.
Result<WorkerMessage> bigCallMessage(const json& header, const Parts& parts, const Frame& frame) {
    BigCallMessage message{count(header, "call"), count(header, "file"), parts.size(), HostCallKind::LlmQuery, {}};
    const auto kind = callKind(header);
    if (!kind) return kind.error();
    if (message.call == 0 || message.file == 0) return lie("a call without a number");
    message.kind = *kind;
    if (message.kind == HostCallKind::RlmQuery) {
        const auto items = header.find("items");
        if (items == header.end() || !items->is_array() || items->size() > parts.size()) return lie("a call without items");
        message.items = items->size();
    }
    if (message.items == 0 || (!flag(header, "batched") && message.items != 1)) return lie("a call with the wrong number of texts");
    message.frame = frame;
    return WorkerMessage(std::move(message));
}

Result<WorkerMessage> sandboxMessage(const json& header) {
    SandboxMessage message;
    const auto level = sandboxLevelFromString(label(header, "level"));
    if (!level) return lie("an unknown sandbox level");
    message.sandbox.level = *level;
    message.filtered = flag(header, "filtered");
    message.supervised = flag(header, "supervised");
    if (const auto missing = header.find("missing"); missing != header.end() && missing->is_array())
        for (const auto& one : *missing)
            if (one.is_string()) message.sandbox.missing.push_back(clean(one.get_ref<const std::string&>().substr(0, MaxLabel)));
    return WorkerMessage(std::move(message));
}

Result<WorkerMessage> callMessage(const json& header, Parts parts, const Frame& frame) {
    if (header.contains("file")) return bigCallMessage(header, parts, frame);
    auto message = readCall(header, CallTexts(std::move(parts)));
    if (!message) return message.error();
    return WorkerMessage(*std::move(message));
}

/// [[part, offset, length], ...] of the texts in the file, in the order of the parts, which are empty in the frame.
bool readBig(const json& header, const Parts& parts, std::vector<std::size_t>& indices, std::vector<SharedText::Range>& ranges) {
    const auto big = header.find("big");
    if (big == header.end() || !big->is_array() || big->empty()) return false;
    for (const auto& row : *big) {
        if (!row.is_array() || row.size() != 3) return false;
        for (const auto& number : row)
            if (!number.is_number_unsigned()) return false;
        const auto index = row[0].get<std::uint64_t>();
        if (index >= parts.size() || !parts[index].empty() || (!indices.empty() && index <= indices.back())) return false;
        indices.push_back(index);
        ranges.push_back({row[1].get<std::uint64_t>(), row[2].get<std::uint64_t>()});
    }
    return true;
}

Result<WorkerMessage> doneMessage(const json& header, const Parts& parts) {
    DoneMessage message;
    message.cell = count(header, "cell");
    message.status = label(header, "status");
    if (message.status != "ok" && message.status != "raised" && message.status != "interrupted")
        return lie("a cell that ended in an unknown way");
    message.interrupted = flag(header, "interrupted");
    message.exception = label(header, "exception").substr(0, MaxLabel);
    message.exception = clean(message.exception);
    message.message = clean(label(header, "message").substr(0, 4 * MaxLabel));
    const bool final = flag(header, "final");
    if (parts.size() != (final ? 3u : 1u)) return lie("the end of a cell with missing texts");
    message.traceback = clean(parts[0]);
    if (final) {
        message.final.emplace();
        message.final->text = clean(parts[2]);
        // Deeper values than a person reads, or JSON of a worker that lies: the text is the answer.
        message.final->json = isShallowJson(parts[1], JsonDepth)
                                  ? clean(parts[1])
                                  : dumpJson(json(message.final->text));
    }
    for (const auto& name : array(header, "imported"))
        if (name.is_string() && message.imported.size() < 64) message.imported.push_back(head(name, 64));
    const auto rows = header.find("variables");
    if (rows == header.end()) return WorkerMessage(std::move(message));
    if (!rows->is_array() || rows->size() > MaxVariables) return lie("a strange list of variables");
    for (const auto& row : *rows) {
        if (!row.is_array() || row.size() != 7 || !row[0].is_string() || !row[1].is_string() ||
            !row[2].is_number_integer() || !row[3].is_string() || !row[4].is_boolean() || !row[5].is_string() ||
            !row[6].is_number_unsigned() || row[6].get<std::uint64_t>() > MaxCell)
            return lie("a strange variable");
        message.variables.push_back({head(row[0]), head(row[1]), row[2].get<std::int64_t>(), head(row[3]),
                                     row[4].get<bool>(), head(row[5]), static_cast<int>(row[6].get<std::uint64_t>())});
    }
    return WorkerMessage(std::move(message));
}

Result<WorkerMessage> readyMessage(const json& header) {
    ReadyMessage message{clean(label(header, "python").substr(0, MaxLabel)), clean(label(header, "copied").substr(0, MaxLabel)), {}};
    for (const auto& tool : array(header, "tools")) {
        if (!tool.is_object() || label(tool, "name").empty() || message.tools.size() == MaxTools)
            return lie("a strange tool");
        message.tools.push_back({head(tool["name"]), clean(label(tool, "signature").substr(0, MaxLabel)),
                                 clean(label(tool, "doc").substr(0, 20 * MaxLabel))});
    }
    return WorkerMessage(std::move(message));
}

std::optional<ValuePage::Form> formOf(const std::string& name) {
    if (name == "text") return ValuePage::Form::Text;
    if (name == "items") return ValuePage::Form::Items;
    if (name == "table") return ValuePage::Form::Table;
    if (name == "other") return ValuePage::Form::Other;
    return std::nullopt;
}

std::int64_t integer(const json& object, const char* key, std::int64_t fallback) {
    const auto found = object.find(key);
    return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : fallback;
}

Result<WorkerMessage> valueMessage(const json& header, const Parts& parts) {
    ValueMessage message;
    if (const auto error = header.find("error"); error != header.end()) {
        if (!error->is_object()) return lie("a strange error");
        const auto kind = errorKindFromString(label(*error, "kind"));
        message.page = makeError(kind == ErrorKind::Cancelled || kind == ErrorKind::Unsupported ? *kind : ErrorKind::Code,
                                 clean(label(*error, "message").substr(0, 4 * MaxLabel)));
        return WorkerMessage(std::move(message));
    }
    ValuePage page;
    const auto form = formOf(label(header, "form"));
    if (!form || parts.size() != 2) return lie("a strange value");
    page.form = *form;
    page.type = clean(label(header, "type").substr(0, MaxLabel));
    page.shape = clean(label(header, "shape").substr(0, MaxLabel));
    page.size = integer(header, "size", -1);
    page.first = integer(header, "first", 0);
    page.text = clean(parts[0]);
    page.output = clean(parts[1]);
    for (const auto& item : array(header, "items")) {
        if (!item.is_array() || item.size() != 4 || !item[0].is_string() || !item[1].is_string() ||
            !item[2].is_string() || !item[3].is_number_integer())
            return lie("a strange item");
        page.items.push_back({head(item[0]), head(item[1]), head(item[2]), item[3].get<std::int64_t>()});
    }
    for (const auto& name : array(header, "columns")) {
        if (!name.is_string()) return lie("a strange column");
        page.columns.push_back(head(name));
    }
    page.columnsTotal = integer(header, "columnsTotal", 0);
    for (const auto& row : array(header, "rows")) {
        if (!row.is_array() || row.size() != page.columns.size() + 1) return lie("a strange row");
        auto& texts = page.rows.emplace_back();
        for (const auto& cell : row) {
            if (!cell.is_string()) return lie("a strange row");
            texts.push_back(head(cell));
        }
    }
    for (const auto& match : array(header, "matches")) {
        if (!match.is_number_integer()) return lie("a strange match");
        page.matches.push_back(match.get<std::int64_t>());
    }
    page.matchesTotal = integer(header, "matchesTotal", -1);
    if (page.items.size() > MaxPage || page.rows.size() > MaxPage || page.columns.size() > MaxColumns ||
        page.matches.size() > MaxPage || page.first < 0)
        return lie("a page that is larger than it may be");
    message.page = std::move(page);
    return WorkerMessage(std::move(message));
}

// ---- start ---------------------------------------------------------------------------------------------------

const char* shapeName(Context::Shape shape) {
    switch (shape) {
    case Context::Shape::Text: return "text";
    case Context::Shape::List: return "list";
    case Context::Shape::Dict: return "dict";
    case Context::Shape::Json: return "json";
    case Context::Shape::JsonLines: return "jsonl";
    }
    return "text";
}

json toolRows(const std::vector<ToolInfo>& tools) {
    json rows = json::array();
    for (const auto& tool : tools)
        rows.push_back({{"name", clean(tool.name)}, {"signature", clean(tool.signature)}, {"doc", clean(tool.doc)}});
    return rows;
}

} // namespace

Result<WorkerMessage> parseWorkerMessage(const Frame& frame) {
    if (!nestedWithin(frame.header, HeaderDepth)) return lie("a header that is not JSON");
    const json header = parseJson(frame.header);
    if (!header.is_object()) return lie("a header that is not JSON");
    Parts parts;
    if (!splitParts(header, frame.body, parts)) return lie("texts that do not fit their frame");
    const std::string op = label(header, "op");
    if (op == "call") return callMessage(header, std::move(parts), frame);
    if (op == "file") return WorkerMessage(FileMessage{count(header, "call"), count(header, "bytes")});
    if (op == "done") return doneMessage(header, parts);
    if (op == "abandon") return WorkerMessage(AbandonMessage{count(header, "call")});
    if (op == "ready") return readyMessage(header);
    if (op == "value") return valueMessage(header, parts);
    if (op == "hello") return WorkerMessage(HelloMessage{});
    if (op == "loaded") return WorkerMessage(LoadedMessage{});
    if (op == "zygote") return WorkerMessage(ZygoteMessage{flag(header, "forks")});
    if (op == "forked") return WorkerMessage(ForkedMessage{clean(label(header, "error").substr(0, MaxLabel))});
    if (op == "sandbox") return sandboxMessage(header);
    if (op == "failed") return WorkerMessage(FailedMessage{label(header, "message").substr(0, MaxLabel)});
    return lie("an unknown message");
}

ZygoteProfile profileOf(const ReplSpec& spec) {
    ZygoteProfile profile;
    // 0 would switch Python's hash randomisation off instead of seeding it.
    profile.hashSeed = static_cast<std::uint32_t>(BlobId::of("hash seed\n" + std::to_string(spec.seed)).low % 4'294'967'295u + 1);
    profile.packages = {"/usr/lib/python3/dist-packages"};
    for (const auto& folder : spec.packages) profile.packages.push_back(clean(folder));
    return profile;
}

std::string initMessage(const ZygoteProfile& profile, const std::string& without) {
    return encodeFrame({{"op", "init"}, {"hash_seed", profile.hashSeed}, {"packages", profile.packages}, {"preload", profile.preload},
                        {"without", without}});
}

std::string forkMessage(const std::string& scratch) {
    return encodeFrame({{"op", "fork"}, {"scratch", scratch}, {"files", 3}});
}

Result<CallMessage> completeCall(const Frame& frame, UniqueFd file, std::uint64_t bytes) {
    const json header = parseJson(frame.header); // it was parsed before
    Parts parts;
    if (!header.is_object() || !splitParts(header, frame.body, parts)) return lie("texts that do not fit their frame");
    std::vector<std::size_t> indices;
    std::vector<SharedText::Range> ranges;
    if (!readBig(header, parts, indices, ranges)) return lie("a strange table of big texts");
    auto adopted = SharedText::adopt(std::exchange(file, UniqueFd()).release(), bytes, ranges);
    if (!adopted) return adopted.error().kind == ErrorKind::BadInput ? lie(adopted.error().message) : adopted.error();
    CallTexts texts(std::move(parts));
    for (std::size_t i = 0; i < indices.size(); ++i) texts.put(indices[i], (*adopted)[i]);
    return readCall(header, texts);
}

std::string fileMessage(std::uint64_t call, const std::string& error) {
    if (error.empty()) return encodeFrame({{"op", "answer"}, {"call", call}, {"files", 1}});
    return encodeFrame({{"op", "answer"}, {"call", call}, {"failed", {{"0", "io"}}}}, {error});
}

/// The header with the context behind it.
static Result<StartMessage> withContext(json header, std::shared_ptr<const ContextImage> image, bool map) {
    // What is mapped costs nothing; what is decoded costs every worker its own copy.
    const std::uint64_t needed = image->workerBytes() + (map ? 0 : image->sharedBytes()), available = machineMemory().available;
    if (available > 0 && needed > available)
        return makeError(ErrorKind::BadInput,
                         "the context needs " + memoryText(static_cast<std::int64_t>(needed)) + " of memory in Python, but only " +
                             memoryText(static_cast<std::int64_t>(available)) + " are free",
                         "Load less, or close other programs.");
    if (image->table().size() + image->names().size() + image->inlined().size() + (1u << 20) > FrameCap)
        return makeError(ErrorKind::BadInput, "the context has too many documents", "Load fewer files at once.");
    const Context& context = image->context();
    header["shape"] = context.documents.empty() ? "text" : shapeName(context.shape);
    header["map"] = map;
    header["files"] = image->files().size();
    StartMessage message;
    message.bytes = encodeFrame(std::move(header), {image->table(), image->names(), image->inlined()});
    message.files = image->files();
    message.image = std::move(image);
    return message;
}

Result<StartMessage> loadMessage(std::shared_ptr<const ContextImage> image, bool map) {
    return withContext({{"op", "load"}}, std::move(image), map);
}

Result<StartMessage> startMessage(const ReplSpec& spec, const std::string& family, const std::string& scratch,
                                  std::shared_ptr<const ContextImage> image, bool map) {
    const BlobId seeds = BlobId::of(std::to_string(spec.seed) + "\n" + spec.framePath);
    json header{
        {"op", "start"},
        {"random_seed", seeds.high},
        {"protocol", std::string(spec.protocol == FinalProtocol::Answer ? "answer"
                                 : spec.protocol == FinalProtocol::Final ? "final"
                                                                         : "submit")},
        {"llm", spec.llmQuery},
        {"rlm", spec.rlmQuery},
        {"memory", spec.memory},
        {"memory_text", memoryText(spec.memory)},
        {"scratch", scratch},
        {"family", family},
        {"tools", clean(spec.toolsSource)},
        {"trusted_tools", toolRows(spec.trustedTools)},
    };
    if (image) return withContext(std::move(header), std::move(image), map);
    StartMessage message;
    message.bytes = encodeFrame(std::move(header));
    return message;
}

std::string cellMessage(std::uint64_t cell, int number, const std::string& code) {
    const std::string text = clean(code);
    return encodeFrame({{"op", "cell"}, {"cell", cell}, {"number", number}}, {text});
}

std::string readMessage(const ValueRequest& request, bool plain) {
    return encodeFrame({{"op", "read"}, {"expression", clean(request.expression)}, {"first", request.first},
                        {"count", request.count}, {"search", clean(request.search)}, {"seconds", request.seconds},
                        {"plain", plain}});
}

std::string answerMessage(std::uint64_t call, const std::vector<Result<std::string>>& answers) {
    json failed = json::object();
    std::vector<std::string> texts;
    texts.reserve(answers.size());
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (answers[i].ok()) {
            texts.push_back(clean(*answers[i]));
        } else {
            failed[std::to_string(i)] = std::string(toString(answers[i].error().kind));
            texts.push_back(clean(answers[i].error().text()));
        }
    }
    std::uint64_t total = 0;
    for (const auto& text : texts) total += text.size();
    if (total + HeaderCap > FrameCap) { // more than any model has ever answered
        for (std::size_t i = 0; i < texts.size(); ++i) failed[std::to_string(i)] = "internal";
        texts.assign(texts.size(), "the answers of this call are longer than 1 GB together");
    }
    json header{{"op", "answer"}, {"call", call}};
    if (!failed.empty()) header["failed"] = std::move(failed);
    return encodeFrame(std::move(header), Parts(texts.begin(), texts.end()));
}

std::string memoryText(std::int64_t bytes) {
    const bool giga = bytes >= 1'000'000'000;
    char text[40];
    std::snprintf(text, sizeof text, "%.3g %s", static_cast<double>(bytes) / (giga ? 1e9 : 1e6), giga ? "GB" : "MB");
    return text;
}

bool isShallowJson(std::string_view text, int depth) { return nestedWithin(text, depth) && json::accept(text); }

} // namespace rlmscope::repl
