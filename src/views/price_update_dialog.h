#pragma once
// Prices from a file or an address, in LiteLLM's format: what would change is shown before anything does.
#include "views/model_source.h"

#include <QDialog>

class QLineEdit;
class QProgressBar;
class QPushButton;
class QStandardItemModel;
class QTableView;

namespace rlmscope {

class ThemedLabel;

class PriceUpdateDialog : public QDialog {
    Q_OBJECT
public:
    explicit PriceUpdateDialog(ModelSource* source, QWidget* parent = nullptr); ///< the source outlives it

private:
    void refresh();
    void fill(const PriceUpdateItem& update);
    ModelSource* m_source;
    QLineEdit* m_where;
    QPushButton *m_choose, *m_read, *m_apply;
    QProgressBar* m_progress;
    ThemedLabel *m_state, *m_skipped;
    QStandardItemModel* m_rows;
    QTableView* m_table;
};

} // namespace rlmscope
