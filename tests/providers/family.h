#pragma once
// A scripted server of one API family and a model that asks it.
#include "providers/attempt.h"
#include "providers/model_families.h"
#include "support/family_servers.h"

#include <QtTest>
#include <nlohmann/json.hpp>

namespace rlmscope::test {

struct FamilyPair {
    FamilyServer server;
    ApiFamily family;
    ModelEndpoint endpoint;
    std::shared_ptr<LanguageModel> model;

    explicit FamilyPair(FamilyServerOptions options) : server(options), family(options.family) {
        endpoint.baseUrl = server.baseUrl();
        endpoint.spec = "test:m";
        endpoint.model = "m";
        endpoint.key = options.key;
        renew();
    }
    FamilyPair(ApiFamily which, const ChatReply& reply) : FamilyPair(optionsOf(which, reply)) {}

    static FamilyServerOptions optionsOf(ApiFamily which, const ChatReply& reply) {
        FamilyServerOptions options;
        options.family = which;
        options.reply = reply;
        return options;
    }
    void renew() {
        auto made = makeHttpModel(family, endpoint);
        if (!made) qFatal("%s", made.error().text().c_str());
        model = *made;
    }
    Heard run(std::string prompt = "hello") { return test::run(*model, ask(std::move(prompt))); }
    Heard run(ModelRequest request) { return test::run(*model, std::move(request)); }
    /// The i-th request, but for questions about the model.
    HttpCall call(std::size_t i = 0) { return calls().at(i); }
    std::vector<HttpCall> calls() {
        std::vector<HttpCall> all = server.http().recorded();
        std::erase_if(all, [](const HttpCall& each) { return each.path == "/api/show"; });
        return all;
    }
    nlohmann::json sent(std::size_t i = 0) { return nlohmann::json::parse(call(i).body); }
};

/// A reply as all families can give it.
inline ChatReply hello() {
    ChatReply reply;
    reply.text = "Hällo, wörld 𝄞!";
    reply.finish.clear();
    reply.usage = Usage{};
    reply.usage->freshInput = 7;
    reply.usage->output = 3;
    return reply;
}

inline bool contains(const std::string& text, const std::string& what) {
    if (text.find(what) != std::string::npos) return true;
    qWarning("\"%s\" is not in \"%s\"", what.c_str(), text.c_str());
    return false;
}

} // namespace rlmscope::test
