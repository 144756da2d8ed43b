#include "providers/family.h"

#include "support/json.h"

namespace rlmscope::test {

FamilyPair::FamilyPair(FamilyServerOptions options) : server(options), family(options.family) {
    endpoint.baseUrl = server.baseUrl();
    endpoint.spec = "test:m";
    endpoint.model = "m";
    endpoint.key = options.key;
    renew();
}

FamilyPair::FamilyPair(ApiFamily which, const ChatReply& reply) : FamilyPair(optionsOf(which, reply)) {}

FamilyPair::~FamilyPair() = default;

FamilyServerOptions FamilyPair::optionsOf(ApiFamily which, const ChatReply& reply) {
    FamilyServerOptions options;
    options.family = which;
    options.reply = reply;
    return options;
}

void FamilyPair::renew() {
    auto made = makeHttpModel(family, endpoint);
    if (!made) qFatal("%s", made.error().text().c_str());
    model = *made;
}

Heard FamilyPair::run(std::string prompt) { return test::run(*model, ask(std::move(prompt))); }

Heard FamilyPair::run(ModelRequest request) { return test::run(*model, std::move(request)); }

HttpCall FamilyPair::call(std::size_t i) { return calls().at(i); }

nlohmann::json FamilyPair::sent(std::size_t i) { return parsed(call(i).body); }

std::vector<HttpCall> FamilyPair::calls() {
    std::vector<HttpCall> all = server.http().recorded();
    std::erase_if(all, [](const HttpCall& each) { return each.path == "/api/show"; });
    return all;
}

ChatReply hello() {
    ChatReply reply;
    reply.text = "Hällo, wörld 𝄞!";
    reply.finish.clear();
    reply.usage = Usage{};
    reply.usage->freshInput = 7;
    reply.usage->output = 3;
    return reply;
}

bool contains(const std::string& text, const std::string& what) {
    if (text.find(what) != std::string::npos) return true;
    qWarning("\"%s\" is not in \"%s\"", what.c_str(), text.c_str());
    return false;
}

} // namespace rlmscope::test
