#pragma once
// The part of the New run dialog about the run's Python: tools, trusted tools, packages, how good the sandbox must be.
// It collects and explains; files are read by whoever opened the dialog, who answers with a PythonReport.
#include "trace/run_spec.h"

#include <QStringList>
#include <QWidget>

#include <optional>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace rlmscope {

class IconLabel;
class ThemedLabel;
struct NewRunForm;

/// What the chosen files and folders are. Empty texts: nothing chosen, nothing wrong.
struct PythonReport {
    QString tools, trustedTools; ///< "square(x), cube(x)"
    QString toolsError, trustedError, packagesError;
    QString question;            ///< what somebody must know before they allow the trusted tools; empty = allowed already
};

/// What this computer protects a run's Python with.
struct SandboxState {
    std::optional<SandboxLevel> level; ///< absent: not known yet, or `error` says why it is not
    QStringList missing;
    QString error;
};

class PythonOptions : public QWidget {
    Q_OBJECT
public:
    explicit PythonOptions(QWidget* parent = nullptr);

    /// Permission to run trusted tools is never taken from a form: it is asked for here.
    void setForm(const NewRunForm& form);
    void fill(NewRunForm& form) const;
    void setReport(const PythonReport& report);
    void setSandbox(const SandboxState& state);
    /// By the name of the RunSpec's field; null when it is none of ours.
    QWidget* fieldOf(const std::string& name) const;
    QList<QWidget*> fields() const;
    bool isUsed() const; ///< something is filled in

Q_SIGNALS:
    void changed(); ///< a file or folder was chosen or typed

private:
    struct Row {
        QLineEdit* edit = nullptr;
        ThemedLabel* remark = nullptr;
    };
    Row addRow(QGridLayout* grid, const QString& name, const QString& hint, bool folder);
    void choose(QLineEdit* edit, bool folder);
    void remark(const Row& row, const QString& text, bool wrong = false);
    void updateRemarks();

    Row m_tools, m_trusted, m_packages;
    QPushButton* m_drop;  ///< leaves out the tools of a recorded run
    QWidget* m_ask;
    QLabel* m_question;
    QCheckBox* m_allow;
    QComboBox* m_required;
    ThemedLabel* m_requiredRemark;
    RunSpec m_recorded;   ///< what a recorded run had
    PythonReport m_report;
    SandboxState m_sandbox;
};

} // namespace rlmscope
