#pragma once
// How views command a live run. Implemented in app/ over the runner; null for recorded traces and in the
// explorer-only build. Nothing here waits: commands go their way, and what came of them is told by signals.
#include "base/result.h"
#include "trace/budget_state.h"

#include <QObject>
#include <QString>

namespace rlmscope {

class RunControl : public QObject {
    Q_OBJECT
public:
    enum class State { Loading, Running, Pausing, Paused, Stopping, Ended };
    Q_ENUM(State)

    using QObject::QObject;
    virtual State state() const = 0;
    virtual QString loadingText() const = 0; ///< while Loading: "Reading src: 41.2 of 612 MB"
    virtual double seconds() const = 0;      ///< run seconds, without pauses
    /// Money, lanes and open questions as they were asked for last: at most a quarter of a second ago while it lives.
    virtual const BudgetState& budget() const = 0;

    /// Answers a question of budget().pending; what follows is told by budgetChanged() or decisionFailed().
    virtual void decide(qint64 question, rlmscope::Verdict verdict, const rlmscope::RaisedLimits& raised) = 0;

public Q_SLOTS:
    virtual void pause() = 0;
    virtual void resume() = 0;
    virtual void stop() = 0; ///< ends cleanly; the trace is kept

Q_SIGNALS:
    void stateChanged(rlmscope::RunControl::State state);
    void loadingChanged();
    void budgetChanged(); ///< budget() says something else
    void decisionFailed(qint64 question, const rlmscope::Error& error);
};

} // namespace rlmscope
