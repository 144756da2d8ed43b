// The baseline without recursion: the whole context in one prompt, one call, its reply is the answer.
#include "context/context.h"
#include "engine/strategies/strategies.h"

namespace rlmscope {
namespace {

class Direct final : public Strategy {
public:
    std::string_view name() const override { return "direct"; }
    bool runsCells() const override { return false; }
    bool forcesLastAnswer() const override { return false; } // its only call is the answer

    FrameResult run(FrameScope& frame) override {
        const auto& context = frame.context();
        // Before the text is built: a context of gigabytes is refused without a copy.
        const auto fits = fitsWindow(frame, context ? contextTextBytes(*context) : 0, "the whole context");
        if (!fits) return failed(fits.error());
        const std::vector<Message> messages = {
            Message::text(Role::System, frame.prompt("direct")),
            Message::text(Role::User, frame.prompt("direct-task", {{"question", frame.question()},
                                                                   {"context", context ? contextText(*context) : ""}}))};
        if (const auto turn = frame.beginTurn(); !turn) return failed(turn.error());
        const auto reply = frame.callModel(messages);
        if (!reply) return failed(reply.error());
        const std::string text = plainText(reply->reply);
        if (text.empty())
            return failed(makeError(ErrorKind::Provider, "The model's reply holds no text (" + std::string(toString(reply->finish)) + ")."));
        if (reply->finish == FinishReason::Length) frame.note("warning", "The answer was cut at the output cap.");
        return answered(text);
    }
};

} // namespace

std::unique_ptr<Strategy> makeDirect() {
    return std::make_unique<Direct>();
}

} // namespace rlmscope
