#pragma once
// A strip that folds, with a name, a note, and a body that is made when it is first opened.
#include <QWidget>

#include <functional>

class QToolButton;

namespace rlmscope {

class ThemedLabel;

class FoldBox : public QWidget {
    Q_OBJECT
public:
    /// `make` builds the body; called at most once.
    FoldBox(const QString& name, std::function<QWidget*(QWidget* parent)> make, QWidget* parent = nullptr);
    void setNote(const QString& note);
    /// Beside the note while it is folded: the first words of what is inside.
    void setTeaser(const QString& teaser);
    void setOpen(bool open);
    bool isOpen() const { return m_open; }
    QWidget* body() const { return m_body; } ///< null until it was open
    void setIndent(int level);

private:
    void showNote();
    std::function<QWidget*(QWidget*)> m_make;
    QToolButton* m_fold;
    ThemedLabel* m_label;
    QWidget* m_body = nullptr;
    QWidget* m_head;
    QString m_note, m_teaser;
    bool m_open = false;
};

} // namespace rlmscope
