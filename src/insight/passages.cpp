#include "insight/passages.h"

#include "insight/minimizers.h"
#include "insight/passage_search.h"

#include <algorithm>

namespace rlmscope::insight {
namespace {

constexpr std::uint64_t SmallContext = 64 << 20; // indexed with the narrowest window
constexpr std::size_t MostLineStarts = 10'000'000;
constexpr int MostProbes = 2048; // a place that finds no slot would make its twin look like the only one
constexpr std::size_t MostAnchors = 16; // of a passage that is not certain

__extension__ using Wide = unsigned __int128;

/// The chosen places are those with small hashes: their upper bits say little, so they are mixed once more.
std::uint64_t mixed(std::uint64_t hash) { return (hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15ULL; }
std::size_t slotOf(std::uint64_t mix, std::size_t slots) { return static_cast<std::size_t>((static_cast<Wide>(mix) * slots) >> 64); }
/// Not the bits that choose the slot.
std::uint8_t tagOf(std::uint64_t mix) { return static_cast<std::uint8_t>(mix >> 8); }

} // namespace

std::shared_ptr<const PassageIndex> PassageIndex::make(std::shared_ptr<const ContextText> context, const CancelToken& cancel) {
    std::shared_ptr<PassageIndex> index(new PassageIndex);
    index->m_context = std::move(context);
    while (index->m_context->size() / (index->m_window / 16) > SmallContext) index->m_window *= 2;
    std::vector<std::uint32_t> places;
    if (!index->sample(cancel, places)) return nullptr;
    index->m_slots.resize(places.size() + places.size() / 2 + 16);
    index->m_tags.resize(index->m_slots.size());
    std::size_t done = 0;
    for (const auto place : places) {
        if ((++done & 0xFFFF) == 0 && cancel.cancelled()) return nullptr;
        index->insert(place);
    }
    return index;
}

std::size_t PassageIndex::guaranteed() const { return m_window + GramBytes - 1; }
std::size_t PassageIndex::memory() const { return m_slots.capacity() * 5; }

bool PassageIndex::sample(const CancelToken& cancel, std::vector<std::uint32_t>& places) const {
    std::size_t lineStarts = 0;
    places.reserve(m_context->size() / m_window / 8 + 64);
    for (const auto& document : m_context->documents()) {
        const auto text = m_context->bytes(document);
        // In stretches, so that a cancel is seen; they overlap by what a window needs to see.
        constexpr std::size_t Stretch = 16 << 20;
        for (std::size_t from = 0; from < text.size(); from += Stretch) {
            if (cancel.cancelled()) return false;
            const auto part = text.substr(from, Stretch + m_window + GramBytes - 2);
            const auto base = static_cast<std::uint32_t>(document.begin + from);
            forEachMinimizer(part, m_window, [&](std::size_t at) { places.push_back(base + static_cast<std::uint32_t>(at)); });
        }
        if (lineStarts < MostLineStarts)
            forEachLineStart(text, [&](std::size_t at) {
                if (++lineStarts < MostLineStarts) places.push_back(static_cast<std::uint32_t>(document.begin + at));
            });
    }
    return true;
}

void PassageIndex::insert(std::uint32_t place) {
    const char* const data = m_context->bytes().data();
    const auto hash = mixed(gramHash(data + place));
    auto slot = slotOf(hash, m_slots.size());
    const auto tag = tagOf(hash);
    int same = 0;
    for (int probe = 0; probe < MostProbes; ++probe, slot = slot + 1 < m_slots.size() ? slot + 1 : 0) {
        if (m_slots[slot] == 0) {
            m_slots[slot] = place + 1;
            m_tags[slot] = tag;
            return;
        }
        if (m_tags[slot] != tag) continue;
        const auto other = m_slots[slot] - 1;
        if (other == place) return; // the beginning of a line was chosen anyway
        if (std::memcmp(data + other, data + place, GramBytes) == 0 && ++same > MostPlaces) return; // it is ambiguous as it is
    }
}

PassageIndex::Places PassageIndex::lookUp(const char* bytes) const {
    Places places;
    const char* const data = m_context->bytes().data();
    const auto hash = mixed(gramHash(bytes));
    auto slot = slotOf(hash, m_slots.size());
    const auto tag = tagOf(hash);
    for (int probe = 0; probe < MostProbes && m_slots[slot] != 0; ++probe, slot = slot + 1 < m_slots.size() ? slot + 1 : 0) {
        if (m_tags[slot] != tag || std::memcmp(data + m_slots[slot] - 1, bytes, GramBytes) != 0) continue;
        if (places.count == MostPlaces) {
            places.more = true;
            break;
        }
        places.at[places.count++] = m_slots[slot] - 1;
    }
    return places;
}

// ---- one text -------------------------------------------------------------------------------------------------------

class PassageIndex::Search {
public:
    Search(const PassageIndex& index, std::string_view text, const CancelToken& cancel)
        : m_index(index), m_matcher(*index.m_context, text), m_text(text), m_cancel(cancel) {}

    std::vector<Passage> run() {
        std::vector<std::size_t> anchors;
        forEachMinimizer(m_text, m_index.m_window, [&](std::size_t at) { anchors.push_back(at); });
        const auto minimizers = anchors.size();
        forEachLineStart(m_text, [&](std::size_t at) {
            anchors.push_back(at);
            if (const auto behind = behindNumber(at); behind != at) anchors.push_back(behind);
        });
        std::inplace_merge(anchors.begin(), anchors.begin() + static_cast<std::ptrdiff_t>(minimizers), anchors.end());
        anchors.erase(std::unique(anchors.begin(), anchors.end()), anchors.end());
        certain(anchors);
        decide(false);
        m_matcher.addNeighbours(m_found);
        decide(true);
        return result();
    }

private:
    /// Where the line itself begins when something counts or quotes it: "12: ", "- ", "[3] \"".
    std::size_t behindNumber(std::size_t at) const {
        const auto isMark = [](char c) { return c == ' ' || c == '\t' || (c > ' ' && c < '0') || (c > '9' && c < 'A') || (c > 'Z' && c < 'a') || (c > 'z' && c < 127); };
        const std::size_t last = std::min(m_text.size(), at + 32);
        auto p = at;
        while (p < last && isMark(m_text[p])) ++p;
        auto digits = p;
        while (digits < last && m_text[digits] >= '0' && m_text[digits] <= '9') ++digits;
        auto behind = digits;
        while (behind < last && isMark(m_text[behind])) ++behind;
        if (digits > p && behind > digits) p = behind;
        return p < last && p + GramBytes <= m_text.size() ? p : at;
    }

    /// Passages around a place that the context has once, and surely. Near the ends of a passage an anchor may have been
    /// chosen that its own place has not, but another place that agrees for some bytes: those wait.
    void certain(const std::vector<std::size_t>& anchors) {
        std::size_t done = 0;
        for (const auto at : anchors) {
            if (at + GramBytes <= done) continue;
            if (m_cancel.cancelled()) return;
            const auto places = m_index.lookUp(m_text.data() + at);
            if (places.count == 0) continue;
            if (places.count == 1) {
                const auto match = m_matcher.extend(at, places.at[0], done, m_text.size());
                if (m_matcher.counts(match) && isDeep(at, match)) {
                    m_found.push_back(match);
                    done = match.at + match.length;
                    continue;
                }
            }
            m_undecided.push_back(at);
        }
    }

    /// The window that chose this anchor lies in the match: whatever equals the match has its anchor there too.
    bool isDeep(std::size_t at, const Match& match) const {
        const auto width = m_index.m_window - 1;
        return at >= match.at + width && at + GramBytes + width <= match.at + match.length;
    }

    /// Places of the rarest anchor of a match. None: it is too short to have one for sure.
    Places placesOf(const Match& match, std::size_t& where) const {
        Places rarest;
        int looks = 0;
        forEachMinimizer(m_text.substr(match.at, match.length), m_index.m_window, [&](std::size_t at) {
            if (rarest.count == 1 || ++looks > 256) return;
            const auto places = m_index.lookUp(m_text.data() + match.at + at);
            if (places.count == 0 || (rarest.count > 0 && (places.count > rarest.count || (places.count == rarest.count && places.more)))) return;
            rarest = places;
            where = match.at + at;
        });
        return rarest;
    }

    /// Of the places of an anchor those that agree longest.
    std::vector<Match> longestOf(std::size_t at, const Places& places, std::size_t from, std::size_t to) const {
        std::vector<Match> longest;
        for (int i = 0; i < places.count; ++i) {
            const auto match = m_matcher.extend(at, places.at[i], from, to);
            if (!longest.empty() && match.length < longest.front().length) continue;
            if (!longest.empty() && match.length > longest.front().length) longest.clear();
            longest.push_back(match);
        }
        return longest;
    }

    /// The places that agree longest; several when nobody knows which was meant.
    struct Choice {
        std::vector<Match> places;
        bool ambiguous = false;
        std::size_t begin() const { return places.front().at; }
        std::size_t end() const { return places.front().at + length(); }
        std::size_t length() const { return places.empty() ? 0 : places.front().length; }
    };

    Choice choose(std::size_t at, std::size_t from, std::size_t to) const {
        const auto here = m_index.lookUp(m_text.data() + at);
        Choice choice{longestOf(at, here, from, to)};
        if (choice.places.empty()) return choice;
        bool more = here.more;
        // Another anchor of it may be rarer, or be in places where this one was not chosen.
        std::size_t where = at;
        if (const auto others = placesOf(choice.places.front(), where); others.count > 0) {
            const auto also = longestOf(where, others, from, to);
            if (!also.empty() && also.front().length > choice.length()) {
                choice.places = also;
                more = others.more;
            } else if (!also.empty() && also.front().length == choice.length()) {
                more = more && others.more;
                for (const auto& match : also)
                    if (std::none_of(choice.places.begin(), choice.places.end(), [&](const Match& known) { return known.place == match.place; })) choice.places.push_back(match);
            }
        }
        if (!m_matcher.counts(choice.places.front())) choice.places.clear();
        choice.ambiguous = choice.places.size() > 1 || more;
        return choice;
    }

    /// Among what its anchors say, the longest passage is the one that was meant.
    Choice longestFrom(std::size_t anchor, std::size_t from, std::size_t to) const {
        auto longest = choose(m_undecided[anchor], from, to);
        const auto last = std::min(m_undecided.size(), anchor + MostAnchors);
        for (auto i = anchor + 1; i < last && longest.length() > 0 && m_undecided[i] < longest.end() && m_undecided[i] + GramBytes <= to; ++i)
            if (auto other = choose(m_undecided[i], from, to); other.length() > longest.length()) longest = std::move(other);
        return longest;
    }

    /// What is not certain, between what was found. Ambiguous passages only when these are wanted.
    void decide(bool ambiguousToo) {
        std::vector<Match> more;
        const auto take = [&](Choice& choice) {
            for (auto& match : choice.places) match.ambiguous = choice.ambiguous;
            more.insert(more.end(), choice.places.begin(), choice.places.end());
        };
        std::size_t next = 0, done = 0;
        for (std::size_t i = 0; i < m_undecided.size(); ++i) {
            if (m_cancel.cancelled()) return;
            const auto at = m_undecided[i];
            while (next < m_found.size() && m_found[next].at + m_found[next].length <= at) done = std::max(done, m_found[next].at + m_found[next].length), ++next;
            if (at < done || (next < m_found.size() && m_found[next].at < at + GramBytes)) continue;
            const std::size_t limit = next < m_found.size() ? m_found[next].at : m_text.size();
            auto longest = longestFrom(i, done, limit);
            if (longest.length() == 0) continue;
            const auto begin = longest.begin();
            if (!longest.ambiguous || ambiguousToo) {
                if (at + GramBytes <= begin) { // what this anchor itself is in
                    if (auto before = choose(at, done, begin); before.length() > 0 && (!before.ambiguous || ambiguousToo)) take(before);
                }
                take(longest);
            }
            done = longest.end();
        }
        m_found.insert(m_found.end(), more.begin(), more.end());
        std::stable_sort(m_found.begin(), m_found.end(), [](const Match& a, const Match& b) { return a.at < b.at; });
    }

    std::vector<Passage> result() const {
        std::vector<Passage> passages;
        passages.reserve(m_found.size());
        for (const auto& match : m_found)
            if (const auto passage = m_matcher.passage(match); passage.end > passage.begin) passages.push_back(passage);
        std::sort(passages.begin(), passages.end(), [](const Passage& a, const Passage& b) { return std::pair(a.at, a.begin) < std::pair(b.at, b.begin); });
        return passages;
    }

    const PassageIndex& m_index;
    PassageMatcher m_matcher;
    std::string_view m_text;
    const CancelToken& m_cancel;
    std::vector<Match> m_found;
    std::vector<std::size_t> m_undecided;
};

std::vector<Passage> PassageIndex::find(std::string_view text, const CancelToken& cancel) const {
    if (text.size() < GramBytes || m_slots.empty() || m_context->size() == 0) return {};
    return Search(*this, text, cancel).run();
}

} // namespace rlmscope::insight
