#include "itemmodels/cell_facts.h"

#include "itemmodels/format.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <map>

namespace rlmscope {
namespace {

struct Sums {
    Q_DECLARE_TR_FUNCTIONS(rlmscope::Sums)
public:
    int frames = 0, calls = 0, open = 0;
    PicoUsd cost;
    bool unknown = false;
    Nanos begin = 0, end = 0;

    void add(const RunTree& tree, const TreeNode& n) {
        const Nanos until = n.endSeq ? n.end : tree.now();
        begin = frames + calls == 0 ? n.start : std::min(begin, n.start);
        end = std::max(end, until);
        ++(n.kind == NodeKind::Frame ? frames : calls);
        open += n.endSeq ? 0 : 1;
        cost += n.totalCost;
        unknown = unknown || n.costUnknown;
    }
    QString text(int places) const {
        QStringList parts;
        if (calls > 0) parts << tr("%n sub-call(s)", nullptr, calls);
        if (frames > 0) parts << tr("%n child frame(s)", nullptr, frames);
        if (unknown) parts << (cost.value ? QStringLiteral("≥ ") + format::money(cost) : tr("cost unknown"));
        else parts << format::money(cost);
        parts << format::duration(end - begin);
        if (open > 0) parts << tr("%n open", nullptr, open);
        if (places > 1) parts << tr("in %n place(s)", nullptr, places);
        return parts.join(QStringLiteral(" · "));
    }
};

} // namespace

QVector<int> callLines(const QString& code, const QString& function) {
    QVector<int> lines;
    const QRegularExpression call(QStringLiteral("(?<![\\w.])%1\\s*\\(").arg(QRegularExpression::escape(function)));
    const auto all = code.split(QLatin1Char('\n'));
    for (int i = 0; i < all.size(); ++i) {
        const auto match = call.match(all.at(i));
        if (!match.hasMatch()) continue;
        const QString before = all.at(i).left(match.capturedStart()).trimmed();
        if (before.startsWith(QLatin1Char('#')) || before.endsWith(QLatin1String("def"))) continue;
        lines << i;
    }
    return lines;
}

QVector<CodeNote> callNotes(const RunTree& tree, NodeIndex cell, const QString& code) {
    std::map<QString, Sums> sums; // by the function that was called
    const auto sites = [&](const char* name) { return callLines(code, QLatin1String(name)); };
    for (NodeIndex child = tree.node(cell).firstChild; child != NoNode; child = tree.node(child).nextSibling) {
        const TreeNode& n = tree.node(child);
        if (n.kind != NodeKind::Frame && n.kind != NodeKind::SubCall) continue;
        QString name = n.kind == NodeKind::Frame ? QStringLiteral("rlm_query") : QStringLiteral("llm_query");
        if (n.batch) name += QStringLiteral("_batched");
        sums[name].add(tree, n);
    }
    QVector<CodeNote> notes;
    for (const auto& [name, sum] : sums) {
        auto lines = sites(name.toLatin1());
        // At the depth limit an rlm_query becomes a plain sub-call.
        if (lines.isEmpty() && name.startsWith(QLatin1String("llm"))) lines = sites((QLatin1Char('r') + name.mid(1)).toLatin1());
        if (lines.isEmpty()) continue; // called by a function of an earlier cell
        notes.push_back({lines.front(), sum.text(static_cast<int>(lines.size()))});
    }
    std::sort(notes.begin(), notes.end(), [](const CodeNote& a, const CodeNote& b) { return a.line < b.line; });
    for (qsizetype i = 1; i < notes.size();) { // two functions in one line
        if (notes[i].line != notes[i - 1].line) {
            ++i;
            continue;
        }
        notes[i - 1].text += QStringLiteral("; ") + notes[i].text;
        notes.removeAt(i);
    }
    return notes;
}

int failedLine(const QString& traceback) {
    static const QRegularExpression place(QStringLiteral("File \"<cell (\\d+)>\", line (\\d+)"));
    int line = -1;
    QString own; // the first frame is the cell's own; functions of earlier cells may follow
    for (auto it = place.globalMatch(traceback); it.hasNext();) {
        const auto match = it.next();
        if (own.isEmpty()) own = match.captured(1);
        if (match.captured(1) == own) line = match.captured(2).toInt() - 1;
    }
    return line;
}

} // namespace rlmscope
