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
            const bool priced = (*model)->info().price || m_request.spec.prices.count(spec);
            if (m_request.spec.limits.usd && !priced)
                add("limits.usd", makeError(ErrorKind::Usage,
                        "The price of " + spec + " is not known, so a limit in USD could not hold.",
                        "Give its price (--price IN,OUT in USD per million tokens), or limit calls or tokens instead."));
        }
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

std::vector<RequestProblem> checkRequest(const RunRequest& request) {
    if (request.models) return Checker(request).run();
    RunRequest filled = request;
    filled.models = standardModels(request.access);
    return Checker(filled).run();
}

} // namespace rlmscope
