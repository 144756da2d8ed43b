#pragma once
// What a question asks for, found by its words. The same reading serves the root (which plan?) and the sub-model
// (which kind of answer?).
#include "providers/simulated/text_tools.h"

#include <optional>
#include <string>
#include <string_view>

namespace rlmscope::sim {

enum class Family {
    Find,        ///< one fact somewhere in the text
    CountLabels, ///< items by category; the category must be judged by reading
    CountExact,  ///< files, lines or occurrences of given words: exact by code
    CountDefinitions, ///< functions, classes... in a file: exact by code
    CodeSearch,  ///< "where in this code is ..."
    Pairs,       ///< items that agree in given attributes
    Summary,
    Aggregate,   ///< largest, smallest, sum, mean, top k of a number
};

enum class AnswerKind { Text, Number, Time, Person, Place, YesNo, Name };

struct Question {
    std::string text;
    Family family = Family::Find;
    AnswerKind answer = AnswerKind::Text;
    Strings keywords;    ///< content words in lower case, in order, without doubles
    Strings identifiers; ///< names from a program, as written
    Strings quoted;      ///< phrases in quotes or backticks
    Strings labels;      ///< categories that the question lists
    std::string target;  ///< the category, word or attribute that is asked for; may be empty
    std::string unit;    ///< CountExact: "files", "lines", "times"; CountDefinitions: "function", "class", ...
    std::string path;    ///< a file that the question names
    std::string order;   ///< Aggregate: "max", "min", "sum", "mean", "top"; CountLabels: "most", "least" or empty
    int top = 0;         ///< Aggregate: k of "top k"
};

Question readQuestion(std::string_view text);
/// The list of short phrases with the most entries in the text ("billing, delivery or returns"); empty when none.
Strings listedLabels(std::string_view text);

} // namespace rlmscope::sim
