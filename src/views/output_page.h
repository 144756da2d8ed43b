#pragma once
// The output of a cell: all of it, or what the model was shown; both streams as they came, or one.
#include "itemmodels/node_output.h"

#include <QWidget>

class QButtonGroup;
class QFrame;

namespace rlmscope {

class LineView;
class TextHead;

/// "148 B · 3 B of them stderr · the model saw the first 20,000 of 1,204,331 characters · 1.2 MB not kept"
QString outputNote(const NodeOutput::Facts& facts);
/// The words at the line where what the model saw ends.
QString boundaryWords(const NodeOutput::Facts& facts);
/// Shows a stream in a view: bars for stderr, the boundary.
void dressOutput(LineView* view, NodeOutput* output, NodeOutput::Stream stream);

class OutputPage : public QWidget {
    Q_OBJECT
public:
    explicit OutputPage(NodeOutput* output, QWidget* parent = nullptr);
    LineView* view() const { return m_view; }
    void showStream(NodeOutput::Stream stream);
    NodeOutput::Stream stream() const { return m_stream; }

Q_SIGNALS:
    void copyRequested();
    void problem(const QString& text);
    void copied(quint64 bytes);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    NodeOutput* m_output;
    NodeOutput::Stream m_stream = NodeOutput::Both;
    TextHead* m_head;
    QButtonGroup* m_choice;
    QFrame* m_segments;
    LineView* m_view;
};

} // namespace rlmscope
