#pragma once
// The inspector over a run: follows a node of a RunDocument, live or recorded, and copies its texts.
#include "views/inspector_panel.h"

#include <QPointer>
#include <QTimer>

namespace rlmscope {

class Inspector : public InspectorPanel {
    Q_OBJECT
public:
    explicit Inspector(QWidget* parent = nullptr);
    void setDocument(RunDocument* document);
    void setNode(NodeIndex node);
    NodeIndex node() const { return m_node; }

public Q_SLOTS:
    void copyCode();
    void copyPrompt();
    void copyReply();
    void copyAnswer();
    void copyOutput();

Q_SIGNALS:
    void copied(const QString& what);         ///< for the status bar: "Code copied, 612 B"
    void copyFailed(const QString& problem);

private:
    bool showNotYet();
    void refresh(bool sameNode);
    void onNodesChanged(quint32 firstNew, const QVector<quint32>& changed);
    bool concerns(quint32 node) const { return node == m_node || node == m_cell || node == m_call; }
    void put(const QString& what, const QString& text, const QString& problem);

    QPointer<RunDocument> m_document;
    NodeIndex m_node = NoNode, m_cell = NoNode, m_call = NoNode;
    QTimer m_refresh; ///< a live node changes many times a second; once every 120 ms is enough to read
};

} // namespace rlmscope
