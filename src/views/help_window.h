#pragma once
// The help: short pages in resources/help, shown without any browser. Contents with a search over all pages on the left, the
// page on the right, back and forward as in a browser. Links lead to other pages only; nothing is fetched.
#include <QHash>
#include <QStringList>
#include <QVector>
#include <QWidget>

class QLineEdit;
class QTextBrowser;
class QToolButton;

namespace rlmscope {

class PlainList;
class ThemedLabel;

/// Ids in reading order: "first-steps", "call-tree"...
QStringList helpPages();
/// The Markdown of a page, in the language ("de") or else in English; empty = no such page.
QString helpText(const QString& id, const QString& language);
/// The first heading.
QString helpTitle(const QString& markdown);

class HelpWindow : public QWidget {
    Q_OBJECT
public:
    explicit HelpWindow(const QString& language, QWidget* parent = nullptr);
    /// "call-tree", or "call-tree#cost" for a heading of it. An unknown one shows the first page.
    void showPage(const QString& id);
    QString page() const { return m_page; }
    QTextBrowser* browser() const { return m_browser; }
    QLineEdit* search() const { return m_search; }
    /// Pages listed at present: all, or those that hold the words looked for.
    QStringList listed() const;

public Q_SLOTS:
    void back();
    void forward();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void open(const QString& target, bool remember);
    void render();
    void filter(const QString& words);
    void updateButtons();
    void mark(const QString& words);

    QString m_language, m_page, m_anchor;
    QHash<QString, QString> m_texts;
    PlainList* m_list;
    QLineEdit* m_search;
    QTextBrowser* m_browser;
    ThemedLabel* m_nothing;
    QToolButton *m_back, *m_forward;
    QStringList m_past, m_future;
};

} // namespace rlmscope
