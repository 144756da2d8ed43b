#pragma once
// A few lines of a difference: what was there, what is there instead, and what is the same around it.
#include "library/first_difference.h"

#include <QAbstractScrollArea>

namespace rlmscope {

class DiffLines : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit DiffLines(QWidget* parent = nullptr);
    void setLines(const std::vector<library::DiffLine>& lines);
    void setMessage(const QString& text); ///< instead of lines
    QString plainText() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void layoutLines();
    std::vector<library::DiffLine> m_lines;
    QString m_message;
};

} // namespace rlmscope
