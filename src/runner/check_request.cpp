#include "runner/live_run.h"

#include "runner/standard_parts.h"

#include "trace/trace_reader.h"

#include <algorithm>
#include <cstring>
#include <set>
#include <unistd.h>

namespace rlmscope {

namespace fs = std::filesystem;

namespace {

class Checker {
public:
    explicit Checker(const RunRequest& request) : m_request(request) {}

    std::vector<RequestProblem> run() {
        for (const auto& problem : m_request.spec.validate())
            add(problem.field, makeError(ErrorKind::Usage, problem.message));
        checkModels();
        checkPython();
        checkContext();
        checkTrace();
        return std::move(m_problems);
    }

private:
    void add(std::string field, Error error) { m_problems.push_back({std::move(field), std::move(error)}); }

    void checkModels() {
        std::set<std::string> seen;
        for (const auto& spec : m_request.spec.models) {
            if (spec.empty() || !seen.insert(spec).second) continue; // an empty one was said by validate()
            auto model = m_request.models->find(spec);
            if (!model) {
                add("models", model.error());
                continue;
            }
            const ModelInfo& info = (*model)->info();
            const bool priced = info.price || m_request.spec.prices.count(spec) || m_request.spec.prices.count(info.spec);
            if (m_request.spec.limits.usd && !priced)
                add("limits.usd", makeError(ErrorKind::Usage,
                        "The price of " + spec + " is not known, so a limit in USD could not hold.",
                        "Give its price (--price IN,OUT in USD per million tokens), or limit calls or tokens instead."));
        }
    }

    // What the spec describes must be there, and what is there must be allowed.
    void checkPython() {
        const RunSpec& spec = m_request.spec;
        if (m_request.trustedTools) {
            if (!m_request.allowTrustedTools && !isApproved(*m_request.trustedTools))
                add("trusted_tools", makeError(ErrorKind::Usage, m_request.trustedTools->path +
                        " was not allowed to run outside the sandbox on this computer."));
        } else if (!spec.trustedTools.empty() && !m_request.recordedTools) {
            std::string names;
            for (const auto& tool : spec.trustedTools) names += (names.empty() ? "" : ", ") + tool.name;
            add("trusted_tools", makeError(ErrorKind::Usage, "The run had trusted tools (" + names + "); their file is not part of a trace.",
                                           "Name the file, or run without them."));
        }
        if (spec.packages.size() != m_request.packageFolders.size()) {
            std::string names;
            for (const auto& name : spec.packages) names += (names.empty() ? "" : ", ") + name;
            add("packages", makeError(ErrorKind::Usage, "The run had folders of packages (" + names + "); where they are is not part of a trace.",
                                      "Name them, or run without them."));
        }
        for (const auto& folder : m_request.packageFolders)
            if (auto there = packageFolder(folder); !there) add("packages", there.error());
        if (const auto sandbox = m_request.repls ? std::nullopt : knownSandbox(); sandbox && sandbox->level < spec.requiredSandbox)
            add("required_sandbox", weakSandbox(*sandbox, spec.requiredSandbox));
        if (!spec.tools.empty() && m_problems.empty()) checkToolsFile();
    }

    // Last and only when all else is well, because it starts a worker.
    void checkToolsFile() {
        auto repls = m_request.repls ? Result(m_request.repls) : standardRepls();
        if (!repls) return; // told when the run starts
        const auto tools = checkTools(**repls, m_request.spec, m_request.packageFolders);
        if (!tools && tools.error().kind == ErrorKind::BadInput) add("tools", tools.error());
        else if (tools && tools->empty())
            add("tools", makeError(ErrorKind::BadInput, m_request.spec.tools.name + " defines no function.",
                                   "A tool is a function at the top level whose name does not begin with an underscore."));
    }

    void checkContext() {
        if (m_request.loaded) return;
        if (m_request.context.sources.empty())
            add("context", makeError(ErrorKind::Usage, "There is no context.", "Name at least one file or folder."));
        for (const auto& source : m_request.context.sources) {
            if (source.kind != ContextSource::Kind::Path) continue;
            std::error_code code;
            const bool there = fs::exists(source.path, code);
            if (!there)
                add("context", makeError(ErrorKind::BadInput, source.path + ": " +
                        (code ? code.message() : std::string("No such file or directory"))));
            else if (::access(source.path.c_str(), R_OK) != 0)
                add("context", makeError(ErrorKind::BadInput, source.path + ": " + std::strerror(errno)));
        }
    }

    // The nearest folder that exists must let us write; the rest is made when the run starts.
    void checkTrace() {
        if (m_request.trace.empty()) return;
        const auto& path = m_request.trace;
        std::error_code code;
        const auto kind = fs::status(path, code).type();
        if (kind == fs::file_type::directory) {
            add("trace", makeError(ErrorKind::BadInput, path.string() + " is a folder.", "Name a file for the trace."));
            return;
        }
        if (kind != fs::file_type::not_found) {
            if (auto reader = TraceReader::open(path); !reader) add("trace", reader.error());
            return;
        }
        auto folder = fs::absolute(path, code).parent_path();
        while (!folder.empty() && folder != folder.root_path() && !fs::exists(folder, code))
            folder = folder.parent_path();
        if (!fs::is_directory(folder, code))
            add("trace", makeError(ErrorKind::BadInput, folder.string() + " is not a folder, so the trace " +
                                   path.string() + " cannot be made."));
        else if (::access(folder.c_str(), W_OK) != 0)
            add("trace", makeError(ErrorKind::Io, "The trace " + path.string() + " cannot be made: " + folder.string() +
                                   " is not writable."));
    }

    const RunRequest& m_request;
    std::vector<RequestProblem> m_problems;
};

} // namespace

RunRequest completed(RunRequest request) {
    if (!request.models) request.models = standardModels(request.access);
    if (request.trustedTools) request.spec.trustedTools = request.trustedTools->tools;
    if (!request.packageFolders.empty()) {
        request.spec.packages.clear();
        for (const auto& folder : request.packageFolders) request.spec.packages.push_back(packageName(folder));
    }
    return request;
}

std::vector<RequestProblem> checkRequest(const RunRequest& request) {
    const RunRequest filled = completed(request);
    return Checker(filled).run();
}

} // namespace rlmscope
