#pragma once
// What the user says about a run, for the views: at once in memory, in the background in the trace or beside it.
// GUI thread; one per RunDocument, which folds the events of the trace into it.
#include "trace/annotate.h"

#include <QObject>
#include <QString>

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <thread>
#include <vector>

namespace rlmscope {

class RunAnnotations : public QObject {
    Q_OBJECT
public:
    explicit RunAnnotations(QObject* parent = nullptr);
    ~RunAnnotations() override; ///< writes what is still waiting

    /// Another run, with what its trace (and what is kept beside it) says.
    void begin(const std::filesystem::path& trace, RunId run, Annotations told = {});
    /// Of an event that came later. Emits changed() when it is one of these.
    void apply(const Event& event);
    const Annotations& all() const { return m_all; }

    void setBookmarked(NodeId node, bool on);
    void setNote(NodeId node, const QString& text); ///< empty takes it away
    void setTag(NodeId node, const QString& name, bool on);
    void setTitle(const QString& title);
    void keep(const NotebookEntry& entry); ///< new or changed
    void forget(const std::string& entry);
    void add(const std::vector<Annotation>& annotations);

    /// The run that wrote the file has ended: what waited beside it may go in now.
    void settle();
    /// Waits until everything said so far is written. For tests, and before a trace is copied.
    void flush();

Q_SIGNALS:
    void changed(const QVector<quint64>& nodes); ///< sequence numbers; 0 = the run
    /// Something is kept elsewhere than in the trace; once per reason.
    void keptBeside(const QString& why);
    void failed(const rlmscope::Error& error);

private:
    void write(std::vector<Annotation> annotations);
    void work(const std::stop_token& stop);
    void told(const Result<KeptAnnotations>& kept);

    struct Task {
        std::filesystem::path trace;
        RunId run;
        std::vector<Annotation> annotations;
    };
    std::filesystem::path m_trace;
    RunId m_run;
    Annotations m_all;
    std::vector<Annotation> m_said; ///< here, about this run: what is read of the trace later may be from before it
    AnnotationPlace m_told = AnnotationPlace::Trace;
    std::mutex m_mutex;
    std::condition_variable_any m_wake, m_idle;
    std::deque<Task> m_tasks;
    bool m_busy = false;
    std::jthread m_thread; ///< last: started by the first thing said
};

} // namespace rlmscope
