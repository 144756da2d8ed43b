#pragma once
// What was open, for the next start: kept in one small file, written soon after each change and whole or not at all, so that
// a crash loses at most the last second. Belongs to one window at a time: a second one neither reads nor writes it.
#include <QByteArray>
#include <QCoreApplication>
#include <QLockFile>
#include <QString>
#include <QVector>

#include <memory>

namespace rlmscope {

struct SessionRun {
    QString path, run;  ///< run = its id as text
    quint64 node = 0;   ///< start event of the node in focus; 0 = none
    QString value;      ///< name of the variable in focus
    quint64 moment = 0; ///< the replayed moment; 0 = the end
    bool operator==(const SessionRun&) const = default;
};

struct SessionState {
    QString place;      ///< id of the page: "home", "run", "settings"...
    QVector<SessionRun> runs; ///< as they are listed, newest first
    int current = -1;   ///< index into runs
    QByteArray geometry, layout;
    bool operator==(const SessionState&) const = default;
};

class SessionFile {
    Q_DECLARE_TR_FUNCTIONS(rlmscope::SessionFile)
public:
    /// Beside the settings.
    static QString standardPath();
    explicit SessionFile(const QString& path);
    ~SessionFile();

    /// False: another window has it.
    bool isMine() const { return m_mine; }

    struct Start {
        SessionState state;
        bool found = false;    ///< there was something to restore
        bool crashed = false;  ///< the last window did not close by itself
        bool givenUp = false;  ///< restoring it failed twice: it is put aside, not restored
        QString problem;       ///< why the file could not be read; empty = none
    };
    /// Reads what was open and counts this attempt, on disk, before anything of it is opened. After two attempts that
    /// were not followed by settled() the session is moved to "….failed" and left alone.
    Start begin();
    /// Everything was opened and the window lives: the attempts start from 0 again.
    void settled();
    bool write(const SessionState& state); ///< while the window lives
    bool close(const SessionState& state); ///< the last one, of a window that closes by itself
    void forget();

    static QByteArray toJson(const SessionState& state, int attempts, bool closed);
    /// Never throws; what is wrong in it is left out, a file that is no session is an empty one with `problem`.
    static SessionState fromJson(const QByteArray& text, int* attempts, bool* closed, QString* problem);

    static constexpr int MaxAttempts = 2;
    static constexpr int MaxRuns = 50;

private:
    bool save(const SessionState& state, bool closed);
    QString m_path;
    std::unique_ptr<QLockFile> m_lock;
    bool m_mine = false;
    int m_attempts = 0;
    SessionState m_last;
};

} // namespace rlmscope
