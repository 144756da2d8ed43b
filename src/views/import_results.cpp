#include "views/import_results.h"

#include "itemmodels/format.h"
#include "itemmodels/import_results_model.h"
#include "views/facts_table.h"
#include "views/icon.h"
#include "views/style.h"
#include "views/widgets.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

#include <algorithm>

namespace rlmscope {
namespace {

class Shown : public QSortFilterProxyModel {
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setOnly(bool only) {
        m_only = only;
        invalidateFilter();
    }
    bool only() const { return m_only; }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override {
        return !m_only || sourceModel()->index(row, 0, parent).data(ImportResultsModel::FailedRole).toBool();
    }

private:
    bool m_only = false;
};

class Delegate : public FactsDelegate {
public:
    using FactsDelegate::FactsDelegate;

protected:
    void paintCell(QPainter& painter, const QRectF& room, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const bool failed = index.data(ImportResultsModel::FailedRole).toBool();
        QRectF rest = room;
        if (index.column() == ImportResultsModel::ResultColumn) {
            const auto token = failed ? Token::Err : Token::Ok;
            const QRectF spot(room.left(), room.center().y() - 8, 16, 16);
            icon(index.data(ImportResultsModel::IconRole).toString(), token).paint(&painter, spot.toRect());
            rest.setLeft(spot.right() + 6);
        }
        paintText(painter, rest, option, index, index.column() == ImportResultsModel::FileColumn ? Token::Tx : Token::Tx2);
    }
};

} // namespace

QString importSummary(const ImportResultsModel& model) {
    QStringList parts;
    if (model.importedCount() > 0 || model.alreadyCount() == 0) parts << ImportResultsPage::tr("%n file(s) imported", nullptr, model.importedCount());
    if (model.alreadyCount() > 0) parts << ImportResultsPage::tr("%n there already", nullptr, model.alreadyCount());
    if (model.failedCount() > 0) parts << ImportResultsPage::tr("%n not", nullptr, model.failedCount());
    return parts.join(format::comma());
}

ImportResultsPage::ImportResultsPage(ImportResultsModel* model, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
    , m_shown(new Shown(this))
    , m_title(new ThemedLabel({}, FontRole::Title, Token::Tx, this))
    , m_detail(new ThemedLabel({}, FontRole::Small, Token::Tx2, this))
    , m_only(new QCheckBox(tr("Only what was not imported"), this))
    , m_table(new FactsTable(tr("Imported files"), new Delegate(this), this)) {
    m_shown->setSourceModel(model);
    m_table->setModel(m_shown);
    m_table->setColumnWidths({0, 120, 56, 0});
    auto* close = new QPushButton(tr("Close"), this);
    auto* head = new QHBoxLayout;
    auto* texts = new QVBoxLayout;
    texts->setSpacing(3);
    texts->addWidget(m_title);
    texts->addWidget(m_detail);
    head->addLayout(texts, 1);
    head->addWidget(m_only);
    head->addSpacing(12);
    head->addWidget(close);
    head->setContentsMargins(14, 12, 14, 10);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(new Hairline(Qt::Horizontal, this));
    column->addWidget(m_table, 1);
    connect(close, &QPushButton::clicked, this, &ImportResultsPage::closeRequested);
    connect(m_only, &QCheckBox::toggled, this, [this](bool only) {
        static_cast<Shown*>(m_shown)->setOnly(only);
        refresh();
    });
    connect(m_table, &QAbstractItemView::activated, this, [this](const QModelIndex& index) { openRow(index.row()); });
    connect(model, &QAbstractItemModel::rowsInserted, this, &ImportResultsPage::refresh);
    connect(model, &QAbstractItemModel::modelReset, this, &ImportResultsPage::refresh);
    refresh();
}

void ImportResultsPage::setOnlyProblems(bool only) { m_only->setChecked(only); }
bool ImportResultsPage::onlyProblems() const { return m_only->isChecked(); }

QString ImportResultsPage::detail() const { return m_detail->text(); }

void ImportResultsPage::setImporting(bool importing) {
    m_importing = importing;
    refresh();
}

void ImportResultsPage::refresh() {
    const auto& files = m_model->files();
    const bool any = std::any_of(files.begin(), files.end(), [](const ImportedFile& file) { return !file.trace.empty(); });
    m_title->setText(m_importing ? tr("Importing…") : importSummary(*m_model));
    m_detail->setText(m_importing                  ? tr("Each file is listed here when it has been read.")
                      : files.isEmpty()            ? QString()
                      : !any                       ? tr("Nothing came into your library. The last column says why.")
                      : m_model->failedCount() > 0 ? tr("What was imported is in your library now. Enter opens it.")
                                                   : tr("Each file is a trace in your library now. Enter opens one."));
    m_table->setEmptyText(m_importing ? (files.isEmpty() ? tr("No file has been read yet.") : tr("Every file up to now was imported."))
                                      : files.isEmpty() ? tr("No file was imported.") : tr("Every file was imported."));
    m_only->setEnabled(m_model->failedCount() > 0 || m_only->isChecked());
}

void ImportResultsPage::openRow(int row) {
    const auto trace = m_shown->index(row, 0).data(ImportResultsModel::TraceRole).toString();
    if (!trace.isEmpty()) Q_EMIT openRequested(trace);
}

} // namespace rlmscope
