#pragma once
// A language model without a model: it plays its roles by plain text processing, offline, so that everybody can watch a
// recursive run without a key. It is honest in three ways:
//   - it sees only the messages of the request (never the context, the run or another request);
//   - its answers are computed from that text; it is right when the text holds the answer and was not cut;
//   - it says that it is simulated: ModelInfo::simulated, Price::simulated, the provider's name.
// As a frame it writes Python cells for a few task families (find, count, aggregate, pairs, summarise, code search) and
// reacts to what they print; as a sub-model it classifies, extracts, summarises, compares.
// The same seed and call key give the same reply. One thread serves all simulated models of the process.
#include "base/result.h"
#include "engine/language_model.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace rlmscope {

/// How the simulated root likes to work. Auto draws one from the run's seed.
enum class SimulatedStyle : std::uint8_t {
    Auto,
    GrepFirst, ///< search with code, ask only about the passages found
    MapReduce, ///< ask about every part, combine in code
    Verify,    ///< like the better of both, and check a sample before the answer
};

struct SimulatedOptions {
    std::string spec = "sim";        ///< what info().spec says
    double latencyMs = 300;          ///< to the first piece of a reply, give or take 40 %; 0 = at once, without timers
    double tokenMs = -1;             ///< per output token while streaming; below 0 = latencyMs / 100
    double rot = 0;                  ///< context rot: chance that one item is wrong, per 10,000 tokens of prompt; 0 to 1
    Tokens window = 32'000;          ///< longer prompts fail as they would with a real model
    double inputPerMillion = 0.25;   ///< made-up price in USD per million tokens
    double outputPerMillion = 2.0;
    SimulatedStyle style = SimulatedStyle::Auto;
};

/// Reads "sim" or "sim:latency=50ms,rot=0.1,window=8k,style=grep,price=0.25/2,token=1ms". Errors name the option.
Result<SimulatedOptions> parseSimulatedSpec(std::string_view spec);

std::shared_ptr<LanguageModel> makeSimulatedModel(SimulatedOptions options);

} // namespace rlmscope
