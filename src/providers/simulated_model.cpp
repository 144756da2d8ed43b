#include "providers/simulated_model.h"
#include "base/text.h"
#include "providers/simulated/call_return.h"
#include "providers/simulated/root.h"
#include "providers/simulated/sub.h"
#include "providers/timers.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace rlmscope {

namespace {

using namespace sim;
using Steady = std::chrono::steady_clock;

/// One attempt. Touched only on the timer thread after start(); ends once.
struct SimulatedAttempt {
    ModelRequest request;
    AttemptListener listener;
    CancelToken::Callback onCancel;
    Random random{0};
    std::string reply;
    std::size_t sent = 0; ///< bytes of the reply that were streamed
    FinishReason finish = FinishReason::Stop;
    bool ended = false;
};

bool teaches(const ModelRequest& request, std::string_view text) {
    return std::any_of(request.messages.begin(), request.messages.end(),
                       [&](const Message& m) { return m.role == Role::System && m.plainText().find(text) != std::string::npos; });
}

std::string lastUserText(const ModelRequest& request) {
    for (auto it = request.messages.rbegin(); it != request.messages.rend(); ++it)
        if (it->role == Role::User) return it->plainText();
    return {};
}

class SimulatedModel : public LanguageModel, public std::enable_shared_from_this<SimulatedModel> {
public:
    explicit SimulatedModel(SimulatedOptions options) : m_options(std::move(options)) {
        m_info.spec = m_options.spec;
        m_info.name = "simulated";
        m_info.provider = "simulated";
        const auto pico = [](double perMillion) { return static_cast<std::int64_t>(std::llround(perMillion * 1e6)); };
        m_info.price = Price{pico(m_options.inputPerMillion), pico(m_options.outputPerMillion), pico(m_options.inputPerMillion),
                             pico(m_options.inputPerMillion), true};
        m_info.window = m_options.window;
        m_info.maxOutput = static_cast<int>(std::min<Tokens>(m_options.window, 32'000));
        m_info.simulated = true;
        if (m_options.tokenMs < 0) m_options.tokenMs = m_options.latencyMs / 100;
    }

    const ModelInfo& info() const override { return m_info; }

    void start(ModelRequest request, CancelToken cancel, AttemptListener listener) override {
        auto attempt = std::make_shared<SimulatedAttempt>();
        attempt->request = std::move(request);
        attempt->listener = std::move(listener);
        attempt->random = Random(hashText(attempt->request.key.text(), attempt->request.seed));
        const auto begun = Steady::now();
        Timers::shared().post(0, [this, attempt, cancel, begun] {
            attempt->onCancel = CancelToken::Callback(cancel, [this, weak = std::weak_ptr(attempt)] {
                Timers::shared().post(0, [this, weak] {
                    if (const auto a = weak.lock()) cancelled(*a);
                });
            });
            begin(attempt, begun);
        });
    }

private:
    void begin(const std::shared_ptr<SimulatedAttempt>& attempt, Steady::time_point begun) {
        const auto bytes = attempt->request.bytes();
        const auto tokens = estimateTokens(bytes);
        if (tokens > m_options.window) {
            ModelFailure failure;
            failure.error = makeError(ErrorKind::Context,
                                      "The prompt has about " + std::to_string(tokens) + " tokens; the simulated model reads at most " + std::to_string(m_options.window) + ".",
                                      "Use recursion, a smaller part, or sim:window=" + std::to_string((tokens / 1000 + 1) * 2) + "k.");
            failure.http = 400;
            failure.usageKnown = true;
            return wait(attempt, begun, m_options.latencyMs * 0.2, [this, attempt, failure] { end(*attempt, failure); });
        }
        Rot rot{std::min(0.9, m_options.rot * static_cast<double>(tokens) / 10'000.0), Random(attempt->random.next())};
        attempt->reply = toValidUtf8(compose(attempt->request, rot));
        if (const auto cap = static_cast<std::size_t>(std::max(attempt->request.outputCap, 0)) * 4; cap > 0 && attempt->reply.size() > cap) {
            auto cut = cap;
            while (cut > 0 && (static_cast<unsigned char>(attempt->reply[cut]) & 0xC0) == 0x80) --cut;
            attempt->reply.resize(cut);
            attempt->finish = FinishReason::Length;
        }
        wait(attempt, begun, m_options.latencyMs * (0.6 + 0.8 * attempt->random.unit()), [this, attempt] { stream(attempt); });
    }

    std::string compose(const ModelRequest& request, Rot& rot) const {
        if (request.role == CallRole::Sub) return subReply(lastUserText(request), rot);
        if (teaches(request, "<return>")) return callReturnReply(request, rot);
        if (!teaches(request, "```repl") && !teaches(request, "`context`")) return directReply(request, rot);
        const auto view = readRootView(request, m_options.style);
        return request.role == CallRole::Final ? forcedReply(view) : rootReply(view);
    }

    void wait(const std::shared_ptr<SimulatedAttempt>& attempt, Steady::time_point from, double ms, std::function<void()> then) {
        if (m_options.latencyMs <= 0) return then();
        const auto due = from + std::chrono::microseconds(static_cast<std::int64_t>(ms * 1000));
        Timers::shared().post(std::chrono::nanoseconds(due - Steady::now()).count(), [attempt, then = std::move(then)] {
            if (!attempt->ended) then();
        });
    }

    /// Sends the next piece and comes back for the one after it.
    void stream(const std::shared_ptr<SimulatedAttempt>& attempt) {
        auto size = attempt->reply.size() - attempt->sent;
        if (m_options.latencyMs > 0 && m_options.tokenMs > 0)
            size = std::min(size, std::max<std::size_t>(4, static_cast<std::size_t>(25.0 / m_options.tokenMs) * 4)); // about 40 pieces a second
        while (attempt->sent + size < attempt->reply.size() && (static_cast<unsigned char>(attempt->reply[attempt->sent + size]) & 0xC0) == 0x80) ++size;
        if (size > 0 && attempt->listener.delta) attempt->listener.delta(PartKind::Text, std::string_view(attempt->reply).substr(attempt->sent, size));
        attempt->sent += size;
        if (attempt->sent < attempt->reply.size())
            return wait(attempt, Steady::now(), static_cast<double>(size) / 4 * m_options.tokenMs, [this, attempt] { stream(attempt); });
        ModelReply reply;
        reply.parts = {Part{PartKind::Text, Text(attempt->reply), {}}};
        reply.finish = attempt->finish;
        reply.finishRaw = attempt->finish == FinishReason::Length ? "length" : "stop";
        reply.usage = usage(*attempt);
        reply.usageKnown = true;
        reply.modelReported = "simulated";
        end(*attempt, std::move(reply));
    }

    /// Its own counting, bytes / 4, is its real usage.
    static Usage usage(const SimulatedAttempt& attempt) {
        Usage u;
        u.freshInput = estimateTokens(attempt.request.bytes());
        u.output = estimateTokens(std::uint64_t{attempt.sent});
        return u;
    }

    void cancelled(SimulatedAttempt& attempt) {
        if (attempt.ended) return;
        ModelFailure failure;
        failure.error = makeError(ErrorKind::Cancelled, "The request to the simulated model was cancelled.");
        failure.partial = attempt.reply.substr(0, attempt.sent);
        failure.usage = usage(attempt);
        failure.usageKnown = true;
        end(attempt, std::move(failure));
    }

    static void end(SimulatedAttempt& attempt, AttemptOutcome outcome) {
        if (attempt.ended) return;
        attempt.ended = true;
        attempt.onCancel.reset();
        const auto listener = std::move(attempt.listener);
        if (listener.done) listener.done(std::move(outcome));
    }

    SimulatedOptions m_options;
    ModelInfo m_info;
};

std::optional<double> number(std::string_view text, std::string_view unit) {
    double scale = 1;
    if (!unit.empty() && text.ends_with(unit)) text.remove_suffix(unit.size());
    else if (unit == "ms" && text.ends_with("s")) {
        text.remove_suffix(1);
        scale = 1000;
    } else if (unit == "tokens" && text.ends_with("k")) {
        text.remove_suffix(1);
        scale = 1000;
    }
    if (text.empty() || text.find_first_not_of("0123456789.") != std::string_view::npos) return std::nullopt;
    return std::atof(std::string(text).c_str()) * scale;
}

std::optional<SimulatedStyle> styleFrom(std::string_view text) {
    if (text == "auto") return SimulatedStyle::Auto;
    if (text == "grep") return SimulatedStyle::GrepFirst;
    if (text == "map") return SimulatedStyle::MapReduce;
    if (text == "verify") return SimulatedStyle::Verify;
    return std::nullopt;
}

/// Whether the option was understood.
bool setOption(SimulatedOptions& o, std::string_view key, std::string_view value) {
    const auto put = [&](double& field, std::string_view unit, double most) {
        const auto n = number(value, unit);
        if (n && *n <= most) field = *n;
        return n && *n <= most;
    };
    if (key == "latency") return put(o.latencyMs, "ms", 600'000);
    if (key == "token") return put(o.tokenMs, "ms", 60'000);
    if (key == "rot") return put(o.rot, "", 1);
    if (key == "window") {
        const auto n = number(value, "tokens");
        if (n && *n >= 256 && *n <= 1e9) o.window = static_cast<Tokens>(*n);
        return n && *n >= 256 && *n <= 1e9;
    }
    if (key == "style") {
        if (const auto s = styleFrom(value)) o.style = *s;
        return styleFrom(value).has_value();
    }
    if (key == "price") {
        const auto slash = value.find('/');
        if (slash == std::string_view::npos) return false;
        const auto in = number(value.substr(0, slash), ""), out = number(value.substr(slash + 1), "");
        if (!in || !out || *in > 1e6 || *out > 1e6) return false;
        o.inputPerMillion = *in;
        o.outputPerMillion = *out;
        return true;
    }
    return false;
}

} // namespace

Result<SimulatedOptions> parseSimulatedSpec(std::string_view spec) {
    SimulatedOptions options;
    options.spec = std::string(spec);
    if (spec == "sim") return options;
    if (!spec.starts_with("sim:")) return makeError(ErrorKind::Usage, "\"" + std::string(spec) + "\" does not name the simulated model.", "Write sim or sim:option=value,...");
    auto rest = spec.substr(4);
    while (!rest.empty()) {
        const auto item = rest.substr(0, rest.find(','));
        rest = item.size() < rest.size() ? rest.substr(item.size() + 1) : std::string_view();
        const auto equals = item.find('=');
        if (equals == std::string_view::npos || !setOption(options, trimmed(item.substr(0, equals)), trimmed(item.substr(equals + 1))))
            return makeError(ErrorKind::Usage, "The simulated model does not understand \"" + std::string(item) + "\".",
                             "Options: latency=50ms, token=1ms, rot=0.1, window=8k, style=auto|grep|map|verify, price=0.25/2 (USD per million tokens in/out).");
    }
    return options;
}

std::shared_ptr<LanguageModel> makeSimulatedModel(SimulatedOptions options) {
    return std::make_shared<SimulatedModel>(std::move(options));
}

} // namespace rlmscope
