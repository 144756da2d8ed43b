#include "views/filter_bar.h"

#include "itemmodels/format.h"
#include "itemmodels/node_search.h"
#include "itemmodels/run_document.h"
#include "views/icon.h"
#include "views/style.h"
#include "views/widgets.h"

#include <QButtonGroup>
#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace rlmscope {

FilterBar::FilterBar(QWidget* parent) : QWidget(parent) {
    m_field = new QLineEdit(this);
    m_field->setPlaceholderText(tr("Words, or kind:cell cost>0.01 status:failed …"));
    m_field->setAccessibleName(tr("Question asked of the call tree"));
    m_field->addAction(icon(QStringLiteral("filter")), QLineEdit::LeadingPosition);
    m_field->setMaxLength(2'000);
    m_field->installEventFilter(this);
    m_count = new ThemedLabel({}, FontRole::Small, Token::Tx2, this);
    m_count->setAccessibleName(tr("Nodes that match"));
    m_problem = new ThemedLabel({}, FontRole::Small, Token::Err, this);
    m_problem->setElided(true);
    auto* segments = new QFrame(this);
    setLook(segments, "segments");
    auto* segmentRow = new QHBoxLayout(segments);
    segmentRow->setContentsMargins(1, 1, 1, 1);
    segmentRow->setSpacing(0);
    auto* group = new QButtonGroup(this);
    const auto segment = [&](const QString& text, const QString& tip) {
        auto* button = new QPushButton(text, segments);
        setLook(button, "segment");
        button->setCheckable(true);
        button->setToolTip(tip);
        group->addButton(button);
        segmentRow->addWidget(button);
        return button;
    };
    m_filter = segment(tr("Filter"), tr("Only what matches, with the rows above it"));
    m_highlight = segment(tr("Highlight"), tr("All rows; those that match are marked"));
    m_filter->setChecked(true);
    m_previous = quietButton(QStringLiteral("chevron-up"), tr("Previous match (Shift+F3)"), this);
    m_next = quietButton(QStringLiteral("chevron-down"), tr("Next match (F3)"), this);
    m_clear = new QPushButton(tr("Clear filter (Esc)"), this);
    setLook(m_clear, "link");

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 6, 8, 6);
    column->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_field, 1);
    row->addWidget(segments);
    row->addWidget(m_count);
    row->addWidget(m_previous);
    row->addWidget(m_next);
    row->addWidget(m_clear);
    column->addLayout(row);
    column->addWidget(m_problem);
    m_problem->hide();
    hide();

    connect(m_field, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (m_search) m_search->setText(text);
        refresh();
    });
    connect(m_filter, &QPushButton::toggled, this, [this](bool on) {
        refresh();
        Q_EMIT filtersChanged(on);
    });
    connect(m_previous, &QToolButton::clicked, this, [this] { Q_EMIT nextRequested(true); });
    connect(m_next, &QToolButton::clicked, this, [this] { Q_EMIT nextRequested(false); });
    connect(m_clear, &QPushButton::clicked, this, &FilterBar::clear);
}

void FilterBar::setSearch(NodeSearch* search) {
    m_search = search;
    connect(search, &NodeSearch::found, this, &FilterBar::refresh);
    connect(search, &NodeSearch::restarted, this, &FilterBar::refresh);
    connect(search, &NodeSearch::stateChanged, this, &FilterBar::refresh);
    refresh();
}

void FilterBar::setDocument(RunDocument* document) {
    m_document = document;
    refresh();
}

QString FilterBar::question() const { return m_field->text().trimmed(); }

void FilterBar::setQuestion(const QString& question) {
    m_field->setText(question);
    if (!question.isEmpty()) show();
}

bool FilterBar::filters() const { return m_filter->isChecked(); }

void FilterBar::setFilters(bool filter) { (filter ? m_filter : m_highlight)->setChecked(true); }

void FilterBar::focusQuestion() {
    show();
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void FilterBar::clear() {
    m_field->clear();
    hide();
    Q_EMIT cleared();
}

void FilterBar::refresh() {
    if (!m_search) return;
    const auto& problem = m_search->problem();
    const bool active = m_search->isActive() && problem.message.empty();
    const auto found = static_cast<std::int64_t>(m_search->matches().size());
    const auto of = m_document ? static_cast<std::int64_t>(m_document->tree().nodes().size()) : 0;
    QString text;
    if (active) {
        text = tr("%1 nodes").arg(format::nOfM(found, of));
        if (m_search->textProgress() >= 0) text += QStringLiteral(" · ") + tr("reading texts, %1").arg(format::percent(m_search->textProgress()));
    }
    if (active && filters() && m_document && m_document->moment() != 0) text += QStringLiteral(" · ") + tr("all rows are shown at an earlier moment");
    m_count->setText(text);
    m_previous->setEnabled(active && found > 0);
    m_next->setEnabled(active && found > 0);
    m_clear->setText(filters() ? tr("Clear filter (Esc)") : tr("Clear (Esc)"));
    m_problem->setText(QString::fromStdString(problem.message));
    m_problem->setVisible(!problem.message.empty());
    setFieldError(m_field, QString::fromStdString(problem.message));
}

bool FilterBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Escape) {
            clear();
            return true;
        }
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            Q_EMIT nextRequested(key->modifiers() & Qt::ShiftModifier);
            return true;
        }
        if (key->key() == Qt::Key_Down) {
            Q_EMIT nextRequested(false);
            return true;
        }
        if (key->key() == Qt::Key_Up) {
            Q_EMIT nextRequested(true);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FilterBar::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.fillRect(rect(), themed(Token::Win));
    p.fillRect(QRect(0, height() - 1, width(), 1), themed(Token::Line));
}

} // namespace rlmscope
