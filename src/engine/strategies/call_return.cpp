// Call and return on a stack of contexts (recursive models: Yang, Srebro, Li, arXiv 2603.02112). The generator writes
// until it calls or returns:
//   <call>q</call>      push a fresh context that holds only q; when it returns a, append a to this prefix, from which
//                       the text of the call is removed
//   <return>a</return>  pop
// A pushed context is a child frame, so the stack is the chain of frames.
#include "base/text.h"
#include "context/context.h"
#include "engine/strategies/strategies.h"

namespace rlmscope {
namespace {

struct Step {
    enum class Kind { Call, Return, None, Broken } kind = Kind::None;
    std::string before; ///< the text that stays in the prefix
    std::string inside; ///< q or a
};

/// The first tag decides; a model that goes on after it has imagined the rest.
Step readStep(std::string_view text) {
    const auto call = text.find("<call>"), back = text.find("<return>");
    if (call == std::string_view::npos && back == std::string_view::npos) return {Step::Kind::None, std::string(text), {}};
    const bool isCall = call < back;
    const std::string_view open = isCall ? "<call>" : "<return>", close = isCall ? "</call>" : "</return>";
    const auto start = isCall ? call : back;
    Step step{isCall ? Step::Kind::Call : Step::Kind::Return, std::string(trimmed(text.substr(0, start))), {}};
    const auto rest = text.substr(start + open.size());
    const auto end = rest.find(close);
    step.inside = trimmed(rest.substr(0, end));
    const bool nested = step.inside.find(open) != std::string::npos;
    if (end == std::string_view::npos || nested || (isCall && step.inside.empty())) step.kind = Step::Kind::Broken;
    return step;
}

class CallReturn final : public Strategy {
public:
    std::string_view name() const override { return "call-return"; }
    bool runsCells() const override { return false; }

    FrameResult run(FrameScope& frame) override {
        const auto& context = frame.context();
        const auto fits = fitsWindow(frame, frame.question().size() + (context ? contextTextBytes(*context) : 0),
                                     "the task and its text");
        if (!fits) return failed(fits.error());
        std::vector<Message> prefix = {Message::text(Role::System, frame.prompt("call-return")),
                                       Message::text(Role::User, task(frame))};
        for (;;) {
            const auto turn = frame.beginTurn();
            if (!turn) return forceLastAnswer(frame, prefix, turn.error());
            // The last message is not sent yet.
            if (const auto line = frame.budgetLine(); !line.empty())
                prefix.back() = Message::text(Role::User, prefix.back().plainText() + "\n\n" + line);
            const auto reply = frame.callModel(prefix);
            if (!reply) return forceLastAnswer(frame, prefix, reply.error());
            const Step step = readStep(plainText(reply->reply));
            switch (step.kind) {
            case Step::Kind::Return: return answered(step.inside);
            case Step::Kind::Call:
                if (!frame.canRecurse()) {
                    append(prefix, step.before, "No call is possible at this depth. Solve the task yourself and return its result.");
                    break;
                }
                if (const auto child = frame.runChild(step.inside, nullptr); !child) return failed(child.error());
                else if (child->error && child->error->kind == ErrorKind::Cancelled) return failed(*child->error);
                else append(prefix, step.before, resultOf(*child));
                break;
            case Step::Kind::None:
                append(prefix, step.before, "Your reply held neither <call>...</call> nor <return>...</return>. Go on, and end with one of them.");
                break;
            case Step::Kind::Broken:
                append(prefix, step.before, "Your last tag was empty, nested or not closed. Write one <call>task</call> or one <return>result</return>.");
                break;
            }
        }
    }

private:
    static std::string task(const FrameScope& frame) {
        if (!frame.context()) return frame.question(); // a fresh context holds q and nothing else
        return frame.prompt("call-return-task", {{"question", frame.question()}, {"context", contextText(*frame.context())}});
    }

    /// A failure is said to be one; it never looks like a result.
    static std::string resultOf(const FrameResult& child) {
        if (child.answer) return "<result>" + child.answer->text + "</result>";
        return "<error>The call failed: " + child.error->message + "</error>";
    }

    static void append(std::vector<Message>& prefix, const std::string& kept, std::string next) {
        if (!kept.empty()) prefix.push_back(Message::text(Role::Assistant, kept));
        prefix.push_back(Message::text(Role::User, std::move(next)));
    }
};

} // namespace

std::unique_ptr<Strategy> makeCallReturn() {
    return std::make_unique<CallReturn>();
}

} // namespace rlmscope
