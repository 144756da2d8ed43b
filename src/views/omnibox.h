#pragma once
// One field for everything: words go to a node, ">" runs a command, "?" asks a question, "library:" searches all runs. The
// answers stand in a list below it; the keyboard alone is enough.
#include <QLineEdit>
#include <QPointer>

class QAction;
class QListView;

namespace rlmscope {

class OmniboxModel;
class OmniboxPopup;

class Omnibox : public QLineEdit {
    Q_OBJECT
public:
    explicit Omnibox(OmniboxModel* model, QWidget* parent = nullptr);
    OmniboxModel* model() const { return m_model; }
    /// Takes the focus with this text to begin with: "" , ">", "?", "library: ".
    void open(const QString& text);
    bool isOpen() const;
    QListView* list() const;
    QSize sizeHint() const override;

Q_SIGNALS:
    void opened(); ///< about to be typed in: tell the model what is shown

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showAnswers();
    void close(bool giveBackFocus);
    void choose(int row);
    void step(int by);

    OmniboxModel* m_model;
    OmniboxPopup* m_popup;
    QPointer<QWidget> m_before; ///< had the focus
    int m_row = 0;
    bool m_choosing = false;    ///< the focus goes because something was chosen: the rows stay until it is done
    bool m_moved = false;       ///< the row was chosen by the user, not as the first one
};

} // namespace rlmscope
