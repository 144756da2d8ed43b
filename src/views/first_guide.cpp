#include "views/first_guide.h"

#include "itemmodels/format.h"
#include "itemmodels/run_document.h"
#include "views/style.h"
#include "views/widgets.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace rlmscope {
namespace {

NodeIndex first(const RunTree& tree, NodeKind kind, const std::function<bool(NodeIndex)>& fits = nullptr) {
    for (NodeIndex i = 0; i < tree.nodes().size(); ++i)
        if (tree.node(i).kind == kind && (!fits || fits(i))) return i;
    return NoNode;
}

} // namespace

QVector<GuideStep> guideSteps(const RunTree& tree) {
    QVector<GuideStep> steps;
    if (tree.roots().empty()) return steps;
    const auto& totals = tree.totals();
    steps.push_back({FirstGuide::tr("This row is the root frame"),
                     FirstGuide::tr("It got the question, but not the context: that lies as a variable in its own Python. What it did is below it; the blue line at the left belongs to it."),
                     tree.roots().front()});
    if (const auto turn = first(tree, NodeKind::Turn); turn != NoNode)
        steps.push_back({FirstGuide::tr("A frame works in turns"),
                         FirstGuide::tr("In each turn the model reads what happened so far, writes code, and the code runs. The right side shows it: messages, code, output, variables."), turn});
    const auto asking = first(tree, NodeKind::Cell, [&](NodeIndex i) { return tree.node(i).calls > 0; });
    if (asking != NoNode)
        steps.push_back({FirstGuide::tr("This cell calls models"),
                         FirstGuide::tr("Its code cuts the context into parts and asks a model about each part. So no prompt is ever long, however long the context is."), asking});
    const auto child = first(tree, NodeKind::Frame, [&](NodeIndex i) { return tree.node(i).parent != NoNode; });
    if (child != NoNode)
        steps.push_back({FirstGuide::tr("This is recursion"),
                         FirstGuide::tr("rlm_query starts a child frame: the same thing again with its own question, part of the context, Python and turns. A second line at the left = one level deeper."), child});
    else if (const auto sub = first(tree, NodeKind::SubCall); sub != NoNode)
        steps.push_back({FirstGuide::tr("This is a sub-call"),
                         FirstGuide::tr("llm_query asks a model once and gives its reply back to the code. rlm_query would start a whole child frame."), sub});
    auto sum = FirstGuide::tr("%n model call(s)", nullptr, static_cast<int>(totals.modelCalls));
    steps.push_back({FirstGuide::tr("The answer is below the tree"),
                     FirstGuide::tr("It took %1 and %2 tokens. Ctrl+N starts a run over files of yours; F1 explains every view.").arg(sum, format::tokens(totals.usage.input() + totals.usage.output)),
                     tree.roots().front()});
    return steps;
}

FirstGuide::FirstGuide(QWidget* parent)
    : QWidget(parent)
    , m_count(new ThemedLabel({}, FontRole::Small, Token::Tx3, this))
    , m_title(new ThemedLabel({}, FontRole::BaseStrong, Token::Tx, this))
    , m_text(new ThemedLabel({}, FontRole::Base, Token::Tx2, this))
    , m_back(new QPushButton(tr("&Back"), this))
    , m_next(new QPushButton(this))
    , m_skip(new QPushButton(tr("&Skip the guide"), this)) {
    setAccessibleName(tr("Guide of the first run"));
    m_text->setWordWrap(true);
    setLook(m_back, "small");
    setLook(m_next, "small");
    setLook(m_skip, "link");
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_title);
    head->addWidget(m_count);
    head->addStretch(1);
    texts->addLayout(head);
    texts->addWidget(m_text);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(14, 9, 12, 10);
    row->setSpacing(8);
    row->addWidget(new IconLabel(QStringLiteral("hint"), Token::Acc, 16, this), 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    row->addSpacing(12);
    for (auto* button : {m_skip, m_back, m_next}) row->addWidget(button, 0, Qt::AlignVCenter);
    connect(m_next, &QPushButton::clicked, this, &FirstGuide::next);
    connect(m_back, &QPushButton::clicked, this, &FirstGuide::back);
    connect(m_skip, &QPushButton::clicked, this, &FirstGuide::skip);
    hide();
}

void FirstGuide::start(RunDocument* document) {
    m_document = document;
    m_steps = document ? guideSteps(document->tree()) : QVector<GuideStep>();
    if (m_steps.isEmpty()) return hide();
    QWidget::show();
    show(0);
}

void FirstGuide::show(int step) {
    m_step = step;
    const auto& at = m_steps[step];
    m_title->setText(at.title);
    m_text->setText(at.text);
    m_count->setText(tr("%1 of %2").arg(step + 1).arg(m_steps.size()));
    m_back->setEnabled(step > 0);
    m_next->setText(step + 1 == m_steps.size() ? tr("Do&ne") : tr("&Next"));
    setAccessibleDescription(at.title + QStringLiteral(". ") + at.text);
    if (at.node != NoNode) Q_EMIT nodeRequested(at.node);
}

void FirstGuide::next() {
    if (m_step + 1 >= m_steps.size()) return skip();
    show(m_step + 1);
}

void FirstGuide::back() {
    if (m_step > 0) show(m_step - 1);
}

void FirstGuide::skip() {
    m_steps.clear();
    hide();
    Q_EMIT ended();
}

void FirstGuide::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return skip();
    QWidget::keyPressEvent(event); // the arrow keys go from button to button
}

void FirstGuide::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.fillRect(rect(), themed(Token::Base));
    p.fillRect(QRect(0, 0, 3, height()), themed(Token::Acc));
    p.fillRect(QRect(0, height() - 1, width(), 1), themed(Token::Line));
}

} // namespace rlmscope
