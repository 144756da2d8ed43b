#pragma once
// What a live run asks its user, above the tree: who asks, what it can cost, and the answers. It pushes the tree down and
// takes no focus; while it is there nothing is being sent.
#include "trace/budget_state.h"

#include <QPointer>
#include <QWidget>

class QHBoxLayout;
class QLineEdit;
class QPushButton;

namespace rlmscope {

class MoneyBar;
class RunDocument;
class ThemedLabel;

class DecisionBar : public QWidget {
    Q_OBJECT
public:
    explicit DecisionBar(QWidget* parent = nullptr); ///< hidden while nothing is asked
    void setDocument(RunDocument* document);
    /// Looks at the questions again; at budgetChanged().
    void refresh();
    bool isAsking() const { return m_question.id != 0; }
    const PendingDecision& question() const { return m_question; }
    /// One line for a notice elsewhere: "24 calls wait for approval, at most $0.1085".
    static QString headline(const PendingDecision& question, const RunDocument& document);

Q_SIGNALS:
    void nodeRequested(quint32 node);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void show(const PendingDecision& question);
    void showSum(const PendingDecision& question);
    void showAnswers(const PendingDecision& question);
    QPushButton* addAnswer(const QString& text, Verdict verdict, const QString& explained, bool primary = false);
    void answer(Verdict verdict);
    void raise();
    void setBusy(bool busy);
    void onFailed(qint64 question, const QString& problem);

    QPointer<RunDocument> m_document;
    PendingDecision m_question;
    std::size_t m_waiting = 0; ///< questions behind this one
    ThemedLabel *m_title, *m_more, *m_detail, *m_sum, *m_problem;
    QPushButton* m_node;
    MoneyBar* m_money;
    QWidget *m_sumRow, *m_answers = nullptr;
    QLineEdit* m_raise = nullptr;
};

} // namespace rlmscope
