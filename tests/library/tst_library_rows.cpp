// Rows of the library: marks, families, lanes, the filter, sorting, groups, and where two runs begin to differ.
#include "library/arrangement.h"
#include "library/first_difference.h"
#include "library/run_marks.h"
#include "library_files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace rlmscope;
using namespace rlmscope::library;
using namespace rlmscope::test;

namespace {

constexpr Nanos Now = 1'795'000'000'000'000'000, Day = 86'400'000'000'000;

RowPointer row(int n, const std::function<void(RunDigest&)>& change = {}) {
    FileDigest file;
    file.file = "/t/run-" + std::to_string(n) + ".rlmscope";
    RunDigest run;
    run.run = runId(n);
    run.wall = Now + n * 1'000'000'000LL;
    run.status = "answered";
    run.question = "question " + std::to_string(n % 2);
    run.strategy = "rlm";
    run.depth = 1;
    run.models = {"openai:gpt-5"};
    run.cost = PicoUsd{n * 10'000'000'000LL};
    run.usage.freshInput = n * 1000;
    run.duration = n * 1'000'000'000LL;
    if (change) change(run);
    file.runs = {run};
    return rowsOf(file).front();
}

std::vector<int> order(const Arrangement& arrangement) {
    std::vector<int> rows;
    for (const auto& line : arrangement.lines) rows.push_back(line.row);
    return rows;
}

Arrangement arranged(const Rows& rows, const std::string& query, const std::function<void(ArrangeRequest&)>& change = {}) {
    ArrangeRequest request;
    request.query = LibraryQuery::parse(query, Now + Day / 2);
    if (change) change(request);
    return arrange(rows, kinships(rows), request);
}

} // namespace

class LibraryRowsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void marks();
    void families();
    void lanes();
    void lanesOfRandomFamilies();
    void queries_data();
    void queries();
    void queryProblems();
    void sortsAndGroups();
    void hiddenRuns();
    void differences();
};

void LibraryRowsTest::marks() {
    auto digest = row(1, [](RunDigest& d) { d.tags = {"old"}; })->run;
    RunMarks change{"new name", true, {{"old", false}, {"fresh", true}}};
    const auto undo = inverse(change, digest);
    const auto before = digest;
    applyMarks(change, digest);
    QCOMPARE(digest.title, std::string("new name"));
    QCOMPARE(digest.tags, std::vector<std::string>{"fresh"});
    QVERIFY(digest.hidden);
    // As the trace would say it, folded by those who read it.
    auto again = before;
    applyMarks(annotationsOf(change, Now), again);
    QVERIFY(again == digest);
    applyMarks(undo, digest);
    QVERIFY(digest == before);
    QVERIFY(inverse(RunMarks{before.title, false, {{"old", true}}}, before).empty());
    QCOMPARE(tagName("  two, words\n "), std::string("two words"));
    QVERIFY(tagName(" ,, ").empty());
}

void LibraryRowsTest::families() {
    const auto related = [](int to, const char* type) { return [=](RunDigest& d) { d.relations = {{type, runId(to), {}}}; }; };
    // Rows in no order: 3 forks 2, 2 resumes 1, 5 claims to come from a younger run, 6 from one that is not here.
    const Rows rows{row(3, related(2, "fork_of")), row(1), row(2, related(1, "resume_of")), row(4), row(5, related(9, "fork_of")), row(9),
                    row(6, related(77, "fork_of")), row(3, related(2, "fork_of"))};
    const auto kin = kinships(rows);
    QCOMPARE(kin[0].number, 3);
    QCOMPARE(kin[7].number, 3); // a copy
    QCOMPARE(kin[5].number, 7);
    QCOMPARE(kin[0].parent, 2);
    QCOMPARE(kin[2].parent, 1);
    QCOMPARE(kin[1].parent, -1);
    QCOMPARE(kin[4].parent, -1);
    QCOMPARE(kin[6].parent, -1);
    QCOMPARE(kin[0].family, 1);
    QCOMPARE(kin[0].familySize, 4);
    QCOMPARE(kin[4].family, 4);
    QCOMPARE(kin[4].familySize, 2);
    QCOMPARE(kin[3].familySize, 1);
}

void LibraryRowsTest::lanes() {
    // As in the picture: 14 and 13 come from 12, 12 from 11.
    const auto graph = laneGraph({2, 2, 3, -1});
    QCOMPARE(graph.count, 2);
    QCOMPARE(graph.rows[0].lane, 0);
    QCOMPARE(graph.rows[1].lane, 1);
    QCOMPARE(int(graph.rows[1].passing), 1);
    QCOMPARE(graph.rows[2].lane, 0);
    QCOMPARE(int(graph.rows[2].joining), 3);
    QCOMPARE(int(graph.rows[3].joining), 1);
    QCOMPARE(int(graph.rows[3].leaving), 0);
    const auto up = laneGraphUpwards({-1, 0, 1, 1});
    QCOMPARE(up.rows[0].lane, 0);
    QCOMPARE(int(up.rows[0].leaving), 1);
    QCOMPARE(int(up.rows[1].joining), 1);
}

// Lines never break: what leaves or passes one row arrives at the next.
void LibraryRowsTest::lanesOfRandomFamilies() {
    std::uint32_t seed = 1;
    const auto random = [&seed](int n) { return static_cast<int>((seed = seed * 1664525U + 1013904223U) >> 8) % n; };
    for (int round = 0; round < 200; ++round) {
        const int n = 1 + random(40);
        std::vector<int> parents(static_cast<std::size_t>(n), -1);
        for (int i = 0; i + 1 < n; ++i)
            if (random(3)) parents[static_cast<std::size_t>(i)] = i + 1 + random(n - i - 1);
        const auto graph = laneGraph(parents);
        int lines = 0;
        for (int i = 0; i < n; ++i) {
            const auto& r = graph.rows[static_cast<std::size_t>(i)];
            QCOMPARE(lines, r.passing | r.joining);
            QCOMPARE(r.passing & r.joining, 0);
            QVERIFY(r.lane >= 0 && r.lane < LaneRow::Most);
            lines = r.passing | r.leaving;
        }
        QCOMPARE(lines, 0);
    }
}

void LibraryRowsTest::queries_data() {
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("rows");
    const auto add = [](const char* query, const char* rows) { QTest::addRow("%s", query) << query << rows; };
    add("", "0 1 2 3 4 5");
    add("status:error", "2");
    add("status:failed", "2");
    add("is:running", "3");
    add("is:fork", "1");
    add("is:simulated", "4");
    add("-status:error", "0 1 3 4 5");
    add("cost>0.02", "2 3 4");
    add("cost>=0.02 cost<0.05", "1 2 3");
    add("tokens>2k", "2 3 4");
    add("time<3s", "0 1");
    add("tag:lesson", "1");
    add("model:GPT", "0 1 2 3");
    add("model:mini", "");
    add("score>0.5", "0");
    add("\"question 1\"", "0 2 4");
    add("question 1", "0 1 2 4"); // two words: "1" is in a file name, in a tag and in questions
    add("name:special", "1");
    add("ÜBER", "2");
    add("when:today", "0 1 2 3 4");
    add("when:yesterday", "");
    add("file:run-3", "2");
    add("damaged", "5");
    add("is:damaged", "5");
    add("strategy:rlm depth:1", "0 1 2 3 4");
    add("cost:", "0 1 2 3 4 5");
}

void LibraryRowsTest::queries() {
    QFETCH(QString, query);
    QFETCH(QString, rows);
    Rows all{row(1, [](RunDigest& d) { d.scores = {{"f1", 0.9}}; }),
             row(2, [](RunDigest& d) { d.tags = {"Lesson 1"}, d.title = "Special", d.relations = {{"fork_of", runId(1), {}}}; }),
             row(3, [](RunDigest& d) { d.status = "failed", d.error = "über all"; }), row(4, [](RunDigest& d) { d.status = "running"; }),
             row(5, [](RunDigest& d) { d.models = {"sim"}, d.simulated = true; })};
    FileDigest bad;
    bad.file = "/t/bad.rlmscope";
    bad.error = "bad.rlmscope is damaged";
    bad.stamp.modified = Now - 40 * Day;
    all.push_back(rowsOf(bad).front());
    const auto parsed = LibraryQuery::parse(query.toStdString(), Now + 3600'000'000'000);
    QCOMPARE(QString::fromStdString(parsed.problem()), QString());
    QStringList found;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (parsed.matches(*all[i])) found << QString::number(i);
    QCOMPARE(found.join(QLatin1Char(' ')), rows);
}

void LibraryRowsTest::queryProblems() {
    QVERIFY(!LibraryQuery::parse("cost>abc", Now).problem().empty());
    QVERIFY(!LibraryQuery::parse("status:purple", Now).problem().empty());
    QVERIFY(!LibraryQuery::parse("when:someday", Now).problem().empty());
    QVERIFY(!LibraryQuery::parse("when:2026-13", Now).problem().empty());
    // Not a condition of ours: a word.
    QVERIFY(LibraryQuery::parse("http://x", Now).problem().empty());
    std::string noise;
    for (int i = 0; i < 5000; ++i) noise += static_cast<char>(i * 37 % 255 + 1);
    (void)LibraryQuery::parse(noise, Now).matches(*row(1));
    (void)LibraryQuery::parse(std::string(3, '"') + "-", Now).matches(*row(1));
}

void LibraryRowsTest::sortsAndGroups() {
    const Rows rows{row(1, [](RunDigest& d) { d.costUnknown = true, d.cost = {}; }), row(2, [](RunDigest& d) { d.simulated = true; }), row(3, [](RunDigest& d) { d.strategy = "direct"; })};
    QCOMPARE(order(arranged(rows, "")), (std::vector<int>{2, 1, 0}));
    QVERIFY(!arranged(rows, "").lanes.rows.empty());
    const auto byCost = [](bool down) { return [down](ArrangeRequest& r) { r.sort = SortKey::Cost, r.descending = down; }; };
    QCOMPARE(order(arranged(rows, "", byCost(true))), (std::vector<int>{2, 1, 0}));
    QCOMPARE(order(arranged(rows, "", byCost(false))), (std::vector<int>{1, 2, 0})); // unknown is last both ways
    QVERIFY(arranged(rows, "", byCost(true)).lanes.rows.empty());
    auto grouped = arranged(rows, "", [](ArrangeRequest& r) { r.group = GroupBy::Question; });
    QCOMPARE(order(grouped), (std::vector<int>{-1, 2, 0, -1, 1}));
    QCOMPARE(grouped.groups[0].rows, 2);
    QCOMPARE(grouped.groups[0].tokens, Tokens{4000});
    QVERIFY(grouped.groups[0].costUnknown);
    QCOMPARE(grouped.sums.cost.value, std::int64_t{50'000'000'000});
    QCOMPARE(grouped.sums.simulated.value, std::int64_t{20'000'000'000}); // nobody has paid that
    grouped = arranged(rows, "", [](ArrangeRequest& r) { r.group = GroupBy::Question, r.folded = {"question 1"}; });
    QCOMPARE(order(grouped), (std::vector<int>{-1, -1, 1}));
    QCOMPARE(grouped.shown, 3);
    for (const auto group : {GroupBy::Strategy, GroupBy::Model, GroupBy::Day, GroupBy::Family})
        QVERIFY(arranged(rows, "", [&](ArrangeRequest& r) { r.group = group; }).groups.size() >= 1);
    QCOMPARE(arranged(rows, "strategy:direct").shown, 1);
    QCOMPARE(arranged(rows, "strategy:direct").total, 3);
}

void LibraryRowsTest::hiddenRuns() {
    const Rows rows{row(1), row(2, [](RunDigest& d) { d.hidden = true; })};
    QCOMPARE(arranged(rows, "").shown, 1);
    QCOMPARE(arranged(rows, "").hidden, 1);
    QCOMPARE(arranged(rows, "", [](ArrangeRequest& r) { r.showHidden = true; }).shown, 2);
    QCOMPARE(order(arranged(rows, "is:hidden")), std::vector<int>{1});
}

void LibraryRowsTest::differences() {
    QTemporaryDir dir;
    const auto file = (dir.path() + QStringLiteral("/a.rlmscope")).toStdString();
    MadeRun first;
    first.run = runId(1);
    first.turns = 3;
    auto second = first;
    second.run = runId(2);
    second.code = "lines = context.splitlines()\nchunks = pieces(lines, 200)\nreplies = llm_query_batched(chunks)";
    auto third = first;
    third.run = runId(3);
    auto fourth = first;
    fourth.run = runId(4);
    fourth.answer = "43";
    for (const auto* made : {&first, &second, &third, &fourth}) QVERIFY(write(file, *made));
    const auto between = [&](int a, int b) { return firstDifference({file, runId(a)}, {file, runId(b)}); };
    const auto same = between(1, 3);
    QVERIFY(same);
    QVERIFY(!same->differs);
    QVERIFY(same->compared > 10);
    const auto code = between(1, 2);
    QVERIFY(code);
    QVERIFY(code->differs);
    QCOMPARE(code->what, RunDifference::What::Code);
    QCOMPARE(code->turn, 1);
    QCOMPARE(code->cell, 1);
    QCOMPARE(code->line, 2);
    QVERIFY(code->first && code->second);
    QVERIFY(std::any_of(code->lines.begin(), code->lines.end(), [](const auto& l) { return l.kind == DiffLine::Kind::Removed && l.text == "chunks = pieces(lines, 100)"; }));
    QVERIFY(std::any_of(code->lines.begin(), code->lines.end(), [](const auto& l) { return l.kind == DiffLine::Kind::Added && l.text == "chunks = pieces(lines, 200)"; }));
    QVERIFY(std::any_of(code->lines.begin(), code->lines.end(), [](const auto& l) { return l.kind == DiffLine::Kind::Same; }));
    const auto answer = between(1, 4);
    QVERIFY(answer);
    QCOMPARE(answer->what, RunDifference::What::Answer);
    QVERIFY(!between(1, 9));
    QCOMPARE(firstDifference({file, runId(1)}, {file, runId(2)}, [] { return true; }).ok(), true); // short ones are read before anybody asks
}

QTEST_GUILESS_MAIN(LibraryRowsTest)
#include "tst_library_rows.moc"
