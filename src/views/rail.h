#pragma once
// The 56 px strip at the left edge: the places of the window. Only places that exist are added.
#include <QWidget>

class QButtonGroup;
class QVBoxLayout;

namespace rlmscope {

class Rail : public QWidget {
    Q_OBJECT
public:
    explicit Rail(QWidget* parent = nullptr);
    /// Adds a place; `bottom` puts it at the lower end (Settings).
    void addPlace(const QString& id, const QString& iconName, const QString& name, bool bottom = false);
    void setCurrent(const QString& id);
    QString current() const;
    QSize sizeHint() const override;

Q_SIGNALS:
    void placeRequested(const QString& id); ///< only when the user asks

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QButtonGroup* m_buttons;
    QVBoxLayout* m_top;
    QVBoxLayout* m_bottom;
};

} // namespace rlmscope
