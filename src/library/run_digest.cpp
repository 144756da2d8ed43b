#include "library/run_digest.h"

#include "base/json.h"
#include "base/text.h"
#include "trace/annotations.h"
#include "trace/run_tree.h"
#include "trace/trace_reader.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

namespace rlmscope::library {
namespace {

constexpr std::size_t LineCodePoints = 200;
constexpr std::uint64_t MostAnswerBytes = 64 << 10; // of an answer whose first line is wanted
constexpr std::size_t MostOfEach = 100;             // tags, scores, relations, models of one run

std::string line(std::string_view text) { return oneLine(toValidUtf8(text), LineCodePoints); }

/// What the tree does not hold.
struct Extras {
    RunDigest& digest;
    Annotations annotations = {};

    void apply(const Event& event) {
        if (annotations.apply(event)) return;
        if (const auto* note = std::get_if<Note>(&event.body)) digest.warnings += note->severity == "warning";
        else if (const auto* ledger = std::get_if<LedgerEvent>(&event.body)) digest.warnings += ledger->op == "overrun";
        else if (const auto* score = std::get_if<Score>(&event.body)) setScore(*score, event.node);
        else if (const auto* custom = std::get_if<Custom>(&event.body); custom && custom->kind == "import") readImport(custom->data);
    }
    void finish() {
        digest.hidden = annotations.hidden();
        digest.title = line(annotations.title());
        for (const auto& tag : annotations.runTags()) digest.tags.push_back(line(tag));
    }

private:
    void setScore(const Score& score, NodeId node) {
        if (node) return;
        auto& scores = digest.scores;
        const auto name = line(score.name);
        const auto known = std::find_if(scores.begin(), scores.end(), [&](const Score& s) { return s.name == name; });
        if (known != scores.end()) known->value = score.value;
        else if (scores.size() < MostOfEach) scores.push_back({name, score.value});
    }
    void readImport(const JsonText& text) {
        const auto json = parseJson(text);
        if (!json.is_object()) return;
        if (const auto format = json.find("format"); format != json.end() && format->is_string())
            digest.importFormat = line(format->get<std::string>());
        if (digest.importFormat.empty()) digest.importFormat = "?";
        if (const auto remarks = json.find("remarks"); remarks != json.end() && remarks->is_array())
            digest.importRemarks = static_cast<std::int64_t>(remarks->size());
    }
};

std::string textOf(TraceReader& reader, const Text& text) {
    if (text.loaded()) return line(text.view());
    if (text.size <= MostAnswerBytes)
        if (const auto loaded = reader.load(text, MostAnswerBytes)) return line(*loaded);
    return text.firstWords();
}

void addModels(const RunTree& tree, RunDigest& digest) {
    const auto add = [&](const std::string& model) {
        auto name = line(model);
        if (!name.empty() && digest.models.size() < MostOfEach && std::find(digest.models.begin(), digest.models.end(), name) == digest.models.end())
            digest.models.push_back(std::move(name));
    };
    for (const auto& row : tree.spend()) add(row.model);
    if (digest.models.empty() && tree.started())
        for (const auto& model : tree.started()->spec.models) add(model);
}

void readStart(const RunTree& tree, RunDigest& digest) {
    const auto* started = tree.started();
    if (!started) return;
    const auto& spec = started->spec;
    if (digest.title.empty()) digest.title = line(spec.title);
    digest.question = line(spec.question);
    digest.strategy = line(spec.strategy);
    digest.depth = spec.depth;
    digest.source = line(started->context.source);
    for (const auto& relation : started->relations)
        if (digest.relations.size() < MostOfEach) digest.relations.push_back({line(relation.type), relation.run, relation.node});
}

RunDigest digestRun(TraceReader& reader, const RunSummary& summary, const std::function<bool()>& stop) {
    RunDigest digest;
    digest.run = summary.id;
    Extras extras{digest};
    RunTree tree(summary.id);
    int asked = 0;
    const auto read = reader.forEachEvent(summary.id, 1, [&](const Event& event) {
        tree.apply(event);
        extras.apply(event);
        return ++asked % 1000 != 0 || !stop || !stop();
    });
    if (!read) digest.damage = line(read.error().message);
    extras.finish();
    readStart(tree, digest);
    addModels(tree, digest);
    const auto& totals = tree.totals();
    digest.wall = tree.wallStart() ? tree.wallStart() : summary.wallStart;
    digest.duration = tree.now();
    digest.simulated = totals.simulated;
    digest.cost = totals.cost;
    digest.costUnknown = totals.costUnknown;
    digest.saved = totals.saved;
    digest.usage = totals.usage;
    digest.calls = static_cast<std::int64_t>(totals.modelCalls);
    digest.subCalls = static_cast<std::int64_t>(totals.subCalls);
    digest.frames = static_cast<std::int64_t>(totals.frames);
    digest.turns = static_cast<std::int64_t>(totals.turns);
    digest.cells = static_cast<std::int64_t>(totals.cells);
    digest.errors = static_cast<std::int64_t>(totals.errors);
    digest.events = static_cast<std::int64_t>(tree.lastSeq());
    if (const auto* ended = tree.ended()) {
        digest.status = line(ended->status);
        digest.stopReason = line(ended->stopReason);
        digest.answer = textOf(reader, ended->answerText);
        if (ended->error) digest.error = line(ended->error->message);
    } else {
        digest.status = "interrupted";
    }
    return digest;
}

std::int64_t nanosOf(const timespec& time) { return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec; }

// Of a family in one file only the newest run can be the one that is being written.
void markRunning(FileDigest& digest) {
    if (!digest.beingWritten) return;
    RunDigest* newest = nullptr;
    for (auto& run : digest.runs)
        if (run.status == "interrupted" && (!newest || run.wall >= newest->wall)) newest = &run;
    if (newest) newest->status = "running";
}

} // namespace

bool RunDigest::operator==(const RunDigest& o) const {
    const auto scoresEqual = std::equal(scores.begin(), scores.end(), o.scores.begin(), o.scores.end(),
                                        [](const Score& a, const Score& b) { return a.name == b.name && a.value == b.value; });
    const auto relationsEqual = std::equal(relations.begin(), relations.end(), o.relations.begin(), o.relations.end(),
                                           [](const auto& a, const auto& b) { return a.type == b.type && a.run == b.run && a.node == b.node; });
    const auto numbers = [](const RunDigest& d) {
        return std::tuple(d.wall, d.duration, d.depth, d.simulated, d.hidden, d.cost, d.saved, d.costUnknown, d.calls, d.subCalls, d.frames, d.turns,
                          d.cells, d.errors, d.warnings, d.events, d.importRemarks);
    };
    const auto texts = [](const RunDigest& d) {
        return std::tie(d.run, d.status, d.stopReason, d.title, d.question, d.answer, d.error, d.source, d.strategy, d.models, d.tags, d.importFormat, d.damage);
    };
    return scoresEqual && relationsEqual && usage == o.usage && numbers(*this) == numbers(o) && texts(*this) == texts(o);
}

std::optional<FileStamp> FileStamp::of(const std::filesystem::path& file) {
    struct stat info {};
    if (stat(file.c_str(), &info) != 0) return {};
    FileStamp stamp;
    stamp.modified = nanosOf(info.st_mtim);
    stamp.size = info.st_size;
    auto log = file;
    log += "-wal";
    if (stat(log.c_str(), &info) == 0 && info.st_size > 0) { // readers leave empty ones
        stamp.logModified = nanosOf(info.st_mtim);
        stamp.logSize = info.st_size;
    }
    return stamp;
}

FileDigest digestFile(const std::filesystem::path& file, const std::function<bool()>& stop) {
    FileDigest digest;
    digest.file = file;
    if (const auto stamp = FileStamp::of(file)) digest.stamp = *stamp; // before it is read: what comes later is seen next time
    const auto fail = [&](const Error& error) {
        digest.error = line(error.message);
        return digest;
    };
    auto reader = TraceReader::open(file);
    if (!reader) return fail(reader.error());
    digest.beingWritten = (*reader)->beingWritten();
    const auto runs = (*reader)->runs();
    if (!runs) return fail(runs.error());
    if (runs->empty() && !digest.beingWritten)
        return fail(makeError(ErrorKind::Corrupt, toValidUtf8(file.filename().string()) + " holds no run."));
    for (const auto& run : *runs) {
        if (stop && stop()) break;
        digest.runs.push_back(digestRun(**reader, run, stop));
    }
    markRunning(digest);
    return digest;
}

} // namespace rlmscope::library
