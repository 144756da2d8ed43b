#include "views/role_panel.h"

#include "itemmodels/format.h"
#include "views/model_chooser.h"
#include "views/paint.h"
#include "views/style.h"
#include "views/theme.h"
#include "views/widgets.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace rlmscope {
namespace {

/// What a million tokens of input cost, one bar a model.
class PriceBars final : public QWidget {
public:
    struct Bar {
        QString label;
        std::optional<PicoUsd> price;
    };
    using QWidget::QWidget;
    void setBars(const QVector<Bar>& bars) {
        m_bars = bars;
        QStringList texts;
        for (const auto& bar : bars) texts << bar.label + QLatin1Char(' ') + text(bar);
        setAccessibleDescription(texts.join(format::comma()));
        setToolTip(texts.join(QLatin1Char('\n')));
        setFixedHeight(rowHeight() * static_cast<int>(bars.size()));
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter p(this);
        double dearest = 0;
        for (const auto& bar : m_bars)
            if (bar.price) dearest = std::max(dearest, bar.price->usd());
        const int h = rowHeight();
        const double priceWidth = Theme::instance().px(64), labelWidth = width() * 0.42;
        for (int i = 0; i < m_bars.size(); ++i) {
            const auto& bar = m_bars[i];
            const QRectF row(0, i * h, width(), h);
            paint::text(p, row.adjusted(0, 0, labelWidth - width() - 8, 0), bar.label, themed(FontRole::Small), themed(Token::Tx2));
            const QRectF track(labelWidth, row.center().y() - 4, width() - labelWidth - priceWidth, 8);
            paint::track(p, track, Token::Grid);
            if (bar.price && dearest > 0 && bar.price->value > 0)
                p.fillRect(QRectF(track.left(), track.top(), std::max(1.0, track.width() * bar.price->usd() / dearest), track.height()), themed(Token::Model));
            paint::text(p, row, text(bar), themed(FontRole::MonoColumn), themed(bar.price ? Token::Tx : Token::Warn), Qt::AlignRight);
        }
    }

private:
    static int rowHeight() { return Theme::instance().px(22); }
    static QString text(const Bar& bar) { return bar.price ? format::moneyLimit(*bar.price) : RolePanel::tr("unknown"); }
    QVector<Bar> m_bars;
};

/// Where it runs matters less here than which it is.
QString shortName(const QString& spec) {
    const auto hash = spec.lastIndexOf(QLatin1Char('#'));
    return spec.mid(hash >= 0 ? hash + 1 : spec.indexOf(QLatin1Char(':')) + 1);
}

QString roleTitle(const QString& alias) {
    if (alias == QLatin1String("root")) return RolePanel::tr("Root");
    if (alias == QLatin1String("sub")) return RolePanel::tr("Depth 1");
    if (alias == QLatin1String("sub2")) return RolePanel::tr("Depth 2");
    if (alias == QLatin1String("compaction")) return RolePanel::tr("Compaction");
    if (alias == QLatin1String("judge")) return RolePanel::tr("Judge");
    return alias;
}

} // namespace

RolePanel::RolePanel(QWidget* parent) : QWidget(parent), m_list(new QVBoxLayout), m_bars(new QWidget(this)) {
    auto* title = new DockTitle(tr("Roles"), this);
    title->setHint(tr("short names used in runs"));
    auto* body = new QWidget;
    body->setAutoFillBackground(false);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_list->setSpacing(0);
    column->addLayout(m_list);
    auto* bars = new QVBoxLayout(m_bars);
    bars->setContentsMargins(14, 12, 14, 12);
    bars->setSpacing(6);
    bars->addWidget(new ThemedLabel(tr("A million tokens in"), FontRole::BaseStrong, Token::Tx));
    auto* drawn = new PriceBars;
    drawn->setObjectName(QStringLiteral("priceBars"));
    drawn->setAccessibleName(tr("A million tokens in"));
    bars->addWidget(drawn);
    column->addWidget(m_bars);
    column->addStretch(1);
    auto* area = new QScrollArea(this);
    area->setWidget(body);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->viewport()->setAutoFillBackground(false);
    area->setFocusPolicy(Qt::NoFocus);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(title);
    layout->addWidget(area, 1);
    setAccessibleName(tr("Roles"));
}

void RolePanel::addRow(const AliasItem& alias) {
    Row row;
    row.name = alias.name;
    row.box = new QWidget;
    row.purpose = new ThemedLabel(alias.purpose, FontRole::Small, Token::Tx3);
    row.purpose->setWordWrap(true);
    row.chooser = new ModelChooser;
    row.chooser->setObjectName(QStringLiteral("role-%1").arg(alias.name));
    row.chooser->setAccessibleName(tr("Model of %1").arg(alias.name));
    row.remark = new ThemedLabel({}, FontRole::Small, Token::Tx3);
    row.remark->setElided(true);
    row.chooser->setEnabled(!m_readOnly);
    row.chooser->setNothing(alias.fallback.isEmpty() ? tr("Not set") : tr("Same as %1").arg(alias.fallback));
    auto* head = new QHBoxLayout;
    head->addWidget(new ThemedLabel(roleTitle(alias.name), FontRole::BaseStrong, Token::Tx));
    head->addStretch(1);
    auto* word = new ThemedLabel(alias.name, FontRole::Mono, Token::Tx3);
    word->setToolTip(tr("Name %1 in a run to mean this model.").arg(alias.name));
    head->addWidget(word);
    auto* layout = new QVBoxLayout(row.box);
    layout->setContentsMargins(14, 10, 14, 11);
    layout->setSpacing(4);
    layout->addLayout(head);
    layout->addWidget(row.chooser);
    layout->addWidget(row.remark);
    layout->addWidget(row.purpose);
    m_list->addWidget(row.box);
    m_list->addWidget(new Hairline(Qt::Horizontal));
    connect(row.chooser, &ModelChooser::chosen, this, [this, name = alias.name, chooser = row.chooser] { Q_EMIT aliasChosen(name, chooser->spec()); });
    m_rows.push_back(row);
}

ModelChooser* RolePanel::chooser(const QString& alias) const {
    for (const auto& row : m_rows)
        if (row.name == alias) return row.chooser;
    return nullptr;
}

QString RolePanel::effective(const QString& alias) const {
    QString name = alias;
    for (int step = 0; step < 8; ++step) { // fallbacks never go round, but what is shown must not hang on it
        const auto found = std::find_if(m_aliases.begin(), m_aliases.end(), [&](const auto& a) { return a.name == name; });
        if (found == m_aliases.end()) return {};
        if (!found->spec.isEmpty() || found->fallback.isEmpty()) return found->spec;
        name = found->fallback;
    }
    return {};
}

void RolePanel::refresh() {
    if (!m_source) return;
    m_aliases = m_source->aliases();
    for (const auto& alias : m_aliases)
        if (!chooser(alias.name)) addRow(alias);
    QVector<ModelChoice> choices;
    for (const auto& choice : m_source->choices())
        if (choice.group != ModelChoice::Group::Alias) choices.push_back(choice); // a role that means a role is only confusing
    QVector<PriceBars::Bar> bars;
    QStringList seen;
    for (const auto& row : m_rows) {
        const auto found = std::find_if(m_aliases.begin(), m_aliases.end(), [&](const auto& a) { return a.name == row.name; });
        row.box->setVisible(found != m_aliases.end());
        if (found == m_aliases.end()) continue;
        if (!row.chooser->hasFocus() || row.chooser->spec() == found->spec) {
            row.chooser->setChoices(choices);
            row.chooser->setSpec(found->spec);
        }
        const QString spec = effective(row.name);
        if (spec.isEmpty()) {
            row.remark->setVisible(!found->fallback.isEmpty()); // "Not set" has said it
            row.remark->setText(tr("no model"));
            row.remark->setToken(Token::Tx3);
            continue;
        }
        const auto choice = m_source->describe(spec);
        const QString remark = choice.problem.isEmpty() ? ModelChooser::facts(choice) : choice.problem;
        row.remark->show();
        row.remark->setText(remark);
        row.remark->setToolTip(spec + QLatin1Char('\n') + remark);
        row.remark->setToken(choice.problem.isEmpty() ? Token::Tx3 : Token::Warn);
        if (!seen.contains(spec)) {
            seen << spec;
            bars.push_back({shortName(spec), choice.price ? std::optional(PicoUsd{choice.price->input * 1'000'000}) : std::nullopt});
        }
    }
    m_bars->setVisible(bars.size() > 1);
    static_cast<PriceBars*>(m_bars->findChild<QWidget*>(QStringLiteral("priceBars")))->setBars(bars);
}

void RolePanel::setReadOnly(bool readOnly) {
    m_readOnly = readOnly;
    for (const auto& row : m_rows) row.chooser->setEnabled(!readOnly);
}

void RolePanel::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), themed(Token::Win));
}

} // namespace rlmscope
