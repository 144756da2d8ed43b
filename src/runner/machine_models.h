#pragma once
// The models of this computer and this person: built-in and own providers, aliases, prices, keys from the keychain and
// the environment. The one place where runs, the command line and the window get them from.
#include "base/result.h"
#include "catalog/price_table.h"
#include "providers/key_source.h"
#include "providers/model_directory.h"
#include "providers/model_registry.h"
#include "runner/live_run.h"

#include <memory>
#include <string>
#include <vector>

namespace rlmscope {

/// The system's keychain, when this program has one. Said once, at the start of main(); before that, or with null, keys
/// come from the environment alone. Who needs a key waits for it at most `patience` (0 = as long as the store itself): a
/// window must not stand still while somebody looks for a password. A key that comes later is there for the next one.
void setMachineKeyStore(std::shared_ptr<KeyStore> store, Nanos patience = 0);
std::shared_ptr<KeyStore> machineKeyStore(); ///< may be null

/// The keychain, then the environment. The keychain is asked only for keys that the registry says are in it, once per
/// key and process: a person without stored keys never waits for it.
std::shared_ptr<KeySource> machineKeys();

/// models.json as it is now. Errors name what is wrong with it.
Result<std::shared_ptr<const ModelRegistry>> machineRegistry();
/// The built-in prices with the user's own on top (catalog/user_prices.h). Errors name what is wrong in the user's file.
Result<std::shared_ptr<const PriceTable>> standardPrices();

/// What a StandardModels needs to know all of it.
StandardModelsOptions machineModels(const ModelAccess& access = {});

/// Keeps a key for a provider in the keychain, for the address that the provider has now. Waits for the keychain.
Status storeMachineKey(const ProviderEntry& provider, const std::string& key);
/// Takes all keys of the provider out of the keychain. False = there was none. Waits for the keychain.
Result<bool> forgetMachineKey(const ProviderEntry& provider);
/// The same for a key that is no provider's main one: the value of a header (ProviderEntry::keyHeaders).
Status storeMachineKey(const ProviderEntry& provider, const std::string& name, const std::string& key);

struct KeyState {
    std::string name;  ///< of the first key that is there, else the one that should be
    KeyPlace place = KeyPlace::None;
    bool needed = true;
    std::string baseUrl; ///< where the provider is; empty = unknown
    std::string problem; ///< why that is unknown: a sentence
    bool ready() const { return problem.empty() && (place != KeyPlace::None || !needed); }
};
/// Quick: no key is fetched.
KeyState keyState(const ProviderEntry& provider, KeySource& keys);

/// Names of environment variables that may hold keys: programs that a run starts must not inherit them.
std::vector<std::string> machineKeyVariables();

} // namespace rlmscope
