#pragma once
// The picture of the first page: a long context, the little of it a model holds at once, and the recursion below.
#include <QWidget>

namespace rlmscope {

class RecursionSketch : public QWidget {
    Q_OBJECT
public:
    explicit RecursionSketch(QWidget* parent = nullptr);
    QSize sizeHint() const override { return {560, 190}; }

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace rlmscope
