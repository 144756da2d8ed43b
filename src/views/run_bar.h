#pragma once
// The 68 px bar above a run: its question, one line of facts, and the key figures with the money bar.
#include <QString>
#include <QWidget>

#include <optional>

class QHBoxLayout;

namespace rlmscope {

class IconLabel;
class IntegrityLine;
class MoneyBar;
class ThemedLabel;

class RunBar : public QWidget {
    Q_OBJECT
public:
    /// Plain facts, so that any run can be shown: live, recorded, imported.
    struct Facts {
        QString question;
        QString statusIcon; ///< empty = the running ring
        QString statusWord;
        int statusToken = 0; ///< Token
        QString context;     ///< "support-2023-q1"
        QString contextSize; ///< "≈ 153.1k tokens"
        QString strategy;    ///< "RLM, depth 2"
        QString models;      ///< "gpt-5 → gpt-5-mini"
        bool simulated = false;
        double spentUsd = 0, reservedUsd = 0, limitUsd = 0;
        QString spent;    ///< "$0.1842"
        QString ofLimit;  ///< "of $0.50", or empty
        QString reserved; ///< "+ $0.0630 reserved", or empty
        QString tokens, tokensNote; ///< "266.0k", "16.4k cached"
        QString calls, callsNote;   ///< "72", "of 200"
        QString elapsed;
        QString imported; ///< "Imported from rlm JSONL; 4 things estimated", or empty
    };
    explicit RunBar(QWidget* parent = nullptr);
    void setFacts(const Facts& facts);

Q_SIGNALS:
    void integrityRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Fact {
        QWidget* box;
        IconLabel* icon;
        ThemedLabel* text;
        ThemedLabel* note;
    };
    struct Figure {
        ThemedLabel* caption;
        ThemedLabel* value;
        ThemedLabel* note;
    };
    Fact addFact(const QString& icon, QHBoxLayout* row);
    Figure addFigure(const QString& caption, QHBoxLayout* row, QWidget* below = nullptr);

    ThemedLabel* m_question;
    IconLabel* m_statusIcon;
    ThemedLabel* m_status;
    Fact m_context, m_strategy, m_models, m_simulated;
    Figure m_spent, m_tokens, m_calls, m_elapsed;
    ThemedLabel* m_reserved;
    MoneyBar* m_money;
    IntegrityLine* m_imported;
};

} // namespace rlmscope
