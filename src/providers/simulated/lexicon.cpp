#include "providers/simulated/lexicon.h"
#include "base/text.h"

#include <algorithm>
#include <cctype>

namespace rlmscope::sim {

namespace {

struct Topic {
    Strings names; ///< beginnings of label words
    Strings cues;  ///< beginnings of words; with a space or '.', a phrase
};

const std::vector<Topic>& topics() {
    static const std::vector<Topic> list = {
        {{"billing", "payment", "invoice", "charge"},
         {"invoice", "charged", "charge ", "double charge", "bill", "payment", "paid", "pay ", "card", "debit", "refund me the difference", "overcharg", "vat", "price",
          "bank statement", "direct debit", "credit note", "receipt", "subscription fee", "cost me", "took the money", "deduct", "tax", "discount code", "voucher"}},
        {{"deliver", "shipping", "shipment", "late"},
         {"parcel", "deliver", "courier", "tracking", "shipped", "shipment", "dispatch", "arriv", "driver", "doorstep", "depot", "in transit", "postman", "post office",
          "left at the wrong", "neighbour", "late again", "still waiting for my", "customs", "pick-up point", "package"}},
        {{"return", "refund", "exchange"},
         {"return", "send it back", "send back", "sending back", "sent back", "exchange", "wrong size", "wrong colour", "too small", "too big", "refund", "swap it", "swap them", "swap the", "does not fit", "changed my mind",
          "money back", "return label", "unwanted", "not what i ordered", "different size"}},
        {{"account", "login", "access", "sign"},
         {"password", "log in", "login", "logged", "sign in", "account", "username", "two-factor", "verification", "reset link", "locked out", "email address",
          "profile", "authenticat", "my data", "newsletter", "unsubscribe"}},
        {{"technical", "bug", "fault", "defect", "broken", "malfunction"},
         {"crash", "error", "freez", "broken", "stopped working", "does not turn on", "will not turn on", "won't turn on", "won't start", "battery", "screen", "firmware", "update fail", "bug", "app ", "noise",
          "overheat", "blue light", "red light", "leak", "bluetooth", "wi-fi", "wifi", "reboot", "restart", "defect", "faulty", "flicker", "dead after", "no sound", "charger", "button",
          "rattl", "smell of burn"}},
        {{"praise", "compliment", "thank", "positive"},
         {"thank you", "thanks", "lovely", "great", "wonderful", "brilliant", "excellent", "pleased", "happy", "love ", "loved", "perfect", "delighted", "kind ", "impress", "well done",
          "fantastic", "superb", "made my day", "recommend", "best "}},
        {{"complain", "negative", "angry"},
         {"terrible", "awful", "bad", "worst", "poor", "disappoint", "angry", "unacceptable", "rude", "never again", "useless", "horrible", "waste", "hate", "annoy", "slow", "broken",
          "boring", "dirty", "cold", "mess"}},
        {{"question", "enquir", "inquir", "pre-sales", "information"},
         {"do you", "does it", "is it possible", "could you tell", "can i", "before i order", "before ordering", "before i buy", "i was wondering", "do these", "would it", "compatible", "how tall", "how wide", "in stock", "dimensions",
          "which model", "opening hours", "instructions"}},
        {{"cancel", "terminat"}, {"cancel", "terminate", "end my contract", "stop my", "close my"}},
        {{"spam"}, {"winner", "free", "prize", "claim", "click", "offer", "txt", "cash", "urgent", "congratulation", "ringtone", "call now", "guarante", "lottery"}},
        {{"sport"}, {"match", "goal", "team", "coach", "league", "tournament", "season", "player", "champion", "race", "cup", "scored", "medal"}},
        {{"business", "econom", "financ"}, {"shares", "profit", "market", "bank", "company", "investor", "sales", "stock", "merger", "earnings", "inflation", "price"}},
        {{"science", "tech", "sci"}, {"software", "computer", "research", "scientist", "internet", "space", "satellite", "chip", "telescope", "lab", "species", "phone"}},
        {{"world", "politic"}, {"minister", "president", "government", "election", "parliament", "troops", "treaty", "border", "rebels", "vote", "embassy", "summit"}},
        {{"weather", "storm"}, {"wind", "rain", "storm", "gale", "fog", "snow", "ice", "sleet", "sunshine", "frost", "swell", "visibility", "barometer", "thunder"}},
        {{"repair", "maintenance", "equipment"}, {"repair", "replac", "broke", "fixed", "mended", "bearing", "engine", "pump", "oil", "generator", "lamp", "bulb", "bolt", "rust", "paint", "welded", "valve", "fuse", "spare"}},
        {{"visit", "people", "guest"}, {"visitor", "guest", "school", "tourist", "inspector", "came by", "delegation", "called in", "party of", "stayed"}},
        {{"wildlife", "animal", "bird", "nature"}, {"seal", "gull", "whale", "porpoise", "tern", "puffin", "bird", "nest", "dolphin", "eider", "gannet", "otter", "cormorant", "flock"}},
        {{"traffic", "ship", "vessel"}, {"vessel", "trawler", "ferry", "tanker", "yacht", "tug", "passed", "freighter", "coaster", "bound for", "convoy"}},
        {{"supply", "supplies", "provision", "store"}, {"supplies", "stores", "crate", "groceries", "fuel deliver", "tins", "flour", "coal", "paraffin", "tender brought", "coffee", "potatoes"}},
        {{"abbreviation"}, {"stand for", "abbreviation", "acronym", "short for", "full form", "abbreviated"}},
        {{"human being", "human"}, {"who ", "whose", "whom", "what actor", "what president", "what person", "which person", "what author", "what king", "what woman", "what man"}},
        {{"location"}, {"where ", "what city", "what country", "what state", "what river", "what continent", "which city", "which country", "what mountain", "what island", "what capital"}},
        {{"numeric value", "numeric", "number"}, {"how many", "how much", "how long", "how far", "how old", "how tall", "when ", "what year", "what date", "what percent", "what time", "how deep", "how fast", "how high"}},
        {{"description and abstract concept", "description"}, {"why ", "how do", "how did", "how does", "how can", "what is a ", "what is the meaning", "what causes", "what is the origin", "define ", "explain", "what does", "describe"}},
        {{"entity"}, {"what animal", "what food", "what colo", "what instrument", "what sport", "what language", "what kind of", "what type of", "what breed", "what product", "what plant", "what book", "what film", "what disease"}},
    };
    return list;
}

const std::vector<Strings>& groups() {
    static const std::vector<Strings> list = {
        {"password", "passcode", "code", "pin", "key", "combination", "secret"}, {"cost", "price", "fee", "amount", "paid", "pay"},
        {"begin", "start", "open", "commence", "launch"}, {"end", "close", "finish", "stop"},
        {"decide", "decision", "agree", "resolv", "vote", "approv"}, {"buy", "purchase", "acquire", "bought"},
        {"home", "house", "live", "reside", "residence"}, {"job", "profession", "work", "occupation", "trade"},
        {"ship", "vessel", "boat"}, {"fail", "break", "broke", "fault", "outage"}, {"repair", "fix", "mend", "replac"},
        {"chair", "chairman", "president", "head", "lead"}, {"town", "city", "village", "place"}, {"date", "day", "time"},
        {"delete", "remove", "erase", "unlink"}, {"parse", "read", "decode", "load"}, {"write", "save", "encode", "dump", "store"},
        {"match", "glob", "pattern", "fnmatch"}, {"error", "exception", "failure"}, {"config", "setting", "option", "preference"},
        {"compress", "deflate", "zlib", "gzip"}, {"check", "verify", "validate"}, {"teacher", "professor", "instructor"}};
    return list;
}

bool wordStart(std::string_view text, std::size_t at) { return at == 0 || !std::isalnum(static_cast<unsigned char>(text[at - 1])); }

bool cueIn(std::string_view text, std::string_view cue) {
    for (auto at = findIgnoringCase(text, cue); at != std::string_view::npos; at = findIgnoringCase(text, cue, at + 1))
        if (wordStart(text, at)) return true;
    return false;
}

bool isRest(std::string_view label) {
    return label == "other" || label == "none" || label == "misc" || label == "neutral" || label == "miscellaneous" || label == "anything else" || label == "ham";
}

const Topic* topicOf(std::string_view label) {
    const auto l = lower(label);
    for (const auto& topic : topics())
        for (const auto& name : topic.names)
            if (l == name) return &topic;
    for (const auto& topic : topics())
        for (const auto& name : topic.names)
            if (cueIn(l, name)) return &topic;
    return nullptr;
}

} // namespace

Strings labelCues(std::string_view label) {
    Strings cues;
    if (!isRest(label))
        for (const auto word : splitWords(label))
            if (!isStopWord(lower(word))) cues.push_back(stem(word));
    if (const auto* topic = topicOf(label))
        for (const auto& cue : topic->cues)
            if (std::find(cues.begin(), cues.end(), cue) == cues.end()) cues.push_back(cue);
    if (cues.empty()) cues.push_back(lower(label));
    return cues;
}

Strings relatedWords(std::string_view word) {
    const auto s = stem(word);
    for (const auto& group : groups())
        for (const auto& member : group)
            if (stem(member) == s) {
                Strings out;
                for (const auto& other : group)
                    if (stem(other) != s) out.push_back(other);
                return out;
            }
    return {};
}

double labelScore(std::string_view text, std::string_view label, const Strings& described) {
    double score = 0;
    if (isRest(label)) return 0;
    const auto weigh = [](std::string_view cue) { return cue.find(' ') != std::string_view::npos && trimmed(cue).size() > 6 ? 2.0 : 1.0; };
    for (const auto& cue : labelCues(label))
        if (cueIn(text, cue)) score += weigh(cue);
    for (const auto& word : described)
        if (cueIn(text, word)) score += 1.5;
    return score;
}

std::size_t bestLabel(std::string_view text, const Strings& labels, const std::vector<Strings>& described) {
    std::size_t best = labels.size();
    double top = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto score = labelScore(text, labels[i], i < described.size() ? described[i] : Strings{});
        if (score > top) {
            top = score;
            best = i;
        }
    }
    if (best < labels.size()) return best;
    for (std::size_t i = 0; i < labels.size(); ++i)
        if (isRest(labels[i])) return i;
    return labels.empty() ? 0 : labels.size() - 1;
}

} // namespace rlmscope::sim
