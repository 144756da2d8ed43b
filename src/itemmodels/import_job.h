#pragma once
// Imports logs on threads of its own, a trace for each in one folder. GUI thread only; nothing here waits, except that
// destroying it ends the import first.
#include "exchange/import_batch.h"

#include <QElapsedTimer>
#include <QObject>
#include <QStringList>
#include <QTimer>
#include <QVector>

#include <memory>
#include <mutex>
#include <thread>

namespace rlmscope {

/// Files and folders that somebody gave, by what they are.
struct GivenFiles {
    QStringList traces;   ///< of ours
    QStringList logs;     ///< files, those of folders among them
    QStringList logsFrom; ///< the files and folders that `logs` are from, as they were given
    QStringList other;    ///< files and folders as they were given
};

class ImportJob : public QObject {
    Q_OBJECT
public:
    explicit ImportJob(QObject* parent = nullptr);
    ~ImportJob() override; ///< cancels and waits

    /// Looks at the beginnings of files (folders: of some dozens in them); answers with looked(). A newer one replaces it.
    void look(const QStringList& paths);
    /// All files of folders that are called like logs, and files as they are, whatever they look like.
    void start(const QStringList& paths, const QString& folder);
    void cancel();
    bool isRunning() const { return m_running; }

    const ImportProgress& progress() const { return m_progress; }
    double seconds() const { return m_running ? double(m_clock.elapsed()) / 1000 : m_took; }
    double secondsLeft() const; ///< negative: not known

Q_SIGNALS:
    void looked(const rlmscope::GivenFiles& files);
    void started(int files);
    void progressed();
    /// In the order of the files, some at a time.
    void imported(const QVector<rlmscope::ImportedFile>& files);
    void finished(bool cancelled);

private:
    void drain();
    struct Shared {
        std::mutex mutex;
        QVector<ImportedFile> files;
        ImportProgress progress;
        int total = -1;
        bool over = false;
    };
    std::shared_ptr<Shared> m_shared;
    ImportProgress m_progress;
    CancelSource m_cancel;
    QElapsedTimer m_clock;
    QTimer m_timer;
    double m_took = 0;
    int m_look = 0;
    bool m_running = false, m_told = false;
    std::jthread m_looker, m_thread; ///< last
};

} // namespace rlmscope
