#pragma once
// The question that is asked of the call tree, above it: filter or highlight, how many answer, on to the next, and away again.
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace rlmscope {

class NodeSearch;
class RunDocument;
class ThemedLabel;

class FilterBar : public QWidget {
    Q_OBJECT
public:
    explicit FilterBar(QWidget* parent = nullptr);
    void setSearch(NodeSearch* search);
    void setDocument(RunDocument* document);

    QString question() const;
    void setQuestion(const QString& question);
    bool filters() const;
    void setFilters(bool filter);
    void focusQuestion(); ///< shows the bar

Q_SIGNALS:
    void filtersChanged(bool filter);
    void nextRequested(bool backwards);
    void cleared(); ///< the question is gone and so is the bar

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    void clear();

    NodeSearch* m_search = nullptr;
    RunDocument* m_document = nullptr;
    QLineEdit* m_field;
    ThemedLabel *m_count, *m_problem;
    QPushButton *m_filter, *m_highlight, *m_clear;
    QToolButton *m_previous, *m_next;
};

} // namespace rlmscope
