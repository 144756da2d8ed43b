#pragma once
// The options of `rlmscope-cli models` and its commands.
#include "cli/models_commands.h"

namespace CLI {
class App;
}

namespace rlmscope::cli {

/// What is typed; must live until the arguments have been parsed.
struct ModelsArguments {
    ModelsOptions models;
    ModelsTestOptions test;
    ModelsAliasOptions alias;
    ModelsAddOptions add;
    std::string remove;
    ModelsFavouriteOptions favourite;
    ModelsKeyOptions key;
    ModelsPricesOptions prices;
};
void addModels(CLI::App& app, ModelsArguments& arguments, Exit& exit);

} // namespace rlmscope::cli
