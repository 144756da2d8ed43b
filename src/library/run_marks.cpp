#include "library/run_marks.h"

#include "base/text.h"

#include <algorithm>

namespace rlmscope::library {

namespace {

bool has(const RunDigest& digest, const std::string& tag) {
    return std::find(digest.tags.begin(), digest.tags.end(), tag) != digest.tags.end();
}

} // namespace

void applyMarks(const RunMarks& marks, RunDigest& digest) {
    if (marks.title) digest.title = *marks.title;
    if (marks.hidden) digest.hidden = *marks.hidden;
    for (const auto& [tag, on] : marks.tags) {
        if (!on) std::erase(digest.tags, tag);
        else if (!has(digest, tag)) digest.tags.push_back(tag);
    }
}

RunMarks inverse(const RunMarks& marks, const RunDigest& before) {
    RunMarks undo;
    if (marks.title && *marks.title != before.title) undo.title = before.title;
    if (marks.hidden && *marks.hidden != before.hidden) undo.hidden = before.hidden;
    for (const auto& [tag, on] : marks.tags)
        if (has(before, tag) != on) undo.tags[tag] = !on;
    return undo;
}

std::vector<Annotation> annotationsOf(const RunMarks& marks, Nanos wall) {
    std::vector<Annotation> out;
    if (marks.title) out.push_back({{}, runTitleEvent(*marks.title, wall)});
    for (const auto& [tag, on] : marks.tags) out.push_back({{}, Tag{tag, !on}});
    if (marks.hidden) out.push_back({{}, runHiddenEvent(*marks.hidden, wall)});
    return out;
}

void applyMarks(const std::vector<Annotation>& beside, RunDigest& digest) {
    // Folded over the tags that the trace has, so that one taken off beside it is off.
    Annotations folded;
    for (const auto& tag : digest.tags) folded.apply({}, Tag{tag, false});
    bool titled = false, hid = false;
    for (const auto& annotation : beside) {
        if (annotation.node) continue;
        folded.apply(annotation.node, annotation.body);
        if (const auto* custom = std::get_if<Custom>(&annotation.body)) {
            titled |= custom->kind == "run_title";
            hid |= custom->kind == "run_hidden";
        }
    }
    digest.tags = folded.runTags();
    if (titled) digest.title = oneLine(folded.title(), 200);
    if (hid) digest.hidden = folded.hidden();
}

std::string tagName(std::string_view text) {
    std::string name(trimmed(oneLine(toValidUtf8(text), 40)));
    std::erase(name, ',');
    return name;
}

} // namespace rlmscope::library
