#pragma once
// The limits of the run and what is left of them: a table with a bar a limit, the burn-down of the chosen one, and in
// words when the first one will be reached.
#include <QPointer>
#include <QWidget>

namespace rlmscope {

class BudgetModel;
class BurnDown;
class FactsTable;
class IconLabel;
class RunDocument;
class ThemedLabel;

class BudgetStrip : public QWidget {
    Q_OBJECT
public:
    explicit BudgetStrip(QWidget* parent = nullptr);
    void setDocument(RunDocument* document);
    void refresh();
    /// What the limits are worth: "guaranteed", "best effort", "no longer guaranteed". Empty: there are none to speak of.
    struct Promise {
        QString icon, word, why;
        int token = 0; ///< Token
    };
    Promise promise() const;
    QString projection() const;
    /// Height that shows every row.
    int wantedHeight() const;

Q_SIGNALS:
    void heightWanted(); ///< there are other limits

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void refreshChart();
    QPointer<RunDocument> m_document;
    BudgetModel* m_model;
    FactsTable* m_table;
    BurnDown* m_chart;
    IconLabel* m_wordsIcon;
    ThemedLabel* m_words;
};

} // namespace rlmscope
