#pragma once
// What a cell wrote, as texts for line views: both streams as they came, each alone, and what the model was shown. Grows
// while the cell runs; read from the trace in parts, however much it is. GUI thread.
#include "itemmodels/text_pieces.h"
#include "trace/run_tree.h"

#include <QPointer>
#include <QTimer>

#include <array>

namespace rlmscope {

class RunDocument;

class NodeOutput : public QObject {
    Q_OBJECT
public:
    enum Stream { Both, Stdout, Stderr, Seen, StreamCount };

    struct Facts {
        bool hasCell = false, running = false, cut = false;
        quint64 outBytes = 0, errorBytes = 0;
        quint64 droppedBytes = 0; ///< written, not kept
        quint64 lateBytes = 0;    ///< by threads, after the cell had ended
        quint64 seenBytes = 0;    ///< what the model was shown, notes about cuts included
        qint64 seenCharacters = -1, allCharacters = -1; ///< of the stream that was cut, when the trace says
        bool errorCut = false;    ///< that stream is stderr
        /// Where in Both, and in the stream that was cut, what the model saw ends.
        std::optional<quint64> boundary, boundaryInStream;
        quint64 allBytes() const { return outBytes + errorBytes; }
        bool operator==(const Facts&) const = default;
    };

    explicit NodeOutput(QObject* parent = nullptr);
    void setCell(RunDocument* document, NodeIndex cell); ///< NoNode = none
    NodeIndex cell() const { return m_cell; }
    const Facts& facts() const { return m_facts; }
    LineSource* source(Stream stream) { return m_sources[stream]; }
    bool isErrorAt(quint64 byteOfBoth) const { return m_sources[Both]->isErrorAt(byteOfBoth); }

Q_SIGNALS:
    void changed(); ///< facts(); the sources tell themselves what happened to their texts

private:
    void reload();
    void refresh();
    void add(const Event& event);
    void findBoundary();

    QPointer<RunDocument> m_document;
    NodeIndex m_cell = NoNode;
    std::array<TextPieces*, StreamCount> m_sources{};
    std::size_t m_known = 0; ///< events looked at
    Seq m_last = 0;          ///< the newest of them
    Facts m_facts;
    Text m_visible;
    QTimer m_soon;
};

} // namespace rlmscope
