#pragma once
// A list of visible rows in chunks: insert, erase, position -> item and item -> position are all quick with a million
// rows. Items are small integers, each at most once in the list (memory grows with the largest).
#include <cstdint>
#include <span>
#include <vector>

namespace rlmscope {

class RowList {
public:
    using Item = std::uint32_t;
    static constexpr Item NoItem = UINT32_MAX;

    void clear();
    void assign(const std::vector<Item>& items);
    void insert(int row, std::span<const Item> items);
    void erase(int row, int count);
    int size() const { return m_size; }
    int flagged() const { return m_flagged; } ///< items whose top bit is set
    std::vector<Item> items() const;
    /// Calls visit(item) for each row in order, without a copy of them all.
    template<typename Visit>
    void each(Visit visit) const {
        for (const auto id : m_order)
            for (const auto item : m_chunks[id].items) visit(item);
    }
    Item at(int row) const;
    int rowOf(Item item) const; ///< -1 = not in the list

private:
    // ~1,000 chunks of ~1,000 rows at a million: finding a chunk is one pass over an int array.
    static constexpr std::size_t ChunkMax = 1024;
    struct Chunk {
        std::vector<Item> items;
    };
    std::pair<std::size_t, std::size_t> locate(int row) const; ///< chunk position, offset
    void place(std::size_t position, std::vector<Item> items);
    void renumber(std::size_t from);

    std::vector<std::uint32_t> m_order;   ///< chunk ids in row order
    std::vector<Chunk> m_chunks;          ///< by id
    std::vector<std::uint32_t> m_position; ///< by id: index in m_order
    std::vector<std::uint32_t> m_free;
    // item -> chunk id + 1, 0 = not in the list. The top bit of an item (a kind flag of its owner) is turned to the
    // bottom, so that flagged and plain items both stay small indices.
    static std::size_t slot(Item item) { return static_cast<std::size_t>(item << 1 | item >> 31); }
    void setChunk(Item item, std::uint32_t chunkPlusOne);
    std::vector<std::uint32_t> m_chunkOf;
    int m_size = 0, m_flagged = 0;
};

} // namespace rlmscope
