#include "library/library_files.h"

#include <algorithm>

namespace rlmscope::test {

RunId runId(int n) {
    RunId run;
    run.bytes[0] = static_cast<std::uint8_t>(n >> 8);
    run.bytes[1] = static_cast<std::uint8_t>(n);
    run.bytes[15] = 9;
    return run;
}

Status write(const std::filesystem::path& file, const MadeRun& made) {
    SetClock clock;
    clock.at = made.wall;
    const auto writer = TraceWriter::open(file, clock);
    if (!writer) return writer.error();
    auto sink = (*writer)->beginRun(made.run);
    if (!sink) return sink.error();
    auto& out = **sink;
    RunStarted started;
    started.spec.question = made.question;
    started.spec.title = made.title;
    started.spec.strategy = made.strategy;
    started.spec.depth = made.depth;
    started.spec.models = {made.model};
    started.context.shape = "text";
    started.context.source = "tickets.txt";
    started.relations = made.relations;
    out.append({}, {}, started);
    FrameStarted frame;
    frame.strategy = made.strategy;
    frame.model = made.model;
    frame.question = made.question;
    const NodeId root{out.append({}, {}, frame)};
    const auto call = [&](NodeId parent, CallRole role, const CallKey& key, const std::string& prompt, const std::string& reply) {
        ModelCallStarted start;
        start.role = role;
        start.model = role == CallRole::Frame ? made.model : "openai:gpt-5-mini";
        if (made.simulated) start.model = "sim";
        start.depth = role == CallRole::Frame ? 0 : 1;
        start.key = key;
        start.added = {Message::text(Role::User, prompt)};
        const NodeId node{out.append({}, parent, start)};
        out.append(node, {}, AttemptStarted{1, 4096, PicoUsd{made.pico}, !made.costUnknown});
        ModelCallEnded end;
        end.status = "ok";
        end.reply = {{PartKind::Text, reply, {}}};
        end.usage.freshInput = 4'000;
        end.usage.output = 350;
        end.usageKnown = true;
        if (!made.costUnknown) end.cost = PicoUsd{made.pico};
        end.costSource = made.costUnknown ? CostSource::Unknown : made.simulated ? CostSource::Simulated : CostSource::Computed;
        end.finish = FinishReason::Stop;
        out.append(node, {}, end);
    };
    for (int t = 1; t <= made.turns; ++t) {
        const NodeId turn{out.append({}, root, TurnStarted{t})};
        call(turn, CallRole::Frame, {"", t, 0, "frame", {}, 0}, "Turn " + std::to_string(t), "```repl\n" + made.code + "\n```");
        const NodeId cell{out.append({}, turn, CellStarted{1, made.code, false, 0})};
        for (int s = 0; s < made.subCalls; ++s) {
            const auto prompt = "Label " + std::to_string(t) + "." + std::to_string(s);
            call(cell, CallRole::Sub, {"", t, 1, "llm_query", BlobId::of(prompt), 0}, prompt, "billing");
        }
        CellEnded cellEnd;
        cellEnd.status = "ok";
        cellEnd.visible = "3 chunks\n";
        out.append(cell, {}, cellEnd);
        clock.at += made.turnTime();
        out.append(turn, {}, TurnEnded{});
    }
    if (!made.warning.empty()) out.append({}, {}, Note{made.warning, "warning"});
    if (!made.imported.empty())
        out.append({}, {}, Custom{"import", R"({"format":")" + made.imported + R"(","file":"log.jsonl","remarks":[{"kind":"absent","text":"costs"}]})"});
    if (made.ends) {
        out.append(root, {}, FrameEnded{made.status == "answered" ? "answered" : "failed", {}, made.status == "answered" ? made.answer : "", {}});
        RunEnded end;
        end.status = made.status;
        end.stopReason = made.status == "answered" ? "answer" : made.status == "limit" ? "usd" : made.status == "failed" ? "model_error" : "user";
        if (made.status == "answered") end.answerText = made.answer;
        if (made.status == "failed") end.error = makeError(ErrorKind::Provider, "openai:gpt-5 answered with HTTP 500");
        out.append({}, {}, end);
    }
    for (const auto& tag : made.tags) out.append({}, {}, Tag{tag, false});
    for (const auto& score : made.scores) out.append({}, {}, score);
    if (auto flushed = out.flush(); !flushed) return flushed;
    return (*writer)->finish();
}

} // namespace rlmscope::test
