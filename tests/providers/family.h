#pragma once
// A scripted server of one API family and a model that asks it.
#include "providers/attempt.h"
#include "providers/model_families.h"
#include "support/family_servers.h"

#include <QTest>
#include <nlohmann/json_fwd.hpp>

namespace rlmscope::test {

struct FamilyPair {
    FamilyServer server;
    ApiFamily family;
    ModelEndpoint endpoint;
    std::shared_ptr<LanguageModel> model;

    explicit FamilyPair(FamilyServerOptions options);
    FamilyPair(ApiFamily which, const ChatReply& reply);
    ~FamilyPair();

    static FamilyServerOptions optionsOf(ApiFamily which, const ChatReply& reply);
    void renew();
    Heard run(std::string prompt = "hello");
    Heard run(ModelRequest request);
    /// The i-th request, but for questions about the model.
    HttpCall call(std::size_t i = 0);
    std::vector<HttpCall> calls();
    nlohmann::json sent(std::size_t i = 0);
};

/// A reply as all families can give it.
ChatReply hello();

bool contains(const std::string& text, const std::string& what);

} // namespace rlmscope::test
