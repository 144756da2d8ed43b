#include "providers/model_check.h"

#include "base/text.h"

#include <atomic>
#include <condition_variable>
#include <mutex>

namespace rlmscope {
namespace {

/// Waits for something that another thread says once.
template<typename T>
class Answer {
public:
    void set(T value) {
        const std::lock_guard lock(m_mutex);
        m_value = std::move(value);
        m_changed.notify_all();
    }
    T wait() {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_value.has_value(); });
        return std::move(*m_value);
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::optional<T> m_value;
};

class Check {
public:
    Check(const std::string& spec, const ModelCheckOptions& options, CancelToken cancel) : m_options(options), m_cancel(std::move(cancel)) {
        m_report.spec = m_report.resolved = spec;
    }

    ModelCheckReport run(ModelDirectory& models) {
        step(CheckStep::Finding);
        auto found = models.find(m_report.spec);
        if (!found) {
            fail(found.error().kind == ErrorKind::Auth ? CheckVerdict::NoKey : CheckVerdict::BadSpec, found.error());
            return std::move(m_report);
        }
        m_report.info = (*found)->info();
        if (!m_report.info.spec.empty()) m_report.resolved = m_report.info.spec;
        if (const auto* http = dynamic_cast<const HttpModel*>(found->get()); http && !list(*http)) return std::move(m_report);
        call(**found);
        return std::move(m_report);
    }

private:
    void step(CheckStep now) const {
        if (m_options.step) m_options.step(now);
    }

    void fail(CheckVerdict verdict, Error error) {
        m_report.verdict = verdict;
        m_report.error = std::move(error);
    }

    /// False when a call makes no sense any more.
    bool list(const HttpModel& model) {
        step(CheckStep::Listing);
        const auto answer = std::make_shared<Answer<ListOutcome>>();
        listModels(model, m_options.listPatience, m_cancel, [answer](ListOutcome outcome) { answer->set(std::move(outcome)); });
        ListOutcome outcome = answer->wait();
        if (outcome.list) {
            m_report.listed = true;
            m_report.list = std::move(*outcome.list);
            m_report.inList = isListed(m_report.list, m_report.info.name);
            if (!m_report.inList) m_report.near = nearNames(m_report.list, m_report.info.name);
            return true;
        }
        m_report.listError = outcome.list.error();
        const Error& error = *m_report.listError;
        if (error.kind == ErrorKind::Cancelled) return fail(CheckVerdict::Cancelled, error), false;
        if (error.kind == ErrorKind::Usage) return fail(CheckVerdict::BadSpec, error), false;
        if (error.kind == ErrorKind::Network && outcome.http == 0)
            return fail(outcome.silent ? CheckVerdict::TooSlow : CheckVerdict::DeadServer, error), false;
        m_keyGiven = model.place().keyGiven;
        return true; // without a list a model may work all the same
    }

    void call(LanguageModel& model) {
        step(CheckStep::Calling);
        if (const auto* http = dynamic_cast<const HttpModel*>(&model)) m_keyGiven = http->place().keyGiven;
        ModelRequest request;
        request.messages.push_back(Message::text(Role::User, m_options.prompt));
        request.outputCap = m_options.outputCap;
        request.depth = 1;
        const auto answer = std::make_shared<Answer<AttemptOutcome>>();
        const auto first = std::make_shared<std::atomic<Nanos>>(0);
        const Nanos begin = Clock::system().steady();
        AttemptListener listener;
        listener.delta = [first](PartKind, std::string_view) {
            Nanos none = 0;
            first->compare_exchange_strong(none, Clock::system().steady());
        };
        listener.done = [answer](AttemptOutcome outcome) { answer->set(std::move(outcome)); };
        m_report.called = true;
        model.start(std::move(request), m_cancel, std::move(listener));
        AttemptOutcome outcome = answer->wait();
        m_report.total = Clock::system().steady() - begin;
        if (first->load() > 0) m_report.firstToken = first->load() - begin;
        if (auto* reply = std::get_if<ModelReply>(&outcome)) succeed(model, std::move(*reply));
        else failed(std::get<ModelFailure>(std::move(outcome)));
    }

    void succeed(const LanguageModel& model, ModelReply reply) {
        m_report.verdict = CheckVerdict::Works;
        m_report.reply = plainText(reply.parts);
        m_report.modelReported = std::move(reply.modelReported);
        m_report.finish = reply.finish;
        m_report.usage = reply.usage;
        m_report.usageKnown = reply.usageKnown;
        m_report.costReported = reply.reportedCost.has_value();
        m_report.cost = reply.reportedCost;
        if (const auto& price = model.info().price; !m_report.cost && price && reply.usageKnown) m_report.cost = price->cost(reply.usage);
    }

    void failed(ModelFailure failure) {
        const CheckVerdict verdict = verdictOf(failure);
        if (verdict == CheckVerdict::NoSuchModel && !m_report.near.empty()) {
            std::string names;
            for (const std::string& name : m_report.near) names += (names.empty() ? "" : ", ") + name;
            failure.error.hint = "It has " + names + ".";
        }
        fail(verdict, std::move(failure.error));
    }

    CheckVerdict verdictOf(const ModelFailure& failure) const {
        const Error& error = failure.error;
        // A list that came shows that a model server is there.
        const bool noList = m_report.listError && m_report.listError->kind != ErrorKind::Unsupported;
        if (error.hint == NoCreditHint) return CheckVerdict::NoCredit;
        switch (error.kind) {
        case ErrorKind::Cancelled: return CheckVerdict::Cancelled;
        case ErrorKind::Auth: return m_keyGiven ? CheckVerdict::WrongKey : CheckVerdict::NoKey;
        case ErrorKind::RateLimit: return CheckVerdict::RateLimited;
        case ErrorKind::Usage: return CheckVerdict::BadSpec;
        case ErrorKind::Network:
            if (!failure.sent) return CheckVerdict::DeadServer;
            // The transport's time-outs are told from broken connections by their sentence alone.
            return failure.http == 0 && error.message.find("in time") != std::string::npos ? CheckVerdict::TooSlow : CheckVerdict::Failed;
        case ErrorKind::Provider: break;
        default: return CheckVerdict::Failed;
        }
        const bool unknown = m_report.listed && !m_report.inList;
        if (failure.http == 404) return noList && !unknown ? CheckVerdict::NotAModelServer : CheckVerdict::NoSuchModel;
        // Some say 400; then it has to be about the model, behind "MODEL at HOST answered 400:".
        const std::size_t words = error.message.find("answered 400:");
        if (words != std::string::npos && unknown && error.message.find("model", words) != std::string::npos) return CheckVerdict::NoSuchModel;
        const bool strange = failure.http == 200 || failure.http == 405 || failure.http == 501 || (failure.http >= 300 && failure.http < 400);
        return noList && strange ? CheckVerdict::NotAModelServer : CheckVerdict::Failed;
    }

    const ModelCheckOptions& m_options;
    const CancelToken m_cancel;
    bool m_keyGiven = false;
    ModelCheckReport m_report;
};

} // namespace

std::string_view toString(CheckVerdict verdict) {
    switch (verdict) {
    case CheckVerdict::Works: return "works";
    case CheckVerdict::BadSpec: return "bad_spec";
    case CheckVerdict::NoKey: return "no_key";
    case CheckVerdict::WrongKey: return "wrong_key";
    case CheckVerdict::NoCredit: return "no_credit";
    case CheckVerdict::RateLimited: return "rate_limited";
    case CheckVerdict::NoSuchModel: return "no_such_model";
    case CheckVerdict::DeadServer: return "dead_server";
    case CheckVerdict::NotAModelServer: return "not_a_model_server";
    case CheckVerdict::TooSlow: return "too_slow";
    case CheckVerdict::Failed: return "failed";
    case CheckVerdict::Cancelled: return "cancelled";
    }
    return "failed";
}

std::string ModelCheckReport::summary() const {
    if (!works()) return error ? error->text() : std::string("It was not asked.");
    std::string text = (info.simulated ? "The simulated model works." : info.name + " at " + info.provider + " works.");
    if (listed && !inList) text += " The server does not list it under this name.";
    if (trimmed(reply).empty()) text += " It used the few tokens of the test for thoughts and said nothing; a run allows more.";
    return text;
}

ModelCheckReport checkModel(ModelDirectory& models, const std::string& spec, const ModelCheckOptions& options, CancelToken cancel) {
    return Check(spec, options, std::move(cancel)).run(models);
}

ModelCheck::ModelCheck(std::shared_ptr<ModelDirectory> models, std::string spec, ModelCheckOptions options,
                       std::function<void(ModelCheckReport)> done)
    : m_thread([models = std::move(models), spec = std::move(spec), options = std::move(options), done = std::move(done), token = m_cancel.token()] {
        done(checkModel(*models, spec, options, token));
    }) {}

ModelCheck::~ModelCheck() {
    m_cancel.cancel();
    m_thread.join();
}

} // namespace rlmscope
