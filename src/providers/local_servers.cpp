#include "providers/local_servers.h"

#include "base/json.h"
#include "base/text.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>

namespace rlmscope {
namespace {

using nlohmann::json;

constexpr std::size_t MostOnServer = 500; // a list on a page; a server with more is not somebody's computer

struct Probe {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<LocalServer> servers;  // guarded by mutex
    std::vector<std::string> bodies;   // network thread only
    std::vector<int> statuses;         // network thread only
    std::size_t left = 0;              // guarded by mutex
};

std::string textOf(const json& object, const char* name) {
    const auto it = object.find(name);
    return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

/// Reads {"data":[{"id":"llama3","owned_by":"library"}]}.
void readModels(LocalServer& server, std::string_view body) {
    const json value = parseJson(toValidUtf8(body));
    const auto data = value.is_object() ? value.find("data") : value.end();
    if (!value.is_object() || data == value.end() || !data->is_array()) {
        server.problem = "something listens there, but it does not list models";
        return;
    }
    server.answers = true;
    for (const json& model : *data) {
        if (!model.is_object() || server.models.size() == MostOnServer) continue;
        const std::string id = oneLine(textOf(model, "id"), 200);
        if (!id.empty()) server.models.push_back(id);
        const std::string owner = textOf(model, "owned_by");
        if (owner == "vllm") server.name = "vLLM";
        if (owner == "llamacpp") server.name = "llama.cpp";
    }
}

} // namespace

std::vector<LocalServer> usualLocalServers() {
    const auto at = [](const char* name, int port) {
        LocalServer server;
        server.name = name;
        server.baseUrl = "http://127.0.0.1:" + std::to_string(port) + "/v1";
        return server;
    };
    return {at("Ollama", 11434), at("llama.cpp", 8080), at("llama.cpp", 9931), at("LM Studio", 1234), at("vLLM", 8000)};
}

std::vector<LocalServer> probeLocalServers(Nanos patience, std::vector<LocalServer> servers, CancelToken cancel,
                                           Transport& transport) {
    const auto probe = std::make_shared<Probe>();
    const std::size_t count = servers.size();
    probe->servers = std::move(servers);
    probe->bodies.resize(count);
    probe->statuses.resize(count);
    probe->left = count;
    for (std::size_t i = 0; i < count; ++i) {
        HttpRequest request;
        request.method = "GET";
        request.url = probe->servers[i].baseUrl + "/models";
        request.headers = {{"Accept", "application/json"}, {"User-Agent", "RLMScope/0.1"}};
        request.timeouts = HttpTimeouts{patience, patience, patience, patience};
        request.mostBytes = 4 * 1024 * 1024;
        HttpListener listener;
        listener.head = [probe, i](int status, const HttpHeaders&) { probe->statuses[i] = status; };
        listener.data = [probe, i](std::string_view bytes) {
            probe->bodies[i] += bytes;
            return true;
        };
        listener.end = [probe, i](const HttpEnd& end) {
            const std::lock_guard lock(probe->mutex);
            LocalServer& server = probe->servers[i];
            if (end.cause == HttpEndCause::Refused) server.problem = "nothing listens there";
            else if (end.cause != HttpEndCause::Done) server.problem = "no answer in time";
            else if (probe->statuses[i] != 200)
                server.problem = "something listens there, but it answered " + std::to_string(probe->statuses[i]);
            else readModels(server, probe->bodies[i]);
            --probe->left;
            probe->changed.notify_all();
        };
        transport.start(std::move(request), cancel, std::move(listener));
    }
    // Every request ends by its own timeout.
    std::unique_lock lock(probe->mutex);
    probe->changed.wait(lock, [&] { return probe->left == 0; });
    return probe->servers;
}

} // namespace rlmscope
