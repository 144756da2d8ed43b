#include "trace/annotations.h"

#include "base/json.h"
#include "base/text.h"
#include "trace/json_fields.h"

#include <algorithm>
#include <cmath>

namespace rlmscope {
namespace {

using jsonio::Json;

std::string text(const Json& object, const char* name, std::size_t longest) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_string()) return {};
    const auto& all = found->get_ref<const std::string&>();
    return all.size() <= longest ? all : toValidUtf8(std::string_view(all).substr(0, longest));
}

std::uint64_t number(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

bool flag(const Json& object, const char* name, bool absent = false) {
    const auto found = object.find(name);
    return found != object.end() && found->is_boolean() ? found->get<bool>() : absent;
}

EventBody custom(const char* kind, const Json& json) {
    return Custom{kind, dumpJson(json)};
}

constexpr std::string_view Kinds[] = {"bookmark", "user_note", "run_title", "run_hidden", "notebook"};

} // namespace

bool isAnnotation(const EventBody& body) {
    if (std::holds_alternative<Tag>(body)) return true;
    const auto* event = std::get_if<Custom>(&body);
    return event && std::find(std::begin(Kinds), std::end(Kinds), event->kind) != std::end(Kinds);
}

EventBody bookmarkEvent(bool on, Nanos wall) { return custom("bookmark", Json{{"on", on}, {"wall", wall}}); }

EventBody userNoteEvent(std::string_view note, Nanos wall) {
    const auto cut = note.size() <= Annotations::LongestText ? note : note.substr(0, Annotations::LongestText);
    return custom("user_note", Json{{"text", jsonio::clean(cut)}, {"wall", wall}});
}

EventBody runTitleEvent(std::string_view title, Nanos wall) {
    return custom("run_title", Json{{"title", oneLine(title, 200)}, {"wall", wall}});
}

EventBody runHiddenEvent(bool hidden, Nanos wall) { return custom("run_hidden", Json{{"hidden", hidden}, {"wall", wall}}); }

EventBody notebookEvent(const NotebookEntry& entry) {
    Json json{{"id", entry.id}, {"wall", entry.wall}, {"order", entry.order}};
    if (entry.moment) json["moment"] = entry.moment;
    if (!entry.value.empty()) json["value"] = entry.value;
    if (!entry.label.empty()) json["label"] = jsonio::clean(entry.label);
    if (!entry.text.empty()) json["text"] = jsonio::clean(std::string_view(entry.text).substr(0, Annotations::LongestText));
    if (entry.starred) json["starred"] = true;
    return custom("notebook", json);
}

EventBody notebookRemovedEvent(std::string_view id) { return custom("notebook", Json{{"id", id}, {"removed", true}}); }

NodeMarks* Annotations::marks(NodeId node) {
    if (m_nodes.size() >= MostNodes && m_nodes.count(node.seq) == 0) return nullptr;
    return &m_nodes[node.seq];
}

const NodeMarks& Annotations::at(NodeId node) const {
    static const NodeMarks none;
    const auto found = m_nodes.find(node.seq);
    return found == m_nodes.end() ? none : found->second;
}

bool Annotations::apply(NodeId node, const EventBody& body) {
    bool known = false;
    if (const auto* tag = std::get_if<Tag>(&body)) {
        known = true;
        const std::string name = tag->name.substr(0, LongestName);
        if (auto* on = name.empty() ? nullptr : marks(node)) {
            const auto there = std::find(on->tags.begin(), on->tags.end(), name);
            if (tag->removed && there != on->tags.end()) on->tags.erase(there);
            else if (!tag->removed && there == on->tags.end() && on->tags.size() < MostTags) on->tags.push_back(name);
        }
    } else if (const auto* event = std::get_if<Custom>(&body)) {
        known = custom(node, *event);
    }
    if (known)
        if (const auto found = m_nodes.find(node.seq); found != m_nodes.end() && found->second.empty()) m_nodes.erase(found);
    return known;
}

bool Annotations::custom(NodeId node, const Custom& event) {
    if (std::find(std::begin(Kinds), std::end(Kinds), event.kind) == std::end(Kinds)) return false;
    const auto json = jsonio::parseUntrusted(event.data);
    if (!json || !json->is_object()) return true;
    if (event.kind == "bookmark") {
        if (auto* on = marks(node)) on->bookmarked = flag(*json, "on", true);
    } else if (event.kind == "user_note") {
        if (auto* on = marks(node)) on->note = text(*json, "text", LongestText);
    } else if (event.kind == "run_title") {
        m_title = text(*json, "title", LongestName);
    } else if (event.kind == "run_hidden") {
        m_hidden = flag(*json, "hidden", true);
    } else {
        NotebookEntry entry;
        entry.id = text(*json, "id", LongestName);
        if (entry.id.empty()) return true;
        if (flag(*json, "removed")) return m_notebook.erase(entry.id), true;
        if (m_notebook.size() >= MostEntries && m_notebook.count(entry.id) == 0) return true;
        entry.node = node;
        entry.moment = number(*json, "moment");
        entry.value = text(*json, "value", LongestName);
        entry.label = text(*json, "label", LongestName);
        entry.text = text(*json, "text", LongestText);
        entry.wall = static_cast<Nanos>(std::min<std::uint64_t>(number(*json, "wall"), INT64_MAX));
        entry.starred = flag(*json, "starred");
        const auto order = json->find("order");
        if (order != json->end() && order->is_number() && std::isfinite(order->get<double>())) entry.order = order->get<double>();
        m_notebook[entry.id] = std::move(entry);
    }
    return true;
}

std::vector<NotebookEntry> Annotations::notebook() const {
    std::vector<NotebookEntry> all;
    all.reserve(m_notebook.size());
    for (const auto& [id, entry] : m_notebook) all.push_back(entry);
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return a.order != b.order ? a.order < b.order : a.wall != b.wall ? a.wall < b.wall : a.id < b.id;
    });
    return all;
}

} // namespace rlmscope
