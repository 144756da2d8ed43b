#pragma once
// Runs of recorded runs: what can be done with one, going on with it, replaying it. Traces are read on threads of their
// own; everything is told by signals, in the GUI thread.
#include "runner/resume.h"
#include "views/resume_bar.h"

#include <QObject>
#include <QPointer>
#include <QTemporaryDir>

#include <functional>
#include <thread>
#include <vector>

namespace rlmscope {

class RunDocument;

class Reruns : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    void offer(RunDocument* document);
    void resume(RunDocument* document, const RerunAnswer& answer, QObject* parent);
    void replay(RunDocument* document, const RerunAnswer& answer, QObject* parent);

Q_SIGNALS:
    void offered(rlmscope::RunDocument* document, const rlmscope::RerunOffer& offer);
    void started(rlmscope::RunDocument* of, rlmscope::RunDocument* made);
    void failed(rlmscope::RunDocument* of, const rlmscope::Error& error);
    /// A replay has ended: `text` says how it compares.
    void compared(rlmscope::RunDocument* made, bool identical, const QString& text);

private:
    RunDocument* launch(RunRequest request, RunDocument* of, QObject* parent);
    void compareAtEnd(RunDocument* made, std::filesystem::path trace, std::shared_ptr<Replay> replay);
    /// Does the work on a thread, then hands what it returns to `then` in this one.
    template<typename Work, typename Then>
    void inBackground(Work work, Then then);

    QTemporaryDir m_folder; ///< traces of replays
    int m_replays = 0;
    std::vector<std::jthread> m_threads; ///< last: they end before the rest
};

} // namespace rlmscope
