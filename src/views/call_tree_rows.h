#pragma once
// What the painters of the call tree need beyond the roles of one row: the shape of the tree around it and the parts
// of its bar. An interface, so that the painters can be looked at with made-up rows.
#include "base/clock.h"
#include "trace/run_tree.h"

#include <QPointer>

#include <vector>

class QAbstractItemModel;

namespace rlmscope {

class CallTreeModel;

/// A piece of a bar: times on the run clock; -1 = not yet.
struct BarPart {
    NodeKind kind = NodeKind::Turn;
    Nanos start = 0, firstToken = -1, end = -1;
    bool waits = false; ///< cells: has sub-calls, so Python mostly waited
    bool simulated = false;
};

class CallTreeRows {
public:
    virtual ~CallTreeRows() = default;
    virtual int parentRow(int row) const = 0;
    virtual void setExpanded(int row, bool expanded) = 0;
    virtual void setExpandedBelow(int row, bool expanded) = 0;
    virtual Nanos span() const = 0;
    virtual bool isLive() const = 0;
    virtual bool isLoading() const { return false; } ///< a trace is being read
    virtual Nanos now() const { return span(); }        ///< the moment shown: open bars end here
    virtual bool hasNowLine() const { return isLive(); } ///< the moment shown is not the end of the run
    /// Bars of a row: one for most, the model call and the cells for a turn.
    virtual std::vector<BarPart> parts(int row) const = 0;
    /// Calls in flight of a group over its own time, each 0..1.
    virtual std::vector<float> groupArea(int row, int buckets) const = 0;
    /// Levels of the frame rows that enclose this row, outermost first; not its own.
    std::vector<int> railLevels(int row, const QAbstractItemModel& model) const;
};

/// Over the real model. The model must outlive it.
class ModelCallTreeRows : public CallTreeRows {
public:
    explicit ModelCallTreeRows(CallTreeModel* model) : m_model(model) {}
    int parentRow(int row) const override;
    void setExpanded(int row, bool expanded) override;
    void setExpandedBelow(int row, bool expanded) override;
    Nanos span() const override;
    bool isLive() const override;
    bool isLoading() const override;
    Nanos now() const override;
    bool hasNowLine() const override;
    std::vector<BarPart> parts(int row) const override;
    std::vector<float> groupArea(int row, int buckets) const override;

private:
    CallTreeModel* m_model;
};

} // namespace rlmscope
