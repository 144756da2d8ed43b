#pragma once
// How much of a model's window a request takes: cached, fresh and the room kept for the reply, against the window.
#include "itemmodels/call_details.h"

#include <QWidget>

namespace rlmscope {

class TokenGauge : public QWidget {
    Q_OBJECT
public:
    explicit TokenGauge(QWidget* parent = nullptr);
    void setCall(const CallDetails& call);
    QString words() const { return m_words; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Part {
        Tokens tokens = 0;
        int look = 0; ///< 0 cached, 1 written to the cache, 2 fresh, 3 reply, 4 room for the reply
    };
    std::vector<Part> m_parts;
    Tokens m_scale = 0, m_window = 0;
    bool m_estimated = false;
    QString m_words, m_legend;
};

} // namespace rlmscope
