#include "runner/cassette.h"

#include "base/json.h"
#include "base/text.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

namespace rlmscope {
namespace {

constexpr std::uint64_t MaxReply = 1ULL << 30;
/// Something held and nothing said for so long: nothing moves any more.
constexpr std::chrono::seconds Stuck(10);

std::string head(std::string_view text) {
    return std::string(headCodePoints(text, RunDivergence::HeadCodePoints));
}

/// The place where two texts differ, from the beginning of that line.
std::pair<std::string, std::string> difference(std::string_view a, std::string_view b) {
    std::size_t same = 0;
    while (same < a.size() && same < b.size() && a[same] == b[same]) ++same;
    const auto line = same == 0 ? std::string_view::npos : a.rfind('\n', same - 1);
    const std::size_t from = line == std::string_view::npos ? 0 : line + 1;
    return {head(a.substr(from)), head(b.substr(std::min(from, b.size())))};
}

class Player final : public Cassette {
public:
    Player(CassetteMode mode, std::shared_ptr<TraceReader> reader, std::vector<RunTape> tapes)
        : m_mode(mode), m_tapes(std::move(tapes)), m_reader(std::move(reader)) {
        const RunTape& tape = m_tapes.front();
        for (const TapeCall& call : tape.calls) {
            const bool answered = call.ended && call.end.status != "cancelled";
            // A last answer forced by the seconds comes after the end of what this counts.
            if (answered && !(tape.secondsUsedUp && call.role == CallRole::Final && call.frame == 0)) ++m_expected;
        }
        double longest = 0;
        for (const TapeCell& cell : tape.cells) longest = std::max(longest, cell.end.pythonSeconds);
        m_patience = std::max(std::chrono::milliseconds(Stuck), std::chrono::milliseconds(static_cast<std::int64_t>(std::min(longest, 3600.0) * 3000)));
    }

    ~Player() override { attach({}); }

    Result<std::optional<ReplyFound>> find(const ReplyQuestion& question) override {
        return m_mode == CassetteMode::Replay ? replayed(question) : resumed(question);
    }

    void made(const ReplyQuestion&, const ModelCallEnded&) override {
        const std::lock_guard lock(m_mutex);
        ++m_report.made;
    }

    Result<std::optional<Result<std::string>>> told(const CallKey& key, const std::string& what) override {
        using Known = std::optional<Result<std::string>>;
        const bool named = what == "budget_line" || what == "fan_out"; // beside a call of the same key
        const std::string name = key.text() + (named ? " " + what : "");
        const std::lock_guard lock(m_mutex);
        m_progress = true;
        m_changed.notify_all();
        for (const RunTape& tape : m_tapes) {
            const auto found = tape.values.find(name);
            if (found == tape.values.end() || (key.kind == "tool" && found->second.what != what)) continue;
            const Result<std::string>& answer = found->second.answer;
            if (!answer && answer.error().kind == ErrorKind::Cancelled && m_mode == CassetteMode::Resume) continue;
            return Known(answer);
        }
        if (m_mode == CassetteMode::Resume || key.kind != "tool") return Known();
        diverged({key.text(), "call", "called a tool that it had not called", {}, head(what)});
        return makeError(ErrorKind::Unsupported, "This tool was not called in the recorded run, and a replay calls none.");
    }

    std::optional<RecordedTurn> turn(const std::string& framePath, int turn) const override {
        const CallKey key{framePath, turn, 0, "frame", {}, 0};
        const RunTape* from = nullptr;
        for (const RunTape& tape : m_tapes) {
            const TapeCall* call = tape.call(key);
            if (!call || !call->ended || call->end.status != "ok") continue;
            from = &tape; // a later run of the chain has it from an earlier one
            if (call->end.source == ReplySource::Model) break;
        }
        if (!from) return {};
        const TapeFrame* frame = from->frame(framePath);
        RecordedTurn recorded{from->started.spec.limits, windowOf(from->started, from->started.spec.modelAt(frame ? frame->depth + 1 : 1))};
        return recorded;
    }

    std::optional<int> turnLimit(const std::string& framePath) const override {
        for (const RunTape& tape : m_tapes) {
            const TapeFrame* frame = tape.frame(framePath);
            if (!frame || frame->parent == TapeFrame::None || frame->status.empty()) continue;
            const bool gaveAnswer = frame->status == "answered" || frame->status == "forced";
            if (gaveAnswer || tape.settled(frame->parent, frame->parentTurn)) return tape.started.spec.limits.turns;
        }
        return {};
    }

    std::optional<RecordedCellEnd> cell(const std::string& framePath, int turn, int number, const std::string& code) const override {
        for (const RunTape& tape : m_tapes) {
            const TapeCell* cell = tape.cell(framePath, turn, number);
            if (!cell || !sameText(cell->code, code)) continue;
            const bool settled = m_mode == CassetteMode::Replay || tape.settled(cell->frame, turn);
            RecordedCellEnd end;
            end.interrupted = cell->end.status == "interrupted" && settled;
            end.cancelled = cell->end.status == "cancelled" && settled;
            end.pythonSeconds = cell->end.pythonSeconds;
            return end;
        }
        return {};
    }

    void attach(RunHandle run) override {
        std::thread watcher;
        {
            const std::lock_guard lock(m_mutex);
            m_run = std::move(run);
            m_attached = static_cast<bool>(m_run.stop);
            watcher.swap(m_watcher);
            m_changed.notify_all();
        }
        if (watcher.joinable()) watcher.join();
        const std::lock_guard lock(m_mutex);
        if (!m_attached) m_reader.reset(); // it keeps the file in its log mode
        else if (m_mode == CassetteMode::Replay) m_watcher = std::thread([this] { watch(); });
    }

    Report report() const override {
        const std::lock_guard lock(m_mutex);
        return m_report;
    }

private:
    static bool sameText(const Text& recorded, const std::string& now) {
        if (recorded.size != now.size()) return false;
        return recorded.loaded() ? recorded.view() == now : recorded.id == BlobId::of(now);
    }

    static Tokens windowOf(const RunStarted& started, const std::string& model) {
        const auto models = parseJson(started.models);
        if (!models.is_array()) return 0;
        for (const auto& entry : models)
            if (entry.is_object() && entry.value("spec", nlohmann::json()) == model)
                if (const auto window = entry.find("window"); window != entry.end() && window->is_number_integer())
                    return std::max<Tokens>(0, window->get<Tokens>());
        return 0;
    }

    Result<std::optional<ReplyFound>> replayed(const ReplyQuestion& question) {
        const RunTape& tape = m_tapes.front();
        const TapeCall* call = tape.call(question.key);
        const std::lock_guard lock(m_mutex);
        m_progress = true;
        m_changed.notify_all();
        if (!call) {
            if (beyond(tape, question.key)) return held();
            diverged({question.key.text(), "call", "asked something that it had not asked", {}, head(lastText(question))});
            return divergenceError("This was not asked in the recorded run");
        }
        if (call->messages != messagesId(question.messages)) {
            const auto [before, now] = messagesDiffer(tape, *call, question);
            diverged({question.key.text(), "messages", "asked with other messages", before, now});
            return divergenceError("This was asked with other messages in the recorded run");
        }
        if (!call->ended || call->end.status == "cancelled") return held();
        auto found = given(*call);
        if (!found) {
            diverged({question.key.text(), "damage", "cannot be answered: " + found.error().message, {}, {}});
            return divergenceError("The recorded reply cannot be read");
        }
        return std::optional(std::move(*found));
    }

    Result<std::optional<ReplyFound>> resumed(const ReplyQuestion& question) {
        const std::lock_guard lock(m_mutex);
        const TapeCall* other = nullptr; // recorded under this key, with other messages
        const RunTape* otherTape = nullptr;
        bool known = false;
        BlobId messages;
        for (const RunTape& tape : m_tapes) {
            const TapeCall* call = tape.call(question.key);
            if (!call) continue;
            known = true;
            if (!call->ended || call->end.status == "cancelled") continue;
            if (call->end.status != "ok" && !tape.settled(call->frame, call->key.turn)) continue;
            if (messages.isNull()) messages = messagesId(question.messages);
            if (call->messages != messages) {
                if (!other) {
                    other = call;
                    otherTape = &tape;
                }
                continue;
            }
            if (auto found = given(*call)) return std::optional(std::move(*found));
            else note("warning", "A recorded reply cannot be read, so it is asked again: " + found.error().message);
        }
        if (other) {
            const auto [before, now] = messagesDiffer(*otherTape, *other, question);
            if (m_divergedFrames.insert(question.key.framePath).second)
                diverged({question.key.text(), "messages", "asks with other messages than when it was recorded, and goes on from here anew", before, now});
        } else if (!known && question.role == CallRole::Sub && ranToItsEnd(question.key)) {
            diverged({question.key.text(), "call", "asks something that it had not asked when it was recorded", {}, head(lastText(question))});
        }
        return std::optional<ReplyFound>();
    }

    /// Whether the record ends before this call could have been made.
    static bool beyond(const RunTape& tape, const CallKey& key) {
        if (tape.ended && tape.ended->status != "cancelled" && !tape.secondsUsedUp) return false;
        const TapeFrame* frame = tape.frame(key.framePath);
        if (!frame) return true; // a frame that had not begun
        if (!frame->status.empty() && frame->status != "cancelled" && !tape.secondsUsedUp) return false;
        if (key.cell == 0) return key.turn > frame->lastTurn;
        const TapeCell* cell = tape.cell(key.framePath, key.turn, key.cell);
        return !cell || cell->end.status.empty() || cell->end.status == "cancelled";
    }

    bool ranToItsEnd(const CallKey& key) const {
        for (const RunTape& tape : m_tapes)
            if (const TapeCell* cell = tape.cell(key.framePath, key.turn, key.cell))
                return !cell->end.status.empty() && cell->end.status != "cancelled" && tape.settled(cell->frame, key.turn);
        return false;
    }

    // The rest with m_mutex held.

    Result<std::optional<ReplyFound>> held() {
        ReplyFound found;
        found.held = true;
        ++m_held;
        return std::optional(std::move(found));
    }

    Result<ReplyFound> given(const TapeCall& call) {
        ReplyFound found;
        found.ended = call.end;
        found.limit = call.end.status == "refused" ? call.limit.value_or(LimitKind::Calls) : std::optional<LimitKind>();
        if (call.end.status != "ok" && !found.ended.error)
            found.ended.error = makeError(ErrorKind::Provider, "The call failed when it was recorded.");
        found.ended.source = ReplySource::Recorded;
        found.ended.recordedCost = call.end.source == ReplySource::Model ? call.end.cost : call.end.recordedCost;
        found.ended.cost = {};
        found.ended.firstToken = 0;
        for (Part& part : found.ended.reply) {
            if (part.text.loaded()) continue;
            if (!m_reader) return makeError(ErrorKind::Internal, "the run has ended");
            auto text = m_reader->load(part.text, MaxReply);
            if (!text) return text.error();
            part.text = Text(std::move(*text));
        }
        ++m_report.used;
        m_report.saved += found.ended.recordedCost;
        return found;
    }

    static std::string lastText(const ReplyQuestion& question) {
        return question.messages.empty() ? std::string() : question.messages.back().plainText();
    }

    std::pair<std::string, std::string> messagesDiffer(const RunTape& tape, const TapeCall& call, const ReplyQuestion& question) {
        const auto recorded = m_reader ? m_reader->messagesOf(tape.run, call.node) : Result<std::vector<Message>>(makeError(ErrorKind::Internal, ""));
        if (!recorded) return {{}, head(lastText(question))};
        for (std::size_t i = 0; i < std::max(recorded->size(), question.messages.size()); ++i) {
            const std::string before = i < recorded->size() ? (*recorded)[i].plainText() : std::string();
            const std::string now = i < question.messages.size() ? question.messages[i].plainText() : std::string();
            if (before != now) return difference(before, now);
        }
        return {};
    }

    Error divergenceError(const std::string& what) {
        return makeError(ErrorKind::Unsupported, what + "; a replay asks no model.");
    }

    void diverged(RunDivergence divergence) {
        ++m_report.divergencesTotal;
        if (m_mode == CassetteMode::Resume)
            note("warning", "Differs from the recorded run at " + divergence.place + ": it " + divergence.what + ".");
        if (m_report.divergences.size() < RunDivergence::MostKept) m_report.divergences.push_back(std::move(divergence));
    }

    void note(std::string severity, std::string text) {
        if (m_run.note) m_run.note(std::move(severity), std::move(text));
    }

    /// Ends the run where the record ends: when all that was answered then has been answered again and the rest waits.
    void watch() {
        std::unique_lock lock(m_mutex);
        const RunTape& tape = m_tapes.front();
        bool expired = false;
        while (m_attached) {
            m_progress = false;
            const auto atEnd = [&] { return m_held > 0 && m_report.used >= m_expected; };
            const bool moved = m_changed.wait_for(lock, m_patience, [&] { return !m_attached || m_progress || (atEnd() && !expired); });
            if (!m_attached) return;
            const bool stuck = !moved && m_held > 0;
            if (!stuck && !atEnd()) continue;
            if (tape.secondsUsedUp && !expired) {
                expired = true;
                act(lock, m_run.secondsUsedUp);
            } else if (stuck || !tape.over()) {
                if (tape.over())
                    diverged({{}, "waits", "waits for an answer that the recorded run never got and did not wait for", {}, {}});
                act(lock, m_run.stop);
                return;
            } else {
                // Calls that nobody waits for; the run goes on without them.
                m_changed.wait_for(lock, m_patience, [&] { return !m_attached || m_progress; });
            }
        }
    }

    void act(std::unique_lock<std::mutex>& lock, std::function<void()> action) {
        lock.unlock();
        if (action) action();
        lock.lock();
    }

    const CassetteMode m_mode;
    const std::vector<RunTape> m_tapes;
    std::uint64_t m_expected = 0;
    std::chrono::milliseconds m_patience{};

    mutable std::mutex m_mutex; // guards all below
    std::condition_variable m_changed;
    std::shared_ptr<TraceReader> m_reader;
    RunHandle m_run;
    bool m_attached = false, m_progress = false;
    std::uint64_t m_held = 0;
    std::set<std::string> m_divergedFrames;
    Report m_report;
    std::thread m_watcher;
};

} // namespace

std::shared_ptr<Cassette> Cassette::make(CassetteMode mode, std::shared_ptr<TraceReader> reader, std::vector<RunTape> tapes) {
    return std::make_shared<Player>(mode, std::move(reader), std::move(tapes));
}

} // namespace rlmscope
