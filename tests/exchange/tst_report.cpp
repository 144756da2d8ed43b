// The report of a run as JSON and as a page: what it says is what the trace says, it is bounded, and no text of a trace
// becomes markup.
#include "base/text.h"
#include "exchange/report_runs.h"
#include "support/json.h"

#include <QRegularExpression>
#include <algorithm>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

Json rowsOf(const Json& report, const std::string& kind) {
    auto found = Json::array();
    for (const auto& row : report["rows"])
        if (row["kind"] == kind) found.push_back(row);
    return found;
}

QString str(const Json& json) { return QString::fromStdString(json.get<std::string>()); }

std::size_t occurrences(const std::string& text, const std::string& what) {
    std::size_t count = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
    return count;
}

} // namespace

class TestReport : public QObject {
    Q_OBJECT

    ReportRuns m_runs;
    std::unique_ptr<TraceReader> m_honest;

private Q_SLOTS:
    void initTestCase() { m_honest = m_runs.make("honest.rlmscope", writeHonestRun); }

    void saysWhatTheTraceSays() {
        const auto report = ReportRuns::json(*m_honest);
        QCOMPARE(str(report["format"]), QString("rlmscope-report"));
        QCOMPARE(str(report["trace"]), QString("honest.rlmscope"));
        QCOMPARE(str(report["language"]), QString("en"));
        QCOMPARE(str(report["run"]["status"]), QString("answered"));
        QCOMPARE(report["run"]["depth"].get<int>(), 2);
        QCOMPARE(str(report["answer"]["text"]["text"]), QString(HonestAnswer));
        QCOMPARE(report["answer"]["json"].get<bool>(), false);
        const auto& figures = report["figures"];
        QCOMPARE(figures["model_calls"].get<int>(), 43);
        QCOMPARE(figures["sub_calls"].get<int>(), 41); // 40 calls and a child frame
        QCOMPARE(figures["frames"].get<int>(), 2);
        // 3 calls of $0.001 and 38 of $0.002 and a bit: 0 + 1 + ... + 39 without 17 and 31 pico-dollars.
        const std::int64_t pico = 3 * 1'000'000'000LL + 38 * 2'000'000'000LL + 39 * 40 / 2 - 17 - 31;
        QCOMPARE(str(figures["cost"]["usd"]), QString::fromStdString(PicoUsd{pico}.exact()));
        QCOMPARE(figures["usage"]["input"].get<int>(), 3 * 120 + 38 * 200);
        QCOMPARE(figures["usage"]["cached"].get<int>(), 3 * 20);
        QCOMPARE(str(report["spend"].back()[1]), str(figures["cost"]["usd"]));
        QCOMPARE(str(report["limits"][0]["limit"]), QString("0.5"));
        QCOMPARE(test::dumped(report["tags"]), std::string("[\"lesson\"]"));
        QCOMPARE(str(report["notes"][0]["text"]), QString("A sub-call answered on the second try."));
    }
    void sumsByModelAddUp() {
        const auto report = ReportRuns::json(*m_honest);
        std::int64_t pico = 0, calls = 0, input = 0;
        for (const auto& entry : report["models"]) {
            pico += PicoUsd::parse(entry["cost"]["usd"].get<std::string>())->value;
            calls += entry["calls"].get<std::int64_t>();
            input += entry["usage"]["input"].get<std::int64_t>();
        }
        QCOMPARE(QString::fromStdString(PicoUsd{pico}.exact()), str(report["figures"]["cost"]["usd"]));
        QCOMPARE(calls, report["figures"]["model_calls"].get<std::int64_t>());
        QCOMPARE(input, report["figures"]["usage"]["input"].get<std::int64_t>());
    }
    void subCallsAreOneDeeperThanTheirFrame() {
        const auto report = ReportRuns::json(*m_honest);
        QVERIFY(report["models"].size() >= 2);
        for (const auto& entry : report["models"]) QCOMPARE(entry["depth"].get<int>(), entry["role"] == "sub" ? 1 : 0);
        QCOMPARE(rowsOf(report, "sub")[0]["depth"].get<int>(), 1); // as RunTree::spend() and the window's totals have it
        QCOMPARE(report["figures"]["deepest"].get<int>(), 1);
    }
    void fanOutBecomesOneRow() {
        const auto report = ReportRuns::json(*m_honest);
        const auto groups = rowsOf(report, "group");
        QCOMPARE(groups.size(), std::size_t(1));
        const auto& group = groups[0];
        QCOMPARE(group["count"].get<int>(), 40);
        QCOMPARE(group["by_status"]["ok"].get<int>(), 38);
        QCOMPARE(group["by_status"]["error"].get<int>(), 2);
        QVERIFY2(group["each_usd"].is_array(), test::dumped(group).c_str());
        QCOMPARE(str(group["each_usd"][2]), QString("0.002000000039"));
        // Both failed ones are among those that are shown.
        const auto subs = rowsOf(report, "sub");
        QCOMPARE(subs.size(), std::size_t(6));
        QCOMPARE(std::count_if(subs.begin(), subs.end(), [](const Json& row) { return row["status"] == "error"; }), 2);
        const auto more = rowsOf(report, "more");
        QCOMPARE(more[0]["count"].get<int>(), 34);
        QCOMPARE(report["rows_shown"].get<int>() + 34, report["rows_of"].get<int>());
    }
    void turnsTellWhatTheyDid() {
        const auto turns = rowsOf(ReportRuns::json(*m_honest), "turn");
        QCOMPARE(str(turns[0]["did"]["text"]), QString("I look at the first lines."));
        QCOMPARE(str(turns[1]["did"]["text"]), QString("Cut the context into 40 chunks"));
        const auto cells = rowsOf(ReportRuns::json(*m_honest), "cell");
        QVERIFY(str(cells[0]["code"]["text"]).startsWith("# Peek"));
        QCOMPARE(str(cells[1]["cell_status"]), QString("raised"));
    }
    void textsOfTheContextOnlyWhenAskedFor() {
        const auto without = ReportRuns::jsonText(*m_honest);
        QVERIFY(without.find("the secret text of a") == std::string::npos);
        QVERIFY(without.find("the whole context") == std::string::npos);
        const auto report = test::parsed(without);
        QCOMPARE(report["context"]["documents"].get<int>(), 2);
        QCOMPARE(report["context"]["list"][0]["bytes"].get<int>(), 20);
        ReportOptions options;
        options.contextText = true;
        const auto with = ReportRuns::jsonText(*m_honest, options);
        QVERIFY(with.find("the secret text of a") != std::string::npos);
        QVERIFY(with.find("the whole context") != std::string::npos);
    }
    void sameTraceSameBytes() {
        QCOMPARE(ReportRuns::jsonText(*m_honest), ReportRuns::jsonText(*m_honest));
        auto again = TraceReader::open(m_runs.path("honest.rlmscope"));
        VERIFY_OK(again);
        QCOMPARE(ReportRuns::jsonText(**again), ReportRuns::jsonText(*m_honest));
    }

    void cutsAreSaid() {
        auto reader = m_runs.make("long.rlmscope", [](EventSink& sink) {
            RunScript run(sink);
            const auto root = run.begin("q");
            const auto turn = run.turn(root, 1);
            // Three-byte characters: the cut falls inside one.
            std::string output;
            for (int i = 0; i < 100'000; ++i) output += "\xE2\x82\xAC";
            const auto cell = run.cell(turn, "x");
            run.endCell(cell, output);
            run.end(root, std::string(2'000'000, 'a'));
        });
        const auto report = ReportRuns::json(*reader);
        const auto& answer = report["answer"]["text"];
        QCOMPARE(answer["bytes"].get<int>(), 2'000'000);
        QCOMPARE(answer["cut"].get<bool>(), true);
        QCOMPARE(answer["text"].get<std::string>().size(), std::size_t(1'000'000));
        const auto output = rowsOf(report, "cell")[0]["output"];
        QCOMPARE(output["cut"].get<bool>(), true);
        QCOMPARE(output["bytes"].get<int>(), 300'000);
        QCOMPARE(output["text"].get<std::string>().size(), std::size_t(9'999));
        ReportOptions options;
        options.textBytes = 1'000;
        const auto small = ReportRuns::json(*reader, options);
        QCOMPARE(small["answer"]["text"]["text"].get<std::string>().size(), std::size_t(999)); // "q" took one
        QVERIFY(rowsOf(small, "cell")[0]["output"]["text"].get<std::string>().size() <= 200);
    }
    void bigTreesAreBounded() {
        auto reader = m_runs.make("deep.rlmscope", [](EventSink& sink) {
            RunScript run(sink);
            auto frame = run.begin("q");
            const auto root = frame;
            for (int i = 0; i < 3'000; ++i) {
                const auto turn = run.turn(frame, 1);
                frame = run.frame(run.cell(turn, "rlm_query()"), "deeper", i + 1);
            }
            for (int i = 2; i < 3'000; ++i) run.turn(root, i);
        });
        ReportOptions options;
        options.nodes = 500;
        const auto report = ReportRuns::json(*reader, options);
        QVERIFY(report["rows"].size() < 1'100);
        QVERIFY(report["rows_shown"].get<int>() <= 500);
        QCOMPARE(report["rows_of"].get<int>(), 1 + 3'000 * 3 + 2'998);
        int deepest = 0, hidden = 0;
        for (const auto& row : report["rows"]) {
            deepest = std::max(deepest, row["level"].get<int>());
            if (row["kind"] == "more") hidden += row["count"].get<int>();
        }
        QVERIFY(deepest <= 61);
        QCOMPARE(hidden + report["rows_shown"].get<int>(), report["rows_of"].get<int>());
        // The run has no end: everything open is interrupted, and that is said.
        QCOMPARE(str(report["run"]["status"]), QString("interrupted"));
        QVERIFY(report["answer"].is_null());
        QVERIFY(test::dumped(report["integrity"]).find("cut short") != std::string::npos);
    }
    void unknownAndEstimatedAreSaid() {
        auto reader = m_runs.make("unknown.rlmscope", [](EventSink& sink) {
            RunScript run(sink);
            const auto root = run.begin("q");
            const auto turn = run.turn(root, 1);
            const auto call = run.open(turn, "p");
            ModelCallEnded ended;
            ended.status = "ok";
            ended.reply = {Part{PartKind::Text, Text("r"), {}}, Part{PartKind::Image, Text(std::string("\x89PNG....")), "image/png"}};
            ended.usage = {50, 0, 0, 5, 0};
            ended.costSource = CostSource::Unknown;
            sink.append(call, {}, ended);
            run.end(root, "a");
        });
        const auto report = ReportRuns::json(*reader);
        QCOMPARE(report["figures"]["cost"]["unknown"].get<bool>(), true);
        QVERIFY(test::dumped(report["integrity"]).find("not known") != std::string::npos);
        // A picture never enters as it is.
        const auto call = rowsOf(report, "model")[0];
        QCOMPARE(call["images"][0]["bytes"].get<int>(), 8);
        QVERIFY(!call["images"][0].contains("data"));
        ReportOptions options;
        options.reencode = [](std::string_view, std::string_view) { return std::optional(ReportImage{"image/png", "new"}); };
        QCOMPARE(str(rowsOf(ReportRuns::json(*reader, options), "model")[0]["images"][0]["data"]), QString("bmV3"));
        options.reencode = [](std::string_view, std::string_view) { return std::optional(ReportImage{"image/svg+xml", "<svg/>"}); };
        QVERIFY(!rowsOf(ReportRuns::json(*reader, options), "model")[0]["images"][0].contains("data"));
    }
    void aRunIsChosenByItsId() {
        const auto run = reportRun(*m_honest, {});
        VERIFY_OK(run);
        const auto same = reportRun(*m_honest, run->text().substr(0, 6));
        VERIFY_OK(same);
        QCOMPARE(same->text(), run->text());
        const auto none = reportRun(*m_honest, "zz");
        QVERIFY(!none);
        QVERIFY(none.error().hint.find(run->text()) != std::string::npos);
        QVERIFY(!reportJson(*m_honest, RunId::random()));
    }

    void hostileTextsStayData() {
        auto reader = m_runs.make("hostile.rlmscope", [](EventSink& sink) { writeHostileRun(sink, "http://127.0.0.1:9"); });
        const auto json = ReportRuns::jsonText(*reader);
        QVERIFY(isValidUtf8(json));
        QVERIFY(test::parsed(json)["answer"]["text"]["text"].get<std::string>().find("The end of a hostile answer.") != std::string::npos);
        if (!hasReportPage()) QSKIP("built without Node.js: there is no page");
        const auto page = reportHtml(json);
        VERIFY_OK(page);
        QVERIFY(isValidUtf8(*page));
        // The page has its own three script elements and not one more; nothing of the trace opens an element.
        const auto empty = reportHtml(R"({"format":"rlmscope-report","run":{"question":{"text":"q"}},"answer":null})");
        VERIFY_OK(empty);
        for (const auto* tag : {"<script", "</script", "<img", "<iframe", "<style", "<meta", "<base", "<link", "<!--", "</title", "</main"})
            QVERIFY2(occurrences(*page, tag) == occurrences(*empty, tag), tag);
        // Where texts stand as markup, their quotes are escaped too.
        QCOMPARE(occurrences(page->substr(0, page->find("id=\"report-data\"")), "document.title='pwned'"), std::size_t(0));
    }
    void pageIsOneFileWithItsPolicy() {
        if (!hasReportPage()) QSKIP("built without Node.js: there is no page");
        const auto page = reportHtml(ReportRuns::jsonText(*m_honest));
        VERIFY_OK(page);
        const auto text = QString::fromStdString(*page);
        const auto policy = QRegularExpression("Content-Security-Policy\" content=\"([^\"]*)\"").match(text).captured(1);
        QVERIFY2(policy.startsWith("default-src 'none'; script-src 'sha256-"), qPrintable(policy));
        QVERIFY(!policy.contains("unsafe"));
        QVERIFY(!policy.contains("http"));
        // Nothing is loaded from elsewhere: no element and no style names an address.
        const auto markup = text.left(text.indexOf("<style")) + text.mid(text.indexOf("</style"), text.indexOf("id=\"report-data\"") - text.indexOf("</style"));
        QVERIFY(!QRegularExpression("<(script|link|img|iframe)[^>]*\\s(src|href)=").match(markup).hasMatch());
        QVERIFY(!QRegularExpression("<script[^>]*\\ssrc=").match(text.mid(text.indexOf("<script type=\"application/json\""), 200)).hasMatch());
        QVERIFY(!QRegularExpression("url\\([\"']?(?!data:|#|[\"']?\\))").match(text.mid(text.indexOf("<style"), text.indexOf("</style") - text.indexOf("<style"))).hasMatch());
        for (const auto* name : {"markdown-it", "dompurify", "katex", "highlight.js", "@fontsource-variable/inter"}) QVERIFY2(reportNotices().find(name) != std::string_view::npos, name);
        QVERIFY(!reportHtml("{}"));
        QVERIFY(!reportHtml("nothing"));
    }
};

QTEST_GUILESS_MAIN(TestReport)
#include "tst_report.moc"
