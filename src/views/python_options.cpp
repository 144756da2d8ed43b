#include "views/python_options.h"

#include "itemmodels/format.h"
#include "views/new_run_dialog.h"
#include "views/style.h"
#include "views/theme.h"
#include "views/widgets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>

namespace rlmscope {
namespace {

/// A tinted panel for what a person must read, in the colours of a warning.
class AskPanel final : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        p.setPen(QPen(themed(Token::WarnEdge), 1));
        p.setBrush(themed(Token::WarnFill));
        p.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
};

QStringList foldersOf(const QString& text) {
    QStringList folders;
    for (const auto& part : text.split(QLatin1Char(':'), Qt::SkipEmptyParts))
        if (!part.trimmed().isEmpty()) folders << part.trimmed();
    return folders;
}

} // namespace

PythonOptions::PythonOptions(QWidget* parent)
    : QWidget(parent)
    , m_drop(new QPushButton(tr("Leave out"), this))
    , m_ask(new AskPanel(this))
    , m_question(new ThemedLabel({}, FontRole::Small, Token::Tx, m_ask))
    , m_allow(new QCheckBox(m_ask))
    , m_required(new QComboBox(this))
    , m_requiredRemark(new ThemedLabel({}, FontRole::Small, Token::Tx3, this)) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    grid->setColumnMinimumWidth(0, Theme::instance().px(104));
    m_tools = addRow(grid, tr("&Tools"), tr("Python file; its functions run in the sandbox"), false);
    m_tools.edit->setObjectName(QStringLiteral("toolsEdit"));
    m_drop->setProperty("look", "small");
    m_drop->setAccessibleName(tr("Leave out the tools of the recorded run"));
    grid->addWidget(m_drop, grid->rowCount() - 1, 2);
    m_trusted = addRow(grid, tr("T&rusted tools"), tr("Python file; its functions run outside the sandbox"), false);
    m_trusted.edit->setObjectName(QStringLiteral("trustedEdit"));

    auto* ask = new QGridLayout(m_ask);
    ask->setContentsMargins(10, 8, 10, 8);
    ask->setHorizontalSpacing(8);
    ask->setColumnStretch(1, 1);
    m_question->setWordWrap(true);
    m_allow->setObjectName(QStringLiteral("allowTrusted"));
    m_allow->setText(tr("Allow this file on this computer"));
    m_allow->setToolTip(tr("Remembered for exactly this text of the file; a changed file is asked about again."));
    ask->addWidget(new IconLabel(QStringLiteral("warning"), Token::Warn, 16, m_ask), 0, 0, Qt::AlignTop);
    ask->addWidget(m_question, 0, 1);
    ask->addWidget(m_allow, 1, 1);
    m_ask->hide();
    grid->addWidget(m_ask, grid->rowCount(), 0, 1, 3);

    m_packages = addRow(grid, tr("&Packages"), tr("Folder of Python packages, read-only"), true);
    m_packages.edit->setObjectName(QStringLiteral("packagesEdit"));
    m_required->addItem(tr("Any"), static_cast<int>(SandboxLevel::Limits));
    m_required->addItem(tr("Partial"), static_cast<int>(SandboxLevel::Partial));
    m_required->addItem(tr("Full"), static_cast<int>(SandboxLevel::Full));
    m_required->setObjectName(QStringLiteral("requiredSandbox"));
    auto* label = new QLabel(tr("&Sandbox at least"), this);
    label->setBuddy(m_required);
    const int row = grid->rowCount();
    grid->addWidget(label, row, 0);
    grid->addWidget(m_required, row, 1, Qt::AlignLeft);
    m_requiredRemark->setWordWrap(true);
    m_requiredRemark->hide();
    grid->addWidget(m_requiredRemark, row + 1, 1, 1, 2);

    connect(m_required, &QComboBox::currentIndexChanged, this, &PythonOptions::updateRemarks);
    connect(m_drop, &QPushButton::clicked, this, [this] {
        m_recorded.tools = {};
        updateRemarks();
        Q_EMIT changed();
    });
    updateRemarks();
}

PythonOptions::Row PythonOptions::addRow(QGridLayout* grid, const QString& name, const QString& hint, bool folder) {
    Row row{new QLineEdit(this), new ThemedLabel({}, FontRole::Small, Token::Tx3, this)};
    auto* label = new QLabel(name, this);
    label->setBuddy(row.edit);
    auto* button = new QPushButton(tr("Choose…"), this);
    button->setProperty("look", "small");
    const QString plain = QString(name).remove(QLatin1Char('&'));
    button->setAccessibleName(tr("Choose: %1").arg(plain));
    row.edit->setPlaceholderText(hint);
    row.edit->setAccessibleName(plain);
    row.edit->setClearButtonEnabled(true);
    row.remark->setWordWrap(true);
    row.remark->hide();
    const int at = grid->rowCount();
    grid->addWidget(label, at, 0);
    grid->addWidget(row.edit, at, 1);
    grid->addWidget(button, at, 2);
    grid->addWidget(row.remark, at + 1, 1);
    connect(button, &QPushButton::clicked, this, [this, edit = row.edit, folder] { choose(edit, folder); });
    connect(row.edit, &QLineEdit::textChanged, this, [this] {
        m_report = {}; // what was said is about other files
        m_allow->setChecked(false);
        updateRemarks();
        Q_EMIT changed();
    });
    return row;
}

void PythonOptions::choose(QLineEdit* edit, bool folder) {
    if (!folder) {
        const auto file = QFileDialog::getOpenFileName(this, tr("Choose a Python file"), edit->text(), tr("Python (*.py);;All files (*)"));
        if (!file.isEmpty()) edit->setText(file);
        return;
    }
    const auto chosen = QFileDialog::getExistingDirectory(this, tr("Choose a folder of Python packages"));
    if (chosen.isEmpty()) return;
    auto folders = foldersOf(edit->text());
    if (!folders.contains(chosen)) folders << chosen;
    edit->setText(folders.join(QLatin1Char(':')));
}

void PythonOptions::setForm(const NewRunForm& form) {
    m_recorded = form.spec;
    m_tools.edit->setText(form.toolsFile);
    m_trusted.edit->setText(form.trustedToolsFile);
    m_packages.edit->setText(form.packageFolders.join(QLatin1Char(':')));
    m_required->setCurrentIndex(m_required->findData(static_cast<int>(form.spec.requiredSandbox)));
    m_allow->setChecked(false);
    m_report = {};
    updateRemarks();
    Q_EMIT changed();
}

void PythonOptions::fill(NewRunForm& form) const {
    form.toolsFile = m_tools.edit->text().trimmed();
    form.trustedToolsFile = m_trusted.edit->text().trimmed();
    form.packageFolders = foldersOf(m_packages.edit->text());
    form.allowTrustedTools = !m_report.question.isEmpty() && m_allow->isChecked();
    form.spec.requiredSandbox = static_cast<SandboxLevel>(m_required->currentData().toInt());
    // The launcher reads the files; only what a recorded run brought along is content already.
    form.spec.tools = form.toolsFile.isEmpty() ? m_recorded.tools : ToolsFile{};
    form.spec.trustedTools.clear();
    form.spec.packages.clear();
}

bool PythonOptions::isUsed() const {
    return !m_tools.edit->text().isEmpty() || !m_trusted.edit->text().isEmpty() || !m_packages.edit->text().isEmpty() ||
           !m_recorded.tools.empty() || !m_recorded.trustedTools.empty() || !m_recorded.packages.empty() ||
           m_required->currentIndex() > 0;
}

void PythonOptions::setReport(const PythonReport& report) {
    if (report.question != m_report.question) m_allow->setChecked(false);
    m_report = report;
    updateRemarks();
}

void PythonOptions::setSandbox(const SandboxState& state) {
    m_sandbox = state;
    updateRemarks();
}

void PythonOptions::remark(const Row& row, const QString& text, bool wrong) {
    row.remark->setText(text);
    row.remark->setToken(wrong ? Token::Err : Token::Tx3);
    row.remark->setVisible(!text.isEmpty());
    setFieldError(row.edit, wrong ? text : QString());
}

void PythonOptions::updateRemarks() {
    const bool recordedTools = m_tools.edit->text().isEmpty() && !m_recorded.tools.empty();
    QString tools = m_report.toolsError.isEmpty() ? m_report.tools : m_report.toolsError;
    if (recordedTools) {
        const auto used = tr("Uses %1 of the recorded run.").arg(QString::fromStdString(m_recorded.tools.name));
        tools = tools.isEmpty() ? used : used + QLatin1Char(' ') + tools;
    }
    remark(m_tools, tools, !m_report.toolsError.isEmpty());
    m_drop->setVisible(recordedTools);

    // The question below lists them too.
    QString trusted = m_report.trustedError;
    if (trusted.isEmpty() && m_report.question.isEmpty()) trusted = m_report.trustedTools;
    if (m_trusted.edit->text().isEmpty() && !m_recorded.trustedTools.empty()) {
        QStringList names;
        for (const auto& tool : m_recorded.trustedTools) names << QString::fromStdString(tool.name);
        trusted = tr("The recorded run had %1. Their file is not part of a trace: choose it, or run without.").arg(names.join(format::comma()));
    }
    remark(m_trusted, trusted, !m_report.trustedError.isEmpty());
    m_question->setText(m_report.question);
    m_ask->setVisible(!m_report.question.isEmpty());

    QString packages = m_report.packagesError;
    if (m_packages.edit->text().isEmpty() && !m_recorded.packages.empty()) {
        QStringList names;
        for (const auto& name : m_recorded.packages) names << QString::fromStdString(name);
        packages = tr("The recorded run had %1. Where they are is not part of a trace: choose them, or run without.").arg(names.join(format::comma()));
    }
    remark(m_packages, packages, !m_report.packagesError.isEmpty());

    const auto wanted = static_cast<SandboxLevel>(m_required->currentData().toInt());
    const bool weak = m_sandbox.level && *m_sandbox.level < wanted;
    m_requiredRemark->setToken(weak ? Token::Err : Token::Tx3);
    m_requiredRemark->setText(weak ? tr("This computer offers less, so the run would not start.") : QString());
    m_requiredRemark->setVisible(weak);
}

QWidget* PythonOptions::fieldOf(const std::string& name) const {
    if (name == "tools") return m_tools.edit;
    if (name == "trusted_tools") return m_ask->isVisibleTo(this) ? static_cast<QWidget*>(m_allow) : m_trusted.edit;
    if (name == "packages") return m_packages.edit;
    if (name == "required_sandbox") return m_required;
    return nullptr;
}

QList<QWidget*> PythonOptions::fields() const { return {m_tools.edit, m_trusted.edit, m_packages.edit, m_required}; }

} // namespace rlmscope
