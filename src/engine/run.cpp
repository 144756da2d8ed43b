#include "engine/run.h"

#include "base/json.h"
#include "engine/frame.h"
#include "engine/run_core.h"

#include <algorithm>
#include <condition_variable>
#include <future>
#include <mutex>
#include <nlohmann/json.hpp>
#include <system_error>
#include <thread>

namespace rlmscope {
namespace {

Status checkSpec(const RunSpec& spec) {
    const auto problems = spec.validate();
    if (problems.empty()) return {};
    std::string text;
    for (const auto& problem : problems) text += (text.empty() ? "" : "; ") + problem.field + ": " + problem.message;
    return makeError(ErrorKind::Usage, "The run cannot start: " + text + ".");
}

/// What the spec only describes must be there: the file of trusted tools, the folders of packages.
Status checkParts(const RunSpec& spec, const RunParts& parts) {
    if (!spec.trustedTools.empty() && !parts.tools)
        return makeError(ErrorKind::Usage,
                         "The run cannot start: its trusted tools (" + spec.trustedTools.front().name +
                             (spec.trustedTools.size() > 1 ? ", ..." : "") + ") come from a file that is not here.",
                         "Name the file, or leave the tools out.");
    if (spec.packages.size() != parts.packageFolders.size())
        return makeError(ErrorKind::Usage, "The run cannot start: a folder of Python packages is not named.",
                         "Name the folders again, or leave the packages out.");
    return {};
}

Result<RunCore::Models> resolveModels(const RunSpec& spec, ModelDirectory& directory) {
    RunCore::Models models;
    for (const std::string& name : spec.models) {
        if (models.contains(name)) continue;
        auto found = directory.find(name);
        if (!found) return found.error();
        auto given = spec.prices.find(name);
        if (given == spec.prices.end()) given = spec.prices.find((*found)->info().spec); // what an alias stands for
        const auto price = given != spec.prices.end() ? std::optional(given->second) : (*found)->info().price;
        if ((spec.limits.usd || spec.limits.child.usd) && !price)
            return makeError(ErrorKind::Usage,
                             "The price of the model " + name + " is not known, so a limit in USD cannot be kept.",
                             "Give its price (--price IN,OUT in USD per million tokens), or limit calls or tokens instead.");
        models.emplace(name, RunCore::ResolvedModel{std::move(*found), price});
    }
    return models;
}

JsonText modelsJson(const RunCore::Models& models) {
    auto list = nlohmann::json::array();
    for (const auto& [spec, resolved] : models) {
        const ModelInfo& info = resolved.model->info();
        nlohmann::json model = {{"spec", spec},           {"name", info.name},           {"provider", info.provider},
                                {"window", info.window},  {"max_output", info.maxOutput}, {"simulated", info.simulated},
                                {"ignores_caps", info.ignoresCaps}};
        if (!info.spec.empty() && info.spec != spec) model["resolved"] = info.spec; // the spec was an alias
        if (const auto& price = resolved.price) {
            model["price"] = {{"input", price->input},           {"output", price->output},
                              {"cache_read", price->cacheRead},  {"cache_write", price->cacheWrite},
                              {"simulated", price->simulated}};
            for (const PriceTier& tier : price->tiers)
                model["price"]["tiers"].push_back({{"above", tier.above},          {"input", tier.input},
                                                   {"output", tier.output},        {"cache_read", tier.cacheRead},
                                                   {"cache_write", tier.cacheWrite}});
            // A price that the user gave for this run is from no table.
            if (!info.priceTable.empty() && price == info.price) model["price_table"] = info.priceTable;
        }
        list.push_back(std::move(model));
    }
    return dumpJson(list);
}

std::string reasonOf(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::Auth:
    case ErrorKind::RateLimit:
    case ErrorKind::Network:
    case ErrorKind::Provider: return "model_error";
    case ErrorKind::Context: return "context";
    case ErrorKind::Worker: return "worker";
    case ErrorKind::Cancelled: return "user";
    default: return "error";
    }
}

RunEnded endedBy(const FrameResult& result, std::string_view limit) {
    RunEnded ended;
    if (result.answer) {
        ended.status = "answered";
        ended.stopReason = result.forced ? std::string(limit.empty() ? "forced" : limit) : "answer";
        ended.answer = result.answer->json;
        ended.answerText = result.answer->text;
        return ended;
    }
    const ErrorKind kind = result.error->kind;
    ended.status = kind == ErrorKind::Budget ? "limit" : kind == ErrorKind::Cancelled ? "cancelled" : "failed";
    ended.stopReason = kind == ErrorKind::Budget ? std::string(limit.empty() ? "budget" : limit) : reasonOf(kind);
    ended.error = result.error;
    return ended;
}

class LiveRun final : public Run {
public:
    LiveRun(RunSpec spec, RunParts parts, RunCore::Models models, bool forcesLastAnswer)
        : m_core(std::move(spec), std::move(parts), std::move(models), forcesLastAnswer) {}

    ~LiveRun() override {
        if (state() != RunState::Ended) m_core.halt("cancelled", "user");
        if (m_thread.joinable()) m_thread.join();
    }

    void start() {
        m_core.sink.append({}, {}, RunStarted{m_core.spec, m_core.parts.contextInfo, m_core.parts.relations,
                                              m_core.parts.program, modelsJson(m_core.models)});
        for (const auto& [spec, resolved] : m_core.models)
            if (resolved.model->info().ignoresCaps && (m_core.spec.limits.usd || m_core.spec.limits.tokens))
                m_core.sink.append({}, {}, Note{spec + " ignores output caps: the budget is best effort, not guaranteed.", "warning"});
        if (m_core.parts.tools)
            m_core.parts.tools->onOutput([sink = m_core.parts.sink](std::string line) {
                sink->append({}, {}, Note{"Trusted tools: " + std::move(line), "info"});
            });
        sayInherited();
        m_core.watchSeconds();
        if (m_core.parts.replies)
            m_core.parts.replies->attach({[this] { m_core.expire(); }, [this] { m_core.halt("cancelled", "recording"); },
                                          [this](std::string severity, std::string text) {
                                              m_core.sink.append({}, {}, Note{std::move(text), std::move(severity)});
                                          }});
        m_thread = std::thread([this] { work(); });
    }

    void pause() override { m_core.gate.pause(); }
    void resume() override { m_core.gate.resume(); }
    void stop() override {
        if (state() != RunState::Ended) m_core.halt("cancelled", "user");
    }

    RunState state() const override {
        {
            const std::lock_guard lock(m_mutex);
            if (m_ended) return RunState::Ended;
        }
        const RunState gate = m_core.gate.state();
        return gate == RunState::Ended ? RunState::Stopping : gate; // until the last event is durable
    }

    RunEnded wait() override {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_ended.has_value(); });
        return *m_ended;
    }

    void onEnded(std::function<void(const RunEnded&)> callback) override {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_ended) {
                m_callbacks.push_back(std::move(callback));
                return;
            }
        }
        callback(*m_ended); // not changed any more
    }

    double seconds() const override { return m_core.seconds(); }
    BudgetState budget() const override { return m_core.budget(); }
    Status decide(std::int64_t question, Verdict verdict, const RaisedLimits& raised) override {
        return m_core.questions.decide(question, verdict, raised);
    }
    std::shared_ptr<Repl> repl(NodeId frame) const override { return m_core.repls.of(frame); }

private:
    void sayInherited() {
        const BudgetInherited& spent = m_core.parts.inherited;
        if (!spent.any()) return;
        LedgerEvent event{"inherited", "", "Spent by the run that this one resumes; counts toward its limits.", spent.usd};
        event.calls = spent.calls;
        event.tokens = spent.inputTokens + spent.outputTokens;
        m_core.sink.append({}, {}, std::move(event));
    }

    void work() {
        FrameStart start;
        start.model = m_core.spec.modelAt(0);
        start.question = m_core.spec.question;
        start.context = m_core.parts.context;
        start.cancel = m_core.work.token();
        static_cast<void>(m_core.desk.admitFrame({}, start.cancel)); // the first always fits
        RunEnded ended;
        {
            Frame root(m_core, std::move(start));
            const FrameResult result = root.run();
            ended = endedBy(result, root.limitHit());
        }
        m_core.threads.joinAll();
        if (m_core.parts.replies) m_core.parts.replies->attach({});
        // From here on nothing else writes: run_ended is the last event.
        if (m_core.parts.tools) m_core.parts.tools->onOutput({});
        m_core.loop.finish();
        m_core.gate.end();
        if (const auto halt = m_core.haltReason()) apply(*halt, ended);
        write(ended);
        std::vector<std::function<void(const RunEnded&)>> callbacks;
        {
            const std::lock_guard lock(m_mutex);
            m_ended = ended;
            callbacks.swap(m_callbacks);
            m_changed.notify_all();
        }
        for (const auto& callback : callbacks) callback(ended);
    }

    /// A reason from outside explains a root without an answer better than the root does. An answer that came in time
    /// stands: it was paid for.
    static void apply(const RunEnded& halt, RunEnded& ended) {
        if (ended.status != "answered") {
            ended = halt;
        } else if (halt.status != "cancelled") {
            ended.stopReason = halt.stopReason;
            ended.error = halt.error;
            if (halt.status == "failed") ended.status = "failed";
        }
    }

    /// Returns when the last event is durable, or cannot become so.
    void write(RunEnded& ended) {
        const auto durable = std::make_shared<std::promise<Status>>();
        auto future = durable->get_future();
        m_core.sink.append({}, {}, ended, [durable](const Status& status) { durable->set_value(status); });
        if (const Status status = future.get(); !status) {
            ended.status = "failed";
            ended.stopReason = "trace";
            ended.error = status.error();
        }
    }

    RunCore m_core;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::optional<RunEnded> m_ended;                                       // guarded by m_mutex, set once
    std::vector<std::function<void(const RunEnded&)>> m_callbacks;         // guarded by m_mutex
    std::thread m_thread;
};

} // namespace

Result<std::unique_ptr<Run>> Run::start(const RunSpec& spec, RunParts parts) {
    RunSpec complete = spec;
    if (parts.tools) complete.trustedTools = parts.tools->tools();
    if (const auto valid = checkSpec(complete); !valid) return valid.error();
    if (const auto there = checkParts(complete, parts); !there) return there.error();
    const auto strategy = makeStrategy(spec.strategy);
    if (!strategy) return makeError(ErrorKind::Usage, "There is no strategy named \"" + spec.strategy + "\".");
    auto models = resolveModels(spec, *parts.models);
    if (!models) return models.error();
    try {
        auto run = std::make_unique<LiveRun>(std::move(complete), std::move(parts), std::move(*models), strategy->forcesLastAnswer());
        run->start();
        return Result<std::unique_ptr<Run>>(std::move(run));
    } catch (const std::system_error& e) {
        return makeError(ErrorKind::Internal, std::string("The run cannot start: the system gives it no thread (") + e.what() + ").");
    }
}

} // namespace rlmscope
