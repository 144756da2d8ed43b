#include "repl/zygotes.h"

#include <algorithm>
#include <cstdlib>

namespace rlmscope::repl {
namespace {

/// Tests take layers of the sandbox away, to see that it is said.
std::string layersTakenAway() {
    const char* list = std::getenv("RLMSCOPE_WORKER_WITHOUT");
    return list ? list : "";
}

} // namespace

Zygotes::Zygotes(IoLoop& loop, std::string program, std::string folder)
    : m_loop(loop)
    , m_program(std::move(program))
    , m_folder(std::move(folder))
    , m_without(layersTakenAway()) {}

Zygotes::~Zygotes() {
    for (auto& [profile, zygote] : m_zygotes) zygote->shutdown();
}

/// m_mutex is held.
std::shared_ptr<WorkerHost> Zygotes::startOne(const ZygoteProfile& profile) {
    WorkerHost::Settings settings;
    settings.program = m_program;
    settings.scratch = m_folder;
    auto zygote = std::make_shared<WorkerHost>(m_loop, std::move(settings));
    zygote->startProgram(initMessage(profile, m_without));
    m_zygotes.emplace_front(profile, zygote);
    return zygote;
}

void Zygotes::prepare(const ZygoteProfile& profile) {
    const std::lock_guard lock(m_mutex);
    startOne(profile);
}

void Zygotes::imported(const ZygoteProfile& profile, const std::vector<std::string>& modules) {
    ZygoteProfile warmer = profile;
    for (const auto& name : modules) // what a worker says is no reason to import anything else
        if (name == "numpy" || name == "pandas") warmer.preload.push_back(name);
    if (warmer.preload.empty()) return;
    const std::lock_guard lock(m_mutex);
    for (const auto& [known, zygote] : m_zygotes) {
        if (known.hashSeed != profile.hashSeed || known.packages != profile.packages) continue;
        for (const auto& name : known.preload)
            if (std::find(warmer.preload.begin(), warmer.preload.end(), name) == warmer.preload.end()) warmer.preload.push_back(name);
    }
    std::sort(warmer.preload.begin(), warmer.preload.end());
    for (const auto& [known, zygote] : m_zygotes)
        if (known == warmer) return;
    startOne(warmer);
}

/// m_mutex is held.
Zygotes::List::iterator Zygotes::best(const ZygoteProfile& profile) {
    auto best = m_zygotes.end();
    for (auto it = m_zygotes.begin(); it != m_zygotes.end(); ++it) {
        if (it->first.hashSeed != profile.hashSeed || it->first.packages != profile.packages) continue;
        const auto rank = [](const auto& one) { return std::pair(one->second->waiting(), one->first.preload.size()); };
        if (best == m_zygotes.end() || rank(it) > rank(best)) best = it;
    }
    return best;
}

Result<std::shared_ptr<WorkerHost>> Zygotes::get(const ZygoteProfile& profile, double seconds, const CancelToken& cancel) {
    std::vector<std::shared_ptr<WorkerHost>> ended;
    std::shared_ptr<WorkerHost> zygote;
    {
        const std::lock_guard lock(m_mutex);
        m_zygotes.remove_if([&](auto& one) { return !one.second->alive(); });
        const auto found = best(profile);
        if (found != m_zygotes.end()) {
            m_zygotes.splice(m_zygotes.begin(), m_zygotes, found);
            zygote = m_zygotes.front().second;
        } else {
            zygote = startOne(profile);
        }
        while (m_zygotes.size() > Kept) {
            ended.push_back(std::move(m_zygotes.back().second));
            m_zygotes.pop_back();
        }
    }
    for (const auto& one : ended) one->shutdown();
    if (const Status ready = zygote->greeted(seconds, cancel); !ready) return ready.error();
    return zygote;
}

Result<std::shared_ptr<WorkerHost>> Zygotes::cold(const ZygoteProfile& profile, WorkerHost::Settings settings,
                                                  double seconds, const CancelToken& cancel) {
    settings.program = m_program;
    auto worker = std::make_shared<WorkerHost>(m_loop, std::move(settings));
    worker->startProgram(initMessage(profile, m_without));
    if (const Status ready = worker->greeted(seconds, cancel); !ready) {
        worker->shutdown();
        return ready.error();
    }
    return worker;
}

} // namespace rlmscope::repl
