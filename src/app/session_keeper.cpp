#include "app/session_keeper.h"

namespace rlmscope {

SessionKeeper::SessionKeeper(const QString& path, std::function<SessionState()> state, QObject* parent) : QObject(parent), m_file(path), m_state(std::move(state)) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(500);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (!m_restoring && m_file.isMine()) m_file.write(m_state());
    });
}

void SessionKeeper::touch() {
    if (m_file.isMine() && !m_timer.isActive()) m_timer.start();
}

void SessionKeeper::close() {
    m_timer.stop();
    if (m_file.isMine() && !m_restoring) m_file.close(m_state());
}

void SessionKeeper::forget() {
    m_timer.stop();
    m_file.forget();
}

void SessionKeeper::setRestoring(bool restoring) {
    m_restoring = restoring;
    if (restoring) return;
    m_file.settled();
    touch();
}

} // namespace rlmscope
