#pragma once
// A column of a form that scrolls up and down only. Words are longer in some languages, so it is never narrower than what is
// in it; and lists and texts give way before anything scrolls.
#include <QScrollArea>

namespace rlmscope {

class ColumnArea : public QScrollArea {
    Q_OBJECT
public:
    explicit ColumnArea(QWidget* parent = nullptr);
    QSize minimumSizeHint() const override;

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
};

/// What is in it. A scroll area asks for the height that would be nice; this one answers what is needed.
class ColumnBody : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    int heightForWidth(int width) const override;
};

} // namespace rlmscope
