// The inspector's questions to a RunDocument: texts of one node, read from the trace on demand.
#include "base/json.h"
#include "base/text.h"
#include "itemmodels/run_document.h"
#include "itemmodels/utf8.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace rlmscope {
namespace {

const std::string* textOf(const nlohmann::json& object, const char* name) {
    const auto found = object.is_object() ? object.find(name) : object.end();
    return object.is_object() && found != object.end() && found->is_string() ? found->get_ptr<const std::string*>() : nullptr;
}

QString shortened(std::string_view text, std::size_t most = 200) { return fromUtf8(oneLine(toValidUtf8(text), most)); }

// The REPL starts on first use, so its level comes in an event of its own. A foreign trace may hold anything there.
void readReplStarted(const JsonText& data, NodeDetails& d) {
    const auto json = parseJson(data);
    if (const auto* text = textOf(json, "sandbox")) {
        const auto colon = text->find(": ");
        d.sandbox = shortened(text->substr(0, colon));
        d.sandboxMissing = colon == std::string::npos ? QString() : shortened(text->substr(colon + 2), 400);
    }
    d.tools.clear();
    const auto tools = json.is_object() ? json.find("tools") : json.end();
    if (!json.is_object() || tools == json.end() || !tools->is_array()) return;
    for (const auto& name : *tools)
        if (name.is_string() && d.tools.size() < 200) d.tools << shortened(name.get_ref<const std::string&>(), 80);
}

/// {"args": ["a", 1], "kwargs": {"b": 2}} as it would be typed: "a", 1, b=2.
QString argumentsOf(std::string_view text) {
    const auto json = parseJson(text);
    const auto dump = [](const nlohmann::json& value) {
        // Deep values are not ours to walk through: dump() recurses.
        return value.is_structured() && value.size() > 100 ? std::string("…") : dumpJson(value);
    };
    std::string typed;
    if (json.is_object() && text.size() < 4'000) {
        if (const auto args = json.find("args"); args != json.end() && args->is_array())
            for (const auto& value : *args) typed += (typed.empty() ? "" : ", ") + dump(value);
        if (const auto kwargs = json.find("kwargs"); kwargs != json.end() && kwargs->is_object())
            for (const auto& [name, value] : kwargs->items()) typed += (typed.empty() ? "" : ", ") + name + "=" + dump(value);
    } else {
        typed = text;
    }
    return shortened(typed);
}

void readToolCall(const JsonText& data, NodeDetails& d) {
    if (++d.toolCallCount > NodeDetails::MaxToolCalls) return;
    const auto json = parseJson(data);
    NodeDetails::ToolCall call;
    if (const auto* name = textOf(json, "name")) call.name = shortened(*name, 80);
    if (const auto* arguments = textOf(json, "arguments")) call.arguments = argumentsOf(*arguments);
    if (const auto* result = textOf(json, "result")) call.result = shortened(*result);
    else if (json.is_object() && json.contains("error")) {
        call.failed = true;
        if (const auto* message = textOf(json["error"], "message")) call.result = shortened(*message);
    }
    if (json.is_object() && json.contains("seconds") && json["seconds"].is_number()) call.seconds = json["seconds"].get<double>();
    d.toolCalls.push_back(std::move(call));
}

QString pretty(const Event& event) {
    nlohmann::json json = bodyToJson(event.body, nullptr);
    const nlohmann::json all{{"seq", event.seq}, {"kind", std::string(kindName(event.body))}, {"node", event.node.seq},
                             {"parent", event.parent.seq}, {"segment", event.segment}, {"time_ns", event.time}, {"data", json}};
    return fromUtf8(all.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

} // namespace

TraceReader* RunDocument::reader(QString* error) {
    if (!m_reader) {
        auto opened = TraceReader::open(m_path);
        if (!opened) {
            if (error) *error = fromUtf8(opened.error().text());
            return nullptr;
        }
        m_reader = std::move(*opened);
        // While the writer finishes the file, an open reader would keep it from leaving WAL mode.
        if (finishing()) QMetaObject::invokeMethod(this, [this] { if (finishing()) m_reader.reset(); }, Qt::QueuedConnection);
    }
    return m_reader.get();
}

std::optional<Event> RunDocument::eventAt(Seq seq) {
    auto* source = seq ? reader() : nullptr;
    if (!source) return {};
    auto event = source->event(m_tree->run(), seq);
    if (!event) return {};
    return std::move(*event);
}

std::vector<Event> RunDocument::eventsOf(NodeIndex node) {
    const auto& n = tree().node(node);
    std::vector<Seq> seqs{n.id.seq};
    if (const auto inner = m_inner.find(n.id.seq); inner != m_inner.end())
        seqs.insert(seqs.end(), inner->second.begin(), inner->second.end());
    if (n.endSeq) seqs.push_back(n.endSeq);
    std::sort(seqs.begin(), seqs.end()); // late output comes after the end
    if (m_moment) std::erase_if(seqs, [this](Seq seq) { return seq > m_moment; });
    // A cell may write many thousand pieces: details() says nothing about them, and shows some of them raw.
    constexpr std::size_t MostInner = 400;
    if (seqs.size() > MostInner) seqs.erase(seqs.begin() + MostInner / 2, seqs.end() - MostInner / 2);
    std::vector<Event> events;
    for (const auto seq : seqs)
        if (auto event = eventAt(seq)) events.push_back(std::move(*event));
    return events;
}

ShownText RunDocument::shown(const Text& text) {
    ShownText out;
    out.bytes = text.size;
    if (text.loaded()) {
        const auto view = text.view();
        out.complete = view.size() <= MaxShownBytes;
        out.text = fromUtf8(view.substr(0, MaxShownBytes));
        return out;
    }
    auto* source = reader(&out.error);
    if (!source) return out;
    auto part = source->loadSlice(text, 0, MaxShownBytes);
    if (!part) {
        out.error = fromUtf8(part.error().text());
        return out;
    }
    out.complete = text.size <= MaxShownBytes;
    out.text = fromUtf8(toValidUtf8(*part));
    return out;
}

NodeDetails RunDocument::details(NodeIndex node) {
    NodeDetails d;
    if (node >= tree().nodes().size()) return d;
    const auto& n = tree().node(node);
    d.index = node;
    d.kind = n.kind;
    d.status = n.status;
    for (auto up = node; up != NoNode; up = tree().node(up).parent) d.path.prepend(up);

    QStringList raw;
    for (const auto& event : eventsOf(node)) {
        if (raw.size() < 200) raw << pretty(event);
        if (const auto* frame = std::get_if<FrameStarted>(&event.body)) {
            d.question = shown(frame->question);
            d.strategy = fromUtf8(frame->strategy);
            d.model = fromUtf8(frame->model);
            d.contextText = fromUtf8(frame->context.source.empty() ? frame->context.shape : frame->context.source);
        } else if (const auto* custom = std::get_if<Custom>(&event.body)) {
            if (custom->kind == "repl_started") readReplStarted(custom->data, d);
            else if (custom->kind == "tool_call") readToolCall(custom->data, d);
        } else if (const auto* frameEnd = std::get_if<FrameEnded>(&event.body)) {
            d.answer = shown(frameEnd->answerText);
            if (frameEnd->error) d.cause = fromUtf8(frameEnd->error->text());
        } else if (const auto* call = std::get_if<ModelCallStarted>(&event.body)) {
            d.model = fromUtf8(call->model);
        } else if (const auto* reply = std::get_if<ModelCallEnded>(&event.body)) {
            if (reply->error) d.cause = fromUtf8(reply->error->text());
        } else if (const auto* cell = std::get_if<CellStarted>(&event.body)) {
            d.code = shown(cell->code);
        } else if (const auto* cellEnd = std::get_if<CellEnded>(&event.body)) {
            if (!cellEnd->traceback.empty()) d.failedLine = failedLine(shown(cellEnd->traceback).text);
            d.pythonSeconds = cellEnd->pythonSeconds;
            d.cause = fromUtf8(cellEnd->cause);
        }
    }
    if (d.kind == NodeKind::Cell) d.callNotes = callNotes(tree(), node, d.code.text);
    d.rawEvents = static_cast<int>(raw.size());
    d.allEvents = static_cast<int>(eventSeqs(node).size());
    d.raw = raw.join(QStringLiteral("\n"));
    return d;
}

NodeIndex RunDocument::variablesCell(NodeIndex node) const {
    const RunTree& now = tree();
    if (node >= now.size()) return NoNode;
    // Up to the cell, turn or frame it stands in; from there the newest cell of the frame up to that point.
    while (node != NoNode && now.node(node).kind == NodeKind::SubCall) node = now.node(node).parent;
    if (node == NoNode) return NoNode;
    const NodeKind kind = now.node(node).kind;
    if (kind == NodeKind::Cell && variablesEvent(node) != 0) return node;
    const NodeIndex frame = now.frameOf(node);
    if (frame == NoNode) return NoNode;
    const auto& cells = m_variables.cells(frame);
    for (auto cell = cells.crbegin(); cell != cells.crend(); ++cell) {
        if (*cell >= now.size()) continue;
        const bool upTo = kind == NodeKind::Frame || *cell < node || (kind == NodeKind::Turn && now.node(*cell).parent == node);
        if (upTo && variablesEvent(*cell) != 0) return *cell;
    }
    return NoNode;
}

std::vector<Variable> RunDocument::variables(NodeIndex node) {
    const auto cell = variablesCell(node);
    if (cell == NoNode) return {};
    const auto event = eventAt(variablesEvent(cell));
    const auto* changed = event ? std::get_if<VariablesChanged>(&event->body) : nullptr;
    return changed ? changed->variables : std::vector<Variable>();
}

QString RunDocument::fullText(const Text& text, QString* error) {
    if (text.loaded()) return fromUtf8(text.view());
    auto* source = reader(error);
    if (!source) return {};
    auto all = source->load(text);
    if (!all) {
        if (error) *error = fromUtf8(all.error().text());
        return {};
    }
    return fromUtf8(*all);
}

QString RunDocument::codeOf(NodeIndex cell, QString* error) {
    const auto event = eventAt(tree().node(cell).id.seq);
    const auto* started = event ? std::get_if<CellStarted>(&event->body) : nullptr;
    return started ? fullText(started->code, error) : QString();
}

QString RunDocument::promptOf(NodeIndex call, QString* error) {
    auto* source = reader(error);
    if (!source) return {};
    auto messages = source->messagesOf(tree().run(), tree().node(call).id);
    if (!messages) {
        if (error) *error = fromUtf8(messages.error().text());
        return {};
    }
    QStringList texts;
    for (const auto& message : *messages) {
        QString text;
        for (const auto& part : message.parts) text += fullText(part.text, error);
        texts << (messages->size() == 1 ? text : QStringLiteral("[%1]\n%2").arg(fromUtf8(toString(message.role)), text));
    }
    return texts.join(QStringLiteral("\n\n"));
}

QString RunDocument::replyOf(NodeIndex call, QString* error) {
    const auto event = eventAt(tree().node(call).endSeq);
    const auto* ended = event ? std::get_if<ModelCallEnded>(&event->body) : nullptr;
    QString text;
    if (ended)
        for (const auto& part : ended->reply)
            if (part.kind == PartKind::Text) text += fullText(part.text, error);
    return text;
}

} // namespace rlmscope
