#include "views/budget_options.h"

#include "itemmodels/format.h"
#include "views/icon.h"
#include "views/style.h"
#include "views/theme.h"
#include "views/widgets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QStyle>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace rlmscope {
namespace {

QGridLayout* fieldGrid() {
    auto* grid = new QGridLayout;
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(6);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(6, 1);
    return grid;
}

/// Makes the columns of the grids equally wide, so that their fields stand below each other.
void align(std::initializer_list<QGridLayout*> grids) {
    for (int column = 0; column < 6; ++column) {
        int widest = 0;
        for (const auto* grid : grids)
            for (int row = 0; row < grid->rowCount(); ++row)
                if (const auto* item = grid->itemAtPosition(row, column)) widest = std::max(widest, item->sizeHint().width());
        for (auto* grid : grids) grid->setColumnMinimumWidth(column, widest);
    }
}

/// The desktop's way to write numbers, in the digits that can be typed everywhere.
QLocale numbers() {
    const QLocale& locale = format::locale();
    return locale.zeroDigit() == QLatin1String("0") ? locale : QLocale(QLocale::English, QLocale::UnitedStates);
}

/// "1000000.5" as people write it: "1,000,000.5".
QString written(const QString& plain) {
    const auto point = plain.indexOf(QLatin1Char('.'));
    const QString whole = numbers().toString(plain.left(point).toLongLong());
    return point < 0 ? whole : whole + numbers().decimalPoint() + plain.mid(point + 1);
}

/// What a person typed as a plain number. Also as programs write it, "0.500", where that can mean nothing else.
QString plainNumber(const QString& typed) {
    QString text = typed.trimmed();
    bool local = false;
    numbers().toDouble(text, &local); // refuses separators that group nothing
    if (local && !text.startsWith(QLatin1Char('0') + numbers().groupSeparator()))
        text.remove(numbers().groupSeparator()).replace(numbers().decimalPoint(), QStringLiteral("."));
    return text;
}

} // namespace

BudgetOptions::BudgetOptions(QWidget* parent)
    : QWidget(parent)
    , m_usdRemark(new ThemedLabel({}, FontRole::Small, Token::Tx3, this))
    , m_atLimit(new QComboBox(this))
    , m_more(new QToolButton(this))
    , m_folded(new QWidget(this))
    , m_summary(new ThemedLabel({}, FontRole::Small, Token::Tx3, this))
    , m_line(new QCheckBox(tr("Tell the model at each turn what is &left"), this))
    , m_reuse(new QCheckBox(tr("Reuse replies of earlier runs to the same words, at temperature 0"), this)) {
    auto* simple = fieldGrid();
    addField(simple, 0, 0, "limits.usd", Kind::Usd, tr("&Spend"), tr("USD"), true, QStringLiteral("0.50"));
    addField(simple, 0, 3, "limits.calls", Kind::Count, tr("Model &calls"), {}, true, QStringLiteral("200"));
    addField(simple, 1, 0, "limits.seconds", Kind::Seconds, tr("R&un time"), tr("s"), true, QStringLiteral("600"));
    addField(simple, 1, 3, "limits.turns", Kind::Count, tr("Turns"), tr("/frame"), false, QStringLiteral("30"));
    m_usdRemark->setWordWrap(true);
    m_usdRemark->setObjectName(QStringLiteral("usdRemark"));
    m_usdRemark->hide();

    m_atLimit->addItem(tr("finish with the best answer so far"), static_cast<int>(AtLimit::Finish));
    m_atLimit->addItem(tr("stop without an answer"), static_cast<int>(AtLimit::Stop));
    m_atLimit->addItem(tr("pause and ask me"), static_cast<int>(AtLimit::Ask));
    m_atLimit->setItemData(0, tr("Room for one last call of the root is kept from the start."), Qt::ToolTipRole);
    m_atLimit->setObjectName(QStringLiteral("atLimit"));
    m_atLimit->setAccessibleName(tr("At the limit"));
    auto* limitRow = new QHBoxLayout;
    limitRow->setSpacing(6);
    auto* limitLabel = new ThemedLabel(tr("&At the limit"), FontRole::Base, Token::Tx, this);
    limitLabel->setBuddy(m_atLimit);
    limitRow->addWidget(limitLabel);
    limitRow->addWidget(m_atLimit, 1);

    m_more->setObjectName(QStringLiteral("moreLimits"));
    m_more->setCheckable(true);
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_more->setText(tr("More limits"));
    setLook(m_more, "quiet");
    m_summary->setElided(true);
    auto* moreRow = new QHBoxLayout;
    moreRow->setSpacing(6);
    moreRow->addWidget(m_more);
    moreRow->addWidget(m_summary, 1);

    auto* folded = new QVBoxLayout(m_folded);
    folded->setContentsMargins(0, 0, 0, 0);
    folded->setSpacing(8);
    auto* more = fieldGrid();
    addField(more, 0, 0, "limits.tokens", Kind::Count, tr("Tokens"), tr("in + out"), true, QStringLiteral("1000000"));
    addField(more, 0, 3, "limits.frames", Kind::Count, tr("Frames"), {}, true, QStringLiteral("20"));
    addField(more, 1, 0, "limits.input_tokens", Kind::Count, tr("Tokens in"), {}, true, QStringLiteral("1000000"));
    addField(more, 1, 3, "limits.output_tokens", Kind::Count, tr("Tokens out"), {}, true, QStringLiteral("100000"));
    addField(more, 2, 0, "limits.worker_memory", Kind::Gigabytes, tr("Cell memory"), tr("GB"), false, QStringLiteral("2"));
    folded->addLayout(more);
    folded->addWidget(new ThemedLabel(tr("Each child frame, with all below it"), FontRole::Small, Token::Tx2, m_folded));
    auto* child = fieldGrid();
    addField(child, 0, 0, "limits.child.usd", Kind::Usd, tr("Spend"), tr("USD"), true, QStringLiteral("0.10"));
    addField(child, 0, 3, "limits.child.calls", Kind::Count, tr("Model calls"), {}, true, QStringLiteral("50"));
    addField(child, 1, 0, "limits.child.tokens", Kind::Count, tr("Tokens"), tr("in + out"), true, QStringLiteral("200000"));
    folded->addLayout(child);
    folded->addWidget(new ThemedLabel(tr("Ask me before a fan-out of this size or more"), FontRole::Small, Token::Tx2, m_folded));
    auto* approve = fieldGrid();
    addField(approve, 0, 0, "limits.approve_calls", Kind::Count, tr("Calls"), {}, true, QStringLiteral("50"));
    addField(approve, 0, 3, "limits.approve_usd", Kind::Usd, tr("Estimate"), tr("USD"), true, QStringLiteral("0.20"));
    folded->addLayout(approve);
    align({simple, more, child, approve});
    limitLabel->setMinimumWidth(simple->columnMinimumWidth(0));
    m_line->setObjectName(QStringLiteral("budgetLine"));
    m_reuse->setObjectName(QStringLiteral("reuseReplies"));
    folded->addWidget(m_line);
    folded->addWidget(m_reuse);
    m_folded->hide();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(simple);
    layout->addWidget(m_usdRemark);
    layout->addLayout(limitRow);
    layout->addLayout(moreRow);
    layout->addWidget(m_folded);
    for (auto& field : m_fields) field.folded = m_folded->isAncestorOf(field.edit);

    connect(m_more, &QToolButton::toggled, this, &BudgetOptions::unfold);
    connect(m_atLimit, &QComboBox::currentIndexChanged, this, &BudgetOptions::changed);
    for (auto* check : {m_line, m_reuse}) connect(check, &QCheckBox::toggled, this, &BudgetOptions::updateHints);
    unfold(false);
    setSpec({});
}

void BudgetOptions::addField(QGridLayout* grid, int row, int column, const char* name, Kind kind, const QString& title, const QString& unit,
                             bool optional, const QString& usual) {
    Field field{name, kind, nullptr, new QLineEdit(written(usual), this), false};
    const QString plain = QString(title).remove(QLatin1Char('&'));
    if (optional) {
        field.check = new QCheckBox(title, this);
        field.check->setObjectName(QLatin1String(name) + QStringLiteral(".on"));
        grid->addWidget(field.check, row, column);
        field.edit->setEnabled(false);
        connect(field.check, &QCheckBox::toggled, this, [this, edit = field.edit](bool on) {
            edit->setEnabled(on);
            updateHints();
            Q_EMIT changed();
        });
    } else {
        auto* label = new ThemedLabel(title, FontRole::Base, Token::Tx, this);
        label->setBuddy(field.edit);
        // Its words begin where those beside a tick do.
        label->setContentsMargins(style()->pixelMetric(QStyle::PM_IndicatorWidth) + style()->pixelMetric(QStyle::PM_CheckBoxLabelSpacing), 0, 0, 0);
        grid->addWidget(label, row, column);
    }
    field.edit->setObjectName(QLatin1String(name));
    field.edit->setAccessibleName(unit.isEmpty() ? plain : plain + format::comma() + unit);
    field.edit->setFont(themed(FontRole::Mono));
    field.edit->setAlignment(Qt::AlignRight);
    field.edit->setFixedWidth(field.edit->fontMetrics().horizontalAdvance(QStringLiteral("1,000,000")) + Theme::instance().px(20));
    grid->addWidget(field.edit, row, column + 1);
    auto* unitLabel = new ThemedLabel(unit, FontRole::Small, Token::Tx3, this);
    if (column == 0) unitLabel->setContentsMargins(0, 0, Theme::instance().px(10), 0); // off the field beside it
    grid->addWidget(unitLabel, row, column + 2);
    connect(field.edit, &QLineEdit::textChanged, this, [this] {
        updateHints();
        Q_EMIT changed();
    });
    m_fields.push_back(field);
}

const BudgetOptions::Field* BudgetOptions::find(const std::string& name) const {
    for (const auto& field : m_fields)
        if (name == field.name) return &field;
    return nullptr;
}

void BudgetOptions::unfold(bool open) {
    m_more->setIcon(icon(open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
    m_folded->setVisible(open);
    updateHints();
}

// What is set and folded away is said beside the fold.
void BudgetOptions::updateHints() {
    QStringList set;
    const auto on = [&](std::initializer_list<const char*> names) {
        for (const char* name : names)
            if (const auto* field = find(name); field && field->check && field->check->isChecked()) return true;
        return false;
    };
    if (on({"limits.tokens", "limits.input_tokens", "limits.output_tokens"})) set << tr("tokens");
    if (on({"limits.frames"})) set << tr("frames");
    if (on({"limits.child.usd", "limits.child.calls", "limits.child.tokens"})) set << tr("child frames");
    if (on({"limits.approve_calls", "limits.approve_usd"})) set << tr("approval");
    if (m_line->isChecked()) set << tr("told to the model");
    if (m_reuse->isChecked()) set << tr("replies reused");
    m_summary->setText(m_more->isChecked() ? QString() : set.isEmpty() ? tr("tokens, child frames, approval of fan-outs") : set.join(format::comma()));
    m_summary->setToken(set.isEmpty() ? Token::Tx3 : Token::Tx);
}

// ---- spec in, spec out ----------------------------------------------------------------------------------------

void BudgetOptions::set(const char* name, const std::optional<QString>& text) {
    const auto* field = find(name);
    if (field->check) field->check->setChecked(text.has_value());
    if (text) field->edit->setText(written(*text)); // else what is usual stays as a suggestion
}

void BudgetOptions::setSpec(const RunSpec& spec) {
    const auto& l = spec.limits;
    const auto whole = [](const std::optional<std::int64_t>& n) { return n ? std::optional(QString::number(*n)) : std::nullopt; };
    const auto usd = [](const std::optional<PicoUsd>& m) -> std::optional<QString> {
        if (!m) return std::nullopt;
        QString text = QString::fromStdString(m->exact()); // as people write it: 0.50
        if (const auto dot = text.indexOf(QLatin1Char('.')); dot > 0 && dot == text.size() - 2) text += QLatin1Char('0');
        return text;
    };
    set("limits.usd", usd(l.usd));
    set("limits.calls", whole(l.calls));
    set("limits.seconds", l.seconds ? std::optional(QString::number(*l.seconds, 'f', QLocale::FloatingPointShortest)) : std::nullopt);
    set("limits.turns", QString::number(l.turns));
    set("limits.tokens", whole(l.tokens));
    set("limits.input_tokens", whole(l.inputTokens));
    set("limits.output_tokens", whole(l.outputTokens));
    set("limits.frames", whole(l.frames));
    set("limits.worker_memory", QString::number(static_cast<double>(l.workerMemory) / 1e9, 'f', QLocale::FloatingPointShortest));
    set("limits.child.usd", usd(l.child.usd));
    set("limits.child.calls", whole(l.child.calls));
    set("limits.child.tokens", whole(l.child.tokens));
    set("limits.approve_calls", whole(l.approveCalls));
    set("limits.approve_usd", usd(l.approveUsd));
    m_atLimit->setCurrentIndex(m_atLimit->findData(static_cast<int>(l.atLimit)));
    m_line->setChecked(spec.budgetLine);
    m_reuse->setChecked(spec.reuseReplies);
    bool hidden = spec.budgetLine || spec.reuseReplies;
    for (const auto& field : m_fields) hidden |= field.folded && field.check && field.check->isChecked();
    m_more->setChecked(hidden);
    updateHints();
}

std::optional<double> BudgetOptions::number(const char* name) const {
    const auto* field = find(name);
    if (field->check && !field->check->isChecked()) return std::nullopt;
    bool ok = false;
    const double value = plainNumber(field->edit->text()).toDouble(&ok);
    return ok && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<PicoUsd> BudgetOptions::money(const char* name) const {
    const auto* field = find(name);
    return field->check->isChecked() ? PicoUsd::parse(plainNumber(field->edit->text()).toStdString()) : std::nullopt;
}

std::optional<std::int64_t> BudgetOptions::count(const char* name) const {
    const auto* field = find(name);
    if (field->check && !field->check->isChecked()) return std::nullopt;
    bool ok = false;
    const auto value = plainNumber(field->edit->text()).toLongLong(&ok);
    return ok ? std::optional<std::int64_t>(value) : std::nullopt;
}

std::optional<PicoUsd> BudgetOptions::usd() const { return money("limits.usd"); }
std::optional<std::int64_t> BudgetOptions::calls() const { return count("limits.calls"); }

void BudgetOptions::fill(RunSpec& spec) const {
    auto& l = spec.limits;
    l.usd = money("limits.usd");
    l.calls = count("limits.calls");
    l.seconds = number("limits.seconds");
    l.turns = static_cast<int>(std::min<std::int64_t>(count("limits.turns").value_or(0), 2'000'000));
    l.tokens = count("limits.tokens");
    l.inputTokens = count("limits.input_tokens");
    l.outputTokens = count("limits.output_tokens");
    l.frames = count("limits.frames");
    l.workerMemory = static_cast<std::int64_t>(std::min(number("limits.worker_memory").value_or(0), 1e6) * 1e9);
    l.child.usd = money("limits.child.usd");
    l.child.calls = count("limits.child.calls");
    l.child.tokens = count("limits.child.tokens");
    l.approveCalls = count("limits.approve_calls");
    l.approveUsd = money("limits.approve_usd");
    l.atLimit = static_cast<AtLimit>(m_atLimit->currentData().toInt());
    spec.budgetLine = m_line->isChecked();
    spec.reuseReplies = m_reuse->isChecked();
}

QString BudgetOptions::problemOf(const Field& field) const {
    if (field.check && !field.check->isChecked()) return {};
    const QString text = field.edit->text().trimmed();
    switch (field.kind) {
    case Kind::Usd: {
        const auto amount = PicoUsd::parse(plainNumber(text).toStdString());
        const bool zeroFits = std::string_view(field.name) == "limits.approve_usd";
        return amount && (amount->value > 0 || (zeroFits && amount->value == 0)) ? QString() : tr("\"%1\" is not an amount of USD above 0.").arg(text);
    }
    case Kind::Count: {
        const auto n = count(field.name);
        return n && *n > 0 ? QString() : tr("\"%1\" is not a whole number above 0.").arg(text);
    }
    default: {
        const auto n = number(field.name);
        return n && *n > 0 ? QString() : tr("\"%1\" is not a number above 0.").arg(text);
    }
    }
}

std::vector<RunSpec::Problem> BudgetOptions::problems() const {
    std::vector<RunSpec::Problem> found;
    for (const auto& field : m_fields)
        if (const auto problem = problemOf(field); !problem.isEmpty()) found.push_back({field.name, problem.toStdString()});
    return found;
}

QWidget* BudgetOptions::fieldOf(const std::string& name) {
    if (name == "limits.at_limit") return m_atLimit;
    const auto* field = find(name);
    if (!field) return nullptr;
    if (field->folded) m_more->setChecked(true);
    return field->edit;
}

QList<QWidget*> BudgetOptions::fields() const {
    QList<QWidget*> edits{m_atLimit};
    for (const auto& field : m_fields) edits << field.edit;
    return edits;
}

void BudgetOptions::setUsdRemark(const QString& text, bool wrong) {
    const bool shown = !text.isEmpty() && find("limits.usd")->check->isChecked();
    m_usdRemark->setText(text);
    m_usdRemark->setToken(wrong ? Token::Warn : Token::Tx3);
    m_usdRemark->setVisible(shown);
}

} // namespace rlmscope
