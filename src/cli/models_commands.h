#pragma once
// `rlmscope-cli models ...`: what can be used here, and setting it up. Each returns the exit code.
#include "cli/exit_code.h"

#include <string>
#include <vector>

namespace rlmscope::cli {

struct ModelsOptions {
    bool json = false, all = false;
    std::string provider; ///< only its models
};
Exit modelsCommand(const ModelsOptions& options);

struct ModelsTestOptions {
    std::string spec, keyEnv;
    bool json = false;
};
Exit modelsTestCommand(const ModelsTestOptions& options);

struct ModelsAliasOptions {
    std::string name, spec; ///< both empty: list; spec empty: show
    bool remove = false;
};
Exit modelsAliasCommand(const ModelsAliasOptions& options);

struct ModelsAddOptions {
    std::string templateId, word, title, url, keyName, apiVersion;
    std::vector<std::string> headers, secretHeaders; ///< "NAME=VALUE"
    bool needsKey = false, noKey = false, allowPlainKey = false, list = false;
};
Exit modelsAddCommand(const ModelsAddOptions& options);
Exit modelsRemoveCommand(const std::string& word);

struct ModelsFavouriteOptions {
    std::string spec;
    bool remove = false;
};
Exit modelsFavouriteCommand(const ModelsFavouriteOptions& options);

struct ModelsKeyOptions {
    std::string provider, name;
    bool remove = false;
};
Exit modelsKeyCommand(const ModelsKeyOptions& options);

struct ModelsPricesOptions {
    std::string source; ///< file or https address
    bool dryRun = false, json = false;
};
Exit modelsPricesCommand(const ModelsPricesOptions& options);

} // namespace rlmscope::cli
