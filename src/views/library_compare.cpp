#include "views/library_compare.h"

#include "itemmodels/format.h"
#include "itemmodels/library_model.h"
#include "views/compared_model.h"
#include "views/diff_lines.h"
#include "views/facts_table.h"
#include "views/run_scatter.h"
#include "views/style.h"
#include "views/widgets.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace rlmscope {

namespace {

QWidget* column(DockTitle* title, QWidget* body, QVBoxLayout** layout = nullptr) {
    auto* part = new QWidget;
    auto* box = new QVBoxLayout(part);
    box->setContentsMargins({});
    box->setSpacing(0);
    box->addWidget(title);
    box->addWidget(body, 1);
    if (layout) *layout = box;
    return part;
}

} // namespace

LibraryCompare::LibraryCompare(LibraryModel* model, QWidget* parent)
    : QWidget(parent), m_model(model), m_compared(new ComparedModel(this)), m_worker(std::make_unique<SerialWorker>()) {
    m_scatterTitle = new DockTitle(tr("Score against cost"));
    m_comparedTitle = new DockTitle(tr("Compared"));
    m_diffTitle = new DockTitle(tr("First difference"));
    m_scatter = new RunScatter;
    m_table = new FactsTable(tr("Compared runs"), new FactsDelegate);
    m_table->setModel(m_compared);
    m_diff = new DiffLines;
    m_showFirst = new QPushButton;
    m_showSecond = new QPushButton;
    auto* ways = new QHBoxLayout;
    ways->setContentsMargins(12, 6, 12, 8);
    ways->setSpacing(8); // else that of the box it lies in: none
    for (auto* button : {m_showFirst, m_showSecond}) {
        setLook(button, "small");
        ways->addWidget(button);
    }
    ways->addStretch(1);
    auto* split = new QSplitter(Qt::Horizontal);
    split->setChildrenCollapsible(false);
    QVBoxLayout* diffBox = nullptr;
    m_diffPart = column(m_diffTitle, m_diff, &diffBox);
    diffBox->addLayout(ways);
    split->addWidget(column(m_scatterTitle, m_scatter));
    split->addWidget(column(m_comparedTitle, m_table));
    split->addWidget(m_diffPart);
    split->setSizes({420, 440, 520});
    for (int i = 0; i < 3; ++i) split->setStretchFactor(i, i + 3);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins({});
    box->addWidget(split);
    connect(m_model, &LibraryModel::arranged, this, &LibraryCompare::refresh);
    connect(m_scatter, &RunScatter::pointClicked, this, [this](int point) {
        if (point < m_points.size()) Q_EMIT runToggled(m_points[point]);
    });
    connect(m_showFirst, &QPushButton::clicked, this, [this] {
        if (m_runs.size() == 2 && m_difference) Q_EMIT openRequested(m_runs[0], m_difference->first.seq);
    });
    connect(m_showSecond, &QPushButton::clicked, this, [this] {
        if (m_runs.size() == 2 && m_difference) Q_EMIT openRequested(m_runs[1], m_difference->second.seq);
    });
}

LibraryCompare::~LibraryCompare() {
    ++*m_turn;
    m_worker.reset();
}

QString LibraryCompare::name(const RunRef& run) const { return QStringLiteral("#%1").arg(m_model->numberOf(run)); }

void LibraryCompare::setRuns(const QVector<RunRef>& runs) {
    m_runs = runs;
    const auto wall = [this](const RunRef& run) {
        const auto row = m_model->library()->find(run);
        return row ? row->run.wall : 0;
    };
    std::stable_sort(m_runs.begin(), m_runs.end(), [&](const RunRef& a, const RunRef& b) { return wall(a) < wall(b); });
    if (m_runs.size() > MostCompared) m_runs.resize(MostCompared);
    refresh();
}

void LibraryCompare::refresh() {
    if (!isVisible() || !m_model->library()) return;
    library::Rows rows;
    QStringList names;
    for (const auto& run : m_runs)
        if (auto row = m_model->library()->find(run)) {
            rows.push_back(std::move(row));
            names << name(run);
        }
    m_compared->setRuns(rows, names);
    std::vector<int> widths{130};
    for (int i = 1; i < m_compared->columnCount(); ++i) widths.push_back(0);
    m_table->setColumnWidths(widths);
    m_comparedTitle->setHint(relation());
    showScatter();
    m_diffPart->setVisible(m_runs.size() == 2);
    compareTexts();
}

/// How the first of the compared runs that comes from another of them does so.
QString LibraryCompare::relation() const {
    for (const auto& run : m_runs) {
        const auto* line = m_model->line(m_model->rowOf(run));
        const auto isParent = [&](const RunRef& other) { return line && line->parentNumber > 0 && m_model->numberOf(other) == line->parentNumber; };
        if (std::any_of(m_runs.begin(), m_runs.end(), isParent)) return name(run) + QStringLiteral(": ") + m_model->relationText(*line);
    }
    return {};
}

// The chosen runs among all shown ones that answer the same question.
void LibraryCompare::showScatter() {
    const auto* library = m_model->library();
    const auto first = m_runs.isEmpty() ? nullptr : library->find(m_runs.front());
    QVector<library::RowPointer> rows;
    QVector<int> numbers;
    int scored = 0;
    for (int i = 0; i < m_model->rowCount() && first; ++i) {
        const auto* line = m_model->line(i);
        if (!line->row || !line->row->costKnown()) continue;
        const bool chosen = m_runs.contains(m_model->refAt(i));
        if (!chosen && (line->row->run.question != first->run.question || first->run.question.empty())) continue;
        rows << line->row;
        numbers << line->number;
        scored += line->row->score() != nullptr;
    }
    const bool byScore = scored >= 2;
    QVector<ScatterPoint> points;
    m_points.clear();
    for (int i = 0; i < rows.size(); ++i) {
        const auto& row = *rows[i];
        if (byScore && !row.score()) continue;
        const RunRef ref{row.file, row.run.run};
        points << ScatterPoint{row.run.cost.usd(), byScore ? row.score()->value : static_cast<double>(row.run.duration) / 1e9, QStringLiteral("#%1").arg(numbers[i]), m_runs.contains(ref)};
        m_points << ref;
    }
    m_scatterTitle->setTitle(byScore ? tr("Score against cost") : tr("Time against cost"));
    m_scatter->setAccessibleName(byScore ? tr("Score against cost") : tr("Time against cost"));
    m_scatter->setPoints(points, RunScatter::Axis::Money, byScore ? RunScatter::Axis::Score : RunScatter::Axis::Time, byScore);
    const auto n = static_cast<int>(points.size());
    m_scatterTitle->setHint(n == 0 ? tr("no cost is known") : m_scatter->best() > 1 ? tr("%n run(s); dashed: best for the cost", nullptr, n) : tr("%n run(s)", nullptr, n));
}

void LibraryCompare::compareTexts() {
    QString pair;
    if (m_runs.size() == 2)
        for (const auto& run : m_runs) {
            const auto row = m_model->library()->find(run);
            pair += QString::fromStdString(run.run.text() + run.file.string()) + QString::number(row ? row->run.events : 0);
        }
    if (pair == m_comparedPair) return;
    m_comparedPair = pair;
    m_difference.reset();
    const int turn = ++*m_turn;
    m_worker->clear();
    m_showFirst->hide();
    m_showSecond->hide();
    m_diffTitle->setHint({});
    if (pair.isEmpty()) return;
    m_diff->setMessage(tr("Comparing…"));
    m_worker->post([this, turn, newest = m_turn, a = m_runs[0], b = m_runs[1]](const std::stop_token& stop) {
        const auto stopped = [&] { return stop.stop_requested() || *newest != turn; };
        auto difference = std::make_shared<Result<library::RunDifference>>(library::firstDifference({a.file, a.run}, {b.file, b.run}, stopped));
        if (stopped()) return;
        QMetaObject::invokeMethod(this, [this, turn, difference] {
            if (*m_turn == turn) showDifference(*difference);
        });
    });
}

void LibraryCompare::showDifference(const Result<library::RunDifference>& difference) {
    using What = library::RunDifference::What;
    if (!difference) return m_diff->setMessage(QString::fromStdString(difference.error().message));
    m_difference = *difference;
    if (!difference->differs) {
        m_diff->setMessage(tr("No difference in %n prompt(s), cells and replies.", nullptr, static_cast<int>(std::min<std::int64_t>(difference->compared, INT_MAX))));
        return;
    }
    QStringList where;
    if (!difference->framePath.empty()) where << tr("in a child frame");
    if (difference->turn) where << tr("turn %1").arg(difference->turn);
    if (difference->cell) where << tr("cell %1").arg(difference->cell);
    const QString what = [&] {
        switch (difference->what) {
        case What::Question: return tr("question");
        case What::Prompt: return tr("prompt");
        case What::Reply: return tr("reply");
        case What::Code: return tr("code");
        case What::Output: return tr("output");
        case What::Answer: return tr("answer");
        default: return QString();
        }
    }();
    if (!what.isEmpty()) where << what;
    where << tr("line %1").arg(difference->line);
    auto hint = where.join(format::comma());
    hint.replace(0, 1, hint.at(0).toUpper());
    m_diffTitle->setHint(hint);
    m_diff->setLines(difference->lines);
    m_showFirst->setText(tr("Show in %1").arg(name(m_runs[0])));
    m_showSecond->setText(tr("Show in %1").arg(name(m_runs[1])));
    m_showFirst->setVisible(static_cast<bool>(difference->first));
    m_showSecond->setVisible(static_cast<bool>(difference->second));
}

} // namespace rlmscope
