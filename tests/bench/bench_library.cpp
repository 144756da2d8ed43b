// The library with many runs: reading 5,000 small traces into a new index, starting with that index, and what a keystroke in
// the filter costs with 100,000 rows. Prints one JSON object.
#include "library/arrangement.h"
#include "library/library_files.h"
#include "library/library_index.h"
#include "library/library_scan.h"

#include <chrono>
#include <cstdio>
#include <unistd.h>

using namespace rlmscope;
using namespace rlmscope::library;

namespace {

namespace fs = std::filesystem;

double since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

template<typename F>
double timed(F&& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return since(start);
}

Rows manyRows(int count) {
    Rows rows;
    rows.reserve(static_cast<std::size_t>(count));
    const char* models[] = {"openai:gpt-5", "openai:gpt-5-mini", "anthropic:claude-sonnet-4-5", "sim"};
    const char* states[] = {"answered", "answered", "answered", "failed", "limit", "interrupted"};
    for (int i = 0; i < count; ++i) {
        FileDigest file;
        file.file = "/library/run-" + std::to_string(i) + ".rlmscope";
        RunDigest run;
        run.run = test::runId(i);
        run.run.bytes[4] = static_cast<std::uint8_t>(i >> 16);
        run.wall = 1'700'000'000'000'000'000 + i * 60'000'000'000LL;
        run.status = states[i % 6];
        run.question = "Which of the " + std::to_string(i * 7919 % 1000) + " users opened the most tickets about outages in the week before the release?";
        run.answer = std::to_string(i * 31 % 5000) + " tickets, user " + std::to_string(i % 977);
        run.strategy = i % 5 ? "rlm" : "direct";
        run.models = {models[i % 4], models[(i + 1) % 4]};
        run.cost = PicoUsd{i % 997 * 1'000'000'000LL};
        run.usage.freshInput = i * 13 % 400'000;
        run.duration = i % 300 * 1'000'000'000LL;
        if (i % 7 == 0) run.tags = {"lesson"};
        if (i % 3 == 0 && i > 10) {
            run.relations = {{"fork_of", test::runId(i - 7), {}}};
            run.relations.front().run.bytes[4] = static_cast<std::uint8_t>((i - 7) >> 16);
        }
        file.runs = {std::move(run)};
        rows.push_back(rowsOf(file).front());
    }
    return rows;
}

} // namespace

int main(int argc, char** argv) {
    const int traces = argc > 1 ? std::atoi(argv[1]) : 5'000, many = argc > 2 ? std::atoi(argv[2]) : 100'000;
    const fs::path folder = fs::temp_directory_path() / ("bench_library_" + std::to_string(getpid()));
    fs::create_directories(folder / "traces");
    const double write = timed([&] {
        test::MadeRun made;
        made.run = test::runId(0);
        if (!test::write(folder / "traces/t0.rlmscope", made)) return;
        for (int i = 1; i < traces; ++i) fs::copy_file(folder / "traces/t0.rlmscope", folder / ("traces/t" + std::to_string(i) + ".rlmscope"));
    });
    KnownFiles known;
    std::size_t read = 0;
    ScanEvents events;
    auto index = LibraryIndex::open(folder / "index.sqlite").value();
    events.read = [&](std::vector<FileDigest> batch) {
        read += batch.size();
        (void)index->put(batch);
    };
    const double cold = timed([&] { scan({folder / "traces", {}}, known, events); });
    const auto size = fs::file_size(folder / "index.sqlite");
    std::size_t loaded = 0;
    const double load = timed([&] { loaded = index->load().size(); });
    const double again = timed([&] { scan({folder / "traces", {}}, known, events); });
    fs::remove_all(folder);

    const auto rows = manyRows(many);
    std::vector<Kinship> kin;
    const double family = timed([&] { kin = kinships(rows); });
    const auto arrangeFor = [&](const char* query, SortKey sort = SortKey::Number, GroupBy group = GroupBy::None) {
        ArrangeRequest request;
        request.query = LibraryQuery::parse(query, 1'760'000'000'000'000'000);
        request.sort = sort;
        request.group = group;
        double best = 1e9;
        for (int i = 0; i < 5; ++i) best = std::min(best, timed([&] { (void)arrange(rows, kin, request); }));
        return best;
    };
    std::printf("{\"bench\": \"library\", \"traces\": %d, \"files_written_ms\": %.0f, \"index_cold_ms\": %.0f, \"read\": %zu, \"per_trace_ms\": %.3f, \"index_bytes\": %zu, "
                "\"index_load_ms\": %.1f, \"loaded\": %zu, \"look_again_ms\": %.1f, \"rows\": %d, \"families_ms\": %.1f, "
                "\"filter_word_ms\": %.1f, \"filter_conditions_ms\": %.1f, \"filter_nothing_ms\": %.1f, \"all_ms\": %.1f, \"sort_name_ms\": %.1f, \"group_question_ms\": %.1f}\n",
                traces, write, cold, read, cold / std::max(1, traces), static_cast<std::size_t>(size), load, loaded, again, many, family, arrangeFor("outages 977"),
                arrangeFor("status:error model:gpt cost>0.1"), arrangeFor("nothing like this at all"), arrangeFor(""), arrangeFor("", SortKey::Name),
                arrangeFor("", SortKey::Number, GroupBy::Question));
    return 0;
}
