#pragma once
// Inside this library only: a JSON document whose numbers keep their decimal text.
#include "base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope::litellm {

struct Member;

struct Value {
    enum Kind : std::uint8_t { Null, Bool, Number, String, Array, Object };
    Kind kind = Null;
    std::string text; ///< Number: as written; String: itself; Bool: "true", "false"
    std::vector<Value> elements;
    std::vector<Member> members; ///< in the order of the document

    const Value* member(std::string_view name) const; ///< the first of that name; null = none
    std::string textOf(std::string_view name) const;  ///< of a String member, else empty
    std::optional<bool> flagOf(std::string_view name) const;
};

struct Member {
    std::string name;
    Value value;
};

/// Nesting deeper than this is refused: destroying a Value recurses.
inline constexpr std::size_t Deepest = 32;

Result<Value> parse(std::string_view json, const std::string& source);

} // namespace rlmscope::litellm
