#include "views/new_run_dialog.h"

#include "base/text.h"
#include "itemmodels/format.h"
#include "ui_new_run_dialog.h"
#include "views/cost_scale.h"
#include "views/icon.h"
#include "views/label_roles.h"
#include "views/style.h"
#include "views/theme.h"
#include "views/widgets.h"

#include <QFileDialog>
#include <QMenu>
#include <QTimer>
#include <QStandardItemModel>

#include <algorithm>

namespace rlmscope {
namespace {

struct StrategyRow {
    const char* name;
    const char* title;
};
constexpr StrategyRow Strategies[] = {
    {"rlm", QT_TRANSLATE_NOOP("rlmscope::NewRunDialog", "RLM: REPL with sub-calls")},
    {"direct", QT_TRANSLATE_NOOP("rlmscope::NewRunDialog", "Direct call: context in the prompt")},
    {"call-return", QT_TRANSLATE_NOOP("rlmscope::NewRunDialog", "Call and return: a stack of contexts")},
};


} // namespace

NewRunDialog::NewRunDialog(QWidget* parent)
    : QDialog(parent)
    , m_ui(std::make_unique<Ui::NewRunDialog>())
    , m_documents(new QStandardItemModel(0, 4, this))
    , m_python(new PythonOptions(this))
    , m_pythonTimer(new QTimer(this))
    , m_cost(new CostScale(this))
    , m_price(new QPushButton(tr("Give a price…"), this))
    , m_modelProblems(new ThemedLabel({}, FontRole::Small, Token::Warn, this)) {
    m_ui->setupUi(this);
    setAcceptDrops(true);
    m_ui->documentTable->setTabKeyNavigation(false); // Tab leaves a table and a text: nobody is caught in them
    for (auto* text : {m_ui->pasteEdit, m_ui->promptEdit}) text->setTabChangesFocus(true);
    m_ui->leftArea->setAccessibleName(tr("Context, question and strategy"));
    m_ui->rightArea->setAccessibleName(tr("Models and budget"));
    m_ui->problemPlace->hide();
    for (auto* label : {m_ui->contextSummary, m_ui->contextName, m_ui->contextHint, m_ui->modelsHint, m_ui->budgetHint}) label->setElided(true);
    for (auto* box : {m_ui->strategyBox, m_ui->protocolBox}) { // as wide as there is room, not as their longest words
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(14);
    }
    m_ui->inFlightBox->setGroupSeparatorShown(true);
    // Wide enough for three digits also when the column has a scroll bar.
    for (QWidget* box : {static_cast<QWidget*>(m_ui->inFlightBox), static_cast<QWidget*>(m_ui->childrenBox)})
        box->setMinimumWidth(Theme::instance().px(64));
    auto* pythonHead = new QLabel(tr("Python"));
    pythonHead->setProperty("role", "strong");
    // Between the numbers and the prompt, which takes what room is left.
    m_ui->moreWidgetLayout->insertWidget(3, pythonHead);
    m_ui->moreWidgetLayout->insertWidget(4, m_python);
    m_pythonTimer->setSingleShot(true);
    m_pythonTimer->setInterval(300); // not at every key
    m_ui->moreWidget->hide();
    m_ui->footText->setWordWrap(true); // what a sandbox lacks must not widen the dialog
    m_ui->footLayout->setStretchFactor(m_ui->footText, 1);
    m_ui->footIcon->setPixmap(icon(QStringLiteral("lock"), Token::Tx3).pixmap(16, 16));
    m_ui->runButton->setIcon(icon(QStringLiteral("run"), Token::OnAcc));
    m_ui->moreButton->setIcon(icon(QStringLiteral("chevron-right")));
    m_ui->depthTitle->setContentsMargins(0, 0, 8, 0);
    m_ui->addButton->setMinimumWidth(std::max(Theme::instance().px(78), m_ui->addButton->fontMetrics().horizontalAdvance(m_ui->addButton->text()) + Theme::instance().px(46)));
    auto* setUp = new QPushButton(tr("Set up models…"), this);
    setUp->setObjectName(QStringLiteral("setUpModels"));
    setLook(setUp, "link");
    m_ui->modelsHead->addWidget(setUp);
    m_ui->contextTitle->setMinimumHeight(setUp->sizeHint().height()); // level with the head beside it
    connect(setUp, &QPushButton::clicked, this, &NewRunDialog::modelsRequested);
    m_modelProblems->setWordWrap(true);
    m_modelProblems->setObjectName(QStringLiteral("modelProblems"));
    m_ui->modelsCardLayout->insertWidget(1, m_modelProblems);
    m_ui->costCardLayout->insertWidget(0, m_cost);
    m_ui->costCardLayout->addWidget(m_price, 0, Qt::AlignLeft);
    setLook(m_price, "small");
    m_price->hide();
    connect(m_price, &QPushButton::clicked, this, &NewRunDialog::givePrice);
    m_ui->contextIcon->setPixmap(icon(QStringLiteral("folder"), Token::Frame).pixmap(24, 24));
    for (const auto& row : Strategies) m_ui->strategyBox->addItem(tr(row.title), QString::fromLatin1(row.name));
    m_ui->protocolBox->addItem(QStringLiteral("answer[\"content\"], answer[\"ready\"]"), static_cast<int>(FinalProtocol::Answer));
    m_ui->protocolBox->addItem(QStringLiteral("FINAL(), FINAL_VAR()"), static_cast<int>(FinalProtocol::Final));
    m_ui->protocolBox->addItem(QStringLiteral("SUBMIT()"), static_cast<int>(FinalProtocol::Submit));

    auto* table = m_ui->documentTable;
    table->setModel(m_documents);
    table->horizontalHeader()->hide();
    table->verticalHeader()->hide();
    table->verticalHeader()->setMinimumSectionSize(Theme::instance().px(18));
    table->verticalHeader()->setDefaultSectionSize(Theme::instance().px(24));
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    followLabelRoles(this);
    wire();
    setForm({});
}

NewRunDialog::~NewRunDialog() = default;

void NewRunDialog::wire() {
    auto* menu = new QMenu(this);
    menu->addAction(icon(QStringLiteral("file")), tr("Files…"), this, [this] {
        addPaths(QFileDialog::getOpenFileNames(this, tr("Add files to the context")));
    });
    menu->addAction(icon(QStringLiteral("folder")), tr("Folder…"), this, [this] {
        const auto folder = QFileDialog::getExistingDirectory(this, tr("Add a folder to the context"));
        if (!folder.isEmpty()) addPaths({folder});
    });
    menu->addAction(icon(QStringLiteral("note")), tr("Text"), this, [this] {
        setPaste(true);
        m_ui->pasteEdit->setFocus();
    });
    m_ui->addButton->setMenu(menu);
    connect(m_ui->clearButton, &QPushButton::clicked, this, [this] {
        m_paths.clear();
        m_contextTrace.clear();
        m_ui->pasteEdit->clear();
        setPaste(false);
        updateContext();
    });
    connect(m_ui->pasteEdit, &QPlainTextEdit::textChanged, this, &NewRunDialog::updateContext);
    connect(m_ui->questionEdit, &QPlainTextEdit::textChanged, this, [this] {
        const auto text = m_ui->questionEdit->toPlainText().toUtf8();
        const auto tokens = estimateTokens(std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
        m_ui->questionTokens->setText(tr("≈ %1 tokens").arg(format::tokens(tokens)));
    });
    connect(m_ui->strategyBox, &QComboBox::currentIndexChanged, this, &NewRunDialog::updateStrategy);
    for (auto* button : {m_ui->depth0, m_ui->depth1, m_ui->depth2, m_ui->depth3})
        connect(button, &QPushButton::toggled, this, &NewRunDialog::updateStrategy);
    for (auto* box : {m_ui->rootModel, m_ui->subModel, m_ui->childModel})
        connect(box, &ModelChooser::edited, this, &NewRunDialog::updateModels);
    connect(m_ui->priceEdit, &QLineEdit::textChanged, this, &NewRunDialog::updateModels);
    connect(m_ui->budget, &BudgetOptions::changed, this, &NewRunDialog::updateConsequence);
    connect(m_ui->moreButton, &QToolButton::toggled, this, [this](bool on) {
        m_ui->moreWidget->setVisible(on);
        m_ui->moreButton->setIcon(icon(on ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
    });
    connect(m_ui->promptReset, &QPushButton::clicked, this, [this] {
        m_edited.erase(strategy());
        updateStrategy();
    });
    connect(m_ui->promptEdit, &QPlainTextEdit::textChanged, this, [this] {
        const auto text = m_ui->promptEdit->toPlainText().toStdString();
        const auto builtIn = m_prompts.find(strategy());
        if (builtIn == m_prompts.end() || trimmed(text) == trimmed(builtIn->second)) m_edited.erase(strategy());
        else m_edited[strategy()] = text;
        m_ui->promptReset->setEnabled(m_edited.count(strategy()) > 0);
    });
    connect(m_python, &PythonOptions::changed, m_pythonTimer, qOverload<>(&QTimer::start));
    connect(m_pythonTimer, &QTimer::timeout, this, [this] { Q_EMIT pythonChanged(form()); });
    connect(m_ui->cancelButton, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_ui->runButton, &QPushButton::clicked, this, &NewRunDialog::tryRun);
}

// ---- form in, form out ---------------------------------------------------------------------------------------

void NewRunDialog::setForm(const NewRunForm& form) {
    const auto& spec = form.spec;
    m_base = spec;
    m_paths = form.paths;
    m_contextTrace = form.contextTrace;
    m_contextRun = form.contextRun;
    {
        const QSignalBlocker blocker(m_ui->pasteEdit);
        m_ui->pasteEdit->setPlainText(form.pastedText);
    }
    setPaste(!form.pastedText.isEmpty());
    m_ui->questionEdit->setPlainText(QString::fromStdString(spec.question));
    m_ui->strategyBox->setCurrentIndex(std::max(m_ui->strategyBox->findData(QString::fromStdString(spec.strategy)), 0));
    QPushButton* depths[] = {m_ui->depth0, m_ui->depth1, m_ui->depth2, m_ui->depth3};
    depths[std::clamp(spec.depth, 0, 3)]->setChecked(true);
    m_ui->protocolBox->setCurrentIndex(m_ui->protocolBox->findData(static_cast<int>(spec.protocol)));
    m_ui->seedEdit->setText(QString::number(spec.seed));
    m_ui->rootModel->setSpec(QString::fromStdString(spec.modelAt(0)));
    m_ui->subModel->setSpec(QString::fromStdString(spec.modelAt(std::max(spec.depth, 1))));
    m_ui->childModel->setSpec(QString::fromStdString(spec.modelAt(1)));
    m_ui->budget->setSpec(spec);
    const auto& l = spec.limits;
    m_ui->inFlightBox->setValue(l.inFlight);
    m_ui->childrenBox->setValue(l.liveChildren);
    m_ui->keyEdit->setText(form.keyEnv);
    m_edited = spec.prompts;
    m_python->setForm(form);
    if (m_python->isUsed()) m_ui->moreButton->setChecked(true);
    updateStrategy();
    updateModels();
    updateContext();
}

NewRunForm NewRunDialog::form() const {
    NewRunForm form;
    form.paths = m_paths;
    form.contextTrace = m_contextTrace;
    form.contextRun = m_contextRun;
    if (m_ui->pasteEdit->isVisibleTo(this)) form.pastedText = m_ui->pasteEdit->toPlainText();
    form.keyEnv = m_ui->keyEdit->text().trimmed();
    auto& spec = form.spec;
    spec = m_base;
    spec.title.clear();
    spec.question = m_ui->questionEdit->toPlainText().trimmed().toStdString();
    spec.strategy = strategy();
    spec.depth = depth();
    spec.protocol = static_cast<FinalProtocol>(m_ui->protocolBox->currentData().toInt());
    spec.seed = m_ui->seedEdit->text().trimmed().toULongLong();
    spec.models = usedModels();
    spec.prompts = m_edited;
    spec.prices = typedPrices();
    m_ui->budget->fill(spec);
    auto& l = spec.limits;
    l.inFlight = m_ui->inFlightBox->value();
    l.liveChildren = m_ui->childrenBox->value();
    if (spec.strategy == "rlm") { // the only one that runs Python
        m_python->fill(form);
    } else {
        spec.tools = {};
        spec.trustedTools.clear();
        spec.packages.clear();
    }
    return form;
}

void NewRunDialog::tryRun() {
    auto current = form();
    auto problems = current.spec.validate();
    // What is not a number at all, in words; the spec only sees a zero.
    const auto report = [&](const char* field, const QString& text) {
        std::erase_if(problems, [&](const auto& p) { return p.field == field; });
        problems.push_back({field, text.toStdString()});
    };
    for (const auto& problem : m_ui->budget->problems()) report(problem.field.c_str(), QString::fromStdString(problem.message));
    bool seedOk = false;
    m_ui->seedEdit->text().trimmed().toULongLong(&seedOk);
    if (!seedOk) report("seed", tr("The seed is a whole number, 0 or above."));
    if (!m_ui->priceEdit->text().trimmed().isEmpty() && current.spec.prices.empty() &&
        m_ui->priceEdit->text().split(QLatin1Char(',')).size() != 2)
        report("prices", tr("A price is two numbers, in and out: 1.25, 10"));
    if (!hasContext())
        report("context", tr("Add a file or folder, or paste text."));
    else if (!m_preview.error.isEmpty()) report("context", m_preview.error);
    setProblems(problems);
    if (problems.empty()) Q_EMIT runRequested(current);
}

QWidget* NewRunDialog::fieldOf(const std::string& name) const {
    if (name == "question") return m_ui->questionEdit;
    if (name == "strategy") return m_ui->strategyBox;
    if (name == "depth") return m_ui->depth2;
    if (name == "seed") return m_ui->seedEdit;
    if (name == "prices") return m_ui->priceEdit;
    if (name == "context") return m_ui->contextCard;
    if (auto* field = m_python->fieldOf(name)) return field;
    if (name == "limits.in_flight") return m_ui->inFlightBox;
    if (name == "limits.live_children") return m_ui->childrenBox;
    if (name.rfind("models", 0) == 0) return name.find("[0]") != std::string::npos || name == "models" ? m_ui->rootModel : m_ui->subModel;
    return m_ui->budget->fieldOf(name);
}

void NewRunDialog::setProblems(const std::vector<RunSpec::Problem>& problems) {
    QWidget* fields[] = {m_ui->questionEdit, m_ui->strategyBox, m_ui->seedEdit, m_ui->priceEdit, m_ui->contextCard,
                         m_ui->inFlightBox, m_ui->childrenBox, m_ui->rootModel, m_ui->subModel, m_ui->depth2};
    for (auto* field : fields) setFieldError(field, {});
    for (auto* field : m_ui->budget->fields()) setFieldError(field, {});
    for (auto* field : m_python->fields()) setFieldError(field, {});
    qDeleteAll(m_ui->problemPlace->findChildren<QWidget*>());
    m_ui->problemPlace->setVisible(!problems.empty());
    if (problems.empty()) return;
    QStringList texts;
    QWidget* first = nullptr;
    for (const auto& problem : problems) {
        texts << QString::fromStdString(problem.message);
        if (auto* field = fieldOf(problem.field)) {
            setFieldError(field, texts.last());
            if (!first) first = field;
            if (m_ui->moreWidget->isAncestorOf(field)) m_ui->moreButton->setChecked(true);
        }
    }
    auto* notice = new QLabel(texts.join(QLatin1Char('\n')), m_ui->problemPlace);
    notice->setWordWrap(true);
    notice->setMargin(12);
    notice->setAutoFillBackground(true);
    auto palette = notice->palette();
    palette.setColor(QPalette::Window, themed(Token::ErrFill));
    palette.setColor(QPalette::WindowText, themed(Token::Err));
    notice->setPalette(palette);
    notice->setAccessibleName(tr("Problems"));
    m_ui->problemLayout->addWidget(notice);
    if (first) first->setFocus();
}

void NewRunDialog::setPythonReport(const PythonReport& report) {
    m_python->setReport(report);
}

void NewRunDialog::setSandbox(const SandboxState& state) {
    m_python->setSandbox(state);
    const bool full = state.level == SandboxLevel::Full;
    QString text = tr("Looking at the sandbox of this computer…");
    if (full) text = tr("Sandbox: full (own files only, no network, no new processes)");
    else if (state.level == SandboxLevel::Partial) text = tr("Sandbox: partial. Missing: %1").arg(state.missing.join(QStringLiteral("; ")));
    else if (state.level) text = tr("No sandbox, only limits of memory and time. Missing: %1").arg(state.missing.join(QStringLiteral("; ")));
    else if (!state.error.isEmpty()) text = tr("No Python worker: %1").arg(state.error);
    const bool quiet = full || (!state.level && state.error.isEmpty());
    m_ui->footText->setText(text);
    m_ui->footText->setToolTip(text);
    m_ui->footIcon->setPixmap(icon(quiet ? QStringLiteral("lock") : QStringLiteral("warning"), quiet ? Token::Tx3 : Token::Warn).pixmap(16, 16));
}

} // namespace rlmscope
