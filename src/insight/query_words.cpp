#include "insight/query_words.h"

#include <algorithm>
#include <numeric>

namespace rlmscope::query {

const std::vector<FieldName>& fields() {
    static const std::vector<FieldName> all{
        {"kind", Field::Kind, {}, "frame, turn, llm, model, cell, sub, child"},
        {"status", Field::State, {}, "ok, failed, running, queued, stopped, interrupted"},
        {"is", Field::Is, {}, "bookmarked, noted, forced, cached, simulated, ..."},
        {"model", Field::Model, {}, "part of the model's name"},
        {"under", Field::Under, {}, "what lies in a turn, a cell or a node: turn3, cell1, #120"},
        {"text", Field::Text, TextScope::Any, "in names, prompts, replies, code and output"},
        {"name", Field::Text, TextScope::Name, "in what the tree says of a node, only"},
        {"code", Field::Text, TextScope::Code, "in the code of cells"},
        {"prompt", Field::Text, TextScope::Prompt, "in what models were sent, and in questions"},
        {"reply", Field::Text, TextScope::Reply, "in what models replied, and in answers"},
        {"output", Field::Text, TextScope::Output, "in what cells printed or raised"},
        {"note", Field::Text, TextScope::Note, "in your notes"},
        {"depth", Field::Depth, {}, "of the frame: depth>1"},
        {"cost", Field::Cost, {}, "in USD, with everything below: cost>0.01"},
        {"owncost", Field::OwnCost, {}, "in USD, of the node alone"},
        {"tokens", Field::AllTokens, {}, "in and out, with everything below: tokens>1k"},
        {"owntokens", Field::OwnTokens, {}, "in and out, of the node alone"},
        {"in", Field::In, {}, "tokens sent, of the node alone"},
        {"out", Field::Out, {}, "tokens generated, of the node alone"},
        {"cachedtokens", Field::Cached, {}, "tokens read from the provider's cache"},
        {"time", Field::Time, {}, "how long it took: time>2s"},
        {"start", Field::Start, {}, "when it began in the run: start<1m"},
        {"calls", Field::Calls, {}, "model calls in it"},
        {"errors", Field::Errors, {}, "failures in it"},
        {"lines", Field::Lines, {}, "lines of a cell's code"},
        {"attempts", Field::Attempts, {}, "requests of a model call: attempts>1"},
        {"number", Field::Number, {}, "of a turn or a cell"},
        {"children", Field::Children, {}, "nodes directly below"},
        {"duration", Field::Time, {}, ""}, {"token", Field::AllTokens, {}, ""}, {"price", Field::Cost, {}, ""}, {"stdout", Field::Text, TextScope::Output, ""},
        {"state", Field::State, {}, ""}, {"type", Field::Kind, {}, ""}, {"in_tokens", Field::In, {}, ""}, {"out_tokens", Field::Out, {}, ""},
    };
    return all;
}

const std::vector<Word>& kinds() {
    static const std::vector<Word> all{
        {"frame", FrameBit, "a strategy at work"}, {"root", RootBit, "the outermost frame"}, {"child", ChildBit, "a frame made by rlm_query"},
        {"turn", TurnBit, "one round of a frame"}, {"llm", ModelBit | SubBit, "every model call"},
        {"model", ModelBit, "a frame's own model call"}, {"cell", CellBit, "code that ran"}, {"sub", SubBit, "a call from a cell: llm_query"},
        {"call", ModelBit | SubBit, ""}, {"code", CellBit, ""}, {"subcall", SubBit, ""}, {"llm_query", SubBit, ""}, {"rlm_query", ChildBit, ""},
        {"model_call", ModelBit, ""},
    };
    return all;
}

const std::vector<Word>& statuses() {
    static const std::vector<Word> all{
        {"ok", OkBit, "went well"}, {"failed", ErrorBit, "raised and refused too"}, {"running", RunningBit, "under way"},
        {"queued", QueuedBit, "waits to leave"}, {"stopped", CancelledBit, "before it could end"},
        {"interrupted", InterruptedBit, "open when the program ended"}, {"open", RunningBit | QueuedBit, "queued or running"},
        {"error", ErrorBit, ""}, {"err", ErrorBit, ""}, {"cancelled", CancelledBit, ""}, {"canceled", CancelledBit, ""}, {"waiting", QueuedBit, ""},
    };
    return all;
}

const std::vector<Word>& properties() {
    static const std::vector<Word> all{
        {"bookmarked", Bookmarked, "has your bookmark"}, {"noted", Noted, "has a note of yours"}, {"tagged", Tagged, "has a tag"},
        {"forced", Forced, "the last answer, asked for out of turn"}, {"cached", Cached, "the reply came from the cache"},
        {"recorded", Recorded, "the reply came from a record"}, {"replayed", Replayed, "re-run from a record"},
        {"simulated", Simulated, "a simulated model took part"}, {"estimated", Estimated, "no usage was reported"},
        {"open", Open, "has not ended"}, {"batched", Batched, "part of a batched call"}, {"retried", Retried, "needed more than one attempt"},
        {"unpriced", Unpriced, "something in it has no known price"}, {"bookmark", Bookmarked, ""}, {"note", Noted, ""},
    };
    return all;
}

const std::vector<Word>* valuesOf(Field field) {
    switch (field) {
    case Field::Kind: return &kinds();
    case Field::State: return &statuses();
    case Field::Is: return &properties();
    default: return nullptr;
    }
}

bool isNumber(Field field) { return field >= Field::Depth; }

const FieldName* fieldNamed(std::string_view name) {
    const auto found = std::find_if(fields().begin(), fields().end(), [&](const FieldName& f) { return f.name == name; });
    return found == fields().end() ? nullptr : &*found;
}

const Word* wordNamed(const std::vector<Word>& words, std::string_view name) {
    const auto found = std::find_if(words.begin(), words.end(), [&](const Word& w) { return w.name == name; });
    return found == words.end() ? nullptr : &*found;
}

std::string nearest(std::string_view name, const std::vector<std::string_view>& names) {
    if (name.size() > 40) return {};
    std::string_view best;
    std::size_t least = 3;
    for (const auto candidate : names) {
        std::vector<std::size_t> row(candidate.size() + 1);
        std::iota(row.begin(), row.end(), std::size_t{0});
        for (std::size_t i = 1; i <= name.size(); ++i) {
            std::size_t diagonal = row[0];
            row[0] = i;
            for (std::size_t j = 1; j <= candidate.size(); ++j) {
                const auto change = diagonal + (name[i - 1] != candidate[j - 1]);
                diagonal = row[j];
                row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
            }
        }
        const bool begins = name.size() >= 2 && candidate.substr(0, name.size()) == name;
        const auto distance = begins ? 1 : row.back();
        if (distance < least && distance < std::max<std::size_t>(candidate.size(), 2)) {
            least = distance;
            best = candidate;
        }
    }
    return std::string(best);
}

} // namespace rlmscope::query
