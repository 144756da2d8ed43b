#pragma once
// An import that is under way: which file, how much of it, how long it will take, and a way to end it. Pushes the page down,
// never covers it.
#include <QWidget>

class QProgressBar;
class QPushButton;

namespace rlmscope {

class ImportJob;
class ThemedLabel;

class ImportBar : public QWidget {
    Q_OBJECT
public:
    /// Shows itself half a second after the job has started, and hides when it is over.
    explicit ImportBar(ImportJob* job, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    ImportJob* m_job;
    ThemedLabel* m_title;
    ThemedLabel* m_detail;
    QProgressBar* m_bar;
    QPushButton* m_cancel;
};

} // namespace rlmscope
