#pragma once
// The script file: rules that answer model calls, for tests and lessons. UTF-8 JSON, comments allowed:
//
//   {"rules": [{"when": {"depth": 0, "turn": 1, "contains": "text", "role": "frame"},
//               "reply": "...", "times": 1, "delay_ms": 0,
//               "usage": {"input_tokens": 10, "output_tokens": 2},
//               "error": {"http": 429, "message": "..."}}],
//    "price": {"input": 1.0, "output": 4.0}}
//
// The first rule whose conditions all hold and that is not used up answers. Every key is optional, but a rule needs a
// reply or an error. An unknown key is an error that names the rule: a typing mistake must not change what is tested.
//
// when:  depth          of the frame that asks, or of the sub-call
//        turn           a frame's own calls, counted from 1; a sub-call has none, so such a rule never answers one
//        contains       occurs in the text of the request: all messages, the system message included
//        last_contains  occurs in the last message
//        role           "frame" (a frame's own call, the forced last answer included), "final" (only that), "sub"
//        attempt        number of the attempt of a call, from 1
// reply: text, or a list of lines
//        template       true: {{last}} in the reply becomes the text of the last message
//        reasoning      text that comes before the reply as reasoning
//        finish         "stop" (default), "length", "content_filter", ... as a server would say
//        times          how often the rule may answer; absent = always
//        delay_ms       before the first byte; stream_ms: from the first byte to the last
//        usage          input_tokens, output_tokens, cached_tokens, reasoning_tokens; null = the server does not say.
//                       Absent = estimated from the bytes, and marked so
// error: http           absent = the connection breaks
//        message, type, code, retry_after_ms
//        after_bytes    so much of the reply arrives first
// top:   price (USD per million tokens: input, output, cached_input), window, max_output (tokens), name
// "comment" and "name" are allowed in a rule, "comment" at the top, and mean nothing.
#include "base/clock.h"
#include "base/result.h"
#include "base/units.h"
#include "trace/event.h"

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

struct ScriptError {
    int http = 0; ///< 0 = the connection breaks
    std::string message, type, code;
    std::optional<Nanos> retryAfter;
    std::size_t afterBytes = 0; ///< of the reply
};

struct ScriptRule {
    int number = 0; ///< position in the file, from 1
    std::string name;
    std::optional<int> depth, turn, attempt;
    std::string role; ///< empty = any
    std::string contains, lastContains;

    std::string reply, reasoning, finish = "stop";
    bool isTemplate = false;
    std::optional<std::int64_t> times;
    Nanos delay = 0, stream = 0;
    std::optional<Usage> usage;
    bool usageSilent = false; ///< "usage": null
    std::optional<ScriptError> error;
};

struct Script {
    std::string source; ///< file name, for messages
    std::string name;
    std::vector<ScriptRule> rules;
    std::optional<Price> price;
    Tokens window = 0;
    int maxOutput = 0;
};

/// Errors (BadInput) name the file, the rule and the key.
Result<Script> parseScript(std::string_view json, const std::string& source);
Result<Script> readScript(const std::string& path);

/// What is asked, as far as rules can see it. The views must live during the call.
struct ScriptQuestion {
    std::optional<int> depth; ///< absent: not known to whoever asks, so that no rule with a depth can answer
    int turn = 0;
    int attempt = 1;
    CallRole role = CallRole::Sub;
    std::vector<std::string> messages; ///< the text of each
};

struct ScriptAnswer {
    const ScriptRule* rule = nullptr; ///< lives as long as the player
    std::string reply;                ///< templates filled
};

/// A script in use: counts how often each rule has answered. Thread-safe.
class ScriptPlayer {
public:
    explicit ScriptPlayer(Script script);
    const Script& script() const { return m_script; }

    /// The rule that answers, counted as used; an error that says what was asked when there is none.
    Result<ScriptAnswer> answer(const ScriptQuestion& question);

private:
    bool holds(const ScriptRule& rule, const ScriptQuestion& question) const;

    const Script m_script;
    std::mutex m_mutex;
    std::vector<std::int64_t> m_used; // guarded by m_mutex; how often rule i has answered
};

} // namespace rlmscope
