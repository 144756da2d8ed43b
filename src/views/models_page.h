#pragma once
// The place where models are set up: providers with their keys and tests on the left and in the middle, their models with
// prices below, what the roles of a run mean on the right. It shows a ModelSource and asks it; it changes nothing itself.
#include "views/model_source.h"

#include <QWidget>

class QLineEdit;
class QMenu;
class QPushButton;
class QToolButton;

namespace rlmscope {

class LanguageModelFilter;
class LanguageModelTable;
class LanguageModelView;
class NoticeBar;
class ProviderListModel;
class ProviderListView;
class ProviderPanel;
class RolePanel;
class ThemedLabel;
class KeyDialog;

class ModelsPage : public QWidget {
    Q_OBJECT
public:
    /// The source outlives the page.
    explicit ModelsPage(ModelSource* source, QWidget* parent = nullptr);

    ModelSource* source() const { return m_source; }
    QString provider() const; ///< the one that is shown
    QString model() const;    ///< SPEC of the chosen row; empty = none
    void showProvider(const QString& word);
    void showModel(const QString& provider, const QString& spec);

public Q_SLOTS:
    void addProvider();
    void pasteKey(const QString& word);
    void updatePrices();
    void editPrice();
    void test();

Q_SIGNALS:
    void newRunRequested(const QString& spec); ///< with this model as root

private:
    QWidget* makeLeft();
    QWidget* makeMiddle();
    QWidget* makeModelsHead();
    QWidget* makeStrip();
    void refresh();
    void refreshModels();
    void refreshStrip();
    void selectModel(const QString& spec);
    const ProviderItem* current() const;
    void tell(const QString& error);       ///< of a change; empty = nothing to tell
    void tellUndo(const QString& done);    ///< with a way back
    void modelMenu(QMenu* menu);
    void useAs(const QString& alias, const QString& spec);

    ModelSource* m_source;
    NoticeBar* m_notice;
    ProviderListModel* m_providers;
    ProviderListView* m_list;
    ThemedLabel* m_foot;
    QPushButton* m_lookAgain;
    ProviderPanel* m_panel;
    LanguageModelTable* m_table;
    LanguageModelFilter* m_filter;
    LanguageModelView* m_view;
    QLineEdit* m_search;
    QToolButton* m_stars;
    ThemedLabel *m_count, *m_priceNote;
    QPushButton* m_update;
    QWidget* m_strip;
    ThemedLabel *m_stripName, *m_stripPrice;
    QPushButton *m_price, *m_use;
    RolePanel* m_roles;
    QString m_word;  ///< provider that the middle shows
    bool m_readOnly = false;
};

} // namespace rlmscope
