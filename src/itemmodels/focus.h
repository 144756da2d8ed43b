#pragma once
// What the user looks at. One for the window: every view is a function of it, and moves it instead of telling other views.
#include "trace/run_tree.h"

#include <QObject>
#include <QPointer>
#include <QString>

namespace rlmscope {

class RunDocument;

/// A range of the context: code points [begin, end) of one document, as the trace counts them.
struct ContextPlace {
    int document = -1; ///< index into ContextInfo::documents; -1 = none
    qint64 begin = 0, end = 0;
    bool isNull() const { return document < 0; }
    bool operator==(const ContextPlace&) const = default;
};

/// A node of a run, and what of it. The moment belongs to the document (RunDocument::moment).
struct Focus {
    QPointer<RunDocument> document;
    NodeIndex node = NoNode;
    QString value;      ///< name of a variable; empty = none
    ContextPlace place; ///< of the run's context; null = none
    bool operator==(const Focus&) const = default;
};

/// Holds the focus. Lives in the GUI thread. Setting what is set already does nothing; nothing is emitted twice.
class FocusHolder : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    const Focus& focus() const { return m_focus; }
    RunDocument* document() const { return m_focus.document; }
    NodeIndex node() const { return m_focus.node; }

    void set(const Focus& focus);
    void setDocument(RunDocument* document); ///< nothing of it is chosen yet
    void setNode(NodeIndex node);            ///< of the document that is shown; value and place go
    void setValue(const QString& name);      ///< node stays
    void setPlace(const ContextPlace& place); ///< node and value stay

Q_SIGNALS:
    void changed(const rlmscope::Focus& now, const rlmscope::Focus& before);

private:
    Focus m_focus;
};

} // namespace rlmscope
