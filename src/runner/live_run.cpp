#include "runner/live_run.h"

#include "engine/run.h"
#include "repl/tool_process.h"
#include "runner/context_info.h"
#include "runner/library.h"
#include "runner/machine_models.h"
#include "runner/reply_cache.h"
#include "runner/standard_parts.h"
#include "trace/trace_writer.h"

#include <atomic>
#include <cassert>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <new>
#include <thread>

namespace rlmscope {

namespace fs = std::filesystem;

std::string_view toString(LivePhase phase) {
    switch (phase) {
    case LivePhase::Loading: return "loading";
    case LivePhase::Starting: return "starting";
    case LivePhase::Running: return "running";
    case LivePhase::Pausing: return "pausing";
    case LivePhase::Paused: return "paused";
    case LivePhase::Stopping: return "stopping";
    case LivePhase::Finishing: return "finishing";
    case LivePhase::Ended: return "ended";
    }
    return "ended";
}

namespace {

class LiveRunThread final : public LiveRun {
public:
    LiveRunThread(RunRequest request, LiveListener listener)
        : m_request(std::move(request)), m_listener(std::move(listener)), m_id(RunId::random()) {
        if (m_request.trace.empty()) {
            const auto& spec = m_request.spec;
            m_request.trace = newTracePath(spec.title.empty() ? spec.question : spec.title, m_id,
                                           Clock::system().wall());
        }
        m_thread = std::thread([this] { drive(); });
    }

    ~LiveRunThread() override {
        stopNow();
        assert(m_thread.get_id() != std::this_thread::get_id());
        m_thread.join();
    }

    RunId id() const override { return m_id; }
    const RunSpec& spec() const override { return m_request.spec; }
    const fs::path& trace() const override { return m_request.trace; }

    LiveStatus status() const override {
        std::lock_guard lock(m_mutex);
        return statusLocked();
    }
    std::optional<RunEnded> result() const override {
        std::lock_guard lock(m_mutex);
        return m_result;
    }
    std::shared_ptr<Repl> repl(NodeId frame) const override {
        std::shared_ptr<Run> run;
        {
            std::lock_guard lock(m_mutex);
            run = m_run;
        }
        return run ? run->repl(frame) : nullptr;
    }
    BudgetState budget() const override {
        std::shared_ptr<Run> run;
        {
            std::lock_guard lock(m_mutex);
            if (!m_run) return m_budget;
            run = m_run;
        }
        return run->budget();
    }

    Status decide(std::int64_t question, Verdict verdict, const RaisedLimits& raised) override {
        std::shared_ptr<Run> run;
        {
            std::lock_guard lock(m_mutex);
            run = m_run;
        }
        if (!run) return makeError(ErrorKind::Usage, "The run does not wait for an answer to this question.");
        return run->decide(question, verdict, raised);
    }

    double seconds() const override {
        std::shared_ptr<Run> run;
        {
            std::lock_guard lock(m_mutex);
            if (!m_run) return m_seconds;
            run = m_run;
        }
        return run->seconds();
    }

    void pause() override { wish(true); }
    void resume() override { wish(false); }
    void stop() override {
        m_cancel.cancel();
        std::shared_ptr<Run> run;
        {
            std::lock_guard lock(m_mutex);
            m_stopWanted = true;
            run = m_run;
        }
        if (run) run->stop();
        notify();
    }
    void stopNow() override {
        {
            std::lock_guard lock(m_mutex);
            m_abandon = true;
        }
        m_changed.notify_all();
        stop();
    }

    bool waitFor(LivePhase phase, std::chrono::milliseconds time) override {
        std::unique_lock lock(m_mutex);
        const auto reached = [&] { return m_reached >= phase; };
        if (time.count() < 0) {
            m_changed.wait(lock, reached);
            return true;
        }
        return m_changed.wait_for(lock, time, reached);
    }

private:
    // ---- the run's own thread, from start to end --------------------------------------------------------------

    void drive() {
        Status outcome;
        try {
            outcome = lifetime();
        } catch (const std::bad_alloc&) {
            outcome = makeError(ErrorKind::Io, "There is not enough memory for this run.",
                                "Load less, or close other programs.");
        }
        {
            std::lock_guard lock(m_mutex);
            if (!outcome) m_error = outcome.error();
        }
        enter(LivePhase::Ended);
    }

    Status lifetime() {
        auto context = loadedContext();
        if (!context) return context.error();
        if (m_listener.loaded) m_listener.loaded(*context);

        enter(LivePhase::Starting);
        std::error_code code;
        const bool existed = fs::exists(trace(), code);
        if (auto parent = trace().parent_path(); !parent.empty()) fs::create_directories(parent, code);
        if (code)
            return makeError(ErrorKind::Io, "The folder for the trace " + trace().string() + " cannot be made: " +
                             code.message());
        auto writer = TraceWriter::open(trace());
        if (!writer) return writer.error();

        const auto info = contextInfo(**context);
        auto started = startEngine(**writer, *context, info);
        if (!started) {
            // Nothing happened that anybody would want to look at.
            writer->reset();
            if (!existed) removeTrace();
            return started.error();
        }
        if (m_request.storeContext) storeContext(**writer, contextBlobs(*context, info));
        else contextIsDone();
        context = makeError(ErrorKind::Internal, "released");

        enter(LivePhase::Running);
        applyEarlyWishes();
        auto ended = m_run->wait();
        {
            std::lock_guard lock(m_mutex);
            m_result = std::move(ended);
        }
        enter(LivePhase::Finishing);
        auto outcome = finish(**writer);
        releaseTrace();
        return outcome;
    }

    Result<std::shared_ptr<const Context>> loadedContext() {
        if (m_request.loaded) return m_request.loaded;
        auto loaded = loadContext(m_request.context, m_cancel.token(), [this](const LoadProgress& progress) {
            {
                std::lock_guard lock(m_mutex);
                m_loading = progress;
            }
            notify();
        });
        if (!loaded) return loaded.error();
        return std::make_shared<const Context>(std::move(*loaded));
    }

    Status startEngine(TraceWriter& writer, const std::shared_ptr<const Context>& context,
                       const ContextInfo& info) {
        TraceWriter::Listener listener;
        listener.committed = [this](const std::vector<Event>& events) { committed(events); };
        if (m_listener.live) listener.live = m_listener.live;
        auto sink = writer.beginRun(m_id, std::move(listener));
        if (!sink) return sink.error();

        RunParts parts;
        parts.context = context;
        parts.contextInfo = info;
        parts.relations = m_request.relations;
        parts.program = programName();
        parts.models = m_request.models;
        parts.repls = m_request.repls;
        parts.sink = *sink;
        parts.packageFolders = m_request.packageFolders;
        parts.snapshots = m_request.snapshots;
        parts.canAsk = m_request.canAsk;
        parts.inherited = m_request.inherited;
        parts.replies = m_request.spec.reuseReplies ? withReplyCache(m_request.replies) : m_request.replies;
        parts.tools = m_request.recordedTools;
        if (m_request.trustedTools) {
            auto tools = trustedTools();
            if (!tools) return tools.error();
            parts.tools = std::move(*tools);
        }
        auto run = Run::start(m_request.spec, std::move(parts));
        if (!run) return run.error();
        m_sink = std::move(*sink);
        if (const auto summary = context->report.summary(); !summary.empty())
            m_sink->append({}, {}, Note{summary, context->report.clean() ? "info" : "warning"});
        if (const auto memory = context->memoryNote(); !memory.empty()) m_sink->append({}, {}, Note{memory, "info"});
        std::lock_guard lock(m_mutex);
        m_run = std::move(*run);
        return {};
    }

    // Runs the file of the user, outside the sandbox: the one place where that happens, after checkRequest() has seen
    // that it was allowed.
    Result<std::shared_ptr<ToolHost>> trustedTools() {
        ToolProcessOptions options;
        options.path = m_request.trustedTools->path;
        options.source = m_request.trustedTools->source;
        if (!m_request.access.keyEnv.empty()) options.hidden.push_back(m_request.access.keyEnv);
        for (auto& name : machineKeyVariables()) options.hidden.push_back(std::move(name));
        auto host = startToolProcess(options, m_cancel.token());
        if (!host) return host.error();
        return std::shared_ptr<ToolHost>(std::move(*host));
    }

    void storeContext(TraceWriter& writer, std::vector<BlobSource> blobs) {
        // The writer holds this callback and the sink holds the writer: a strong reference here would keep both for ever.
        std::weak_ptr<EventSink> weak = m_sink;
        writer.storeInBackground(std::move(blobs), [this, weak](const Status& status) {
            // A context that did not get into the trace is not a failed run, but it must be said.
            const auto sink = weak.lock();
            if (sink && status)
                sink->append({}, {}, ContextStored{});
            else if (sink)
                sink->append({}, {}, Note{"The context could not be stored: " + status.error().text(), "error"});
            std::lock_guard lock(m_mutex);
            m_contextDone = true;
            if (!status) m_error = status.error();
            m_changed.notify_all();
        });
    }

    void contextIsDone() {
        std::lock_guard lock(m_mutex);
        m_contextDone = true;
    }

    // What was asked for while there was no engine yet.
    void applyEarlyWishes() {
        std::lock_guard control(m_control);
        bool stopWanted, pauseWanted;
        {
            std::lock_guard lock(m_mutex);
            stopWanted = m_stopWanted;
            pauseWanted = m_pauseWanted;
        }
        if (stopWanted) m_run->stop();
        else if (pauseWanted) m_run->pause();
    }

    Status finish(TraceWriter& writer) {
        std::optional<Error> storing;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return m_contextDone || m_abandon; });
            if (m_abandon) return {};
            storing = m_error;
        }
        if (auto packed = writer.finish(); !packed) return packed.error();
        if (storing) return *storing;
        return {};
    }

    // The engine and the sink hold the file open, and its lock.
    void releaseTrace() {
        std::shared_ptr<Run> run;
        {
            std::lock_guard lock(m_mutex);
            m_seconds = m_run->seconds();
            m_budget = m_run->budget();
            run = std::move(m_run);
        }
        run.reset();
        m_sink.reset();
    }

    void removeTrace() {
        std::error_code code;
        for (const char* suffix : {"", "-wal", "-shm", ".lock"}) fs::remove(trace().string() + suffix, code);
    }

    static std::string programName() { return std::string("rlmscope ") + RLMSCOPE_VERSION; }

    // ---- state and news ---------------------------------------------------------------------------------------

    void wish(bool pauseWanted) {
        {
            std::lock_guard control(m_control);
            std::shared_ptr<Run> run;
            {
                std::lock_guard lock(m_mutex);
                m_pauseWanted = pauseWanted;
                run = m_run;
            }
            if (run && pauseWanted) run->pause();
            else if (run) run->resume();
        }
        notify();
    }

    LiveStatus statusLocked() const {
        LiveStatus status{m_phase, m_loading, m_error};
        // From the moment that there is an engine until it has ended, it knows best.
        const bool engine = m_phase == LivePhase::Running || (m_phase == LivePhase::Starting && m_run);
        if (!engine) {
            if (m_stopWanted && m_phase < LivePhase::Running) status.phase = LivePhase::Stopping;
            return status;
        }
        status.phase = LivePhase::Running;
        switch (m_run->state()) {
        case RunState::Running: break;
        case RunState::Pausing: status.phase = LivePhase::Pausing; break;
        case RunState::Paused: status.phase = LivePhase::Paused; break;
        case RunState::Stopping:
        case RunState::Ended: status.phase = LivePhase::Stopping; break;
        }
        return status;
    }

    void enter(LivePhase phase) {
        {
            std::lock_guard lock(m_mutex);
            m_phase = phase;
        }
        notify();
        {
            std::lock_guard lock(m_mutex);
            m_reached = phase;
        }
        m_changed.notify_all();
    }

    void committed(const std::vector<Event>& events) {
        if (m_listener.committed) m_listener.committed(events);
        for (const auto& event : events) {
            if (!std::holds_alternative<GateChanged>(event.body)) continue;
            notify();
            break;
        }
    }

    // Several threads have news. One of them tells the listener, the others leave theirs with it: calls come in order,
    // one at a time, and a listener may call back into the run.
    void notify() {
        if (!m_listener.status) return;
        std::unique_lock lock(m_mutex);
        m_news.push_back(statusLocked());
        if (m_telling) return;
        m_telling = true;
        while (!m_news.empty()) {
            const auto status = std::move(m_news.front());
            m_news.pop_front();
            lock.unlock();
            m_listener.status(status);
            lock.lock();
        }
        m_telling = false;
    }

    RunRequest m_request;
    const LiveListener m_listener;
    const RunId m_id;
    CancelSource m_cancel;

    std::mutex m_control;       // orders what the user asks for; taken before m_mutex
    mutable std::mutex m_mutex; // guards everything below, except what only m_thread touches
    std::condition_variable m_changed;
    LivePhase m_phase = LivePhase::Loading; // never one of the phases that the engine knows better
    LivePhase m_reached = LivePhase::Loading; // follows m_phase when the listener has been told; what waitFor() sees
    LoadProgress m_loading;
    std::optional<Error> m_error;
    std::optional<RunEnded> m_result;
    std::deque<LiveStatus> m_news;
    bool m_telling = false;
    bool m_stopWanted = false, m_pauseWanted = false, m_abandon = false, m_contextDone = false;
    double m_seconds = 0;              // of a run that has been released
    BudgetState m_budget;              // the same
    std::shared_ptr<EventSink> m_sink; // only m_thread
    std::shared_ptr<Run> m_run;        // from Starting to the end of Finishing; destroyed before what it calls back
    std::thread m_thread;
};

} // namespace

Result<std::shared_ptr<LiveRun>> startRun(RunRequest request, LiveListener listener) {
    request = completed(std::move(request));
    if (!request.repls) {
        auto repls = standardRepls();
        if (!repls) return repls.error();
        request.repls = std::move(*repls);
    }
    if (const auto problems = checkRequest(request); !problems.empty()) {
        Error all = problems.front().error;
        for (std::size_t i = 1; i < problems.size(); ++i) {
            if (!all.hint.empty()) all.message += " " + std::exchange(all.hint, {});
            all.message += "\n" + problems[i].error.text();
        }
        return all;
    }
    return std::static_pointer_cast<LiveRun>(std::make_shared<LiveRunThread>(std::move(request), std::move(listener)));
}

} // namespace rlmscope
