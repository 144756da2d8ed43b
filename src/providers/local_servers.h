#pragma once
// Which model servers run on this computer: for the doctor and for the first-run page.
#include "base/cancel.h"
#include "base/clock.h"
#include "providers/transport.h"

#include <string>
#include <vector>

namespace rlmscope {

struct LocalServer {
    std::string name;    ///< "Ollama"; what usually listens there, or what the server says that it is
    std::string baseUrl; ///< "http://127.0.0.1:11434/v1"
    bool answers = false; ///< and lists models as a model server does
    std::vector<std::string> models; ///< by the names to use in URL#MODEL
    std::string problem; ///< why it does not count; for people
};

/// Ollama 11434, llama.cpp 8080 and 9931, LM Studio 1234, vLLM 8000.
std::vector<LocalServer> usualLocalServers();

/// Asks all of them at once and waits, at most `patience`. The answer has the same order. No key is sent.
std::vector<LocalServer> probeLocalServers(Nanos patience = 700'000'000,
                                           std::vector<LocalServer> servers = usualLocalServers(),
                                           CancelToken cancel = {}, Transport& transport = Transport::shared());

} // namespace rlmscope
