#pragma once
// A small picture of how the chosen strategy recurses, for the New run dialog.
#include <QString>
#include <QWidget>

namespace rlmscope {

class StrategySketch : public QWidget {
    Q_OBJECT
public:
    explicit StrategySketch(QWidget* parent = nullptr);
    void setStrategy(const QString& name, int depth);
    QSize sizeHint() const override { return {130, 52}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_name;
    int m_depth = 1;
};

} // namespace rlmscope
