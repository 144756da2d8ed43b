#include "views/language_model_table.h"

#include "itemmodels/format.h"
#include "views/paint.h"
#include "views/icon.h"
#include "views/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <cmath>

namespace rlmscope {
namespace {

class CellDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QPainter& p = *painter;
        p.save();
        option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, &p, option.widget);
        const bool selected = option.state & QStyle::State_Selected;
        const bool strong = selected && option.widget->hasFocus();
        const bool inverted = strong && Theme::instance().isHighContrast();
        const auto tinted = [&](Token token) { return inverted ? Token::SelText : selected && token == Token::Tx3 ? Token::Tx2 : token; };
        const QRectF r = QRectF(option.rect).adjusted(8, 0, -8, 0);
        const bool dim = index.data(LanguageModelTable::DimRole).toBool();
        const Token plain = tinted(dim ? Token::Tx3 : strong ? Token::SelText : Token::Tx);
        const QString words = index.data(Qt::DisplayRole).toString();
        switch (index.column()) {
        case LanguageModelTable::StarColumn: {
            const bool on = index.data(LanguageModelTable::FavouriteRole).toBool();
            const bool near = option.state & QStyle::State_MouseOver || selected;
            const double size = Theme::instance().px(14);
            const QRectF star(option.rect.center().x() - size / 2, std::round(option.rect.center().y() - size / 2), size, size);
            if (on) paintIcon(p, star, QStringLiteral("star-on"), themed(tinted(Token::Acc)));
            else if (near) paintIcon(p, star, QStringLiteral("star"), themed(tinted(Token::Tx3)));
            break;
        }
        case LanguageModelTable::NameColumn: {
            int used = paint::text(p, r, words, themed(selected ? FontRole::BaseMedium : FontRole::Base), themed(plain)) + 8;
            for (const QString& alias : index.data(LanguageModelTable::AliasesRole).toStringList()) {
                const QRectF room = r.adjusted(used, 0, 0, 0);
                if (room.width() < paint::badgeWidth(alias, BadgeTone::Neutral)) break;
                used += paint::badge(p, room, alias, BadgeTone::Neutral, inverted) + 5;
            }
            break;
        }
        case LanguageModelTable::SourceColumn:
            paint::text(p, r, words, themed(FontRole::Small), themed(tinted(Token::Tx3)));
            break;
        default: {
            const bool unknown = index.data(LanguageModelTable::UnknownRole).toBool();
            paint::text(p, r, words, themed(FontRole::MonoColumn), themed(unknown ? tinted(Token::Warn) : plain), Qt::AlignRight);
        }
        }
        p.restore();
    }
};

bool isPriceColumn(int column) {
    return column == LanguageModelTable::InputColumn || column == LanguageModelTable::CachedColumn || column == LanguageModelTable::OutputColumn;
}

} // namespace

QString LanguageModelTable::perMillion(std::int64_t rate) {
    return format::moneyLimit(PicoUsd{rate * 1'000'000}).mid(1);
}

QString LanguageModelTable::priceText(const ModelItem& model) {
    if (!model.rates) return model.unknown.isEmpty() ? tr("Nobody has said what it costs.") : model.unknown;
    const auto line = [](const TokenRates& r) {
        QString text = tr("in %1, out %2").arg(perMillion(r.input), perMillion(r.output));
        if (r.cacheRead) text += tr(", cached in %1").arg(perMillion(*r.cacheRead));
        if (r.cacheWrite) text += tr(", cache write %1").arg(perMillion(*r.cacheWrite));
        if (r.cacheWriteHour) text += tr(", kept for an hour %1").arg(perMillion(*r.cacheWriteHour));
        return text;
    };
    QStringList lines{tr("USD per 1M tokens: %1").arg(line(*model.rates))};
    for (const auto& tier : model.tiers)
        lines << tr("calls above %1 tokens in: %2").arg(format::tokens(tier.above), line(tier.rates));
    switch (model.origin) {
    case PriceOrigin::Own: lines << tr("your own price"); break;
    case PriceOrigin::Simulated: lines << tr("made up: this model is simulated"); break;
    default:
        if (!model.source.isEmpty()) lines << (model.date.isEmpty() ? model.source : tr("%1, read on %2").arg(model.source, model.date));
    }
    if (model.retired) lines << tr("no longer offered");
    return lines.join(QLatin1Char('\n'));
}

void LanguageModelTable::setModels(const QVector<ModelItem>& models) {
    const auto same = models.size() == m_models.size() &&
                      std::equal(models.begin(), models.end(), m_models.begin(), [](const auto& a, const auto& b) { return a.spec == b.spec; });
    if (!same) beginResetModel();
    m_models = models;
    if (!same) endResetModel();
    else if (!m_models.isEmpty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

const ModelItem* LanguageModelTable::at(int row) const {
    return row >= 0 && row < m_models.size() ? &m_models[row] : nullptr;
}

int LanguageModelTable::rowOf(const QString& spec) const {
    for (int row = 0; row < m_models.size(); ++row)
        if (m_models[row].spec == spec) return row;
    return -1;
}

int LanguageModelTable::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_models.size()); }
int LanguageModelTable::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString LanguageModelTable::text(const ModelItem& m, int column) const {
    const auto price = [&](std::int64_t rate) { return perMillion(rate); };
    switch (column) {
    case NameColumn: return m.id;
    case InputColumn: return m.rates ? price(m.rates->input) : tr("unknown");
    case OutputColumn: return m.rates ? price(m.rates->output) : tr("unknown");
    case CachedColumn: return m.rates && m.rates->cacheRead ? price(*m.rates->cacheRead) : format::unknown();
    case WindowColumn: return m.window ? format::tokens(m.window) : format::unknown();
    case MostOutputColumn: return m.maxOutput ? format::tokens(m.maxOutput) : format::unknown();
    case SourceColumn:
        switch (m.origin) {
        case PriceOrigin::Own: return tr("your price");
        case PriceOrigin::Simulated: return tr("made up");
        case PriceOrigin::Unknown: return {};
        case PriceOrigin::Update: return m.date.isEmpty() ? tr("update") : tr("%1, update").arg(m.date);
        case PriceOrigin::Table: return m.date;
        }
        return {};
    default: return {};
    }
}

QVariant LanguageModelTable::sortKey(const ModelItem& m, int column) const {
    const auto known = [](Tokens n) { return n ? QVariant(static_cast<qlonglong>(n)) : QVariant(); };
    switch (column) {
    case StarColumn: return m.favourite ? 0 : 1;
    case InputColumn: return m.rates ? QVariant(static_cast<qlonglong>(m.rates->input)) : QVariant();
    case OutputColumn: return m.rates ? QVariant(static_cast<qlonglong>(m.rates->output)) : QVariant();
    case CachedColumn: return m.rates && m.rates->cacheRead ? QVariant(static_cast<qlonglong>(*m.rates->cacheRead)) : QVariant();
    case WindowColumn: return known(m.window);
    case MostOutputColumn: return known(m.maxOutput);
    case SourceColumn: return m.date.isEmpty() ? QVariant() : QVariant(m.date);
    default: return m.id;
    }
}

QVariant LanguageModelTable::data(const QModelIndex& index, int role) const {
    const auto* m = index.isValid() ? at(index.row()) : nullptr;
    if (!m) return {};
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(*m, column);
    case Qt::CheckStateRole: return column == StarColumn ? QVariant(static_cast<int>(m->favourite ? Qt::Checked : Qt::Unchecked)) : QVariant();
    case Qt::TextAlignmentRole:
        return column >= InputColumn && column < SourceColumn ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        if (column == StarColumn) return m->favourite ? tr("favourite: offered first in every chooser") : tr("make it a favourite");
        return column == NameColumn ? m->spec : priceText(*m);
    case Qt::AccessibleTextRole:
        if (column == StarColumn) return m->favourite ? tr("favourite") : tr("not a favourite");
        if (column == NameColumn && !m->aliases.isEmpty()) return tr("%1, used as %2").arg(m->id, m->aliases.join(format::comma()));
        return headerData(column, Qt::Horizontal, Qt::DisplayRole).toString() + QLatin1Char(' ') + text(*m, column);
    case SpecRole: return m->spec;
    case SortRole: return sortKey(*m, column);
    case UnknownRole: return isPriceColumn(column) && column != CachedColumn && !m->rates;
    case FavouriteRole: return m->favourite;
    case AliasesRole: return m->aliases;
    case DimRole: return m->retired;
    case OwnRole: return m->origin == PriceOrigin::Own;
    default: return {};
    }
}

bool LanguageModelTable::setData(const QModelIndex& index, const QVariant& value, int role) {
    const auto* m = at(index.row());
    if (!m || index.column() != StarColumn || role != Qt::CheckStateRole) return false;
    Q_EMIT favouriteRequested(m->spec, value.toInt() == Qt::Checked); // whoever answers changes the rows
    return true;
}

Qt::ItemFlags LanguageModelTable::flags(const QModelIndex& index) const {
    const auto flags = QAbstractTableModel::flags(index);
    if (!index.isValid()) return flags;
    return flags | Qt::ItemNeverHasChildren | (index.column() == StarColumn ? Qt::ItemIsUserCheckable : Qt::NoItemFlags);
}

QVariant LanguageModelTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return section >= InputColumn && section < SourceColumn ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == StarColumn) return tr("Favourites");
    if (role == Qt::ToolTipRole && isPriceColumn(section)) return tr("USD per 1M tokens");
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case NameColumn: return tr("Model");
    case InputColumn: return tr("In");
    case CachedColumn: return tr("Cached");
    case OutputColumn: return tr("Out");
    case WindowColumn: return tr("Window");
    case MostOutputColumn: return tr("Max out");
    case SourceColumn: return tr("Price from");
    default: return QString();
    }
}

// ---- filter ---------------------------------------------------------------------------------------------------

LanguageModelFilter::LanguageModelFilter(LanguageModelTable* table, QObject* parent) : QSortFilterProxyModel(parent), m_table(table) {
    setSourceModel(table);
    setSortRole(LanguageModelTable::SortRole);
    setDynamicSortFilter(true);
}

void LanguageModelFilter::setText(const QString& text) {
    m_words = text.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

void LanguageModelFilter::setFavouritesOnly(bool only) {
    m_favourites = only;
    invalidateFilter();
}

bool LanguageModelFilter::filterAcceptsRow(int row, const QModelIndex&) const {
    const auto* m = m_table->at(row);
    if (!m || (m_favourites && !m->favourite)) return false;
    for (const QString& word : m_words)
        if (!m->spec.contains(word, Qt::CaseInsensitive) && !m->aliases.join(QLatin1Char(' ')).contains(word, Qt::CaseInsensitive)) return false;
    return true;
}

bool LanguageModelFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const auto a = left.data(LanguageModelTable::SortRole), b = right.data(LanguageModelTable::SortRole);
    // Unknown comes last in both directions.
    if (a.isValid() != b.isValid()) return a.isValid() == (sortOrder() == Qt::AscendingOrder);
    if (!a.isValid()) return false;
    if (a.userType() == QMetaType::QString) return QString::localeAwareCompare(a.toString(), b.toString()) < 0;
    return a.toLongLong() < b.toLongLong();
}

// ---- view -----------------------------------------------------------------------------------------------------

LanguageModelView::LanguageModelView(QWidget* parent) : QTableView(parent) {
    setAccessibleName(tr("Models"));
    setItemDelegate(new CellDelegate(this));
    setShowGrid(false);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setSortingEnabled(true);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(Theme::instance().px(28));
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setFixedHeight(Theme::instance().px(24));
    horizontalHeader()->setMinimumSectionSize(Theme::instance().px(28));
    setContextMenuPolicy(Qt::CustomContextMenu);
    connect(this, &QTableView::clicked, this, [this](const QModelIndex& index) {
        if (index.column() == LanguageModelTable::StarColumn)
            this->model()->setData(index, index.data(LanguageModelTable::FavouriteRole).toBool() ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
    });
}

void LanguageModelView::setModel(QAbstractItemModel* model) {
    QTableView::setModel(model);
    auto* header = horizontalHeader();
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(LanguageModelTable::NameColumn, QHeaderView::Stretch);
    const auto px = [](int width) { return Theme::instance().px(width); };
    setColumnWidth(LanguageModelTable::StarColumn, px(34));
    for (const int column : {LanguageModelTable::InputColumn, LanguageModelTable::CachedColumn, LanguageModelTable::OutputColumn}) setColumnWidth(column, px(76));
    setColumnWidth(LanguageModelTable::WindowColumn, px(76));
    setColumnWidth(LanguageModelTable::MostOutputColumn, px(76));
    setColumnWidth(LanguageModelTable::SourceColumn, px(128));
    sortByColumn(LanguageModelTable::StarColumn, Qt::AscendingOrder);
}

void LanguageModelView::setEmptyText(const QString& text) {
    m_empty = text;
    viewport()->update();
}

// Narrow: what a person compares least gives its room to the names.
void LanguageModelView::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    setColumnHidden(LanguageModelTable::MostOutputColumn, viewport()->width() < Theme::instance().px(640));
    setColumnHidden(LanguageModelTable::SourceColumn, viewport()->width() < Theme::instance().px(560));
}

void LanguageModelView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && currentIndex().isValid()) {
        const auto star = currentIndex().siblingAtColumn(LanguageModelTable::StarColumn);
        model()->setData(star, star.data(LanguageModelTable::FavouriteRole).toBool() ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
        return;
    }
    QTableView::keyPressEvent(event);
}

void LanguageModelView::paintEvent(QPaintEvent* event) {
    QTableView::paintEvent(event);
    if (!model() || model()->rowCount() || m_empty.isEmpty()) return;
    QPainter p(viewport());
    p.setFont(themed(FontRole::Base));
    p.setPen(themed(Token::Tx3));
    p.drawText(viewport()->rect().adjusted(14, 12, -14, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_empty);
}

} // namespace rlmscope
