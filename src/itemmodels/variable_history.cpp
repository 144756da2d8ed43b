#include "itemmodels/variable_history.h"

#include "itemmodels/run_document.h"

#include <algorithm>
#include <map>

namespace rlmscope {
namespace {

constexpr std::size_t Kept = 200;

bool differs(const Variable& a, const Variable& b) {
    return a.type != b.type || a.size != b.size || a.preview != b.preview || a.shape != b.shape || (a.cell != b.cell && a.cell > 0 && b.cell > 0);
}

void sortRows(std::vector<VariableRow>& rows) {
    std::stable_sort(rows.begin(), rows.end(), [](const VariableRow& a, const VariableRow& b) {
        const bool first = a.change != VariableChange::None, second = b.change != VariableChange::None;
        return first != second ? first : a.now.name < b.now.name;
    });
}

} // namespace

std::vector<VariableRow> compareVariables(const std::vector<Variable>& before, const std::vector<Variable>& now) {
    std::map<std::string, const Variable*> old;
    for (const auto& v : before) old[v.name] = &v;
    std::vector<VariableRow> rows;
    for (const auto& v : now) {
        const auto found = old.find(v.name);
        if (found == old.end()) {
            rows.push_back({v, {}, VariableChange::Added});
        } else {
            const bool changed = differs(*found->second, v);
            rows.push_back({v, changed ? *found->second : Variable(), changed ? VariableChange::Changed : VariableChange::None});
            old.erase(found);
        }
    }
    for (const auto& [name, v] : old) rows.push_back({*v, {}, VariableChange::Removed});
    sortRows(rows);
    return rows;
}

std::vector<VariableRow> variableRows(const std::vector<Variable>& now) {
    std::vector<VariableRow> rows;
    for (const auto& v : now) rows.push_back({v, {}, v.changed ? VariableChange::Changed : VariableChange::None});
    sortRows(rows);
    return rows;
}

void VariableHistory::setFrame(RunDocument* document, NodeIndex node) {
    if (document != m_document) m_read.clear();
    m_document = document;
    m_cells.clear();
    m_frame = NoNode;
    if (!document || node >= document->tree().nodes().size()) return;
    const auto& tree = document->tree();
    // What a cell started belongs to the frame of the cell, a child frame is one of its own.
    m_frame = tree.frameOf(node);
    if (m_frame != NoNode) m_cells = document->variablesCells(m_frame);
}

int VariableHistory::indexOf(NodeIndex cell) const {
    const auto found = std::lower_bound(m_cells.cbegin(), m_cells.cend(), cell);
    return found != m_cells.cend() && *found == cell ? static_cast<int>(found - m_cells.cbegin()) : -1;
}

std::vector<Variable> VariableHistory::after(NodeIndex cell) {
    const Seq seq = m_document ? m_document->variablesEvent(cell) : 0;
    if (!seq) return {};
    const auto found = std::find_if(m_read.begin(), m_read.end(), [seq](const auto& entry) { return entry.first == seq; });
    if (found != m_read.end()) {
        m_read.splice(m_read.begin(), m_read, found);
        return m_read.front().second;
    }
    const auto event = m_document->event(seq);
    const auto* changed = event ? std::get_if<VariablesChanged>(&event->body) : nullptr;
    m_read.emplace_front(seq, changed ? changed->variables : std::vector<Variable>());
    if (m_read.size() > Kept) m_read.pop_back();
    return m_read.front().second;
}

QVector<VariableHistory::Step> VariableHistory::of(const QString& name) {
    const std::string wanted = name.toStdString();
    QVector<Step> steps;
    std::optional<Variable> last;
    for (const NodeIndex cell : std::as_const(m_cells)) {
        const auto all = after(cell);
        const auto found = std::find_if(all.begin(), all.end(), [&](const Variable& v) { return v.name == wanted; });
        if (found == all.end()) {
            if (last) steps.push_back({cell, *last, VariableChange::Removed});
            last.reset();
            continue;
        }
        if (!last) steps.push_back({cell, *found, VariableChange::Added});
        else if (found->changed || differs(*last, *found)) steps.push_back({cell, *found, VariableChange::Changed});
        last = *found;
    }
    return steps;
}

} // namespace rlmscope
