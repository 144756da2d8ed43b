#pragma once
// The offer to go on with a run that was interrupted, stopped or limited: what is recorded, what was spent, what may be
// paid again, which limit has to be raised. Of a trace that is not mine it asks for a consent first, here and not in a box.
#include "trace/budget_state.h"

#include <QStringList>
#include <QWidget>

class QCheckBox;
class QLineEdit;
class QPushButton;

namespace rlmscope {

class IconLabel;
class ThemedLabel;

/// What can be done with a run that is not going on. Plain values.
struct RerunOffer {
    bool canResume = false;
    bool canReplay = true; ///< there is something to replay
    bool failed = false;   ///< other settings may be what it needs
    QString title;         ///< "Interrupted: 34 replies are recorded"
    QStringList facts;     ///< one a line
    std::optional<LimitKind> raise; ///< this limit must be raised
    std::int64_t limitNow = 0, suggested = 0;
    QString consent;       ///< not from my library: what runs and who is asked; empty = mine
    bool askWeakSandbox = false; ///< this computer's sandbox is not full, and the trace is not mine
    QString problem;       ///< why it cannot be resumed
};
struct RerunAnswer {
    RaisedLimits raised;
    bool consent = false, weakSandbox = false;
};

class ResumeBar : public QWidget {
    Q_OBJECT
public:
    explicit ResumeBar(QWidget* parent = nullptr); ///< hidden until there is an offer
    void showOffer(const RerunOffer& offer);
    void showProblem(const QString& problem); ///< and lets the user try again

Q_SIGNALS:
    void resumeRequested(const rlmscope::RerunAnswer& answer);
    void replayRequested(const rlmscope::RerunAnswer& answer);
    void runAgainRequested(); ///< with changes

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void updateButtons();
    void resume();
    RerunAnswer answer() const;

    RerunOffer m_offer;
    IconLabel* m_icon;
    ThemedLabel *m_title, *m_facts, *m_consentText, *m_problem, *m_raiseLabel, *m_unit;
    QCheckBox *m_consent, *m_weak;
    QLineEdit* m_raise;
    QPushButton *m_resume, *m_replay, *m_again, *m_close;
    bool m_busy = false;
};

} // namespace rlmscope
