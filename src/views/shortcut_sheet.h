#pragma once
// All shortcuts of a window, read from its actions and from what its parts say of their own keys: nothing is typed twice.
#include <QDialog>
#include <QList>
#include <QString>

class QLineEdit;

namespace rlmscope {

struct ShortcutRow {
    QString group, keys, what;
};
/// Actions by the menu they are in (or by their property "group"), then docks by their name.
QList<ShortcutRow> shortcutsOf(QWidget* window);

class ShortcutSheet : public QDialog {
    Q_OBJECT
public:
    explicit ShortcutSheet(QWidget* window);

private:
    void fill(const QString& words);
    QList<ShortcutRow> m_rows;
    QWidget* m_body;
    QLineEdit* m_find;
};

} // namespace rlmscope
