// The trace: durable appends against a bare SQLite loop, throughput, folding, file sizes. Prints one JSON object.
#include "trace/run_tree.h"
#include "trace/trace_reader.h"
#include "trace/trace_writer.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <future>
#include <iostream>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

using namespace rlmscope;
using nlohmann::json;

namespace {

double seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Of this thread alone: other programs on the machine do not count.
double cpuSeconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

json spread(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return {{"p50_us", 1e6 * values[values.size() / 2]}, {"p95_us", 1e6 * values[values.size() * 95 / 100]}};
}

std::shared_ptr<TraceWriter> open(const std::filesystem::path& file) {
    auto writer = TraceWriter::open(file);
    if (!writer) {
        std::cerr << writer.error().text() << '\n';
        std::exit(1);
    }
    return std::move(writer).value();
}

/// Interleaved, because the disk's speed drifts.
json durableAppends(const std::filesystem::path& folder) {
    const auto writer = open(folder / "durable.rlmscope");
    const auto sink = writer->beginRun(RunId::random()).value();
    SQLite::Database bare((folder / "bare.db").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    bare.exec("PRAGMA journal_mode = WAL");
    bare.exec("PRAGMA synchronous = FULL");
    bare.exec("CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT)");
    SQLite::Statement insert(bare, "INSERT INTO t(b) VALUES(?)");
    const std::string text(180, 't');
    std::vector<double> ours, theirs;
    for (int i = 0; i < 400; ++i) {
        auto start = seconds();
        std::promise<void> done;
        sink->append({}, {}, Note{text, "info"}, [&done](const Status&) { done.set_value(); });
        done.get_future().get();
        ours.push_back(seconds() - start);
        start = seconds();
        bare.exec("BEGIN");
        insert.bind(1, text);
        insert.exec();
        insert.reset();
        bare.exec("COMMIT");
        theirs.push_back(seconds() - start);
    }
    return {{"ours", spread(ours)}, {"bare_sqlite_full_commit", spread(theirs)}};
}

json throughput(const std::filesystem::path& folder) {
    const auto writer = open(folder / "many.rlmscope");
    const auto sink = writer->beginRun(RunId::random()).value();
    constexpr int Events = 100'000;
    const auto start = seconds();
    for (int i = 0; i < Events; ++i) sink->append({}, {}, CellOutput{OutputStream::Stdout, "line " + std::to_string(i) + "\n", false});
    const auto appended = seconds();
    (void)sink->flush();
    const auto written = seconds();
    (void)writer->finish();
    return {{"events", Events},
            {"append_ns", (appended - start) / Events * 1e9},
            {"written_per_second", Events / (written - start)},
            {"finish_seconds", seconds() - written}};
}

Event make(Seq seq, NodeId node, NodeId parent, EventBody body) {
    Event event;
    event.seq = seq;
    event.node = startsNode(body) ? NodeId{seq} : node;
    event.parent = parent;
    event.time = static_cast<Nanos>(seq) * 1000;
    event.body = std::move(body);
    return event;
}

/// Turns with one call, one cell and 20 sub-calls each.
json folding(std::size_t nodes) {
    RunTree tree;
    Seq seq = 0;
    double spent = 0;
    std::vector<Event> batch;
    const auto add = [&](NodeId node, NodeId parent, EventBody body) {
        batch.push_back(make(++seq, node, parent, std::move(body)));
        return NodeId{seq};
    };
    ModelCallStarted started;
    started.model = "sim";
    started.added = {Message::text(Role::User, "Which of these lines name a city? Count them.")};
    ModelCallEnded ended;
    ended.status = "ok";
    ended.reply = {{PartKind::Text, "There are seven lines that name a city.", {}}};
    ended.usage = {100, 0, 0, 20, 0};
    ended.usageKnown = true;
    ended.costSource = CostSource::Simulated;
    const auto root = add({}, {}, FrameStarted{"rlm", "sim", 0, {}, "", "How many lines?", {}, 0, 0, 0, ""});
    const auto call = [&](NodeId parent, CallRole role) {
        started.role = role;
        const auto id = add({}, parent, started);
        add(id, {}, AttemptStarted{1, 100, {5}, true});
        add(id, {}, ended);
    };
    while (tree.nodes().size() < nodes) {
        const auto turn = add({}, root, TurnStarted{1});
        ended.reply[0].text = Text("Counted so far: " + std::to_string(seq) + " lines that name a city");
        call(turn, CallRole::Frame);
        const auto cell = add({}, turn, CellStarted{1, "replies = llm_query_batched(prompts)", false, 1});
        for (int i = 0; i < 20; ++i) {
            ended.reply[0].text = Text("There are " + std::to_string(seq) + " such lines in this part.");
            call(cell, CallRole::Sub);
        }
        add(cell, {}, CellEnded{"ok", "", "", "", "done", false, 5, 0, 0, 0.1});
        add(turn, {}, TurnEnded{});
        const auto start = cpuSeconds();
        for (const auto& event : batch) tree.apply(event);
        (void)tree.nodes();
        spent += cpuSeconds() - start;
        batch.clear();
    }
    (void)tree.takeChanged();
    return {{"nodes", tree.nodes().size()},
            {"cpu_ns_per_node", spent / static_cast<double>(tree.nodes().size()) * 1e9},
            {"bytes_per_node", static_cast<double>(tree.memory()) / static_cast<double>(tree.nodes().size())}};
}

/// Words that compress like prose.
std::string prose(std::mt19937& random, std::size_t bytes) {
    static const auto words = [] {
        std::mt19937 letters(7);
        std::vector<std::string> list(4000);
        for (auto& word : list)
            for (auto n = 2 + letters() % 8; n > 0; --n) word += static_cast<char>('a' + letters() % 26);
        return list;
    }();
    std::string text;
    while (text.size() < bytes) {
        const double zipf = std::pow(static_cast<double>(words.size()), static_cast<double>(random()) / 4294967296.0);
        text += words[static_cast<std::size_t>(zipf) - 1] + " ";
    }
    return text.substr(0, bytes);
}

/// 1,000 sub-calls with 1 KB prompts; the prompts are pieces of the context, or words of their own.
json subCalls(const std::filesystem::path& file, bool slices) {
    std::mt19937 random(42);
    const auto context = prose(random, slices ? 1'000'000 : 1000);
    RunStarted run;
    run.spec.question = "What is said?";
    run.context.documents = {{"", Text::stored(BlobId::of(context), context.size()), context.size()}};
    double finish = 0;
    std::uintmax_t open_ = 0;
    {
        const auto writer = open(file);
        const auto sink = writer->beginRun(RunId::random()).value();
        std::promise<void> stored;
        sink->append({}, {}, run);
        writer->storeInBackground({{{}, context, nullptr}}, [&](const Status&) { stored.set_value(); });
        stored.get_future().get();
        sink->append({}, {}, ContextStored{});
        const NodeId frame{sink->append({}, {}, FrameStarted{"rlm", "sim", 0, {}, "", "What is said?", {}, 0, 0, 0, "limits"})};
        const NodeId turn{sink->append({}, frame, TurnStarted{1})};
        const NodeId cell{sink->append({}, turn, CellStarted{1, "llm_query_batched(prompts)", false, 0})};
        for (int i = 0; i < 1000; ++i) {
            const auto prompt = "Summarise this part of the text in one sentence.\n\n" +
                                (slices ? context.substr(static_cast<std::size_t>(i) * 950, 950) : prose(random, 950));
            ModelCallStarted started;
            started.role = CallRole::Sub;
            started.model = "openai:gpt-5-mini";
            started.depth = 1;
            started.key = {"", 1, 1, "llm_query", BlobId::of(prompt), 0};
            started.added = {Message::text(Role::User, prompt)};
            started.batch = 1;
            started.batchIndex = i;
            started.batchSize = 1000;
            const NodeId call{sink->append({}, cell, started)};
            sink->append(call, {}, AttemptStarted{1, 4096, {123'456'789}, true});
            ModelCallEnded ended;
            ended.status = "ok";
            ended.reply = {{PartKind::Text, prose(random, 100), {}}};
            ended.finish = FinishReason::Stop;
            ended.usage = {static_cast<Tokens>(240 + random() % 20), 0, 0, static_cast<Tokens>(20 + random() % 9), 0};
            ended.usageKnown = true;
            ended.cost = {static_cast<std::int64_t>(100'000'000 + random() % 1'000'000)};
            ended.costSource = CostSource::Computed;
            ended.requestId = "req_" + RunId::random().text().substr(0, 24);
            sink->append(call, {}, ended);
        }
        (void)sink->flush();
        open_ = std::filesystem::file_size(file) + std::filesystem::file_size(file.string() + "-wal");
        const auto start = seconds();
        if (const auto done = writer->finish(); !done) std::cerr << done.error().text() << '\n';
        finish = seconds() - start;
    }
    return {{"bytes_while_running", open_}, {"bytes", std::filesystem::file_size(file)}, {"finish_seconds", finish}};
}

} // namespace

int main() {
    char folder[] = "/var/tmp/bench_trace.XXXXXX"; // /tmp may be memory
    if (!mkdtemp(folder)) return 1;
    json out;
    out["durable_append"] = durableAppends(folder);
    out["throughput"] = throughput(folder);
    for (const std::size_t nodes : {1'000, 100'000, 1'000'000}) out["fold"].push_back(folding(nodes));
    out["thousand_sub_calls"]["distinct_prompts"] = subCalls(std::filesystem::path(folder) / "distinct.rlmscope", false);
    out["thousand_sub_calls"]["prompts_are_slices"] = subCalls(std::filesystem::path(folder) / "slices.rlmscope", true);
    std::cout << out.dump(2) << '\n';
    if (!std::getenv("KEEP")) std::filesystem::remove_all(folder);
}
