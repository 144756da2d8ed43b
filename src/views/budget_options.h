#pragma once
// The part of the New run dialog about what a run may spend: the limits that most runs need first, the others folded, what
// happens at a limit, which fan-outs wait for approval. It collects and explains; the ledger keeps them (engine/ledger.h).
#include "trace/run_spec.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLineEdit;
class QToolButton;

namespace rlmscope {

class ThemedLabel;

class BudgetOptions : public QWidget {
    Q_OBJECT
public:
    explicit BudgetOptions(QWidget* parent = nullptr);

    void setSpec(const RunSpec& spec);
    void fill(RunSpec& spec) const;
    /// Fields whose text is no number that fits, in words.
    std::vector<RunSpec::Problem> problems() const;
    /// By the name of the RunSpec's field; null when it is none of ours.
    QWidget* fieldOf(const std::string& name);
    QList<QWidget*> fields() const;
    /// Why a limit in USD cannot hold, or what it is too small for; shown at its field while it is set.
    void setUsdRemark(const QString& text, bool wrong);
    std::optional<PicoUsd> usd() const; ///< the limit as it is typed; absent = none
    std::optional<std::int64_t> calls() const;

Q_SIGNALS:
    void changed();

private:
    enum class Kind { Usd, Count, Seconds, Gigabytes };
    struct Field {
        const char* name; ///< of RunSpec
        Kind kind;
        QCheckBox* check; ///< null = always set
        QLineEdit* edit;
        bool folded;
    };
    void addField(QGridLayout* grid, int row, int column, const char* name, Kind kind, const QString& title, const QString& unit,
                  bool optional, const QString& usual);
    const Field* find(const std::string& name) const;
    void set(const char* name, const std::optional<QString>& text);
    std::optional<double> number(const char* name) const;
    std::optional<PicoUsd> money(const char* name) const;
    std::optional<std::int64_t> count(const char* name) const;
    QString problemOf(const Field& field) const; ///< empty = it fits
    void unfold(bool open);
    void updateHints();

    std::vector<Field> m_fields;
    ThemedLabel* m_usdRemark;
    QComboBox* m_atLimit;
    QToolButton* m_more;
    QWidget* m_folded;
    ThemedLabel* m_summary;
    QCheckBox *m_line, *m_reuse;
};

} // namespace rlmscope
