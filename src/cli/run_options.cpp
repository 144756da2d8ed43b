#include "cli/run_options.h"

#include "base/text.h"

#include <algorithm>
#include <cstdlib>
#include <unistd.h>

namespace rlmscope::cli {

namespace {

class Reader {
public:
    explicit Reader(const RunOptions& options) : m_options(options) {}

    Requested read() {
        auto& spec = m_out.request.spec;
        spec.question = m_options.question;
        if (!isValidUtf8(spec.question)) wrong("question", "The question is not valid UTF-8.");
        spec.strategy = m_options.strategy;
        spec.models = {m_options.model};
        if (!m_options.subModel.empty()) spec.models.push_back(m_options.subModel);
        if (m_options.depth) spec.depth = *m_options.depth;
        if (m_options.seed) spec.seed = *m_options.seed;
        if (const auto protocol = finalProtocolFromString(m_options.protocol)) spec.protocol = *protocol;
        else wrong("protocol", "There is no protocol \"" + m_options.protocol + "\"; there are answer, final and submit.");
        readLimits(spec.limits);
        spec.budgetLine = m_options.budgetLine;
        spec.reuseReplies = m_options.reuseReplies;
        readPrice(spec);
        readContext();
        readPython();
        readKey();
        m_out.request.trace = m_options.trace;
        return std::move(m_out);
    }

private:
    void wrong(std::string field, std::string message, std::string hint = {}) {
        m_out.problems.push_back({std::move(field), makeError(ErrorKind::Usage, std::move(message), std::move(hint))});
    }

    void readLimits(RunLimits& limits) {
        if (m_options.maxTurns) limits.turns = *m_options.maxTurns;
        limits.calls = m_options.maxCalls;
        limits.tokens = m_options.maxTokens;
        limits.seconds = m_options.maxSeconds;
        limits.inputTokens = m_options.maxInputTokens;
        limits.outputTokens = m_options.maxOutputTokens;
        limits.frames = m_options.maxFrames;
        limits.child.calls = m_options.childMaxCalls;
        limits.child.tokens = m_options.childMaxTokens;
        limits.approveCalls = m_options.approveCalls;
        readMoney(limits.usd, "limits.usd", "--budget-usd", m_options.budgetUsd);
        readMoney(limits.child.usd, "limits.child.usd", "--child-budget-usd", m_options.childBudgetUsd);
        readMoney(limits.approveUsd, "limits.approve_usd", "--approve-usd", m_options.approveUsd);
        if (m_options.atLimit.empty()) return;
        if (const auto choice = atLimitFromString(m_options.atLimit)) limits.atLimit = *choice;
        else wrong("limits.at_limit", "--at-limit " + m_options.atLimit + " is no choice; there are finish, stop and ask.");
    }

    void readMoney(std::optional<PicoUsd>& amount, std::string field, const std::string& option, const std::string& text) {
        if (text.empty()) return;
        amount = PicoUsd::parse(text);
        if (!amount) wrong(std::move(field), option + " " + text + " is not an amount of money.", "Write USD as a decimal: 0.50");
    }

    // The given price is for the models of the user; the simulated model has its own, made-up one, unless nothing else
    // is there to be priced.
    void readPrice(RunSpec& spec) {
        if (m_options.price.empty()) return;
        const auto comma = m_options.price.find(',');
        const auto input = PicoUsd::parse(std::string_view(m_options.price).substr(0, comma));
        const auto output = comma == std::string::npos
                                ? std::nullopt
                                : PicoUsd::parse(std::string_view(m_options.price).substr(comma + 1));
        if (!input || !output || input->value < 0 || output->value < 0) {
            wrong("prices", "--price " + m_options.price + " is not a price.",
                  "Write USD per million tokens in and out: 1.25,10");
            return;
        }
        const auto simulated = [](const std::string& model) { return model == "sim" || model.rfind("sim:", 0) == 0; };
        const bool onlySimulated = std::all_of(spec.models.begin(), spec.models.end(), simulated);
        for (const auto& model : spec.models) {
            if (simulated(model) && !onlySimulated) continue;
            auto price = Price::perMillion(*input, *output);
            price.simulated = simulated(model);
            spec.prices[model] = price;
        }
    }

    void readContext() {
        int streams = 0;
        for (const auto& path : m_options.context) {
            auto& sources = m_out.request.context.sources;
            if (path != "-") sources.push_back(ContextSource::ofPath(path));
            else if (++streams == 1) sources.push_back(ContextSource::ofStream(STDIN_FILENO));
            else wrong("context", "Standard input (-) can be read only once.");
        }
    }

    void failed(std::string field, Error error) { m_out.problems.push_back({std::move(field), std::move(error)}); }

    void readPython() {
        auto& request = m_out.request;
        if (!m_options.tools.empty()) {
            if (auto file = readTools(m_options.tools)) request.spec.tools = std::move(*file);
            else failed("tools", file.error());
        }
        if (!m_options.trustedTools.empty()) {
            if (auto file = readTrustedTools(m_options.trustedTools)) request.trustedTools = std::move(*file);
            else failed("trusted_tools", file.error());
        }
        for (const auto& folder : m_options.packages) {
            if (auto path = packageFolder(folder)) request.packageFolders.push_back(std::move(*path));
            else failed("packages", path.error());
        }
        if (m_options.requireSandbox.empty()) return;
        if (const auto level = sandboxLevelFromString(m_options.requireSandbox)) request.spec.requiredSandbox = *level;
        else wrong("required_sandbox", "--require-sandbox " + m_options.requireSandbox + " is no level; there are full, partial and limits.");
    }

    void readKey() {
        m_out.request.access.keyEnv = m_options.keyEnv;
        if (m_options.keyEnv.empty()) return;
        // A URL#MODEL without its key is told by the directory of models.
        const auto& models = m_out.request.spec.models;
        const auto isUrl = [](const std::string& model) { return model.find('#') != std::string::npos; };
        const char* key = std::getenv(m_options.keyEnv.c_str());
        if ((!key || !*key) && std::none_of(models.begin(), models.end(), isUrl))
            wrong("key-env", "The environment variable " + m_options.keyEnv + " is not set.",
                  "Put the key in it, or leave --key-env out.");
    }

    const RunOptions& m_options;
    Requested m_out;
};

} // namespace

Requested requestOf(const RunOptions& options) { return Reader(options).read(); }

} // namespace rlmscope::cli
