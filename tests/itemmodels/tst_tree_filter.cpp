// The call tree under a question: rows of the filter, live, under QAbstractItemModelTester.
#include "itemmodels/call_tree_model.h"
#include "itemmodels/node_finder.h"
#include "itemmodels/node_search.h"
#include "itemmodels/run_annotations.h"
#include "itemmodels/run_document.h"
#include "support/event_script.h"

#include <QAbstractItemModelTester>
#include <QCoreApplication>
#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace rlmscope;
using rlmscope::test::EventScript;

class TestTreeFilter : public QObject {
    Q_OBJECT
    RunDocument* m_document = nullptr;
    NodeSearch* m_search = nullptr;
    CallTreeModel* m_model = nullptr;
    EventScript m_script;

    void feed() { m_document->append(m_script.take()); }
    QStringList lines() const {
        QStringList out;
        for (int row = 0; row < m_model->rowCount(); ++row) {
            const auto index = m_model->index(row, 0);
            out << QString(index.data(CallTreeModel::LevelRole).toInt() * 2, QLatin1Char(' ')) + index.data(CallTreeModel::NameRole).toString() +
                       (index.data(CallTreeModel::AsideRole).toBool() ? QString() : QStringLiteral(" *"));
        }
        return out;
    }
    /// Asks and waits until all is looked at and in the rows.
    void ask(const QString& question) {
        m_search->setText(question);
        settle();
    }
    void settle() {
        QTRY_VERIFY(!m_search->isLooking());
        QTest::qWait(200); // answers to what has just changed, and rows, come by timers
    }
    /// The tester looks at every row after every change: too much for thousands.
    void withoutTester() { delete m_model->findChild<QAbstractItemModelTester*>(); }
    /// What the rows must be, worked out the slow way.
    QStringList expected(const std::string& question) const {
        const auto& tree = m_document->tree();
        NodeMatcher matcher(std::get<NodeQuery>(NodeQuery::parse(question)), queryMarks(*m_document));
        std::vector<bool> shown(tree.nodes().size());
        for (NodeIndex i = 0; i < shown.size(); ++i)
            if (matcher.matches(tree, i))
                for (auto up = i; up != NoNode; up = tree.node(up).parent) shown[up] = true;
        QStringList nodes;
        for (NodeIndex i = 0; i < shown.size(); ++i)
            if (shown[i]) nodes << QString::number(i);
        return nodes;
    }
    /// Nodes that have a row of their own, in start order.
    QStringList shownNodes() const {
        QSet<NodeIndex> nodes;
        for (int row = 0; row < m_model->rowCount(); ++row)
            if (!m_model->isGroup(row)) nodes << m_model->nodeAt(row);
        QList<NodeIndex> sorted(nodes.begin(), nodes.end());
        std::sort(sorted.begin(), sorted.end());
        QStringList out;
        for (const auto node : sorted) out << QString::number(node);
        return out;
    }

private Q_SLOTS:
    void init() {
        m_script = {};
        m_document = new RunDocument;
        m_document->beginLive("none.rlmscope", RunId::random());
        m_search = new NodeSearch;
        m_search->setDocument(m_document);
        m_model = new CallTreeModel;
        m_model->setDocument(m_document);
        m_model->setSearch(m_search);
        m_model->setFiltering(true);
        new QAbstractItemModelTester(m_model, QAbstractItemModelTester::FailureReportingMode::QtTest, m_model);
    }
    void cleanup() {
        delete m_model;
        delete m_search;
        delete m_document;
    }

    void showsMatchesAndWhatIsAbove() {
        m_script.begin();
        const auto root = m_script.frame();
        const auto turn = m_script.turn(root, 1);
        m_script.call(turn);
        const auto cell = m_script.cell(turn, 1);
        m_script.sub(cell);
        m_script.turn(root, 2);
        feed();
        QCOMPARE(m_model->rowCount(), 6);
        ask("kind:sub");
        QCOMPARE(lines(), (QStringList{"root", "  Turn 1", "    Cell 1", "      llm_query *"}));
        ask("kind:turn");
        QCOMPARE(lines(), (QStringList{"root", "  Turn 1 *", "  Turn 2 *"}));
        QVERIFY(!m_model->index(1, 0).data(CallTreeModel::ExpandableRole).toBool()); // nothing of it is shown
        ask("kind:cell cost>5");
        QCOMPARE(m_model->rowCount(), 0);
        ask("");
        QCOMPARE(m_model->rowCount(), 6);
    }

    void aWrongQuestionKeepsTheRows() {
        m_script.begin();
        m_script.turn(m_script.frame(), 1);
        feed();
        ask("kind:turn");
        QCOMPARE(m_model->rowCount(), 2);
        m_search->setText("kind:trun");
        QVERIFY(!m_search->problem().message.empty());
        QCOMPARE(m_model->rowCount(), 2);
        ask("kind:frame");
        QVERIFY(m_search->problem().message.empty());
        QCOMPARE(m_model->rowCount(), 1);
    }

    void followsALiveRun() {
        m_script.begin();
        const auto root = m_script.frame();
        feed();
        ask("status:queued or status:running kind:sub");
        const auto cell = m_script.cell(m_script.turn(root, 1), 1);
        QVector<NodeId> subs;
        for (int i = 0; i < 12; ++i) subs << m_script.sub(cell, 7, i, 12);
        feed();
        settle();
        QVERIFY(lines().filter("12 × llm_query").size() == 1);
        QCOMPARE(m_search->matches().size(), std::size_t(12));
        for (int i = 0; i < 10; ++i) m_script.reply(subs[i]);
        feed();
        settle();
        QCOMPARE(m_search->matches().size(), std::size_t(2));
        QCOMPARE(lines().filter(" *").filter("llm_query").size(), 3); // the group and both
        for (int i = 10; i < 12; ++i) m_script.reply(subs[i]);
        feed();
        settle();
        QCOMPARE(m_model->rowCount(), 0); // nobody waits any more
    }

    void foldsAndReveals() {
        m_script.begin();
        const auto root = m_script.frame();
        for (int t = 1; t <= 3; ++t) {
            const auto cell = m_script.cell(m_script.turn(root, t), 1);
            for (int i = 0; i < 20; ++i) m_script.sub(cell, t, i, 20);
        }
        feed();
        ask("kind:sub");
        QCOMPARE(m_model->rowCount(), 1 + 3 * (2 + 1 + 20));
        m_model->setExpanded(1, false);
        QCOMPARE(m_model->rowCount(), 1 + 1 + 2 * 23);
        const NodeIndex inside = 4; // a sub-call of the folded turn
        QCOMPARE(m_model->rowOf(inside), -1);
        const int row = m_model->reveal(inside);
        QCOMPARE(m_model->nodeAt(row), inside);
        ask("kind:turn");
        QCOMPARE(m_model->reveal(inside), -1); // the filter hides it
    }

    void nextGoesInRowOrder() {
        // Two child frames that run at the same time: their nodes alternate, their rows do not.
        m_script.begin();
        const auto root = m_script.frame();
        const auto cell = m_script.cell(m_script.turn(root, 1), 1);
        const auto a = m_script.frame(cell, 1), b = m_script.frame(cell, 1);
        for (int t = 1; t <= 3; ++t) {
            m_script.turn(a, t);
            m_script.turn(b, t);
        }
        feed();
        for (const bool filter : {true, false}) {
            m_model->setFiltering(filter);
            ask("kind:turn depth:1");
            const auto& tree = m_document->tree();
            NodeIndex at = NoNode;
            QStringList forward, back;
            for (int i = 0; i < 7; ++i) {
                at = m_model->nextMatch(at, false);
                forward << QStringLiteral("%1%2").arg(tree.node(at).parent == tree.find(a) ? "a" : "b").arg(tree.node(at).number);
            }
            QCOMPARE(forward.join(' '), QString("a1 a2 a3 b1 b2 b3 a1"));
            at = NoNode;
            for (int i = 0; i < 7; ++i) {
                at = m_model->nextMatch(at, true);
                back << QStringLiteral("%1%2").arg(tree.node(at).parent == tree.find(a) ? "a" : "b").arg(tree.node(at).number);
            }
            QCOMPARE(back.join(' '), QString("b3 b2 b1 a3 a2 a1 b3"));
            ask("");
        }
        QCOMPARE(m_model->nextMatch(NoNode, false), NoNode);
    }

    void highlightKeepsAllRows() {
        m_script.begin();
        const auto root = m_script.frame();
        m_script.turn(root, 1);
        m_script.turn(root, 2);
        feed();
        m_model->setFiltering(false);
        ask("number:2");
        QCOMPARE(m_model->rowCount(), 3);
        QVERIFY(m_model->index(2, 0).data(CallTreeModel::MatchRole).toBool());
        QVERIFY(!m_model->index(1, 0).data(CallTreeModel::MatchRole).toBool());
        m_model->setFiltering(true);
        QCOMPARE(m_model->rowCount(), 2);
        m_model->setFiltering(false);
        QCOMPARE(m_model->rowCount(), 3);
    }

    void marksAreAsked() {
        m_script.begin();
        const auto root = m_script.frame();
        const auto turn = m_script.turn(root, 1);
        m_script.turn(root, 2);
        feed();
        ask("is:bookmarked or note:odd");
        QCOMPARE(m_model->rowCount(), 0);
        m_document->annotations()->setBookmarked(turn, true);
        settle();
        QCOMPARE(lines(), (QStringList{"root", "  Turn 1 *"}));
        QVERIFY(m_model->index(1, 0).data(CallTreeModel::BookmarkRole).toBool());
        m_document->annotations()->setNote(root, "This is odd");
        settle();
        QCOMPARE(lines(), (QStringList{"root *", "  Turn 1 *"}));
        m_document->annotations()->setBookmarked(turn, false);
        settle();
        QCOMPARE(lines(), QStringList{"root *"});
    }

    void anotherQuestionWhileLooking() {
        withoutTester();
        m_script.begin();
        const auto root = m_script.frame();
        for (int i = 1; i <= 5'000; ++i) m_script.turn(root, i);
        feed();
        for (const char* question : {"k", "kind:turn", "kind:turn number>10", "number:4999", "kind:frame", "number:77"}) m_search->setText(question);
        settle();
        QCOMPARE(lines(), (QStringList{"root", "  Turn 77 *"}));
        m_search->setText("kind:turn");
        m_document->beginLive("other.rlmscope", RunId::random()); // the tree goes while it is looked at
        settle();
        QCOMPARE(m_model->rowCount(), 0);
    }

    void manyAnswersAreFolded() {
        withoutTester();
        m_script.begin();
        const auto root = m_script.frame();
        for (int t = 1; t <= 1'200; ++t) {
            const auto cell = m_script.cell(m_script.turn(root, t), 1);
            for (int i = 0; i < 20; ++i) m_script.sub(cell, t, i, 20);
        }
        feed();
        ask("kind:sub");
        QCOMPARE(m_search->matches().size(), std::size_t(24'000));
        QCOMPARE(m_model->rowCount(), 1 + 1'200); // root and turns; nobody reads 27,000 rows
        QVERIFY(m_model->reveal(m_search->matches().back()) > 0);
    }

    void randomRunsAgree() {
        std::mt19937 random(11); // NOLINT: the same each time
        m_script.begin();
        std::vector<NodeId> frames{m_script.frame()}, cells, open;
        feed();
        const char* const questions[] = {"kind:sub", "status:queued", "kind:turn number>2", "-kind:sub", "depth>0", "status:ok kind:llm"};
        for (int round = 0; round < 12; ++round) {
            m_search->setText(questions[random() % std::size(questions)]);
            for (int i = 0; i < 40; ++i) {
                switch (random() % 5) {
                case 0: cells.push_back(m_script.cell(m_script.turn(frames[random() % frames.size()], static_cast<int>(random() % 5)), 1)); break;
                case 1:
                case 2:
                    if (!cells.empty()) open.push_back(m_script.sub(cells[random() % cells.size()]));
                    break;
                case 3:
                    if (!cells.empty()) frames.push_back(m_script.frame(cells[random() % cells.size()], 1));
                    break;
                default:
                    if (open.empty()) break;
                    std::swap(open[random() % open.size()], open.back());
                    m_script.reply(open.back());
                    open.pop_back();
                }
                if (random() % 7 == 0) feed();
                if (random() % 11 == 0) QCoreApplication::processEvents();
                if (random() % 13 == 0 && m_model->rowCount() > 0) m_model->setExpanded(static_cast<int>(random() % static_cast<unsigned>(m_model->rowCount())), random() % 2);
            }
            feed();
            settle();
            m_model->setFiltering(false);
            m_model->setFiltering(true); // everything unfolded again
            QCOMPARE(shownNodes(), expected(m_search->text().toStdString()));
        }
        m_search->setText({});
        settle();
        m_model->expandAllBelow(0);
        QVERIFY(m_model->rowCount() > 1);
    }

    void finderRanks() {
        m_script.begin();
        const auto root = m_script.frame();
        for (int t = 1; t <= 30; ++t) m_script.cell(m_script.turn(root, t), 1, t == 7 ? "parts = split_paris()" : "x = 1");
        feed();
        NodeFinder finder;
        QVector<FoundNode> best;
        quint32 total = 0;
        bool finished = false;
        connect(&finder, &NodeFinder::found, this, [&](const QVector<FoundNode>& b, quint32 n, quint32, quint32, bool last) {
            best = b;
            total = n;
            finished = last;
        });
        const auto find = [&](const QString& text) {
            finished = false;
            finder.find(m_document, text);
            QTRY_VERIFY(finished);
        };
        const auto& tree = m_document->tree();
        find("turn 3");
        QCOMPARE(tree.node(best.first().node).number, 3);
        QCOMPARE(tree.node(best.first().node).kind, NodeKind::Turn);
        find("PARIS");
        QCOMPARE(total, 1U);
        QCOMPARE(tree.node(best.first().node).kind, NodeKind::Cell);
        find("turn 7 cell 1");
        QCOMPARE(tree.node(best.first().node).kind, NodeKind::Cell);
        QCOMPARE(tree.node(tree.node(best.first().node).parent).number, 7);
        find("#" + QString::number(tree.node(5).id.seq));
        QCOMPARE(best.first().node, 5U);
        find("t");
        QVERIFY(best.size() <= NodeFinder::Most && total >= static_cast<quint32>(best.size()));
        find("nothing says this");
        QCOMPARE(total, 0U);
        find("");
        QCOMPARE(total, 0U);
        finder.find(nullptr, "turn");
        QVERIFY(finished);
    }
};

QTEST_GUILESS_MAIN(TestTreeFilter)
#include "tst_tree_filter.moc"
