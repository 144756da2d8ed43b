#pragma once
// What the records of the reference implementation say, one by one. Internal to this folder.
#include "exchange/json_tape.h"
#include "trace/messages.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rlmscope::exchange {

using Value = JsonTape::Value;

/// What a log knows about the tokens of a call: of `usage_summary`.
struct Summary {
    Usage usage;
    PicoUsd cost;
    bool known = false, priced = false;
};
Summary summaryOf(Value usage);

/// `whole` in parts like `weights`; the sum of the parts is exactly `whole`.
std::vector<std::int64_t> split(std::int64_t whole, const std::vector<std::uint64_t>& weights);

Role roleOf(Value message);
Message messageOf(Value message);
/// A sub-call's prompt: a string, a list of messages, or anything.
std::vector<Message> promptOf(Value prompt);

/// "NameError" of a text whose last line is "NameError: name 'x' is not defined"; empty when nothing was raised.
std::string exceptionOf(std::string_view err);
std::string_view lastLine(std::string_view text);
bool isContextName(std::string_view name); ///< context, context_0, ...

struct Final {
    std::string json, text;
    bool there = false;
};
/// A text, or in older logs the pair of how it was given and what it was.
Final finalOf(Value value);

/// Question and characters of the context, of "Answer the following: QUESTION\n\nYour context is a str of N total characters."
std::pair<std::string, std::uint64_t> introduction(Value prompt);

} // namespace rlmscope::exchange
