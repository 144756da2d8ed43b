#pragma once
// What the window asks of whatever runs models. The engine-backed one is in engine_launcher.cpp; the explorer-only build
// has none, and the window then offers only what works on recorded traces.
#include "views/home_page.h"
#include "views/new_run_dialog.h"
#include "views/resume_bar.h"

#include <QObject>

#include <map>
#include <memory>
#include <optional>

namespace rlmscope {

class RunDocument;
class ValueSource;

class RunLauncher : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    virtual QVector<ExampleItem> examples() const = 0;
    /// The run of an example, its files unpacked to a folder of the user's; an error names what is wrong.
    virtual Result<NewRunForm> exampleForm(const QString& name) = 0;
    /// What models there are here; lives as long as the launcher.
    virtual ModelSource* models() = 0;
    /// Whole values of recorded runs; lives as long as the launcher.
    virtual ValueSource* values() = 0;
    virtual std::map<std::string, std::string> builtInPrompts() const = 0;
    /// Starts a worker once to see what protects it, in the background; answers with sandboxKnown.
    virtual void lookAtSandbox() = 0;
    /// Reads the files and folders of a form's Python parts, in the background; answers with pythonChecked for the newest.
    virtual void checkPython(const NewRunForm& form) = 0;

    /// Reads a context for its sizes, in the background; answers with previewReady. A newer request replaces it.
    virtual void preview(const NewRunForm& form) = 0;

    /// Starts a run. The document is the run's, with its control; null and `problems` filled when it cannot start.
    virtual RunDocument* start(const NewRunForm& form, std::vector<RunSpec::Problem>* problems, QObject* parent) = 0;
    /// The sources of a run that this process started, for "Run again with changes"; nothing for other runs.
    virtual std::optional<NewRunForm> formOf(const RunDocument* document) const = 0;

    /// What can be done with a run that is not going on; answers with rerunOffered().
    virtual void offerRerun(RunDocument* document) = 0;
    /// Goes on with it, or runs it again on its recorded replies: answers with rerunStarted() or rerunFailed(); a replay
    /// with replayCompared() when it has ended.
    virtual void resume(RunDocument* document, const RerunAnswer& answer, QObject* parent) = 0;
    virtual void replay(RunDocument* document, const RerunAnswer& answer, QObject* parent) = 0;

Q_SIGNALS:
    void rerunOffered(rlmscope::RunDocument* document, const rlmscope::RerunOffer& offer);
    void rerunStarted(rlmscope::RunDocument* of, rlmscope::RunDocument* made);
    void rerunFailed(rlmscope::RunDocument* of, const rlmscope::Error& error);
    void replayCompared(rlmscope::RunDocument* made, bool identical, const QString& text);
    void previewReady(const rlmscope::ContextPreview& preview);
    void sandboxKnown(const rlmscope::SandboxState& state);
    void pythonChecked(const rlmscope::PythonReport& report);
};

/// Null in a build without the engine.
std::unique_ptr<RunLauncher> makeRunLauncher();

} // namespace rlmscope
