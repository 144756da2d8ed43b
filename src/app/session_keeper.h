#pragma once
// Keeps the session of a window up to date, and opens it again. What a window has open it tells as a value.
#include "app/session.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace rlmscope {

class SessionKeeper : public QObject {
    Q_OBJECT
public:
    SessionKeeper(const QString& path, std::function<SessionState()> state, QObject* parent = nullptr);
    SessionFile& file() { return m_file; }
    void touch();   ///< something may be different: written soon, once for many
    void close();   ///< the window closes by itself
    void forget();  ///< and nothing is written until something changes
    /// While what was open is being opened, its half is not written over the whole.
    void setRestoring(bool restoring);
    bool isRestoring() const { return m_restoring; }

private:
    SessionFile m_file;
    std::function<SessionState()> m_state;
    QTimer m_timer;
    bool m_restoring = false;
};

} // namespace rlmscope
