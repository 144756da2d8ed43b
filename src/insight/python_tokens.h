#pragma once
// Python source as tokens, enough to recognise expressions. Never fails: what is no Python becomes single characters.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope::insight {

struct PythonToken {
    enum class Kind : std::uint8_t {
        Name,
        Number, ///< `value` when it is a whole number that fits
        Text,   ///< a string literal; `value` is 1 for an f-string or bytes, whose text is not known
        Sign,   ///< one character, or ==, !=, <=, >=, :=, **, //, +=, -=
        Line,   ///< end of a logical line
    };
    Kind kind = Kind::Sign;
    std::string_view source; ///< as written
    std::string text;        ///< of a Text: what it means
    std::int64_t value = -1;
    std::uint32_t indent = 0; ///< of a Line: of the line after it

    bool is(std::string_view sign) const { return (kind == Kind::Sign || kind == Kind::Name) && source == sign; }
};

/// The tokens point into the code. At most `most`.
std::vector<PythonToken> pythonTokens(std::string_view code, std::size_t most = 200'000);

} // namespace rlmscope::insight
