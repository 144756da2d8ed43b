#include "app/live_run_control.h"

#include "itemmodels/format.h"
#include "itemmodels/run_document.h"

#include <QThreadPool>

#include <mutex>
#include <thread>

namespace rlmscope {
namespace {

constexpr int DeliveryInterval = 33; // ms: 30 times a second
constexpr int BudgetInterval = 250;

// Runs whose window is gone, on their way to the end.
struct Leaving {
    std::mutex mutex;
    std::vector<std::thread> threads; // guarded by mutex
};
Leaving& leaving() {
    static Leaving instance;
    return instance;
}

} // namespace

// What has come from the run's threads and was not delivered yet. Outlives the control: the run holds it as well.
struct LiveRunControl::Mailbox {
    std::mutex mutex;
    LiveRunControl* owner = nullptr; // guarded by mutex, like everything below; null when the control is gone
    bool posted = false;
    std::vector<Event> events;
    std::vector<LiveDelta> deltas;
    std::optional<LiveStatus> status;
    std::optional<BudgetState> budget;
    bool asking = false; // somebody is on the way to ask for the budget

    // With the mutex held.
    void post() {
        if (posted || !owner) return;
        posted = true;
        QMetaObject::invokeMethod(owner, [control = owner] {
            if (!control->m_timer.isActive()) control->m_timer.start();
        }, Qt::QueuedConnection);
    }
};

LiveRunControl::LiveRunControl(RunDocument* document)
    : RunControl(document), m_document(document), m_mailbox(std::make_shared<Mailbox>()) {
    m_mailbox->owner = this;
    m_timer.setSingleShot(true);
    m_timer.setInterval(DeliveryInterval);
    connect(&m_timer, &QTimer::timeout, this, &LiveRunControl::deliver);
    m_budgetTimer.setInterval(BudgetInterval);
    connect(&m_budgetTimer, &QTimer::timeout, this, &LiveRunControl::askBudget);
}

LiveRunControl::~LiveRunControl() {
    {
        const std::lock_guard lock(m_mailbox->mutex);
        m_mailbox->owner = nullptr;
    }
    if (!m_run) return;
    auto& list = leaving();
    const std::lock_guard lock(list.mutex);
    list.threads.emplace_back([run = std::move(m_run)]() mutable {
        run->stop();
        run->wait();
        run.reset();
    });
}

void LiveRunControl::waitForAll() {
    std::vector<std::thread> threads;
    {
        auto& list = leaving();
        const std::lock_guard lock(list.mutex);
        threads.swap(list.threads);
    }
    for (auto& thread : threads) thread.join();
}

LiveListener LiveRunControl::listener() {
    LiveListener listener;
    listener.status = [box = m_mailbox](const LiveStatus& status) {
        const std::lock_guard lock(box->mutex);
        box->status = status;
        box->post();
    };
    listener.committed = [box = m_mailbox](const std::vector<Event>& events) {
        const std::lock_guard lock(box->mutex);
        if (!box->owner) return;
        box->events.insert(box->events.end(), events.begin(), events.end());
        box->post();
    };
    listener.live = [box = m_mailbox](const LiveDelta& delta) {
        const std::lock_guard lock(box->mutex);
        if (!box->owner) return;
        if (!box->deltas.empty() && box->deltas.back().node == delta.node && box->deltas.back().kind == delta.kind)
            box->deltas.back().text += delta.text;
        else box->deltas.push_back(delta);
        box->post();
    };
    return listener;
}

void LiveRunControl::attach(std::shared_ptr<LiveRun> run) {
    m_run = std::move(run);
    m_budgetTimer.start();
    take(m_run->status());
}

// The engine answers under its own locks, so the question is asked from a thread that may wait for them.
void LiveRunControl::askBudget() {
    {
        const std::lock_guard lock(m_mailbox->mutex);
        if (m_mailbox->asking) return;
        m_mailbox->asking = true;
    }
    QThreadPool::globalInstance()->start([box = m_mailbox, run = m_run]() mutable {
        auto budget = run->budget();
        run.reset(); // before the box says so: the last one waits for the run's threads
        const std::lock_guard lock(box->mutex);
        box->asking = false;
        box->budget = std::move(budget);
        box->post();
    });
}

void LiveRunControl::decide(qint64 question, Verdict verdict, const RaisedLimits& raised) {
    if (!m_run) return;
    QThreadPool::globalInstance()->start([box = m_mailbox, run = m_run, question, verdict, raised]() mutable {
        const auto status = run->decide(question, verdict, raised);
        auto budget = run->budget();
        run.reset();
        const std::lock_guard lock(box->mutex);
        box->budget = std::move(budget);
        box->post();
        if (!status && box->owner)
            QMetaObject::invokeMethod(box->owner, [control = box->owner, question, error = status.error()] {
                Q_EMIT control->decisionFailed(question, error);
            }, Qt::QueuedConnection);
    });
}

void LiveRunControl::deliver() {
    std::vector<Event> events;
    std::vector<LiveDelta> deltas;
    std::optional<LiveStatus> status;
    std::optional<BudgetState> budget;
    {
        const std::lock_guard lock(m_mailbox->mutex);
        m_mailbox->posted = false;
        budget.swap(m_mailbox->budget);
        events.swap(m_mailbox->events);
        deltas.swap(m_mailbox->deltas);
        status.swap(m_mailbox->status);
    }
    if (!events.empty()) m_document->append(events);
    if (!deltas.empty()) m_document->appendLive(deltas);
    if (status) take(*status);
    if (budget && *budget != m_budget) {
        m_budget = std::move(*budget);
        Q_EMIT budgetChanged();
    }
}

void LiveRunControl::take(const LiveStatus& status) {
    const auto stateOf = [](LivePhase phase) {
        switch (phase) {
        case LivePhase::Loading:
        case LivePhase::Starting: return State::Loading;
        case LivePhase::Running: return State::Running;
        case LivePhase::Pausing: return State::Pausing;
        case LivePhase::Paused: return State::Paused;
        case LivePhase::Stopping:
        case LivePhase::Finishing: return State::Stopping;
        case LivePhase::Ended: return State::Ended;
        }
        return State::Ended;
    };
    if (status.phase == LivePhase::Loading && status.loading.total > 0) {
        m_loadingText = tr("Reading the context: %1 of %2").arg(format::bytes(status.loading.done), format::bytes(status.loading.total));
        Q_EMIT loadingChanged();
    }
    const auto state = stateOf(status.phase);
    if (state == m_state) return;
    m_state = state;
    if (state == State::Ended) {
        m_budgetTimer.stop();
        m_document->endLive();
        if (status.error) Q_EMIT m_document->failed(*status.error);
    }
    Q_EMIT stateChanged(state);
}

double LiveRunControl::seconds() const {
    return m_run ? m_run->seconds() : 0;
}
void LiveRunControl::pause() {
    if (m_run) m_run->pause();
}
void LiveRunControl::resume() {
    if (m_run) m_run->resume();
}
void LiveRunControl::stop() {
    if (m_run) m_run->stop();
}

} // namespace rlmscope
