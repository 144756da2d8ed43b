#include "views/about_dialog.h"

#include "views/icon.h"
#include "views/style.h"
#include "views/widgets.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableWidget>
#include <QVBoxLayout>

namespace rlmscope {

AboutDialog::AboutDialog(const QString& version, const QVector<QPair<QString, QString>>& facts, const QVector<AboutPart>& parts, const QString& notices,
                         QWidget* parent)
    : QDialog(parent) {
    setWindowTitle(tr("About RLMScope"));
    resize(Theme::instance().px(640), Theme::instance().px(560));
    m_plain = QStringLiteral("RLMScope %1\n").arg(version);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 18, 18, 14);
    layout->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(new IconLabel(QStringLiteral("frame"), Token::Frame, 32, this));
    auto* names = new QVBoxLayout;
    names->setSpacing(1);
    names->addWidget(new ThemedLabel(QStringLiteral("RLMScope %1").arg(version), FontRole::Title, Token::Tx, this));
    names->addWidget(new ThemedLabel(tr("A workbench for recursive language models."), FontRole::Base, Token::Tx2, this));
    head->addLayout(names, 1);
    layout->addLayout(head);
    auto* licence = new ThemedLabel(tr("The source is under the MIT licence. This program links QScintilla and is distributed as a whole under the GNU GPL version 3."),
                                    FontRole::Small, Token::Tx2, this);
    licence->setWordWrap(true);
    layout->addWidget(licence);

    auto* tabs = new QTabWidget(this);
    tabs->setDocumentMode(true);
    auto* table = new QTableWidget(static_cast<int>(parts.size() + facts.size()), 3, this);
    table->setAccessibleName(tr("Versions and licences"));
    table->setHorizontalHeaderLabels({tr("Part"), tr("Version"), tr("Licence")});
    table->verticalHeader()->hide();
    table->verticalHeader()->setMinimumSectionSize(Theme::instance().px(20));
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->verticalHeader()->setDefaultSectionSize(Theme::instance().px(24));
    table->setShowGrid(false);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setFrameShape(QFrame::NoFrame);
    table->setTabKeyNavigation(false);
    int row = 0;
    const auto add = [&](const QString& name, const QString& value, const QString& terms) {
        const QString cells[] = {name, value, terms};
        for (int column = 0; column < 3; ++column) table->setItem(row, column, new QTableWidgetItem(cells[column]));
        m_plain += QStringLiteral("%1: %2\n").arg(name, value.isEmpty() ? QStringLiteral("-") : value);
        ++row;
    };
    for (const auto& [name, value] : facts) add(name, value, {});
    for (const auto& part : parts) add(part.name, part.version, part.licence);
    table->resizeColumnsToContents();
    table->horizontalHeader()->setStretchLastSection(true);
    table->setCurrentCell(0, 0);
    tabs->addTab(table, tr("Versions"));
    if (!notices.isEmpty()) {
        auto* text = new QPlainTextEdit(notices, this);
        text->setReadOnly(true);
        text->setTabChangesFocus(true);
        text->setFrameShape(QFrame::NoFrame);
        text->setFont(themed(FontRole::Mono));
        text->setAccessibleName(tr("Licences of what is bundled"));
        tabs->addTab(text, tr("Licences of what is bundled"));
    }
    layout->addWidget(tabs, 1);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* copy = buttons->addButton(tr("Copy versions"), QDialogButtonBox::ActionRole);
    copy->setIcon(icon(QStringLiteral("copy")));
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_plain); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    buttons->button(QDialogButtonBox::Close)->setDefault(true);
}

} // namespace rlmscope
