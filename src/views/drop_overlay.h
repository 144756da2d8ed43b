#pragma once
// What will happen with the files that are being dragged over the window, said before they are dropped.
#include <QWidget>

namespace rlmscope {

class DropOverlay : public QWidget {
    Q_OBJECT
public:
    explicit DropOverlay(QWidget* over); ///< hidden; covers it and takes no mouse
    void showPlan(const QString& iconName, const QString& title, const QString& detail, bool accepted);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QString m_icon, m_title, m_detail;
    bool m_accepted = true;
};

} // namespace rlmscope
