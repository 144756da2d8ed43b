#include "itemmodels/row_list.h"

#include <algorithm>
#include <cassert>

namespace rlmscope {

void RowList::clear() {
    m_order.clear();
    m_chunks.clear();
    m_position.clear();
    m_free.clear();
    m_chunkOf.clear();
    m_size = m_flagged = 0;
}

void RowList::setChunk(Item item, std::uint32_t chunkPlusOne) {
    const auto i = slot(item);
    if (i >= m_chunkOf.size()) m_chunkOf.resize(std::max(i + 1, m_chunkOf.size() * 2), 0);
    if (item >> 31) m_flagged += (chunkPlusOne != 0) - (m_chunkOf[i] != 0);
    m_chunkOf[i] = chunkPlusOne;
}

void RowList::assign(const std::vector<Item>& items) {
    clear();
    insert(0, items);
}

std::pair<std::size_t, std::size_t> RowList::locate(int row) const {
    auto rest = static_cast<std::size_t>(row);
    for (std::size_t i = 0; i < m_order.size(); ++i) {
        const auto n = m_chunks[m_order[i]].items.size();
        if (rest < n) return {i, rest};
        rest -= n;
    }
    return {m_order.size(), 0};
}

void RowList::renumber(std::size_t from) {
    for (std::size_t i = from; i < m_order.size(); ++i) m_position[m_order[i]] = static_cast<std::uint32_t>(i);
}

// Adds a new chunk at a position of the order; the caller renumbers.
void RowList::place(std::size_t position, std::vector<Item> items) {
    std::uint32_t id = 0;
    if (m_free.empty()) {
        id = static_cast<std::uint32_t>(m_chunks.size());
        m_chunks.emplace_back();
        m_position.push_back(0);
    } else {
        id = m_free.back();
        m_free.pop_back();
    }
    for (const auto item : items) setChunk(item, id + 1);
    m_chunks[id].items = std::move(items);
    m_order.insert(m_order.begin() + static_cast<std::ptrdiff_t>(position), id);
}

void RowList::insert(int row, std::span<const Item> items) {
    assert(row >= 0 && row <= m_size);
    if (items.empty()) return;
    auto [position, offset] = locate(row);
    if (position == m_order.size() && position > 0) { // at the end: grow the last chunk
        --position;
        offset = m_chunks[m_order[position]].items.size();
    }
    m_size += static_cast<int>(items.size());

    if (position < m_order.size()) {
        const auto id = m_order[position];
        auto& chunk = m_chunks[id].items;
        if (chunk.size() + items.size() <= ChunkMax) {
            chunk.insert(chunk.begin() + static_cast<std::ptrdiff_t>(offset), items.begin(), items.end());
            for (const auto item : items) setChunk(item, id + 1);
            return;
        }
        // Split here: what follows the new items becomes a chunk of its own.
        std::vector<Item> rest(chunk.begin() + static_cast<std::ptrdiff_t>(offset), chunk.end());
        chunk.resize(offset);
        const auto first = position;
        if (!rest.empty()) place(position + 1, std::move(rest));
        ++position;
        if (offset == 0) { // nothing left in front: reuse the emptied chunk for the first new items
            const auto n = std::min(items.size(), ChunkMax);
            m_chunks[id].items.assign(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(n));
            for (std::size_t i = 0; i < n; ++i) setChunk(items[i], id + 1);
            items = items.subspan(n);
        }
        while (!items.empty()) {
            const auto n = std::min(items.size(), ChunkMax);
            place(position++, {items.begin(), items.begin() + static_cast<std::ptrdiff_t>(n)});
            items = items.subspan(n);
        }
        renumber(first);
        return;
    }
    while (!items.empty()) {
        const auto n = std::min(items.size(), ChunkMax);
        place(position++, {items.begin(), items.begin() + static_cast<std::ptrdiff_t>(n)});
        items = items.subspan(n);
    }
    renumber(0);
}

void RowList::erase(int row, int count) {
    assert(row >= 0 && count >= 0 && row + count <= m_size);
    m_size -= count;
    auto [position, offset] = locate(row);
    const auto first = position;
    std::vector<std::uint32_t> emptied;
    while (count > 0) {
        auto& chunk = m_chunks[m_order[position]].items;
        const auto n = std::min(static_cast<std::size_t>(count), chunk.size() - offset);
        const auto begin = chunk.begin() + static_cast<std::ptrdiff_t>(offset);
        for (auto it = begin; it != begin + static_cast<std::ptrdiff_t>(n); ++it) setChunk(*it, 0);
        chunk.erase(begin, begin + static_cast<std::ptrdiff_t>(n));
        if (chunk.empty()) emptied.push_back(m_order[position]);
        count -= static_cast<int>(n);
        offset = 0;
        ++position;
    }
    if (emptied.empty()) return;
    for (const auto id : emptied) m_free.push_back(id);
    std::erase_if(m_order, [&](std::uint32_t id) { return m_chunks[id].items.empty(); });
    renumber(first > 0 ? first - 1 : 0);
}

std::vector<RowList::Item> RowList::items() const {
    std::vector<Item> all;
    all.reserve(static_cast<std::size_t>(m_size));
    for (const auto id : m_order) all.insert(all.end(), m_chunks[id].items.begin(), m_chunks[id].items.end());
    return all;
}

RowList::Item RowList::at(int row) const {
    assert(row >= 0 && row < m_size);
    const auto [position, offset] = locate(row);
    return m_chunks[m_order[position]].items[offset];
}

int RowList::rowOf(Item item) const {
    if (slot(item) >= m_chunkOf.size() || m_chunkOf[slot(item)] == 0) return -1;
    const auto id = m_chunkOf[slot(item)] - 1;
    int row = 0;
    for (std::size_t i = 0, end = m_position[id]; i < end; ++i)
        row += static_cast<int>(m_chunks[m_order[i]].items.size());
    for (const auto other : m_chunks[id].items) {
        if (other == item) return row;
        ++row;
    }
    return -1;
}

} // namespace rlmscope
