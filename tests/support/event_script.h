#pragma once
// Builds the events of a run, one fact a call, as an engine would write them.
#include "trace/event.h"

#include <string>
#include <vector>

namespace rlmscope::test {

class EventScript {
public:
    std::vector<Event> events; ///< since the last take()

    std::vector<Event> take() { return std::exchange(events, {}); }

    Event& add(EventBody body, NodeId node = {}, NodeId parent = {}) {
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
    void pass(Nanos time) { m_time += time; }

    void begin(const std::string& question = "How many?", int depth = 1) {
        RunStarted started;
        started.spec.question = question;
        started.spec.depth = depth;
        started.context.shape = "text";
        add(SegmentStarted{1'000'000'000, 1});
        add(started);
    }
    NodeId frame(NodeId parent = {}, int depth = 0, std::int64_t batch = 0, int index = 0) {
        FrameStarted body;
        body.strategy = "rlm";
        body.model = "sim";
        body.depth = depth;
        body.question = Text("question of frame");
        body.batch = batch;
        body.batchIndex = index;
        return add(body, {}, parent).node;
    }
    NodeId turn(NodeId frame, int number) { return add(TurnStarted{number}, {}, frame).node; }
    NodeId call(NodeId turn) {
        ModelCallStarted body;
        body.role = CallRole::Frame;
        body.model = "sim";
        body.added = {Message::text(Role::User, "hello")};
        return add(body, {}, turn).node;
    }
    NodeId cell(NodeId turn, int number, const std::string& code = "print(1)\nx = 2") {
        CellStarted body;
        body.number = number;
        body.code = Text(code);
        return add(body, {}, turn).node;
    }
    NodeId sub(NodeId cell, std::int64_t batch = 0, int index = 0, int size = 0) {
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
    void attempt(NodeId call, int number = 1) { add(AttemptStarted{number, 100, PicoUsd{1000}, true}, call); }
    void reply(NodeId call, const std::string& text = "a reply", std::int64_t pico = 500) {
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
    void output(NodeId cell, const std::string& text) { add(CellOutput{OutputStream::Stdout, Text(text), false}, cell); }
    void endCell(NodeId cell, const std::string& status = "ok") {
        CellEnded body;
        body.status = status;
        body.visible = Text("visible");
        add(body, cell);
    }
    void endTurn(NodeId turn) { add(TurnEnded{}, turn); }
    void endFrame(NodeId frame, const std::string& answer = "42") {
        FrameEnded body;
        body.status = "answered";
        body.answer = "\"" + answer + "\"";
        body.answerText = Text(answer);
        add(body, frame);
    }
    void end(const std::string& answer = "42") {
        RunEnded body;
        body.status = "answered";
        body.stopReason = "answer";
        body.answer = "\"" + answer + "\"";
        body.answerText = Text(answer);
        add(body);
    }

private:
    Seq m_seq = 0;
    Nanos m_time = 0;
};

} // namespace rlmscope::test
