#include "cli/models_arguments.h"

#include <CLI/CLI.hpp>

namespace rlmscope::cli {

namespace {

void addSetup(CLI::App* models, ModelsArguments& arguments, Exit& exit) {
    auto* alias = models->add_subcommand("alias", "Say which model an alias stands for: root, sub, sub2, compaction, judge or a word of yours");
    alias->add_option("NAME", arguments.alias.name, "The alias; without it all are listed");
    alias->add_option("SPEC", arguments.alias.spec, "The model; without it the alias is shown");
    alias->add_flag("--delete", arguments.alias.remove, "Take the alias away");
    alias->callback([&] { exit = modelsAliasCommand(arguments.alias); });

    auto& a = arguments.add;
    auto* add = models->add_subcommand("add", "Add a provider: any server, or another account of a known one");
    add->add_option("TEMPLATE", a.templateId, "openai-compatible, azure, or a provider's word (--list)");
    add->add_flag("--list", a.list, "Say which templates there are");
    add->add_option("--name", a.word, "Its word in SPECs: work for work:MODEL")->type_name("WORD");
    add->add_option("--title", a.title, "Its name for people")->type_name("TEXT");
    add->add_option("--url", a.url, "Where it is: https://host/v1")->type_name("URL");
    add->add_option("--key-name", a.keyName, "Name of its key, an environment variable too (default: WORD_API_KEY)")->type_name("NAME");
    add->add_option("--header", a.headers, "Sent with every request; no keys; may be repeated")->type_name("NAME=VALUE")->allow_extra_args(false);
    add->add_option("--secret-header", a.secretHeaders, "Header whose value is the key of that name; may be repeated")->type_name("NAME=KEY_NAME")->allow_extra_args(false);
    add->add_option("--api-version", a.apiVersion, "Of an Azure resource")->type_name("DATE");
    add->add_flag("--allow-plain-key", a.allowPlainKey, "Send its key over plain http to another computer, where others may read it");
    add->add_flag("--needs-key", a.needsKey, "Nothing is asked without a key");
    add->add_flag("--no-key", a.noKey, "It can be asked without a key");
    add->callback([&] { exit = modelsAddCommand(arguments.add); });

    auto* remove = models->add_subcommand("remove", "Remove a provider that was added, and its key");
    remove->add_option("WORD", arguments.remove, "Its word")->required();
    remove->callback([&] { exit = modelsRemoveCommand(arguments.remove); });

    auto* favourite = models->add_subcommand("favourite", "Mark a model as a favourite");
    favourite->add_option("SPEC", arguments.favourite.spec, "The model")->required();
    favourite->add_flag("--delete", arguments.favourite.remove, "No longer");
    favourite->callback([&] { exit = modelsFavouriteCommand(arguments.favourite); });
}

} // namespace

void addModels(CLI::App& app, ModelsArguments& arguments, Exit& exit) {
    auto* models = app.add_subcommand("models", "What models can be used, what they cost; test and set them up");
    models->require_subcommand(0, 1);
    models->add_flag("--json", arguments.models.json, "One JSON object");
    models->add_flag("--all", arguments.models.all, "Also models that cannot be used now");
    models->add_option("--provider", arguments.models.provider, "Only the models of this provider")->type_name("WORD");
    models->footer("A SPEC is PROVIDER:MODEL, URL#MODEL, sim, script:FILE or an alias.");
    models->callback([models, &arguments, &exit] {
        if (models->get_subcommands().empty()) exit = modelsCommand(arguments.models);
    });

    auto* test = models->add_subcommand("test", "Ask a model for one word: does it work, how fast is it, what did it cost?");
    test->add_option("SPEC", arguments.test.spec, "The model, or an alias")->required();
    test->add_flag("--json", arguments.test.json, "One JSON object");
    test->add_option("--key-env", arguments.test.keyEnv, "Environment variable with the key for URL#MODEL")->type_name("NAME");
    test->footer("Exit codes: 0 it works, 2 no such model can be meant, 3 broken settings, 5 it does not work, 6 cancelled.");
    test->callback([&] { exit = modelsTestCommand(arguments.test); });

    addSetup(models, arguments, exit);

    auto* key = models->add_subcommand("key", "Keep a provider's key in the system's keychain; typed unseen, or from standard input");
    key->add_option("PROVIDER", arguments.key.provider, "Its word")->required();
    key->add_option("--name", arguments.key.name, "Of several keys, the one of this name")->type_name("NAME");
    key->add_flag("--delete", arguments.key.remove, "Take its keys out of the keychain");
    key->callback([&] { exit = modelsKeyCommand(arguments.key); });

    auto* prices = models->add_subcommand("update-prices", "Take over prices from a table in LiteLLM's format");
    prices->add_option("SOURCE", arguments.prices.source, "A file or an https address")->required()->type_name("FILE|URL");
    prices->add_flag("--dry-run", arguments.prices.dryRun, "Say what would change, and save nothing");
    prices->add_flag("--json", arguments.prices.json, "One JSON object");
    prices->callback([&] { exit = modelsPricesCommand(arguments.prices); });
}

} // namespace rlmscope::cli
