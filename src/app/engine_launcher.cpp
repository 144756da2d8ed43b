// RunLauncher over the engine: examples, models, context previews, and runs with their live control.
#include "app/example_words.h"
#include "app/live_run_control.h"
#include "app/model_setup.h"
#include "app/python_checks.h"
#include "app/reruns.h"
#include "app/run_launcher.h"
#include "app/value_rebuilder.h"
#include "base/resources.h"
#include "base/text.h"
#include "context/context.h"
#include "itemmodels/format.h"
#include "itemmodels/run_document.h"
#include "itemmodels/utf8.h"
#include "runner/examples.h"
#include "runner/live_run.h"
#include "runner/trace_context.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QHash>
#include <QPointer>

#include <chrono>
#include <thread>

namespace rlmscope {
namespace {

constexpr int PreviewDocuments = 200; // rows of the dialog's table; the sums are of all

ContextRequest requestOf(const NewRunForm& form) {
    ContextRequest request;
    for (const auto& path : form.paths) request.sources.push_back(ContextSource::ofPath(QFile::encodeName(path).toStdString()));
    if (!form.pastedText.isEmpty()) request.sources.push_back(ContextSource::ofText(form.pastedText.toStdString()));
    return request;
}

bool fromTrace(const NewRunForm& form) {
    return form.paths.isEmpty() && form.pastedText.isEmpty() && !form.contextTrace.isEmpty();
}

Result<Context> recordedContext(const NewRunForm& form) {
    return contextOfTrace(QFile::encodeName(form.contextTrace).toStdString(), form.contextRun.toStdString());
}

ContextPreview previewOf(const Context& context) {
    ContextPreview preview;
    preview.name = fromUtf8(context.name);
    preview.summary = fromUtf8(context.pythonType) + QStringLiteral(" · ") +
                      NewRunDialog::tr("%n document(s)", nullptr, static_cast<int>(context.documents.size()));
    for (const auto& document : context.documents) {
        if (preview.documents.size() >= PreviewDocuments) break;
        preview.documents.push_back({fromUtf8(document.path), document.stats.lines, document.stats.bytes,
                                     estimateTokens(document.stats.bytes)});
    }
    preview.documentCount = context.documents.size();
    preview.lines = context.totals.lines;
    preview.bytes = context.totals.bytes;
    preview.tokens = context.estimatedTokens();
    preview.note = fromUtf8(context.report.summary());
    if (const auto memory = context.memoryNote(); !memory.empty())
        preview.note += (preview.note.isEmpty() ? QString() : format::comma()) + fromUtf8(memory);
    return preview;
}

class EngineLauncher final : public RunLauncher {
    Q_OBJECT
public:
    EngineLauncher() {
        connect(&m_reruns, &Reruns::offered, this, &RunLauncher::rerunOffered);
        connect(&m_reruns, &Reruns::started, this, &RunLauncher::rerunStarted);
        connect(&m_reruns, &Reruns::failed, this, &RunLauncher::rerunFailed);
        connect(&m_reruns, &Reruns::compared, this, &RunLauncher::replayCompared);
    }
    ~EngineLauncher() override {
        m_previewCancel.cancel();
        if (m_previewThread.joinable()) m_previewThread.join();
        for (auto* thread : {&m_sandboxThread, &m_pythonThread})
            if (thread->joinable()) thread->join();
    }

    QVector<ExampleItem> examples() const override;
    Result<NewRunForm> exampleForm(const QString& name) override;
    ModelSource* models() override { return &m_models; }
    ValueSource* values() override { return &m_values; }
    std::map<std::string, std::string> builtInPrompts() const override;
    void lookAtSandbox() override;
    void checkPython(const NewRunForm& form) override;
    void preview(const NewRunForm& form) override;
    RunDocument* start(const NewRunForm& form, std::vector<RunSpec::Problem>* problems, QObject* parent) override;
    void offerRerun(RunDocument* document) override { m_reruns.offer(document); }
    void resume(RunDocument* document, const RerunAnswer& answer, QObject* parent) override { m_reruns.resume(document, answer, parent); }
    void replay(RunDocument* document, const RerunAnswer& answer, QObject* parent) override { m_reruns.replay(document, answer, parent); }
    std::optional<NewRunForm> formOf(const RunDocument* document) const override {
        const auto found = m_forms.constFind(document);
        return found == m_forms.constEnd() ? std::nullopt : std::optional(*found);
    }

private:
    ModelSetup m_models;
    ValueRebuilder m_values;
    Reruns m_reruns;
    QHash<const RunDocument*, NewRunForm> m_forms;
    CancelSource m_previewCancel;
    std::thread m_previewThread, m_sandboxThread, m_pythonThread;
    void startPythonCheck();
    std::optional<NewRunForm> m_pythonWanted; ///< the newest form that nobody has looked at yet
    bool m_pythonChecking = false;
    CheckedPython m_python; ///< the last answer
};

QVector<ExampleItem> EngineLauncher::examples() const {
    QVector<ExampleItem> items;
    const auto all = rlmscope::examples();
    if (!all) return items;
    for (const auto& example : *all) {
        items.push_back({fromUtf8(example.name), fromUtf8(example.title), fromUtf8(example.summary), fromUtf8(example.icon),
                         example.minutes < 1 ? tr("%1 s").arg(qRound(example.minutes * 60)) : tr("%1 min").arg(qRound(example.minutes)), fromUtf8(example.summary)});
        translateExample(items.back());
    }
    return items;
}

Result<NewRunForm> EngineLauncher::exampleForm(const QString& name) {
    auto example = findExample(name.toStdString());
    if (!example) return example.error();
    auto paths = unpackExample(*example);
    if (!paths) return paths.error();
    NewRunForm form;
    form.spec = example->spec;
    for (const auto& path : *paths) form.paths << fromUtf8(path.string());
    return form;
}

std::map<std::string, std::string> EngineLauncher::builtInPrompts() const {
    std::map<std::string, std::string> prompts;
    for (const char* name : {"rlm", "direct", "call-return"})
        if (const auto text = embeddedResource(std::string("prompts/") + name + ".md")) prompts[name] = std::string(*text);
    return prompts;
}

void EngineLauncher::preview(const NewRunForm& form) {
    m_previewCancel.cancel();
    if (m_previewThread.joinable()) m_previewThread.join();
    m_previewCancel = CancelSource();
    m_previewThread = std::thread([this, form, token = m_previewCancel.token()] {
        QElapsedTimer timer;
        timer.start();
        auto told = std::chrono::steady_clock::now();
        const auto progress = [&](const LoadProgress& read) {
            const auto now = std::chrono::steady_clock::now();
            if (token.cancelled() || now - told < std::chrono::milliseconds(250)) return; // what is quick says nothing
            told = now;
            ContextPreview part;
            part.loading = true;
            part.bytesRead = read.done;
            part.bytesTotal = read.total;
            if (read.done > 0 && read.total > read.done && timer.elapsed() > 1000)
                part.nanosLeft = static_cast<qint64>(static_cast<double>(timer.nsecsElapsed()) / static_cast<double>(read.done) * static_cast<double>(read.total - read.done));
            QMetaObject::invokeMethod(this, [this, part, token] {
                if (!token.cancelled()) Q_EMIT previewReady(part);
            }, Qt::QueuedConnection);
        };
        auto loaded = fromTrace(form) ? recordedContext(form) : loadContext(requestOf(form), token, progress);
        if (token.cancelled()) return;
        ContextPreview result;
        if (loaded) result = previewOf(*loaded);
        else result.error = fromUtf8(loaded.error().text());
        QMetaObject::invokeMethod(this, [this, result, token] {
            if (!token.cancelled()) Q_EMIT previewReady(result);
        }, Qt::QueuedConnection);
    });
}

void EngineLauncher::lookAtSandbox() {
    if (m_sandboxThread.joinable()) m_sandboxThread.join();
    m_sandboxThread = std::thread([this] {
        const auto state = sandboxState();
        QMetaObject::invokeMethod(this, [this, state] { Q_EMIT sandboxKnown(state); }, Qt::QueuedConnection);
    });
}

// One at a time; a form that changed meanwhile is looked at next, and only the newest answer is told.
void EngineLauncher::checkPython(const NewRunForm& form) {
    m_pythonWanted = form;
    if (!m_pythonChecking) startPythonCheck();
}

void EngineLauncher::startPythonCheck() {
    if (m_pythonThread.joinable()) m_pythonThread.join();
    m_pythonChecking = true;
    m_pythonThread = std::thread([this, form = *std::exchange(m_pythonWanted, {})] {
        auto checked = checkedPython(form);
        QMetaObject::invokeMethod(this, [this, checked = std::move(checked)] {
            m_pythonChecking = false;
            if (m_pythonWanted) return startPythonCheck();
            m_python = checked;
            Q_EMIT pythonChecked(m_python.report);
        }, Qt::QueuedConnection);
    });
}

RunDocument* EngineLauncher::start(const NewRunForm& form, std::vector<RunSpec::Problem>* problems, QObject* parent) {
    RunRequest request;
    request.spec = form.spec;
    if (fromTrace(form)) {
        auto context = recordedContext(form);
        if (!context) {
            problems->push_back({"context", context.error().text()});
            return nullptr;
        }
        request.loaded = std::make_shared<const Context>(std::move(*context));
    } else {
        request.context = requestOf(form);
    }
    request.canAsk = true; // the run page shows what it asks
    request.access.keyEnv = form.keyEnv.toStdString();
    addPython(form, m_python.trusted, request, *problems);
    for (const auto& problem : checkRequest(request)) problems->push_back({problem.field, problem.error.text()});
    if (!problems->empty()) return nullptr;

    auto* document = new RunDocument(parent);
    auto* control = new LiveRunControl(document);
    auto run = startRun(std::move(request), control->listener());
    if (!run) {
        problems->push_back({"", run.error().text()});
        delete document;
        return nullptr;
    }
    document->beginLive((*run)->trace(), (*run)->id());
    document->setControl(control);
    control->attach(std::move(*run));
    m_forms.insert(document, form);
    connect(document, &QObject::destroyed, this, [this, document] { m_forms.remove(document); });
    return document;
}

} // namespace

std::unique_ptr<RunLauncher> makeRunLauncher() {
    return std::make_unique<EngineLauncher>();
}

} // namespace rlmscope

#include "engine_launcher.moc"
