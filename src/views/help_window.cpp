#include "views/help_window.h"

#include "views/plain_list.h"
#include "views/style.h"
#include "views/theme.h"
#include "views/widgets.h"

#include <QFile>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextTable>
#include <QToolButton>
#include <QVBoxLayout>

// In a static library nothing else would pull the compiled pages in. Outside every namespace, as Qt asks.
static void compileInHelp() {
    Q_INIT_RESOURCE(help);
}

namespace rlmscope {
namespace {

/// The name that a link gives a heading: "Cost and tokens" -> "cost-and-tokens".
QString anchorOf(const QString& heading) {
    QString name;
    for (const auto& c : heading.toLower()) {
        if (c.isLetterOrNumber()) name += c;
        else if (!name.endsWith(QLatin1Char('-')) && !name.isEmpty()) name += QLatin1Char('-');
    }
    while (name.endsWith(QLatin1Char('-'))) name.chop(1);
    return name;
}

void styleCode(QTextDocument& document) {
    for (auto block = document.begin(); block != document.end(); block = block.next()) {
        if (block.blockFormat().headingLevel() > 0) continue;
        const bool fenced = block.blockFormat().hasProperty(QTextFormat::BlockCodeFence) || block.blockFormat().hasProperty(QTextFormat::BlockCodeLanguage);
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const auto fragment = it.fragment();
            auto format = fragment.charFormat();
            if (format.isAnchor()) {
                format.setForeground(themed(Token::Acc));
                format.setFontUnderline(true);
            } else if (fenced || format.fontFixedPitch() || !format.fontFamilies().toStringList().isEmpty()) {
                format.setFont(themed(FontRole::Mono));
                format.setBackground(themed(Token::Hover));
                format.setForeground(themed(Token::Tx));
            } else {
                continue;
            }
            QTextCursor cursor(&document);
            cursor.setPosition(fragment.position());
            cursor.setPosition(fragment.position() + fragment.length(), QTextCursor::KeepAnchor);
            cursor.setCharFormat(format);
        }
    }
}

/// Markdown has structure only: sizes, distances and colours come from the theme.
void styleBlocks(QTextDocument& document) {
    for (auto block = document.begin(); block != document.end(); block = block.next()) {
        auto format = block.blockFormat();
        const int level = format.headingLevel();
        if (level > 0) {
            format.setTopMargin(level == 1 ? 2 : 20);
            format.setBottomMargin(level == 1 ? 12 : 6);
            auto font = themed(FontRole::Title);
            font.setPixelSize(Theme::instance().px(level == 1 ? 22 : level == 2 ? 16 : 14));
            // Set, not merged: a size adjustment, which Markdown gives a heading, would win over any size.
            QTextCharFormat heading;
            heading.setFont(font);
            heading.setForeground(themed(Token::Tx));
            QTextCursor cursor(block);
            cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
            cursor.setCharFormat(heading);
        } else if (!QTextCursor(block).currentTable()) {
            format.setLineHeight(135, QTextBlockFormat::ProportionalHeight);
            format.setBottomMargin(block.textList() ? 3 : 9);
            format.setTopMargin(0);
        }
        QTextCursor(block).setBlockFormat(format);
    }
}

void styleTables(QTextDocument& document) {
    const auto children = document.rootFrame()->childFrames();
    for (auto* frame : children) {
        auto* table = qobject_cast<QTextTable*>(frame);
        if (!table) continue;
        auto format = table->format();
        format.setBorder(1);
        format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setBorderCollapse(true);
        format.setBorderBrush(themed(Token::Line));
        format.setCellPadding(6);
        format.setCellSpacing(0);
        format.setTopMargin(4);
        format.setBottomMargin(12);
        table->setFormat(format);
    }
}

} // namespace

QStringList helpPages() {
    return {QStringLiteral("first-steps"), QStringLiteral("call-tree"), QStringLiteral("inspector"), QStringLiteral("timeline"), QStringLiteral("coverage"),
            QStringLiteral("replay"),      QStringLiteral("queries"),   QStringLiteral("budgets"),   QStringLiteral("library"),  QStringLiteral("importing"),
            QStringLiteral("models"),      QStringLiteral("keyboard"),  QStringLiteral("privacy"),   QStringLiteral("glossary")};
}

QString helpText(const QString& id, const QString& language) {
    compileInHelp();
    for (const auto& wanted : {language, QStringLiteral("en")}) {
        QFile file(QStringLiteral(":/help/%1/%2.md").arg(wanted, id));
        if (file.open(QIODevice::ReadOnly)) return QString::fromUtf8(file.readAll());
    }
    return {};
}

QString helpTitle(const QString& markdown) {
    return markdown.section(QLatin1Char('\n'), 0, 0).mid(2).trimmed();
}

HelpWindow::HelpWindow(const QString& language, QWidget* parent)
    : QWidget(parent, Qt::Window), m_language(language), m_list(new PlainList(this)), m_search(new QLineEdit(this)), m_browser(new QTextBrowser(this)) {
    setWindowTitle(tr("Help"));
    resize(Theme::instance().px(940), Theme::instance().px(700));
    for (const auto& id : helpPages()) {
        m_texts[id] = helpText(id, language);
        m_list->addText(helpTitle(m_texts[id]), id);
    }
    m_list->setAccessibleName(tr("Contents"));
    m_search->setPlaceholderText(tr("Search the help"));
    m_search->setAccessibleName(tr("Search the help"));
    m_search->setClearButtonEnabled(true);
    m_browser->setAccessibleName(tr("Help page"));
    m_browser->setFrameShape(QFrame::NoFrame);
    m_browser->setOpenLinks(false);
    m_browser->document()->setDocumentMargin(28);
    m_nothing = new ThemedLabel(tr("No page holds these words."), FontRole::Small, Token::Tx3, this);
    m_nothing->setContentsMargins(12, 4, 12, 8);
    m_nothing->setWordWrap(true);
    m_nothing->hide();

    auto* left = new QWidget(this);
    left->setFixedWidth(Theme::instance().px(240));
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* title = new DockTitle(tr("Contents"), left);
    m_back = title->addButton(QStringLiteral("arrow-left"), tr("Back (Alt+Left)"));
    m_forward = title->addButton(QStringLiteral("arrow-right"), tr("Forward (Alt+Right)"));
    column->addWidget(title);
    auto* searchRow = new QHBoxLayout;
    searchRow->setContentsMargins(10, 10, 10, 10);
    searchRow->addWidget(m_search);
    column->addLayout(searchRow);
    column->addWidget(m_nothing);
    column->addWidget(m_list, 1);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(left);
    row->addWidget(new Hairline(Qt::Vertical, this));
    row->addWidget(m_browser, 1);

    connect(m_list, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        if (item && item->data(Qt::UserRole).toString() != m_page) open(item->data(Qt::UserRole).toString(), true);
    });
    connect(m_search, &QLineEdit::textChanged, this, &HelpWindow::filter);
    connect(m_browser, &QTextBrowser::anchorClicked, this, [this](const QUrl& url) {
        auto target = url.toString();
        target.replace(QStringLiteral(".md"), QString());
        open(target.startsWith(QLatin1Char('#')) ? m_page + target : target, true);
    });
    connect(m_back, &QToolButton::clicked, this, &HelpWindow::back);
    connect(m_forward, &QToolButton::clicked, this, &HelpWindow::forward);
    connect(&Theme::instance(), &Theme::changed, this, &HelpWindow::render);
    open(helpPages().first(), false);
}

void HelpWindow::showPage(const QString& id) { open(id, !m_page.isEmpty()); }

void HelpWindow::open(const QString& target, bool remember) {
    auto page = target.section(QLatin1Char('#'), 0, 0);
    if (!m_texts.contains(page)) page = helpPages().first();
    if (remember && !m_page.isEmpty()) {
        m_past << m_page;
        m_future.clear();
    }
    m_page = page;
    m_anchor = target.section(QLatin1Char('#'), 1);
    for (int i = 0; i < m_list->count(); ++i)
        if (m_list->item(i)->data(Qt::UserRole).toString() == page) m_list->setCurrentRow(i);
    render();
    updateButtons();
}

void HelpWindow::render() {
    auto* document = m_browser->document();
    document->setDefaultFont(themed(FontRole::Base));
    m_browser->setMarkdown(m_texts[m_page]);
    styleBlocks(*document);
    styleCode(*document);
    styleTables(*document);
    m_browser->moveCursor(QTextCursor::Start);
    if (!m_anchor.isEmpty())
        for (auto block = document->begin(); block != document->end(); block = block.next())
            if (block.blockFormat().headingLevel() > 0 && anchorOf(block.text()) == m_anchor) {
                m_browser->setTextCursor(QTextCursor(document->lastBlock())); // so that the heading comes to the top
                m_browser->setTextCursor(QTextCursor(block));
            }
    mark(m_search->text());
}

void HelpWindow::mark(const QString& words) {
    QList<QTextEdit::ExtraSelection> marks;
    for (const auto& word : words.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts))
        for (auto cursor = m_browser->document()->find(word); !cursor.isNull() && marks.size() < 200; cursor = m_browser->document()->find(word, cursor)) {
            QTextEdit::ExtraSelection mark;
            mark.cursor = cursor;
            mark.format.setBackground(themed(Token::Sel));
            mark.format.setForeground(themed(Token::SelText));
            marks << mark;
        }
    m_browser->setExtraSelections(marks);
}

void HelpWindow::filter(const QString& text) {
    const auto words = text.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    int shown = 0, firstShown = -1;
    for (int i = 0; i < m_list->count(); ++i) {
        const auto& page = m_texts[m_list->item(i)->data(Qt::UserRole).toString()];
        const bool fits = std::all_of(words.begin(), words.end(), [&](const QString& word) { return page.contains(word, Qt::CaseInsensitive); });
        m_list->item(i)->setHidden(!fits);
        shown += fits;
        if (fits && firstShown < 0) firstShown = i;
    }
    m_nothing->setVisible(shown == 0);
    if (firstShown >= 0 && m_list->currentItem() && m_list->currentItem()->isHidden()) m_list->setCurrentRow(firstShown);
    mark(text);
}

QStringList HelpWindow::listed() const {
    QStringList ids;
    for (int i = 0; i < m_list->count(); ++i)
        if (!m_list->item(i)->isHidden()) ids << m_list->item(i)->data(Qt::UserRole).toString();
    return ids;
}

void HelpWindow::back() {
    if (m_past.isEmpty()) return;
    m_future << m_page;
    const auto to = m_past.takeLast();
    open(to, false);
}

void HelpWindow::forward() {
    if (m_future.isEmpty()) return;
    m_past << m_page;
    const auto to = m_future.takeLast();
    open(to, false);
}

void HelpWindow::updateButtons() {
    m_back->setEnabled(!m_past.isEmpty());
    m_forward->setEnabled(!m_future.isEmpty());
}

void HelpWindow::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Back)) return back();
    if (event->matches(QKeySequence::Forward)) return forward();
    if (event->matches(QKeySequence::Find)) return m_search->setFocus();
    if (event->key() == Qt::Key_Escape) return m_search->text().isEmpty() ? static_cast<void>(close()) : m_search->clear();
    QWidget::keyPressEvent(event);
}

} // namespace rlmscope
