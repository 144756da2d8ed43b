#pragma once
// What a node is called wherever it is named outside the tree.
#include "trace/run_tree.h"

#include <QString>

namespace rlmscope {

QString nodeName(const RunTree& tree, NodeIndex node); ///< "root", "Turn 3", "Cell 1", "llm_query", SPEC of a model
QString nodePath(const RunTree& tree, NodeIndex node); ///< "root › Turn 3 › Cell 1"; long ones are cut in the middle

} // namespace rlmscope
