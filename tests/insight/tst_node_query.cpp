// The question that finds nodes: every field, every way to be wrong, what it completes.
#include "insight/fold_case.h"
#include "insight/node_query.h"
#include "support/event_script.h"
#include "trace/run_tree.h"

#include <QTest>

#include <random>

using namespace rlmscope;
using rlmscope::test::EventScript;

namespace {

QString numbers(const std::vector<NodeIndex>& nodes) {
    QStringList all;
    for (const auto node : nodes) all << QString::number(node);
    return all.join(' ');
}

} // namespace

class NodeQueryTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void finds_data();
    void finds();
    void isWrong_data();
    void isWrong();
    void completes_data();
    void completes();
    void foldsCase();
    void fuzzyOrder();
    void textHitsCount();
    void growingTreeKeepsUnder();
    void anyBytesAreAnswered();

private:
    std::vector<NodeIndex> ask(const std::string& text) {
        auto parsed = NodeQuery::parse(text);
        if (auto* problem = std::get_if<QueryProblem>(&parsed)) qFatal("%s: %s", text.c_str(), problem->message.c_str());
        NodeMatcher matcher(std::get<NodeQuery>(std::move(parsed)), m_marks);
        std::vector<NodeIndex> found;
        for (NodeIndex i = 0; i < m_tree.nodes().size(); ++i)
            if (matcher.matches(m_tree, i)) found.push_back(i);
        return found;
    }
    RunTree m_tree{RunId::random()};
    QueryMarks m_marks;
};

// 0 root, 1 turn 1, 2 its call, 3 its cell, 4 and 5 sub-calls (5 failed, after two attempts), 6 turn 3, 7 its cell (raised),
// 8 a child frame, 9 its turn 1, 10 its forced last call.
void NodeQueryTest::initTestCase() {
    EventScript script;
    script.begin("How many?", 2);
    const auto root = script.frame();
    const auto turn = script.turn(root, 1);
    ModelCallStarted call;
    call.model = "openai:gpt-5";
    const auto frameCall = script.add(call, {}, turn).node;
    ModelCallEnded reply;
    reply.status = "ok";
    reply.reply = {{PartKind::Text, "Look at PARIS first", {}}};
    reply.usage = {1'000, 500, 0, 200, 0};
    reply.usageKnown = true;
    reply.cost = PicoUsd{20'000'000'000}; // $0.02
    reply.costSource = CostSource::Computed;
    script.pass(3'000'000'000);
    script.add(reply, frameCall);
    const auto cell = script.cell(turn, 1, "parts = context.split()\nprint(1)\nx = 1");
    const auto sub = [&](const std::string& prompt, const std::string& status, int attempts, ReplySource source) {
        ModelCallStarted started;
        started.role = CallRole::Sub;
        started.model = "sim";
        started.batch = 7;
        started.added = {Message::text(Role::User, prompt)};
        const auto id = script.add(started, {}, cell).node;
        for (int i = 1; i <= attempts; ++i) script.add(AttemptStarted{i, 100, {}, true}, id);
        ModelCallEnded ended;
        ended.status = status;
        ended.source = source;
        ended.costSource = CostSource::Simulated;
        if (status == "ok") ended.reply = {{PartKind::Text, "Straße 12", {}}};
        else ended.error = makeError(ErrorKind::Provider, "overloaded");
        script.add(ended, id);
        return id;
    };
    sub("Is this Paris?", "ok", 1, ReplySource::Cache);
    sub("Is this London?", "failed", 2, ReplySource::Model);
    CellEnded end;
    end.status = "ok";
    end.visible = "1\n";
    script.add(end, cell);
    const auto turn3 = script.turn(root, 3);
    const auto cell3 = script.cell(turn3, 1, "rlm_query('deeper')");
    const auto child = script.frame(cell3, 1);
    const auto childTurn = script.turn(child, 1);
    ModelCallStarted last;
    last.role = CallRole::Final;
    last.model = "openai:gpt-5-mini";
    script.add(last, {}, childTurn);
    end.status = "raised";
    end.exception = "ValueError";
    script.add(end, cell3);
    for (const auto& event : script.take()) m_tree.apply(event);
    QCOMPARE(m_tree.nodes().size(), std::size_t(11));
    m_marks.bookmarked = {m_tree.node(2).id.seq};
    m_marks.noted = {m_tree.node(7).id.seq};
    m_marks.notes = {{m_tree.node(7).id.seq, "why does it raise?"}};
    m_marks.tagged = {m_tree.node(0).id.seq};
}

void NodeQueryTest::finds_data() {
    QTest::addColumn<QString>("nodes");
    const auto row = [](const char* text, const char* nodes) { QTest::newRow(text) << QString(nodes); };
    row("", "0 1 2 3 4 5 6 7 8 9 10");
    row("kind:llm", "2 4 5 10");
    row("kind:model", "2 10");
    row("kind:sub", "4 5");
    row("kind:cell,turn", "1 3 6 7 9");
    row("kind:root", "0");
    row("kind:child", "8");
    row("KIND=Frame", "0 8");
    row("kind!=llm", "0 1 3 6 7 8 9");
    row("-kind:llm", "0 1 3 6 7 8 9");
    row("not kind:llm", "0 1 3 6 7 8 9");
    row("status:error", "5 7");
    row("status:failed", "5 7");
    row("status:ok kind:llm", "2 4");
    row("is:open kind:llm", "10");
    row("status:queued", "10");
    row("depth>0", "8 9 10");
    row("depth:1", "8 9 10");
    row("depth>=1", "8 9 10");
    row("depth<1 kind:turn", "1 6");
    row("depth!=0", "8 9 10");
    row("cost>0.01", "0 1 2");
    row("cost>$0.02", "");
    row("cost>=$0.02", "0 1 2");
    row("cost:2ct", "0 1 2");
    row("owncost>0", "2");
    row("tokens>1k", "0 1 2");
    row("tokens:>1.69k", "0 1 2");
    row("tokens:>=1.7K", "0 1 2");
    row("in:1000..2000", "2");
    row("in:..2000 kind:model", "2 10");
    row("out>100", "2");
    row("cachedtokens:500", "2");
    row("time>2s kind:llm", "2");
    row("time>2000ms kind:llm", "2");
    row("time>1m", "");
    row("attempts>1", "5");
    row("is:retried", "5");
    row("errors>0 kind:turn", "1 6");
    row("calls:3", "1");
    row("lines>=3", "3");
    row("number:3", "6");
    row("children:2 kind:cell", "3");
    row("model:gpt", "2 10");
    row("model:mini", "10");
    row("model:\"GPT-5\" -model:mini", "2");
    row("under:turn1", "1 2 3 4 5 9 10");
    row("under:turn3", "6 7 8 9 10");
    row("under:\"turn 3\" kind:llm", "10");
    row("under:cell1", "3 4 5 7 8 9 10");
    row("under:rlm_query", "8 9 10");
    row("under:root depth:0 kind:turn", "1 6");
    row("paris", "2 4");
    row("\"this paris\"", "4");
    row("STRASSE", "");
    row("STRAßE", "4");
    row("strasse or paris", "2 4");
    row("name:\"Turn 3\"", "6");
    row("turn", "1 6 9");
    row("cell", "3 7");
    row("code:split", "3");
    row("prompt:london", "5");
    row("reply:paris", "2");
    row("output:valueerror", "7");
    row("note:raise", "7");
    row("is:noted", "7");
    row("is:bookmarked or is:tagged", "0 2");
    row("is:forced", "10");
    row("is:cached", "4");
    row("is:batched", "4 5");
    row("is:simulated kind:sub", "4 5");
    row("kind:sub (paris or london) -status:error", "4");
    row("kind:sub and paris", "4");
    row("paris|london", "2 4 5");
    row("-(kind:llm or kind:turn)", "0 3 7 8");
    row("not (not kind:cell)", "3 7");
    row("kind:cell or kind:turn number:3", "3 6 7");
    row("( ( kind:cell ) )", "3 7");
    row("12:30", "");
    row("\"kind:cell\"", "");
    row("\"say \\\"hi\\\"\"", "");
    row("-", "2 10"); // as text: it stands in the names of models
}

void NodeQueryTest::finds() {
    QFETCH(QString, nodes);
    QCOMPARE(numbers(ask(QTest::currentDataTag())), nodes);
}

void NodeQueryTest::isWrong_data() {
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* text, const char* word, const char* message) { QTest::newRow(text) << QString(word) << QString(message); };
    row("knd:cell", "knd", "Did you mean kind?");
    row("http://x", "http", "quotation marks");
    row("kind:cel", "cel", "Did you mean cell?");
    row("kind:xyzzy", "xyzzy", "It can be frame, root");
    row("kind:cell,", "", "nothing after the comma");
    row("status:fine", "fine", "no status");
    row("is:cashed", "cashed", "Did you mean cached?");
    row("cost>abc", "abc", "no amount");
    row("tokens>1x", "1x", "no number");
    row("time>2parsecs", "2parsecs", "no time");
    row("depth>", "depth>", "has no value");
    row("kind:", "kind:", "has no value");
    row("cost:1..x", "x", "no amount");
    row("model>gpt", "model>gpt", "no number: write model:gpt");
    row("a (b", "(", "has no \")\"");
    row("a) b", ")", "no \"(\" before");
    row("()", "()", "nothing between");
    row("\"abc", "\"abc", "never closed");
    row("\"\"", "\"\"", "nothing between these quotation marks");
    row("a or", "or", "nothing after");
    row("or a", "or", "nothing before");
    row("a and", "and", "nothing after");
    row("not", "not", "nothing after");
    row("under:turn", "", "");
    row("under:elsewhere", "elsewhere", "names no place");
    row("under:llm3", "llm3", "names no place");
    row("text:\"\"", "text:\"\"", "has no value");
}

void NodeQueryTest::isWrong() {
    QFETCH(QString, word);
    QFETCH(QString, message);
    const std::string text = QTest::currentDataTag();
    const auto parsed = NodeQuery::parse(text);
    const auto* problem = std::get_if<QueryProblem>(&parsed);
    if (message.isEmpty()) { // under:turn is every turn
        QVERIFY(!problem);
        return;
    }
    QVERIFY(problem);
    QVERIFY2(problem->message.find(message.toStdString()) != std::string::npos, problem->message.c_str());
    QVERIFY(problem->at + (word.isEmpty() ? 0 : problem->length) <= text.size());
    if (!word.isEmpty()) QCOMPARE(text.substr(problem->at, problem->length), word.toStdString());
}

void NodeQueryTest::completes_data() {
    QTest::addColumn<QString>("first");
    QTest::newRow("k") << "kind:";
    QTest::newRow("kind:cell de") << "depth>";
    QTest::newRow("kind:") << "frame";
    QTest::newRow("kind:ce") << "cell";
    QTest::newRow("kind:cell,tu") << "turn";
    QTest::newRow("-is:book") << "bookmarked";
    QTest::newRow("(status:f") << "failed";
    QTest::newRow("model:mi") << "openai:gpt-5-mini";
    QTest::newRow("under:") << "turn";
    QTest::newRow("\"k") << "";
    QTest::newRow("nosuch:") << "";
}

void NodeQueryTest::completes() {
    QFETCH(QString, first);
    const std::string text = QTest::currentDataTag();
    const auto all = completeQuery(text, {"openai:gpt-5", "openai:gpt-5-mini"});
    QCOMPARE(all.empty() ? QString() : QString::fromStdString(all.front().text), first);
    for (const auto& completion : all) {
        QVERIFY(completion.from <= text.size());
        // What is offered can be understood, once a field has its value.
        const auto whole = text.substr(0, completion.from) + completion.text + (completion.goesOn ? (completion.text.back() == '>' ? "1" : completion.text == "under:" ? "root" : "1") : "") +
                           std::string(static_cast<std::size_t>(std::count(text.begin(), text.end(), '(')), ')');
        const auto parsed = NodeQuery::parse(whole);
        const bool wordList = whole.ends_with(":1") || whole.ends_with(":1)");
        QVERIFY2(wordList || std::holds_alternative<NodeQuery>(parsed), whole.c_str());
    }
    QVERIFY(completeQuery("", {}).size() > 20);
}

void NodeQueryTest::foldsCase() {
    QCOMPARE(foldCase("ÄÖÜ Ÿ ΑΩ ЖЯЁ É×"), std::string("äöü Ÿ αω жяё é×")); // Ÿ is U+0178: its small letter has another place
    QVERIFY(containsFolded("Größe ÜBER alles", "über"));
    QVERIFY(containsFolded(std::string(3'000, 'x') + "Needle", "needle"));
    QVERIFY(!containsFolded("abc", "abcd"));
    QVERIFY(containsFolded("", ""));
    QVERIFY(!containsFolded("\xC3", "é")); // cut off
}

void NodeQueryTest::fuzzyOrder() {
    const auto better = [](const char* text, const char* than, const char* typed) { return fuzzyScore(text, typed) > fuzzyScore(than, typed); };
    QVERIFY(better("turn 3", "turn 13", "turn 3"));
    QVERIFY(better("turn 3", "return 3 things", "turn"));
    QVERIFY(better("follow live", "call tree", "fl"));
    QVERIFY(fuzzyScore("turn 3", "tn3") > 0);
    QCOMPARE(fuzzyScore("turn 3", "tn4"), 0);
    QVERIFY(fuzzyScore("anything", "") > 0);
}

void NodeQueryTest::textHitsCount() {
    NodeMatcher matcher(std::get<NodeQuery>(NodeQuery::parse("needle kind:cell")));
    QVERIFY(matcher.query().readsTexts());
    QVERIFY(!std::get<NodeQuery>(NodeQuery::parse("name:x note:y kind:cell")).readsTexts());
    QVERIFY(!matcher.matches(m_tree, 3));
    matcher.addTextHit(0, m_tree.node(7).id);
    matcher.addTextHit(0, m_tree.node(3).id); // in any order, any number of times
    matcher.addTextHit(0, m_tree.node(3).id);
    matcher.addTextHit(0, m_tree.node(2).id);
    QVERIFY(matcher.matches(m_tree, 3));
    QVERIFY(matcher.matches(m_tree, 7));
    QVERIFY(!matcher.matches(m_tree, 2)); // no cell
}

void NodeQueryTest::growingTreeKeepsUnder() {
    EventScript script;
    RunTree tree(RunId::random());
    const auto feed = [&] {
        for (const auto& event : script.take()) tree.apply(event);
    };
    script.begin();
    const auto root = script.frame();
    const auto turn = script.turn(root, 3);
    feed();
    NodeMatcher matcher(std::get<NodeQuery>(NodeQuery::parse("under:turn3 kind:cell or kind:frame under:turn3")));
    for (NodeIndex i = 0; i < tree.nodes().size(); ++i) matcher.matches(tree, i);
    const auto cell = script.cell(turn, 1);
    const auto child = script.frame(cell, 1);
    script.cell(script.turn(child, 1), 1);
    feed();
    QVERIFY(matcher.matches(tree, 2) && matcher.matches(tree, 3) && !matcher.matches(tree, 4) && matcher.matches(tree, 5));
    QVERIFY(!matcher.matches(tree, 0));
}

void NodeQueryTest::anyBytesAreAnswered() {
    std::mt19937 random(7); // NOLINT: the same each time
    const std::string pieces[] = {"kind:", "cell", " ", "(", ")", "or ", "not ", "-", "\"", "\\", "cost>", "1k", "..", "under:", "#9", "|", "=", "<", "\xC3", "is:noted", ",", "and "};
    for (int i = 0; i < 20'000; ++i) {
        std::string text;
        for (auto n = random() % 9; n > 0; --n) text += pieces[random() % std::size(pieces)];
        auto parsed = NodeQuery::parse(text);
        if (const auto* problem = std::get_if<QueryProblem>(&parsed)) {
            QVERIFY(!problem->message.empty());
            QVERIFY2(problem->at <= text.size() && problem->length > 0, text.c_str());
        } else {
            NodeMatcher matcher(std::get<NodeQuery>(std::move(parsed)));
            for (NodeIndex node = 0; node < m_tree.nodes().size(); ++node) matcher.matches(m_tree, node);
        }
        completeQuery(text, {"m"});
    }
    QVERIFY(std::holds_alternative<QueryProblem>(NodeQuery::parse(std::string(100'000, '('))));
    std::string many;
    for (int i = 0; i < 200; ++i) many += "a ";
    QVERIFY(std::holds_alternative<QueryProblem>(NodeQuery::parse(many)));
}

QTEST_GUILESS_MAIN(NodeQueryTest)
#include "tst_node_query.moc"
