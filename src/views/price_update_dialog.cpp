#include "views/price_update_dialog.h"

#include "itemmodels/format.h"
#include "views/language_model_table.h"
#include "views/style.h"
#include "views/theme.h"
#include "views/widgets.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

namespace rlmscope {
namespace {

// Where LiteLLM keeps its table; nothing is fetched before the button is pressed.
const QString UsualAddress = QStringLiteral("https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json");

/// Room beside the words, as the headings have it.
class PaddedDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QStyleOptionViewItem inner(option);
        inner.rect.adjust(7, 0, -7, 0);
        QStyledItemDelegate::paint(painter, inner, index);
    }
};

QString pair(const std::optional<TokenRates>& rates) {
    if (!rates) return PriceUpdateDialog::tr("unknown");
    return LanguageModelTable::perMillion(rates->input) + QStringLiteral(", ") + LanguageModelTable::perMillion(rates->output);
}

} // namespace

PriceUpdateDialog::PriceUpdateDialog(ModelSource* source, QWidget* parent)
    : QDialog(parent)
    , m_source(source)
    , m_where(new QLineEdit(UsualAddress, this))
    , m_choose(new QPushButton(tr("Choose a file…"), this))
    , m_read(new QPushButton(tr("Read"), this))
    , m_apply(new QPushButton(tr("Use these prices"), this))
    , m_progress(new QProgressBar(this))
    , m_state(new ThemedLabel({}, FontRole::Base, Token::Tx, this))
    , m_skipped(new ThemedLabel({}, FontRole::Small, Token::Tx3, this))
    , m_rows(new QStandardItemModel(0, 3, this))
    , m_table(new QTableView(this)) {
    setWindowTitle(tr("Update prices"));
    setMinimumWidth(Theme::instance().px(640));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 16, 18, 16);
    layout->setSpacing(10);
    auto* label = new ThemedLabel(tr("&File or address, in the format of LiteLLM's price table"), FontRole::Small, Token::Tx2, this);
    label->setBuddy(m_where);
    m_where->setObjectName(QStringLiteral("where"));
    m_where->setAccessibleName(tr("File or address of a price table"));
    auto* row = new QHBoxLayout;
    row->addWidget(m_where, 1);
    row->addWidget(m_choose);
    row->addWidget(m_read);
    auto* top = new QVBoxLayout;
    top->setSpacing(3);
    top->addWidget(label);
    top->addLayout(row);
    layout->addLayout(top);
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(4);
    layout->addWidget(m_progress);
    m_state->setWordWrap(true);
    m_state->setObjectName(QStringLiteral("summary"));
    layout->addWidget(m_state);

    m_rows->setHorizontalHeaderLabels({tr("Model"), tr("Now: in, out"), tr("Then: in, out")});
    for (int column : {1, 2}) m_rows->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_rows->horizontalHeaderItem(0)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->setModel(m_rows);
    m_table->setAccessibleName(tr("Prices that would change"));
    m_table->setShowGrid(false);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setItemDelegate(new PaddedDelegate(m_table));
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(Theme::instance().px(24));
    m_table->horizontalHeader()->setFixedHeight(Theme::instance().px(24));
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_table->horizontalHeader()->setHighlightSections(false);
    for (int column : {1, 2}) m_table->setColumnWidth(column, Theme::instance().px(150));
    m_table->setMinimumHeight(Theme::instance().px(240));
    auto* frame = new QFrame(this);
    setLook(frame, "card");
    auto* inside = new QVBoxLayout(frame);
    inside->setContentsMargins(1, 1, 1, 1);
    inside->addWidget(m_table);
    layout->addWidget(frame, 1);
    m_skipped->setWordWrap(true);
    layout->addWidget(m_skipped);

    auto* buttons = new QHBoxLayout;
    auto* note = new ThemedLabel(tr("USD per 1M tokens. Recorded runs keep their prices."), FontRole::Small, Token::Tx3, this);
    buttons->addWidget(note, 1);
    auto* cancel = new QPushButton(tr("Cancel"), this);
    buttons->addWidget(cancel);
    buttons->addWidget(m_apply);
    setLook(m_apply, "primary");
    m_apply->setObjectName(QStringLiteral("apply"));
    m_read->setObjectName(QStringLiteral("read"));
    layout->addLayout(buttons);

    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(this, &QDialog::rejected, this, [this] { m_source->cancelPriceUpdate(); });
    connect(m_choose, &QPushButton::clicked, this, [this] {
        const auto file = QFileDialog::getOpenFileName(this, tr("Choose a price table"), {}, tr("JSON (*.json);;All files (*)"));
        if (file.isEmpty()) return;
        m_where->setText(file);
        m_source->readPriceUpdate(file);
    });
    const auto read = [this] {
        if (m_source->priceUpdate().step == PriceUpdateItem::Step::Reading) m_source->cancelPriceUpdate();
        else if (!m_where->text().trimmed().isEmpty()) m_source->readPriceUpdate(m_where->text().trimmed());
    };
    connect(m_read, &QPushButton::clicked, this, read);
    connect(m_where, &QLineEdit::returnPressed, this, read);
    m_read->setAutoDefault(false);
    m_choose->setAutoDefault(false);
    cancel->setAutoDefault(false);
    m_apply->setAutoDefault(false);
    connect(m_apply, &QPushButton::clicked, this, [this] {
        const QString error = m_source->applyPriceUpdate();
        if (error.isEmpty()) return accept();
        m_state->setToken(Token::Err);
        m_state->setText(error);
    });
    connect(m_source, &ModelSource::priceUpdateChanged, this, &PriceUpdateDialog::refresh);
    m_source->cancelPriceUpdate(); // of an earlier look
    refresh();
}

void PriceUpdateDialog::refresh() {
    const auto update = m_source->priceUpdate();
    const bool reading = update.step == PriceUpdateItem::Step::Reading;
    const bool ready = update.step == PriceUpdateItem::Step::Ready;
    m_progress->setVisible(reading);
    m_read->setText(reading ? tr("Stop") : tr("Read"));
    m_where->setEnabled(!reading);
    m_choose->setEnabled(!reading);
    m_apply->setEnabled(ready && update.changed + update.added > 0);
    m_state->setToken(update.step == PriceUpdateItem::Step::Failed ? Token::Err : Token::Tx);
    switch (update.step) {
    case PriceUpdateItem::Step::None: m_state->setText(tr("Nothing changes before you have seen what would.")); break;
    case PriceUpdateItem::Step::Reading: m_state->setText(update.progress.isEmpty() ? tr("Reading %1…").arg(update.source) : update.progress); break;
    case PriceUpdateItem::Step::Failed: m_state->setText(update.error); break;
    case PriceUpdateItem::Step::Ready:
        m_state->setText(tr("%1 changed, %2 new, %3 unchanged.").arg(format::count(update.changed), format::count(update.added), format::count(update.same)));
        break;
    }
    fill(update);
    m_skipped->setVisible(ready && update.skipped > 0);
    m_skipped->setText(tr("%n known model(s) keep their price, because the file says too little: %1.", nullptr, update.skipped)
                           .arg(update.reasons.mid(0, 3).join(QStringLiteral("; "))));
}

void PriceUpdateDialog::fill(const PriceUpdateItem& update) {
    m_rows->removeRows(0, m_rows->rowCount());
    for (const auto& row : update.rows) {
        QList<QStandardItem*> items{new QStandardItem(row.model), new QStandardItem(row.before ? pair(row.before) : format::unknown()),
                                    new QStandardItem(pair(row.after))};
        for (int i : {1, 2}) {
            items[i]->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            items[i]->setFont(themed(FontRole::MonoColumn));
        }
        m_rows->appendRow(items);
    }
}

} // namespace rlmscope
