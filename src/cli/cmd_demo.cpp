#include "cli/commands.h"
#include "cli/format.h"
#include "cli/run_session.h"
#include "runner/examples.h"

#include <cstdio>

namespace rlmscope::cli {

namespace {

Exit list() {
    const auto all = examples();
    if (!all) return failed(all.error());
    for (const auto& example : *all)
        std::printf("%s  %s\n%18s%s\n", padded(example.name, 16).c_str(), example.title.c_str(), "", example.summary.c_str());
    std::printf("\nStart one with: rlmscope-cli demo NAME\n");
    return Exit::Answered;
}

// As it can be typed here, wherever the programs are.
std::string program(const char* name) {
    std::error_code code;
    return (std::filesystem::read_symlink("/proc/self/exe", code).parent_path() / name).string();
}

} // namespace

Exit demoCommand(const DemoOptions& options) {
    if (options.list) return list();
    const auto example = options.name.empty() ? [] {
        auto all = examples();
        return all ? Result<Example>(all->front()) : Result<Example>(all.error());
    }() : findExample(options.name);
    if (!example) return failed(example.error());
    const auto paths = unpackExample(*example);
    if (!paths) return failed(paths.error());

    RunRequest request;
    request.spec = example->spec;
    for (const auto& path : *paths) request.context.sources.push_back(ContextSource::ofPath(path.string()));
    std::fprintf(stderr, "Example \"%s\": %s\nQuestion: %s\n%s\n\n", example->name.c_str(), example->title.c_str(),
                 example->spec.question.c_str(),
                 "The model is simulated: it works offline by plain text processing, and its price is made up.");
    const auto outcome = runSession(std::move(request), {});
    if (!outcome.trace.empty())
        std::fprintf(stderr, "Open it in the window:  '%s' '%s'\nPrint it again:         '%s' show '%s'\n",
                     program("rlmscope").c_str(), outcome.trace.c_str(), program("rlmscope-cli").c_str(), outcome.trace.c_str());
    return outcome.exit;
}

} // namespace rlmscope::cli
