#pragma once
// The rows of a LineSource for a view that shows some of them: which bytes each one has, found in the background from the
// beginning on, and fetched only for what is looked at. A text of 100 MB costs 2 MB. GUI thread.
#include "base/line_index.h"
#include "itemmodels/line_source.h"

#include <QPointer>

#include <list>
#include <memory>
#include <thread>
#include <unordered_map>

namespace rlmscope {

class TextRows : public QObject {
    Q_OBJECT
public:
    explicit TextRows(QObject* parent = nullptr);
    ~TextRows() override;

    void setSource(LineSource* source); ///< not owned; null or gone = no rows
    LineSource* source() const { return m_source; }

    quint64 rowCount() const { return m_table.rows() + (m_hasOpen ? 1 : 0); } ///< found so far
    quint64 lineCount() const { return m_hasOpen ? m_open.start.line + 1 : m_table.lines(); }
    quint64 foundBytes() const { return m_hasOpen ? m_open.next : m_table.end(); }
    bool isFinding() const { return m_finding; } ///< rows are still being found

    /// Nothing: bytes that tell are being fetched, changed() comes when they are there.
    std::optional<TextRow> row(quint64 index);
    /// What is seen of a row.
    std::optional<std::string> bytesOf(const TextRow& row);
    /// Row that shows a byte (or would, when it was written over).
    std::optional<quint64> rowOfByte(quint64 byte);
    /// First row of a line, from 0.
    std::optional<quint64> rowOfLine(quint64 line);
    bool isHidden(quint64 byte) const { return m_table.isHidden(byte) || (m_hasOpen && byte >= m_open.start.offset && byte < m_open.shown); }
    std::size_t memory() const;

    /// What lies in [begin, end) as a copy should have it: no escapes, only the last state of what was written over.
    /// At most MostCopied bytes; else, or when it cannot be read, nothing, with `problem` set.
    QString text(quint64 begin, quint64 end, QString* problem) const;
    static constexpr quint64 MostCopied = 100'000'000;

Q_SIGNALS:
    void changed(); ///< more rows, or bytes that were missing
    void reset();   ///< other rows

private:
    static constexpr std::uint64_t PageBytes = 65536;
    static constexpr std::size_t Pages = 48;
    static constexpr std::uint64_t AtOnce = 512 * 1024; ///< so much is looked through without a thread

    struct Found {
        LineTable rows;
        bool hasOpen = false;
        TextRow open;
    };

    void start();
    void onGrew();
    void find();
    void findInBackground(std::uint64_t size);
    void take(Found found);
    void stop();
    std::optional<std::string> read(std::uint64_t from, std::uint64_t to);
    const std::string* page(std::uint64_t n);
    bool locate(quint64 index);

    QPointer<LineSource> m_source;
    LineTable m_table;
    bool m_hasOpen = false, m_finding = false, m_again = false;
    TextRow m_open;
    std::unique_ptr<LineIndexer> m_indexer; ///< null while the thread has it
    std::unordered_map<quint64, TextRow> m_known;
    std::list<std::pair<std::uint64_t, std::string>> m_pages; ///< newest use first
    quint64 m_generation = 0;
    std::jthread m_finder; ///< last: ends before what it hands over to
};

} // namespace rlmscope
