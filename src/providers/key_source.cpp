#include "providers/key_source.h"

#include "base/text.h"

#include <cstdlib>

namespace rlmscope {
namespace {
class EnvironmentKeys final : public KeySource {
public:
    std::optional<std::string> key(const std::string& name) override {
        const char* value = name.empty() ? nullptr : std::getenv(name.c_str());
        // A key read from a file often brings its line end along.
        const std::string_view clean = value ? trimmed(value) : std::string_view();
        return clean.empty() ? std::nullopt : std::optional(std::string(clean));
    }
};

class ChainedKeys final : public KeySource {
public:
    explicit ChainedKeys(std::vector<std::shared_ptr<KeySource>> sources) : m_sources(std::move(sources)) {}
    std::optional<std::string> key(const std::string& name) override {
        for (const auto& source : m_sources)
            if (auto found = source->key(name)) return found;
        return std::nullopt;
    }
    std::optional<std::string> keyFor(const std::string& name, const std::string& origin) override {
        for (const auto& source : m_sources)
            if (auto found = source->keyFor(name, origin)) return found;
        return std::nullopt;
    }
    KeyPlace placeOf(const std::string& name, const std::string& origin) override {
        for (const auto& source : m_sources)
            if (const KeyPlace place = source->placeOf(name, origin); place != KeyPlace::None) return place;
        return KeyPlace::None;
    }
    std::string trouble() override {
        for (const auto& source : m_sources)
            if (auto text = source->trouble(); !text.empty()) return text;
        return {};
    }

private:
    const std::vector<std::shared_ptr<KeySource>> m_sources;
};
} // namespace

std::shared_ptr<KeySource> KeySource::environment() {
    return std::make_shared<EnvironmentKeys>();
}

std::shared_ptr<KeySource> KeySource::chained(std::vector<std::shared_ptr<KeySource>> sources) {
    return std::make_shared<ChainedKeys>(std::move(sources));
}

} // namespace rlmscope
