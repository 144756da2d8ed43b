#include "views/coverage_tables.h"

#include "itemmodels/coverage_models.h"
#include "views/coverage_paint.h"
#include "views/facts_table.h"
#include "views/icon.h"
#include "views/paint.h"
#include "views/theme.h"

#include <QHeaderView>
#include <QPainter>

namespace rlmscope {

namespace {

class FilesDelegate : public FactsDelegate {
protected:
    void paintCell(QPainter& p, const QRectF& room, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        if (index.column() != CoverageFilesModel::BarColumn) return paintText(p, room, option, index, index.column() == CoverageFilesModel::NameColumn ? Token::Tx : Token::Tx2);
        const QRectF bar(room.left(), std::round(room.center().y() - 4), room.width(), 8);
        const auto at = [&](CoverageFilesModel::Role role) { return std::round(bar.width() * index.data(role).toDouble()); };
        p.setPen(QPen(themed(Token::Line2), 0));
        p.drawRect(bar.adjusted(0, 0, -1, -1));
        p.fillRect(QRectF(bar.left(), bar.top(), at(CoverageFilesModel::OnceRole), bar.height()), coverageBrush(1));
        p.fillRect(QRectF(bar.left(), bar.top(), at(CoverageFilesModel::TwiceRole), bar.height()), coverageBrush(3));
    }
};

class ReadersDelegate : public FactsDelegate {
protected:
    void paintCell(QPainter& p, const QRectF& room, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        if (index.column() != CoverageReadersModel::NameColumn) return paintText(p, room, option, index, index.column() == CoverageReadersModel::CostColumn ? Token::Tx : Token::Tx2);
        const double size = Theme::instance().px(14);
        const KindLook look = kindLook(static_cast<NodeKind>(index.data(CoverageReadersModel::KindRole).toInt()));
        paintIcon(p, QRectF(room.left(), std::round(room.center().y() - size / 2), size, size), look.icon, textColor(option, look.color));
        const double left = size + 7;
        const int used = paint::text(p, room.adjusted(left, 0, 0, 0), index.data().toString(), themed(FontRole::Base), textColor(option, Token::Tx));
        paint::text(p, room.adjusted(left + used + 8, 0, 0, 0), index.data(CoverageReadersModel::PathRole).toString(), themed(FontRole::Small), textColor(option, Token::Tx3));
    }
};

} // namespace

FactsTable* makeCoverageFilesTable(QWidget* parent) {
    auto* table = new FactsTable(CoverageFilesModel::tr("Documents of the context"), new FilesDelegate, parent);
    table->setColumnWidths({0, 80, 180, 64, 90});
    table->setEmptyText(CoverageFilesModel::tr("The context has no documents."));
    table->setSortingEnabled(true);
    table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    return table;
}

FactsTable* makeCoverageReadersTable(QWidget* parent) {
    auto* table = new FactsTable(CoverageReadersModel::tr("Calls that received the selection"), new ReadersDelegate, parent);
    table->setColumnWidths({0, 116, 66});
    table->horizontalHeader()->hide();
    return table;
}

} // namespace rlmscope
