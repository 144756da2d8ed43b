#pragma once
// What dropping these files on the window will do.
#include <QStringList>

class QMimeData;

namespace rlmscope {

struct DropPlan {
    QStringList traces;  ///< opened
    QStringList logs;    ///< called like logs: imported when they are, else context
    QStringList context; ///< what is left: the context of a new run; folders of logs are imported
    int missing = 0;     ///< not files of this computer
    bool isEmpty() const { return traces.isEmpty() && logs.isEmpty() && context.isEmpty(); }
};

/// Looks at names and kinds only, never into files: a drag may pass over the window many times.
DropPlan planDrop(const QMimeData* data);

} // namespace rlmscope
