#pragma once
// A short list of texts at the left of a page: rows of 28 px whose texts stand off the edge.
#include <QListWidget>

namespace rlmscope {

class PlainList : public QListWidget {
    Q_OBJECT
public:
    explicit PlainList(QWidget* parent = nullptr);
    QListWidgetItem* addText(const QString& text, const QString& id); ///< id in Qt::UserRole
};

} // namespace rlmscope
