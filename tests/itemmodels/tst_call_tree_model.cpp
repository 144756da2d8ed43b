// The flat call tree: what rows stand where, live and rebuilt, under QAbstractItemModelTester.
#include "itemmodels/call_tree_model.h"
#include "itemmodels/run_document.h"
#include "support/event_script.h"

#include <QAbstractItemModelTester>
#include <QTest>

#include <random>

using namespace rlmscope;
using rlmscope::test::EventScript;

namespace {

QStringList lines(const CallTreeModel& model) {
    QStringList out;
    for (int row = 0; row < model.rowCount(); ++row) {
        const auto index = model.index(row, 0);
        out << QString(index.data(CallTreeModel::LevelRole).toInt() * 2, QLatin1Char(' ')) +
                   index.data(CallTreeModel::NameRole).toString();
    }
    return out;
}

} // namespace

class TestCallTreeModel : public QObject {
    Q_OBJECT
    RunDocument* m_document = nullptr;
    CallTreeModel* m_model = nullptr;
    EventScript m_script;

    void feed() { m_document->append(m_script.take()); }

private Q_SLOTS:
    void init() {
        m_script = {};
        m_document = new RunDocument;
        m_document->beginLive("none.rlmscope", RunId::random());
        m_model = new CallTreeModel;
        m_model->setDocument(m_document);
        new QAbstractItemModelTester(m_model, QAbstractItemModelTester::FailureReportingMode::QtTest, m_model);
    }
    void cleanup() {
        delete m_model;
        delete m_document;
    }

    void aFanOutTellsHowItsMembersAreSpread() {
        m_script.begin();
        const auto turn = m_script.turn(m_script.frame(), 1);
        const auto cell = m_script.cell(turn, 1);
        for (int i = 0; i < 12; ++i) {
            const auto call = m_script.sub(cell, 1, i, 12);
            m_script.attempt(call);
            m_script.pass(i * Nanos{100'000'000});
            m_script.reply(call, "a reply", (i + 1) * std::int64_t{1'000'000'000});
        }
        feed();
        int row = 0;
        while (row < m_model->rowCount() && !m_model->isGroup(row)) ++row;
        QVERIFY(row < m_model->rowCount());
        QCOMPARE(m_model->membersAt(row).size(), std::size_t{12});
        QVERIFY(m_model->membersAt(0).empty());
        for (const int column : {int(CallTreeModel::NameColumn), int(CallTreeModel::BarColumn), int(CallTreeModel::CostColumn)}) {
            const QString tip = m_model->index(row, column).data(Qt::ToolTipRole).toString();
            for (const char* part : {"12 ok", "1 ms to 1.10 s, median 501 ms", "$0.0010 to $0.0120, median $0.0060, together $0.0780"})
                QVERIFY2(tip.contains(QLatin1String(part)), qPrintable(tip));
        }
        // The columns to choose say the same things of nodes and groups.
        QCOMPARE(m_model->index(row, CallTreeModel::TokensInColumn).data().toString(), QStringLiteral("480"));
        QCOMPARE(m_model->index(row, CallTreeModel::TokensOutColumn).data().toString(), QStringLiteral("120"));
        QCOMPARE(m_model->index(row, CallTreeModel::AttemptsColumn).data().toString(), QStringLiteral("12"));
        QCOMPARE(m_model->index(row, CallTreeModel::ModelColumn).data().toString(), QStringLiteral("sim"));
        QCOMPARE(m_model->index(row, CallTreeModel::StatusColumn).data().toString(), QStringLiteral("ok"));
        QCOMPARE(m_model->index(0, CallTreeModel::CallsColumn).data().toString(), QStringLiteral("12"));
        QCOMPARE(m_model->index(0, CallTreeModel::StartColumn).data().toString(), QStringLiteral("3 ms"));
        for (int column = 0; column < CallTreeModel::ColumnCount; ++column) {
            QVERIFY(!m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
            if (column != CallTreeModel::BarColumn) QVERIFY(!m_model->index(0, column).data().toString().isEmpty());
        }
    }

    void growsInStartOrder() {
        m_script.begin();
        const auto root = m_script.frame();
        feed();
        QCOMPARE(lines(*m_model), QStringList{"root"});
        const auto turn1 = m_script.turn(root, 1);
        const auto call1 = m_script.call(turn1);
        m_script.reply(call1);
        const auto cell = m_script.cell(turn1, 1);
        m_script.sub(cell);
        feed();
        const auto turn2 = m_script.turn(root, 2);
        m_script.call(turn2);
        feed();
        QCOMPARE(lines(*m_model), (QStringList{"root", "  Turn 1", "    sim", "    Cell 1", "      llm_query", "  Turn 2", "    sim"}));
    }

    void nineSiblingsBecomeAGroup() {
        m_script.begin();
        const auto root = m_script.frame();
        const auto turn = m_script.turn(root, 1);
        const auto cell = m_script.cell(turn, 1);
        for (int i = 0; i < 8; ++i) m_script.sub(cell, 7, i, 12);
        feed();
        QCOMPARE(m_model->rowCount(), 3 + 8);
        QVector<NodeId> late;
        for (int i = 8; i < 12; ++i) late << m_script.sub(cell, 7, i, 12);
        feed();
        QCOMPARE(lines(*m_model), (QStringList{"root", "  Turn 1", "    Cell 1", "      12 × llm_query"}));
        for (const auto id : late) m_script.reply(id);
        m_script.endCell(cell);
        const auto turn2 = m_script.turn(root, 2);
        Q_UNUSED(turn2);
        feed();
        QCOMPARE(m_model->index(3, 0).data(CallTreeModel::HintRole).toString(), QString("4 of 12"));
        m_model->setExpanded(3, true);
        QCOMPARE(m_model->rowCount(), 4 + 12 + 1);
        QCOMPARE(m_model->shownNodes(), 3 + 12 + 1); // the group's own row is no node
        QCOMPARE(lines(*m_model).last(), QString("  Turn 2"));
        QCOMPARE(m_model->index(3, CallTreeModel::CostColumn).data(CallTreeModel::CostRole).toLongLong(), 2000LL);
        m_model->setExpanded(3, false);
        QCOMPARE(m_model->rowCount(), 5);
    }

    void openGroupGrowsInPlace() {
        m_script.begin();
        const auto root = m_script.frame();
        const auto cell = m_script.cell(m_script.turn(root, 1), 1);
        for (int i = 0; i < 9; ++i) m_script.sub(cell);
        const auto child = m_script.frame(cell, 1);
        m_script.turn(child, 1);
        feed();
        const int group = 3;
        QVERIFY(m_model->isGroup(group));
        m_model->setExpanded(group, true);
        m_script.sub(cell);
        feed();
        const auto all = lines(*m_model);
        QCOMPARE(all.at(3), QString("      10 × llm_query"));
        QCOMPARE(all.filter("llm_query").size(), 11);
        QCOMPARE(all.mid(14), (QStringList{"      rlm_query", "        Turn 1"}));
    }

    void revealOpensWhatHidesANode() {
        m_script.begin();
        const auto root = m_script.frame();
        const auto cell = m_script.cell(m_script.turn(root, 1), 1);
        NodeId last;
        for (int i = 0; i < 20; ++i) last = m_script.sub(cell, 3, i, 20);
        feed();
        m_model->setExpanded(0, false);
        QCOMPARE(m_model->rowCount(), 1);
        const auto node = m_document->tree().find(last);
        QCOMPARE(m_model->rowOf(node), -1);
        QCOMPARE(m_model->reveal(node), 3 + 20);
        QCOMPARE(m_model->nodeAt(m_model->reveal(node)), node);
        QCOMPARE(m_model->parentRow(m_model->reveal(node)), 3);
    }

    void liveEqualsRebuilt_data() {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 40; ++seed) QTest::addRow("seed %u", seed) << seed;
    }
    // Random trees fed in random pieces, with rows folded and unfolded in between: in the end the rows are those
    // that a model built at once shows after the same folding.
    void liveEqualsRebuilt() {
        QFETCH(unsigned, seed);
        std::mt19937 random(seed);
        m_script.begin();
        std::vector<NodeId> frames{m_script.frame()}, turns, cells, calls;
        std::vector<int> depths{0};
        for (int step = 0; step < 300; ++step) {
            switch (random() % 6) {
            case 0: turns.push_back(m_script.turn(frames[random() % frames.size()], step)); break;
            case 1:
                if (!turns.empty()) cells.push_back(m_script.cell(turns[random() % turns.size()], 1));
                break;
            case 2:
            case 3:
                if (!cells.empty()) calls.push_back(m_script.sub(cells[random() % cells.size()], static_cast<std::int64_t>(random() % 3)));
                break;
            case 4:
                if (!cells.empty() && frames.size() < 60) {
                    frames.push_back(m_script.frame(cells[random() % cells.size()], 1, static_cast<std::int64_t>(random() % 2)));
                }
                break;
            case 5:
                if (!calls.empty()) m_script.reply(calls[random() % calls.size()]);
                break;
            }
            if (random() % 4 == 0) feed();
            if (random() % 5 == 0 && m_model->rowCount() > 0) {
                const int row = static_cast<int>(random() % static_cast<unsigned>(m_model->rowCount()));
                m_model->setExpanded(row, random() % 2);
            }
        }
        feed();
        // Open everything in the live model; a fresh one with everything open must agree.
        m_model->expandAllBelow(0);
        CallTreeModel fresh;
        fresh.setDocument(m_document);
        fresh.expandAllBelow(0);
        QCOMPARE(lines(*m_model), lines(fresh));
        for (int row = 0; row < fresh.rowCount(); ++row) {
            if (fresh.isGroup(row)) continue;
            QCOMPARE(fresh.rowOf(fresh.nodeAt(row)), row);
            QCOMPARE(m_model->rowOf(m_model->nodeAt(row)), row);
        }
        QCOMPARE(fresh.rowCount() - [&] {
            int groups = 0;
            for (int row = 0; row < fresh.rowCount(); ++row) groups += fresh.isGroup(row);
            return groups;
        }(), static_cast<int>(m_document->tree().nodes().size()));
    }

    void numbersAreInclusive() {
        m_script.begin();
        const auto root = m_script.frame();
        const auto turn = m_script.turn(root, 1);
        const auto cell = m_script.cell(turn, 1);
        for (int i = 0; i < 3; ++i) m_script.reply(m_script.sub(cell), "yes", 1'000'000'000);
        feed();
        QCOMPARE(m_model->index(0, CallTreeModel::CostColumn).data(CallTreeModel::CostRole).toLongLong(), 3'000'000'000LL);
        QCOMPARE(m_model->index(0, CallTreeModel::CostColumn).data().toString(), QString("$0.0030"));
        QCOMPARE(m_model->index(0, CallTreeModel::TokensColumn).data(CallTreeModel::TokensRole).toLongLong(), 150LL);
        QCOMPARE(m_model->index(1, CallTreeModel::CostColumn).data(CallTreeModel::CostRole).toLongLong(), 3'000'000'000LL);
    }

    void changingTheDocumentResets() {
        m_script.begin();
        m_script.frame();
        feed();
        QCOMPARE(m_model->rowCount(), 1);
        m_model->setDocument(nullptr);
        QCOMPARE(m_model->rowCount(), 0);
    }
};

QTEST_GUILESS_MAIN(TestCallTreeModel)
#include "tst_call_tree_model.moc"
