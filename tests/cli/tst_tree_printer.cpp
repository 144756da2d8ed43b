// The tree as text: groups, marks, widths, depth; and the numbers beside it.
#include "cli/format.h"
#include "cli/tree_printer.h"
#include "support/event_script.h"

#include <QTest>

using namespace rlmscope;
using namespace rlmscope::cli;

namespace {

Terminal plain(int width = 120) {
    Terminal terminal;
    terminal.width = width;
    return terminal;
}
std::string joined(const std::vector<std::string>& lines) {
    std::string all;
    for (const auto& line : lines) all += line + "\n";
    return all;
}
std::vector<std::string> linesOf(test::EventScript& script, const Terminal& terminal, bool interrupt = false) {
    RunTree tree;
    for (const auto& event : script.take()) tree.apply(event);
    if (interrupt) tree.markInterrupted();
    return treeLines(tree, terminal, tree.now());
}
bool has(const std::vector<std::string>& lines, const char* text) { return joined(lines).find(text) != std::string::npos; }

} // namespace

class TestTreePrinter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsNoLine() { QVERIFY(treeLines(RunTree(), plain(), 0).empty()); }

    void oneTurn() {
        test::EventScript script;
        script.begin();
        const auto frame = script.frame();
        const auto turn = script.turn(frame, 1);
        const auto call = script.call(turn);
        script.attempt(call);
        script.reply(call, "thinking aloud");
        const auto cell = script.cell(turn, 1);
        const auto sub = script.sub(cell);
        script.attempt(sub);
        const auto lines = linesOf(script, plain());
        QCOMPARE(lines.size(), std::size_t(5));
        QVERIFY(lines[0].rfind("* root frame", 0) == 0);
        QVERIFY(lines[1].rfind("`- * turn 1", 0) == 0);
        QVERIFY(lines[2].rfind("   |- + model call  thinking aloud", 0) == 0);
        QVERIFY(lines[3].rfind("   `- * cell 1", 0) == 0);
        QVERIFY(lines[4].rfind("      `- * llm_query", 0) == 0);
        QVERIFY(lines[2].find("40 > 10") != std::string::npos);
    }

    void bigFanOutsAreOneLine_data() {
        QTest::addColumn<int>("calls");
        QTest::addColumn<bool>("grouped");
        QTest::newRow("at the limit") << int(GroupAbove) << false;
        QTest::newRow("above") << int(GroupAbove) + 1 << true;
        QTest::newRow("many") << 4000 << true;
    }
    void bigFanOutsAreOneLine() {
        QFETCH(int, calls);
        QFETCH(bool, grouped);
        test::EventScript script;
        script.begin();
        const auto cell = script.cell(script.turn(script.frame(), 1), 1);
        for (int i = 0; i < calls; ++i) {
            const auto sub = script.sub(cell, 7, i, calls);
            script.attempt(sub);
            script.reply(sub);
        }
        const auto lines = linesOf(script, plain());
        QCOMPARE(lines.size(), std::size_t(grouped ? 4 : 3 + calls));
        if (!grouped) return;
        const auto title = count(static_cast<std::uint64_t>(calls)) + " x llm_query, " + count(static_cast<std::uint64_t>(calls)) + " ok";
        QVERIFY2(has(lines, title.c_str()), joined(lines).c_str());
    }

    void whatFailedStandsBelowItsGroup() {
        test::EventScript script;
        script.begin();
        const auto cell = script.cell(script.turn(script.frame(), 1), 1);
        for (int i = 0; i < 40; ++i) {
            const auto sub = script.sub(cell, 1, i, 40);
            script.attempt(sub);
            if (i % 20 != 3) {
                script.reply(sub);
                continue;
            }
            ModelCallEnded failed;
            failed.status = "failed";
            failed.error = makeError(ErrorKind::Provider, "the model is overloaded");
            script.add(failed, sub);
        }
        const auto lines = linesOf(script, plain());
        QCOMPARE(lines.size(), std::size_t(6));
        QVERIFY2(has(lines, "40 x llm_query, 38 ok, 2 failed"), joined(lines).c_str());
        QVERIFY2(has(lines, "llm_query (failed)  the model is overloaded"), joined(lines).c_str());
    }

    void openNodesOfADeadRunAreMarked() {
        test::EventScript script;
        script.begin();
        script.attempt(script.call(script.turn(script.frame(), 1)));
        const auto lines = linesOf(script, plain(), true);
        QCOMPARE(lines.size(), std::size_t(3));
        for (const auto& line : lines) QVERIFY2(line.find("(interrupted)") != std::string::npos, line.c_str());
    }

    void noLineIsWiderThanTheTerminal_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("unicode");
        for (const int width : {80, 90, 120, 200})
            for (const bool unicode : {false, true}) QTest::addRow("%d %s", width, unicode ? "unicode" : "ascii") << width << unicode;
    }
    void noLineIsWiderThanTheTerminal() {
        QFETCH(int, width);
        QFETCH(bool, unicode);
        auto terminal = plain(width);
        terminal.unicode = unicode;
        test::EventScript script;
        script.begin();
        auto parent = NodeId{};
        for (int depth = 0; depth < 4; ++depth) {
            const auto turn = script.turn(script.frame(parent, depth), 1);
            const auto call = script.call(turn);
            script.attempt(call);
            script.reply(call, "日本語のとても長い答え、そしてもっと長い答え 🙂🙂🙂🙂🙂🙂🙂🙂 and more and more and more");
            parent = script.cell(turn, 1, std::string(300, 'x'));
        }
        for (const auto& line : linesOf(script, terminal)) QVERIFY2(columns(line) < width, line.c_str());
    }

    void veryDeepTreesPrint() {
        test::EventScript script;
        script.begin();
        auto parent = NodeId{};
        for (int depth = 0; depth < 10'000; ++depth) parent = script.turn(script.frame(parent, depth), 1);
        const auto lines = linesOf(script, plain());
        QCOMPARE(lines.size(), std::size_t(20'000));
        QVERIFY(columns(lines.back()) < 200);
    }

    void unknownCostsAreNotZero() {
        QCOMPARE(costText({}, true, false), std::string("unknown cost"));
        QCOMPARE(costText({1'000'000'000}, true, false), std::string("$0.0010 + unknown"));
        QCOMPARE(costText({1'000'000'000}, false, true), std::string("$0.0010 sim."));
    }

    void numbersAsText() {
        QCOMPARE(count(0), std::string("0"));
        QCOMPARE(count(999), std::string("999"));
        QCOMPARE(count(1'234'567), std::string("1,234,567"));
        QCOMPARE(tokens(812), std::string("812"));
        QCOMPARE(tokens(12'345), std::string("12.3k"));
        QCOMPARE(tokens(999'999), std::string("1.00M"));
        QCOMPARE(bytes(18'400'000), std::string("18.4 MB"));
        QCOMPARE(duration(46'000'000), std::string("46 ms"));
        QCOMPARE(duration(112'000'000'000), std::string("1 m 52 s"));
        QCOMPARE(duration(59'960'000'000), std::string("1 m 00 s"));
        QCOMPARE(money({4'100'000'000}), std::string("$0.0041"));
        QCOMPARE(money({1'730'000'000'000}), std::string("$1.73"));
        QCOMPARE(money({1}), std::string("<$0.0001"));
    }

    void widths() {
        QCOMPARE(columns("abc"), 3);
        QCOMPARE(columns("äöü"), 3);
        QCOMPARE(columns("日本"), 4);
        QCOMPARE(columns("e\u0301"), 1);
        QCOMPARE(fitted("abcdef", 4), std::string("abc…"));
        QCOMPARE(fitted("abcdef", 4, false), std::string("abc."));
        QCOMPARE(fitted("日本語", 5), std::string("日本…"));
        QCOMPARE(fitted("日本語", 4), std::string("日…"));
        QCOMPARE(fitted("abc", 0), std::string());
        QCOMPARE(fitted("\xff\xfe", 1).size(), std::size_t(3)); // never past the end of broken text
    }
};

QTEST_GUILESS_MAIN(TestTreePrinter)
#include "tst_tree_printer.moc"
