#pragma once
// The coverage of the run that is looked at, made on a thread of its own while somebody wants to see it: the context is
// fetched and indexed once, reads are collected as events come (at most twice a second), and the picture is that of the
// moment shown. GUI thread only.
#include "insight/coverage_profile.h"
#include "itemmodels/focus.h"
#include "itemmodels/run_document.h"

#include <QObject>
#include <QPointer>
#include <QSet>
#include <QTimer>

#include <memory>

namespace rlmscope {

class CoverageJob : public QObject {
    Q_OBJECT
public:
    explicit CoverageJob(QObject* parent = nullptr);
    ~CoverageJob() override; ///< cancels and waits

    void setDocument(RunDocument* document);
    RunDocument* document() const { return m_document; }
    /// Somebody can be seen who shows it, or not any more. Nothing is done while nobody can.
    void want(const QObject* who, bool wanted);

    enum class State {
        Idle,     ///< nobody has asked yet
        NoContext,///< the run has none, or the trace does not hold it: problem() says which
        Reading,  ///< the context is being fetched and indexed
        Matching, ///< reads are being collected for the first time
        Ready,
        Failed,
    };
    State state() const { return m_state; }
    QString problem() const { return m_problem; } ///< of NoContext and Failed: one or two sentences
    double progress() const { return m_progress; } ///< 0..1 of Reading and Matching
    /// What of the context or the prompts is not there, though the rest is shown; empty = nothing.
    QString remark() const;

    /// Null until there is one. The text comes first, and grows while it is read.
    std::shared_ptr<const insight::ContextText> text() const { return m_text; }
    std::shared_ptr<const insight::CoverageProfile> profile() const { return m_profile; }

    // ---- places: the focus counts code points in a document, the views bytes of the strip ------------------------
    struct Stretch {
        std::uint64_t begin = 0, end = 0;
        bool isNull() const { return begin >= end; }
        bool operator==(const Stretch&) const = default;
    };
    ContextPlace placeOf(Stretch stretch) const; ///< cut to the document that it begins in
    Stretch stretchOf(const ContextPlace& place) const;
    QString documentName(std::size_t document) const; ///< its path, "document 3", or the context's name
    /// "2023-02.log, line 3,101", "lines 3,101 to 3,200"; bytes where lines are not known or the text is one line.
    QString placeText(Stretch stretch) const;

Q_SIGNALS:
    void stateChanged();
    void textChanged();    ///< text() is another one
    void textAdvanced();   ///< more of it is there
    void profileChanged();

private:
    struct Work;
    void poke();
    void schedule();
    void start();
    void take(std::shared_ptr<Work> work);
    void setState(State state, const QString& problem = {});
    QString contextProblem() const;

    QPointer<RunDocument> m_document;
    QSet<const QObject*> m_wanting;
    std::shared_ptr<Work> m_work; ///< shared with the thread
    std::shared_ptr<const insight::ContextText> m_text;
    std::shared_ptr<const insight::CoverageProfile> m_profile;
    State m_state = State::Idle;
    QString m_problem;
    double m_progress = 0;
    bool m_running = false, m_stale = true;
    QTimer m_soon; ///< twice a second at most
};

} // namespace rlmscope
