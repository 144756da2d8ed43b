#pragma once
// The bridge between a LiveRun, which calls back from its own threads, and a RunDocument, which lives in the GUI thread.
// Events cross once, as values, at most 30 times a second.
#include "itemmodels/run_control.h"
#include "runner/live_run.h"

#include <QTimer>

#include <memory>

namespace rlmscope {

class RunDocument;

class LiveRunControl : public RunControl {
    Q_OBJECT
public:
    /// The document becomes this object's parent (RunDocument::setControl).
    explicit LiveRunControl(RunDocument* document);
    /// Lets the run end in the background.
    ~LiveRunControl() override;

    /// To be given to startRun(), before attach().
    LiveListener listener();
    void attach(std::shared_ptr<LiveRun> run);

    State state() const override { return m_state; }
    QString loadingText() const override { return m_loadingText; }
    double seconds() const override;
    const BudgetState& budget() const override { return m_budget; }
    void decide(qint64 question, Verdict verdict, const RaisedLimits& raised) override;
    void pause() override;
    void resume() override;
    void stop() override;

    /// Waits until every run that was left to end in the background has ended; at program exit.
    static void waitForAll();

private:
    struct Mailbox;
    void deliver();
    void askBudget();
    void take(const LiveStatus& status);

    RunDocument* m_document;
    std::shared_ptr<Mailbox> m_mailbox;
    std::shared_ptr<LiveRun> m_run;
    QTimer m_timer;
    QTimer m_budgetTimer;
    BudgetState m_budget;
    State m_state = State::Loading;
    QString m_loadingText;
};

} // namespace rlmscope
