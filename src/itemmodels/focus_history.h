#pragma once
// Where the user was: back and forward, as in a browser, over all open runs. Follows a FocusHolder. GUI thread.
#include "itemmodels/focus.h"

#include <QElapsedTimer>
#include <QVector>

class QTimer;

namespace rlmscope {

struct HistoryStep {
    QPointer<RunDocument> document;
    NodeId node;        ///< 0 = nothing of it
    QString value;
    ContextPlace place;
    Seq moment = 0;
    QString name;       ///< "Turn 3", as it was called then
    bool sameAs(const HistoryStep& other) const;
};

class FocusHistory : public QObject {
    Q_OBJECT
public:
    static constexpr int Longest = 200;   ///< steps that are kept
    static constexpr int BrowsingMs = 700; ///< changes closer than this are one step: arrow keys, a scrubber

    explicit FocusHistory(FocusHolder* focus, QObject* parent = nullptr);

    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_steps.size(); }
    void back() { go(m_at - 1); }
    void forward() { go(m_at + 1); }
    void go(int step);
    /// The next change is a step of its own, however soon it comes: somebody jumped.
    void beginJump() { m_jump = true; }
    const QVector<HistoryStep>& steps() const { return m_steps; }
    int position() const { return m_at; }

Q_SIGNALS:
    void changed();
    /// A step belongs to another run than the one that is shown: show it. Connected before anything else can move the focus.
    void documentWanted(rlmscope::RunDocument* document);
    /// The user stayed somewhere: browsing is over, or was left by a jump.
    void visited(const rlmscope::HistoryStep& step);

private:
    void onFocus(const Focus& now, const Focus& before);
    void onMoment();
    void record(HistoryStep step);
    void forget(QObject* document);
    HistoryStep stepOf(const Focus& focus) const;
    void stayed();

    FocusHolder* m_focus;
    QVector<HistoryStep> m_steps;
    int m_at = -1;
    bool m_going = false, m_jump = false;
    QElapsedTimer m_sinceChange;
    QTimer* m_stay;
    HistoryStep m_told;
    QMetaObject::Connection m_moment;
};

} // namespace rlmscope
