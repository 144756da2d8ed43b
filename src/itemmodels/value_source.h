#pragma once
// Whole values of variables, by pages. A trace keeps only their beginnings; the values themselves come back when the REPL is
// rebuilt at a cell. Views ask through this; the build without an engine has none.
#include "trace/run_tree.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QVector>

namespace rlmscope {

class RunDocument;

struct ValueQuery {
    QString expression; ///< a variable's name, or what leads into it: chunks[3]["text"]
    qint64 first = 0;   ///< character, item or row to begin with
    qint64 count = 200;
    QString search;     ///< not empty: only what contains it
};

struct ValueItems {
    struct Item {
        QString key, type, preview;
        qint64 size = -1;
    };
    enum class Form { Text, Items, Table, Other };
    Form form = Form::Other;
    QString type, shape;
    qint64 size = -1;  ///< len(), rows; -1 = none
    qint64 first = 0;  ///< of what is here
    QString text;      ///< Text, Other
    QVector<Item> items;
    QStringList columns;
    qint64 columnsTotal = 0;
    QVector<QStringList> rows; ///< the first of each is the row's label
    QVector<qint64> matches;   ///< of a search: positions of characters
    qint64 matchesTotal = -1;
};

/// Lives in the GUI thread; answers come by signals.
class ValueSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    struct Offer {
        bool possible = false;
        QString why;        ///< why it is not
        QString consent;    ///< what must be asked first, of a trace that is not ours; empty = nothing
        double seconds = 0; ///< that the cells took when they ran, about what it takes again
        int cells = 0;
    };
    /// What it would take to have the values after a cell.
    virtual Offer offer(RunDocument* document, NodeIndex cell) = 0;
    virtual bool isLoaded(const RunDocument* document, NodeIndex cell) const = 0;
    /// Rebuilds the REPL; loaded() or failed() follows. `consented`: what Offer::consent says was agreed to.
    virtual void load(RunDocument* document, NodeIndex cell, bool consented) = 0;
    virtual void cancel() = 0;
    /// Of what is loaded; page() or pageFailed() follows. Returns the number that they carry.
    virtual int read(const ValueQuery& query) = 0;

Q_SIGNALS:
    void loaded(quint32 cell, const QString& remark); ///< "rebuilt in 0.4 s; nothing differed"
    void failed(quint32 cell, const QString& problem);
    void page(int ticket, const rlmscope::ValueItems& items);
    void pageFailed(int ticket, const QString& problem);
};

} // namespace rlmscope
