#include "views/output_page.h"

#include "itemmodels/format.h"
#include "views/inspector_parts.h"
#include "views/line_view.h"
#include "views/style.h"
#include "views/widgets.h"

#include <QButtonGroup>
#include <QFrame>
#include <QHBoxLayout>
#include <QPushButton>

namespace rlmscope {

QString outputNote(const NodeOutput::Facts& f) {
    QStringList parts;
    if (!f.hasCell) return {};
    if (f.running) parts << OutputPage::tr("running");
    if (f.allBytes() > 0) {
        parts << format::bytes(f.allBytes());
        if (f.errorBytes > 0 && f.outBytes > 0) parts << OutputPage::tr("%1 of them stderr").arg(format::bytes(f.errorBytes));
        else if (f.errorBytes > 0) parts << OutputPage::tr("all of it stderr");
    }
    if (!f.running && f.allBytes() > 0) {
        if (!f.cut) parts << OutputPage::tr("the model saw all of it");
        else if (f.seenCharacters >= 0 && f.allCharacters >= 0)
            parts << (f.errorCut ? OutputPage::tr("the model saw the first %1 characters of stderr") : OutputPage::tr("the model saw the first %1 characters")).arg(format::nOfM(f.seenCharacters, f.allCharacters));
        else parts << OutputPage::tr("the model saw %1 of it").arg(format::bytes(f.seenBytes));
    }
    if (f.droppedBytes > 0) parts << OutputPage::tr("%1 more were written and not kept").arg(format::bytes(f.droppedBytes));
    if (f.lateBytes > 0) parts << OutputPage::tr("%1 came after the cell had ended").arg(format::bytes(f.lateBytes));
    return parts.join(QStringLiteral(" · "));
}

QString boundaryWords(const NodeOutput::Facts& f) {
    if (!f.boundary) return {};
    return f.seenCharacters >= 0 ? OutputPage::tr("the model saw the first %1 characters, up to here").arg(format::count(f.seenCharacters))
                                 : OutputPage::tr("the model saw up to here");
}

void dressOutput(LineView* view, NodeOutput* output, NodeOutput::Stream stream) {
    view->setSource(output->source(stream));
    const auto& facts = output->facts();
    const bool isCutStream = stream == (facts.errorCut ? NodeOutput::Stderr : NodeOutput::Stdout);
    if (stream == NodeOutput::Both) view->setBoundary(facts.boundary, boundaryWords(facts));
    else view->setBoundary(isCutStream ? facts.boundaryInStream : std::nullopt, boundaryWords(facts));
    if (stream == NodeOutput::Both)
        view->setBars([output](const TextRow& row) -> std::optional<LineView::Bar> {
            if (row.end == row.shown || !output->isErrorAt(row.shown)) return {};
            return LineView::Bar{Token::ErrEdge, OutputPage::tr("stderr")};
        });
    else view->setBars({});
    QString empty = OutputPage::tr("Nothing was printed.");
    if (!facts.hasCell) empty = OutputPage::tr("This row has no cell, so there is no output.");
    else if (stream == NodeOutput::Seen) empty = facts.running ? OutputPage::tr("What the model sees is known when the cell has ended.") : OutputPage::tr("The model was shown nothing of this cell.");
    else if (facts.running) empty = OutputPage::tr("Nothing was printed yet.");
    view->setEmptyText(empty);
}

OutputPage::OutputPage(NodeOutput* output, QWidget* parent)
    : QWidget(parent), m_output(output), m_head(new TextHead(tr("Output"), tr("Copy the output"), this)), m_choice(new QButtonGroup(this)), m_segments(new QFrame(this)), m_view(new LineView(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(10, 6, 10, 6);
    setLook(m_segments, "segments");
    auto* segments = new QHBoxLayout(m_segments);
    segments->setContentsMargins(2, 2, 2, 2);
    segments->setSpacing(0);
    const QString names[] = {tr("All of it"), tr("stdout"), tr("stderr"), tr("What the model saw")};
    for (const int stream : {NodeOutput::Both, NodeOutput::Stdout, NodeOutput::Stderr, NodeOutput::Seen}) {
        auto* button = new QPushButton(names[stream], m_segments);
        setLook(button, "segment");
        button->setCheckable(true);
        button->setChecked(stream == NodeOutput::Both);
        m_choice->addButton(button, stream);
        segments->addWidget(button);
    }
    row->addWidget(m_segments);
    row->addStretch(1);
    m_view->setLineNumbers(true);
    m_view->setAccessibleName(tr("Output of the cell"));
    column->addWidget(bar);
    column->addWidget(m_head);
    column->addWidget(m_view, 1);
    connect(m_choice, &QButtonGroup::idClicked, this, [this](int stream) { showStream(static_cast<NodeOutput::Stream>(stream)); });
    connect(m_head, &TextHead::copyRequested, this, &OutputPage::copyRequested);
    connect(m_view, &LineView::problem, this, &OutputPage::problem);
    connect(m_view, &LineView::copied, this, &OutputPage::copied);
    connect(m_output, &NodeOutput::changed, this, [this] {
        if (isVisible()) refresh();
    });
}

void OutputPage::showStream(NodeOutput::Stream stream) {
    m_stream = stream;
    m_choice->button(stream)->setChecked(true);
    refresh();
}

void OutputPage::refresh() {
    const auto& facts = m_output->facts();
    // A choice between one thing is none.
    const bool both = facts.errorBytes > 0 && facts.outBytes > 0;
    m_choice->button(NodeOutput::Stdout)->setVisible(both || m_stream == NodeOutput::Stdout);
    m_choice->button(NodeOutput::Stderr)->setVisible(both || m_stream == NodeOutput::Stderr);
    // A row without a cell has nothing to choose from, and nothing to be copied.
    m_segments->parentWidget()->setVisible(facts.hasCell);
    m_head->setVisible(facts.hasCell);
    dressOutput(m_view, m_output, m_stream);
    m_head->setName(m_stream == NodeOutput::Seen ? tr("Shown to the model") : m_stream == NodeOutput::Stdout ? QStringLiteral("stdout") : m_stream == NodeOutput::Stderr ? QStringLiteral("stderr") : tr("Output"));
    QString note = outputNote(facts);
    if (m_stream == NodeOutput::Seen && facts.hasCell && !facts.running) note = format::bytes(facts.seenBytes) + QStringLiteral(" · ") + (facts.cut ? tr("cut, with a note of what is missing") : tr("nothing was cut"));
    m_head->setNote(note);
}

void OutputPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

} // namespace rlmscope
