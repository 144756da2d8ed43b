#include "repl/worker_factory.h"

#include "context/context.h"
#include "repl/worker_repl.h"
#include "repl/zygotes.h"

namespace rlmscope {
namespace {

using namespace repl;

class WorkerReplFactory : public ReplFactory {
public:
    WorkerReplFactory(WorkerOptions options, ScratchRoot scratch)
        : m_options(std::move(options))
        , m_scratch(std::move(scratch))
        , m_keeper({m_options.snapshotBytes, m_options.snapshotCount})
        , m_zygotes(m_loop, m_options.program, m_scratch.path()) {
        m_zygotes.prepare(profileOf({})); // most runs have the default seed
    }

    Result<std::unique_ptr<Repl>> start(const ReplSpec& spec, CancelToken cancel) override {
        auto path = m_scratch.makeFolder();
        if (!path) return path.error();
        const auto family = std::make_shared<FamilyFolder>(*std::move(path));
        auto scratch = family->make();
        if (!scratch) return scratch.error();
        const auto image = m_images.of(spec.context, cancel);
        if (!image) return image.error();
        WorkerHost::Settings settings = settingsOf(spec, *scratch);
        const double size = spec.context ? static_cast<double>(spec.context->totals.bytes) : 0;
        const double seconds = m_options.startSeconds + size / 20e6;
        const ZygoteProfile profile = profileOf(spec);
        std::shared_ptr<Base> base;
        if (spec.sharedContext && (*image)->workerBytes() >= Bases::From)
            if (auto made = m_bases.of(profile, *image, m_options.mapContext, m_zygotes, settings, seconds, cancel)) base = *made;

        auto message = startMessage(spec, family->path(), *scratch, base ? nullptr : *image, m_options.mapContext);
        if (!message) return message.error();
        auto host = base ? base->host()->fork(settings, m_options.startSeconds) : newProcess(profile, settings, cancel);
        if (!host) return host.error();
        auto repl = std::make_unique<WorkerRepl>(WorkerRepl::Parts{this, &m_keeper, family, std::move(settings), base, *image}, *host,
                                                 *std::move(scratch), ReplJournal{spec, {}});
        if (auto begun = (*host)->begin(*message, seconds, cancel); !begun) return begun.error();
        if (repl->sandbox().level < spec.requiredSandbox)
            return makeError(ErrorKind::Worker,
                             "this run needs the sandbox level \"" + std::string(toString(spec.requiredSandbox)) +
                                 "\", but this system offers: " + repl->sandbox().text(),
                             "`rlmscope-cli doctor` says more. Run it with a lower level only if you trust its code.");
        return std::unique_ptr<Repl>(std::move(repl));
    }

private:
    WorkerHost::Settings settingsOf(const ReplSpec& spec, const std::string& scratch) {
        WorkerHost::Settings settings;
        settings.program = m_options.program;
        settings.scratch = scratch;
        settings.memory = spec.memory;
        settings.keptOutput = spec.keptOutput;
        settings.allCells = spec.allCells;
        settings.llmQuery = spec.llmQuery;
        settings.rlmQuery = spec.rlmQuery;
        settings.killAfter = m_options.killAfter;
        settings.imported = [this, profile = profileOf(spec)](const auto& modules) { m_zygotes.imported(profile, modules); };
        for (const auto& tool : spec.trustedTools) settings.trustedTools.push_back(tool.name);
        return settings;
    }

    /// A copy of the zygote; a program of its own where there are no copies.
    Result<std::shared_ptr<WorkerHost>> newProcess(const ZygoteProfile& profile, const WorkerHost::Settings& settings,
                                                   const CancelToken& cancel) {
        Error last;
        for (int attempt = 0; attempt < 2; ++attempt) { // a zygote may have been killed, by the system or by somebody
            auto zygote = m_zygotes.get(profile, m_options.startSeconds, cancel);
            if (!zygote) return zygote.error();
            if (!(*zygote)->forks()) break;
            auto copy = (*zygote)->fork(settings, m_options.startSeconds);
            if (copy) return copy;
            last = copy.error();
        }
        auto cold = m_zygotes.cold(profile, settings, m_options.startSeconds, cancel);
        return cold || last.message.empty() ? cold : last;
    }

    const WorkerOptions m_options;
    ScratchRoot m_scratch;
    ContextImages m_images;
    IoLoop m_loop; // its thread ends before the folder goes
    SnapshotKeeper m_keeper;
    Zygotes m_zygotes;
    Bases m_bases;
};

} // namespace

Result<std::unique_ptr<ReplFactory>> makeWorkerReplFactory(const WorkerOptions& options) {
    WorkerOptions complete = options;
    if (complete.program.empty()) {
        auto found = findWorker();
        if (!found) return found.error();
        complete.program = *std::move(found);
    }
    auto scratch = ScratchRoot::create();
    if (!scratch) return scratch.error();
    return std::unique_ptr<ReplFactory>(std::make_unique<WorkerReplFactory>(std::move(complete), *std::move(scratch)));
}

} // namespace rlmscope
