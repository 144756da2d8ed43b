#pragma once
// The models that a server says it has: /models of chat completions, Anthropic and Gemini, /api/tags of Ollama.
#include "base/cancel.h"
#include "base/result.h"
#include "base/units.h"
#include "providers/http_model.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

struct ListedModel {
    std::string id;   ///< as a SPEC names it
    std::string name; ///< for people; empty = none
    Tokens window = 0; ///< 0 = not said
    int maxOutput = 0; ///< 0 = not said
    bool operator==(const ListedModel&) const = default;
};

struct ModelList {
    std::vector<ListedModel> models; ///< in the server's order, each id once
    bool complete = true;            ///< false: the server has more, on further pages
    bool operator==(const ModelList&) const = default;
};

/// Reads a list of any family: {"data":[{"id"}]}, {"models":[{"name"}]}, a bare array. Models that are said to do something
/// else than text (embeddings) are left out. Error (Provider): it is no list of models.
Result<ModelList> readModelList(std::string_view body);

struct ListOutcome {
    Result<ModelList> list = ModelList{};
    int http = 0;      ///< 0 = no answer
    bool silent = false; ///< it was reached but said nothing in time
};

/// Asks the server of `model` (any model there, known to it or not), with its key. Returns at once; `done` is called once,
/// from another thread, and must not block. Errors: Unsupported = this kind of server has no list; else as an attempt's.
void listModels(const HttpModel& model, Nanos patience, CancelToken cancel, std::function<void(ListOutcome)> done);

/// Whether a list names `model`: "qwen3" is "qwen3:latest" at Ollama.
bool isListed(const ModelList& list, std::string_view model);
/// At most `most` ids of the list that look like `model`, the nearest first.
std::vector<std::string> nearNames(const ModelList& list, std::string_view model, std::size_t most = 4);

} // namespace rlmscope
