#pragma once
// SPEC -> language model, for everything that can be named on the command line:
//
//   sim, sim:OPTIONS    the simulated model (simulated_model.h)
//   script:FILE         the scripted model (script_file.h)
//   PROVIDER:MODEL      a row of provider_table.h: "anthropic:claude-sonnet-4-5", "ollama:qwen3:8b"
//   URL#MODEL           any server that speaks chat completions: "http://localhost:11434/v1#llama3"; without a path
//                       /v1 is meant
//   ALIAS               what the person's registry says (model_registry.h): "root", "cheap". The model that is found
//                       is the one that is meant: its info().spec is the resolved SPEC
//
// The last three may end in settings (model_settings.h): "openai:gpt-5?effort=low".
//
// Which key goes where: a provider's key goes only to where its word goes. The key named by `keyEnv` goes only to the host
// of the first URL#MODEL that was asked for (a run asks for its root model first): a key belongs to one host, and a
// second server must not learn it.
#include "catalog/price_table.h"
#include "engine/language_model.h"
#include "providers/key_source.h"
#include "providers/model_registry.h"
#include "providers/provider_table.h"
#include "providers/transport.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace rlmscope {

struct StandardModelsOptions {
    std::shared_ptr<KeySource> keys = KeySource::environment();
    std::string keyEnv;                  ///< name of the variable with the key for URL#MODEL; empty = no key
    std::map<std::string, Price> prices; ///< by SPEC, with or without its settings; they win over what a model says itself
    /// Asked once, for the first model behind HTTP: its prices and windows hold where nothing was given. Null = no table.
    std::function<Result<std::shared_ptr<const PriceTable>>()> priceTable;
    /// Asked once, for the first SPEC that is neither simulated, scripted, an address nor of a built-in provider. Null =
    /// nothing is set up.
    std::function<Result<std::shared_ptr<const ModelRegistry>>()> registry;
    HttpTimeouts timeouts;
    bool allowPlainKey = false; ///< keys may go over plain http to another computer
};

struct ModelEndpoint;

/// Thread-safe. Models live as long as somebody holds them or the directory lives.
class StandardModels final : public ModelDirectory {
public:
    explicit StandardModels(StandardModelsOptions options = {}, Transport& transport = Transport::shared());
    Result<std::shared_ptr<LanguageModel>> find(const std::string& spec) override;

private:
    Result<std::shared_ptr<LanguageModel>> make(const std::string& spec);
    Result<std::shared_ptr<LanguageModel>> makeSimulated(const std::string& spec) const;
    Result<std::shared_ptr<LanguageModel>> makeScripted(const std::string& spec) const;
    Result<std::shared_ptr<LanguageModel>> makeProvided(const ProviderEntry& provider, const std::string& spec);
    Result<std::shared_ptr<LanguageModel>> makeCompatible(const std::string& spec);
    /// Resolves an alias; finds or makes what it stands for.
    Result<std::shared_ptr<LanguageModel>> findAlias(const std::string& spec);
    Result<std::shared_ptr<LanguageModel>> findMeant(const std::string& spec);
    Result<std::shared_ptr<const ModelRegistry>> registry();
    /// Null = the word in front of the colon is no provider's.
    Result<const ProviderEntry*> provider(const std::string& spec);
    /// What every model behind HTTP gets; `name` is the model with its settings.
    Result<ModelEndpoint> endpoint(const std::string& spec, const std::string& name) const;
    std::optional<Price> price(const std::string& spec) const;
    Error noKey(const std::string& spec, const std::string& name, const std::string& word) const;
    /// Fills in what the price table knows about the model at this address.
    Status addKnown(ModelEndpoint& endpoint);

    const StandardModelsOptions m_options;
    Transport& m_transport;
    std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<LanguageModel>> m_models; // guarded by m_mutex
    std::optional<Result<std::shared_ptr<const PriceTable>>> m_priceTable; // guarded by m_mutex
    std::optional<Result<std::shared_ptr<const ModelRegistry>>> m_registry; // guarded by m_mutex
    std::string m_priceTableHash;                                   // guarded by m_mutex
    std::string m_keyHost;                                          // guarded by m_mutex; scheme, host and port
};

} // namespace rlmscope
