// rlmscope-test-server: the test server as a program, for end-to-end tests and scripts. Prints its port and serves until
// its standard input closes or it is ended by a signal.
#include "support/openai_server.h"

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <unistd.h>

int main(int argc, char** argv) {
    using namespace rlmscope;
    CLI::App app("Speaks OpenAI chat completions on 127.0.0.1, for tests. Prints its port on one line.");
    test::OpenAiServerOptions options;
    std::string script;
    bool stdinEnds = false;
    app.add_option("--port", options.port, "Port; 0 picks a free one");
    app.add_option("--script", script, "Rules that answer, in the format of script files (conditions on depth never hold)");
    app.add_option("--latency-ms", options.latencyMs, "Before the first byte of each reply");
    app.add_option("--gap-ms", options.gapMs, "Between two events of a streamed reply");
    app.add_option("--pieces", options.pieces, "Events that carry text, per reply");
    app.add_option("--key", options.key, "Answer 401 to any other key");
    app.add_option("--model", options.model, "Name of the model in replies and in /v1/models");
    app.add_option("--log", options.logPath, "JSON Lines: each request, and whether its reply was sent in full");
    app.add_option("--seed", options.faults.seed, "Of the faults");
    app.add_option("--fault-429", options.faults.tooMany, "Chance, 0 to 1");
    app.add_option("--fault-500", options.faults.serverError);
    app.add_option("--fault-503", options.faults.unavailable, "With a web page as its body");
    app.add_option("--cut", options.faults.cut, "The connection breaks in the middle of the reply");
    app.add_option("--drop", options.faults.drop, "The connection closes without a reply");
    app.add_option("--stall", options.faults.stall, "No reply, and the connection stays open");
    app.add_option("--retry-after-ms", options.faults.retryAfterMs, "What a 429 asks for");
    app.add_option("--most-faults", options.faults.mostPerRequest, "Per request body; later ones are answered");
    app.add_flag("--until-eof", stdinEnds, "End when standard input closes");
    CLI11_PARSE(app, argc, argv);
    if (!script.empty()) {
        auto read = readScript(script);
        if (!read) {
            std::cerr << read.error().text() << "\n";
            return 2;
        }
        options.script = std::move(*read);
    }
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    test::OpenAiServer server(std::move(options));
    std::cout << server.http().port() << std::endl;
    if (stdinEnds) {
        char byte = 0;
        while (read(STDIN_FILENO, &byte, 1) > 0) {}
        return 0;
    }
    int signal = 0;
    sigwait(&signals, &signal);
    return 0;
}
