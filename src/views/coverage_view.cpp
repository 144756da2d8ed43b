#include "views/coverage_view.h"

#include "itemmodels/coverage_models.h"
#include "itemmodels/format.h"
#include "itemmodels/node_names.h"
#include "views/coverage_map.h"
#include "views/coverage_paint.h"
#include "views/coverage_tables.h"
#include "views/facts_table.h"
#include "views/icon.h"
#include "views/style.h"
#include "views/widgets.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>

#include <algorithm>
#include <climits>

namespace rlmscope {

using insight::UnitFigures;

namespace {

constexpr int MostListed = 500; // documents in the chooser; Files has all of them

/// For tr() with a number that picks the form.
int form(std::uint64_t n) { return static_cast<int>(std::min<std::uint64_t>(n, INT_MAX)); }
QString number(std::uint64_t n) { return format::count(static_cast<std::int64_t>(n)); }

} // namespace

CoverageView::CoverageView(CoverageJob* job, FocusHolder* focus, QWidget* parent)
    : QWidget(parent)
    , m_job(job)
    , m_focus(focus)
    , m_readers(new CoverageReadersModel(this))
    , m_filesModel(new CoverageFilesModel(this))
    , m_map(new CoverageMap(this))
    , m_files(makeCoverageFilesTable(this))
    , m_legend(new CoverageLegend(this))
    , m_title(new ThemedLabel({}, FontRole::Title, Token::Tx, this))
    , m_remark(new ThemedLabel({}, FontRole::Small, Token::Tx2, this))
    , m_hint(new ThemedLabel({}, FontRole::Small, Token::Tx3, this))
    , m_selected(new ThemedLabel({}, FontRole::Small, Token::Tx2, this))
    , m_gap(new ThemedLabel({}, FontRole::Small, Token::Err, this))
    , m_remarkIcon(new IconLabel(QStringLiteral("warning"), Token::Warn, 14, this))
    , m_documents(new QComboBox(this))
    , m_stack(new QStackedWidget(this))
    , m_body(new QWidget(this))
    , m_empty(new EmptyState({}, {}, this)) {
    setAccessibleName(tr("Coverage"));
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_readers->setJob(job);
    m_filesModel->setJob(job);
    m_map->setJob(job);
    m_files->setModel(m_filesModel);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(new Hairline(Qt::Horizontal, this));
    layout->addWidget(makeBody(), 1);
    layout->addWidget(m_empty, 1);

    connect(job, &CoverageJob::stateChanged, this, &CoverageView::onState);
    connect(job, &CoverageJob::textChanged, this, &CoverageView::onText);
    connect(job, &CoverageJob::profileChanged, this, &CoverageView::onProfile);
    connect(m_map, &CoverageMap::selectionChanged, this, &CoverageView::onUserSelection);
    connect(m_map, &CoverageMap::activated, this, &CoverageView::openCall);
    connect(m_map, &CoverageMap::gridChanged, this, [this] { m_hint->setText(m_mode == FilesMode ? tr("sorted by a click on a column") : m_map->legendText()); });
    connect(m_documents, &QComboBox::activated, this, [this](int i) { chooseDocument(m_documents->itemData(i).toInt()); });
    connect(m_files->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        if (!now.isValid() || !m_job->text() || !m_files->hasFocus()) return;
        const auto& d = m_job->text()->documents()[static_cast<std::size_t>(now.data(CoverageFilesModel::DocumentRole).toInt())];
        if (d.size > 0) onUserSelection({d.begin, d.end()});
    });
    connect(m_files, &QAbstractItemView::activated, this, [this](const QModelIndex& at) {
        setMode(LinesMode);
        chooseDocument(at.data(CoverageFilesModel::DocumentRole).toInt());
        m_map->setFocus();
    });
    connect(focus, &FocusHolder::changed, this, &CoverageView::onFocus);
    onState();
}

CoverageView::Figure CoverageView::addFigure(QHBoxLayout* row, const QString& name, const QString& tip, bool warns) {
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(1);
    auto* title = new ThemedLabel(name, FontRole::Small, Token::Tx2, box);
    title->setElided(true);
    column->addWidget(title);
    auto* values = new QHBoxLayout;
    values->setSpacing(6);
    Figure figure{new ThemedLabel({}, FontRole::KeyFigure, warns ? Token::Err : Token::Tx, box), new ThemedLabel({}, FontRole::Small, Token::Tx2, box)};
    figure.detail->setElided(true); // in a narrow window the words give way, never a digit of the number
    values->addWidget(figure.value, 0, Qt::AlignBaseline);
    values->addWidget(figure.detail, 0, Qt::AlignBaseline);
    values->addStretch(1);
    column->addLayout(values);
    box->setToolTip(tip);
    row->addWidget(box);
    return figure;
}

QWidget* CoverageView::makeHead() {
    auto* head = new QWidget(this);
    head->setBackgroundRole(QPalette::Window);
    head->setAutoFillBackground(true);
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(16, 10, 16, 10);
    column->setSpacing(8);
    m_title->setElided(true);
    m_remark->setElided(true);
    auto* titles = new QVBoxLayout;
    titles->setSpacing(2);
    titles->addWidget(m_title);
    auto* remark = new QHBoxLayout;
    remark->setSpacing(6);
    remark->addWidget(m_remarkIcon);
    remark->addWidget(m_remark, 1);
    titles->addLayout(remark);
    column->addLayout(titles);
    m_figures = new QWidget(head);
    auto* row = new QHBoxLayout(m_figures);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(20);
    m_read = addFigure(row, tr("Read by a model"), tr("Sent to a call or shown to a model in the output of a cell: found word for word in what it received. A line counts when at least half of it was."));
    m_twice = addFigure(row, tr("Read twice or more"), tr("Received by two calls or more."));
    m_never = addFigure(row, tr("Never read"), tr("No model received it. Code may have touched it."), true);
    m_cost = addFigure(row, tr("Cost per 1,000 lines"), tr("What the whole run has cost, over the lines that were read."));
    row->addStretch(1);
    column->addWidget(m_figures);
    return head;
}

QWidget* CoverageView::makeTools() {
    m_tools = new QWidget(this);
    auto* row = new QHBoxLayout(m_tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    auto* segments = new QFrame(m_tools);
    m_segments = segments;
    setLook(segments, "segments");
    auto* inside = new QHBoxLayout(segments);
    inside->setContentsMargins(1, 1, 1, 1);
    inside->setSpacing(0);
    auto* group = new QButtonGroup(segments);
    const QString names[] = {tr("Lines"), tr("Files"), tr("Bytes")};
    for (int mode = LinesMode; mode <= BytesMode; ++mode) {
        auto* button = m_modes[mode] = new QPushButton(names[mode], segments);
        setLook(button, "segment");
        button->setCheckable(true);
        button->setChecked(mode == m_mode);
        group->addButton(button);
        inside->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, mode] {
            m_modeChosen = true;
            setMode(static_cast<Mode>(mode));
        });
    }
    m_documents->setAccessibleName(tr("Document"));
    m_documents->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_documents->setMinimumContentsLength(14);
    row->addWidget(segments);
    row->addWidget(m_documents);
    row->addStretch(1);
    row->addWidget(m_legend);
    return m_tools;
}

QWidget* CoverageView::makeBody() {
    auto* column = new QVBoxLayout(m_body);
    column->setContentsMargins(16, 10, 8, 8);
    column->setSpacing(8);
    column->addWidget(makeTools());
    m_stack->addWidget(m_map);
    m_stack->addWidget(m_files);
    column->addWidget(m_stack, 1);
    m_gap->setElided(true);
    m_selected->setElided(true);
    column->addWidget(m_gap);
    auto* last = new QHBoxLayout;
    last->setSpacing(16);
    last->addWidget(m_selected, 1);
    last->addWidget(m_hint);
    last->addSpacing(8);
    column->addLayout(last);
    return m_body;
}

void CoverageView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_job->want(this, true);
    if (m_focus) onFocus(m_focus->focus(), {});
}

void CoverageView::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_job->want(this, false);
}

void CoverageView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeLegend();
}

/// Beside the tools where all its words have room, else in a row of its own.
void CoverageView::placeLegend() {
    auto* row = static_cast<QHBoxLayout*>(m_tools->layout());
    auto* column = static_cast<QVBoxLayout*>(m_body->layout());
    const auto margins = column->contentsMargins();
    int needed = m_segments->sizeHint().width() + row->spacing() + m_legend->sizeHint().width();
    if (!m_documents->isHidden()) needed += m_documents->sizeHint().width() + row->spacing();
    const bool beside = needed <= width() - margins.left() - margins.right();
    if (beside == (row->indexOf(m_legend) >= 0)) return;
    if (beside) row->addWidget(m_legend);
    else column->insertWidget(1, m_legend);
    m_legend->setVisible(m_mode != FilesMode); // another parent has hidden it
}

void CoverageView::setMode(Mode mode) {
    m_mode = mode;
    m_modes[mode]->setChecked(true);
    m_stack->setCurrentIndex(mode == FilesMode ? 1 : 0);
    m_map->setUnit(mode == BytesMode ? CoverageGrid::Unit::Bytes : CoverageGrid::Unit::Lines);
    m_hint->setText(mode == FilesMode ? tr("Enter shows the map of a document") : m_map->legendText());
    m_legend->setVisible(mode != FilesMode);
    m_documents->setVisible(mode != FilesMode && m_documents->count() > 2);
    placeLegend();
    showFigures();
}

void CoverageView::chooseDocument(int document) {
    m_map->setDocument(document);
    const int row = m_documents->findData(document);
    const QSignalBlocker quiet(m_documents);
    m_documents->setCurrentIndex(std::max(0, row));
    showFigures();
}

// ---- what is there ----------------------------------------------------------------------------------------------

void CoverageView::onState() {
    QString sentence;
    switch (m_job->state()) {
    case CoverageJob::State::Idle: sentence = m_job->document() ? tr("Waiting for the context of the run.") : tr("No run is open."); break;
    case CoverageJob::State::NoContext:
    case CoverageJob::State::Failed: sentence = m_job->problem(); break;
    case CoverageJob::State::Reading: sentence = tr("Reading the context: %1").arg(format::percent(m_job->progress())); break;
    case CoverageJob::State::Matching: sentence = tr("Looking for the context in what models received: %1").arg(format::percent(m_job->progress())); break;
    case CoverageJob::State::Ready: break;
    }
    const bool ready = m_job->state() == CoverageJob::State::Ready;
    m_empty->setSentence(sentence);
    m_empty->setVisible(!ready);
    m_body->setVisible(ready);
    m_figures->setVisible(ready);
    if (!ready) showFigures();
}

void CoverageView::onText() {
    m_modeChosen = false;
    const QSignalBlocker quiet(m_documents);
    m_documents->clear();
    const auto text = m_job->text();
    if (!text) return;
    const int count = static_cast<int>(text->documents().size());
    m_documents->addItem(tr("All %n document(s)", nullptr, count), -1);
    for (int i = 0; i < std::min(count, MostListed); ++i) m_documents->addItem(m_job->documentName(static_cast<std::size_t>(i)), i);
}

void CoverageView::onProfile() {
    if (!m_job->profile()) return;
    if (!m_modeChosen) { // a text of few, long lines shows nothing line by line
        const auto& lines = m_job->profile()->lines();
        const auto& bytes = m_job->profile()->bytes();
        setMode(lines.all > 0 && bytes.all / lines.all > 2000 ? BytesMode : LinesMode);
    }
    m_modes[FilesMode]->setVisible(m_job->text()->documents().size() > 1);
    m_legend->setShowsMaybe(m_job->profile()->bytes().maybe > 0);
    placeLegend();
    showFigures();
    markNode();
    if (m_focus && m_map->selection().isNull()) m_map->setSelection(m_job->stretchOf(m_focus->focus().place));
    showSelected();
}

void CoverageView::showFigures() {
    const auto profile = m_job->profile();
    const RunStarted* started = m_job->document() ? m_job->document()->whole().started() : nullptr;
    const QString source = started ? QString::fromStdString(started->context.source) : QString();
    m_title->setText(source.isEmpty() ? tr("Coverage of the context") : tr("Coverage of %1").arg(source));
    if (!profile || m_job->state() != CoverageJob::State::Ready) {
        m_remarkIcon->hide();
        m_remark->setText({});
        return;
    }
    const int document = m_mode == FilesMode ? -1 : m_map->document();
    const auto d = static_cast<std::size_t>(std::max(0, document));
    const bool bytes = m_mode == BytesMode;
    const UnitFigures& f = document < 0 ? (bytes ? profile->bytes() : profile->lines()) : bytes ? profile->bytesOf(d) : profile->linesOf(d);
    const auto amount = [&](std::uint64_t n) { return bytes ? format::bytes(n) : tr("%1 line(s)", nullptr, form(n)).arg(number(n)); };
    m_read.value->setText(format::percentOf(f.read, f.all));
    m_read.detail->setText(bytes ? tr("%1 of %2").arg(format::bytes(f.read), format::bytes(f.all))
                                 : tr("%1 lines").arg(format::nOfM(static_cast<std::int64_t>(f.read), static_cast<std::int64_t>(f.all))));
    m_twice.value->setText(format::percentOf(f.twice, f.all));
    m_twice.detail->setText(amount(f.twice));
    m_never.value->setText(format::percentOf(f.never, f.all));
    m_never.value->setToken(f.never > 0 ? Token::Err : Token::Tx);
    m_never.detail->setText(f.maybe > 0 ? tr("%1, %2 of them maybe").arg(amount(f.never), bytes ? format::bytes(f.maybe) : format::count(static_cast<std::int64_t>(f.maybe))) : amount(f.never));
    const RunTotals& totals = m_job->document()->tree().totals();
    const auto lines = profile->lines().read;
    m_cost.value->setText(totals.costUnknown ? tr("unknown") : lines == 0 ? format::unknown() : format::money(PicoUsd{static_cast<std::int64_t>(static_cast<double>(totals.cost.value) * 1000.0 / static_cast<double>(lines))}));
    m_cost.detail->setText(totals.simulated ? tr("simulated") : QString());

    QStringList remarks;
    if (f.never > 0) {
        QString text = bytes ? tr("%1 were never read by a model").arg(format::bytes(f.never)) : (f.never == 1 ? tr("1 line was never read by a model") : tr("%1 lines were never read by a model").arg(number(f.never)));
        if (f.codeOnly > 0) text += QStringLiteral("; ") + (bytes ? tr("code touched %1 of them (estimated)").arg(format::bytes(f.codeOnly)) : tr("code touched %1 of them (estimated)").arg(number(f.codeOnly)));
        remarks << text;
    } else if (f.all > 0) {
        remarks << tr("Every part of it was read by a model");
    }
    if (profile->scans() == 1) remarks << tr("code scans all of it once (estimated)");
    else if (profile->scans() > 1) remarks << tr("code scans all of it %1 time(s) (estimated)", nullptr, form(profile->scans())).arg(number(profile->scans()));
    if (const QString more = m_job->remark(); !more.isEmpty()) remarks << more;
    const bool warns = f.never > 0 || !m_job->remark().isEmpty();
    m_remarkIcon->setIcon(warns ? QStringLiteral("warning") : QStringLiteral("ok"), warns ? Token::Warn : Token::Ok);
    m_remarkIcon->show();
    m_remark->setText(remarks.join(QStringLiteral(" · ")));
    m_remark->setToolTip(remarks.join(QLatin1Char('\n')));

    const insight::Gap* longest = nullptr;
    for (const auto& gap : profile->gaps())
        if (!longest || gap.end - gap.begin > longest->end - longest->begin) longest = &gap;
    m_gap->setText(longest ? tr("%1 gap(s); the longest: %2. G goes to the next.", nullptr, form(profile->gaps().size())).arg(number(profile->gaps().size()), m_job->placeText({longest->begin, longest->end})) : QString());
    m_gap->setVisible(longest != nullptr);
}

void CoverageView::showSelected() {
    const auto selection = m_map->selection();
    m_readers->setStretch(selection);
    if (selection.isNull()) {
        m_selected->setText(tr("Nothing is selected: click a square, or use the arrow keys."));
        return;
    }
    const int models = m_readers->modelReaders();
    m_selected->setText(tr("Selected: %1").arg(m_job->placeText(selection)) + QStringLiteral("    ") +
                        (models ? tr("read by %n call(s)", nullptr, models) : m_readers->all() ? tr("read by no model, touched by code only") : tr("read by nobody")));
}

// ---- the focus --------------------------------------------------------------------------------------------------

void CoverageView::onUserSelection(const CoverageJob::Stretch& stretch) {
    m_map->setSelection(stretch);
    const int document = m_map->document();
    const QSignalBlocker quiet(m_documents);
    m_documents->setCurrentIndex(std::max(0, m_documents->findData(document)));
    showSelected();
    if (m_focus) m_focus->setPlace(m_job->placeOf(stretch));
    Q_EMIT placeChosen();
}

void CoverageView::openCall() {
    if (m_readers->rowCount() == 0 || !m_focus) return;
    Focus next = m_focus->focus(); // both stay: the call, and what of the context
    next.node = m_readers->nodeAt(0);
    next.value.clear();
    m_focus->set(next);
}

void CoverageView::onFocus(const Focus& now, const Focus& before) {
    if (!isVisible()) return;
    if (now.node != before.node || now.document != before.document) markNode();
    if (!now.place.isNull() && now.place != before.place) {
        const auto stretch = m_job->stretchOf(now.place);
        // What is chosen here may go on in the next document: the focus knows only its first part.
        if (!stretch.isNull() && stretch.begin != m_map->selection().begin) m_map->setSelection(stretch);
    }
    showSelected();
}

void CoverageView::markNode() {
    std::vector<insight::CoverageRange> ranges;
    const auto profile = m_job->profile();
    const RunDocument* document = m_job->document();
    if (profile && document && m_focus && m_focus->node() < document->whole().nodes().size()) ranges = rangesOfNode(*profile, document->whole(), m_focus->node());
    m_legend->setShowsChosen(!ranges.empty());
    m_map->setHighlight(std::move(ranges));
}

} // namespace rlmscope
