#include "views/context_panel.h"

#include "itemmodels/context_line_source.h"
#include "itemmodels/coverage_models.h"
#include "itemmodels/format.h"
#include "views/coverage_paint.h"
#include "views/coverage_strip.h"
#include "views/coverage_tables.h"
#include "views/facts_table.h"
#include "views/icon.h"
#include "views/line_view.h"
#include "views/log_view.h"
#include "views/style.h"
#include "views/widgets.h"

#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSplitter>

#include <algorithm>

namespace rlmscope {

// ---- the margin -------------------------------------------------------------------------------------------------

void ContextMarks::setProfile(std::shared_ptr<const insight::CoverageProfile> profile) {
    if (profile == m_profile) return;
    m_profile = std::move(profile);
    Q_EMIT changed();
}
void ContextMarks::setOffset(std::uint64_t offset) {
    if (offset == m_offset) return;
    m_offset = offset;
    Q_EMIT changed();
}
void ContextMarks::setRanges(std::vector<insight::CoverageRange> ranges) {
    if (ranges == m_ranges) return;
    m_ranges = std::move(ranges);
    Q_EMIT changed();
}

LineMarks::Mark ContextMarks::markOf(std::uint64_t begin, std::uint64_t end) const {
    if (!m_profile || begin >= end) return {};
    const auto c = m_profile->of(m_offset + begin, m_offset + end);
    const int heat = c.heat();
    return {heat == 0 ? 0 : heat == 1 ? 1 : 3, heat == 0 && c.byCode(), c.maybe(), coverageText(c)}; // the classes of the map
}

std::vector<LineMarks::Range> ContextMarks::rangesIn(std::uint64_t begin, std::uint64_t end) const {
    std::vector<Range> ranges;
    auto at = std::lower_bound(m_ranges.begin(), m_ranges.end(), m_offset + begin, [](const auto& r, std::uint64_t b) { return r.end <= b; });
    for (; at != m_ranges.end() && at->begin < m_offset + end; ++at)
        ranges.push_back({std::max(at->begin, m_offset + begin) - m_offset, std::min(at->end, m_offset + end) - m_offset});
    return ranges;
}

// ---- the panel --------------------------------------------------------------------------------------------------

ContextPanel::ContextPanel(CoverageJob* job, FocusHolder* focus, QWidget* parent)
    : QWidget(parent)
    , m_job(job)
    , m_focus(focus)
    , m_source(new ContextLineSource(this))
    , m_marks(new ContextMarks(this))
    , m_readers(new CoverageReadersModel(this))
    , m_view(new LineView(this))
    , m_strip(new CoverageStrip(job, this))
    , m_readersTable(makeCoverageReadersTable(this))
    , m_reply(new LogView(this))
    , m_readersTitle(new DockTitle(tr("Read by"), this))
    , m_replyTitle(new DockTitle(tr("Reply"), this))
    , m_place(new ThemedLabel({}, FontRole::Small, Token::Tx3, this))
    , m_split(new QSplitter(Qt::Vertical, this))
    , m_body(new QWidget(this))
    , m_empty(new EmptyState({}, {}, this)) {
    setAccessibleName(tr("Context"));
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_readers->setJob(job);
    m_readersTable->setModel(m_readers);
    auto* body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(0);
    body->addWidget(makeTools());
    body->addWidget(m_strip);
    body->addWidget(new Hairline(Qt::Horizontal, m_body));
    m_split->setChildrenCollapsible(false);
    m_split->addWidget(makeText());
    m_split->addWidget(makeReaders());
    m_split->addWidget(m_replyBox = makeReply());
    m_split->setStretchFactor(0, 1);
    m_split->setSizes({380, 150, 170});
    m_replyBox->hide();
    body->addWidget(m_split, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_body, 1);
    layout->addWidget(m_empty, 1);

    connect(job, &CoverageJob::stateChanged, this, &ContextPanel::onState);
    connect(job, &CoverageJob::textChanged, this, &ContextPanel::onText);
    connect(job, &CoverageJob::textAdvanced, this, [this] {
        m_source->advance();
        if (m_waits) showPlace(m_stretch);
    });
    connect(job, &CoverageJob::profileChanged, this, &ContextPanel::onProfile);
    connect(focus, &FocusHolder::changed, this, &ContextPanel::onFocus);
    connect(m_view, &LineView::caretMoved, this, &ContextPanel::onCaret);
    connect(m_readersTable, &QAbstractItemView::clicked, this, [this](const QModelIndex& at) { focusReader(at.row()); });
    connect(m_readersTable, &QAbstractItemView::activated, this, [this](const QModelIndex& at) { focusReader(at.row()); });
    connect(m_strip, &CoverageStrip::placeWanted, this, &ContextPanel::goToByte);
    onState();
}

QWidget* ContextPanel::makeTools() {
    auto* tools = new QWidget(m_body);
    tools->setBackgroundRole(QPalette::Window);
    tools->setAutoFillBackground(true);
    auto* row = new QHBoxLayout(tools);
    row->setContentsMargins(10, 6, 10, 6);
    row->setSpacing(6);
    m_find = new QPushButton(icon(QStringLiteral("find"), Token::Tx2), tr("Find"), tools);
    m_previousGap = new QPushButton(tr("Previous gap"), tools);
    m_nextGap = new QPushButton(tr("Next gap"), tools);
    m_find->setToolTip(tr("Find in this document (Ctrl+F)"));
    m_previousGap->setToolTip(tr("The stretch before that no model read"));
    m_nextGap->setToolTip(tr("The next stretch that no model read"));
    for (auto* button : {m_find, m_previousGap, m_nextGap}) setLook(button, "small");
    m_place->setElided(true);
    row->addWidget(m_find);
    row->addWidget(m_previousGap);
    row->addWidget(m_nextGap);
    row->addWidget(m_place, 1);
    m_place->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    connect(m_find, &QPushButton::clicked, m_view, &LineView::openFind);
    connect(m_previousGap, &QPushButton::clicked, this, &ContextPanel::goToPreviousGap);
    connect(m_nextGap, &QPushButton::clicked, this, &ContextPanel::goToNextGap);
    return tools;
}

QWidget* ContextPanel::makeText() {
    m_view->setAccessibleName(tr("Text of the context"));
    m_view->setLineNumbers(true);
    m_view->setMarks(m_marks);
    m_view->setEmptyText(tr("This document is empty."));
    m_view->setSource(m_source);
    m_view->setMinimumHeight(80);
    return m_view;
}

QWidget* ContextPanel::makeReaders() {
    auto* box = new QWidget(m_split);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new Hairline(Qt::Horizontal, box));
    column->addWidget(m_readersTitle);
    column->addWidget(m_readersTable, 1);
    return box;
}

QWidget* ContextPanel::makeReply() {
    auto* box = new QWidget(m_split);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new Hairline(Qt::Horizontal, box));
    column->addWidget(m_replyTitle);
    m_reply->setAccessibleName(tr("Reply of the call"));
    column->addWidget(m_reply, 1);
    return box;
}

int ContextPanel::document() const { return m_source->document(); }
QString ContextPanel::placeText() const { return m_place->text(); }

void ContextPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_job->want(this, true);
    if (m_focus) onFocus(m_focus->focus(), {});
}

void ContextPanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_job->want(this, false);
}

void ContextPanel::onState() {
    const bool there = m_job->text() != nullptr && m_job->state() != CoverageJob::State::Failed;
    QString sentence = m_job->problem();
    if (sentence.isEmpty()) sentence = m_job->state() == CoverageJob::State::Reading ? tr("Reading the context…") : tr("Waiting for the context of the run.");
    m_empty->setSentence(sentence);
    m_empty->setVisible(!there);
    m_body->setVisible(there);
    if (there && !m_job->profile())
        m_readersTitle->setHint(m_job->state() == CoverageJob::State::Matching ? tr("matching: %1").arg(format::percent(m_job->progress())) : tr("reading: %1").arg(format::percent(m_job->progress())));
}

void ContextPanel::onText() {
    m_stretch = {};
    m_strip->setPlace({});
    m_waits = false;
    m_marks->setProfile(nullptr);
    m_marks->setRanges({});
    const auto text = m_job->text();
    // The first document that says something.
    int first = 0;
    if (text)
        while (static_cast<std::size_t>(first) + 1 < text->documents().size() && text->documents()[static_cast<std::size_t>(first)].size == 0) ++first;
    m_source->setText(text, text && !text->documents().empty() ? first : -1);
    m_marks->setOffset(m_source->begin());
    m_place->setText(text ? m_job->documentName(static_cast<std::size_t>(first)) : QString());
    onState();
    if (text && m_focus && !m_focus->focus().place.isNull()) showPlace(m_job->stretchOf(m_focus->focus().place));
}

void ContextPanel::onProfile() {
    m_marks->setProfile(m_job->profile());
    const bool gaps = m_job->profile() && !m_job->profile()->gaps().empty();
    m_previousGap->setEnabled(gaps);
    m_nextGap->setEnabled(gaps);
    markNode();
    showReaders();
    onState();
}

/// Bytes of the strip. What is not indexed yet is waited for.
void ContextPanel::showPlace(CoverageJob::Stretch stretch) {
    const auto text = m_job->text();
    if (!text || stretch.isNull()) return;
    m_stretch = stretch;
    const auto document = text->documentAt(stretch.begin);
    const auto& d = text->documents()[document];
    const QScopedValueRollback updating(m_updating, true);
    m_source->setText(text, static_cast<int>(document));
    m_marks->setOffset(m_source->begin());
    m_waits = !text->lineOf(stretch.begin).has_value();
    if (!m_waits) m_view->select(stretch.begin - d.begin, std::min(stretch.end, d.end()) - d.begin);
    m_place->setText(m_job->placeText(stretch));
    m_strip->setPlace(stretch);
    showReaders();
}

void ContextPanel::showReaders() {
    const NodeIndex node = m_focus ? m_focus->node() : NoNode;
    m_readers->setStretch(m_stretch);
    const int all = m_readers->all();
    // Without a choice, or before the reads are known, there is nothing to say of it.
    m_readersTable->setEmptyText(m_stretch.isNull() || !m_job->profile() ? QString() : CoverageReadersModel::tr("Nobody read this."));
    m_readersTitle->setTitle(m_readers->modelReaders() > 0 ? tr("Read by %1").arg(format::count(m_readers->modelReaders())) : all > 0 ? tr("Read by no model") : tr("Read by"));
    if (m_job->profile())
        m_readersTitle->setHint(m_stretch.isNull() ? tr("choose a line to see who received it")
                                                   : all > m_readers->rowCount() ? tr("%1 shown").arg(format::nOfM(m_readers->rowCount(), all)) : m_readers->modelReaders() > 0 ? tr("calls that received the selection") : QString());
    if (const int row = m_readers->rowOf(node); row >= 0) m_readersTable->setCurrentIndex(m_readers->index(row, 0));
    showReply();
}

/// What the focused call made of it, when it is one that read the selection.
void ContextPanel::showReply() {
    RunDocument* document = m_job->document();
    const NodeIndex node = m_focus ? m_focus->node() : NoNode;
    // What a cell printed is in the Output tab, with what the model saw of it.
    const bool reader = document && m_readers->rowOf(node) >= 0 && node < document->tree().nodes().size() && document->tree().node(node).kind != NodeKind::Cell;
    m_replyBox->setVisible(reader);
    if (!reader) {
        m_replied = NoNode;
        return;
    }
    if (node == m_replied) return;
    m_replied = node;
    const QString name = m_readers->index(m_readers->rowOf(node), CoverageReadersModel::NameColumn).data().toString(); // as the list says it
    QString problem;
    QString text;
    if (document->tree().node(node).kind == NodeKind::Frame) text = document->details(node).answer.text;
    else text = document->replyOf(node, &problem);
    m_replyTitle->setTitle(tr("What %1 answered").arg(name));
    m_replyTitle->setHint(text.isEmpty() ? tr("nothing") : format::bytes(static_cast<std::uint64_t>(text.toUtf8().size())));
    m_reply->setLog(problem.isEmpty() ? text : problem);
}

void ContextPanel::markNode() {
    std::vector<insight::CoverageRange> ranges;
    const RunDocument* document = m_job->document();
    if (m_job->profile() && document && m_focus && m_focus->node() < document->whole().nodes().size()) ranges = rangesOfNode(*m_job->profile(), document->whole(), m_focus->node());
    m_marks->setRanges(std::move(ranges));
}

void ContextPanel::onFocus(const Focus& now, const Focus& before) {
    if (!isVisible()) return;
    if (now.node != before.node || now.document != before.document) {
        markNode();
        showReaders();
    }
    if (!now.place.isNull() && now.place != before.place && !m_updating) {
        const auto stretch = m_job->stretchOf(now.place);
        if (!stretch.isNull()) {
            showPlace(stretch);
        } else { // not counted yet
            m_waits = false;
        }
    }
}

/// The user moved in the text: the line, or what is selected, is the place.
void ContextPanel::onCaret() {
    if (m_updating || !m_view->hasFocus() || !m_focus || m_source->byteSize() == 0) return;
    auto begin = m_view->selectionBegin(), end = m_view->selectionEnd();
    if (begin == end) {
        const auto line = m_source->lineOf(begin);
        if (!line) return;
        begin = m_source->byteOf(*line).value_or(begin);
        end = m_source->byteOf(*line + 1).value_or(m_source->byteSize());
    }
    const QScopedValueRollback updating(m_updating, true);
    m_stretch = {m_source->begin() + begin, m_source->begin() + end};
    m_place->setText(m_job->placeText(m_stretch));
    m_strip->setPlace(m_stretch);
    m_focus->setPlace(m_job->placeOf(m_stretch));
    showReaders();
}

/// The line that a byte of the strip is in.
void ContextPanel::goToByte(std::uint64_t byte) {
    const auto text = m_job->text();
    if (!text || byte >= text->size()) return;
    const auto& d = text->documents()[text->documentAt(byte)];
    const auto line = text->lineOf(byte);
    const auto begin = line ? text->byteOf(*line) : std::nullopt, end = line ? text->byteOf(*line + 1) : std::nullopt;
    const CoverageJob::Stretch stretch{std::max(d.begin, begin.value_or(byte)), std::min(d.end(), end.value_or(byte + 1))};
    showPlace(stretch);
    if (m_focus) m_focus->setPlace(m_job->placeOf(stretch));
}

void ContextPanel::goToGap(const insight::Gap* gap) {
    if (!gap) return;
    showPlace({gap->begin, gap->end});
    if (m_focus) m_focus->setPlace(m_job->placeOf({gap->begin, gap->end}));
}
void ContextPanel::goToNextGap() {
    if (const auto profile = m_job->profile()) goToGap(profile->nextGap(m_stretch.isNull() ? m_source->begin() : m_stretch.begin));
}
void ContextPanel::goToPreviousGap() {
    if (const auto profile = m_job->profile()) goToGap(profile->previousGap(m_stretch.isNull() ? m_source->begin() : m_stretch.begin));
}

void ContextPanel::focusReader(int row) {
    if (!m_focus || row < 0 || row >= m_readers->rowCount()) return;
    Focus next = m_focus->focus();
    next.node = m_readers->nodeAt(row);
    next.value.clear();
    m_focus->set(next); // the place stays
}

} // namespace rlmscope
