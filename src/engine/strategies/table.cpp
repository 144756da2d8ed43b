#include "base/json.h"
#include "base/text.h"
#include "engine/strategies/strategies.h"

#include <array>
#include <nlohmann/json.hpp>

namespace rlmscope {
namespace {

struct Maker {
    std::string_view name;
    std::unique_ptr<Strategy> (*make)();
};
constexpr std::array<Maker, 3> Makers = {Maker{"rlm", makeRlm}, Maker{"direct", makeDirect}, Maker{"call-return", makeCallReturn}};

} // namespace

std::unique_ptr<Strategy> makeStrategy(std::string_view name) {
    for (const Maker& maker : Makers)
        if (maker.name == name) return maker.make();
    return nullptr;
}

std::vector<std::string_view> strategyNames() {
    std::vector<std::string_view> names;
    for (const Maker& maker : Makers) names.push_back(maker.name);
    return names;
}

FinalAnswer textAnswer(std::string text) {
    FinalAnswer answer;
    answer.json = dumpJson(nlohmann::json(text));
    answer.text = std::move(text);
    return answer;
}

FrameResult answered(std::string text, bool forced) {
    FrameResult result;
    result.answer = textAnswer(std::move(text));
    result.forced = forced;
    return result;
}

FrameResult failed(Error error) {
    FrameResult result;
    result.error = std::move(error);
    return result;
}

FrameResult forceLastAnswer(FrameScope& frame, std::vector<Message> messages, const Error& why) {
    if (why.kind != ErrorKind::Budget) return failed(why);
    const bool turns = frame.limitHit() == "turns";
    const std::string ask = frame.prompt(turns ? "forced" : "forced-limit", {{"limit", why.message}});
    // Some providers insist that roles alternate. The last user message was never answered, so nothing cached is lost.
    if (messages.back().role == Role::User)
        messages.back() = Message::text(Role::User, messages.back().plainText() + "\n\n" + ask);
    else messages.push_back(Message::text(Role::User, ask));
    const auto reply = frame.callModel(messages, CallRole::Final);
    // A limit that does not even allow this call is what ended the frame, not the refused call.
    if (!reply) return failed(reply.error().kind == ErrorKind::Budget ? why : reply.error());
    std::string text(trimmed(plainText(reply->reply)));
    if (text.empty()) return failed(why);
    return answered(std::move(text), true);
}

Status fitsWindow(const FrameScope& frame, std::uint64_t bytes, std::string_view what) {
    const Tokens window = frame.window();
    const Tokens estimate = estimateTokens(bytes);
    if (window <= 0 || estimate <= window) return {};
    return makeError(ErrorKind::Context,
                     "The prompt with " + std::string(what) + " has about " + withThousands(static_cast<std::uint64_t>(estimate)) +
                         " tokens (estimated), and the model reads at most " +
                         withThousands(static_cast<std::uint64_t>(window)) + ".",
                     "Use the rlm strategy, which reads the context through code, or a model with a larger window.");
}

} // namespace rlmscope
