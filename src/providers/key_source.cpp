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
} // namespace

std::shared_ptr<KeySource> KeySource::environment() {
    return std::make_shared<EnvironmentKeys>();
}

} // namespace rlmscope
