#include "itemmodels/omnibox_model.h"

#include "base/text.h"
#include "insight/fold_case.h"
#include "itemmodels/format.h"
#include "itemmodels/node_names.h"
#include "itemmodels/node_search.h"
#include "itemmodels/run_document.h"
#include "itemmodels/runs_model.h"
#include "itemmodels/utf8.h"

#include <QAction>

#include <algorithm>

namespace rlmscope {

namespace {

constexpr int MostNodes = 24, MostVariables = 6, MostRuns = 5, MostCompletions = 8, MostMatches = 12;
constexpr std::size_t VariablesLookedAt = 500;

QString scopeIcon(TextScope scope) {
    switch (scope) {
    case TextScope::Code: return QStringLiteral("cell");
    case TextScope::Prompt: return QStringLiteral("sub");
    case TextScope::Reply: return QStringLiteral("model");
    case TextScope::Output: return QStringLiteral("cell");
    default: return QStringLiteral("note");
    }
}

QString scopeWord(TextScope scope) {
    switch (scope) {
    case TextScope::Code: return OmniboxModel::tr("code");
    case TextScope::Prompt: return OmniboxModel::tr("prompt");
    case TextScope::Reply: return OmniboxModel::tr("reply");
    case TextScope::Output: return OmniboxModel::tr("output");
    case TextScope::Note: return OmniboxModel::tr("note");
    default: return {};
    }
}

bool libraryWords(const QString& typed, QString& words) {
    const QString prefix = OmniboxModel::tr("library:");
    for (const QString& name : {prefix, QStringLiteral("library:")}) {
        if (!typed.startsWith(name, Qt::CaseInsensitive)) continue;
        words = typed.mid(name.size()).trimmed();
        return true;
    }
    return false;
}

} // namespace

OmniboxModel::OmniboxModel(QObject* parent) : QAbstractListModel(parent), m_finder(new NodeFinder(this)), m_search(new NodeSearch(this)) {
    connect(m_finder, &NodeFinder::found, this, &OmniboxModel::showNodes);
    const auto query = [this] {
        if (m_text.startsWith(QLatin1Char('?'))) showQuery();
    };
    connect(m_search, &NodeSearch::found, this, query);
    connect(m_search, &NodeSearch::stateChanged, this, query);
}

OmniboxModel::~OmniboxModel() = default;

void OmniboxModel::setRuns(RunsModel* runs) { m_runs = runs; }

void OmniboxModel::setLibrary(LibrarySearch* library) {
    m_library = library;
    if (!library) return;
    connect(library, &LibrarySearch::found, this, &OmniboxModel::showLibrary);
    connect(library, &LibrarySearch::indexingChanged, this, [this] {
        QString words;
        if (libraryWords(m_text, words) && !words.isEmpty() && m_library && !m_library->isIndexing()) m_library->search(words); // now it is complete
    });
}

void OmniboxModel::setDocument(RunDocument* document) {
    m_document = document;
    m_focus = NoNode;
}

void OmniboxModel::clear() {
    m_text.clear();
    m_finder->cancel();
    m_search->setText({});
    m_search->setDocument(nullptr);
    setItems({}, {});
}

void OmniboxModel::setText(const QString& typed) {
    m_text = typed;
    m_finder->cancel();
    const QString words = typed.trimmed();
    QString inLibrary;
    if (!words.startsWith(QLatin1Char('?'))) m_search->setText({});
    if (words.isEmpty()) {
        showModes();
    } else if (words.startsWith(QLatin1Char('>'))) {
        showCommands(words.mid(1).trimmed());
    } else if (words.startsWith(QLatin1Char('?'))) {
        m_search->setDocument(m_document);
        m_search->setText(typed.mid(typed.indexOf(QLatin1Char('?')) + 1));
        showQuery();
    } else if (looksLikeLink(words)) {
        showLink();
    } else if (libraryWords(words, inLibrary)) {
        if (m_library && !inLibrary.isEmpty()) {
            if (m_hitsOf != inLibrary) setItems({}, tr("Searching the library…"));
            m_library->update();
            m_library->search(inLibrary);
        } else {
            setItems({}, tr("Words of prompts, replies, code, output and answers of every run."));
        }
    } else {
        m_finder->find(m_document, words);
    }
}

void OmniboxModel::setItems(QVector<Item> items, const QString& summary) {
    beginResetModel();
    if (items.size() > MostRows) items.resize(MostRows);
    m_items = std::move(items);
    endResetModel();
    m_summary = summary;
    Q_EMIT summaryChanged();
}

// ---- rows ----------------------------------------------------------------------------------------------------

void OmniboxModel::showModes() {
    QVector<Item> items;
    const auto mode = [&](const QString& prefix, const QString& what, const QString& icon) {
        Item item;
        item.row = Row::Mode;
        item.title = what;
        item.side = prefix;
        item.icon = icon;
        item.text = prefix;
        items << item;
    };
    mode(QStringLiteral(">"), tr("Run a command"), QStringLiteral("run"));
    mode(QStringLiteral("?"), tr("Find nodes by a question, as ?kind:cell cost>0.01"), QStringLiteral("filter"));
    if (m_library) mode(tr("library:") + QLatin1Char(' '), tr("Search the texts of every run"), QStringLiteral("library"));
    appendRuns(items, {});
    setItems(items, m_document ? tr("Go to a node, a variable or a text of this run: type a part of it.") : QString());
}

OmniboxModel::Item OmniboxModel::nodeItem(NodeIndex node) const {
    const auto& tree = m_document->tree();
    const auto& n = tree.node(node);
    Item item;
    item.row = Row::Node;
    item.node = node;
    item.nodeKind = static_cast<int>(n.kind);
    item.title = nodeName(tree, node);
    // As in the tree: the prompts of sub-calls begin alike, their replies tell them apart.
    const bool byReply = n.kind == NodeKind::SubCall && !tree.hint(node).empty();
    const auto says = fromUtf8(byReply || tree.label(node).empty() ? tree.hint(node) : tree.label(node));
    if (!says.isEmpty()) item.title += QStringLiteral("  ") + says;
    item.detail = n.parent == NoNode ? QString() : nodePath(tree, n.parent);
    return item;
}

void OmniboxModel::appendVariables(QVector<Item>& items, const QString& words) const {
    if (!m_document || m_focus == NoNode || m_focus >= m_document->tree().nodes().size()) return;
    const auto cell = m_document->variablesCell(m_focus);
    if (cell == NoNode) return;
    auto variables = m_document->variables(m_focus);
    if (variables.size() > VariablesLookedAt) variables.resize(VariablesLookedAt);
    const auto typed = foldCase(words.toStdString());
    std::vector<std::pair<int, const Variable*>> scored;
    for (const auto& variable : variables)
        if (const int score = fuzzyScore(foldCase(variable.name), typed); score >= 100) scored.emplace_back(score, &variable);
    std::stable_sort(scored.begin(), scored.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    if (scored.size() > MostVariables) scored.resize(MostVariables);
    for (const auto& [score, variable] : scored) {
        Item item;
        item.row = Row::Variable;
        item.node = m_focus;
        item.text = fromUtf8(variable->name);
        item.title = item.text + QStringLiteral("  ") + fromUtf8(oneLine(variable->preview, 80));
        item.detail = tr("variable, after %1").arg(nodePath(m_document->tree(), cell));
        item.icon = QStringLiteral("variables");
        items << item;
    }
}

void OmniboxModel::appendRuns(QVector<Item>& items, const QString& words) const {
    if (!m_runs) return;
    int n = 0;
    for (int row = 0; row < m_runs->rowCount() && n < MostRuns; ++row) {
        auto* document = m_runs->at(row);
        if (document == m_document || (!words.isEmpty() && !containsFolded(document->title().toStdString(), foldCase(words.toStdString())))) continue;
        Item item;
        item.row = Row::Run;
        item.run = document;
        item.title = document->title();
        item.detail = tr("open run · %1").arg(document->statusText());
        item.icon = QStringLiteral("tree");
        items << item;
        ++n;
    }
}

OmniboxModel::Item OmniboxModel::libraryItem(const QString& words) const {
    Item item;
    item.row = Row::Library;
    item.title = tr("Search the library for “%1”").arg(words);
    item.detail = tr("prompts, replies, code and output of every run");
    item.icon = QStringLiteral("library");
    item.text = tr("library:") + QLatin1Char(' ') + words;
    return item;
}

void OmniboxModel::showNodes(const QVector<FoundNode>& best, quint32 total, quint32 looked, quint32 of, bool finished) {
    const QString words = m_text.trimmed();
    QVector<Item> items, others;
    appendVariables(others, words);
    appendRuns(others, words);
    const int nodes = std::min<int>(static_cast<int>(best.size()), MostNodes);
    for (int i = 0; i < nodes; ++i)
        if (m_document && best[i].node < m_document->tree().nodes().size()) items << nodeItem(best[i].node);
    // A name typed in full is what was meant; else nodes first, as there are most of them.
    const bool variableFirst = !others.isEmpty() && others.first().row == Row::Variable && others.first().text.compare(words, Qt::CaseInsensitive) == 0;
    items = variableFirst ? others + items : items + others;
    if (m_document) {
        Item all;
        all.row = Row::Filter;
        all.title = tr("Find “%1” in the full texts of this run").arg(words);
        all.detail = tr("as ?question: filters the tree");
        all.icon = QStringLiteral("filter");
        all.text = QLatin1Char('"') + QString(words).replace(QLatin1Char('\\'), QLatin1String("\\\\")).replace(QLatin1Char('"'), QLatin1String("\\\"")) + QLatin1Char('"');
        items << all;
    }
    if (m_library) items << libraryItem(words);
    QString summary;
    if (m_document) {
        summary = total > static_cast<quint32>(nodes) ? tr("%1 nodes that match, of %2").arg(format::nOfM(nodes, total), format::count(of))
                                                      : tr("%1 nodes match").arg(format::nOfM(total, of));
        if (!finished) summary = tr("%1 · looked at %2").arg(summary, format::count(looked));
    }
    setItems(items, summary);
}

void OmniboxModel::showCommands(const QString& words) {
    struct Scored {
        int score;
        OmniCommand command;
    };
    std::vector<Scored> scored;
    const auto typed = foldCase(words.toStdString());
    const auto all = m_commands ? m_commands() : QVector<OmniCommand>();
    for (const auto& command : all) {
        const auto name = foldCase(command.text.toStdString());
        int score = typed.empty() ? 1 : fuzzyScore(name, typed);
        if (!typed.empty()) score = std::max(score, fuzzyScore(foldCase(command.menu.toStdString()) + ' ' + name, typed) - 300);
        if (score <= 0) continue;
        const auto lately = m_lastCommands.indexOf(command.text);
        if (lately >= 0) score += static_cast<int>(200 - 10 * lately);
        scored.push_back({score, command});
    }
    std::stable_sort(scored.begin(), scored.end(), [](const Scored& a, const Scored& b) { return a.score > b.score; });
    QVector<Item> items;
    for (const auto& [score, command] : scored) {
        Item item;
        item.row = Row::Command;
        item.title = command.text;
        item.detail = command.menu;
        item.side = command.shortcut;
        item.action = command.action;
        item.icon = command.action && command.action->isCheckable() && command.action->isChecked() ? QStringLiteral("ok") : QString();
        items << item;
        if (items.size() == MostRows) break;
    }
    setItems(items, tr("%1 commands").arg(format::nOfM(items.size(), all.size())));
}

void OmniboxModel::showQuery() {
    const QString question = m_text.mid(m_text.indexOf(QLatin1Char('?')) + 1);
    QVector<Item> items;
    QString summary;
    std::vector<std::string> models;
    if (m_document)
        for (const auto& row : m_document->tree().spend())
            if (std::find(models.begin(), models.end(), row.model) == models.end()) models.push_back(row.model);
    const auto completions = completeQuery(question.toStdString(), models);
    const auto& problem = m_search->problem();
    if (!m_document) {
        summary = tr("No run is open.");
    } else if (!problem.message.empty()) {
        Item item;
        item.row = Row::Problem;
        item.title = fromUtf8(problem.message);
        item.icon = QStringLiteral("warning");
        items << item;
    } else if (m_search->isActive()) {
        const auto found = static_cast<std::int64_t>(m_search->matches().size());
        const auto of = static_cast<std::int64_t>(m_document->tree().nodes().size());
        Item filter;
        filter.row = Row::Filter;
        filter.title = tr("Filter the tree");
        filter.detail = tr("%1 nodes").arg(format::nOfM(found, of));
        filter.icon = QStringLiteral("filter");
        filter.text = question.trimmed();
        Item mark = filter;
        mark.row = Row::Highlight;
        mark.title = tr("Highlight in the tree");
        mark.detail = tr("all rows stay");
        mark.icon = QStringLiteral("find");
        items << filter << mark;
        summary = tr("%1 nodes match").arg(format::nOfM(found, of));
        if (m_search->textProgress() >= 0) summary = tr("%1 · reading texts, %2").arg(summary, format::percent(m_search->textProgress()));
        else if (m_search->isLooking()) summary = tr("%1 · looking").arg(summary);
    } else {
        summary = tr("A question: words, and fields as kind: status: cost> tokens> time> model: under: is:");
    }
    int n = 0;
    for (const auto& completion : completions) {
        Item item;
        item.row = Row::Completion;
        item.title = fromUtf8(completion.text);
        item.detail = fromUtf8(completion.hint);
        const auto bytes = question.toUtf8();
        item.text = QLatin1Char('?') + QString::fromUtf8(bytes.left(static_cast<qsizetype>(completion.from))) + item.title +
                    (completion.goesOn ? QString() : QStringLiteral(" "));
        if (item.title.isEmpty() || (!question.isEmpty() && bytes.mid(static_cast<qsizetype>(completion.from)) == QByteArray::fromStdString(completion.text))) continue;
        items << item;
        if (++n >= (m_search->isActive() && problem.message.empty() ? MostCompletions : MostRows)) break;
    }
    if (m_document && problem.message.empty() && m_search->isActive())
        for (std::size_t i = 0; i < m_search->matches().size() && i < MostMatches; ++i)
            if (m_search->matches()[i] < m_document->tree().nodes().size()) items << nodeItem(m_search->matches()[i]);
    setItems(items, summary);
}

void OmniboxModel::showLibrary(const LibraryFound& found) {
    QString words;
    if (!libraryWords(m_text.trimmed(), words) || words != found.text) return;
    m_hitsOf = words;
    QVector<Item> items;
    for (const auto& group : found.groups) {
        Item head;
        head.row = Row::Heading;
        head.title = group.title;
        head.detail = group.when;
        head.side = tr("%n hit(s)", nullptr, static_cast<int>(group.total));
        if (group.cut) head.side += QStringLiteral(" · ") + tr("not all of its text is indexed");
        items << head;
        for (const auto& line : group.lines) {
            Item item;
            item.row = Row::Hit;
            item.title = line.snippet;
            item.side = scopeWord(line.scope);
            item.icon = scopeIcon(line.scope);
            item.link = NodeLink{group.run, line.node.seq, 0, {}};
            item.text = group.path;
            items << item;
        }
    }
    QString summary = found.problem.isEmpty() ? (found.total == 0 ? tr("Nothing in the library says “%1”.").arg(words)
                                                                    : tr("%1 hits in %2").arg(format::count(found.total), tr("%n run(s)", nullptr, static_cast<int>(found.runs))))
                                              : found.problem;
    if (found.more) summary += QStringLiteral(" · ") + tr("there are more: add a word");
    if (m_library && m_library->isIndexing()) summary += QStringLiteral(" · ") + (m_library->indexingText().isEmpty() ? tr("looking for new traces") : m_library->indexingText());
    setItems(items, summary);
}

void OmniboxModel::showLink() {
    QVector<Item> items;
    Item item;
    const auto link = linkFromText(m_text);
    if (link) {
        item.row = Row::Link;
        item.link = link;
        item.title = tr("Go to this link");
        item.detail = link->event ? tr("event %1 of run %2").arg(format::count(static_cast<std::int64_t>(link->event)), QString::fromStdString(link->run.text()).left(8))
                                  : tr("run %1").arg(QString::fromStdString(link->run.text()).left(8));
        item.icon = QStringLiteral("link");
    } else {
        item.row = Row::Problem;
        item.title = tr("This is no complete link: rlmscope://run/ and 32 letters and digits.");
        item.icon = QStringLiteral("warning");
    }
    setItems({item}, {});
}

// ---- choosing ------------------------------------------------------------------------------------------------

bool OmniboxModel::isSelectable(int row) const {
    if (row < 0 || row >= m_items.size()) return false;
    const auto kind = m_items[row].row;
    return kind != Row::Heading && kind != Row::Problem;
}

void OmniboxModel::activate(int row) {
    if (!isSelectable(row)) return;
    const Item item = m_items[row]; // the rows may go while it is done
    switch (item.row) {
    case Row::Node: Q_EMIT nodeChosen(item.node); break;
    case Row::Variable: Q_EMIT variableChosen(item.node, item.text); break;
    case Row::Run:
        if (item.run) Q_EMIT runChosen(item.run);
        break;
    case Row::Command:
        m_lastCommands.removeAll(item.title);
        m_lastCommands.prepend(item.title);
        if (m_lastCommands.size() > 10) m_lastCommands.removeLast();
        if (item.action) Q_EMIT commandChosen(item.action);
        break;
    case Row::Completion:
    case Row::Library:
    case Row::Mode: Q_EMIT textWanted(item.text); break;
    case Row::Filter: Q_EMIT filterChosen(item.text, true); break;
    case Row::Highlight: Q_EMIT filterChosen(item.text, false); break;
    case Row::Hit:
    case Row::Link: Q_EMIT linkChosen(*item.link, item.text); break;
    case Row::Heading:
    case Row::Problem: break;
    }
}

int OmniboxModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_items.size()); }

Qt::ItemFlags OmniboxModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::NoItemFlags;
    return (isSelectable(index.row()) ? Qt::ItemIsSelectable | Qt::ItemIsEnabled : Qt::ItemIsEnabled) | Qt::ItemNeverHasChildren;
}

QVariant OmniboxModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_items.size()) return {};
    const auto& item = m_items[index.row()];
    switch (role) {
    case Qt::DisplayRole:
    case TitleRole: return item.title;
    case DetailRole: return item.detail;
    case SideRole: return item.side;
    case IconRole: return item.icon;
    case NodeKindRole: return item.nodeKind;
    case RowRole: return static_cast<int>(item.row);
    case Qt::AccessibleTextRole: {
        QStringList parts{item.title, item.detail, item.side};
        parts.removeAll(QString());
        return parts.join(format::comma());
    }
    default: return {};
    }
}

} // namespace rlmscope
