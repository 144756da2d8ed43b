#pragma once
// A fan-out of the call tree; private to CallTreeModel.
#include "itemmodels/call_tree_model.h"

namespace rlmscope {

// Members are siblings in start order. Sums are kept up to date by counting again only when somebody asks (dirty).
struct CallTreeModel::Group {
    NodeIndex parent = NoNode;
    NodeKind kind = NodeKind::SubCall;
    std::vector<NodeIndex> members;
    bool grouped = false; ///< has a row of its own
    bool open = false;
    std::uint32_t matches = 0; ///< members that answer the search

    mutable bool dirty = true;
    mutable int total = 0; ///< members that have started at the moment shown
    mutable int ok = 0, failed = 0, running = 0, queued = 0, cancelled = 0, interrupted = 0, retried = 0, calls = 0;
    mutable PicoUsd cost;
    mutable Tokens tokens = 0;
    mutable bool costUnknown = false, simulated = false;
    mutable Nanos start = -1, end = -1;

    void count(const RunTree& tree) const;
    NodeStatus status() const;
};

} // namespace rlmscope
