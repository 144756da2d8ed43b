#pragma once
// The strip for finding in a text: what, "3 of 120", next and previous, case, regular expression. Says what is wanted;
// whoever owns it looks. Enter next, Shift+Enter previous, Esc closes.
#include <QWidget>

class QLineEdit;
class QToolButton;

namespace rlmscope {

class ThemedLabel;

class FindBar : public QWidget {
    Q_OBJECT
public:
    explicit FindBar(QWidget* parent = nullptr); ///< hidden
    void open(const QString& text); ///< shows it; `text` replaces what was typed when it is not empty
    void close();
    QString text() const;
    bool matchesCase() const;
    bool isRegex() const;
    /// "3 of 120", "nothing found", or why not. `warn`: nothing was found or the expression is wrong.
    void setResult(const QString& words, bool warn);

Q_SIGNALS:
    void queryChanged();
    void nextWanted();
    void previousWanted();
    void closed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QLineEdit* m_text;
    ThemedLabel* m_result;
    QToolButton *m_case, *m_regex;
};

} // namespace rlmscope
