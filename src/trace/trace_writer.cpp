#include "trace/trace_writer.h"

#include "trace/background_blobs.h"
#include "trace/schema.h"
#include "trace/store.h"
#include "trace/trace_lock.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <sqlite3.h>
#include <thread>
#include <unistd.h>

namespace rlmscope {
namespace {

constexpr auto Linger = std::chrono::milliseconds(4); // events that nobody waits for gather this long
constexpr std::size_t BatchEvents = 4096;             // at most, in one transaction
constexpr int IdleCheckpointPages = 4'000, BusyCheckpointPages = 16'000;

struct Run {
    std::int64_t row = 0;
    Seq lastSeq = 0; // guarded by the core's mutex
    std::uint32_t segment = 1;
    Nanos start = 0;
    TraceWriter::Listener listener;
};

/// What waits for the writer's thread.
struct Item {
    std::shared_ptr<Run> run; // null: only a durable callback (flush)
    Event event;
    std::optional<LiveDelta> delta; // instead of an event
    EventSink::Durable durable;
};

/// The writer's thread and everything it works on. Owned by the writer, its sinks and the thread itself, so that the
/// last owner may let go on any thread, inside a callback too.
class Core {
public:
    Core(std::unique_ptr<TraceLock> lock, std::unique_ptr<Store> store, const Clock& clock)
        : m_clock(clock), m_lock(std::move(lock)), m_store(std::move(store)) {}

    static void start(const std::shared_ptr<Core>& core) {
        core->m_thread = std::thread([core] { core->work(); });
    }
    /// Called once, by the last owner outside of the thread.
    void stop() {
        {
            const std::lock_guard lock(m_mutex);
            m_stop = true;
        }
        m_wake.notify_all();
        if (onThread()) m_thread.detach(); // a callback let go of the writer; work() ends soon after
        else m_thread.join();
    }
    bool onThread() const { return std::this_thread::get_id() == m_threadId.load(); }
    const Clock& clock() const { return m_clock; }
    const std::filesystem::path& path() const { return m_store->path(); }

    // Notified under the lock: as soon as it is free, a callback may let go of the last owner, and of this object.
    Seq append(const std::shared_ptr<Run>& run, NodeId node, NodeId parent, EventBody body, EventSink::Durable durable) {
        const std::lock_guard lock(m_mutex);
        const auto seq = ++run->lastSeq;
        Event event;
        event.seq = seq;
        event.node = startsNode(body) ? NodeId{seq} : node;
        event.parent = parent;
        event.segment = run->segment;
        event.time = m_clock.steady() - run->start;
        // A request that leaves may be paid for: it is written at once, so that a kill leaves no request unknown.
        const bool urgent = static_cast<bool>(durable) || std::holds_alternative<AttemptStarted>(body);
        event.body = std::move(body);
        const bool wake = m_items.empty() || (urgent && !m_urgent);
        m_urgent |= urgent;
        m_items.push_back({run, std::move(event), {}, std::move(durable)});
        if (wake) m_wake.notify_one();
        return seq;
    }
    void live(const std::shared_ptr<Run>& run, LiveDelta delta) {
        if (!run->listener.live) return;
        const std::lock_guard lock(m_mutex);
        const bool wake = m_items.empty();
        m_items.push_back({run, {}, std::move(delta), {}});
        if (wake) m_wake.notify_one();
    }
    Status flush() {
        if (onThread()) return makeError(ErrorKind::Internal, "flush() was called from the trace writer's own thread");
        std::promise<Status> written;
        {
            const std::lock_guard lock(m_mutex);
            m_items.push_back({nullptr, {}, {}, [&written](const Status& status) { written.set_value(status); }});
            m_urgent = true;
        }
        m_wake.notify_one();
        return written.get_future().get();
    }
    Status status() const {
        const std::lock_guard lock(m_mutex);
        return m_failure ? Status(*m_failure) : Status();
    }

    /// Runs a step on the thread, after the events queued so far, and waits for it.
    Status onStore(const std::function<void(Store&)>& step) {
        if (onThread()) return attempt(step);
        std::promise<Status> done;
        {
            const std::lock_guard lock(m_mutex);
            if (m_stopped) return makeError(ErrorKind::Cancelled, "the trace was closed before everything was stored");
            m_steps.push_back({step, &done});
        }
        m_wake.notify_one();
        return done.get_future().get();
    }
    void storeInBackground(std::vector<BlobSource> blobs, std::function<void(const Status&)> done) {
        const std::lock_guard lock(m_mutex);
        std::erase_if(m_background, [](const auto& b) { return b->finished(); });
        m_background.push_back(std::make_shared<BackgroundBlobs>(
            std::move(blobs), [this](const std::function<void(Store&)>& step) { return onStore(step); }, std::move(done)));
    }
    void waitForBackground() {
        std::vector<std::shared_ptr<BackgroundBlobs>> background;
        {
            const std::lock_guard lock(m_mutex);
            background = m_background;
        }
        for (const auto& blobs : background) blobs->wait();
    }

private:
    struct Step {
        std::function<void(Store&)> run;
        std::promise<Status>* done;
    };

    void work();
    void write(std::vector<Item>& items);
    Status attempt(const std::function<void(Store&)>& step);
    void deliver(const std::vector<Item>& items);

    const Clock& m_clock;
    const std::unique_ptr<TraceLock> m_lock; // released after the store is closed
    std::unique_ptr<Store> m_store;
    std::thread m_thread;
    std::atomic<std::thread::id> m_threadId;

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::vector<Item> m_items;
    std::deque<Step> m_steps;
    std::vector<std::shared_ptr<BackgroundBlobs>> m_background;
    std::optional<Error> m_failure;
    bool m_urgent = false; // somebody waits for an item
    bool m_stop = false, m_stopped = false;
};

void Core::work() {
    m_threadId = std::this_thread::get_id();
    for (;;) {
        std::vector<Item> items;
        Step step{};
        bool idle = false, last = false;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stop || !m_items.empty() || !m_steps.empty(); });
            if (!m_urgent && !m_stop && m_steps.empty())
                m_wake.wait_for(lock, Linger, [this] { return m_urgent || m_stop || !m_steps.empty(); });
            items.swap(m_items);
            m_urgent = false;
            if (items.empty() && !m_steps.empty()) {
                step = m_steps.front();
                m_steps.pop_front();
            }
            last = m_stop && items.empty() && !step.done;
            idle = items.size() < 100;
        }
        if (last) break;
        if (!items.empty()) write(items);
        if (step.done) step.done->set_value(attempt(step.run));
        m_store->checkpointBeyond(idle ? IdleCheckpointPages : BusyCheckpointPages);
    }
    std::vector<std::shared_ptr<BackgroundBlobs>> background;
    {
        const std::lock_guard lock(m_mutex);
        m_stopped = true;
        background.swap(m_background);
        for (auto& step : m_steps)
            step.done->set_value(makeError(ErrorKind::Cancelled, "the trace was closed before everything was stored"));
        m_steps.clear();
    }
    background.clear(); // joins; their steps fail from now on
    m_store.reset();
}

/// One try at something; after a failure everything is refused.
Status Core::attempt(const std::function<void(Store&)>& step) {
    if (auto failed = status(); !failed) return failed;
    try {
        step(*m_store);
        return {};
    } catch (const SQLite::Exception& exception) {
        m_store->rollback();
        return schema::errorFrom(exception, m_store->path());
    }
}

void Core::write(std::vector<Item>& items) {
    std::size_t next = 0;
    std::vector<std::pair<EventSink::Durable, Status>> flushed; // told last: a flush includes the listeners
    while (next < items.size()) {
        const auto begin = next;
        next = std::min(items.size(), begin + BatchEvents);
        const auto each = [&](auto&& visit) {
            for (auto i = begin; i < next; ++i) visit(items[i]);
        };
        bool full = false, any = false;
        each([&](const Item& item) {
            full |= static_cast<bool>(item.durable);
            any |= !item.delta;
        });
        Status status;
        if (any) {
            status = attempt([&](Store& store) {
                store.begin(full);
                each([&](const Item& item) {
                    if (item.run && !item.delta) store.putEvent(item.run->row, item.event);
                    else if (!item.run) store.touch(); // a flush with nothing else to write must still reach the disk
                });
                store.commit();
            });
            if (status && full) status = m_store->checkPresence();
            if (!status) {
                const std::lock_guard lock(m_mutex);
                if (!m_failure) m_failure = status.error();
            }
        }
        each([&](Item& item) {
            if (!item.run) flushed.emplace_back(std::move(item.durable), status);
            else if (item.durable) std::exchange(item.durable, {})(status);
        });
    }
    deliver(items);
    for (const auto& [tell, status] : flushed) tell(status);
}

void Core::deliver(const std::vector<Item>& items) {
    for (std::size_t i = 0; i < items.size();) {
        const auto& run = items[i].run;
        if (!run) {
            ++i;
            continue;
        }
        if (items[i].delta) {
            if (run->listener.live) run->listener.live(*items[i].delta);
            ++i;
            continue;
        }
        std::vector<Event> events;
        for (; i < items.size() && items[i].run == run && !items[i].delta; ++i)
            if (run->listener.committed) events.push_back(items[i].event);
        if (!events.empty()) run->listener.committed(events);
    }
}

class Writer;

class Sink final : public EventSink {
public:
    Sink(std::shared_ptr<const TraceWriter> writer, Core& core, std::shared_ptr<Run> run)
        : m_writer(std::move(writer)), m_core(core), m_run(std::move(run)) {}
    Seq append(NodeId node, NodeId parent, EventBody body, Durable durable) override {
        return m_core.append(m_run, node, parent, std::move(body), std::move(durable));
    }
    void live(LiveDelta delta) override { m_core.live(m_run, std::move(delta)); }
    Status flush() override { return m_core.flush(); }
    Nanos now() const override { return m_core.clock().steady() - m_run->start; }

private:
    const std::shared_ptr<const TraceWriter> m_writer; // keeps the core alive
    Core& m_core;
    const std::shared_ptr<Run> m_run;
};

class Writer final : public TraceWriter, public std::enable_shared_from_this<Writer> {
public:
    explicit Writer(std::shared_ptr<Core> core) : m_core(std::move(core)), m_path(m_core->path()) { Core::start(m_core); }
    ~Writer() override { m_core->stop(); }

    const std::filesystem::path& path() const override { return m_path; }
    Status status() const override { return m_core->status(); }

    Result<std::shared_ptr<EventSink>> beginRun(RunId id, Listener listener) override {
        auto run = std::make_shared<Run>();
        run->listener = std::move(listener);
        const auto opened = m_core->onStore([&](Store& store) {
            store.begin(false);
            const auto row = store.openRun(id);
            store.commit();
            run->row = row.row;
            run->lastSeq = row.lastSeq;
            run->segment = row.lastSegment + 1;
        });
        if (!opened) return opened.error();
        run->start = m_core->clock().steady();
        m_core->append(run, {}, {}, SegmentStarted{m_core->clock().wall(), getpid()}, {});
        return std::shared_ptr<EventSink>(std::make_shared<Sink>(shared_from_this(), *m_core, run));
    }
    void storeInBackground(std::vector<BlobSource> blobs, std::function<void(const Status&)> done) override {
        m_core->storeInBackground(std::move(blobs), std::move(done));
    }
    Status finish() override {
        if (auto written = m_core->flush(); !written) return written;
        m_core->waitForBackground();
        return m_core->onStore([](Store& store) {
            store.pack();
            store.tidy();
        });
    }

private:
    const std::shared_ptr<Core> m_core;
    const std::filesystem::path m_path;
};

} // namespace

Result<std::shared_ptr<TraceWriter>> TraceWriter::open(const std::filesystem::path& given, const Clock& clock) {
    std::error_code ignored;
    auto path = std::filesystem::weakly_canonical(given, ignored); // one lock for all names of a file
    if (ignored || path.empty()) path = given;
    auto lock = TraceLock::acquire(path);
    if (!lock) return lock.error();
    if (!std::filesystem::exists(path, ignored))
        if (auto created = Store::createFile(path); !created) return created.error();
    if (auto header = schema::checkHeader(path); !header) return header.error();
    try {
        auto store = std::make_unique<Store>(path);
        if (auto prepared = store->prepare(); !prepared) return prepared.error();
        auto core = std::make_shared<Core>(std::move(lock).value(), std::move(store), clock);
        return std::shared_ptr<TraceWriter>(std::make_shared<Writer>(std::move(core)));
    } catch (const SQLite::Exception& exception) {
        return schema::errorFrom(exception, path);
    }
}

} // namespace rlmscope
