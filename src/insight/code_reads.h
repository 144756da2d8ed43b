#pragma once
// What a cell's code touches of the context, as far as its text tells: literal slices and searches of `context`, of its
// documents and of names that stand for them. Nothing is run and nothing is guessed about values: a slice whose bounds are
// not numbers is a look somewhere into the document, and is told as such. Hence all of it is an estimate.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rlmscope::insight {

/// One look at the context in code.
struct CodeRead {
    enum class Kind : std::uint8_t {
        Characters, ///< [from, to) of a document, as Python counts: negative is from the end
        Lines,      ///< [from, to) of its lines
        Search,     ///< for `text`, anywhere in it
        Scan,       ///< it goes through all of it, or looks somewhere
    };
    Kind kind = Kind::Scan;
    std::int64_t document = -1; ///< index, negative below -1: from the end (-2 = last); -1 = every document, or the only one
    std::string key;            ///< of a dict; empty = by index
    std::int64_t from = 0;
    std::optional<std::int64_t> to; ///< nothing: to the end
    std::string text;           ///< of a search, as the code means it
    bool ignoreCase = false;
    std::string where;          ///< the piece of code, short, for people: "context[:2000]"
    bool operator==(const CodeRead&) const = default;
};

/// Reads the cells of one frame in order: names that were bound in earlier cells keep their meaning.
class CodeReader {
public:
    static constexpr std::size_t MostReads = 1000; ///< of a cell
    static constexpr std::size_t LongestCode = 1 << 20;

    /// `documents`: whether `context` is a list or dict of texts (else it is one text).
    explicit CodeReader(bool documents) : m_documents(documents) {}
    std::vector<CodeRead> read(std::string_view code);

    /// What a name stands for.
    struct Meaning {
        enum class Kind : std::uint8_t { None, Documents, Document, Lines };
        Kind kind = Kind::None;
        std::int64_t document = -1;
        std::string key;
        std::int64_t from = 0; ///< first character or line of the document that it begins with
        std::optional<std::int64_t> to;
        bool exact = true; ///< positions in it are positions in the document, `from` later
        bool lowered = false;
        bool part = false; ///< of a loop, which told that it goes through all of it
    };

private:
    std::unordered_map<std::string, Meaning> m_names;
    bool m_documents;
};

} // namespace rlmscope::insight
