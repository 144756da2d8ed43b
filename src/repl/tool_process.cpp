#include "repl/tool_process.h"

#include "base/json.h"
#include "repl/tool_server.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <future>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>

namespace rlmscope {
namespace {

using namespace repl;
using nlohmann::json;

constexpr int MostOutputLines = 1'000;

std::string fileName(const std::string& path) { return std::filesystem::path(path).filename().string(); }

Error fileError(const std::string& path, const ToolMessage& message) {
    const std::string where = path + (message.line ? ", line " + std::to_string(message.line) : "");
    return makeError(ErrorKind::BadInput, where + ": " + message.text);
}

std::string firstLine(const char* op, const ToolProcessOptions& options) {
    return dumpJson(json{{"op", op}, {"path", options.path}, {"source", options.source}});
}

/// The state of a ToolProcess. Everything without a mutex belongs to the loop's thread.
class Core : public std::enable_shared_from_this<Core> {
public:
    Core(ToolProcessOptions options, IoLoop& loop) : m_options(std::move(options)), m_loop(loop) {}

    struct Call {
        std::uint64_t id = 0;
        std::string name, arguments;
        ToolHost::Done done; ///< empty: answered
        CancelToken::Callback whenCancelled;
    };
    using CallPtr = std::shared_ptr<Call>;

    /// The first process: tells whether the file can be run.
    using Ready = std::function<void(Result<std::vector<ToolInfo>>)>;
    void startFirst(Ready ready) {
        m_firstReady = std::move(ready);
        startServer();
    }
    void begin(const CallPtr& call) {
        if (!call->done) return; // cancelled already
        m_waiting.push_back(call);
        pump();
    }
    void cancel(std::uint64_t id);
    void shutdown();
    void onOutput(std::function<void(std::string)> output);

private:
    struct Place {
        std::shared_ptr<ToolServer> server;
        std::map<std::uint64_t, CallPtr> calls; ///< sent and not come back, cancelled ones included
        bool ready = false;
        std::size_t wanted() const {
            return static_cast<std::size_t>(std::count_if(calls.begin(), calls.end(), [](const auto& c) { return bool(c.second->done); }));
        }
    };
    using PlacePtr = std::shared_ptr<Place>;

    void startServer();
    void message(const PlacePtr& place, ToolMessage message);
    void ended(const PlacePtr& place, const std::string& cause);
    void noServer(const Error& error);
    void pump();
    void giveUp(const PlacePtr& place);
    void endIfUnwanted(const PlacePtr& place);
    void say(std::string line);
    static void finish(Call& call, Result<std::string> result) {
        if (auto done = std::exchange(call.done, {})) done(std::move(result));
    }

    const ToolProcessOptions m_options;
    IoLoop& m_loop;
    Ready m_firstReady;
    PlacePtr m_current;              ///< takes new calls; null: the next call starts one
    std::vector<PlacePtr> m_retired; ///< finish what they have
    std::deque<CallPtr> m_waiting;
    bool m_over = false;

    std::mutex m_outputMutex;
    std::function<void(std::string)> m_output; // guarded by m_outputMutex, called under it
    std::vector<std::string> m_early;          // guarded by m_outputMutex: said before anybody listened
    int m_outputLines = 0;                     // guarded by m_outputMutex
};

void Core::startServer() {
    const auto place = std::make_shared<Place>();
    m_current = place;
    ToolServer::Events events;
    const std::weak_ptr<Core> weak = weak_from_this();
    const std::weak_ptr<Place> weakPlace = place;
    events.message = [weak, weakPlace](ToolMessage m) {
        const auto self = weak.lock();
        const auto at = weakPlace.lock();
        if (self && at) self->message(at, std::move(m));
    };
    events.output = [weak](std::string line) {
        if (const auto self = weak.lock()) self->say(std::move(line));
    };
    events.ended = [weak, weakPlace](const std::string& cause) {
        const auto self = weak.lock();
        const auto at = weakPlace.lock();
        if (self && at) self->ended(at, cause);
    };
    auto server = ToolServer::start(m_loop, {m_options.python, m_options.hidden}, std::move(events));
    if (!server) {
        m_current.reset();
        return noServer(server.error());
    }
    place->server = std::move(*server);
    place->server->send(firstLine("load", m_options));
    const auto end = monotonicNow() + static_cast<Nanos>(m_options.startSeconds * 1e9);
    m_loop.at(end, [weak, weakPlace, seconds = m_options.startSeconds] {
        const auto self = weak.lock();
        const auto at = weakPlace.lock();
        if (!self || !at || at->ready || self->m_current != at) return;
        at->server->end();
        self->m_current.reset();
        self->noServer(makeError(ErrorKind::BadInput, self->m_options.path + " was not run to its end within " +
                                                          std::to_string(static_cast<int>(seconds)) + " s.",
                                 "Functions belong into it, and no work."));
    });
}

/// The file cannot be run (any more): whoever waits is told.
void Core::noServer(const Error& error) {
    if (auto ready = std::exchange(m_firstReady, {})) return ready(error);
    for (const auto& call : std::exchange(m_waiting, {})) finish(*call, error);
}

void Core::message(const PlacePtr& place, ToolMessage message) {
    using Op = ToolMessage::Op;
    if (message.op == Op::Ready || message.op == Op::Failed) {
        if (place->ready) {
            place->server->end();
            return ended(place, "it said twice that it is ready");
        }
        if (message.op == Op::Failed) {
            place->server->end();
            if (m_current == place) m_current.reset();
            return noServer(fileError(m_options.path, message));
        }
        place->ready = true;
        if (auto ready = std::exchange(m_firstReady, {})) ready(std::move(message.tools));
        return pump();
    }
    const auto found = place->calls.find(message.id);
    if (found == place->calls.end()) {
        place->server->end();
        return ended(place, "it answered a call that nobody made");
    }
    const CallPtr call = found->second;
    place->calls.erase(found);
    if (message.op == Op::Result) {
        finish(*call, std::move(message.text));
    } else {
        const std::string where = message.line ? " (" + fileName(m_options.path) + ", line " + std::to_string(message.line) + ")" : "";
        finish(*call, makeError(ErrorKind::Code, message.text + where));
    }
    endIfUnwanted(place);
    pump();
}

void Core::ended(const PlacePtr& place, const std::string& cause) {
    if (m_current == place) m_current.reset();
    m_retired.erase(std::remove(m_retired.begin(), m_retired.end(), place), m_retired.end());
    const auto error = makeError(ErrorKind::Worker, "The process of the trusted tools ended: " + cause + ".");
    for (const auto& [id, call] : std::exchange(place->calls, {})) finish(*call, error);
    if (!place->ready) noServer(error);
    else pump();
}

void Core::pump() {
    while (!m_waiting.empty() && !m_over) {
        if (!m_current) return startServer();
        if (!m_current->ready || m_current->calls.size() >= static_cast<std::size_t>(std::max(m_options.parallel, 1))) return;
        const CallPtr call = m_waiting.front();
        m_waiting.pop_front();
        if (!call->done) continue;
        m_current->calls[call->id] = call;
        m_current->server->send(
            dumpJson(json{{"op", "call"}, {"id", call->id}, {"name", call->name}, {"arguments", call->arguments}}));
        call->arguments.clear();
    }
}

void Core::cancel(std::uint64_t id) {
    const auto error = makeError(ErrorKind::Cancelled, "The call was cancelled.");
    for (const auto& call : m_waiting)
        if (call->id == id) finish(*call, error); // pump() passes over it
    std::vector<PlacePtr> places = m_retired;
    if (m_current) places.push_back(m_current);
    for (const auto& place : places) {
        const auto found = place->calls.find(id);
        if (found == place->calls.end()) continue;
        finish(*found->second, error);
        m_loop.at(monotonicNow() + static_cast<Nanos>(m_options.graceSeconds * 1e9),
                  [weak = weak_from_this(), weakPlace = std::weak_ptr(place), id] {
                      const auto self = weak.lock();
                      const auto at = weakPlace.lock();
                      if (self && at && at->calls.count(id) > 0) self->giveUp(at);
                  });
    }
}

/// A call in it does not end. Threads of Python cannot be killed, so its process is, once nobody else waits for it.
void Core::giveUp(const PlacePtr& place) {
    if (m_current == place) {
        m_current.reset();
        m_retired.push_back(place);
    }
    endIfUnwanted(place);
    pump();
}

void Core::endIfUnwanted(const PlacePtr& place) {
    if (place->wanted() > 0) return;
    const auto retired = std::find(m_retired.begin(), m_retired.end(), place);
    if (retired == m_retired.end()) return;
    m_retired.erase(retired);
    place->server->end();
}

void Core::shutdown() {
    m_over = true;
    m_firstReady = {};
    const auto error = makeError(ErrorKind::Cancelled, "The run has ended.");
    std::vector<PlacePtr> places = std::exchange(m_retired, {});
    if (m_current) places.push_back(std::exchange(m_current, {}));
    for (const auto& call : std::exchange(m_waiting, {})) finish(*call, error);
    for (const auto& place : places) {
        if (place->server) place->server->end();
        for (const auto& [id, call] : std::exchange(place->calls, {})) finish(*call, error);
    }
}

void Core::say(std::string line) {
    const std::lock_guard lock(m_outputMutex);
    if (++m_outputLines > MostOutputLines) return;
    if (m_outputLines == MostOutputLines) line = "[what it prints after this is not kept]";
    if (m_output) m_output(std::move(line));
    else m_early.push_back(std::move(line));
}

void Core::onOutput(std::function<void(std::string)> output) {
    const std::lock_guard lock(m_outputMutex);
    m_output = std::move(output);
    if (!m_output) return;
    for (auto& line : std::exchange(m_early, {})) m_output(std::move(line));
}

class ToolProcess final : public ToolHost {
public:
    explicit ToolProcess(ToolProcessOptions options) : m_core(std::make_shared<Core>(std::move(options), m_loop)) {}
    ~ToolProcess() override {
        std::promise<void> over;
        m_loop.post([&] {
            m_core->shutdown();
            over.set_value();
        });
        over.get_future().wait();
    }

    Status start(const CancelToken& cancel) {
        std::promise<Result<std::vector<ToolInfo>>> promise;
        auto future = promise.get_future();
        std::once_flag once;
        const auto tell = [&](Result<std::vector<ToolInfo>> result) {
            std::call_once(once, [&] { promise.set_value(std::move(result)); });
        };
        const CancelToken::Callback cancelled(cancel, [&] { tell(makeError(ErrorKind::Cancelled, "The run was stopped.")); });
        m_loop.post([&] { m_core->startFirst(tell); });
        auto tools = future.get();
        // Nothing may call tell() any more when it goes.
        std::promise<void> quiet;
        m_loop.post([&] {
            if (!tools) m_core->shutdown();
            quiet.set_value();
        });
        quiet.get_future().wait();
        if (!tools) return tools.error();
        m_tools = std::move(*tools);
        return {};
    }

    const std::vector<ToolInfo>& tools() const override { return m_tools; }

    void call(const std::string& name, std::string arguments, CancelToken cancel, Done done) override {
        const auto call = std::make_shared<Core::Call>();
        call->id = ++m_lastId;
        call->name = name;
        call->arguments = std::move(arguments);
        call->done = std::move(done);
        const bool known = std::any_of(m_tools.begin(), m_tools.end(), [&](const ToolInfo& t) { return t.name == name; });
        if (!known) {
            m_loop.post([call] { std::exchange(call->done, {})(makeError(ErrorKind::Code, "There is no tool \"" + call->name + "\".")); });
            return;
        }
        // A call that nobody wants must not be sent: its answer could be here before the cancelling is.
        if (cancel.cancelled()) {
            m_loop.post([call] { std::exchange(call->done, {})(makeError(ErrorKind::Cancelled, "The call was cancelled.")); });
            return;
        }
        m_loop.post([core = m_core, call] { core->begin(call); });
        // After begin() in the loop's order, whenever it comes.
        call->whenCancelled = CancelToken::Callback(cancel, [this, id = call->id] {
            m_loop.post([core = m_core, id] { core->cancel(id); });
        });
    }

    void onOutput(std::function<void(std::string)> output) override { m_core->onOutput(std::move(output)); }

private:
    std::vector<ToolInfo> m_tools; ///< set by start()
    std::atomic<std::uint64_t> m_lastId = 0;
    IoLoop m_loop;
    const std::shared_ptr<Core> m_core;
};

} // namespace

Result<std::unique_ptr<ToolHost>> startToolProcess(const ToolProcessOptions& options, CancelToken cancel) {
    auto process = std::make_unique<ToolProcess>(options);
    if (const auto started = process->start(cancel); !started) return started.error();
    return std::unique_ptr<ToolHost>(std::move(process));
}

Result<std::vector<ToolInfo>> readToolsFile(const ToolProcessOptions& options, CancelToken cancel) {
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<Result<std::vector<ToolInfo>>> answer; // guarded by mutex; the first one counts
    const auto tell = [&](Result<std::vector<ToolInfo>> result) {
        const std::lock_guard lock(mutex);
        if (!answer) answer = std::move(result);
        changed.notify_all();
    };
    IoLoop loop;
    std::shared_ptr<ToolServer> server; // loop's thread
    loop.post([&] {
        ToolServer::Events events;
        events.message = [&](const ToolMessage& message) {
            if (message.op == ToolMessage::Op::Ready) tell(message.tools);
            else tell(fileError(options.path, message));
        };
        events.ended = [&](const std::string& cause) {
            tell(makeError(ErrorKind::Worker, options.path + " cannot be read: Python ended: " + cause + "."));
        };
        auto started = ToolServer::start(loop, {options.python, options.hidden}, std::move(events));
        if (!started) return tell(started.error());
        server = std::move(*started);
        server->send(firstLine("inspect", options));
    });
    {
        const CancelToken::Callback cancelled(cancel, [&] { tell(makeError(ErrorKind::Cancelled, "Cancelled.")); });
        std::unique_lock lock(mutex);
        const auto time = std::chrono::duration<double>(options.startSeconds);
        if (!changed.wait_for(lock, time, [&] { return answer.has_value(); }))
            answer = makeError(ErrorKind::Worker, options.path + " cannot be read: Python does not answer.");
    }
    std::promise<void> over;
    loop.post([&] {
        if (server) server->end();
        over.set_value();
    });
    over.get_future().wait();
    return *answer;
}

} // namespace rlmscope
