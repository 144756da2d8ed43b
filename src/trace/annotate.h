#pragma once
// Keeps what a user says about a run: in the trace itself when that is ours and nobody writes it, else beside it, in the
// user's data folder, until it can go in. Nothing said is lost in either case.
#include "trace/annotations.h"
#include "trace/trace_reader.h"

#include <filesystem>
#include <string>
#include <vector>

namespace rlmscope {

/// Appends to a run that is in a trace, in one durable transaction. Blocks for some milliseconds. Works whether the run
/// has ended, was interrupted, or the file was packed; readers may have it open. Errors: no such run, the file is being
/// written (it names by whom), cannot be written, is not a trace.
Status annotate(const std::filesystem::path& trace, RunId run, const std::vector<Annotation>& annotations);

/// Where annotations of a trace go now, and why.
enum class AnnotationPlace {
    Trace,        ///< into the file
    Waiting,      ///< beside it until the run that writes the file has ended
    BesideForeign, ///< beside it: the trace is not in the library of this user
    BesideReadOnly ///< beside it: the file or its folder cannot be written
};
AnnotationPlace annotationPlace(const std::filesystem::path& trace);

/// The file of annotations that are not in the trace: JSON lines, one annotation each. Keyed by the run, which is named by
/// random bits: it is found again wherever the trace is moved.
std::filesystem::path annotationSidecar(RunId run);

struct KeptAnnotations {
    AnnotationPlace place = AnnotationPlace::Trace;
    std::string reason; ///< why not in the trace, when that was tried and failed
};
/// Writes into the trace, together with what waits beside it; where that cannot be, beside it. An error means that
/// neither worked.
Result<KeptAnnotations> keepAnnotations(const std::filesystem::path& trace, RunId run, const std::vector<Annotation>& annotations);
/// Moves what waits beside a trace into it, if it may go there now. Nothing to do is fine.
Status settleAnnotations(const std::filesystem::path& trace, RunId run);

/// What is kept beside the trace, in the order it was said. Damaged lines are passed over.
std::vector<Annotation> annotationsBeside(RunId run);
/// One line of that file; nothing when it is damaged or no annotation. Untrusted input.
std::optional<Annotation> annotationFromLine(std::string_view line);
std::string annotationToLine(const Annotation& annotation);

/// Everything said about a run, in the trace and beside it. Reads all events: a document that folds them anyway folds
/// Annotations on the way.
Result<Annotations> readAnnotations(TraceReader& reader, RunId run);

} // namespace rlmscope
