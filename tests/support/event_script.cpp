#include "support/event_script.h"

#include <utility>

namespace rlmscope::test {

std::vector<Event> EventScript::take() { return std::exchange(events, {}); }

Event& EventScript::add(EventBody body, NodeId node, NodeId parent) {
    m_time += 1'000'000;
    Event event;
    event.seq = ++m_seq;
    event.node = startsNode(body) ? NodeId{event.seq} : node;
    event.parent = parent;
    event.time = m_time;
    event.body = std::move(body);
    events.push_back(std::move(event));
    return events.back();
}

void EventScript::pass(Nanos time) { m_time += time; }

void EventScript::begin(const std::string& question, int depth) {
    RunStarted started;
    started.spec.question = question;
    started.spec.depth = depth;
    started.context.shape = "text";
    add(SegmentStarted{1'000'000'000, 1});
    add(started);
}

NodeId EventScript::frame(NodeId parent, int depth, std::int64_t batch, int index) {
    FrameStarted body;
    body.strategy = "rlm";
    body.model = "sim";
    body.depth = depth;
    body.question = Text("question of frame");
    body.batch = batch;
    body.batchIndex = index;
    return add(body, {}, parent).node;
}

NodeId EventScript::turn(NodeId frame, int number) { return add(TurnStarted{number}, {}, frame).node; }

NodeId EventScript::call(NodeId turn) {
    ModelCallStarted body;
    body.role = CallRole::Frame;
    body.model = "sim";
    body.added = {Message::text(Role::User, "hello")};
    return add(body, {}, turn).node;
}

NodeId EventScript::cell(NodeId turn, int number, const std::string& code) {
    CellStarted body;
    body.number = number;
    body.code = Text(code);
    return add(body, {}, turn).node;
}

NodeId EventScript::sub(NodeId cell, std::int64_t batch, int index, int size) {
    ModelCallStarted body;
    body.role = CallRole::Sub;
    body.model = "sim";
    body.depth = 1;
    body.batch = batch;
    body.batchIndex = index;
    body.batchSize = size;
    body.added = {Message::text(Role::User, "label this " + std::to_string(index))};
    return add(body, {}, cell).node;
}

void EventScript::attempt(NodeId call, int number) {
    add(AttemptStarted{number, 100, PicoUsd{1000}, true}, call);
}

void EventScript::reply(NodeId call, const std::string& text, std::int64_t pico) {
    ModelCallEnded body;
    body.status = "ok";
    body.reply = {Part{PartKind::Text, Text(text), {}}};
    body.usage.freshInput = 40;
    body.usage.output = 10;
    body.usageKnown = true;
    body.cost = PicoUsd{pico};
    body.costSource = CostSource::Computed;
    body.finish = FinishReason::Stop;
    add(body, call);
}

void EventScript::output(NodeId cell, const std::string& text) {
    add(CellOutput{OutputStream::Stdout, Text(text), false}, cell);
}

void EventScript::endCell(NodeId cell, const std::string& status) {
    CellEnded body;
    body.status = status;
    body.visible = Text("visible");
    add(body, cell);
}

void EventScript::endTurn(NodeId turn) { add(TurnEnded{}, turn); }

void EventScript::endFrame(NodeId frame, const std::string& answer) {
    FrameEnded body;
    body.status = "answered";
    body.answer = "\"" + answer + "\"";
    body.answerText = Text(answer);
    add(body, frame);
}

void EventScript::end(const std::string& answer) {
    RunEnded body;
    body.status = "answered";
    body.stopReason = "answer";
    body.answer = "\"" + answer + "\"";
    body.answerText = Text(answer);
    add(body);
}

} // namespace rlmscope::test
