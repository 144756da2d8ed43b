#include "views/library_page.h"

#include "itemmodels/format.h"
#include "itemmodels/library_model.h"
#include "views/icon.h"
#include "views/library_compare.h"
#include "views/library_table.h"
#include "views/style.h"
#include "views/widgets.h"

#include <QAction>
#include <QComboBox>
#include <QDataStream>
#include <QHBoxLayout>
#include <QIODevice>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace rlmscope {

namespace {

constexpr int FilterDelay = 60, CompareDelay = 120; // ms
constexpr quint32 PageVersion = 1;

} // namespace

LibraryPage::LibraryPage(Library* library, QWidget* parent)
    : QWidget(parent), m_library(library), m_model(new LibraryModel(this)), m_notice(new NoticeBar) {
    m_model->setLibrary(library);
    m_table = new LibraryTable(m_model);
    m_compare = new LibraryCompare(m_model);
    m_compare->hide();
    m_notice->setClosable(true);
    m_split = new QSplitter(Qt::Vertical);
    m_split->addWidget(m_table);
    m_split->addWidget(m_compare);
    m_split->setChildrenCollapsible(false);
    m_split->setStretchFactor(0, 1);
    m_split->setSizes({500, 300});
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(makeHeader());
    column->addWidget(new Hairline(Qt::Horizontal));
    column->addWidget(m_notice);
    column->addWidget(m_split, 1);
    makeActions();
    makeMenu();
    makeWaysOn();

    m_filterTimer.setSingleShot(true);
    m_filterTimer.setInterval(FilterDelay);
    m_compareTimer.setSingleShot(true);
    m_compareTimer.setInterval(CompareDelay);
    connect(m_filter, &QLineEdit::textChanged, &m_filterTimer, qOverload<>(&QTimer::start));
    connect(m_filter, &QLineEdit::returnPressed, m_table, qOverload<>(&QWidget::setFocus));
    connect(&m_filterTimer, &QTimer::timeout, this, [this] { m_model->setQuery(m_filter->text()); });
    connect(&m_compareTimer, &QTimer::timeout, this, [this] {
        const auto runs = m_table->selectedRuns();
        m_compare->setVisible(m_compareWanted && runs.size() >= 2);
        m_compare->setRuns(runs);
    });
    connect(m_model, &LibraryModel::arranged, this, &LibraryPage::refresh);
    connect(library, &Library::scanProgress, this, &LibraryPage::refresh);
    connect(m_table, &LibraryTable::selectionSettled, this, &LibraryPage::selectionChanged);
    connect(m_table, &LibraryTable::openRequested, this, [this](const RunRef& run) { open(run); });
    connect(m_table, &LibraryTable::deleteRequested, this, &LibraryPage::deleteSelected);
    connect(m_table, &LibraryTable::compareRequested, this, &LibraryPage::toggleCompare);
    connect(m_table, &LibraryTable::tagRequested, this, &LibraryPage::tagSelected);
    connect(m_table, &LibraryTable::menuRequested, this, &LibraryPage::contextMenu);
    connect(m_compare, &LibraryCompare::openRequested, this, &LibraryPage::open);
    connect(m_compare, &LibraryCompare::runToggled, this, [this](const RunRef& run) {
        auto runs = m_table->selectedRuns();
        if (!runs.removeOne(run)) runs << run;
        m_table->select(runs);
    });
    connect(library, &Library::notice, this, &LibraryPage::showNotice);
    connect(library, &Library::hiddenNotice, this, [this](const QString& title) {
        m_notice->showNotice(NoticeBar::Tone::Info, title);
        connect(m_notice->addAction(tr("Undo")), &QPushButton::clicked, this, [this] {
            m_library->undoStack()->undo();
            m_notice->hide();
        });
    });
    connect(library, &Library::workProgress, this, [this](const QString& what, double part) {
        if (part < 0 || !m_library->isWorking()) return;
        const auto percent = part > 0 ? QStringLiteral(" ") + format::percent(part) : QString();
        m_notice->showNotice(NoticeBar::Tone::Info, what + QStringLiteral("…") + percent);
        connect(m_notice->addAction(tr("Cancel")), &QPushButton::clicked, m_library, &Library::cancelWork);
    });
    refresh();
    selectionChanged();
}

QWidget* LibraryPage::makeHeader() {
    auto* header = new QWidget;
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(14, 9, 12, 9);
    row->setSpacing(8);
    row->addWidget(new ThemedLabel(tr("Library"), FontRole::Title, Token::Tx));
    m_facts = new ThemedLabel({}, FontRole::Small, Token::Tx2);
    m_facts->setContentsMargins(6, 0, 8, 0);
    row->addWidget(m_facts);
    m_filter = new QLineEdit;
    m_filter->setPlaceholderText(tr("Filter: words, status:failed, model:gpt, cost>0.1, tag:lesson, when:week"));
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->addAction(icon(QStringLiteral("filter"), Token::Tx2), QLineEdit::LeadingPosition);
    m_filter->setMinimumWidth(Theme::instance().px(220));
    m_filter->setMaximumWidth(Theme::instance().px(520));
    row->addWidget(m_filter, 1);
    m_shown = new ThemedLabel({}, FontRole::Small, Token::Tx3);
    m_shown->setObjectName(QStringLiteral("libraryShown"));
    m_shown->setElided(true);
    row->addWidget(m_shown);
    row->addStretch(0);
    m_group = new QComboBox;
    m_group->setAccessibleName(tr("Group by"));
    using library::GroupBy;
    const std::pair<GroupBy, QString> groups[] = {{GroupBy::None, tr("No groups")}, {GroupBy::Question, tr("By question")}, {GroupBy::Strategy, tr("By strategy")},
                                                  {GroupBy::Model, tr("By model")}, {GroupBy::Day, tr("By day")}, {GroupBy::Family, tr("By family")}};
    for (const auto& [group, name] : groups) m_group->addItem(name, static_cast<int>(group));
    connect(m_group, &QComboBox::currentIndexChanged, this, [this] { m_model->setGroup(static_cast<library::GroupBy>(m_group->currentData().toInt())); });
    row->addWidget(m_group);
    m_more = new QPushButton(icon(QStringLiteral("more")), {});
    m_more->setAccessibleName(tr("More"));
    m_more->setToolTip(tr("More"));
    row->addWidget(m_more);
    m_compareButton = new QPushButton(icon(QStringLiteral("compare"), Token::OnAcc), tr("Compare"));
    setLook(m_compareButton, "primary");
    connect(m_compareButton, &QPushButton::clicked, this, &LibraryPage::toggleCompare);
    row->addWidget(m_compareButton);
    return header;
}

/// Below the sentence of an empty library.
void LibraryPage::makeWaysOn() {
    m_waysOn = new QWidget(m_table->viewport());
    auto* row = new QHBoxLayout(m_waysOn);
    row->setContentsMargins({});
    auto* run = new QPushButton(icon(QStringLiteral("plus")), tr("New run"), m_waysOn);
    auto* trace = new QPushButton(icon(QStringLiteral("folder")), tr("Open trace…"), m_waysOn);
    for (auto* button : {run, trace}) {
        setLook(button, "small");
        row->addWidget(button);
    }
    connect(run, &QPushButton::clicked, this, &LibraryPage::newRunRequested);
    connect(trace, &QPushButton::clicked, this, &LibraryPage::openFileRequested);
    m_waysOn->move(14, Theme::instance().px(40));
    m_waysOn->hide();
}

// ---- what is shown ---------------------------------------------------------------------------------------------

void LibraryPage::refresh() {
    const int total = m_model->total();
    m_facts->setText(QStringList{tr("%n run(s)", nullptr, total), format::bytes(static_cast<std::uint64_t>(std::max<std::int64_t>(m_library->bytes(), 0)))}.join(format::comma()));
    const auto problem = m_model->problem();
    m_shown->setText(m_model->query().isEmpty() ? QString() : !problem.isEmpty() ? problem : tr("%1 shown").arg(format::nOfM(m_model->shown(), total)));
    m_shown->setToken(problem.isEmpty() ? Token::Tx3 : Token::Err);
    setFieldError(m_filter, problem);
    if (!m_model->query().isEmpty() && total > 0) m_table->setEmptyText(tr("Nothing matches “%1”. Clear the filter (Esc).").arg(m_model->query()));
    else if (m_model->hidden() > 0) m_table->setEmptyText(tr("Every run is deleted. Show deleted runs from the menu at the top right."));
    else m_table->setEmptyText(m_library->isLoaded() ? tr("No runs yet.") : tr("Looking at the traces…"));
    m_waysOn->setVisible(m_library->isLoaded() && total == 0 && m_model->hidden() == 0);
    m_waysOn->adjustSize();
    m_showHidden->setText(m_model->hidden() > 0 ? tr("Show %n deleted run(s)", nullptr, m_model->hidden()) : tr("Show deleted runs"));
    m_purge->setEnabled(m_model->hidden() > 0 && !m_library->isWorking());
    Q_EMIT summaryChanged();
}

void LibraryPage::selectionChanged() {
    const auto runs = m_table->selectedRuns();
    const bool any = !runs.isEmpty();
    m_compareButton->setEnabled(runs.size() >= 2);
    m_compareButton->setText(runs.size() >= 2 ? tr("Compare %1").arg(runs.size()) : tr("Compare"));
    m_rename->setEnabled(runs.size() == 1);
    m_tag->setEnabled(any);
    m_delete->setEnabled(any);
    m_restore->setEnabled(anyHidden(runs));
    m_merge->setEnabled(runs.size() >= 2 && !m_library->isWorking());
    const auto row = runs.size() == 1 ? m_library->find(runs.front()) : nullptr;
    m_splitFile->setEnabled(row && row->runsInFile > 1 && !m_library->isWorking());
    m_compareTimer.start();
    Q_EMIT summaryChanged();
}

QString LibraryPage::summary() const {
    QStringList parts;
    if (const auto n = m_table->selectedRuns().size(); n > 0) parts << tr("%n selected", nullptr, static_cast<int>(n));
    const auto& sums = m_model->sums();
    // As the cells write it where a part of the cost is not known.
    const auto paid = (sums.costUnknown ? QStringLiteral("≥ ") : QString()) + format::money(PicoUsd{sums.cost.value - sums.simulated.value});
    parts << (sums.simulated.value > 0 ? tr("%1 simulated, %2 paid").arg(format::money(sums.simulated), paid) : tr("total spent %1").arg(paid))
          << tr("%1 shown").arg(format::nOfM(m_model->shown(), m_model->total()));
    return parts.join(QStringLiteral(" · "));
}

void LibraryPage::showNotice(const QString& title, const QString& detail, bool isError) {
    m_notice->showNotice(isError ? NoticeBar::Tone::Error : NoticeBar::Tone::Info, title, detail);
}

void LibraryPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_library->setWatched(true);
    if (!m_table->currentIndex().isValid() && m_model->rowCount() > 0) m_table->setFocus();
}

void LibraryPage::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_library->setWatched(false);
}

void LibraryPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        if (m_compare->isVisible() && m_table->hasFocus() && m_filter->text().isEmpty()) toggleCompare();
        else m_filter->clear();
        m_table->setFocus();
        return;
    }
    QWidget::keyPressEvent(event);
}

void LibraryPage::toggleCompare() {
    const bool shown = m_compare->isVisible();
    m_compareWanted = !shown;
    const auto runs = m_table->selectedRuns();
    m_compare->setVisible(!shown && runs.size() >= 2);
    m_compare->setRuns(runs);
}

void LibraryPage::open(const RunRef& run, quint64 node) {
    const auto path = QString::fromStdString(run.file.string());
    Q_EMIT openRequested(path, run.run.isNull() ? QString() : QString::fromStdString(run.run.text()), node);
}

// ---- layout ----------------------------------------------------------------------------------------------------

QByteArray LibraryPage::saveLayout() const {
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << PageVersion << m_table->saveColumns() << m_split->saveState() << m_group->currentData().toInt() << m_compareWanted;
    return bytes;
}

void LibraryPage::restoreLayout(const QByteArray& state) {
    QDataStream in(state);
    quint32 version = 0;
    QByteArray columns, split;
    int group = 0;
    bool compare = true;
    in >> version;
    if (version != PageVersion) return;
    in >> columns >> split >> group >> compare;
    if (in.status() != QDataStream::Ok) return;
    m_table->restoreColumns(columns);
    m_split->restoreState(split);
    m_group->setCurrentIndex(std::max(0, m_group->findData(group)));
    m_compareWanted = compare;
}

} // namespace rlmscope
