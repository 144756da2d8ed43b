#include "views/value_page.h"

#include "itemmodels/format.h"
#include "itemmodels/run_document.h"
#include "itemmodels/text_pieces.h"
#include "itemmodels/variables_model.h"
#include "views/facts_table.h"
#include "views/inspector_parts.h"
#include "views/line_view.h"
#include "views/style.h"
#include "views/variables_panel.h"
#include "views/widgets.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

namespace rlmscope {
namespace {

constexpr qint64 Rows = 200, Characters = 200'000;

/// Text columns in the fonts of values, first column as names.
class ValueDelegate : public FactsDelegate {
public:
    using FactsDelegate::FactsDelegate;

protected:
    void paintCell(QPainter& p, const QRectF& room, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        paintText(p, room, option, index, index.column() == 1 ? Token::Tx2 : Token::Tx);
    }
};

/// The Python expression of an item. Keys are only shown, never trusted to be what they look like: items of a dict and
/// of a set are reached by their place. Of a search in them the places are not known: nothing.
QString stepInto(const QString& whole, const ValueItems& page, int row) {
    bool number = false;
    page.items.at(row).key.toLongLong(&number);
    const bool keyed = page.type.contains(QLatin1String("dict"), Qt::CaseInsensitive) || page.type == QLatin1String("Counter");
    const bool set = page.type == QLatin1String("set") || page.type == QLatin1String("frozenset") || page.type == QLatin1String("deque");
    if (!keyed && !set && number) return QStringLiteral("%1[%2]").arg(whole, page.items.at(row).key);
    if (page.matchesTotal >= 0) return {};
    const QString place = QString::number(page.first + row);
    return keyed ? QStringLiteral("list(%1.values())[%2]").arg(whole, place) : QStringLiteral("list(%1)[%2]").arg(whole, place);
}

/// Both beginnings below each other, with what differs in colour: from the first difference to the last.
QString changedText(const QString& before, const QString& now) {
    const auto ends = std::mismatch(before.begin(), before.end(), now.begin(), now.end());
    const auto head = ends.first - before.begin();
    qsizetype tail = 0;
    while (tail < std::min(before.size(), now.size()) - head && before.at(before.size() - 1 - tail) == now.at(now.size() - 1 - tail)) ++tail;
    const auto line = [&](const QString& text, const char* color) {
        return text.left(head) + QStringLiteral("\x1b[1;%1m").arg(QLatin1String(color)) + text.mid(head, text.size() - head - tail) + QStringLiteral("\x1b[0m") + text.right(tail);
    };
    return ValuePanel::tr("before") + QStringLiteral("  ") + line(before, "31") + QLatin1Char('\n') + ValuePanel::tr("now") + QStringLiteral("     ") + line(now, "32");
}

} // namespace

ValuePanel::ValuePanel(QWidget* parent)
    : QWidget(parent)
    , m_stepsModel(new ValueStepsModel(this))
    , m_gridModel(new ValueGridModel(this))
    , m_itemsModel(new ValueItemsModel(this))
    , m_head(new TextHead(tr("Value"), {}, this))
    , m_stepsHead(new TextHead(tr("History"), {}, this))
    , m_valueHead(new TextHead(tr("Beginning"), {}, this))
    , m_steps(new FactsTable(tr("What it was after each cell"), new ValueDelegate, this))
    , m_nothing(new EmptyState(tr("Choose a variable below to see what it was after each cell, and its value."), {}, this))
    , m_body(new QWidget(this))
    , m_stack(new QStackedWidget(this))
    , m_text(new LineView(this))
    , m_textSource(new TextPieces(this))
    , m_grid(new QTableView(this))
    , m_items(new FactsTable(tr("Items of the value"), new ValueDelegate, this)) {
    m_offer = makeOffer();
    m_pager = makePager();
    m_steps->setModel(m_stepsModel);
    m_steps->setColumnWidths({110, 62, 84, 0});
    m_steps->horizontalHeader()->hide();
    m_items->setModel(m_itemsModel);
    m_items->setColumnWidths({90, 72, 64, 0});
    m_text->setSource(m_textSource);
    m_text->setAccessibleName(tr("Text of the value"));
    m_grid->setModel(m_gridModel);
    m_grid->setAccessibleName(tr("Table of the value"));
    m_grid->setFrameShape(QFrame::NoFrame);
    m_grid->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_grid->setTabKeyNavigation(false);
    m_grid->setWordWrap(false);
    m_grid->verticalHeader()->setDefaultSectionSize(Theme::instance().px(22));
    m_stack->addWidget(m_text);
    m_stack->addWidget(m_grid);
    m_stack->addWidget(m_items);
    auto* body = tightColumn(m_body);
    body->addWidget(m_head);
    body->addWidget(m_stepsHead);
    body->addWidget(m_steps);
    body->addWidget(m_valueHead);
    body->addWidget(m_offer);
    body->addWidget(m_pager);
    body->addWidget(m_stack, 1);
    auto* column = tightColumn(this);
    column->addWidget(m_nothing, 1);
    column->addWidget(m_body, 1);
    m_body->hide();
    m_stepsHead->hide();
    connect(m_steps, &QTableView::activated, this, [this](const QModelIndex& index) {
        Focus next = m_focus->focus();
        next.node = m_stepsModel->cellAt(index.row());
        next.place = {};
        m_focus->set(next);
    });
    connect(m_items, &QTableView::activated, this, [this](const QModelIndex& index) { goInto(index.row()); });
    connect(&Theme::instance(), &Theme::changed, this, [this] { m_grid->verticalHeader()->setDefaultSectionSize(Theme::instance().px(22)); });
}

QWidget* ValuePanel::makeOffer() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(10, 6, 10, 8);
    layout->setSpacing(10);
    m_offerText = new ThemedLabel({}, FontRole::Small, Token::Tx2, row);
    m_offerText->setWordWrap(true);
    m_load = new QPushButton(tr("Load values"), row);
    setLook(m_load, "small");
    layout->addWidget(m_offerText, 1);
    layout->addWidget(m_load, 0, Qt::AlignTop);
    connect(m_load, &QPushButton::clicked, this, &ValuePanel::load);
    return row;
}

QWidget* ValuePanel::makePager() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(6, 2, 8, 2);
    layout->setSpacing(4);
    m_up = quietButton(QStringLiteral("chevron-up"), tr("Out of this item (Backspace)"), row);
    m_up->setShortcut(Qt::Key_Backspace);
    m_where = new ThemedLabel({}, FontRole::Mono, Token::Tx2, row);
    m_where->setElided(true);
    m_search = new QLineEdit(row);
    m_search->setPlaceholderText(tr("Search all of it"));
    m_search->setAccessibleName(tr("Search the whole value"));
    m_search->setMaximumWidth(Theme::instance().px(130));
    m_search->setClearButtonEnabled(true);
    m_back = quietButton(QStringLiteral("prev"), tr("The page before"), row);
    m_on = quietButton(QStringLiteral("next"), tr("The next page"), row);
    layout->addWidget(m_up);
    layout->addWidget(m_where, 1);
    layout->addWidget(m_search);
    layout->addWidget(m_back);
    layout->addWidget(m_on);
    connect(m_up, &QToolButton::clicked, this, &ValuePanel::goUp);
    const auto size = [this] { return m_page.form == ValueItems::Form::Text || m_page.form == ValueItems::Form::Other ? Characters : Rows; };
    connect(m_back, &QToolButton::clicked, this, [this, size] { read(std::max<qint64>(0, m_page.first - size())); });
    connect(m_on, &QToolButton::clicked, this, [this, size] { read(m_page.first + size()); });
    connect(m_search, &QLineEdit::returnPressed, this, [this] { read(0); });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (text.isEmpty()) read(0);
    });
    row->hide();
    return row;
}

void ValuePanel::setFocusHolder(FocusHolder* focus) {
    m_focus = focus;
    connect(focus, &FocusHolder::changed, this, [this](const Focus& now, const Focus& before) {
        if (now.document != before.document) {
            if (before.document) before.document->disconnect(this);
            m_document = nullptr;
            m_consent = false;
            if (now.document) {
                connect(now.document, &RunDocument::nodesChanged, this, [this] { if (isVisible()) refresh(); });
                connect(now.document, &RunDocument::momentChanged, this, [this] { if (isVisible()) refresh(); });
            }
        }
        // Moving to another cell keeps looking at the same variable.
        if (!now.value.isEmpty() && (m_path.isEmpty() || now.value != m_path.front())) m_path = m_labels = {now.value};
        if (isVisible()) refresh();
    });
}

void ValuePanel::setValueSource(ValueSource* source) {
    if (m_source) m_source->disconnect(this);
    m_source = source;
    if (!source) return;
    connect(source, &ValueSource::loaded, this, [this](quint32 cell, const QString& remark) {
        if (cell != m_cell) return;
        m_loading = false;
        m_remark = remark;
        showOffer();
        read(0);
    });
    connect(source, &ValueSource::failed, this, [this](quint32 cell, const QString& problem) {
        if (cell != m_cell) return;
        m_loading = false;
        showOffer();
        m_offerText->setText(problem);
        m_offerText->setToken(Token::Err);
    });
    connect(source, &ValueSource::page, this, [this](int ticket, const ValueItems& items) {
        if (ticket == m_ticket) showItems(items);
    });
    connect(source, &ValueSource::pageFailed, this, [this](int ticket, const QString& problem) {
        if (ticket != m_ticket) return;
        m_valueHead->setNote(problem);
        m_textSource->setText({});
        m_text->setEmptyText(problem);
        m_stack->setCurrentWidget(m_text);
    });
}

void ValuePanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

void ValuePanel::refresh() {
    RunDocument* document = m_focus ? m_focus->document() : nullptr;
    const NodeIndex node = m_focus ? m_focus->node() : NoNode;
    const NodeIndex cell = document && node != NoNode ? document->variablesCell(node) : NoNode;
    const bool any = cell != NoNode && !m_path.isEmpty();
    m_nothing->setVisible(!any);
    m_body->setVisible(any);
    if (!any) {
        m_cell = NoNode;
        return;
    }
    m_history.setFrame(document, node);
    const Seq event = document->variablesEvent(m_history.cells().isEmpty() ? cell : m_history.cells().back());
    const QString name = m_path.front();
    if (document == m_document && cell == m_cell && event == m_event && m_head->property("name").toString() == name) return;
    const bool sameValue = document == m_document && cell == m_cell && m_head->property("name").toString() == name;
    m_document = document;
    m_cell = cell;
    m_event = event;
    m_head->setProperty("name", name);
    QVector<ValueStepsModel::Row> rows;
    for (const auto& step : m_history.of(name)) rows.push_back({step.cell, VariablesPanel::cellName(document->tree(), step.cell), step});
    m_stepsModel->setSteps(rows);
    m_steps->setFixedHeight(static_cast<int>(std::clamp<qsizetype>(rows.size(), 1, 6)) * m_steps->verticalHeader()->defaultSectionSize() + 2);
    const int at = m_stepsModel->rowOf(cell);
    if (at >= 0) m_steps->setCurrentIndex(m_stepsModel->index(at, 0));
    m_head->setName(name);
    if (at < 0 || rows.at(at).step.change == VariableChange::Removed) {
        m_head->setNote(tr("not there after %1").arg(VariablesPanel::cellName(document->tree(), cell)));
    } else {
        const Variable& v = rows.at(at).step.value;
        QStringList facts{QString::fromStdString(v.type)};
        if (const QString size = VariablesModel::sizeText(v); !size.isEmpty()) facts << size;
        facts << tr("after %1").arg(VariablesPanel::cellName(document->tree(), cell)) << tr("written by %n cell(s)", nullptr, static_cast<int>(rows.size()));
        m_head->setNote(facts.join(QStringLiteral(" · ")));
    }
    if (sameValue) return; // only the history has grown
    m_path = m_labels = {name};
    m_remark.clear();
    m_loading = false;
    m_page = {};
    const bool there = at >= 0 && rows.at(at).step.change != VariableChange::Removed;
    const QString now = there ? QString::fromStdString(rows.at(at).step.value.preview) : QString();
    const bool written = there && at > 0 && rows.at(at).cell == cell && rows.at(at).step.change == VariableChange::Changed;
    const QString before = written ? QString::fromStdString(rows.at(at - 1).step.value.preview) : now;
    m_textSource->setText(before == now ? now : changedText(before, now));
    m_text->setEmptyText(there ? QString() : tr("This variable does not exist here."));
    m_stack->setCurrentWidget(m_text);
    m_pager->hide();
    m_valueHead->setName(tr("Beginning"));
    m_valueHead->setNote(tr("what the trace keeps of it"));
    showOffer();
    if (m_source && there && m_source->isLoaded(document, cell)) read(0);
}

/// What it takes to see all of it.
void ValuePanel::showOffer() {
    const bool loaded = m_source && m_source->isLoaded(m_document, m_cell);
    m_offer->setVisible(!loaded);
    if (loaded || m_cell == NoNode) return;
    m_offerText->setToken(Token::Tx2);
    m_load->setVisible(true);
    m_load->setEnabled(!m_loading);
    if (!m_source) {
        m_offerText->setText(tr("This program cannot run Python, so only the beginning of a value can be shown."));
        m_load->hide();
        return;
    }
    if (m_loading) {
        m_offerText->setText(tr("Rebuilding the REPL: its cells run again with their recorded answers…"));
        return;
    }
    const auto offer = m_source->offer(m_document, m_cell);
    m_consent = !offer.consent.isEmpty();
    if (!offer.possible) {
        m_offerText->setText(offer.why);
        m_load->hide();
        return;
    }
    QString text = tr("To see all of it, the REPL is rebuilt: %n cell(s) run again with their recorded answers, about %1. No model is asked, nothing is paid.", nullptr, offer.cells)
                       .arg(format::duration(static_cast<Nanos>(std::max(0.05, offer.seconds) * 1e9)));
    if (m_consent) text = offer.consent + QLatin1Char('\n') + text;
    m_offerText->setText(text);
    m_load->setText(m_consent ? tr("Run its code and load values") : tr("Load values"));
}

void ValuePanel::load() {
    if (!m_source || m_cell == NoNode) return;
    m_loading = true;
    showOffer();
    m_source->load(m_document, m_cell, m_consent);
}

void ValuePanel::read(qint64 first) {
    if (!m_source || m_cell == NoNode || !m_source->isLoaded(m_document, m_cell)) return;
    const bool text = m_page.form == ValueItems::Form::Text;
    m_ticket = m_source->read({expression(), first, text ? Characters : m_page.type.isEmpty() ? Characters : Rows, m_search->text()});
}

void ValuePanel::showItems(const ValueItems& items) {
    m_page = items;
    m_offer->hide();
    m_pager->show();
    switch (items.form) {
    case ValueItems::Form::Text:
    case ValueItems::Form::Other:
        m_textSource->setText(items.text);
        m_text->setEmptyText(tr("An empty text."));
        m_text->setLineNumbers(true);
        m_stack->setCurrentWidget(m_text);
        break;
    case ValueItems::Form::Table:
        m_gridModel->setPage(items);
        m_grid->resizeColumnsToContents();
        for (int i = 0; i < m_gridModel->columnCount(); ++i) m_grid->setColumnWidth(i, std::clamp(m_grid->columnWidth(i) + 12, Theme::instance().px(56), Theme::instance().px(260)));
        m_stack->setCurrentWidget(m_grid);
        break;
    case ValueItems::Form::Items:
        m_itemsModel->setPage(items);
        m_items->setEmptyText(m_search->text().isEmpty() ? tr("It is empty.") : tr("Nothing in it contains “%1”.").arg(m_search->text()));
        m_stack->setCurrentWidget(m_items);
        break;
    }
    showWhere();
}

void ValuePanel::showWhere() {
    const bool text = m_page.form == ValueItems::Form::Text || m_page.form == ValueItems::Form::Other;
    const qint64 n = text ? static_cast<qint64>(m_page.text.toUcs4().size()) : m_page.form == ValueItems::Form::Table ? m_page.rows.size() : m_page.items.size();
    const bool searched = m_page.matchesTotal >= 0;
    const qint64 all = searched && !text ? m_page.matchesTotal : m_page.size >= 0 ? m_page.size : n;
    m_valueHead->setName(m_page.type);
    QStringList note;
    if (!m_page.shape.isEmpty()) note << QString(m_page.shape).replace(QStringLiteral(" x "), QStringLiteral(" × "));
    const QString range = QStringLiteral("%1–%2").arg(format::count(m_page.first + 1), format::count(m_page.first + n));
    if (n == 0) note << (searched && !text ? tr("%n match(es)", nullptr, 0) : tr("empty"));
    else if (text && m_page.size >= 0) note << tr("characters %1 of %2").arg(range, format::count(m_page.size));
    else if (!text && searched) note << tr("matches %1 of %2").arg(range, format::count(all));
    else if (!text) note << (m_page.form == ValueItems::Form::Table ? tr("rows %1 of %2") : tr("items %1 of %2")).arg(range, format::count(all));
    if (text && searched && n > 0) note << tr("%n match(es)", nullptr, static_cast<int>(m_page.matchesTotal));
    if (m_page.columnsTotal > m_page.columns.size()) note << tr("the first %1 columns").arg(format::nOfM(m_page.columns.size(), m_page.columnsTotal));
    if (!m_remark.isEmpty()) note << m_remark;
    m_valueHead->setNote(note.join(QStringLiteral(" · ")));
    m_where->setText(m_labels.join(QStringLiteral(" › ")));
    m_where->setToolTip(expression());
    m_up->setVisible(m_path.size() > 1);
    m_back->setEnabled(m_page.first > 0);
    m_on->setEnabled(m_page.first + n < all);
}

void ValuePanel::goInto(int row) {
    if (row < 0 || row >= m_page.items.size()) return;
    const QString step = stepInto(expression(), m_page, row);
    if (step.isEmpty()) {
        m_valueHead->setNote(tr("clear the search to go into an item of this"));
        return;
    }
    m_path << step;
    m_labels << m_page.items.at(row).key;
    m_search->blockSignals(true);
    m_search->clear();
    m_search->blockSignals(false);
    m_page = {};
    read(0);
}

void ValuePanel::goUp() {
    if (m_path.size() < 2) return;
    m_path.removeLast();
    m_labels.removeLast();
    m_page = {};
    read(0);
}

} // namespace rlmscope
