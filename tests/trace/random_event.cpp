#include "trace/random_event.h"

#include <algorithm>
#include <cmath>

namespace rlmscope {

std::int64_t RandomEvents::number() {
    switch (pick(6)) {
    case 0: return 0;
    case 1: return INT64_MAX;
    case 2: return INT64_MIN;
    case 3: return static_cast<std::int64_t>(m_random());
    default: return static_cast<std::int64_t>(pick(10'000));
    }
}

double RandomEvents::real() {
    return pick(4) == 0 ? 0.0 : std::uniform_real_distribution<double>(-1e9, 1e9)(m_random);
}

std::string RandomEvents::words(std::size_t most) {
    static const char* const Pieces[] = {"a", " ", "\n", "\"", "\\", "é", "日本", "😀", "\t", "{", "}", "0", "word ", "\x01", "/"};
    std::string text;
    for (auto n = pick(most + 1); n > 0; --n) text += Pieces[pick(std::size(Pieces))];
    return text;
}

Text RandomEvents::text() {
    switch (pick(8)) {
    case 0: return Text(words(400));
    case 1: return Text("\xff\xfe binary \x80" + words(4));
    case 2: return Text::stored(BlobId::of(words()), 1 + pick(1'000'000'000));
    case 3: return Text(std::string(1, '\0') + "zero");
    default: return Text(words());
    }
}

JsonText RandomEvents::json() {
    switch (pick(5)) {
    case 0: return "";
    case 1: return R"({"big":18446744073709551615,"deep":[[1,2.5],{"x":null}]})";
    case 2: return "123456789012345678901234567890.5";
    case 3: return "[\"" + std::string(pick(9000), 'x') + "\"]";
    default: return R"({"data": "x"})";
    }
}

CallKey RandomEvents::key() {
    static const char* const Kinds[] = {"llm_query", "rlm_query", "call"};
    CallKey k;
    k.framePath = coin() ? "" : "/t1.c2.rlm_query." + BlobId::of(words()).text() + ".0";
    k.turn = static_cast<int>(pick(100));
    switch (pick(5)) {
    case 0: return {};
    case 1: k.kind = "frame"; return k;
    case 2: k.kind = "final"; return k;
    case 3: k.kind = "odd.kind/"; break; // what a text cannot carry
    default: k.kind = Kinds[pick(3)];
    }
    k.cell = static_cast<int>(pick(10));
    k.request = BlobId::of(words());
    k.occurrence = static_cast<int>(pick(3));
    return k;
}

Usage RandomEvents::usage() {
    return {number(), number(), number(), number(), number()};
}

Error RandomEvents::someError() {
    return {static_cast<ErrorKind>(pick(static_cast<std::size_t>(ErrorKind::Internal) + 1)), words(), words(5)};
}

std::optional<Error> RandomEvents::error() {
    return coin() ? std::nullopt : std::optional(someError());
}

std::vector<Part> RandomEvents::parts() {
    std::vector<Part> parts;
    for (auto n = pick(4); n > 0; --n) {
        Part part{static_cast<PartKind>(pick(4)), text(), {}};
        if (part.kind == PartKind::Image) part.mime = "image/png";
        parts.push_back(part);
    }
    return parts;
}

Message RandomEvents::message() {
    return {static_cast<Role>(pick(3)), parts()};
}

ContextInfo RandomEvents::context() {
    ContextInfo c;
    c.shape = coin() ? "text" : "dict";
    c.source = words();
    for (auto n = pick(5) == 0 ? 60 : pick(3); n > 0; --n)
        c.documents.push_back({words(6), Text::stored(BlobId::of(words()), 1 + pick(1000)), pick(1000)});
    c.bytes = m_random();
    c.characters = pick(1000);
    c.lines = pick(10);
    c.skipped = pick(3);
    return c;
}

RunSpec RandomEvents::spec() {
    RunSpec s;
    s.question = words();
    s.strategy = coin() ? "rlm" : "direct";
    s.depth = static_cast<int>(pick(4));
    s.protocol = static_cast<FinalProtocol>(pick(3));
    s.models = {words(4), words(4)};
    if (coin()) s.prices["m"] = {number(), number(), number(), number(), coin()};
    if (coin()) s.prompts["rlm"] = words(300);
    if (coin()) s.tools = {words(2), words(300)};
    for (auto n = pick(3); n > 0; --n) s.trustedTools.push_back({words(2), words(3), words(40)});
    for (auto n = pick(3); n > 0; --n) s.packages.push_back(words(2));
    s.requiredSandbox = static_cast<SandboxLevel>(pick(3));
    s.limits.turns = static_cast<int>(pick(100));
    if (coin()) s.limits.calls = number();
    if (coin()) s.limits.tokens = number();
    if (coin()) s.limits.usd = PicoUsd{std::max<std::int64_t>(number(), -INT64_MAX)};
    if (coin()) s.limits.seconds = real();
    s.limits.cellSeconds = real();
    s.limits.workerMemory = number();
    s.seed = m_random();
    s.title = words(5);
    return s;
}

EventBody RandomEvents::body(std::size_t kind) {
    const auto i = [this](int n) { return static_cast<int>(pick(static_cast<std::size_t>(n))); };
    const std::uint64_t u = m_random();
    switch (kind) {
    case 0: return RunStarted{spec(), context(), {{"fork_of", RunId::random(), node()}}, words(), json()};
    case 1: return SegmentStarted{number(), number()};
    case 2: return ContextStored{};
    case 3: return RunEnded{"answered", words(3), json(), text(), error()};
    case 4: {
        const auto k = key();
        return FrameStarted{words(3), words(3), i(10), k, coin() ? k.text() : words(), text(), context(), number(), i(9), i(9), words(3)};
    }
    case 5: return FrameEnded{"forced", json(), text(), error()};
    case 6: return TurnStarted{i(100)};
    case 7: return TurnEnded{};
    case 8: return ModelCallStarted{static_cast<CallRole>(pick(3)), words(3), i(9), key(), node(), i(9), {message(), message()},
                                    i(9999), number(), i(9), i(9), coin()};
    case 9: return AttemptStarted{i(9), i(9), money(), coin()};
    case 10: return AttemptFailed{i(9), someError(), i(600), coin(), number(), text(), usage(), coin(), money()};
    case 11: return ModelCallEnded{"ok", parts(), static_cast<FinishReason>(pick(9)), words(3), usage(), coin(), money(),
                                   static_cast<CostSource>(pick(4)), number(), words(3), words(3), json(), error(), static_cast<ReplySource>(pick(3)), money()};
    case 12: return CellStarted{i(9), text(), coin(), 0};
    case 13: return CellOutput{coin() ? OutputStream::Stdout : OutputStream::Stderr, text(), coin()};
    case 14: return CellEnded{"raised", words(3), words(3), text(), text(), coin(), u, u / 3, u / 7, real()};
    case 15: return VariablesChanged{{{words(2), "str", number(), words(9), coin(), words(1), 3}, {words(2), "int", -1, "", false, {}, 0}}};
    case 16: return LedgerEvent{"waited", "usd", words(), money(), i(9), number(), coin()};
    case 17: return GateChanged{"paused", i(9), words(1)};
    case 18: return Note{words(), "info"};
    case 19: return Tag{words(2), coin()};
    case 20: return Score{words(2), pick(8) == 0 ? -HUGE_VAL : real()};
    case 21: return ErrorEvent{someError()};
    default: return Custom{"a_kind_of_tomorrow", json()};
    }
}

} // namespace rlmscope
