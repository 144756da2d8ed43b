#pragma once
// The words of the query language; private to node_query.
#include "insight/node_query.h"

namespace rlmscope::query {

using Field = QueryTerm::Field;

struct FieldName {
    std::string_view name;
    Field field;
    TextScope scope = TextScope::Any;
    std::string_view hint; ///< empty: another name of a field, not offered
};
struct Word {
    std::string_view name;
    std::uint32_t bits;
    std::string_view hint; ///< empty: not offered
};

enum KindBit : std::uint32_t { FrameBit = 1, TurnBit = 2, ModelBit = 4, CellBit = 8, SubBit = 16, RootBit = 32, ChildBit = 64 };
enum StatusBit : std::uint32_t { QueuedBit = 1, RunningBit = 2, OkBit = 4, ErrorBit = 8, CancelledBit = 16, InterruptedBit = 32 };
enum IsBit : std::uint32_t {
    Bookmarked = 1, Noted = 2, Tagged = 4, Forced = 8, Cached = 16, Recorded = 32, Replayed = 64, Simulated = 128, Estimated = 256,
    Open = 512, Batched = 1024, Retried = 2048, Unpriced = 4096,
};

const std::vector<FieldName>& fields();
const std::vector<Word>& kinds();
const std::vector<Word>& statuses();
const std::vector<Word>& properties();
const std::vector<Word>* valuesOf(Field field); ///< null: not a list of words
bool isNumber(Field field);
const FieldName* fieldNamed(std::string_view name);
const Word* wordNamed(const std::vector<Word>& words, std::string_view name);
/// The name that was probably meant; empty = none is near.
std::string nearest(std::string_view name, const std::vector<std::string_view>& names);

} // namespace rlmscope::query
