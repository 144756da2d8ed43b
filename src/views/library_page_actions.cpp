// What a person does to runs of the library: the menus and what they ask.
#include "itemmodels/format.h"
#include "itemmodels/library_model.h"
#include "views/icon.h"
#include "views/library_page.h"
#include "views/library_table.h"
#include "views/widgets.h"

#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QWidgetAction>

#include <map>
#include <set>

namespace rlmscope {

QAction* LibraryPage::action(const QString& iconName, const QString& text, const QKeySequence& key, void (LibraryPage::*what)()) {
    auto* made = new QAction(iconName.isEmpty() ? QIcon() : icon(iconName), text, this);
    made->setShortcut(key);
    made->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    if (what) connect(made, &QAction::triggered, this, what);
    addAction(made);
    return made;
}

void LibraryPage::makeActions() {
    // Keys without modifiers are the table's own: here they are only told.
    const auto shown = [this](const QString& iconName, const QString& text, const QString& key, void (LibraryPage::*what)()) {
        auto* made = new QAction(icon(iconName), text + QLatin1Char('\t') + key, this);
        connect(made, &QAction::triggered, this, what);
        return made;
    };
    m_rename = new QAction(tr("Rename") + QStringLiteral("\tF2"), this);
    connect(m_rename, &QAction::triggered, this, [this] {
        if (const auto runs = m_table->selectedRuns(); runs.size() == 1) m_table->select(runs); // it becomes the current one
        m_table->renameCurrent();
    });
    m_tag = shown(QStringLiteral("bookmark"), tr("Tags…"), QStringLiteral("T"), &LibraryPage::tagSelected);
    m_delete = shown(QStringLiteral("close"), tr("Delete"), tr("Del"), &LibraryPage::deleteSelected);
    m_restore = action({}, tr("Restore"), {}, &LibraryPage::restoreSelected);
    m_merge = action(QStringLiteral("group"), tr("Put into one file"), {}, &LibraryPage::mergeSelected);
    m_splitFile = action(QStringLiteral("fork"), tr("Split its file by run"), {}, &LibraryPage::splitSelected);
    m_purge = action({}, tr("Purge deleted runs…"), {}, &LibraryPage::askToPurge);
    m_undo = m_library->undoStack()->createUndoAction(this, tr("Undo"));
    m_undo->setShortcut(QKeySequence::Undo);
    m_redo = m_library->undoStack()->createRedoAction(this, tr("Redo"));
    m_redo->setShortcut(QKeySequence::Redo);
    for (auto* one : {m_undo, m_redo}) {
        one->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(one);
    }
    m_showHidden = new QAction(tr("Show deleted runs"), this);
    m_showHidden->setCheckable(true);
    connect(m_showHidden, &QAction::toggled, m_model, &LibraryModel::setShowHidden);
    auto* find = new QAction(this);
    find->setShortcut(QKeySequence::Find);
    find->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QAction::triggered, this, [this] {
        m_filter->setFocus();
        m_filter->selectAll();
    });
    addAction(find);
}

void LibraryPage::makeMenu() {
    m_menu = new QMenu(this);
    m_menu->addActions({m_undo, m_redo});
    m_menu->addSeparator();
    m_menu->addActions({m_showHidden, m_purge});
    m_menu->addSeparator();
    m_menu->addAction(icon(QStringLiteral("folder")), tr("Open a trace…"), this, &LibraryPage::openFileRequested);
    m_menu->addAction(tr("Folders…"), this, &LibraryPage::addFolderRequested);
    m_menu->addAction(tr("Look again"), m_library, &Library::refresh);
    m_menu->addSeparator();
    m_menu->addAction(tr("Reset columns"), m_table, &LibraryTable::resetColumns);
    m_more->setMenu(m_menu);
}

void LibraryPage::contextMenu(const QPoint& at) {
    const auto runs = m_table->selectedRuns();
    QMenu menu(this);
    const auto current = m_model->refAt(m_table->currentIndex().row());
    auto* openIt = menu.addAction(icon(QStringLiteral("tree")), tr("Open") + QLatin1Char('\t') + tr("Enter"), this, [this, current] { open(current); });
    openIt->setEnabled(!current.file.empty());
    auto* report = menu.addAction(icon(QStringLiteral("report")), tr("Report"), this, [this, current] {
        Q_EMIT reportRequested(QString::fromStdString(current.file.string()), QString::fromStdString(current.run.text()));
    });
    report->setEnabled(!current.run.isNull());
    menu.addSeparator();
    menu.addActions({m_rename, m_tag});
    if (runs.size() >= 2) menu.addAction(icon(QStringLiteral("compare")), tr("Compare") + QLatin1Char('\t') + QKeySequence(Qt::CTRL | Qt::Key_D).toString(QKeySequence::NativeText), this, &LibraryPage::toggleCompare);
    const auto line = m_model->line(m_table->currentIndex().row());
    if (line && line->familySize > 1)
        menu.addAction(icon(QStringLiteral("fork")), tr("Show its family"), this, [this] { m_group->setCurrentIndex(m_group->findData(static_cast<int>(library::GroupBy::Family))); });
    menu.addSeparator();
    menu.addActions({m_merge, m_splitFile});
    menu.addSeparator();
    menu.addAction(m_delete);
    m_delete->setEnabled(!current.file.empty());
    if (anyHidden(runs)) menu.addActions({m_restore, m_purge});
    menu.exec(at);
}

// ---- delete, restore, purge ------------------------------------------------------------------------------------

bool LibraryPage::anyHidden(const QVector<RunRef>& runs) const {
    for (const auto& run : runs)
        if (const auto row = m_library->find(run); row && row->run.hidden) return true;
    return false;
}

void LibraryPage::deleteSelected() {
    const auto runs = m_table->selectedRuns();
    if (const auto file = m_model->refAt(m_table->currentIndex().row()); runs.isEmpty() && !file.file.empty()) {
        const auto name = QString::fromStdString(file.file.filename().string());
        m_notice->showNotice(NoticeBar::Tone::Warning, tr("Move %1 to the trash?").arg(name), tr("It cannot be read, so there is no run in it to be deleted."));
        connect(m_notice->addAction(tr("Move to the trash")), &QPushButton::clicked, this, [this, file] { m_library->trash(file.file); });
        connect(m_notice->addAction(tr("Keep")), &QPushButton::clicked, m_notice, &QWidget::hide);
        return;
    }
    if (runs.isEmpty()) return;
    const int row = m_table->currentIndex().row();
    m_library->setHidden(runs, true);
    // The next one is chosen, so that Del, Del deletes two.
    QTimer::singleShot(0, this, [this, row] {
        if (m_table->selectedRows() == 0 && m_model->rowCount() > 0) m_table->setCurrentIndex(m_model->index(std::min(row, m_model->rowCount() - 1), LibraryModel::NameColumn));
    });
}

void LibraryPage::restoreSelected() { m_library->setHidden(m_table->selectedRuns(), false); }

QVector<RunRef> LibraryPage::hiddenRuns() const {
    QVector<RunRef> runs;
    for (const auto& row : *m_library->rows())
        if (row->run.hidden) runs << RunRef{row->file, row->run.run};
    return runs;
}

// The selected ones that are deleted, else all that are.
void LibraryPage::askToPurge() {
    QVector<RunRef> runs;
    for (const auto& run : m_table->selectedRuns())
        if (const auto row = m_library->find(run); row && row->run.hidden) runs << run;
    if (runs.isEmpty()) runs = hiddenRuns();
    const auto plan = m_library->purgePlan(runs);
    if (!plan.refusal.isEmpty()) return showNotice(tr("Nothing was purged."), plan.refusal, false);
    if (plan.runs.isEmpty()) return;
    QStringList detail;
    if (!plan.trashed.empty())
        detail << tr("%n file(s), %1, to the trash.", nullptr, static_cast<int>(plan.trashed.size())).arg(format::bytes(static_cast<std::uint64_t>(plan.bytes)));
    if (!plan.rewritten.empty()) detail << tr("%n file(s) with other runs in them written anew without these. This cannot be undone.", nullptr, static_cast<int>(plan.rewritten.size()));
    m_notice->showNotice(NoticeBar::Tone::Warning, tr("Purge %n deleted run(s)?", nullptr, static_cast<int>(plan.runs.size())), detail.join(QLatin1Char(' ')));
    connect(m_notice->addAction(tr("Purge %n run(s)", nullptr, static_cast<int>(plan.runs.size()))), &QPushButton::clicked, this, [this, plan] {
        m_notice->hide();
        m_library->purge(plan);
    });
    connect(m_notice->addAction(tr("Keep")), &QPushButton::clicked, m_notice, &QWidget::hide);
}

// ---- tags ------------------------------------------------------------------------------------------------------

void LibraryPage::tagSelected() {
    if (m_table->selectedRuns().isEmpty()) return;
    QMenu menu(this);
    fillTagMenu(&menu);
    const auto rect = m_table->visualRect(m_table->currentIndex().siblingAtColumn(LibraryModel::NameColumn));
    menu.exec(m_table->viewport()->mapToGlobal(rect.isValid() ? rect.bottomLeft() : QPoint(40, 40)));
}

// A field for a new one, then all tags there are; those of every selected run are checked.
void LibraryPage::fillTagMenu(QMenu* menu) {
    const auto runs = m_table->selectedRuns();
    std::map<QString, int> tags; // of the selected
    for (const auto& row : *m_library->rows())
        for (const auto& tag : row->run.tags) tags.emplace(QString::fromStdString(tag), 0);
    for (const auto& run : runs)
        if (const auto row = m_library->find(run))
            for (const auto& tag : row->run.tags) ++tags[QString::fromStdString(tag)];
    auto* field = new QLineEdit;
    field->setPlaceholderText(tr("New tag"));
    field->setAccessibleName(tr("New tag"));
    field->setMinimumWidth(Theme::instance().px(180));
    auto* holder = new QWidgetAction(menu);
    holder->setDefaultWidget(field);
    menu->addAction(holder);
    connect(field, &QLineEdit::returnPressed, menu, [this, menu, field, runs] {
        m_library->tag(runs, field->text(), true);
        menu->close();
    });
    if (!tags.empty()) menu->addSeparator();
    for (const auto& [tag, count] : tags) {
        auto* choice = menu->addAction(tag);
        choice->setCheckable(true);
        choice->setChecked(count == runs.size());
        connect(choice, &QAction::toggled, this, [this, runs, name = tag](bool on) { m_library->tag(runs, name, on); });
    }
    QTimer::singleShot(0, field, qOverload<>(&QWidget::setFocus));
}

// ---- files -----------------------------------------------------------------------------------------------------

void LibraryPage::mergeSelected() { m_library->merge(m_table->selectedRuns()); }

void LibraryPage::splitSelected() {
    const auto runs = m_table->selectedRuns();
    if (runs.size() == 1) m_library->split(runs.front().file);
}

} // namespace rlmscope
