#pragma once
// Everything a run needs, on one page, with its consequence beside each setting. The dialog collects and explains; it
// loads nothing and starts nothing: whoever opened it previews the context (contextChanged -> setPreview) and starts
// the run (runRequested -> accept() or setProblems()).
#include "trace/run_spec.h"
#include "views/model_source.h"
#include "views/python_options.h"

#include <QDialog>
#include <QStringList>
#include <QVector>

#include <memory>

class QComboBox;
class QLabel;
class QPushButton;
class QStandardItemModel;
class QTimer;
namespace Ui {
class NewRunDialog;
}

namespace rlmscope {

class CostScale;
class ThemedLabel;

/// What the user filled in. The key's variable is not part of the RunSpec: a trace must not name it.
struct NewRunForm {
    QStringList paths;
    QString pastedText;
    /// The context of a recorded run, used while there are no paths and no pasted text.
    QString contextTrace, contextRun;
    RunSpec spec;
    QString keyEnv;
    /// Of this machine, so not part of the RunSpec: the launcher reads them. While toolsFile is empty, spec.tools counts,
    /// which a recorded run brings along.
    QString toolsFile, trustedToolsFile;
    QStringList packageFolders;
    bool allowTrustedTools = false; ///< the user has just said so about the file that they were shown
};

struct ContextPreview {
    bool loading = false;
    quint64 bytesRead = 0, bytesTotal = 0; ///< while loading; a total of 0 is not known
    qint64 nanosLeft = 0;                  ///< estimated; 0 = nothing can be said
    QString name;  ///< "support-2023-q1"
    QString summary; ///< "folder · 3 files"
    struct Document {
        QString path;
        quint64 lines = 0, bytes = 0;
        qint64 tokens = 0;
    };
    QVector<Document> documents; ///< the first ones
    quint64 documentCount = 0, lines = 0, bytes = 0;
    qint64 tokens = 0; ///< estimated
    QString note;  ///< what was skipped
    QString error; ///< why there is none
};

class NewRunDialog : public QDialog {
    Q_OBJECT
public:
    explicit NewRunDialog(QWidget* parent = nullptr);
    ~NewRunDialog() override;

    /// What models there are and cost; followed while the dialog lives. The source outlives it.
    void setModels(ModelSource* source);
    /// Built-in system prompts by strategy, for editing.
    void setBuiltInPrompts(const std::map<std::string, std::string>& prompts);
    void setForm(const NewRunForm& form);
    NewRunForm form() const;
    void setPreview(const ContextPreview& preview);
    /// Shows each problem at its field; those without one on top.
    void setProblems(const std::vector<RunSpec::Problem>& problems);
    void setSandbox(const SandboxState& state);
    void setPythonReport(const PythonReport& report);

Q_SIGNALS:
    void contextChanged(const rlmscope::NewRunForm& form);
    void pythonChanged(const rlmscope::NewRunForm& form);
    void runRequested(const rlmscope::NewRunForm& form);
    void modelsRequested(); ///< to set models up

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void wire();
    void addPaths(const QStringList& paths);
    void setPaste(bool on);
    void updateContext();
    bool hasContext() const;
    void updateStrategy();
    void updateModels();
    void updateConsequence();
    void refreshChoices();
    ModelChoice choice(const QString& spec) const;
    std::vector<std::string> usedModels() const; ///< by depth, as in RunSpec::models
    std::map<std::string, Price> typedPrices() const;
    /// One that is used and has no price; nothing when all have.
    std::optional<ModelChoice> unpriced() const;
    QString estimate(); ///< what reading the context once would cost; empty = nothing honest can be said
    void givePrice();
    int depth() const;
    std::string strategy() const;
    QWidget* fieldOf(const std::string& name) const;
    void tryRun();

    std::unique_ptr<Ui::NewRunDialog> m_ui;
    QStandardItemModel* m_documents;
    PythonOptions* m_python;
    QTimer* m_pythonTimer;
    QStringList m_paths;
    QString m_contextTrace, m_contextRun;
    ModelSource* m_models = nullptr;
    CostScale* m_cost;
    QPushButton* m_price;
    ThemedLabel* m_modelProblems;
    std::optional<PicoUsd> m_once; ///< estimated cost of reading everything once
    ContextPreview m_preview;
    std::map<std::string, std::string> m_prompts, m_edited;
    RunSpec m_base; ///< fields that the form does not show
};

} // namespace rlmscope
