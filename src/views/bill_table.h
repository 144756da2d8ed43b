#pragma once
// What a call cost and how that comes about: tokens x rate = cost, a line for each kind, and where the price is from.
#include "itemmodels/call_details.h"

#include <QWidget>

class QGridLayout;

namespace rlmscope {

class BillTable : public QWidget {
    Q_OBJECT
public:
    explicit BillTable(QWidget* parent = nullptr);
    void setCall(const CallDetails& call);
    QString plainText() const; ///< as a table with tabs

private:
    void addRow(const QString& name, const QString& tokens, const QString& rate, const QString& cost, bool strong, bool quiet);
    QGridLayout* m_grid;
    QVector<QStringList> m_rows;
};

} // namespace rlmscope
