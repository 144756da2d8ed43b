#pragma once
// Twenty runs of every kind, as somebody's library might hold them. For pictures.
#include "library/library_files.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace rlmscope::test {

inline void writeVariedRuns(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    const Nanos now = Clock::system().wall(), minute = 60'000'000'000, day = 1440 * minute;
    int n = 0;
    const auto add = [&](const std::string& file, Nanos ago, const std::function<void(MadeRun&)>& change) {
        MadeRun made;
        made.run = runId(++n);
        made.wall = now - ago;
        made.question = "Which user opened the most tickets about outages, and how many?";
        change(made);
        if (const auto written = write(folder / (file + ".rlmscope"), made); !written) std::fprintf(stderr, "%s\n", written.error().text().c_str());
        return made.run;
    };
    const auto cost = [](MadeRun& made, double usd) { made.pico = static_cast<std::int64_t>(usd * 1e12) / (made.turns * (1 + made.subCalls)); };
    add("log", 5 * day, [&](MadeRun& m) { m.title = "rlm_trace_0412.jsonl", m.imported = "rlm", m.costUnknown = true, m.lasts = 151 * 1'000'000'000LL, m.subCalls = 12; });
    const auto search = add("search", 4 * day, [&](MadeRun& m) {
        m.title = "code search, BM25", m.question = "Which function parses the frames of the wire protocol?", m.strategy = "codeact", m.model = "ollama:qwen3:8b", m.depth = 0;
        m.answer = "parse_frame()", m.pico = 0, m.scores = {{"exact match", 0.71}}, m.lasts = 69 * 1'000'000'000LL;
    });
    add("search", 4 * day - 30 * minute, [&](MadeRun& m) {
        m.title = "new prompt order", m.question = "Which function parses the frames of the wire protocol?", m.strategy = "codeact", m.model = "ollama:qwen3:8b", m.depth = 0;
        m.answer = "parse_frame()", m.pico = 0, m.scores = {{"exact match", 0.71}}, m.relations = {{"replay_of", search, {}}}, m.lasts = 2'040'000'000;
    });
    const auto stack = add("pairs", 3 * day, [&](MadeRun& m) {
        m.title = "call and return", m.question = "List all pairs of users who mention each other.", m.strategy = "call-return", m.model = "anthropic:claude-sonnet-4-5";
        m.answer = "212 pairs", m.scores = {{"f1", 0.87}}, m.subCalls = 9, cost(m, 0.412), m.lasts = 58'900'000'000;
    });
    const auto pairs = add("pairs", 3 * day - 20 * minute, [&](MadeRun& m) {
        m.title = "pairs, first try", m.question = "List all pairs of users who mention each other.", m.model = "openai:gpt-5-mini", m.status = "failed";
        m.relations = {{"fork_of", stack, {3}}}, cost(m, 0.0698), m.lasts = 44'700'000'000;
    });
    add("pairs", 3 * day - 30 * minute, [&](MadeRun& m) {
        m.title = "fixed JSON prompt", m.question = "List all pairs of users who mention each other.", m.model = "openai:gpt-5-mini", m.answer = "214 pairs";
        m.relations = {{"fork_of", pairs, {8}}}, m.scores = {{"f1", 0.88}}, cost(m, 0.0574), m.lasts = 31'000'000'000, m.tags = {"paper"};
    });
    const auto deep = add("pairs3", 2 * day, [&](MadeRun& m) {
        m.title = "pairs, depth 3", m.question = "List all pairs of users who mention each other.", m.depth = 3, m.ends = false, m.subCalls = 30, cost(m, 0.331), m.lasts = 112'000'000'000;
    });
    add("pairs3", 2 * day - 60 * minute, [&](MadeRun& m) {
        m.title = "pairs, depth 3", m.question = "List all pairs of users who mention each other.", m.depth = 3, m.subCalls = 12, cost(m, 0.104), m.answer = "216 pairs";
        m.relations = {{"resume_of", deep, {}}}, m.scores = {{"f1", 0.9}}, m.lasts = 41'000'000'000;
    });
    add("lesson", day + 200 * minute, [&](MadeRun& m) {
        m.title = "needle in 10 MB", m.question = "On which line is the code word?", m.depth = 0, m.simulated = true, m.subCalls = 0, m.answer = "line 81,204", m.tags = {"lesson"};
        m.scores = {{"exact match", 1}}, m.lasts = 3'210'000'000, m.pico = 0;
    });
    add("limit", day + 100 * minute, [&](MadeRun& m) { m.title = "depth 1, $0.10 at most", m.status = "limit", m.subCalls = 22, cost(m, 0.1), m.lasts = 25'000'000'000; });
    add("stopped", day, [&](MadeRun& m) { m.title = "", m.status = "cancelled", m.subCalls = 4, cost(m, 0.021), m.lasts = 9'000'000'000; });
    const auto zero = add("tickets", 120 * minute, [&](MadeRun& m) {
        m.title = "depth 0, REPL only", m.depth = 0, m.subCalls = 0, m.turns = 3, m.answer = "743 · user 76063", m.scores = {{"accuracy", 0.41}}, cost(m, 0.0412), m.lasts = 28'400'000'000;
    });
    add("tickets-direct", 110 * minute, [&](MadeRun& m) {
        m.title = "direct call", m.strategy = "direct", m.subCalls = 0, m.turns = 1, m.answer = "1,502 · user 11871", m.scores = {{"accuracy", 0.37}}, cost(m, 0.2013), m.lasts = 41'200'000'000;
    });
    const auto early = add("tickets", 100 * minute, [&](MadeRun& m) {
        m.title = "depth 1, stops early", m.subCalls = 20, m.answer = "868 · user 40218", m.scores = {{"accuracy", 0.62}}, m.warning = "The answer was given after 2 of 50 chunks.";
        m.relations = {{"fork_of", zero, {4}}}, cost(m, 0.1104), m.lasts = 38'900'000'000;
    });
    const auto map = add("tickets", 90 * minute, [&](MadeRun& m) {
        m.title = "depth 1, map only", m.subCalls = 50, m.answer = "1,131 · user 76063", m.scores = {{"accuracy", 0.91}}, m.relations = {{"fork_of", early, {4}}};
        cost(m, 0.1499), m.lasts = 22'800'000'000, m.tags = {"paper", "keep"};
    });
    add("tickets", 80 * minute, [&](MadeRun& m) {
        m.title = "chunk = 200", m.subCalls = 25, m.answer = "1,174 · user 76063", m.scores = {{"accuracy", 0.94}}, m.relations = {{"fork_of", map, {4}}};
        m.code = "lines = context.splitlines()\nchunks = pieces(lines, 200)\nreplies = llm_query_batched(chunks)", cost(m, 0.0891), m.lasts = 19'600'000'000, m.tags = {"paper"};
    });
    add("tickets-next", 40 * minute, [&](MadeRun& m) {
        m.title = "and the month before?", m.relations = {{"continues", map, {}}}, m.subCalls = 50, m.answer = "1,020 · user 76063", cost(m, 0.1422), m.lasts = 24'100'000'000;
    });
    std::ofstream(folder / "download(1).rlmscope") << "<html>404 Not found</html>";
}

} // namespace rlmscope::test
