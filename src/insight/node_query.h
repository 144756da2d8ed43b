#pragma once
// The question that finds nodes of a run:
//     kind:llm depth>1 cost>0.01 status:failed model:gpt "Paris" under:turn3 tokens>1k time>2s code:split is:noted -kind:cell or ...
// Words side by side must all hold; "or", "not" or "-", and parentheses combine them. Cost, tokens and time are those that
// the tree shows, with everything below. Text without regard to case. Pure: no I/O, no threads.
#include "trace/run_tree.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace rlmscope {

/// Where a text is looked for. Name = what the tree says of a node (name, label, hint, model) only.
enum class TextScope : std::uint8_t { Any, Name, Code, Prompt, Reply, Output, Note };

struct QueryProblem {
    std::string message;       ///< names the word and says what would be right
    std::size_t at = 0;        ///< bytes into the question
    std::size_t length = 0;
};

/// What stands in one word of the question.
struct QueryTerm {
    enum class Field : std::uint8_t {
        Kind, State, Is, Under, Model, Text,
        Depth, Cost, OwnCost, AllTokens, OwnTokens, In, Out, Cached, Time, Start, Calls, Errors, Lines, Attempts, Number, Children,
    };
    Field field = Field::Text;
    std::uint32_t bits = 0;   ///< Kind, State, Is: which of them
    double low = 0, high = 0; ///< numbers: low <= x <= high
    bool openLow = false, openHigh = false; ///< < instead of <=
    bool negated = false;     ///< !=
    std::string text;         ///< folded; Under: what is meant
    TextScope scope = TextScope::Any;
    std::int32_t number = -1; ///< Under: of the turn or cell
    Seq seq = 0;              ///< Under: the node itself
};

class NodeQuery {
public:
    static std::variant<NodeQuery, QueryProblem> parse(std::string_view text);

    bool empty() const { return m_steps.empty(); }
    const std::vector<QueryTerm>& terms() const { return m_terms; }
    /// Some of its words are looked for in prompts, replies, code or output: the trace must be read.
    bool readsTexts() const;

private:
    friend class NodeMatcher;
    friend class QueryParser;
    struct Step {
        enum class Op : std::uint8_t { Term, Not, SkipIfFalse, SkipIfTrue } op = Op::Term;
        std::uint32_t value = 0; ///< of the term, or where to go on
    };
    std::vector<Step> m_steps;
    std::vector<QueryTerm> m_terms;
};

/// What a question asks that the tree does not know: the user's marks.
struct QueryMarks {
    std::vector<Seq> bookmarked, noted, tagged;           ///< ascending
    std::vector<std::pair<Seq, std::string>> notes;       ///< ascending, folded
};

/// A question asked of one tree, node by node. Holds what it has learned, so keep it while the tree grows.
class NodeMatcher {
public:
    explicit NodeMatcher(NodeQuery query, QueryMarks marks = {});
    const NodeQuery& query() const { return m_query; }

    /// `under` looks at the nodes above: ask in ascending order, each node at least once, before any later one.
    bool matches(const RunTree& tree, NodeIndex node);
    /// The full texts of a node hold what this term looks for.
    void addTextHit(std::size_t term, NodeId node);
    bool hasTextHit(std::size_t term, NodeId node) const;

private:
    bool holds(const QueryTerm& term, std::size_t index, const RunTree& tree, NodeIndex node);
    bool isUnder(const QueryTerm& term, std::size_t index, const RunTree& tree, NodeIndex node);
    bool saysName(const QueryTerm& term, const RunTree& tree, NodeIndex node) const;

    NodeQuery m_query;
    QueryMarks m_marks;
    std::vector<std::vector<Seq>> m_hits;       ///< by term, ascending
    std::vector<std::vector<bool>> m_under;     ///< by term, by node
};

/// One way to go on at the end of what is typed.
struct QueryCompletion {
    std::size_t from = 0;  ///< replaces the text from here on
    std::string text;
    std::string hint;      ///< what it means
    bool goesOn = false;   ///< a field whose value is still to come
};
/// `models` are names of models in the run.
std::vector<QueryCompletion> completeQuery(std::string_view text, const std::vector<std::string>& models);

/// Names and meanings of all fields, for help.
struct QueryFieldHelp {
    const char* example;
    const char* meaning;
};
const std::vector<QueryFieldHelp>& queryHelp();

} // namespace rlmscope
