#pragma once
// The messages of a request: shared, not copied. A frame's history grows by two messages a turn and is sent whole each
// time; everybody who only reads, and every list that begins with the same messages, has them in common.
#include "trace/messages.h"

#include <initializer_list>
#include <iterator>
#include <memory>
#include <vector>

namespace rlmscope {

/// Like a vector of messages. Copies are cheap; a message that is changed is first made one's own. As thread-safe as a
/// vector: one writer of a list, or many readers; lists that share messages do not disturb each other.
class MessageList {
    using Shared = std::shared_ptr<const Message>;
    using Items = std::vector<Shared>;

public:
    class const_iterator {
    public:
        using iterator_category = std::random_access_iterator_tag;
        using value_type = Message;
        using difference_type = std::ptrdiff_t;
        using pointer = const Message*;
        using reference = const Message&;

        const_iterator() = default;
        explicit const_iterator(Items::const_iterator at) : m_at(at) {}
        reference operator*() const { return **m_at; }
        pointer operator->() const { return m_at->get(); }
        reference operator[](difference_type n) const { return *m_at[n]; }
        const_iterator& operator++() { return ++m_at, *this; }
        const_iterator operator++(int) { return const_iterator(m_at++); }
        const_iterator& operator--() { return --m_at, *this; }
        const_iterator operator--(int) { return const_iterator(m_at--); }
        const_iterator& operator+=(difference_type n) { return m_at += n, *this; }
        const_iterator& operator-=(difference_type n) { return m_at -= n, *this; }
        friend const_iterator operator+(const_iterator a, difference_type n) { return a += n; }
        friend const_iterator operator+(difference_type n, const_iterator a) { return a += n; }
        friend const_iterator operator-(const_iterator a, difference_type n) { return a -= n; }
        friend difference_type operator-(const_iterator a, const_iterator b) { return a.m_at - b.m_at; }
        auto operator<=>(const const_iterator&) const = default;

    private:
        friend class MessageList;
        Items::const_iterator m_at;
    };
    using value_type = Message;
    using size_type = std::size_t;

    MessageList() = default;
    MessageList(std::initializer_list<Message> messages) : MessageList(messages.begin(), messages.end()) {}
    explicit MessageList(const std::vector<Message>& messages) : MessageList(messages.begin(), messages.end()) {}
    template<typename It>
    MessageList(It first, It last) {
        for (; first != last; ++first) push_back(*first);
    }

    const_iterator begin() const { return const_iterator(m_items.begin()); }
    const_iterator end() const { return const_iterator(m_items.end()); }
    auto rbegin() const { return std::make_reverse_iterator(end()); }
    auto rend() const { return std::make_reverse_iterator(begin()); }
    std::size_t size() const { return m_items.size(); }
    bool empty() const { return m_items.empty(); }
    const Message& operator[](std::size_t i) const { return *m_items[i]; }
    const Message& at(std::size_t i) const { return *m_items.at(i); }
    const Message& front() const { return *m_items.front(); }
    const Message& back() const { return *m_items.back(); }

    /// For writing. Always a new copy, so take the reference once: whether nobody else reads the old one cannot be known
    /// without waiting for them.
    Message& own(std::size_t i) {
        const auto copy = std::make_shared<Message>(*m_items.at(i));
        m_items[i] = copy;
        return *copy;
    }
    Message& ownLast() { return own(size() - 1); }
    void reserve(std::size_t n) { m_items.reserve(n); }
    void push_back(Message message) { m_items.push_back(std::make_shared<Message>(std::move(message))); }
    void insert(const_iterator before, Message message) {
        m_items.insert(before.m_at, std::make_shared<Message>(std::move(message)));
    }
    void insert(const_iterator before, std::initializer_list<Message> messages) {
        auto at = before.m_at;
        for (const Message& message : messages) at = m_items.insert(at, std::make_shared<Message>(message)) + 1;
    }
    /// Drops everything after the first n.
    void truncate(std::size_t n) {
        if (n < m_items.size()) m_items.resize(n);
    }

private:
    Items m_items;
};

} // namespace rlmscope
