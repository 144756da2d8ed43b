// Variables over the cells of a frame: history, differences, and the model while cells arrive.
#include "itemmodels/run_document.h"
#include "itemmodels/variables_model.h"
#include "support/live_trace.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QSortFilterProxyModel>
#include <QTemporaryDir>
#include <QtTest/QTest>

using namespace rlmscope;
using rlmscope::test::EventScript;
using rlmscope::test::LiveTrace;

namespace {

Variable variable(const char* name, const char* preview, int cell, bool changed = false, std::int64_t size = -1) {
    Variable v;
    v.name = name;
    v.type = "list";
    v.preview = preview;
    v.size = size;
    v.changed = changed;
    v.cell = cell;
    return v;
}

QStringList told(const std::vector<VariableRow>& rows) {
    QStringList out;
    for (const auto& row : rows) out << QStringLiteral("%1%2").arg(QStringLiteral(" +~-").at(static_cast<int>(row.change))).arg(QString::fromStdString(row.now.name));
    return out;
}

} // namespace

class TestVariables : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;

private Q_SLOTS:
    void comparing() {
        const std::vector<Variable> before{variable("a", "1", 1), variable("b", "2", 1), variable("gone", "3", 1), variable("same text", "x…", 1)};
        const std::vector<Variable> now{variable("a", "1", 1), variable("b", "20", 2), variable("new", "4", 2), variable("same text", "x…", 3)};
        const auto rows = compareVariables(before, now);
        QCOMPARE(told(rows), (QStringList{"~b", "-gone", "+new", "~same text", " a"}));
        QCOMPARE(rows.front().before.preview, std::string("2"));
        QVERIFY(compareVariables({}, {}).empty());
        QCOMPARE(told(compareVariables(now, now)), (QStringList{" a", " b", " new", " same text"}));
    }

    void historyWhileCellsArrive() {
        LiveTrace trace(m_dir.filePath("variables.rlmscope").toStdString());
        RunDocument document;
        document.beginLive(trace.path(), trace.run());
        EventScript s;
        s.begin();
        const NodeId frame = s.frame();
        VariablesModel model;
        QSortFilterProxyModel filtered;
        filtered.setSourceModel(&model);
        filtered.setFilterKeyColumn(-1);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QAbstractItemModelTester filteredTester(&filtered, QAbstractItemModelTester::FailureReportingMode::QtTest);
        VariableHistory history;
        QVector<NodeId> cells;
        for (int i = 1; i <= 6; ++i) {
            const NodeId turn = s.turn(frame, i), cell = s.cell(turn, 1);
            cells << cell;
            std::vector<Variable> all{variable("always", "v", 1, i == 1), variable("each", std::to_string(i).c_str(), i, true)};
            if (i >= 3 && i != 5) all.push_back(variable("later", "z", i == 6 ? 6 : 3, i == 3 || i == 6));
            s.add(VariablesChanged{all}, cell);
            s.endCell(cell);
            s.endTurn(turn);
            QVERIFY(trace.write(s, &document));
            const NodeIndex index = document.tree().find(cell);
            history.setFrame(&document, index);
            QCOMPARE(history.cells().size(), i);
            model.setRows(variableRows(history.after(index)));
            QCOMPARE(model.rowCount(), static_cast<int>(all.size()));
        }
        const auto steps = history.of("later");
        QCOMPARE(steps.size(), 3);
        QCOMPARE(steps.at(0).change, VariableChange::Added);
        QCOMPARE(steps.at(1).change, VariableChange::Removed);
        QCOMPARE(steps.at(2).change, VariableChange::Added);
        QCOMPARE(steps.at(1).cell, document.tree().find(cells.at(4)));
        QCOMPARE(history.of("each").size(), 6);
        QCOMPARE(history.of("always").size(), 1);
        QVERIFY(history.of("never").isEmpty());
        model.setRows(compareVariables(history.after(history.cells().front()), history.after(history.cells().back())));
        QCOMPARE(model.index(0, 0).data(VariablesModel::NameRole).toString(), QStringLiteral("each"));
        QCOMPARE(model.index(0, 0).data(VariablesModel::BeforeRole).toString(), QStringLiteral("1"));
        QVERIFY(model.index(0, VariablesModel::PreviewColumn).data(Qt::ToolTipRole).toString().contains(QStringLiteral("Before: 1")));
        filtered.setFilterFixedString("alw");
        QCOMPARE(filtered.rowCount(), 1);
        // A child frame has variables of its own; a moment in the past knows no later cells.
        document.setMoment(cells.at(3).seq);
        history.setFrame(&document, document.tree().find(cells.at(0)));
        QCOMPARE(history.cells().size(), 3);
    }

    void sameNamesKeepTheirRows() {
        VariablesModel model;
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset), changed(&model, &QAbstractItemModel::dataChanged);
        model.setVariables({variable("a", "1", 1)});
        QCOMPARE(reset.size(), 1);
        model.setVariables({variable("a", "2", 2)});
        QCOMPARE(reset.size(), 1);
        QCOMPARE(changed.size(), 1);
        model.setVariables({variable("a", "2", 2)});
        QCOMPARE(changed.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestVariables)
#include "tst_variables.moc"
