#include "views/inspector_parts.h"

#include "itemmodels/format.h"
#include "itemmodels/node_output.h"
#include "views/code_view.h"
#include "views/icon.h"
#include "views/line_view.h"
#include "views/log_view.h"
#include "views/output_page.h"
#include "views/paint.h"
#include "views/style.h"
#include "views/widgets.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QSplitter>
#include <QToolButton>

namespace rlmscope {
namespace {

/// A sign and what it says; the text wraps beside it.
QWidget* iconRow(IconLabel* icon, ThemedLabel* text, QWidget* parent) {
    auto* row = new QWidget(parent);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(10, 0, 10, 8);
    layout->setSpacing(6);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(icon, 0, Qt::AlignTop);
    layout->addWidget(text, 1);
    return row;
}

} // namespace

// ---- the strip above a text -----------------------------------------------------------------------------------

TextHead::TextHead(const QString& name, const QString& copyName, QWidget* parent)
    : QWidget(parent)
    , m_name(new ThemedLabel(name, FontRole::SmallStrong, Token::Tx2, this))
    , m_note(new ThemedLabel({}, FontRole::Small, Token::Tx3, this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 1, 6, 1);
    row->setSpacing(8);
    row->addWidget(m_name);
    m_note->setElided(true);
    row->addWidget(m_note, 1);
    if (!copyName.isEmpty()) {
        auto* copy = quietButton(QStringLiteral("copy"), copyName, this);
        copy->setText(tr("Copy"));
        copy->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        copy->setIconSize(QSize(14, 14));
        connect(copy, &QToolButton::clicked, this, &TextHead::copyRequested);
        row->addWidget(copy);
    }
    setFixedHeight(Theme::instance().px(26));
}

void TextHead::setName(const QString& name) { m_name->setText(name); }

void TextHead::setNote(const QString& note) {
    m_note->setText(note);
    m_note->setToolTip(note);
}

void TextHead::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.fillRect(rect(), themed(Token::Alt));
    p.fillRect(QRect(0, 0, width(), 1), themed(Token::Line));
    p.fillRect(QRect(0, height() - 1, width(), 1), themed(Token::Line));
}

// ---- cell -----------------------------------------------------------------------------------------------------

CellPage::CellPage(NodeOutput* output, QWidget* parent)
    : QWidget(parent)
    , m_output(output)
    , m_code(new CodeView(this))
    , m_codeHead(new TextHead(tr("Code"), tr("Copy the code"), this))
    , m_outHead(new TextHead(tr("Output"), tr("Copy the output"), this))
    , m_out(new LineView(this))
    , m_cause(new ThemedLabel({}, FontRole::Small, Token::Err, this))
    , m_toolCalls(new ThemedLabel({}, FontRole::Small, Token::Tx2, this)) {
    m_out->setAccessibleName(tr("Output of the cell"));
    auto* lower = new QWidget(this);
    auto* lowerLayout = new QVBoxLayout(lower);
    lowerLayout->setContentsMargins(0, 0, 0, 0);
    lowerLayout->setSpacing(0);
    m_cause->setWordWrap(true);
    m_cause->setContentsMargins(10, 6, 10, 6);
    m_cause->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_toolRow = iconRow(new IconLabel(QStringLiteral("tool"), Token::Tool, 16, this), m_toolCalls, this);
    m_toolCalls->setAccessibleName(tr("Calls of trusted tools"));
    lowerLayout->addWidget(m_toolRow);
    lowerLayout->addWidget(m_outHead);
    lowerLayout->addWidget(m_cause);
    lowerLayout->addWidget(m_out, 1);
    auto* split = m_split = new QSplitter(Qt::Vertical, this);
    connect(split, &QSplitter::splitterMoved, this, [this] { m_userSplit = true; });
    split->setChildrenCollapsible(false);
    split->addWidget(m_code);
    split->addWidget(lower);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_codeHead);
    layout->addWidget(split, 1);
    connect(m_codeHead, &TextHead::copyRequested, this, &CellPage::copyCodeRequested);
    connect(m_outHead, &TextHead::copyRequested, this, &CellPage::copyOutputRequested);
    connect(m_out, &LineView::problem, this, &CellPage::problem);
    connect(m_output, &NodeOutput::changed, this, [this] {
        if (isVisible()) showOutput();
    });
}

void CellPage::setCell(const InspectorPage& page, bool sameNode) {
    const NodeDetails& d = page.cell;
    // Setting the same text again would lose the selection and the place.
    if (!sameNode || m_shownCode != d.code.text) {
        m_shownCode = d.code.text;
        m_code->setCode(d.code.text);
        splitByContent();
    }
    const auto lines = d.code.text.isEmpty() ? 0 : d.code.text.trimmed().count(QLatin1Char('\n')) + 1;
    QString note = tr("%n line(s)", nullptr, static_cast<int>(lines));
    if (!d.code.complete)
        note = tr("showing the first %1 of %2").arg(format::bytes(d.code.text.toUtf8().size()), format::bytes(d.code.bytes));
    if (d.pythonSeconds >= 0)
        note += tr(" · Python ran %1").arg(format::duration(static_cast<Nanos>(d.pythonSeconds * 1e9)));
    if (!d.code.error.isEmpty())
        note = d.code.error;
    m_codeHead->setNote(note);
    m_cause->setText(d.cause);
    m_cause->setVisible(!d.cause.isEmpty());
    QVector<CodeView::LineNote> notes;
    for (const CodeNote& each : d.callNotes) notes.push_back({each.line, each.text});
    m_code->setNotes(notes);
    m_code->setErrorLine(d.failedLine);
    m_details = d;
    showToolCalls();
    if (isVisible()) showOutput();
}

void CellPage::showToolCalls() {
    const NodeDetails& d = m_details;
    QStringList lines;
    for (const auto& call : d.toolCalls) {
        const QString time = format::duration(static_cast<Nanos>(call.seconds * 1e9));
        lines << tr("%1(%2) %3 %4 · %5").arg(call.name, call.arguments, call.failed ? tr("failed:") : QStringLiteral("→"), call.result, time);
    }
    if (d.toolCallCount > d.toolCalls.size())
        lines << tr("%1 of %2 calls").arg(format::count(d.toolCalls.size()), format::count(d.toolCallCount));
    m_toolCalls->setText(lines.join(QLatin1Char('\n')));
    m_toolRow->setVisible(!lines.isEmpty());
}

/// The code gets the height it needs, the output what is left, unless the user has chosen.
void CellPage::splitByContent() {
    if (m_userSplit || m_split->height() < 100)
        return;
    const int code = std::clamp(m_code->wantedHeight(), 60, m_split->height() * 2 / 3);
    m_split->setSizes({code, m_split->height() - code});
}

void CellPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    QMetaObject::invokeMethod(this, &CellPage::splitByContent, Qt::QueuedConnection); // after the splitter's own turn
}

void CellPage::showOutput() {
    dressOutput(m_out, m_output, NodeOutput::Both);
    m_outHead->setNote(outputNote(m_output->facts()));
}

void CellPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    showOutput();
}

// ---- frame ----------------------------------------------------------------------------------------------------

FramePage::FramePage(QWidget* parent)
    : QScrollArea(parent)
    , m_question(new LogView(this))
    , m_answer(new LogView(this))
    , m_questionHead(new TextHead(tr("Question"), tr("Copy the question"), this))
    , m_answerHead(new TextHead(tr("Answer"), tr("Copy the answer"), this))
    , m_facts(new ThemedLabel({}, FontRole::Small, Token::Tx2, this))
    , m_sandboxIcon(new IconLabel(QStringLiteral("lock"), Token::Tx2, 16, this))
    , m_sandbox(new ThemedLabel({}, FontRole::Small, Token::Tx2, this))
    , m_noAnswer(new ThemedLabel({}, FontRole::Base, Token::Tx3, this)) {
    setAccessibleName(tr("Frame"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    auto* content = new QWidget(this);
    content->setBackgroundRole(QPalette::Base);
    content->setAutoFillBackground(true);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_question->setProse(true, true);
    m_question->setFitsText(1, 14);
    m_question->setAccessibleName(tr("Question of the frame"));
    m_answer->setProse(true, true);
    m_answer->setFitsText(1, 60);
    m_answer->setAccessibleName(tr("Answer of the frame"));
    m_facts->setWordWrap(true);
    m_facts->setContentsMargins(10, 8, 10, 8);
    m_noAnswer->setContentsMargins(10, 8, 10, 8);
    layout->addWidget(m_facts);
    m_sandboxRow = iconRow(m_sandboxIcon, m_sandbox, content);
    m_sandboxRow->hide();
    layout->addWidget(m_sandboxRow);
    layout->addWidget(m_questionHead);
    layout->addWidget(m_question);
    layout->addWidget(m_answerHead);
    layout->addWidget(m_noAnswer);
    layout->addWidget(m_answer);
    layout->addStretch(1);
    setWidget(content);
    connect(m_questionHead, &TextHead::copyRequested, this, &FramePage::copyPromptRequested);
    connect(m_answerHead, &TextHead::copyRequested, this, &FramePage::copyAnswerRequested);
}

namespace {

QString sizeNote(const ShownText& text) {
    if (!text.error.isEmpty())
        return text.error;
    if (!text.complete)
        return FramePage::tr("showing the first %1 of %2").arg(format::bytes(static_cast<quint64>(text.text.toUtf8().size())), format::bytes(text.bytes));
    return text.bytes > 0 ? format::bytes(text.bytes) : QString();
}

} // namespace

/// Quiet when everything is there; in words and with the sign when something is missing.
void FramePage::showSandbox(const NodeDetails& d) {
    m_sandboxRow->setVisible(!d.sandbox.isEmpty());
    const bool full = d.sandbox == QLatin1String("full");
    QString text = tr("Sandbox: %1").arg(d.sandbox);
    if (full) text = tr("Full sandbox: own files only, no network, no new processes.");
    else if (d.sandbox == QLatin1String("partial")) text = tr("Partial sandbox.");
    else if (d.sandbox == QLatin1String("limits")) text = tr("No sandbox: only memory, processor time and file sizes are limited.");
    if (!d.sandboxMissing.isEmpty()) text += QLatin1Char(' ') + tr("Missing: %1.").arg(d.sandboxMissing);
    m_sandbox->setText(text);
    m_sandboxIcon->setIcon(full ? QStringLiteral("lock") : QStringLiteral("warning"), full ? Token::Tx2 : Token::Warn);
}

void FramePage::setFrame(const InspectorPage& page) {
    const NodeDetails& d = page.node;
    QStringList facts;
    if (!d.strategy.isEmpty())
        facts << tr("Strategy: %1").arg(d.strategy == QLatin1String("rlm") ? QStringLiteral("RLM") : d.strategy);
    if (!d.model.isEmpty())
        facts << tr("Model: %1%2").arg(d.model, page.simulated ? tr(" (simulated)") : QString());
    if (!d.contextText.isEmpty())
        facts << tr("Context: %1").arg(d.contextText);
    if (!d.tools.isEmpty())
        facts << tr("Tools: %1").arg(d.tools.join(format::comma()));
    showSandbox(d);
    if (!page.numbers.cost.isEmpty())
        facts << tr("Everything below it: %1, %2 tokens in, %3 out").arg(page.numbers.cost, page.numbers.tokensIn, page.numbers.tokensOut);
    if (!d.cause.isEmpty())
        facts << d.cause;
    m_facts->setText(facts.join(QLatin1Char('\n')));
    if (m_question->toPlainText() != d.question.text)
        m_question->setLog(d.question.text, d.question.complete ? 0 : d.question.bytes);
    m_questionHead->setNote(sizeNote(d.question));
    const bool answered = !d.answer.text.isEmpty();
    if (m_answer->toPlainText() != d.answer.text)
        m_answer->setLog(d.answer.text, d.answer.complete ? 0 : d.answer.bytes);
    m_answer->setVisible(answered);
    m_answerHead->setNote(sizeNote(d.answer));
    m_noAnswer->setVisible(!answered);
    m_noAnswer->setText(d.status == NodeStatus::Running ? tr("No answer yet.") : tr("This frame ended without an answer."));
}

} // namespace rlmscope
