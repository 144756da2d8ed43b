#pragma once
// One language model of any API family.
#include "providers/http_model.h"
#include "providers/provider_table.h"

namespace rlmscope {

/// `endpoint.baseUrl` as providerBaseUrl() gives it. Errors (Usage): a setting that this model or server is known to
/// reject. `transport` must outlive the model's attempts.
Result<std::shared_ptr<LanguageModel>> makeHttpModel(ApiFamily family, ModelEndpoint endpoint,
                                                     Transport& transport = Transport::shared());

} // namespace rlmscope
