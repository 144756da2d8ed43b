#include "library/first_difference.h"

#include "base/text.h"
#include "trace/trace_reader.h"

#include <algorithm>
#include <unordered_map>

namespace rlmscope::library {
namespace {

using What = RunDifference::What;

constexpr std::size_t MostSteps = 300'000; // of one run; what lies behind them is not compared
constexpr std::uint64_t MostText = 1 << 20;
constexpr std::size_t ShownLines = 4, ContextLines = 2, ShownCodePoints = 400;

/// Something that another run did too, or not: named by its place, never by when it came.
struct Step {
    std::string place;
    What what = What::None;
    std::vector<Text> texts;
    NodeId node;
    std::string framePath;
    int turn = 0, cell = 0;
};

struct Tape {
    std::vector<Step> steps; ///< in the order of the trace
    std::unordered_map<std::string, std::size_t> byPlace;
    std::optional<Step> answer;
    std::unique_ptr<TraceReader> reader;
};

class TapeReader {
public:
    explicit TapeReader(Tape& tape) : m_tape(tape) {}

    void apply(const Event& event) {
        if (const auto* frame = std::get_if<FrameStarted>(&event.body)) {
            auto& place = m_places[event.seq];
            place.framePath = !frame->path.empty() ? frame->path : frame->key.kind.empty() ? std::string() : frame->key.text();
            add(place.framePath + " question", What::Question, {frame->question}, event.node, place);
        } else if (const auto* turn = std::get_if<TurnStarted>(&event.body)) {
            auto& place = m_places[event.seq] = m_places[event.parent.seq];
            place.turn = turn->number;
        } else if (const auto* cell = std::get_if<CellStarted>(&event.body)) {
            auto& place = m_places[event.seq] = m_places[event.parent.seq];
            place.cell = cell->number;
            add(name(place) + " code", What::Code, {cell->code}, event.node, place);
        } else if (const auto* ended = std::get_if<CellEnded>(&event.body)) {
            const auto& place = m_places[event.node.seq];
            add(name(place) + " output", What::Output, {ended->visible}, event.node, place);
        } else if (const auto* call = std::get_if<ModelCallStarted>(&event.body)) {
            startCall(event, *call);
        } else if (const auto* reply = std::get_if<ModelCallEnded>(&event.body)) {
            const auto& place = m_places[event.node.seq];
            std::vector<Text> texts;
            for (const auto& part : reply->reply)
                if (part.kind == PartKind::Text) texts.push_back(part.text);
            if (reply->status == "ok") add(m_calls[event.node.seq] + " reply", What::Reply, std::move(texts), event.node, place);
        } else if (const auto* end = std::get_if<RunEnded>(&event.body)) {
            m_tape.answer = Step{"answer", What::Answer, {end->answerText}, {}, {}, 0, 0};
        }
    }
    bool full() const { return m_tape.steps.size() >= MostSteps; }

private:
    struct Place {
        std::string framePath;
        int turn = 0, cell = 0;
    };
    static std::string name(const Place& place) {
        return place.framePath + "/t" + std::to_string(place.turn) + ".c" + std::to_string(place.cell);
    }
    void startCall(const Event& event, const ModelCallStarted& call) {
        const auto place = m_places[event.node.seq] = m_places[event.parent.seq];
        auto key = call.key.kind.empty() ? name(place) + "." + std::string(toString(call.role)) : call.key.text();
        // Two calls of one place without keys, as logs of other tools have them, follow each other.
        if (call.key.kind.empty())
            if (const int k = m_unnamed[key]++; k > 0) key += "#" + std::to_string(k);
        m_calls[event.seq] = key;
        std::vector<Text> texts;
        for (const auto& message : call.added)
            for (const auto& part : message.parts) texts.push_back(part.text);
        add(key + " prompt", What::Prompt, std::move(texts), event.node, place);
    }
    void add(std::string place, What what, std::vector<Text> texts, NodeId node, const Place& at) {
        if (full() || !m_tape.byPlace.emplace(place, m_tape.steps.size()).second) return;
        m_tape.steps.push_back({std::move(place), what, std::move(texts), node, at.framePath, at.turn, at.cell});
    }

    Tape& m_tape;
    std::unordered_map<Seq, Place> m_places;
    std::unordered_map<Seq, std::string> m_calls;
    std::unordered_map<std::string, int> m_unnamed;
};

Result<Tape> tapeOf(const RunPlace& run, const std::function<bool()>& stop) {
    Tape tape;
    auto reader = TraceReader::open(run.file);
    if (!reader) return reader.error();
    tape.reader = std::move(*reader);
    TapeReader into(tape);
    bool stopped = false;
    int count = 0;
    const auto read = tape.reader->forEachEvent(run.run, 1, [&](const Event& event) {
        into.apply(event);
        if (++count % 1000 == 0 && stop && stop()) stopped = true;
        return !stopped && !into.full();
    });
    if (stopped) return makeError(ErrorKind::Cancelled, "The comparison was stopped.");
    if (!read && tape.steps.empty()) return read.error();
    return tape;
}

std::vector<std::string> linesOf(TraceReader& reader, const std::vector<Text>& texts) {
    std::string all;
    for (const auto& text : texts) {
        if (text.loaded()) all += text.view();
        else if (const auto loaded = reader.loadSlice(text, 0, MostText)) all += *loaded;
        if (!all.empty() && all.back() != '\n') all += '\n';
    }
    std::vector<std::string> lines;
    for (std::string_view rest = all; !rest.empty();) {
        const auto end = std::min(rest.find('\n'), rest.size());
        lines.emplace_back(headCodePoints(toValidUtf8(rest.substr(0, end)), ShownCodePoints));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return lines;
}

void showLines(RunDifference& out, const std::vector<std::string>& before, const std::vector<std::string>& after) {
    std::size_t same = 0;
    while (same < before.size() && same < after.size() && before[same] == after[same]) ++same;
    std::size_t tail = 0;
    while (tail < before.size() - same && tail < after.size() - same && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
    out.line = static_cast<int>(same) + 1;
    const auto add = [&](DiffLine::Kind kind, const std::vector<std::string>& lines, std::size_t from, std::size_t to) {
        for (auto i = from; i < to; ++i) out.lines.push_back({kind, lines[i]});
    };
    add(DiffLine::Kind::Same, before, same - std::min(same, ContextLines), same);
    add(DiffLine::Kind::Removed, before, same, std::min(before.size() - tail, same + ShownLines));
    add(DiffLine::Kind::Added, after, same, std::min(after.size() - tail, same + ShownLines));
    add(DiffLine::Kind::Same, before, before.size() - tail, std::min(before.size(), before.size() - tail + ContextLines));
}

RunDifference differenceAt(Tape& first, const Step* a, Tape& second, const Step* b, std::int64_t compared) {
    RunDifference out;
    const auto& shown = a ? *a : *b;
    out.differs = true;
    out.what = shown.what;
    out.framePath = shown.framePath;
    out.turn = shown.turn;
    out.cell = shown.cell;
    out.compared = compared;
    if (a) out.first = a->node;
    if (b) out.second = b->node;
    showLines(out, a ? linesOf(*first.reader, a->texts) : std::vector<std::string>(), b ? linesOf(*second.reader, b->texts) : std::vector<std::string>());
    return out;
}

/// A call whose prompt is another one has another key: what the other run did at that place is what is wanted beside it.
const Step* counterpart(const Tape& tape, const Step& step) {
    for (const auto& other : tape.steps)
        if (other.what == step.what && other.framePath == step.framePath && other.turn == step.turn && other.cell == step.cell) return &other;
    return nullptr;
}

/// A reply that differs in its code is best shown as the code: the cell of that turn, when it is another one.
const Step& asCode(const Tape& tape, const Tape& other, const Step& step) {
    if (step.what != What::Reply) return step;
    for (auto at = static_cast<std::size_t>(&step - tape.steps.data()) + 1; at < tape.steps.size(); ++at) {
        const auto& next = tape.steps[at];
        if (next.framePath != step.framePath || next.turn != step.turn) break;
        if (next.what != What::Code) continue;
        const auto found = other.byPlace.find(next.place);
        if (found != other.byPlace.end() && next.texts != other.steps[found->second].texts) return next;
    }
    return step;
}

} // namespace

Result<RunDifference> firstDifference(const RunPlace& first, const RunPlace& second, const std::function<bool()>& stop) {
    auto a = tapeOf(first, stop);
    if (!a) return a.error();
    auto b = tapeOf(second, stop);
    if (!b) return b.error();
    std::int64_t compared = 0;
    for (const auto& step : a->steps) {
        const auto found = b->byPlace.find(step.place);
        if (found == b->byPlace.end()) return differenceAt(*a, &step, *b, counterpart(*b, step), compared);
        const auto& other = b->steps[found->second];
        if (step.texts != other.texts) {
            const auto& shown = asCode(*a, *b, step);
            return differenceAt(*a, &shown, *b, &b->steps[b->byPlace.at(shown.place)], compared);
        }
        ++compared;
    }
    for (const auto& step : b->steps)
        if (!a->byPlace.count(step.place)) return differenceAt(*a, nullptr, *b, &step, compared);
    const Step none;
    const auto& before = a->answer ? *a->answer : none;
    const auto& after = b->answer ? *b->answer : none;
    if (before.texts != after.texts) return differenceAt(*a, a->answer ? &before : nullptr, *b, b->answer ? &after : nullptr, compared);
    RunDifference same;
    same.compared = compared;
    return same;
}

} // namespace rlmscope::library
