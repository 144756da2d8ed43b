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
    /// The key of that name for requests to `origin` ("https://api.openai.com", "http://localhost:8080"). A source that
    /// knows for which host a key was entered gives it to no other; one that does not know (the environment) relies on
    /// its caller, who asks for a name only with the origin that the name or the person stands for.
    virtual std::optional<std::string> keyFor(const std::string& name, const std::string& origin) {
        static_cast<void>(origin);
        return key(name);
    }

    /// The process's environment.
    static std::shared_ptr<KeySource> environment();
};

} // namespace rlmscope
