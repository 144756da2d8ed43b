#pragma once
// What a person changes about a run in the library: its name, tags, a score, out of sight or not. A change is a value that
// can be applied to a digest at once, undone, and written as annotations of the trace (trace/annotate.h).
#include "library/run_digest.h"
#include "trace/annotations.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rlmscope::library {

/// What is absent stays as it is.
struct RunMarks {
    std::optional<std::string> title; ///< empty = the run's own again
    std::optional<bool> hidden;
    std::map<std::string, bool> tags; ///< name -> put on (true) or taken off

    bool empty() const { return !title && !hidden && tags.empty(); }
    bool operator==(const RunMarks&) const = default;
};

void applyMarks(const RunMarks& marks, RunDigest& digest);
/// What undoes `marks` on a run that is as `before` says; nothing in it when they change nothing.
RunMarks inverse(const RunMarks& marks, const RunDigest& before);
std::vector<Annotation> annotationsOf(const RunMarks& marks, Nanos wall);
/// What is said beside the trace holds over what is in it.
void applyMarks(const std::vector<Annotation>& beside, RunDigest& digest);

/// A name of a tag as it is stored: one line, no commas, at most 40 characters; empty = none.
std::string tagName(std::string_view text);

} // namespace rlmscope::library
