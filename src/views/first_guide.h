#pragma once
// Five steps through the first finished run: each says one thing about recursion and puts the focus on the row it speaks
// of. A quiet bar that pushes the page down, takes no focus by itself and is gone for good when it is closed.
#include "trace/run_tree.h"

#include <QPointer>
#include <QVector>
#include <QWidget>

class QPushButton;

namespace rlmscope {

class RunDocument;
class ThemedLabel;

struct GuideStep {
    QString title, text;
    NodeIndex node = NoNode; ///< the row it speaks of
};

/// What there is to say about a finished run; steps about what it does not have are left out.
QVector<GuideStep> guideSteps(const RunTree& tree);

class FirstGuide : public QWidget {
    Q_OBJECT
public:
    explicit FirstGuide(QWidget* parent = nullptr); ///< hidden until start()
    void start(RunDocument* document);
    RunDocument* document() const { return m_document; }
    bool isRunning() const { return !m_steps.isEmpty(); }
    int step() const { return m_step; }
    int steps() const { return static_cast<int>(m_steps.size()); }

public Q_SLOTS:
    void next();
    void back();
    void skip();

Q_SIGNALS:
    void nodeRequested(quint32 node);
    void ended();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void show(int step);
    QPointer<RunDocument> m_document;
    QVector<GuideStep> m_steps;
    int m_step = 0;
    ThemedLabel *m_count, *m_title, *m_text;
    QPushButton *m_back, *m_next, *m_skip;
};

} // namespace rlmscope
