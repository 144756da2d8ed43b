#include "trace/annotate.h"

#include "base/folders.h"
#include "base/json.h"
#include "base/text_file.h"
#include "trace/json_fields.h"
#include "trace/schema.h"
#include "trace/store.h"
#include "trace/trace_lock.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <unistd.h>

namespace rlmscope {
namespace {

namespace fs = std::filesystem;
using jsonio::Json;

constexpr std::size_t LargestSidecar = 64 << 20;

fs::path canonicalOf(const fs::path& given) {
    std::error_code failed;
    auto path = fs::weakly_canonical(given, failed);
    return failed || path.empty() ? given : path;
}

bool isWritable(const fs::path& trace) {
    const auto folder = trace.has_parent_path() ? trace.parent_path() : fs::path(".");
    return access(trace.c_str(), W_OK) == 0 && access(folder.c_str(), W_OK | X_OK) == 0;
}

/// The caller holds the lock.
Status append(const fs::path& path, RunId run, const std::vector<Annotation>& annotations) {
    if (auto header = schema::checkHeader(path); !header) return header.error();
    try {
        Store store(path);
        if (auto prepared = store.prepare(); !prepared) return prepared.error();
        SQLite::Statement known(store.database(), "SELECT 1 FROM runs WHERE id = ?");
        known.bind(1, run.bytes.data(), 16);
        if (!known.executeStep()) return makeError(ErrorKind::Usage, schema::shown(path) + " holds no run " + run.text());
        known.reset();
        try {
            store.begin(true);
            const auto row = store.openRun(run);
            Seq seq = row.lastSeq;
            for (const auto& annotation : annotations) {
                Event event;
                event.seq = ++seq;
                event.node = annotation.node;
                event.segment = std::max<std::uint32_t>(row.lastSegment, 1);
                event.body = annotation.body; // time stays 0: no process of the run lives; the bodies say the wall time
                store.putEvent(row.row, event);
            }
            store.commit();
        } catch (const SQLite::Exception& exception) {
            store.rollback();
            return schema::errorFrom(exception, path);
        }
        if (auto present = store.checkPresence(); !present) return present;
        store.tidy();
        return {};
    } catch (const SQLite::Exception& exception) {
        return schema::errorFrom(exception, path);
    }
}

} // namespace

Status annotate(const fs::path& given, RunId run, const std::vector<Annotation>& annotations) {
    if (annotations.empty()) return {};
    for (const auto& annotation : annotations)
        if (!isAnnotation(annotation.body)) return makeError(ErrorKind::Internal, "only what a user says may be added to a run that has ended");
    const auto path = canonicalOf(given);
    std::error_code ignored;
    if (!fs::exists(path, ignored)) return makeError(ErrorKind::BadInput, schema::shown(path) + " does not exist.");
    if (!isWritable(path))
        return makeError(ErrorKind::Io, schema::shown(path) + " cannot be written: you may only read it.");
    auto lock = TraceLock::acquire(path);
    if (!lock) return lock.error();
    return append(path, run, annotations);
}

AnnotationPlace annotationPlace(const fs::path& given) {
    const auto path = canonicalOf(given);
    if (!isInLibrary(path)) return AnnotationPlace::BesideForeign;
    if (!isWritable(path)) return AnnotationPlace::BesideReadOnly;
    return TraceLock::isHeld(path) ? AnnotationPlace::Waiting : AnnotationPlace::Trace;
}

fs::path annotationSidecar(RunId run) { return dataFolder() / "annotations" / (run.text() + ".jsonl"); }

std::string annotationToLine(const Annotation& annotation) {
    Json line = Json::array();
    line.push_back(annotation.node.seq);
    line.push_back(kindName(annotation.body));
    if (const auto* custom = std::get_if<Custom>(&annotation.body)) {
        auto json = jsonio::parseUntrusted(custom->data);
        line.push_back(json ? std::move(*json) : Json::object());
    } else {
        line.push_back(bodyToJson(annotation.body, nullptr));
    }
    return dumpJson(line);
}

std::optional<Annotation> annotationFromLine(std::string_view line) {
    const auto json = jsonio::parseUntrusted(line);
    if (!json || !json->is_array() || json->size() != 3) return std::nullopt;
    const auto& array = *json;
    if (!array[0].is_number_unsigned() || !array[1].is_string() || !array[2].is_object()) return std::nullopt;
    Annotation annotation;
    annotation.node.seq = array[0].get<std::uint64_t>();
    const auto& kind = array[1].get_ref<const std::string&>();
    if (kind == "tag") {
        auto body = bodyFromJson(kind, array[2]);
        if (!body) return std::nullopt;
        annotation.body = std::move(*body);
    } else {
        annotation.body = Custom{kind, dumpJson(array[2])};
    }
    if (!isAnnotation(annotation.body)) return std::nullopt;
    return annotation;
}

std::vector<Annotation> annotationsBeside(RunId run) {
    std::vector<Annotation> all;
    const auto text = readTextFile(annotationSidecar(run), LargestSidecar);
    if (!text || !*text) return all;
    std::string_view rest = **text;
    while (!rest.empty()) {
        const auto end = rest.find('\n');
        if (auto annotation = annotationFromLine(rest.substr(0, end))) all.push_back(std::move(*annotation));
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
    return all;
}

namespace {

Status keepBeside(RunId run, const std::vector<Annotation>& more) {
    const auto file = annotationSidecar(run);
    auto old = readTextFile(file, LargestSidecar);
    if (!old) return old.error();
    std::string text = *old ? **old : std::string();
    if (!text.empty() && text.back() != '\n') text += '\n'; // cut off by a full disk
    for (const auto& annotation : more) text += annotationToLine(annotation) + '\n';
    return replaceTextFile(file, text);
}

Result<KeptAnnotations> keepLocked(const fs::path& trace, RunId run, const std::vector<Annotation>& more) {
    KeptAnnotations kept;
    kept.place = annotationPlace(trace);
    if (kept.place == AnnotationPlace::Trace) {
        auto all = annotationsBeside(run);
        all.insert(all.end(), more.begin(), more.end());
        const auto written = annotate(trace, run, all);
        if (written) {
            std::error_code ignored; // said twice it means the same
            fs::remove(annotationSidecar(run), ignored);
            return kept;
        }
        kept.place = TraceLock::isHeld(trace) ? AnnotationPlace::Waiting : AnnotationPlace::BesideReadOnly;
        kept.reason = written.error().text();
    }
    if (more.empty()) return kept;
    if (auto beside = keepBeside(run, more); !beside) return beside.error();
    return kept;
}

} // namespace

Result<KeptAnnotations> keepAnnotations(const fs::path& trace, RunId run, const std::vector<Annotation>& annotations) {
    Result<KeptAnnotations> kept = KeptAnnotations{};
    // Two windows may have the same run open.
    const auto done = withFileLock(annotationSidecar(run), [&]() -> Status {
        kept = keepLocked(trace, run, annotations);
        return kept ? Status() : Status(kept.error());
    });
    return done ? kept : Result<KeptAnnotations>(done.error());
}

Status settleAnnotations(const fs::path& trace, RunId run) {
    std::error_code ignored;
    if (!fs::exists(annotationSidecar(run), ignored)) return {};
    const auto kept = keepAnnotations(trace, run, {});
    return kept ? Status() : Status(kept.error());
}

Result<Annotations> readAnnotations(TraceReader& reader, RunId run) {
    Annotations all;
    const auto read = reader.forEachEvent(run, 1, [&](const Event& event) {
        all.apply(event);
        return true;
    });
    if (!read) return read.error();
    for (const auto& annotation : annotationsBeside(run)) all.apply(annotation.node, annotation.body);
    return all;
}

} // namespace rlmscope
