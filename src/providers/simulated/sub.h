#pragma once
// The simulated sub-model: answers one prompt from the text in that prompt, by plain text processing, in the form that
// the prompt asks for.
#include "providers/simulated/question.h"

namespace rlmscope::sim {

/// Context rot: each item of an answer is wrong with this chance, drawn from the call's own random numbers.
struct Rot {
    double chance = 0;
    Random random{0};
    bool hit() { return chance > 0 && random.unit() < chance; }
};

/// A prompt taken apart: what is asked, and the text that it is about.
struct SubPrompt {
    std::string instruction; ///< everything that tells what to do
    std::string question;    ///< after "Question:" or "Task:", else the instruction
    std::string text;
};
SubPrompt readSubPrompt(std::string_view prompt);

std::string subReply(std::string_view prompt, Rot& rot);

/// "not here" when the text does not hold it.
std::string answerFromText(const Question& question, std::string_view text);
/// Answers any family of question about a text that is seen whole (direct, call-return, an rlm_query at the limit).
std::string answerWhole(const Question& question, std::string_view text, Rot& rot);

// ---- parts, one file each ------------------------------------------------------------------------------------

struct Found {
    std::string value, sentence;
    double score = 0, coverage = 0; ///< coverage: share of the question's words that the place holds, by weight
};
/// The best place in each of some passages; the weights of words come from all of them together (sub_find.cpp).
std::vector<Found> findInPassages(const Question& question, const std::vector<std::string_view>& passages);

std::string summarise(std::string_view text, std::size_t sentences, std::string_view focus); // sub_summary.cpp

struct NumberedItem {
    std::string number; ///< as written
    std::string_view text;
};
std::vector<NumberedItem> numberedItems(std::string_view text); ///< lines "12: text", "12. text" or "12) text"
std::string classifyItems(const SubPrompt& prompt, Rot& rot);   // sub_classify.cpp
/// A field ("town", "hobby", "born") of one record in prose; empty when it is not said (sub_extract.cpp).
std::string fieldOf(std::string_view record, std::string_view field);
std::string extractItems(const SubPrompt& prompt, Rot& rot);
std::string judgeCode(const SubPrompt& prompt, Rot& rot); ///< sub_code.cpp

} // namespace rlmscope::sim
