#pragma once
// Full-text search over all runs of the library, in the background: one thread keeps the index up to date, one searches.
// GUI thread.
#include "insight/text_index.h"

#include <QObject>
#include <QString>
#include <QVector>

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>

namespace rlmscope {

struct LibraryLine {
    NodeId node;
    Seq seq = 0;
    TextScope scope = TextScope::Any;
    QString snippet;
};
struct LibraryGroup {
    RunId run;
    QString path, title, when;
    qint64 total = 0;
    bool cut = false;
    QVector<LibraryLine> lines; ///< the first hits
};
struct LibraryFound {
    QString text;
    QVector<LibraryGroup> groups; ///< newest run first
    qint64 total = 0, runs = 0;
    bool more = false;
    QString problem;
};

class LibrarySearch : public QObject {
    Q_OBJECT
public:
    static constexpr int LinesPerRun = 4, MostRuns = 12;

    explicit LibrarySearch(QObject* parent = nullptr);
    ~LibrarySearch() override;

    /// Empty = the user's own, which are the default.
    void setPlaces(const std::filesystem::path& library, const std::filesystem::path& index);
    /// Looks for new and changed traces. Does nothing while it does so already.
    void update();
    /// Emits found(), with what the index knows by now; a newer text replaces an older one.
    void search(const QString& text);

    bool isIndexing() const { return m_indexing; }
    QString indexingText() const; ///< "Indexing 3 of 12 traces"; empty = not

Q_SIGNALS:
    void found(const rlmscope::LibraryFound& found);
    void indexingChanged();

private:
    void answer(const std::stop_token& stop);
    LibraryFound look(TextIndex& index, const QString& text, const std::function<bool()>& stop);

    std::filesystem::path m_library, m_index;
    bool m_indexing = false;
    std::size_t m_done = 0, m_total = 0;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::optional<QString> m_wanted;
    std::atomic<quint64> m_newest{0};
    std::jthread m_indexer, m_searcher;
};

} // namespace rlmscope
