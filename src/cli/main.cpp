// rlmscope-cli: runs, shows and checks without a window. What it prints and returns is a contract with scripts:
// standard output carries the answer or one JSON object, everything for people goes to standard error.
#include "cli/commands.h"
#include "cli/models_arguments.h"
#include "keys/keychain.h"
#include "runner/machine_models.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <new>
#include <string>

namespace {

using namespace rlmscope::cli;

void addRun(CLI::App& app, RunOptions& options, Exit& exit) {
    auto* run = app.add_subcommand("run", "Answer a question about files with a recursive language model");
    run->add_option("--context", options.context, "Files and folders to work on; - reads standard input")
        ->type_name("PATH")->required()->expected(1, -1);
    run->add_option("--question", options.question, "What to find out")->type_name("TEXT")->required();
    run->add_option("--strategy", options.strategy, "direct, rlm or call-return (default: rlm)")->type_name("NAME");
    run->add_option("--depth", options.depth, "Recursion: 0 = no sub-calls, 1 = sub-calls, 2 and 3 = child frames (default: 1)")->type_name("N");
    run->add_option("--model", options.model, "sim, script:FILE, PROVIDER:MODEL (openai, anthropic, gemini, ollama, ...), URL#MODEL or an alias such as root (default: sim)")->type_name("SPEC");
    run->add_option("--sub-model", options.subModel, "The model of sub-calls and child frames (default: as --model)")->type_name("SPEC");
    run->add_option("--protocol", options.protocol, "How the model finishes: answer, final or submit (default: answer)")->type_name("NAME");
    run->add_option("--max-turns", options.maxTurns, "Turns of a frame (default: 30)")->type_name("N");
    run->add_option("--max-calls", options.maxCalls, "Model calls of the whole run")->type_name("N");
    run->add_option("--max-tokens", options.maxTokens, "Tokens in and out of the whole run")->type_name("N");
    run->add_option("--max-input-tokens", options.maxInputTokens, "Tokens in of the whole run")->type_name("N");
    run->add_option("--max-output-tokens", options.maxOutputTokens, "Tokens out of the whole run")->type_name("N");
    run->add_option("--max-frames", options.maxFrames, "Frames of the whole run, the root included")->type_name("N");
    run->add_option("--max-seconds", options.maxSeconds, "Seconds of the whole run")->type_name("S");
    run->add_option("--budget-usd", options.budgetUsd, "Spend of the whole run; never passed")->type_name("X");
    run->add_option("--child-budget-usd", options.childBudgetUsd, "Spend of each child frame with all below it")->type_name("X");
    run->add_option("--child-max-calls", options.childMaxCalls, "Model calls of each child frame with all below it")->type_name("N");
    run->add_option("--child-max-tokens", options.childMaxTokens, "Tokens of each child frame with all below it")->type_name("N");
    run->add_option("--at-limit", options.atLimit, "At a limit of the run: finish with the best answer, stop, or ask (default: finish)")->type_name("CHOICE");
    run->add_option("--approve-calls", options.approveCalls, "Ask before a batch of so many calls or more leaves")->type_name("N");
    run->add_option("--approve-usd", options.approveUsd, "Ask before a batch leaves that may cost so much or more")->type_name("X");
    run->add_flag("--reuse-replies", options.reuseReplies, "Sub-calls of a model at temperature 0 (SPEC?temperature=0) get the reply that an earlier run got to the same words");
    run->add_flag("--budget-line", options.budgetLine, "Tell the model at each turn what is left of the limits");
    run->add_option("--price", options.price, "Price of the model in USD per million tokens in and out")->type_name("IN,OUT");
    run->add_option("--key-env", options.keyEnv, "Environment variable with the key for URL#MODEL; PROVIDER:MODEL has its own (rlmscope-cli models)")->type_name("NAME");
    run->add_option("--seed", options.seed, "Seed of everything random (default: 1)")->type_name("N");
    run->add_option("--tools", options.tools, "Python file whose functions the model's code can call, inside the sandbox")->type_name("FILE");
    run->add_option("--trusted-tools", options.trustedTools, "The same outside the sandbox (network, files); asked about once per file")->type_name("FILE");
    run->add_flag("--yes", options.yes, "Allow the trusted tools of this run without being asked");
    run->add_option("--packages", options.packages, "Folder of Python packages for the model's code, read-only; may be repeated")->type_name("FOLDER")->allow_extra_args(false);
    run->add_option("--require-sandbox", options.requireSandbox, "Refuse to run with less than: full or partial (doctor says what there is)")->type_name("LEVEL");
    run->add_option("--trace", options.trace, "Where to write the trace (default: a new file in the library)")->type_name("FILE");
    run->add_flag("--json", options.json, "Print one JSON object instead of the answer");
    run->add_flag("--quiet", options.quiet, "No progress on standard error");
    run->footer("Exit codes: 0 answered, 2 usage, 3 bad input, 4 stopped by a limit without an answer,\n"
                "5 model or network failure, 6 cancelled. Ctrl-C once finishes cleanly, twice at once.");
    run->callback([&] { exit = runCommand(options); });
}

void addProbe(CLI::App& app, ProbeOptions& options, Exit& exit) {
    auto* probe = app.add_subcommand("probe", "Look into a recorded run: the variables of a frame, or the value of an expression");
    probe->add_option("TRACE", options.trace, "The trace file")->required();
    probe->add_option("EXPRESSION", options.expression, "Python; without it all variables are listed");
    probe->add_option("--run", options.run, "Which run (its id or the beginning of it; default: the newest)")->type_name("ID");
    probe->add_option("--frame", options.frame, "Which frame: its path, or its id as in show --json (default: the root)")->type_name("PATH|N");
    probe->add_option("--cell", options.cell, "After which cell of the frame, from 1; 0 = before the first (default: the last)")
        ->type_name("N")->check(CLI::NonNegativeNumber);
    probe->add_option("--first", options.first, "Begin with this item, character or row; negative = from the end")->type_name("N");
    probe->add_option("--count", options.count, "How many of them (default: 100)")->type_name("N")->check(CLI::PositiveNumber);
    probe->add_option("--search", options.search, "Only what contains this text")->type_name("TEXT");
    probe->add_option("--packages", options.packages, "The folders of Python packages that the run had; a trace knows only their names")
        ->type_name("FOLDER")->allow_extra_args(false);
    probe->add_flag("--json", options.json, "Print one JSON object");
    probe->add_flag("--yes", options.yes, "Run the code of a trace that is not from your library without asking");
    probe->add_flag("--allow-weak-sandbox", options.allowWeakSandbox, "The same where the sandbox is not full");
    probe->footer("The code of the trace is run again in a sandbox, with the recorded answers; no model is asked.");
    probe->callback([&] { exit = probeCommand(options); });
}

void addExport(CLI::App& app, ExportOptions& options, Exit& exit) {
    auto* sub = app.add_subcommand("export", "Write the report of a recorded run: one page that opens in any browser, or its data");
    sub->add_option("TRACE", options.trace, "The trace file")->required();
    sub->add_option("--format", options.format, "html (one file, nothing else needed) or json (default: html)")->type_name("NAME");
    sub->add_option("-o,--output", options.out, "Where to write it (default: standard output)")->type_name("FILE");
    sub->add_option("--run", options.run, "Which run (its id or the beginning of it; default: the newest)")->type_name("ID");
    sub->add_flag("--with-context", options.contextText, "Put the texts of the context and the prompts of the calls in too");
    sub->callback([&] { exit = exportCommand(options); });
}

void addParts(CLI::App* app, RerunPartsOptions& parts) {
    app->add_option("--context", parts.context, "The files of the run again, where its trace does not hold them; - reads standard input")
        ->type_name("PATH")->allow_extra_args(false);
    app->add_option("--packages", parts.packages, "The folders of Python packages that the run had; a trace knows only their names")
        ->type_name("FOLDER")->allow_extra_args(false);
    app->add_flag("--allow-weak-sandbox", parts.allowWeakSandbox, "Run a trace that is not from your library where the sandbox is not full");
}

void addReplay(CLI::App& app, ReplayCommandOptions& options, Exit& exit) {
    auto* replay = app.add_subcommand("replay", "Run the code of a recorded run again on its recorded replies, and say whether it is the same");
    replay->add_option("TRACE", options.trace, "The trace file")->required();
    replay->add_option("--run", options.run, "Which run (its id or the beginning of it; default: the newest)")->type_name("ID");
    replay->add_option("-o,--output", options.output, "Keep the trace of the replay in this new file")->type_name("FILE");
    addParts(replay, options.parts);
    replay->add_flag("--json", options.json, "Print one JSON object");
    replay->add_flag("--quiet", options.quiet, "Nothing on standard error but errors");
    replay->add_flag("--yes", options.yes, "Run the code of a trace that is not from your library without asking");
    replay->footer("No model is asked and no connection is made.\n"
                   "Exit codes: 0 identical, 7 diverged (the places are listed), 2 usage, 3 bad input, 6 cancelled.");
    replay->callback([&] { exit = replayCommand(options); });
}

void addResume(CLI::App& app, ResumeCommandOptions& options, Exit& exit) {
    auto* resume = app.add_subcommand("resume", "Go on with a run that was interrupted or stopped, and pay only for what is new");
    resume->add_option("TRACE", options.trace, "The trace file; the run goes on in it")->required();
    resume->add_option("--run", options.run, "Which run (its id or the beginning of it; default: the newest)")->type_name("ID");
    resume->add_option("--budget-usd", options.budgetUsd, "Spend of the whole run, with what was spent before")->type_name("X");
    resume->add_option("--max-calls", options.maxCalls, "Model calls of the whole run, with those before")->type_name("N");
    resume->add_option("--max-tokens", options.maxTokens, "Tokens in and out of the whole run, with those before")->type_name("N");
    resume->add_option("--max-input-tokens", options.maxInputTokens, "Tokens in of the whole run")->type_name("N");
    resume->add_option("--max-output-tokens", options.maxOutputTokens, "Tokens out of the whole run")->type_name("N");
    resume->add_option("--max-frames", options.maxFrames, "Frames of the whole run")->type_name("N");
    resume->add_option("--max-seconds", options.maxSeconds, "Seconds of the whole run, with those before")->type_name("S");
    resume->add_option("--max-turns", options.maxTurns, "Turns of a frame, with those before")->type_name("N");
    resume->add_option("--model", options.model, "Another model for what is new; also needed to send a key to URL#MODEL")->type_name("SPEC");
    resume->add_option("--sub-model", options.subModel, "Another model for sub-calls and child frames")->type_name("SPEC");
    resume->add_option("--price", options.price, "Price of the model in USD per million tokens in and out")->type_name("IN,OUT");
    resume->add_option("--key-env", options.keyEnv, "Environment variable with the key for the URL#MODEL of --model or --sub-model")->type_name("NAME");
    resume->add_option("--trusted-tools", options.trustedTools, "The file of trusted tools again; asked about once per file")->type_name("FILE");
    addParts(resume, options.parts);
    resume->add_flag("--json", options.json, "Print one JSON object instead of the answer");
    resume->add_flag("--quiet", options.quiet, "No progress on standard error");
    resume->add_flag("--yes", options.yes, "Do not ask: about a trace that is not from your library, about trusted tools");
    resume->footer("What was answered before is not asked again; a request that was in flight when the run died is asked once more.\n"
                   "Exit codes: as run.");
    resume->callback([&] { exit = resumeCommand(options); });
}

void addImport(CLI::App& app, ImportOptions& options, Exit& exit) {
    auto* import = app.add_subcommand("import", "Read the logs of other tools into traces, with a report of what they do not say");
    import->add_option("FILE", options.files, "Logs; their format is seen from their content")->required()->expected(1, -1);
    import->add_option("-o,--output", options.out, "One trace for all of them (default: a new one in the library for each)")->type_name("TRACE");
    import->add_flag("--json", options.json, "Print one JSON object");
    import->callback([&] { exit = importCommand(options); });
}

void addFamilies(CLI::App& app, MergeCommandOptions& merge, SplitCommandOptions& split, Exit& exit) {
    auto* mergeApp = app.add_subcommand("merge", "Put the runs of several traces into one file");
    mergeApp->add_option("TRACE", merge.files, "The traces; they stay as they are")->required()->expected(1, -1);
    mergeApp->add_option("-o,--output", merge.output, "The new file")->type_name("TRACE")->required();
    mergeApp->callback([&] { exit = mergeCommand(merge); });
    auto* splitApp = app.add_subcommand("split", "Write each run of a trace into a file of its own");
    splitApp->add_option("TRACE", split.trace, "The trace; it stays as it is")->required();
    splitApp->add_option("--to", split.folder, "Where the files go (default: beside the trace)")->type_name("FOLDER");
    splitApp->callback([&] { exit = splitCommand(split); });
}

void addOthers(CLI::App& app, DemoOptions& demo, ShowOptions& show, DoctorOptions& doctor, Exit& exit) {
    auto* demoApp = app.add_subcommand("demo", "Run a built-in example with the simulated model");
    demoApp->add_option("NAME", demo.name, "Which example");
    demoApp->add_flag("--list", demo.list, "Say which examples there are");
    demoApp->callback([&] { exit = demoCommand(demo); });

    auto* showApp = app.add_subcommand("show", "Print the call tree of a recorded run");
    showApp->add_option("TRACE", show.trace, "The trace file")->required();
    auto* json = showApp->add_flag("--json", show.json, "All runs and nodes as one JSON object");
    showApp->add_flag("--jsonl", show.jsonLines, "One node a line")->excludes(json);
    showApp->add_option("--run", show.run, "Only this run (its id or the beginning of it)")->type_name("ID");
    showApp->callback([&] { exit = showCommand(show); });

    auto* doctorApp = app.add_subcommand("doctor", "Say what is installed and what works");
    doctorApp->add_flag("--json", doctor.json, "As one JSON object");
    doctorApp->callback([&] { exit = doctorCommand(doctor); });
}

void addCost(CLI::App& app, CostOptions& options, Exit& exit) {
    auto* cost = app.add_subcommand("cost", "Say what a recorded run cost, by model and depth, and what it would have cost elsewhere");
    cost->add_option("TRACE", options.trace, "The trace file")->required();
    cost->add_option("--run", options.run, "Only this run (its id or the beginning of it)")->type_name("ID");
    cost->add_option("--as", options.as, "Price the calls as this model, or those of one model: SPEC=MODEL; may be repeated")
        ->type_name("MODEL")->allow_extra_args(false);
    cost->add_option("--prices", options.prices, "A price table, ours or LiteLLM's (default: the prices of this computer)")->type_name("FILE");
    cost->add_option("--on", options.on, "The prices of this day instead of the day of each call")->type_name("YYYY-MM-DD");
    cost->add_flag("--json", options.json, "Print one JSON object");
    cost->footer("Nothing in the trace is changed. A price that is not known stays unknown and is counted as such.");
    cost->callback([&] { exit = costCommand(options); });
}

std::string commandNames(const CLI::App& app) {
    std::string names;
    for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; })) names += (names.empty() ? "" : ", ") + command->get_name();
    return names;
}

int parsed(int argc, char** argv) {
    CLI::App app("RLMScope at the command line: run recursive language models and look at their traces.", "rlmscope-cli");
    app.set_version_flag("--version", "rlmscope-cli " RLMSCOPE_VERSION);
    app.require_subcommand(1);
    Exit exit = Exit::Internal;
    RunOptions run;
    DemoOptions demo;
    ShowOptions show;
    DoctorOptions doctor;
    ModelsArguments models;
    ProbeOptions probe;
    CostOptions cost;
    addRun(app, run, exit);
    addProbe(app, probe, exit);
    addCost(app, cost, exit);
    ImportOptions import;
    addImport(app, import, exit);
    ExportOptions exportOptions;
    addExport(app, exportOptions, exit);
    ReplayCommandOptions replay;
    ResumeCommandOptions resume;
    addReplay(app, replay, exit);
    addResume(app, resume, exit);
    MergeCommandOptions merge;
    SplitCommandOptions split;
    addFamilies(app, merge, split, exit);
    addOthers(app, demo, show, doctor, exit);
    addModels(app, models, exit);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        // Help and version end with 0 and go to standard output; everything else is a usage error.
        if (argc > 1 && argv[1][0] != '-' && app.get_subcommands().empty())
            std::fprintf(stderr, "There is no command \"%s\"; there are %s.\n", argv[1], commandNames(app).c_str());
        const int code = app.exit(error);
        return code == 0 ? 0 : static_cast<int>(Exit::Usage);
    }
    return static_cast<int>(exit);
}

} // namespace

int main(int argc, char** argv) {
    try {
        rlmscope::setMachineKeyStore(rlmscope::systemKeychain());
        return parsed(argc, argv);
    } catch (const std::bad_alloc&) {
        std::fprintf(stderr, "rlmscope-cli: out of memory.\n");
    } catch (const std::exception& error) {
        std::fprintf(stderr, "rlmscope-cli: internal error: %s\n", error.what());
    }
    return static_cast<int>(Exit::Internal);
}
