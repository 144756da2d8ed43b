#pragma once
// How views command a live run. Implemented in app/ over the runner; null for recorded traces and in the
// explorer-only build.
#include <QObject>
#include <QString>

namespace rlmscope {

class RunControl : public QObject {
    Q_OBJECT
public:
    enum class State { Loading, Running, Pausing, Paused, Stopping, Ended };
    Q_ENUM(State)

    using QObject::QObject;
    virtual State state() const = 0;
    virtual QString loadingText() const = 0; ///< while Loading: "Reading src: 41.2 of 612 MB"
    virtual double seconds() const = 0;      ///< run seconds, without pauses

public Q_SLOTS:
    virtual void pause() = 0;
    virtual void resume() = 0;
    virtual void stop() = 0; ///< ends cleanly; the trace is kept

Q_SIGNALS:
    void stateChanged(rlmscope::RunControl::State state);
    void loadingChanged();
};

} // namespace rlmscope
