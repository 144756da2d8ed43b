#pragma once
// What belongs to lines of a cell's code: what the sub-calls that it started cost, and where it failed.
#include "trace/run_tree.h"

#include <QString>
#include <QVector>

namespace rlmscope {

class RunDocument;

struct CodeNote {
    int line = 0; ///< from 0
    QString text;
};

/// "50 sub-calls · $0.1169 · 15.2 s" at the line that calls. A trace does not say which line called: where a function is
/// called in several places, the note stands at the first and says so.
QVector<CodeNote> callNotes(const RunTree& tree, NodeIndex cell, const QString& code);

/// Line of the cell's own code in which it raised, from 0; -1 = not known. `traceback` as Python writes it.
int failedLine(const QString& traceback);

/// Lines in which a function is called by its name: not where it is defined, not in comments.
QVector<int> callLines(const QString& code, const QString& function);

} // namespace rlmscope
