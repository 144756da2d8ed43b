#pragma once
// A trace that takes a while to be read: which one, how big, and a way to leave it. What is quick is never mentioned.
#include <QTimer>
#include <QWidget>

class QProgressBar;

namespace rlmscope {

class ThemedLabel;

class OpeningBar : public QWidget {
    Q_OBJECT
public:
    explicit OpeningBar(QWidget* parent = nullptr); ///< hidden
    /// Shows itself after a moment unless it is told to stop before.
    void begin(const QString& name, quint64 bytes);
    void end();

Q_SIGNALS:
    void cancelled();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ThemedLabel* m_text;
    QProgressBar* m_bar;
    QTimer m_delay;
};

} // namespace rlmscope
