// What the cells of the library say.
#include "itemmodels/format.h"
#include "itemmodels/library_model.h"
#include "itemmodels/utf8.h"

#include <QDateTime>

#include <cmath>

namespace rlmscope {

using namespace library;

namespace {

QString scoreText(double value) {
    return std::abs(value) < 1000 ? format::locale().toString(value, 'f', 2) : format::locale().toString(value, 'g', 4);
}

QString costText(PicoUsd cost, bool unknown) {
    if (!unknown) return format::money(cost);
    return cost.value == 0 ? LibraryModel::tr("unknown") : QStringLiteral("≥ ") + format::money(cost);
}

QDateTime timeOf(Nanos wall) { return QDateTime::fromMSecsSinceEpoch(wall / 1'000'000); }

/// The time today, Tue in the last week, 12 Nov this year, else with its year.
QString startText(Nanos wall) {
    if (wall <= 0) return format::unknown();
    const auto& locale = format::locale();
    const auto day = timeOf(wall).date(), today = QDate::currentDate();
    if (day == today) return format::clock(timeOf(wall));
    if (day < today && day.daysTo(today) < 7) return locale.dayName(day.dayOfWeek(), QLocale::ShortFormat);
    if (day.year() == today.year()) return locale.toString(day, QStringLiteral("d MMM"));
    return locale.toString(day, QStringLiteral("MMM yyyy"));
}

Tokens tokensOf(const RunDigest& run) { return run.usage.input() + run.usage.output; }

} // namespace

QString LibraryModel::stateWord(RunState state) {
    switch (state) {
    case RunState::Running: return tr("running");
    case RunState::Ok: return tr("ok");
    case RunState::Warnings: return tr("warnings");
    case RunState::Limit: return tr("at limit");
    case RunState::Error: return tr("failed");
    case RunState::Stopped: return tr("stopped");
    case RunState::Interrupted: return tr("interrupted");
    case RunState::Damaged: return tr("damaged");
    case RunState::Replayed: return tr("replayed");
    case RunState::Imported: return tr("imported");
    case RunState::Simulated: return tr("simulated");
    }
    return {};
}

QString LibraryModel::strategyText(const RunDigest& run) {
    if (run.strategy == "direct") return tr("direct");
    if (run.strategy == "call-return") return tr("call and return");
    const auto name = run.strategy == "rlm" ? QStringLiteral("RLM") : fromUtf8(run.strategy);
    return name.isEmpty() ? QString() : tr("%1, depth %2").arg(name).arg(run.depth);
}

QString LibraryModel::modelsText(const RunDigest& run) {
    QStringList names;
    for (const auto& model : run.models) {
        const auto name = format::shortModel(model);
        if (!names.contains(name)) names << name;
    }
    if (names.size() > 3) names = names.mid(0, 2) << QStringLiteral("+%1").arg(names.size() - 2);
    return names.join(QStringLiteral(" → "));
}

bool LibraryModel::isNumber(int column) {
    switch (column) {
    case NumberColumn: case ScoreColumn: case CostColumn: case TokensColumn: case TimeColumn: case StartedColumn: case DepthColumn: case CallsColumn:
    case FramesColumn: case InputColumn: case OutputColumn: case CachedColumn: case SizeColumn: return true;
    default: return false;
    }
}

QString LibraryModel::relationText(const Line& line) const {
    const auto* relation = line.row ? line.row->relation() : nullptr;
    if (!relation) return line.row && !line.row->run.importFormat.empty() ? tr("imported from %1").arg(fromUtf8(line.row->run.importFormat)) : QString();
    return relationWords(relation->type, line.parentNumber);
}

QString LibraryModel::relationWords(const std::string& type, int number, const QString& name) {
    const auto to = number > 0 ? QStringLiteral("#%1").arg(number) : name.isEmpty() ? tr("a run that is not here") : name;
    if (type == "fork_of") return tr("fork of %1").arg(to);
    if (type == "resume_of") return tr("resumes %1").arg(to);
    if (type == "replay_of") return tr("replay of %1").arg(to);
    if (type == "continues") return tr("continues %1").arg(to);
    return tr("%1: %2").arg(fromUtf8(type), to);
}

QString LibraryModel::groupLabel(const RowGroup& group) const {
    if (group.unread == group.rows) return tr("Not readable");
    switch (m_request.group) {
    case GroupBy::Question: return group.label.empty() ? tr("No question") : fromUtf8(group.label);
    case GroupBy::Strategy: {
        RunDigest run;
        run.strategy = group.label;
        return group.label.empty() ? tr("Not known") : group.label == "rlm" ? QStringLiteral("RLM") : strategyText(run).section(format::comma(), 0, 0);
    }
    case GroupBy::Model: return group.label.empty() ? tr("Not known") : format::shortModel(group.label);
    case GroupBy::Day: {
        const auto day = QDate::fromString(fromUtf8(group.label), Qt::ISODate);
        if (!day.isValid()) return tr("Not known");
        if (day == QDate::currentDate()) return tr("Today");
        return format::locale().toString(day, QLocale::LongFormat);
    }
    case GroupBy::Family: return group.label.empty() ? tr("Runs without relatives") : fromUtf8(group.label);
    case GroupBy::None: break;
    }
    return {};
}

QString LibraryModel::text(const Line& line, int column) const {
    const auto& row = *line.row;
    const auto& run = row.run;
    if (column == NumberColumn) return QString::number(line.number);
    if (column == StateColumn) return run.hidden ? tr("deleted") : stateWord(row.state);
    if (column == NameColumn) return fromUtf8(row.name());
    if (column == FileColumn) return fromUtf8(row.fileName);
    if (column == SizeColumn) return format::bytes(static_cast<std::uint64_t>(std::max<std::int64_t>(row.fileSize, 0)));
    if (column == StartedColumn) return row.state == RunState::Running ? tr("now") : startText(run.wall);
    if (column == AnswerColumn && !row.fileError.empty()) return fromUtf8(row.fileError);
    if (run.run.isNull()) return isNumber(column) ? format::unknown() : QString();
    switch (column) {
    case StrategyColumn: return strategyText(run);
    case ModelsColumn: return modelsText(run);
    case AnswerColumn: return !run.answer.empty() ? fromUtf8(run.answer) : !run.error.empty() ? fromUtf8(run.error) : format::unknown();
    case ScoreColumn: return row.score() ? scoreText(row.score()->value) : format::unknown();
    case CostColumn: return costText(run.cost, run.costUnknown);
    case TokensColumn: return format::tokens(tokensOf(run));
    case TimeColumn: return format::duration(run.duration);
    case DepthColumn: return QString::number(run.depth);
    case CallsColumn: return format::count(run.calls);
    case FramesColumn: return format::count(run.frames);
    case InputColumn: return format::tokens(run.usage.input());
    case OutputColumn: return format::tokens(run.usage.output);
    case CachedColumn: return format::tokens(run.usage.cacheRead);
    case TagsColumn: {
        QStringList tags;
        for (const auto& tag : run.tags) tags << fromUtf8(tag);
        return tags.join(format::comma());
    }
    case QuestionColumn: return fromUtf8(run.question);
    default: return {};
    }
}

QString LibraryModel::groupText(const RowGroup& group, int column) const {
    const bool known = group.unread < group.rows;
    switch (column) {
    case NameColumn: return groupLabel(group);
    case StateColumn: return known ? tr("%n run(s)", nullptr, group.rows - group.unread) : tr("%n file(s)", nullptr, group.rows);
    case ScoreColumn: return group.best ? scoreText(*group.best) : QString();
    case CostColumn: return known ? costText(group.cost, group.costUnknown) : format::unknown();
    case TokensColumn: return known ? format::tokens(group.tokens) : format::unknown();
    case TimeColumn: return known ? format::duration(group.duration) : format::unknown();
    default: return {};
    }
}

QString LibraryModel::toolTip(const Line& line, int column) const {
    const auto& row = *line.row;
    const auto& run = row.run;
    QStringList lines;
    switch (column) {
    case GraphColumn:
    case NameColumn:
        lines << fromUtf8(row.name());
        if (const auto relation = relationText(line); !relation.isEmpty()) lines << relation;
        if (run.question != row.name() && !run.question.empty()) lines << fromUtf8(run.question);
        lines << QString::fromStdString(row.file.string());
        break;
    case StateColumn:
        lines << stateWord(row.state);
        if (run.hidden) lines << tr("deleted: out of sight, still in its file");
        if (!row.fileError.empty()) lines << fromUtf8(row.fileError);
        if (!run.damage.empty()) lines << fromUtf8(run.damage);
        if (!run.error.empty()) lines << fromUtf8(run.error);
        if (run.warnings > 0) lines << tr("%n warning(s)", nullptr, static_cast<int>(run.warnings));
        if (!run.importFormat.empty())
            lines << tr("imported from %1").arg(fromUtf8(run.importFormat)) +
                         (run.importRemarks ? format::comma() + tr("%n remark(s) on what the log does not say", nullptr, static_cast<int>(run.importRemarks)) : QString());
        if (run.simulated) lines << tr("made with a simulated model");
        break;
    case ModelsColumn:
        for (const auto& model : run.models) lines << fromUtf8(model);
        break;
    case ScoreColumn:
        for (const auto& score : run.scores) lines << QStringLiteral("%1: %2").arg(fromUtf8(score.name), format::locale().toString(score.value, 'g', 6));
        break;
    case CostColumn:
        if (!run.run.isNull()) lines << format::moneyExact(run.cost) + (run.costUnknown ? QStringLiteral(" ") + tr("and what is not known") : QString());
        if (run.simulated) lines << tr("made-up prices of a simulated model");
        if (run.saved.value > 0) lines << tr("saved %1: replies that were known").arg(format::money(run.saved));
        break;
    case TokensColumn:
        lines << tr("%1 in, %2 of them cached, %3 out").arg(format::count(run.usage.input()), format::count(run.usage.cacheRead), format::count(run.usage.output));
        break;
    case StartedColumn:
        if (run.wall > 0) lines << format::locale().toString(timeOf(run.wall), QLocale::LongFormat);
        break;
    default: lines << text(line, column);
    }
    return lines.join(QLatin1Char('\n'));
}

QVariant LibraryModel::data(const QModelIndex& index, int role) const {
    const auto* at = line(index.row());
    if (!at || !index.isValid()) return {};
    const int column = index.column();
    if (role == Qt::TextAlignmentRole) return QVariant((isNumber(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == GroupRole) return !at->row;
    if (!at->row) {
        const auto* group = groupOf(index.row());
        if (!group) return {};
        if (role == Qt::DisplayRole) return groupText(*group, column);
        if (role == Qt::AccessibleTextRole) return column == NameColumn ? groupLabel(*group) + format::comma() + groupText(*group, StateColumn) : groupText(*group, column);
        return {};
    }
    const auto& row = *at->row;
    switch (role) {
    case Qt::DisplayRole: return text(*at, column);
    case Qt::EditRole: return column == NameColumn ? fromUtf8(row.name()) : text(*at, column);
    case Qt::ToolTipRole: return toolTip(*at, column);
    case Qt::AccessibleTextRole: {
        if (column == GraphColumn) return relationText(*at);
        const auto said = headerData(column, Qt::Horizontal, Qt::DisplayRole).toString() + QLatin1Char(' ') + text(*at, column);
        const auto relation = relationText(*at);
        return column == NameColumn && !relation.isEmpty() ? said + format::comma() + relation : said;
    }
    case StateRole: return static_cast<int>(row.state);
    case RelationRole: return relationText(*at);
    case TagsRole: {
        QStringList tags;
        for (const auto& tag : row.run.tags) tags << fromUtf8(tag);
        return tags;
    }
    case HiddenRole: return row.run.hidden;
    case RunningRole: return row.state == RunState::Running;
    case FractionRole: {
        const auto* score = row.score();
        return score && score->value >= 0 && score->value <= 1 ? QVariant(score->value) : QVariant();
    }
    default: return {};
    }
}

QVariant LibraryModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return QVariant((isNumber(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == GraphColumn) return tr("How the runs are related");
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case NumberColumn: return QStringLiteral("#");
    case StateColumn: return tr("State");
    case NameColumn: return tr("Name");
    case StrategyColumn: return tr("Strategy");
    case ModelsColumn: return tr("Models");
    case AnswerColumn: return tr("Answer");
    case ScoreColumn: return tr("Score");
    case CostColumn: return tr("Cost");
    case TokensColumn: return tr("Tokens");
    case TimeColumn: return tr("Time");
    case StartedColumn: return tr("Started");
    case DepthColumn: return tr("Depth");
    case CallsColumn: return tr("Calls");
    case FramesColumn: return tr("Frames");
    case InputColumn: return tr("Tokens in");
    case OutputColumn: return tr("Tokens out");
    case CachedColumn: return tr("Cached");
    case TagsColumn: return tr("Tags");
    case QuestionColumn: return tr("Question");
    case FileColumn: return tr("File");
    case SizeColumn: return tr("File size");
    default: return QString();
    }
}

} // namespace rlmscope
