#pragma once
// The system's keychain as a KeyStore: Secret Service (GNOME Keyring, KeePassXC, ...) or KWallet, through QtKeychain.
//
// QtKeychain needs Qt, its event loop and D-Bus, and may wait for a person to type a password. All of that happens in a
// small program of its own (helper/, rlmscope-keychain) that is started for each question and ends with the answer: the
// command line links no Qt, starts as fast as without keys, and works where nothing of it is installed.
#include "base/clock.h"
#include "providers/key_source.h"

#include <memory>
#include <string>

namespace rlmscope {

struct KeychainOptions {
    std::string program; ///< empty = $RLMSCOPE_KEYCHAIN, beside the running program, ../libexec/rlmscope
    Nanos patience = 120'000'000'000; ///< a person may have to find a password
};

/// Thread-safe; each call waits for its program. The errors' words are for people; their hint is empty, because only the
/// caller knows what else can be done.
std::shared_ptr<KeyStore> systemKeychain(KeychainOptions options = {});

} // namespace rlmscope
