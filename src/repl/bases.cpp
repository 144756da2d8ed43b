#include "repl/bases.h"

namespace rlmscope::repl {

Result<std::shared_ptr<Base>> Bases::of(const ZygoteProfile& profile, const std::shared_ptr<const ContextImage>& image,
                                        bool map, Zygotes& zygotes, WorkerHost::Settings settings, double seconds,
                                        const CancelToken& cancel) {
    std::shared_ptr<Entry> entry;
    {
        const std::lock_guard lock(m_mutex);
        for (auto it = m_entries.begin(); it != m_entries.end();)
            it = it->second.use_count() == 1 && it->second->base.expired() ? m_entries.erase(it) : std::next(it);
        auto& known = m_entries[{image.get(), profile}];
        if (!known) known = std::make_shared<Entry>();
        entry = known;
    }
    const std::lock_guard making(entry->making);
    if (auto base = entry->base.lock(); base && base->host()->waiting()) return base;
    auto zygote = zygotes.get(profile, seconds, cancel);
    if (!zygote) return zygote.error();
    auto copy = (*zygote)->fork(std::move(settings), seconds);
    if (!copy) return copy.error();
    auto base = std::make_shared<Base>(*copy);
    const auto message = loadMessage(image, map);
    if (!message) return message.error();
    if (const Status loaded = (*copy)->load(*message, seconds, cancel); !loaded) return loaded.error();
    entry->base = base;
    return base;
}

} // namespace rlmscope::repl
