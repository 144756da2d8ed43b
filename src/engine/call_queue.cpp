#include "engine/call_queue.h"

#include <algorithm>

namespace rlmscope {

class CallQueue::Lane {
public:
    std::map<Place, ItemPtr> items; ///< those that wait for nothing but their turn and the provider
    Nanos closedUntil = 0;
    LaneState state;                ///< guarded by m_mutex of the queue
};

CallQueue::CallQueue() = default;
CallQueue::~CallQueue() = default;

CallQueue::Lane& CallQueue::laneOf(Item& item) {
    if (item.lane) return *item.lane;
    const std::lock_guard lock(m_mutex);
    auto& lane = m_lanes[item.model];
    if (!lane) {
        lane = std::make_unique<Lane>();
        lane->state.model = item.model;
    }
    item.lane = lane.get();
    return *lane;
}

void CallQueue::toLane(const ItemPtr& item) {
    Lane& lane = laneOf(*item);
    item->waitsIn = nullptr;
    const auto at = lane.items.emplace(item->place, item).first;
    // A new first may be small enough to leave where the one before was not.
    if (at == lane.items.begin()) lane.closedUntil = 0;
}

void CallQueue::add(const ItemPtr& item) {
    if (std::exchange(item->queued, true)) return;
    toLane(item);
    const std::lock_guard lock(m_mutex);
    ++item->lane->state.queued;
}

void CallQueue::remove(const ItemPtr& item) {
    if (!std::exchange(item->queued, false)) return;
    {
        const std::lock_guard lock(m_mutex);
        --item->lane->state.queued;
    }
    if (LedgerAccount* account = std::exchange(item->waitsIn, nullptr)) {
        const auto line = m_lines.find(account);
        const bool was = line->second.items.begin()->second == item;
        line->second.items.erase(item->place);
        if (line->second.items.empty()) m_lines.erase(line);
        else if (was) next(account); // it may be smaller
    } else {
        item->lane->items.erase(item->place);
        // It may have been the one that its line had sent to be tried.
        roomIn(item->account);
    }
}

std::vector<CallQueue::ItemPtr> CallQueue::takeAll() {
    std::vector<ItemPtr> all;
    for (auto& [account, line] : m_lines)
        for (auto& [place, item] : line.items) all.push_back(item);
    for (auto& [name, lane] : m_lanes)
        for (auto& [place, item] : lane->items) all.push_back(item);
    m_lines.clear();
    for (auto& [name, lane] : m_lanes) lane->items.clear();
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a->place < b->place; });
    const std::lock_guard lock(m_mutex);
    for (const ItemPtr& item : all) {
        item->queued = false;
        item->waitsIn = nullptr;
        --item->lane->state.queued;
    }
    return all;
}

CallQueue::ItemPtr CallQueue::first(Nanos now) const {
    const ItemPtr* best = nullptr;
    for (const auto& [name, lane] : m_lanes) {
        if (lane->items.empty() || lane->closedUntil > now) continue;
        const ItemPtr& item = lane->items.begin()->second;
        if (!best || item->place < (*best)->place) best = &item;
    }
    return best ? *best : nullptr;
}

bool CallQueue::waitsBehind(const ItemPtr& item) {
    if (m_lines.empty()) return false;
    for (AccountPtr account = item->account; account; account = Ledger::above(account)) {
        const auto line = m_lines.find(account.get());
        if (line == m_lines.end() || item->place < line->second.items.begin()->first) continue;
        waitIn(item, account);
        return true;
    }
    return false;
}

void CallQueue::waitIn(const ItemPtr& item, const AccountPtr& account) {
    item->lane->items.erase(item->place);
    item->waitsIn = account.get();
    Line& line = m_lines[account.get()];
    line.account = account;
    line.items.emplace(item->place, item);
}

/// Sends the first of a line back to its lane, to be tried. The next follows when this one has left, or when its lane is closed:
/// then it does not wait for the ledger any more.
void CallQueue::next(LedgerAccount* account) {
    for (auto line = m_lines.find(account); line != m_lines.end();) {
        const ItemPtr item = line->second.items.begin()->second;
        line->second.items.erase(line->second.items.begin());
        if (line->second.items.empty()) {
            m_lines.erase(line);
            line = m_lines.end();
        }
        toLane(item);
        if (item->lane->closedUntil == 0) return;
    }
}

void CallQueue::roomIn(const AccountPtr& from) {
    if (m_lines.empty()) return;
    for (AccountPtr account = from; account; account = Ledger::above(account)) next(account.get());
}

void CallQueue::roomEverywhere() {
    std::vector<LedgerAccount*> accounts;
    accounts.reserve(m_lines.size());
    for (const auto& [account, line] : m_lines) accounts.push_back(account);
    for (LedgerAccount* account : accounts) next(account);
}

void CallQueue::closeLane(const ItemPtr& item, Nanos until, std::string reason) {
    item->lane->closedUntil = std::max<Nanos>(1, until);
    {
        const std::lock_guard lock(m_mutex);
        item->lane->state.wait = until; // as a moment; lanes() makes a duration of it
        item->lane->state.reason = std::move(reason);
    }
    // A call of this lane that was to be tried for its line cannot be; others of the line can.
    roomEverywhere();
}

void CallQueue::openLane(const ItemPtr& item) {
    laneOf(*item).closedUntil = 0;
}

Nanos CallQueue::nextOpening(Nanos now) const {
    Nanos next = Clock::Never;
    for (const auto& [name, lane] : m_lanes)
        if (lane->closedUntil > now && !lane->items.empty()) next = std::min(next, lane->closedUntil);
    return next;
}

void CallQueue::countInFlight(const ItemPtr& item, int change) {
    const std::lock_guard lock(m_mutex);
    item->lane->state.inFlight += change;
    // What has left did not have to wait any more.
    if (change > 0) item->lane->state.wait = 0, item->lane->state.reason.clear();
}

void CallQueue::countRetrying(const ItemPtr& item, int change) {
    const std::lock_guard lock(m_mutex);
    item->lane->state.retrying += change;
}

std::vector<LaneState> CallQueue::lanes(Nanos now) const {
    const std::lock_guard lock(m_mutex);
    std::vector<LaneState> states;
    for (const auto& [name, lane] : m_lanes) {
        LaneState state = lane->state;
        state.wait = state.queued > 0 ? std::max<Nanos>(0, state.wait - now) : 0;
        if (state.wait == 0) state.reason.clear();
        states.push_back(std::move(state));
    }
    return states;
}

} // namespace rlmscope
