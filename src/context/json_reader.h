#pragma once
// JSON and JSON Lines as a context. The text is read once as a stream of events, so that memory is the text and the
// strings that become documents, never a tree. Internal to this folder.
#include "base/cancel.h"
#include "base/result.h"
#include "context/context.h"

#include <string>
#include <vector>

namespace rlmscope {

struct JsonReading {
    Context::Shape shape = Context::Shape::Json;
    std::string pythonType;
    std::uint64_t items = 1;
    std::vector<Document> documents; ///< for Text, List, Dict; empty when the source text stays the document
    std::vector<std::string> notes;
};

/// Deeper values are refused: Python's own reader gives up at about 1,000.
constexpr int JsonDepthLimit = 500;

/// Errors name the line and column.
Result<JsonReading> readJson(std::string_view text, const std::string& name, const CancelToken& cancel);
Result<JsonReading> readJsonLines(std::string_view text, const std::string& name, const CancelToken& cancel);

} // namespace rlmscope
