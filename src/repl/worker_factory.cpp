#include "repl/worker_factory.h"

#include "context/context.h"
#include "repl/scratch.h"
#include "repl/worker_host.h"

namespace rlmscope {
namespace {

using namespace repl;

class WorkerRepl : public Repl {
public:
    WorkerRepl(std::shared_ptr<WorkerHost> host, std::string scratch, std::shared_ptr<const ContextImage> image)
        : m_host(std::move(host))
        , m_scratch(std::move(scratch))
        , m_image(std::move(image)) {}
    ~WorkerRepl() override {
        m_host->shutdown();
        removeTree(m_scratch);
    }
    CellOutcome run(const std::string& code, const CellLimits& limits, const CellObserver& observer,
                    CancelToken cancel) override {
        return m_host->run(code, limits, observer, cancel);
    }
    Sandbox sandbox() const override { return {SandboxLevel::Limits, {}}; }
    std::vector<std::string> notices() const override {
        std::vector<std::string> all = m_host->notices();
        if (!m_image->notice().empty()) all.push_back(m_image->notice());
        return all;
    }
    ReplPoint point() const override { return m_host->cellsRun(); }
    SnapshotReport snapshot() override { return {point(), false, "snapshots are not built yet", 0}; }
    std::vector<ReplPoint> snapshots() const override { return {}; }
    Result<Restored> restore(ReplPoint, CancelToken) override {
        return makeError(ErrorKind::Unsupported, "restoring is not built yet");
    }
    Result<ValuePage> read(const ValueRequest&, std::optional<ReplPoint>, CancelToken) override {
        return makeError(ErrorKind::Unsupported, "reading values is not built yet");
    }

private:
    const std::shared_ptr<WorkerHost> m_host;
    const std::string m_scratch;
    const std::shared_ptr<const ContextImage> m_image; ///< so that other frames with this context find it
};

class WorkerReplFactory : public ReplFactory {
public:
    WorkerReplFactory(WorkerOptions options, ScratchRoot scratch)
        : m_options(std::move(options))
        , m_scratch(std::move(scratch)) {}

    Result<std::unique_ptr<Repl>> start(const ReplSpec& spec, CancelToken cancel) override {
        auto scratch = m_scratch.makeFolder();
        if (!scratch) return scratch.error();
        auto image = m_images.of(spec.context, cancel);
        auto message = image ? startMessage(spec, *scratch, *image, m_options.mapContext) : Result<StartMessage>(image.error());
        if (!message) {
            removeTree(*scratch);
            return message.error();
        }
        WorkerHost::Settings settings{m_options.program, *scratch,       spec.memory, spec.keptOutput,
                                      spec.llmQuery,     spec.rlmQuery, m_options.killAfter, {}};
        for (const auto& tool : spec.trustedTools) settings.trustedTools.push_back(tool.name);
        auto host = std::make_shared<WorkerHost>(m_loop, std::move(settings));
        auto repl = std::make_unique<WorkerRepl>(host, *scratch, *image);
        const double size = spec.context ? static_cast<double>(spec.context->totals.bytes) : 0;
        if (auto started = host->start(*message, m_options.startSeconds + size / 20e6, cancel); !started)
            return started.error();
        return std::unique_ptr<Repl>(std::move(repl));
    }

private:
    const WorkerOptions m_options;
    ScratchRoot m_scratch;
    ContextImages m_images;
    IoLoop m_loop; // last: its thread ends before the folder goes
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
