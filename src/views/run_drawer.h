#pragma once
// Below the views of the run: its budget, its totals, the requests of each model, and what addTab() brings. Folds to its tabs.
#include <QHash>
#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <functional>

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
    enum Tab { BudgetTab, TotalsTab, RequestsTab, OtherTab };
    explicit RunDrawer(QWidget* parent = nullptr);
    void setDocument(RunDocument* document);
    void refresh(); ///< live numbers
    void showTab(Tab tab); ///< unfolds
    Tab currentTab() const;
    /// Another tab, before those of its own when `first`. `corner` is shown at the right end of the tabs while it is chosen.
    void addTab(const QString& id, const QString& title, QWidget* widget, const std::function<int()>& wantedHeight, QWidget* corner = nullptr, bool first = false);
    void showTab(const QString& id); ///< unfolds; "budget", "totals", "requests", or that of addTab()
    QString currentTabId() const;
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
    void onTab();

    struct Other {
        QWidget* widget;
        QWidget* corner;
        std::function<int()> wantedHeight;
    };
    QHash<QString, Other> m_others;
    QWidget* m_corners;

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
