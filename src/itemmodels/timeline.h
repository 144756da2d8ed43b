#pragma once
// The time of a run as its timeline shows it. Follows a RunDocument with a snapshot of small records; lanes, critical path
// and counters are worked out from it on a thread of its own, a few times a second at most while the run is live, and not
// at all while nobody looks.
//
// Lanes and counters are those of the whole run, so that nothing jumps while the moment moves: what draws them stops at
// now(). The path and the flame are those of the moment.
#include "insight/counters.h"
#include "insight/critical_path.h"
#include "insight/faster.h"
#include "insight/flame.h"
#include "insight/lanes.h"
#include "itemmodels/run_document.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>
#include <optional>
#include <thread>

namespace rlmscope {

/// What was worked out. Never changes; a part that has not changed is shared with the one before.
struct TimelineFacts {
    insight::SpansAt whole; ///< what the lanes were laid out from
    std::shared_ptr<const insight::Lanes> lanes = std::make_shared<insight::Lanes>();
    std::shared_ptr<const insight::Counters> counters = std::make_shared<insight::Counters>();
    insight::SpansAt run; ///< what path and flame are of
    std::shared_ptr<const insight::CriticalPath> path = std::make_shared<insight::CriticalPath>();
    std::shared_ptr<const std::vector<insight::Estimate>> estimates = std::make_shared<std::vector<insight::Estimate>>();
    std::optional<insight::FlameBy> flameBy;
    std::shared_ptr<const insight::Flame> flame = std::make_shared<insight::Flame>();
};

class Timeline : public QObject {
    Q_OBJECT
public:
    explicit Timeline(QObject* parent = nullptr);
    ~Timeline() override;

    void setDocument(RunDocument* document);
    RunDocument* document() const { return m_document; }
    /// Who looks; work is done only while somebody does. Forgotten when it is destroyed.
    void setWatched(QObject* viewer, bool watched);
    bool isWatched() const { return !m_viewers.isEmpty(); }
    /// The flame that is wanted beside the lanes; nothing = none.
    void wantFlame(std::optional<insight::FlameBy> by);

    /// What is known by now; empty, never null.
    const TimelineFacts& facts() const { return *m_facts; }
    std::shared_ptr<const TimelineFacts> sharedFacts() const { return m_facts; }
    bool isReady() const { return m_ready; } ///< facts() are of this run
    bool isBusy() const { return m_running || m_gathering.isActive(); }

    Nanos now() const;          ///< of the moment that is shown; of a live run it moves
    NodeIndex shownNodes() const; ///< nodes that there were then
    bool isLive() const;        ///< the moment is the present of a run that goes on
    Nanos end() const;          ///< how long the axis is: the whole run, whatever the moment

Q_SIGNALS:
    void changed(); ///< facts()
    void nowChanged(); ///< the moment, or what is live

private:
    enum Part { WholePart = 1, MomentPart = 2 };
    void onReset();
    void onNodes(quint32 firstNew, const QVector<quint32>& changed);
    void onMoment();
    void gather();
    void need(int parts);
    void start();
    void finish(int turn, std::shared_ptr<const TimelineFacts> facts);
    void stop();

    QPointer<RunDocument> m_document;
    QList<QObject*> m_viewers;
    insight::Spans m_spans;
    std::vector<NodeIndex> m_openNodes; ///< of m_spans
    QTimer m_gathering, m_pause;
    std::shared_ptr<const TimelineFacts> m_facts = std::make_shared<TimelineFacts>();
    std::optional<insight::FlameBy> m_flameBy;
    int m_needed = 0;
    int m_turn = 0;
    bool m_running = false, m_ready = false, m_stale = true;
    QElapsedTimer m_took;
    std::jthread m_worker; ///< last: ends before what it reports to
};

} // namespace rlmscope
