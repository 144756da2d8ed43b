#pragma once
// The right column of the Models page: which model each role means on this computer, and what a million tokens of each
// would cost beside the others.
#include "views/model_source.h"

#include <QWidget>

class QVBoxLayout;

namespace rlmscope {

class ModelChooser;
class ThemedLabel;

class RolePanel : public QWidget {
    Q_OBJECT
public:
    explicit RolePanel(QWidget* parent = nullptr);

    /// `describe` by SPEC: what a typed one is.
    void setSource(const ModelSource* source) { m_source = source; }
    void refresh();
    void setReadOnly(bool readOnly);
    ModelChooser* chooser(const QString& alias) const; ///< null = there is no such role

Q_SIGNALS:
    void aliasChosen(const QString& alias, const QString& spec); ///< empty SPEC = not set

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Row {
        QString name;
        QWidget* box;
        ThemedLabel* purpose;
        ModelChooser* chooser;
        ThemedLabel* remark;
    };
    void addRow(const AliasItem& alias);
    QString effective(const QString& alias) const; ///< SPEC after the fallbacks; empty = none

    const ModelSource* m_source = nullptr;
    QVector<AliasItem> m_aliases;
    QVector<Row> m_rows;
    QVBoxLayout* m_list;
    QWidget* m_bars;
    bool m_readOnly = false;
};

} // namespace rlmscope
