#pragma once
// A list of visible rows in chunks: insert, erase, position -> item and item -> position are all quick with a million
// rows. Items are small integers, each at most once in the list.
#include <cstdint>
#include <span>
#include <unordered_map>
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
    std::unordered_map<Item, std::uint32_t> m_chunkOf; ///< item -> chunk id
    int m_size = 0;
};

} // namespace rlmscope
