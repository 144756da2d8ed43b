#pragma once
// Builds the events of a run, one fact a call, as an engine would write them.
#include "trace/event.h"

#include <string>
#include <vector>

namespace rlmscope::test {

class EventScript {
public:
    std::vector<Event> events; ///< since the last take()

    std::vector<Event> take();

    Event& add(EventBody body, NodeId node = {}, NodeId parent = {});
    void pass(Nanos time);

    void begin(const std::string& question = "How many?", int depth = 1);
    NodeId frame(NodeId parent = {}, int depth = 0, std::int64_t batch = 0, int index = 0);
    NodeId turn(NodeId frame, int number);
    NodeId call(NodeId turn);
    NodeId cell(NodeId turn, int number, const std::string& code = "print(1)\nx = 2");
    NodeId sub(NodeId cell, std::int64_t batch = 0, int index = 0, int size = 0);
    void attempt(NodeId call, int number = 1);
    void reply(NodeId call, const std::string& text = "a reply", std::int64_t pico = 500);
    void output(NodeId cell, const std::string& text);
    void endCell(NodeId cell, const std::string& status = "ok");
    void endTurn(NodeId turn);
    void endFrame(NodeId frame, const std::string& answer = "42");
    void end(const std::string& answer = "42");

private:
    Seq m_seq = 0;
    Nanos m_time = 0;
};

} // namespace rlmscope::test
