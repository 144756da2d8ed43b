#pragma once
// What the timeline says: facts of a node for tool tips and side panels, names of the parts of the critical path, estimates.
#include "insight/counters.h"
#include "insight/critical_path.h"
#include "insight/faster.h"
#include "itemmodels/run_document.h"

#include <QString>
#include <QVector>

#include <utility>

namespace rlmscope::words {

using Fact = std::pair<QString, QString>; ///< "Started", "47.8 s"

/// Of a node at the moment that is shown.
QVector<Fact> nodeFacts(const RunDocument& document, NodeIndex node);
/// Name and facts, one a line.
QString nodeToolTip(const RunDocument& document, NodeIndex node);
/// "Turn 3 · gpt-5, ok, from 9 s to 15.4 s": one line for screen readers.
QString nodeSentence(const RunDocument& document, NodeIndex node);

QString pathKind(insight::PathKind kind);        ///< "Root model"
QString pathKindWhat(insight::PathKind kind);    ///< what is counted there, a sentence
QString estimate(const insight::Estimate& estimate);
QString estimateWhy(const RunDocument& document, const insight::Estimate& estimate);
QVector<Fact> rangeFacts(const insight::RangeSums& sums, bool costUnknown);

} // namespace rlmscope::words
