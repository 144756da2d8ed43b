#include "support/fake_repl.h"

#include "context/context.h"

#include <condition_variable>
#include <map>
#include <sstream>

namespace rlmscope {
namespace {

class FakeRepl final : public Repl {
public:
    FakeRepl(ReplSpec spec, std::atomic<int>& alive) : m_spec(std::move(spec)), m_alive(alive) { ++m_alive; }
    ~FakeRepl() override { --m_alive; }
    Sandbox sandbox() const override { return {SandboxLevel::Limits, {"a fake"}}; }
    /// Of a tools file it understands lines "def NAME".
    std::vector<ToolInfo> tools() const override {
        std::vector<ToolInfo> found;
        std::istringstream lines(m_spec.toolsSource);
        for (std::string line; std::getline(lines, line);)
            if (line.starts_with("def ")) found.push_back({line.substr(4), "(x)", "Does " + line.substr(4) + ".\nAnd more."});
        return found;
    }
    ReplPoint point() const override { return m_point; }
    std::vector<std::string> notices() const override { return {"a fake is no Python"}; }
    SnapshotReport snapshot() override { return {m_point, false, "a fake keeps no snapshots", 0}; }
    std::vector<ReplPoint> snapshots() const override { return {}; }
    Result<Restored> restore(ReplPoint, CancelToken) override {
        return makeError(ErrorKind::Unsupported, "a fake cannot be restored");
    }
    Result<ValuePage> read(const ValueRequest&, std::optional<ReplPoint>, CancelToken) override {
        return makeError(ErrorKind::Unsupported, "a fake has no values");
    }

    CellOutcome run(const std::string& code, const CellLimits&, const CellObserver& observer, CancelToken cancel) override {
        CellOutcome outcome;
        if (m_dead) {
            outcome.status = CellStatus::Died;
            outcome.cause = "dead already";
            outcome.replAlive = false;
            return outcome;
        }
        ++m_point;
        outcome.pythonSeconds = 0.001;
        m_changed.clear();
        std::istringstream lines(code);
        for (std::string line; std::getline(lines, line) && outcome.status == CellStatus::Ok;) {
            const auto space = line.find(' ');
            command(line.substr(0, space), space == std::string::npos ? "" : line.substr(space + 1), outcome, observer, cancel);
            if (cancel.cancelled() && outcome.status == CellStatus::Ok) {
                outcome.status = CellStatus::Interrupted;
                outcome.cause = "KeyboardInterrupt";
            }
        }
        for (const auto& [name, value] : m_variables)
            outcome.variables.push_back({name, "str", static_cast<std::int64_t>(value.size()), value, m_changed.contains(name), {}, 0});
        if (!outcome.replAlive) outcome.variables.clear();
        return outcome;
    }

private:
    /// What a cell waits with; shared with the replies, which may outlive the cell.
    struct Answers {
        std::mutex mutex;
        std::condition_variable ready;
        std::vector<std::optional<Result<std::string>>> slots;
        std::size_t missing = 0;
        CancelSource unwanted;
    };
    class Reply final : public HostReply {
    public:
        explicit Reply(std::shared_ptr<Answers> answers) : m_answers(std::move(answers)) {}
        ~Reply() override {
            for (std::size_t i = 0; i < m_answers->slots.size(); ++i)
                answer(i, makeError(ErrorKind::Internal, "the host did not answer"));
        }
        void answer(std::size_t item, Result<std::string> result) override {
            const std::lock_guard lock(m_answers->mutex);
            if (m_answers->slots[item]) return;
            m_answers->slots[item] = std::move(result);
            if (--m_answers->missing == 0) m_answers->ready.notify_all();
        }
        CancelToken cancelled() const override { return m_answers->unwanted.token(); }

    private:
        std::shared_ptr<Answers> m_answers;
    };

    static std::vector<std::string> split(const std::string& text, const std::string& by) {
        std::vector<std::string> parts;
        std::size_t at = 0;
        for (std::size_t next = 0; (next = text.find(by, at)) != std::string::npos; at = next + by.size())
            parts.push_back(text.substr(at, next - at));
        parts.push_back(text.substr(at));
        return parts;
    }

    void command(const std::string& name, const std::string& rest, CellOutcome& outcome, const CellObserver& observer,
                 const CancelToken& cancel) {
        const auto print = [&](const std::string& text, OutputStream stream = OutputStream::Stdout) {
            (stream == OutputStream::Stdout ? outcome.stdoutBytes : outcome.stderrBytes) += text.size();
            observer.output(stream, text, false);
        };
        if (name == "print") print(rest + "\n");
        else if (name == "err") print(rest + "\n", OutputStream::Stderr);
        else if (name == "tool" || name == "budget") call(name, rest, observer, cancel, print);
        else if (name == "repeat") {
            const auto space = rest.find(' ');
            std::string text;
            for (int i = std::stoi(rest.substr(0, space)); i > 0; --i) text += rest.substr(space + 1);
            print(text + "\n");
        } else if (name.starts_with("llm") || name.starts_with("rlm")) {
            call(name, rest, observer, cancel, print);
        } else if (name == "set") {
            const auto space = rest.find(' ');
            m_variables[rest.substr(0, space)] = rest.substr(space + 1);
            m_changed[rest.substr(0, space)] = true;
        } else if (name == "raise") {
            outcome.status = CellStatus::Raised;
            outcome.exception = rest.substr(0, rest.find(' '));
            outcome.cause = rest;
            outcome.traceback = "Traceback (most recent call last):\n" + rest + "\n";
            print(outcome.traceback, OutputStream::Stderr);
        } else if (name == "final") {
            outcome.final = FinalAnswer{"\"" + rest + "\"", rest};
        } else if (name == "block") {
            std::mutex mutex;
            std::condition_variable wake;
            const CancelToken::Callback callback(cancel, [&] {
                const std::lock_guard lock(mutex);
                wake.notify_all();
            });
            std::unique_lock lock(mutex);
            while (!cancel.cancelled()) wake.wait(lock);
        } else if (name == "die") {
            m_dead = true;
            outcome.status = CellStatus::Died;
            outcome.cause = rest;
            outcome.replAlive = false;
        } else if (!name.empty()) {
            outcome.status = CellStatus::Raised;
            outcome.exception = "NameError";
            outcome.cause = "NameError: " + name;
            outcome.traceback = outcome.cause + "\n";
            print(outcome.traceback, OutputStream::Stderr);
        }
    }

    template<typename Print>
    void call(const std::string& name, const std::string& rest, const CellObserver& observer, const CancelToken& cancel,
              const Print& print) {
        HostCall call;
        call.kind = name == "budget" ? HostCallKind::Budget : name.starts_with("rlm") ? HostCallKind::RlmQuery : HostCallKind::LlmQuery;
        if (name == "tool") {
            call.kind = HostCallKind::Tool;
            call.tool = rest.substr(0, rest.find(' '));
            const auto space = rest.find(' ');
            call.items.push_back({space == std::string::npos ? "" : rest.substr(space + 1), nullptr});
            return finishCall(std::move(call), observer, cancel, print);
        }
        if (const auto at = name.find('@'); at != std::string::npos) call.model = name.substr(at + 1);
        call.batched = name.find("_batch") != std::string::npos;
        for (const auto& item : call.batched ? split(rest, "|") : std::vector{rest}) {
            const auto parts = split(item, " => ");
            call.items.push_back({parts[0], parts.size() > 1 ? std::make_shared<const Context>(Context::ofText(parts[1])) : nullptr});
        }
        finishCall(std::move(call), observer, cancel, print);
    }

    template<typename Print>
    void finishCall(HostCall call, const CellObserver& observer, const CancelToken& cancel, const Print& print) {
        const auto answers = std::make_shared<Answers>();
        answers->slots.resize(call.items.size());
        answers->missing = call.items.size();
        const CancelToken::Callback unwanted(cancel, [answers] {
            {
                const std::lock_guard lock(answers->mutex);
                answers->ready.notify_all();
            }
            answers->unwanted.cancel();
        });
        observer.hostCall(std::move(call), std::make_unique<Reply>(answers));
        std::unique_lock lock(answers->mutex);
        while (answers->missing > 0 && !cancel.cancelled()) answers->ready.wait(lock);
        if (answers->missing > 0) return;
        const auto slots = answers->slots;
        lock.unlock();
        for (const auto& slot : slots)
            print(slot->ok() ? "-> " + slot->value() + "\n" : "!! " + slot->error().message + "\n");
    }

    const ReplSpec m_spec;
    std::atomic<ReplPoint> m_point = 0;
    std::atomic<int>& m_alive;
    std::map<std::string, std::string> m_variables;
    std::map<std::string, bool> m_changed;
    bool m_dead = false;
};

} // namespace

FakeReplFactory::~FakeReplFactory() = default;

Result<std::unique_ptr<Repl>> FakeReplFactory::start(const ReplSpec& spec, CancelToken cancel) {
    if (cancel.cancelled()) return makeError(ErrorKind::Cancelled, "cancelled");
    {
        const std::lock_guard lock(m_mutex);
        m_specs.push_back(spec);
        if (m_failure) return *m_failure;
        if (spec.requiredSandbox > SandboxLevel::Limits)
            return makeError(ErrorKind::Unsupported, "the fake has no sandbox");
    }
    return std::unique_ptr<Repl>(std::make_unique<FakeRepl>(spec, m_alive));
}

std::vector<ReplSpec> FakeReplFactory::specs() const {
    const std::lock_guard lock(m_mutex);
    return m_specs;
}

void FakeReplFactory::failWith(Error error) {
    const std::lock_guard lock(m_mutex);
    m_failure = std::move(error);
}

} // namespace rlmscope
