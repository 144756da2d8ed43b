#include "runner/compare_runs.h"

#include "base/text.h"

#include <algorithm>
#include <set>

namespace rlmscope {
namespace {

constexpr std::uint64_t MaxText = 16ULL << 20; // of a text that differs

std::string partsId(const std::vector<Part>& parts) {
    Message message;
    message.parts = parts;
    return messageId(message).text();
}

std::string placeOf(const std::string& framePath) {
    return framePath.empty() ? "the root frame" : framePath;
}

class Comparer {
public:
    Comparer(const RunTape& recorded, TraceReader& recordedTexts, const RunTape& now, TraceReader& nowTexts)
        : m_recorded(recorded), m_now(now), m_recordedTexts(recordedTexts), m_nowTexts(nowTexts) {}

    RunComparison run(std::vector<RunDivergence> first) {
        m_result.total = first.size();
        for (const RunDivergence& divergence : first) m_told.insert(divergence.place);
        m_result.divergences = std::move(first);
        compareCalls();
        compareCells();
        compareValues();
        compareFrames();
        compareEnd();
        return std::move(m_result);
    }

private:
    void compareCalls() {
        for (const auto& [key, index] : m_recorded.callByKey) {
            const TapeCall& before = m_recorded.calls[index];
            if (open(before)) continue;
            const auto found = m_now.callByKey.find(key);
            if (found == m_now.callByKey.end()) {
                if (m_recorded.over()) add(key, "missing", "did not ask what it had asked", text(m_recordedTexts, before.prompt), {});
                continue;
            }
            const TapeCall& after = m_now.calls[found->second];
            if (cutOff(after.ended ? after.end.status : std::string())) continue;
            ++m_result.calls;
            if (before.messages != after.messages)
                add(key, "messages", "asked with other messages", text(m_recordedTexts, before.prompt), text(m_nowTexts, after.prompt));
            else if (before.end.status != after.end.status)
                add(key, "status", "ended in another way", before.end.status, after.end.status);
            else if (partsId(before.end.reply) != partsId(after.end.reply))
                add(key, "reply", "got another reply", replyText(m_recordedTexts, before), replyText(m_nowTexts, after));
        }
        for (const auto& [key, index] : m_now.callByKey) {
            const auto& after = m_now.calls[index];
            if (!m_recorded.callByKey.contains(key) && !(after.ended && after.end.status == "cancelled" && !m_recorded.over()))
                add(key, "call", "asked something that it had not asked", {}, text(m_nowTexts, after.prompt));
        }
    }

    void compareCells() {
        for (const auto& [place, index] : m_recorded.cellByPlace) {
            const TapeCell& before = m_recorded.cells[index];
            const auto found = m_now.cellByPlace.find(place);
            if (found == m_now.cellByPlace.end()) {
                if (!cutOff(before.end.status) && m_recorded.over()) add(place, "missing", "did not run a cell that it had run", text(m_recordedTexts, before.code), {});
                continue;
            }
            const TapeCell& after = m_now.cells[found->second];
            if (!(before.code == after.code)) {
                add(place, "code", "ran other code", text(m_recordedTexts, before.code), text(m_nowTexts, after.code));
                continue;
            }
            if (cutOff(before.end.status) || cutOff(after.end.status)) continue;
            ++m_result.cells;
            if (before.end.status != after.end.status || before.end.exception != after.end.exception)
                add(place, "status", "ended in another way", how(before.end), how(after.end));
            else if (!(before.end.visible == after.end.visible))
                add(place, "output", before.end.status == "interrupted" ? "was interrupted at another moment, which cannot be repeated exactly" : "printed other text",
                    text(m_recordedTexts, before.end.visible), text(m_nowTexts, after.end.visible));
        }
        for (const auto& [place, index] : m_now.cellByPlace)
            if (!m_recorded.cellByPlace.contains(place)) add(place, "code", "ran a cell that it had not run", {}, text(m_nowTexts, m_now.cells[index].code));
    }

    void compareValues() {
        for (const auto& [key, before] : m_recorded.values) {
            const auto found = m_now.values.find(key);
            if (found == m_now.values.end()) {
                if (m_recorded.over()) add(key, "missing", "did not call a tool that it had called", before.what, {});
                continue;
            }
            ++m_result.values;
            if (before.what != found->second.what) add(key, "call", "called a tool with other arguments", before.what, found->second.what);
        }
    }

    void compareFrames() {
        for (const auto& [path, index] : m_recorded.frameByPath) {
            const TapeFrame& before = m_recorded.frames[index];
            const TapeFrame* after = m_now.frame(path);
            if (cutOff(before.status)) continue;
            if (!after) {
                if (m_recorded.over()) add(placeOf(path), "missing", "did not start a frame that it had started", text(m_recordedTexts, before.question), {});
                continue;
            }
            if (cutOff(after->status) && !m_recorded.over()) continue;
            ++m_result.frames;
            if (before.status != after->status) add(placeOf(path), "frame", "ended in another way", before.status, after->status);
            else if (!(before.answer == after->answer))
                add(placeOf(path), "frame", "gave another answer", text(m_recordedTexts, before.answer), text(m_nowTexts, after->answer));
        }
        for (const auto& [path, index] : m_now.frameByPath)
            if (!m_recorded.frameByPath.contains(path) && m_recorded.over())
                add(placeOf(path), "frame", "started a frame that it had not started", {}, text(m_nowTexts, m_now.frames[index].question));
    }

    void compareEnd() {
        if (!m_recorded.over()) return;
        const RunEnded& before = *m_recorded.ended;
        if (!m_now.ended) return add({}, "answer", "did not come to an end", before.status, "interrupted");
        const RunEnded& after = *m_now.ended;
        const auto words = [](const RunEnded& end) { return end.status + " (" + end.stopReason + ")"; };
        if (before.status != after.status || before.stopReason != after.stopReason)
            add({}, "status", "ended in another way", words(before), words(after));
        if (!(before.answerText == after.answerText))
            add({}, "answer", "gave another answer", text(m_recordedTexts, before.answerText), text(m_nowTexts, after.answerText));
    }

    static bool open(const TapeCall& call) { return !call.ended || cutOff(call.end.status); }
    static bool cutOff(const std::string& status) { return status.empty() || status == "cancelled"; }
    static std::string how(const CellEnded& end) {
        return end.status + (end.exception.empty() ? "" : ": " + end.exception) + (end.cause.empty() ? "" : " (" + end.cause + ")");
    }
    static std::string text(TraceReader& reader, const Text& text) {
        if (text.loaded()) return std::string(text.view());
        auto loaded = reader.load(text, MaxText);
        return loaded ? std::move(*loaded) : std::string();
    }
    static std::string replyText(TraceReader& reader, const TapeCall& call) {
        std::string out;
        for (const Part& part : call.end.reply)
            if (part.kind == PartKind::Text) out += text(reader, part.text);
        return out.empty() && call.end.error ? call.end.error->message : out;
    }

    void add(const std::string& place, std::string kind, std::string what, std::string before, std::string now) {
        if (!place.empty() && !m_told.insert(place).second) return;
        ++m_result.total;
        if (m_result.divergences.size() >= RunDivergence::MostKept) return;
        // From the line in which they begin to differ.
        std::size_t same = 0;
        while (same < before.size() && same < now.size() && before[same] == now[same]) ++same;
        const auto line = same == 0 ? std::string::npos : before.rfind('\n', same - 1);
        const std::size_t from = line == std::string::npos ? 0 : line + 1;
        const auto head = [&](const std::string& text) {
            return std::string(headCodePoints(std::string_view(text).substr(std::min(from, text.size())), RunDivergence::HeadCodePoints));
        };
        m_result.divergences.push_back({place, std::move(kind), std::move(what), head(before), head(now)});
    }

    const RunTape& m_recorded;
    const RunTape& m_now;
    TraceReader& m_recordedTexts;
    TraceReader& m_nowTexts;
    std::set<std::string> m_told;
    RunComparison m_result;
};

} // namespace

RunComparison compareRuns(const RunTape& recorded, TraceReader& recordedTexts, const RunTape& now, TraceReader& nowTexts,
                          std::vector<RunDivergence> first) {
    return Comparer(recorded, recordedTexts, now, nowTexts).run(std::move(first));
}

} // namespace rlmscope
