#include "views/model_chooser.h"

#include "itemmodels/format.h"
#include "views/language_model_table.h"
#include "views/paint.h"
#include "views/theme.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QLineEdit>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QWheelEvent>

namespace rlmscope {
namespace {

constexpr int SpecRole = Qt::UserRole;
constexpr int FactsRole = Qt::UserRole + 1;
constexpr int HeadRole = Qt::UserRole + 2;

class ChoiceDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override {
        return {0, Theme::instance().px(index.data(HeadRole).toBool() ? 22 : 26)};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QPainter& p = *painter;
        p.save();
        const QRectF r = QRectF(option.rect).adjusted(10, 0, -10, 0);
        if (index.data(HeadRole).toBool()) {
            p.fillRect(option.rect, themed(Token::Base));
            paint::text(p, r.adjusted(0, 4, 0, 0), index.data(Qt::DisplayRole).toString(), themed(FontRole::Hint), themed(Token::Tx3));
        } else {
            option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, &p, option.widget);
            const bool selected = option.state & QStyle::State_Selected;
            const Token soft = selected && Theme::instance().isHighContrast() ? Token::SelText : selected ? Token::Tx2 : Token::Tx3;
            const int used = paint::text(p, r, index.data(FactsRole).toString(), themed(FontRole::Hint), themed(soft), Qt::AlignRight);
            paint::text(p, r.adjusted(0, 0, -used - 12, 0), index.data(Qt::DisplayRole).toString(), themed(FontRole::Base),
                        themed(selected ? Token::SelText : Token::Tx));
        }
        p.restore();
    }
};

} // namespace

ModelChooser::ModelChooser(QWidget* parent) : QComboBox(parent) {
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    setModel(new QStandardItemModel(this));
    view()->setItemDelegate(new ChoiceDelegate(view()));
    view()->setMinimumWidth(Theme::instance().px(420));
    setFocusPolicy(Qt::StrongFocus);
    completer()->setFilterMode(Qt::MatchContains);
    completer()->setCompletionMode(QCompleter::PopupCompletion);
    setMinimumContentsLength(12);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    connect(this, &QComboBox::editTextChanged, this, &ModelChooser::edited);
    const auto settle = [this] {
        if (spec() == m_last) return;
        m_last = spec();
        Q_EMIT chosen();
    };
    connect(this, &QComboBox::activated, this, settle);
    connect(lineEdit(), &QLineEdit::editingFinished, this, settle);
}

QString ModelChooser::facts(const ModelChoice& choice) {
    QStringList parts;
    if (!choice.meant.isEmpty()) parts << choice.meant;
    if (choice.price && !choice.price->input && !choice.price->output) parts << tr("free");
    else if (choice.price)
        parts << tr("%1 in, %2 out").arg(format::moneyLimit(PicoUsd{choice.price->input * 1'000'000}),
                                         format::moneyLimit(PicoUsd{choice.price->output * 1'000'000}));
    else parts << tr("price unknown");
    if (choice.window) parts << tr("window %1").arg(format::tokens(choice.window));
    return parts.join(QStringLiteral(" · "));
}

void ModelChooser::setNothing(const QString& label) {
    m_nothing = label;
    rebuild(spec());
}

void ModelChooser::setChoices(const QVector<ModelChoice>& choices) {
    const auto kept = spec();
    m_choices = choices;
    rebuild(kept);
}

void ModelChooser::rebuild(const QString& kept) {
    const QSignalBlocker blocker(this);
    auto* items = static_cast<QStandardItemModel*>(model());
    items->clear();
    if (!m_nothing.isEmpty()) {
        auto* none = new QStandardItem(m_nothing);
        none->setData(QString(), SpecRole);
        items->appendRow(none);
    }
    const auto heading = [](ModelChoice::Group group) {
        switch (group) {
        case ModelChoice::Group::Alias: return tr("Roles and aliases");
        case ModelChoice::Group::Favourite: return tr("Favourites");
        case ModelChoice::Group::Found: return tr("On this computer");
        case ModelChoice::Group::Simulated: return tr("Without a model");
        case ModelChoice::Group::Other: return tr("Others");
        }
        return QString();
    };
    const ModelChoice* before = nullptr;
    for (const auto& choice : m_choices) {
        if (!before || before->group != choice.group) {
            auto* head = new QStandardItem(heading(choice.group));
            head->setFlags(Qt::NoItemFlags);
            head->setData(true, HeadRole);
            items->appendRow(head);
        }
        before = &choice;
        auto* item = new QStandardItem(choice.label);
        item->setData(choice.spec, SpecRole);
        item->setData(facts(choice), FactsRole);
        item->setData(QStringList{choice.label, facts(choice), choice.problem}.join(format::comma()), Qt::AccessibleTextRole);
        item->setToolTip(choice.problem.isEmpty() ? choice.spec : choice.spec + QLatin1Char('\n') + choice.problem);
        items->appendRow(item);
    }
    setSpec(kept);
}

// What was picked is a label; what was typed is a SPEC.
QString ModelChooser::spec() const {
    const auto text = currentText().trimmed();
    if (!m_nothing.isEmpty() && text == m_nothing) return {};
    for (const auto& choice : m_choices)
        if (choice.label == text) return choice.spec;
    return text;
}

void ModelChooser::setSpec(const QString& spec) {
    int row = -1;
    for (int i = 0; i < count() && row < 0; ++i)
        if (!itemData(i, HeadRole).toBool() && itemData(i, SpecRole).toString() == spec && (!spec.isEmpty() || !m_nothing.isEmpty())) row = i;
    if (row >= 0) {
        setCurrentIndex(row);
        setEditText(itemText(row));
    } else {
        setCurrentIndex(-1);
        setEditText(spec);
    }
    lineEdit()->setCursorPosition(0);
    m_last = this->spec();
}

void ModelChooser::wheelEvent(QWheelEvent* event) {
    if (hasFocus()) QComboBox::wheelEvent(event);
    else event->ignore();
}

} // namespace rlmscope
