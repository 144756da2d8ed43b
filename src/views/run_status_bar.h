#pragma once
// The status bar of the window: state, focus, elapsed, spend, tokens, requests in flight, rows shown.
#include "views/live_pace.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QPushButton;

namespace rlmscope {

class IconLabel;
class RunDocument;
class RunPage;
class ThemedLabel;

class RunStatusBar : public QWidget {
    Q_OBJECT
public:
    explicit RunStatusBar(QWidget* parent = nullptr);
    void setPage(RunPage* page);
    void setDocument(RunDocument* document); ///< null: no run open
    /// A remark for a few seconds, in place of the keys.
    void showMessage(const QString& text);
    void setKeys(const QString& keys);
    /// Of a page that shows no single run; empty: "Ready".
    void setSummary(const QString& text);

private:
    void refresh();

    QPointer<RunDocument> m_document;
    RunPage* m_page = nullptr;
    IconLabel* m_icon;
    ThemedLabel *m_state, *m_focus, *m_elapsed, *m_spent, *m_tokens, *m_rows, *m_keys;
    QPushButton* m_flight; ///< opens the requests
    QTimer m_live;    ///< live numbers
    LivePace m_pace;
    QTimer m_message;
    QTimer m_rowsSoon; ///< rows come and go in many steps
    QString m_keysText, m_summary;
};

} // namespace rlmscope
