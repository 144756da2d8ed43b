#include "itemmodels/run_annotations.h"

#include "base/clock.h"

#include <QMetaObject>
#include <QVector>

namespace rlmscope {

namespace {

Nanos wallNow() { return Clock::system().wall(); }

} // namespace

RunAnnotations::RunAnnotations(QObject* parent) : QObject(parent) {}

RunAnnotations::~RunAnnotations() {
    if (!m_thread.joinable()) return;
    m_thread.request_stop();
    m_wake.notify_all();
    m_thread.join();
}

void RunAnnotations::begin(const std::filesystem::path& trace, RunId run, Annotations told) {
    if (m_trace != trace || m_run != run) m_said.clear();
    m_trace = trace;
    m_run = run;
    m_all = std::move(told);
    for (const auto& said : m_said) m_all.apply(said.node, said.body); // while the trace was still being read
    m_told = AnnotationPlace::Trace;
    Q_EMIT changed({});
}

void RunAnnotations::apply(const Event& event) {
    if (m_all.apply(event)) Q_EMIT changed({event.node.seq});
}

void RunAnnotations::setBookmarked(NodeId node, bool on) {
    if (m_all.isBookmarked(node) != on) add({{node, bookmarkEvent(on, wallNow())}});
}

void RunAnnotations::setNote(NodeId node, const QString& text) {
    const auto note = text.trimmed().toStdString();
    if (m_all.note(node) != note) add({{node, userNoteEvent(note, wallNow())}});
}

void RunAnnotations::setTag(NodeId node, const QString& name, bool on) {
    if (const auto tag = name.trimmed().toStdString(); !tag.empty()) add({{node, Tag{tag, !on}}});
}

void RunAnnotations::setTitle(const QString& title) { add({{{}, runTitleEvent(title.trimmed().toStdString(), wallNow())}}); }

void RunAnnotations::keep(const NotebookEntry& entry) { add({{entry.node, notebookEvent(entry)}}); }

void RunAnnotations::forget(const std::string& entry) { add({{{}, notebookRemovedEvent(entry)}}); }

void RunAnnotations::add(const std::vector<Annotation>& annotations) {
    QVector<quint64> nodes;
    for (const auto& annotation : annotations)
        if (m_all.apply(annotation.node, annotation.body)) nodes << annotation.node.seq;
    m_said.insert(m_said.end(), annotations.begin(), annotations.end());
    write(annotations);
    Q_EMIT changed(nodes);
}

void RunAnnotations::settle() { write({}); }

void RunAnnotations::write(std::vector<Annotation> annotations) {
    if (m_run.isNull() || m_trace.empty()) return;
    {
        const std::lock_guard lock(m_mutex);
        // What is said while another writing is under way goes together.
        if (!m_tasks.empty() && m_tasks.back().run == m_run && m_tasks.back().trace == m_trace)
            m_tasks.back().annotations.insert(m_tasks.back().annotations.end(), annotations.begin(), annotations.end());
        else m_tasks.push_back({m_trace, m_run, std::move(annotations)});
    }
    if (!m_thread.joinable()) m_thread = std::jthread([this](const std::stop_token& stop) { work(stop); });
    m_wake.notify_all();
}

void RunAnnotations::work(const std::stop_token& stop) {
    for (;;) {
        Task task;
        {
            std::unique_lock lock(m_mutex);
            m_busy = false;
            m_idle.notify_all();
            if (!m_wake.wait(lock, stop, [this] { return !m_tasks.empty(); })) return; // all is written
            task = std::move(m_tasks.front());
            m_tasks.pop_front();
            m_busy = true;
        }
        if (task.annotations.empty()) {
            if (const auto settled = settleAnnotations(task.trace, task.run); !settled)
                QMetaObject::invokeMethod(this, [this, error = settled.error()] { Q_EMIT failed(error); }, Qt::QueuedConnection);
            continue;
        }
        auto kept = keepAnnotations(task.trace, task.run, task.annotations);
        QMetaObject::invokeMethod(this, [this, kept = std::move(kept)] { told(kept); }, Qt::QueuedConnection);
    }
}

void RunAnnotations::told(const Result<KeptAnnotations>& kept) {
    if (!kept) {
        Q_EMIT failed(kept.error());
        return;
    }
    if (kept->place == m_told) return;
    m_told = kept->place;
    switch (kept->place) {
    case AnnotationPlace::Trace: break;
    case AnnotationPlace::Waiting: break; // goes in by itself when the run has ended
    case AnnotationPlace::BesideForeign:
        Q_EMIT keptBeside(tr("This trace is not in your library: notes and bookmarks are kept on this computer, beside it."));
        break;
    case AnnotationPlace::BesideReadOnly:
        Q_EMIT keptBeside(tr("The trace cannot be written: notes and bookmarks are kept on this computer, beside it."));
        break;
    }
}

void RunAnnotations::flush() {
    std::unique_lock lock(m_mutex);
    m_idle.wait(lock, [this] { return m_tasks.empty() && !m_busy; });
}

} // namespace rlmscope
