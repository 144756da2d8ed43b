#pragma once
// What a user adds to a run: bookmarks, notes, tags, a name, a notebook. They are events like all others, appended after
// the run's own (FORMAT.md, "What a user adds"), so the newest says what holds. Annotations folds them; annotate.h
// writes them.
//
// A trace may come from a stranger: what it says here is bounded and is shown as text, never acted on.
#include "trace/event.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rlmscope {

/// An event to be: what it says, and about which node (0 = the run).
struct Annotation {
    NodeId node;
    EventBody body;
};

/// A place worth coming back to, in the user's own words.
struct NotebookEntry {
    std::string id;        ///< names the entry in later events; random
    NodeId node;           ///< where it leads; 0 = the run
    Seq moment = 0;        ///< the newest event shown then; 0 = all of them
    std::string value;     ///< name of a variable; empty = none
    std::string label;     ///< what the place was called then: "Turn 3"
    std::string text;      ///< the user's words; empty = none
    Nanos wall = 0;        ///< when it was first visited, since 1970
    bool starred = false;
    double order = 0;      ///< ascending
    bool operator==(const NotebookEntry&) const = default;
};

/// What is said about one node. Empty = nothing.
struct NodeMarks {
    bool bookmarked = false;
    std::string note;
    std::vector<std::string> tags; ///< in the order they were given
    bool empty() const { return !bookmarked && note.empty() && tags.empty(); }
    bool operator==(const NodeMarks&) const = default;
};

class Annotations {
public:
    // More than these are not folded: nobody writes so much by hand.
    static constexpr std::size_t LongestText = 64 << 10; ///< bytes of a note; longer ones are cut
    static constexpr std::size_t LongestName = 1'000;    ///< of a title, a tag, a label
    static constexpr std::size_t MostNodes = 100'000;
    static constexpr std::size_t MostEntries = 10'000;
    static constexpr std::size_t MostTags = 100;         ///< of one node

    /// Folds one event; false when it is none of these (all other events may be given too). Damaged ones are ignored.
    bool apply(NodeId node, const EventBody& body);
    bool apply(const Event& event) { return apply(event.node, event.body); }

    /// Of a node, or of the run itself (NodeId{}).
    const NodeMarks& at(NodeId node) const;
    bool isBookmarked(NodeId node) const { return at(node).bookmarked; }
    const std::string& note(NodeId node) const { return at(node).note; }
    /// Nodes with anything said about them, by id; the run itself is 0.
    const std::map<Seq, NodeMarks>& nodes() const { return m_nodes; }

    /// The run's own name, when its user gave it one.
    const std::string& title() const { return m_title; }
    /// Its user took the run out of the library; everything is still in the file.
    bool hidden() const { return m_hidden; }
    const std::vector<std::string>& runTags() const { return at({}).tags; }

    /// Ascending in order.
    std::vector<NotebookEntry> notebook() const;
    std::size_t notebookSize() const { return m_notebook.size(); }

private:
    NodeMarks* marks(NodeId node);
    bool custom(NodeId node, const Custom& event);

    std::map<Seq, NodeMarks> m_nodes;
    std::unordered_map<std::string, NotebookEntry> m_notebook;
    std::string m_title;
    bool m_hidden = false;
};

/// The kinds; a tag is the event Tag.
bool isAnnotation(const EventBody& body);
EventBody bookmarkEvent(bool on, Nanos wall);
EventBody userNoteEvent(std::string_view text, Nanos wall); ///< replaces the node's note; empty = takes it away
EventBody runTitleEvent(std::string_view title, Nanos wall); ///< empty = the run's own again
EventBody runHiddenEvent(bool hidden, Nanos wall);
EventBody notebookEvent(const NotebookEntry& entry); ///< new, or as it is now
EventBody notebookRemovedEvent(std::string_view id);

} // namespace rlmscope
