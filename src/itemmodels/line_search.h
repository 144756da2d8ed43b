#pragma once
// Finds a text in the bytes of a LineSource on a thread of its own: plain or regular expression, case, whole words.
// Matches come in batches, in order, while it goes on. GUI thread; starting again forgets the search before.
#include "itemmodels/line_source.h"

#include <QString>
#include <QVector>

#include <thread>

namespace rlmscope {

struct LineQuery {
    QString text;
    bool matchCase = false, wholeWords = false, isRegex = false;
    bool operator==(const LineQuery&) const = default;
};

class LineSearch : public QObject {
    Q_OBJECT
public:
    explicit LineSearch(QObject* parent = nullptr);
    ~LineSearch() override; ///< cancels and waits

    struct Match {
        std::uint64_t begin = 0, end = 0;
        bool operator==(const Match&) const = default;
    };
    /// Places beyond this many are counted, not kept.
    static constexpr int MostKept = 1'000'000;
    /// A regular expression looks at one line at a time, and at most at this many bytes of it at once.
    static constexpr std::size_t LongestLine = 1 << 20;

    /// An empty text: no matches, finished at once.
    void start(std::shared_ptr<LineBytes> bytes, const LineQuery& query);
    void cancel();

    bool isRunning() const { return m_running; }
    const LineQuery& query() const { return m_query; }
    const QVector<Match>& matches() const { return m_matches; } ///< in order
    std::uint64_t count() const { return m_count; }              ///< all of them so far
    double progress() const { return m_progress; }               ///< 0..1
    QString problem() const { return m_problem; }                ///< why there is none: the expression or the file is damaged

    /// Index of the first match that begins at or after a byte, or the last before it; wraps round. -1: there is none.
    qsizetype next(std::uint64_t from) const;
    qsizetype previous(std::uint64_t from) const;

Q_SIGNALS:
    void changed(); ///< matches, count, progress or problem; at most ten times a second

private:
    struct Batch;
    void take(int turn, Batch batch);

    std::jthread m_thread;
    int m_turn = 0;
    LineQuery m_query;
    QVector<Match> m_matches;
    std::uint64_t m_count = 0;
    double m_progress = 1;
    QString m_problem;
    bool m_running = false;
};

} // namespace rlmscope
