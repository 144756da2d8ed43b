// REPL recursion (recursive language models): the context is a variable in a REPL. Each turn the model writes cells;
// what they print comes back; from inside the cells it calls models and child frames. The history only grows at its
// end, so that its prefix stays byte-identical and providers can cache it.
#include "context/context.h"
#include "engine/fences.h"
#include "engine/strategies/strategies.h"

namespace rlmscope {
namespace {

class Rlm final : public Strategy {
public:
    std::string_view name() const override { return "rlm"; }

    FrameResult run(FrameScope& frame) override {
        std::vector<Message> messages = {Message::text(Role::System, frame.prompt("rlm"))};
        std::string next = frame.prompt("rlm-task", {{"question", frame.question()}, {"context", metadata(frame)}});
        bool turnLine = true; // whether `next` still lacks "Turn k of N"
        for (;;) {
            const auto turn = frame.beginTurn();
            if (!turn) return forceLastAnswer(frame, withLast(messages, next), turn.error());
            if (turnLine) next += "\n\n" + frame.prompt("rlm-turn");
            if (const auto line = frame.budgetLine(); !line.empty()) next += "\n\n" + line;
            messages.push_back(Message::text(Role::User, std::exchange(next, {})));

            const auto reply = frame.callModel(messages);
            if (!reply) return forceLastAnswer(frame, messages, reply.error());
            const std::string text = plainText(reply->reply);
            messages.push_back({Role::Assistant, reply->reply});

            const bool cut = reply->finish == FinishReason::Length;
            const ParsedReply parsed = parseReply(text, cut);
            turnLine = !parsed.cells.empty() || (parsed.unclosed && cut);
            if (!turnLine) {
                next = noCode(frame, *turn);
                continue;
            }
            for (std::size_t i = 0; i < parsed.cells.size(); ++i) {
                const auto cell = frame.runCell(parsed.cells[i]);
                if (!cell) return forceLastAnswer(frame, withLast(messages, next), cell.error());
                next += (i == 0 ? "" : "\n\n") + shown(*cell, i + 1, parsed.cells.size());
                if (cell->outcome.final) return finished(*cell->outcome.final);
            }
            if (parsed.unclosed && cut) next += std::string(next.empty() ? "" : "\n\n") + CutNotice;
        }
    }

private:
    static constexpr const char* CutNotice =
        "Your reply was cut at the output limit, so its last block was not run. Write shorter blocks.";

    static std::string metadata(const FrameScope& frame) {
        return frame.context() ? contextMetadata(*frame.context()) : "empty (None).";
    }

    /// The model is told in the message that opens the next turn, which has that turn's number.
    static std::string noCode(const FrameScope& frame, int turn) {
        return frame.prompt("no-code", {{"turn", std::to_string(turn + 1)}});
    }

    static std::string shown(const CellReport& cell, std::size_t number, std::size_t count) {
        std::string text = count > 1 ? "Output of block " + std::to_string(number) + ":\n" : "Output:\n";
        std::string visible = cell.visible;
        const CellOutcome& outcome = cell.outcome;
        if (outcome.status == CellStatus::Raised && visible.find(outcome.exception) == std::string::npos)
            visible += (visible.empty() || visible.ends_with('\n') ? "" : "\n") + outcome.traceback;
        if (outcome.status == CellStatus::Interrupted || (outcome.status == CellStatus::Killed && outcome.replAlive))
            visible += (visible.empty() || visible.ends_with('\n') ? "[" : "\n[") + std::string("The block was ended: ") +
                       outcome.cause + "]";
        while (visible.ends_with('\n')) visible.pop_back();
        return text + (visible.empty() ? "(nothing was printed)" : visible);
    }

    /// The history with what the model has not been told yet.
    static std::vector<Message> withLast(std::vector<Message> messages, std::string next) {
        if (!next.empty()) messages.push_back(Message::text(Role::User, std::move(next)));
        return messages;
    }

    static FrameResult finished(const FinalAnswer& answer) {
        FrameResult result;
        result.answer = answer;
        return result;
    }
};

} // namespace

std::unique_ptr<Strategy> makeRlm() {
    return std::make_unique<Rlm>();
}

} // namespace rlmscope
