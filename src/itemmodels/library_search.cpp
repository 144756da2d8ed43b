#include "itemmodels/library_search.h"

#include "base/folders.h"
#include "itemmodels/format.h"
#include "itemmodels/utf8.h"

#include <QDateTime>
#include <QMetaObject>

#include <pthread.h>
#include <sched.h>

namespace rlmscope {

namespace {

/// Gives way to everything a person waits for.
void becomeIdle() {
    sched_param none{};
    pthread_setschedparam(pthread_self(), SCHED_IDLE, &none);
}

} // namespace

LibrarySearch::LibrarySearch(QObject* parent) : QObject(parent), m_library(libraryFolder()), m_index(TextIndex::defaultPath()) {}

LibrarySearch::~LibrarySearch() {
    m_indexer.request_stop();
    m_searcher.request_stop();
    ++m_newest;
    m_wake.notify_all();
}

void LibrarySearch::setPlaces(const std::filesystem::path& library, const std::filesystem::path& index) {
    m_library = library;
    m_index = index;
}

QString LibrarySearch::indexingText() const {
    if (!m_indexing || m_total == 0) return {};
    return tr("Indexing the library: %1 traces").arg(format::nOfM(static_cast<std::int64_t>(m_done), static_cast<std::int64_t>(m_total)));
}

void LibrarySearch::update() {
    if (m_indexing) return;
    m_indexing = true;
    m_done = m_total = 0;
    m_indexer = std::jthread([this, library = m_library, file = m_index](const std::stop_token& stop) {
        becomeIdle();
        const auto stopped = [&stop] { return stop.stop_requested(); };
        if (auto index = TextIndex::open(file)) {
            (void)(*index)->update(library, stopped, [this](const TextIndex::Progress& at) {
                QMetaObject::invokeMethod(this, [this, at] {
                    m_done = at.done;
                    m_total = at.total;
                    Q_EMIT indexingChanged();
                }, Qt::QueuedConnection);
            });
        }
        if (stop.stop_requested()) return;
        QMetaObject::invokeMethod(this, [this] {
            m_indexing = false;
            Q_EMIT indexingChanged();
        }, Qt::QueuedConnection);
    });
    Q_EMIT indexingChanged();
}

void LibrarySearch::search(const QString& words) {
    {
        const std::lock_guard lock(m_mutex);
        m_wanted = words;
        ++m_newest;
    }
    if (!m_searcher.joinable()) m_searcher = std::jthread([this](const std::stop_token& stop) { answer(stop); });
    m_wake.notify_all();
}

void LibrarySearch::answer(const std::stop_token& stop) {
    std::unique_ptr<TextIndex> index;
    for (;;) {
        QString words;
        quint64 mine = 0;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return m_wanted.has_value(); })) return;
            words = *std::exchange(m_wanted, std::nullopt);
            mine = m_newest;
        }
        LibraryFound result;
        if (!index) {
            auto opened = TextIndex::open(m_index);
            if (opened) index = std::move(*opened);
            else result.problem = fromUtf8(opened.error().text());
        }
        if (index) result = look(*index, words, [&] { return stop.stop_requested() || m_newest != mine; });
        result.text = words;
        if (stop.stop_requested() || m_newest != mine) continue;
        QMetaObject::invokeMethod(this, [this, result, mine] {
            if (m_newest == mine) Q_EMIT found(result);
        }, Qt::QueuedConnection);
    }
}

LibraryFound LibrarySearch::look(TextIndex& index, const QString& words, const std::function<bool()>& stop) {
    LibraryFound result;
    const auto typed = words.toStdString();
    const auto hits = index.search(typed, LinesPerRun, MostRuns, stop);
    if (!hits) {
        result.problem = fromUtf8(hits.error().text());
        return result;
    }
    result.total = static_cast<qint64>(hits->total);
    result.runs = static_cast<qint64>(hits->runs.size());
    result.more = hits->more;
    for (const auto& run : hits->runs) {
        LibraryGroup group;
        group.run = run.run;
        group.path = fromUtf8(run.trace.string());
        group.title = run.title.empty() ? fromUtf8(run.trace.stem().string()) : fromUtf8(run.title);
        group.when = format::dayAndClock(QDateTime::fromMSecsSinceEpoch(run.wall / 1'000'000));
        group.total = static_cast<qint64>(run.total);
        group.cut = run.cut;
        auto reader = TraceReader::open(run.trace);
        for (const auto& hit : run.hits) {
            if (stop()) return result;
            LibraryLine line{hit.node, hit.seq, hit.scope, {}};
            if (!reader) {
                line.snippet = fromUtf8(reader.error().message);
            } else if (const auto said = hitText(**reader, run.run, hit, typed)) {
                line.snippet = fromUtf8(*said);
            } else {
                line.snippet = fromUtf8(said.error().message);
            }
            group.lines << line;
        }
        result.groups << group;
    }
    return result;
}

} // namespace rlmscope
