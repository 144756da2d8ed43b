#pragma once
// The texts that models are given: files of resources/prompts, or what the user edited for this run.
#include "trace/run_spec.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rlmscope {

struct Context;

using PromptValues = std::vector<std::pair<std::string_view, std::string>>;

/// Replaces each {name} of `values`, once, from left to right; other braces are text. What was put in is not looked at
/// again, so a question that contains "{context}" stays what it is.
std::string fillPrompt(std::string_view text, const PromptValues& values);

/// The text of a prompt by name ("rlm"), edited or built in. Empty when there is none of that name.
std::string_view promptText(const RunSpec& spec, std::string_view name);

/// What a prompt says about a context that the model does not see: type, sizes, lengths of documents; never content.
std::string contextMetadata(const Context& context);
/// The whole context as text: documents under headings with their paths.
std::string contextText(const Context& context);
/// Bytes of contextText() without building it, within a few bytes per document.
std::uint64_t contextTextBytes(const Context& context);

std::string withThousands(std::uint64_t number); ///< "20,000"
/// Texts ours but not a model's words end with one newline; prompts are sent without it.
std::string_view withoutLastNewline(std::string_view text);

} // namespace rlmscope
