#pragma once
// Below the call tree: the budget of the run, its totals, and the requests of each model. Folds to its tabs.
#include <QPointer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace rlmscope {

class BudgetStrip;
class FactsTable;
class IconLabel;
class LanesModel;
class RunDocument;
class SpendModel;
class ThemedLabel;

class RunDrawer : public QWidget {
    Q_OBJECT
public:
    enum Tab { BudgetTab, TotalsTab, RequestsTab };
    explicit RunDrawer(QWidget* parent = nullptr);
    void setDocument(RunDocument* document);
    void refresh(); ///< live numbers
    void showTab(Tab tab); ///< unfolds
    Tab currentTab() const;
    bool isFolded() const { return m_folded; }
    void setFolded(bool folded);
    int wantedHeight() const; ///< of the chosen tab, its title included
    BudgetStrip* budget() const { return m_budget; }

Q_SIGNALS:
    void heightWanted(); ///< folded or unfolded, or another tab

private:
    QWidget* makeTotals();
    QWidget* makeRequests();
    void refreshPromise();

    QPointer<RunDocument> m_document;
    QTabBar* m_tabs;
    QStackedWidget* m_stack;
    IconLabel* m_promiseIcon;
    ThemedLabel* m_promise;
    QToolButton* m_fold;
    BudgetStrip* m_budget;
    SpendModel* m_spendModel;
    FactsTable* m_spend;
    ThemedLabel* m_spendRemarks;
    LanesModel* m_lanesModel;
    FactsTable* m_lanes;
    bool m_folded = false;
};

} // namespace rlmscope
