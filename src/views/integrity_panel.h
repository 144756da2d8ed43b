#pragma once
// What the import of a run could not know: one quiet line for the run bar, and the list behind it.
#include <QDialog>
#include <QToolButton>

namespace rlmscope {

struct ImportNote;

/// "Imported from rlm JSONL; 4 things estimated": quiet, a button that opens the list.
class IntegrityLine : public QToolButton {
    Q_OBJECT
public:
    explicit IntegrityLine(QWidget* parent = nullptr);
    static QString textOf(const ImportNote* note, bool imported);
    void setText(const QString& text);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

/// The whole list, in words, to be read and copied. Closes with Escape.
class IntegrityPanel : public QDialog {
    Q_OBJECT
public:
    explicit IntegrityPanel(const ImportNote& note, QWidget* parent = nullptr);
    QString plainText() const { return m_plain; }

private:
    QString m_plain;
};

} // namespace rlmscope
