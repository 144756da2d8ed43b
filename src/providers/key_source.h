#pragma once
// Where keys come from. They are asked for by the name of an environment variable and never stored by us.
#include <memory>
#include <optional>
#include <string>

namespace rlmscope {

/// Thread-safe.
class KeySource {
public:
    virtual ~KeySource() = default;
    /// The key of that name, without white space around it; nothing when it is not set or empty.
    virtual std::optional<std::string> key(const std::string& name) = 0;

    /// The process's environment.
    static std::shared_ptr<KeySource> environment();
};

} // namespace rlmscope
