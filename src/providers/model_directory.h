#pragma once
// SPEC -> language model, for everything that can be named on the command line:
//
//   sim, sim:OPTIONS    the simulated model (simulated_model.h)
//   script:FILE         the scripted model (script_file.h)
//   openai:MODEL        OPENAI_API_KEY, and OPENAI_BASE_URL for another address than api.openai.com
//   URL#MODEL           any server that speaks chat completions: "http://localhost:11434/v1#llama3"; without a path
//                       /v1 is meant
//
// Which key goes where: OPENAI_API_KEY goes only to where openai: goes. The key named by `keyEnv` goes only to the host
// of the first URL#MODEL that was asked for (a run asks for its root model first): a key belongs to one host, and a
// second server must not learn it.
#include "engine/language_model.h"
#include "providers/key_source.h"
#include "providers/transport.h"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace rlmscope {

struct StandardModelsOptions {
    std::shared_ptr<KeySource> keys = KeySource::environment();
    std::string keyEnv;                  ///< name of the variable with the key for URL#MODEL; empty = no key
    std::map<std::string, Price> prices; ///< by SPEC; they win over what a model says itself
    HttpTimeouts timeouts;
    bool allowPlainKey = false; ///< keys may go over plain http to another computer
};

/// Thread-safe. Models live as long as somebody holds them or the directory lives.
class StandardModels final : public ModelDirectory {
public:
    explicit StandardModels(StandardModelsOptions options = {}, Transport& transport = Transport::shared());
    Result<std::shared_ptr<LanguageModel>> find(const std::string& spec) override;

private:
    Result<std::shared_ptr<LanguageModel>> make(const std::string& spec);
    Result<std::shared_ptr<LanguageModel>> makeSimulated(const std::string& spec) const;
    Result<std::shared_ptr<LanguageModel>> makeScripted(const std::string& spec) const;
    Result<std::shared_ptr<LanguageModel>> makeOpenAi(const std::string& spec) const;
    Result<std::shared_ptr<LanguageModel>> makeCompatible(const std::string& spec);
    std::optional<Price> price(const std::string& spec) const;

    const StandardModelsOptions m_options;
    Transport& m_transport;
    std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<LanguageModel>> m_models; // guarded by m_mutex
    std::string m_keyHost;                                          // guarded by m_mutex; scheme, host and port
};

/// "https://host:port/v1" of what a person typed: no slash at the end, "/chat/completions" taken off, "/v1" added when
/// there is no path. Errors (Usage): not http(s), a user name, a password, a query: those may be secrets, and the
/// address is shown and stored.
Result<std::string> normalizedBaseUrl(const std::string& url);

} // namespace rlmscope
