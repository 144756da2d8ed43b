#include "views/provider_list.h"

#include "itemmodels/format.h"
#include "views/icon.h"
#include "views/paint.h"
#include "views/theme.h"
#include "views/ticker.h"

#include <QPainter>
#include <QUrl>
#include <QStyle>
#include <QStyledItemDelegate>

#include <algorithm>
#include <cmath>

namespace rlmscope {
namespace {

class ProviderDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {220, Theme::instance().px(44)}; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QPainter& p = *painter;
        p.save();
        option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, &p, option.widget);
        const bool selected = option.state & QStyle::State_Selected;
        const bool strong = selected && option.widget->hasFocus();
        const bool inverted = strong && Theme::instance().isHighContrast(); // every colour of its own is lost on that selection
        const Token name = strong ? Token::SelText : Token::Tx;
        const Token hint = inverted ? Token::SelText : selected ? Token::Tx2 : Token::Tx3;
        Token state = static_cast<Token>(index.data(ProviderListModel::StateTokenRole).toInt());
        if (inverted) state = Token::SelText;
        else if (selected && state == Token::Tx3) state = Token::Tx2;
        const QRectF r = QRectF(option.rect).adjusted(12, 4, -12, -4);
        const int used = paint::text(p, r, index.data(ProviderListModel::StateRole).toString(), themed(FontRole::Small), themed(state), Qt::AlignRight);
        double taken = used + 10;
        if (const QString mark = index.data(ProviderListModel::StateIconRole).toString(); !mark.isEmpty()) {
            const double size = Theme::instance().px(14);
            const QRectF icon(r.right() - used - size - 5, std::round(r.center().y() - size / 2), size, size);
            if (mark == QLatin1String("running")) paint::runningRing(p, icon, themed(inverted ? Token::SelText : Token::Acc));
            else paintIcon(p, icon, mark, themed(state));
            taken += size + 5;
        }
        const QRectF left = r.adjusted(0, 0, -taken, 0);
        const QRectF first(left.left(), left.top(), left.width(), left.height() / 2);
        const QRectF second(left.left(), left.center().y(), left.width(), left.height() / 2);
        paint::text(p, first, index.data(Qt::DisplayRole).toString(), themed(selected ? FontRole::BaseStrong : FontRole::BaseMedium), themed(name));
        paint::text(p, second, index.data(ProviderListModel::DetailRole).toString(), themed(FontRole::Hint), themed(hint));
        p.restore();
    }
};

} // namespace

QString ProviderListModel::stateWord(const ProviderItem& provider) {
    if (provider.testFailed) return tr("test failed");
    switch (provider.state) {
    case ProviderItem::State::Ready: return tr("ready");
    case ProviderItem::State::NoKey: return provider.address.isEmpty() ? tr("not set up") : tr("add key");
    case ProviderItem::State::Looking: return tr("looking");
    case ProviderItem::State::Found: return tr("found");
    case ProviderItem::State::NotFound: return tr("not found");
    case ProviderItem::State::Broken: return tr("not usable");
    }
    return {};
}

QString ProviderListModel::detail(const ProviderItem& provider) {
    if (provider.word == QLatin1String("sim")) return tr("built in, seeded, free");
    if (provider.local && provider.state == ProviderItem::State::NotFound) {
        const QUrl origin(provider.origin);
        // On this machine the port says it all, and is what a narrow list would cut.
        if (origin.host() == QLatin1String("127.0.0.1") && origin.port() > 0) return tr("nothing at port %1").arg(origin.port());
        return tr("nothing at %1").arg(QString(provider.origin).remove(QStringLiteral("http://")));
    }
    if (provider.local && provider.state == ProviderItem::State::Found)
        return tr("%1, %n model(s)", nullptr, provider.modelCount).arg(QString(provider.origin).remove(QStringLiteral("http://")));
    switch (provider.key) {
    case KeyHeld::Keychain: return tr("key in the keychain");
    case KeyHeld::Environment: return tr("key from %1").arg(provider.keyName);
    case KeyHeld::None: return provider.address.isEmpty() ? tr("no address yet") : tr("no key yet");
    case KeyHeld::NotNeeded: break;
    }
    return provider.address.isEmpty() ? tr("no address yet") : provider.address;
}

void ProviderListModel::setProviders(const QVector<ProviderItem>& providers) {
    // Rows move only when providers are added or removed: the selection stays where it is while states change.
    const auto same = providers.size() == m_providers.size() &&
                      std::equal(providers.begin(), providers.end(), m_providers.begin(), [](const auto& a, const auto& b) { return a.word == b.word; });
    if (!same) {
        beginResetModel();
        m_providers = providers;
        endResetModel();
        return;
    }
    m_providers = providers;
    if (!m_providers.isEmpty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

const ProviderItem* ProviderListModel::at(int row) const {
    return row >= 0 && row < m_providers.size() ? &m_providers[row] : nullptr;
}

int ProviderListModel::rowOf(const QString& word) const {
    for (int row = 0; row < m_providers.size(); ++row)
        if (m_providers[row].word == word) return row;
    return -1;
}

int ProviderListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_providers.size());
}

QVariant ProviderListModel::data(const QModelIndex& index, int role) const {
    const auto* provider = index.isValid() ? at(index.row()) : nullptr;
    if (!provider) return {};
    using State = ProviderItem::State;
    const State state = provider->state;
    switch (role) {
    case Qt::DisplayRole: return provider->name;
    case Qt::AccessibleTextRole: return QStringList{provider->name, stateWord(*provider), detail(*provider)}.join(format::comma());
    case Qt::ToolTipRole: return provider->problem.isEmpty() ? detail(*provider) : provider->problem;
    case WordRole: return provider->word;
    case DetailRole: return detail(*provider);
    case StateRole: return stateWord(*provider);
    case StateIconRole:
        if (provider->testFailed) return QStringLiteral("warning");
        if (state == State::Ready || state == State::Found) return QStringLiteral("ok");
        if (state == State::NoKey) return provider->address.isEmpty() ? QString() : QStringLiteral("key");
        if (state == State::Looking) return QStringLiteral("running");
        return state == State::Broken ? QStringLiteral("warning") : QString();
    case StateTokenRole:
        if (provider->testFailed) return static_cast<int>(Token::Warn);
        if (state == State::Ready || state == State::Found) return static_cast<int>(Token::Ok);
        return static_cast<int>(state == State::Broken ? Token::Warn : Token::Tx3);
    default: return {};
    }
}

ProviderListView::ProviderListView(ProviderListModel* model, QWidget* parent) : QListView(parent) {
    setModel(model);
    setItemDelegate(new ProviderDelegate(this));
    setAccessibleName(tr("Providers"));
    setUniformItemSizes(true);
    setMouseTracking(true);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    connect(model, &QAbstractItemModel::dataChanged, this, [this, model] {
        bool moving = false;
        for (int row = 0; row < model->rowCount(); ++row) moving |= model->at(row)->state == ProviderItem::State::Looking;
        Ticker::instance().setMoving(viewport(), moving);
    });
    connect(&Theme::instance(), &Theme::changed, this, [this] { scheduleDelayedItemsLayout(); });
}

} // namespace rlmscope
