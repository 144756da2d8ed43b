#include "trace/store_support.h"

#include <future>

namespace rlmscope::teststore {

std::vector<Event> readAll(TraceReader& reader, RunId run, Seq from) {
    std::vector<Event> events;
    const auto status = reader.forEachEvent(run, from, [&](const Event& event) {
        events.push_back(event);
        return true;
    });
    if (!status) qWarning("%s", status.error().text().c_str());
    return events;
}

RunStarted startOf(std::string question) {
    RunStarted started;
    started.spec.question = std::move(question);
    return started;
}

void writeRun(EventSink& sink, int turns, const std::string& question) {
    sink.append({}, {}, startOf(question));
    const NodeId frame{sink.append({}, {}, FrameStarted{"rlm", "sim", 0, {}, "", question, {}, 0, 0, 0, "none"})};
    NodeId previous;
    for (int i = 1; i <= turns; ++i) {
        const NodeId turn{sink.append({}, frame, TurnStarted{i})};
        ModelCallStarted call;
        call.model = "sim";
        call.key = {"", i, 0, "frame", {}, 0};
        call.previous = previous;
        call.kept = previous ? 2 * (i - 1) : 0;
        call.added = {Message::text(Role::User, "Turn " + std::to_string(i) + ": " + std::string(300, 'a' + static_cast<char>(i % 26)))};
        if (previous) call.added.insert(call.added.begin(), Message::text(Role::Assistant, "print(" + std::to_string(i - 1) + ")"));
        if (previous) call.kept -= 1;
        previous = {sink.append({}, turn, call)};
        sink.append(previous, {}, AttemptStarted{1, 100, PicoUsd{1000}, true});
        ModelCallEnded ended;
        ended.status = "ok";
        ended.reply = {{PartKind::Text, "print(" + std::to_string(i) + ")", {}}};
        ended.usage = {100, 0, 0, 10, 0};
        ended.usageKnown = true;
        ended.cost = PicoUsd{100 + i};
        ended.costSource = CostSource::Computed;
        sink.append(previous, {}, ended);
        const NodeId cell{sink.append({}, turn, CellStarted{1, "print(" + std::to_string(i) + ")", false, 0})};
        sink.append(cell, {}, CellOutput{OutputStream::Stdout, std::to_string(i) + "\n", false});
        CellEnded cellEnd;
        cellEnd.status = "ok";
        cellEnd.visible = std::to_string(i) + "\n";
        sink.append(cell, {}, cellEnd);
        sink.append(turn, {}, TurnEnded{});
    }
    sink.append(frame, {}, FrameEnded{"answered", "\"42\"", "42", {}});
    sink.append({}, {}, RunEnded{"answered", "answer", "\"42\"", "42", {}});
}

Status appendDurably(EventSink& sink, NodeId node, EventBody body) {
    std::promise<Status> done;
    sink.append(node, {}, std::move(body), [&done](const Status& status) { done.set_value(status); });
    return done.get_future().get();
}

} // namespace rlmscope::teststore
