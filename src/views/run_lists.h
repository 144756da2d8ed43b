#pragma once
// The lists beside the tree: open runs (two lines each), and the answer below.
#include "views/widgets.h"

#include <QListView>
#include <QRegion>

#include <functional>

class QStackedWidget;

namespace rlmscope {

class LogView;
class TextHead;

/// RunsModel's rows: title and cost, then status icon and word. Delete asks to close, Enter and click choose.
class RunsList : public QListView {
    Q_OBJECT
public:
    explicit RunsList(QWidget* parent = nullptr);

    /// While it paints: nothing of the row is wanted but this part.
    bool paintsOnly(const QRect& part, const QRect& row) const;

Q_SIGNALS:
    void runChosen(int row);
    void closeRequested(int row);
    void runAgainRequested(int row); ///< run again with changes

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QRegion turningRings() const;

    QRegion m_painted;
};

/// The answer of a run: as text, or rendered by a widget that is made when it is first wanted.
class AnswerPanel : public QWidget {
    Q_OBJECT
public:
    using Renderer = std::function<void(const QString& markdown)>;
    explicit AnswerPanel(QWidget* parent = nullptr);
    /// `make` builds the rendering widget and hands back how to show a text in it.
    void setRendering(std::function<std::pair<QWidget*, Renderer>(QWidget* parent)> make);
    void setAnswer(const QString& answer);
    QString answer() const { return m_answer; }

Q_SIGNALS:
    void copyRequested();

private:
    void showRendered(bool rendered);
    QString m_answer;
    TextHead* m_head;
    LogView* m_text;
    QStackedWidget* m_stack;
    QToolButton* m_toggle;
    std::function<std::pair<QWidget*, Renderer>(QWidget*)> m_make;
    Renderer m_render;
};

} // namespace rlmscope
