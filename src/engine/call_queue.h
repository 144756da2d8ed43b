#pragma once
// The calls of a run that have not left yet. One lane per model, so that a provider that wants to be left alone for a minute
// holds up nobody else; and one line per account of the ledger whose limits make calls wait, so that a child frame that has
// used up its room holds up no other. What must stay true:
//   - among the calls that may leave, the one with the smallest place comes first;
//   - nothing overtakes a call that waits in the same account;
//   - every operation costs O(log n) of the queued calls, amortised: nothing looks at all of them.
// Used by one thread (the run's event loop), but lanes() may be called by any.
#include "base/clock.h"
#include "engine/ledger.h"
#include "trace/budget_state.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace rlmscope {

class CallQueue {
public:
    using Place = std::pair<int, std::uint64_t>; ///< rank, then age: small ones first

    class Lane;
    /// What waits. The dispatcher's calls derive from it.
    struct Item {
        virtual ~Item() = default;
        Place place;
        std::string model; ///< SPEC
        AccountPtr account;

    private:
        friend class CallQueue;
        Lane* lane = nullptr;
        bool queued = false;
        LedgerAccount* waitsIn = nullptr;
    };
    using ItemPtr = std::shared_ptr<Item>;

    CallQueue();
    ~CallQueue();

    void add(const ItemPtr& item);
    void remove(const ItemPtr& item); ///< harmless when it is not queued
    /// Takes all out, for whoever decides about them one by one.
    std::vector<ItemPtr> takeAll();

    /// The first that may leave at this time; null when none may. It stays queued.
    ItemPtr first(Nanos now) const;
    /// True: an earlier call of the same account waits there already, and this one now waits behind it.
    bool waitsBehind(const ItemPtr& item);
    /// It has to wait until something under this account gives back room.
    void waitIn(const ItemPtr& item, const AccountPtr& account);
    /// Room may have come free in this account and those above it.
    void roomIn(const AccountPtr& account);
    void roomEverywhere();

    /// The provider wants to be asked again at `until`. Others are not held up by what waits in this lane.
    void closeLane(const ItemPtr& item, Nanos until, std::string reason);
    /// Something of this model has come back, so the provider may allow more.
    void openLane(const ItemPtr& item);
    /// When the next lane opens that is closed now and holds calls; Clock::Never when there is none.
    Nanos nextOpening(Nanos now) const;

    // Of the lane, for those who look.
    void countInFlight(const ItemPtr& item, int change);
    void countRetrying(const ItemPtr& item, int change);
    std::vector<LaneState> lanes(Nanos now) const; ///< any thread; in the order of their names

private:
    struct Line {
        AccountPtr account;
        std::map<Place, ItemPtr> items;
    };
    Lane& laneOf(Item& item);
    void toLane(const ItemPtr& item);
    void next(LedgerAccount* account);

    std::unordered_map<LedgerAccount*, Line> m_lines; ///< only those that are not empty
    mutable std::mutex m_mutex;                         ///< guards the list of lanes and their numbers, not their calls
    std::map<std::string, std::unique_ptr<Lane>> m_lanes;
};

} // namespace rlmscope
