#pragma once
// Traces for the report's tests: one of an honest run with everything in it, one of a run whose every text is an attack.
#include "exchange/report.h"
#include "trace/store_support.h"

#include <nlohmann/json.hpp>

namespace rlmscope::test {

using Json = nlohmann::json;

class ReportRuns {
public:
    std::filesystem::path path(const std::string& name) const { return std::filesystem::path(m_folder.path().toStdString()) / name; }

    /// Writes a run with `fill` and gives the opened trace.
    std::unique_ptr<TraceReader> make(const std::string& name, const std::function<void(EventSink&)>& fill);

    static std::string jsonText(TraceReader& reader, const ReportOptions& options = {});
    static Json json(TraceReader& reader, const ReportOptions& options = {});

private:
    QTemporaryDir m_folder;
};

/// One run, written call by call.
class RunScript {
public:
    explicit RunScript(EventSink& sink) : m_sink(sink) {}

    RunStarted started;
    std::string model = "openai:gpt-5", subModel = "openai:gpt-5-mini";

    NodeId begin(const std::string& question);
    NodeId frame(NodeId parent, const std::string& question, int depth);
    NodeId turn(NodeId frame, int number) { return {m_sink.append({}, frame, TurnStarted{number})}; }
    NodeId call(NodeId parent, const std::string& prompt, const std::string& reply, bool sub = false, std::int64_t pico = 1'000'000'000);
    NodeId open(NodeId parent, const std::string& prompt, bool sub = false, std::int64_t batch = 0);
    void fail(NodeId call, const std::string& why);
    NodeId cell(NodeId turn, const std::string& code) { return {m_sink.append({}, turn, CellStarted{1, code, false, 0})}; }
    void endCell(NodeId cell, const std::string& visible, const std::string& status = "ok");
    void end(NodeId root, const std::string& answer);
    EventSink& sink() { return m_sink; }

private:
    EventSink& m_sink;
};

inline constexpr const char* HonestAnswer =
    "**1,187 messages** report an outage.\n\n"
    "| user | times |\n|:--|--:|\n| 76063 | 23 |\n| 91203 | 19 |\n\n"
    "The share is $p = \\frac{1187}{5000} \\approx 0.237$, which costs $0.41 to $0.52.\n\n"
    "$$\\sum_{i=1}^{n} x_i = \\int_0^1 f(t)\\,dt$$\n\n"
    "```python\ntotal = sum(counts.values())  # all of them\nprint(f\"{total:,}\")\n```\n\n"
    "See [the log](https://example.org/log) and ![a plot](https://example.org/plot.png).\n";

/// Two turns, a fan-out of 40 with two failures, a child frame, a cell that raises, notes, limits.
void writeHonestRun(EventSink& sink);

/// Every text tries to run a script, to leave the page or to load something from `server` ("http://127.0.0.1:1234").
std::string hostileMarkdown(const std::string& server);

void writeHostileRun(EventSink& sink, const std::string& server);

} // namespace rlmscope::test
