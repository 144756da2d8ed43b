#pragma once
// The row below the views of a run: first event, back, play, on, last, the track, what is shown, how it plays, and the way
// back to now. While an earlier moment is shown the row is amber and says so.
#include <QPointer>
#include <QWidget>

class QAction;
class QMenu;
class QPushButton;
class QToolButton;

namespace rlmscope {

class IconLabel;
class MomentPlayer;
class RunDocument;
class ScrubberTrack;
class ThemedLabel;

class Scrubber : public QWidget {
    Q_OBJECT
public:
    explicit Scrubber(QWidget* parent = nullptr);

    void setDocument(RunDocument* document);
    MomentPlayer* player() const { return m_player; }
    ScrubberTrack* track() const { return m_track; }
    /// For menus: each does what its button or key does.
    QList<QAction*> momentActions() const { return m_actions; }
    QString positionText() const;
    QSize sizeHint() const override;

public Q_SLOTS:
    void playOrPause();

Q_SIGNALS:
    void playingChanged(bool playing);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void makeActions();
    void makeOptions();
    QToolButton* button(const QString& icon, const QString& name);
    void refresh();
    void refreshOptions();
    void sizeText();

    MomentPlayer* m_player;
    ScrubberTrack* m_track;
    QToolButton *m_first, *m_back, *m_play, *m_on, *m_last, *m_options;
    ThemedLabel* m_position;
    ThemedLabel* m_past;
    QPushButton* m_live;
    QMenu* m_menu;
    QList<QAction*> m_actions;
    QList<QAction*> m_speeds, m_units;
    QAction* m_waits = nullptr;
    bool m_wasPlaying = false;
};

} // namespace rlmscope
