#pragma once
// Where keys come from. They are asked for by the name of an environment variable, and never written into a file of ours:
// what keeps them is the environment or the system's keychain (keys/).
#include "base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rlmscope {

enum class KeyPlace : std::uint8_t { None, Environment, Keychain };

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

    /// Where keyFor() would find it. Quick: asks nobody to unlock anything, and reads no key that has to be fetched.
    virtual KeyPlace placeOf(const std::string& name, const std::string& origin) {
        return keyFor(name, origin) ? KeyPlace::Environment : KeyPlace::None;
    }
    /// Why keys that should be there could not be had, a sentence for people; empty = all is well.
    virtual std::string trouble() { return {}; }

    /// The process's environment.
    static std::shared_ptr<KeySource> environment();
    /// The first source that has the key gives it.
    static std::shared_ptr<KeySource> chained(std::vector<std::shared_ptr<KeySource>> sources);
};

/// Something that keeps keys for good, each for one origin only. Calls may wait for a person to unlock it: not for the
/// thread of a window. Thread-safe.
class KeyStore {
public:
    virtual ~KeyStore() = default;
    /// What answers, for people: "Secret Service". Errors (Unsupported): nothing does on this computer.
    virtual Result<std::string> service() = 0;
    /// Nothing when there is none for this origin. Errors: nothing answers, the person refused, it took too long.
    virtual Result<std::optional<std::string>> read(const std::string& name, const std::string& origin) = 0;
    virtual Status store(const std::string& name, const std::string& origin, const std::string& key) = 0;
    /// A key that is not there is gone already.
    virtual Status remove(const std::string& name, const std::string& origin) = 0;
};

} // namespace rlmscope
