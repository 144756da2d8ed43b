#include "app/example_words.h"

#include <QCoreApplication>

namespace rlmscope {
namespace {

struct Words {
    const char *name, *icon, *title, *teaches, *context;
};

/// `title` and `context` are those of the example's own file; a test compares them.
constexpr Words Table[] = {
    {"demo", "frame", QT_TRANSLATE_NOOP("Example", "What fills a lighthouse log book?"),
     QT_TRANSLATE_NOOP("Example", "Depth 2: children read one year each and count, the root adds up."),
     QT_TRANSLATE_NOOP("Example", "Six years of a log book, 2,188 entries, none of them labelled. Children read one year each and count.")},
    {"harbour", "cell", QT_TRANSLATE_NOOP("Example", "The herring of 1908"),
     QT_TRANSLATE_NOOP("Example", "Depth 0: of a table, code alone gives the exact answer for almost nothing."),
     QT_TRANSLATE_NOOP("Example", "2,400 landings in a table. A question for code alone.")},
    {"letters", "report", QT_TRANSLATE_NOOP("Example", "Nine letters from one summer"),
     QT_TRANSLATE_NOOP("Example", "Depth 2: a summary made of summaries, with its names checked in the text."),
     QT_TRANSLATE_NOOP("Example", "Three correspondents, three letters each. What happened?")},
    {"minutes", "find", QT_TRANSLATE_NOOP("Example", "One sentence in six years of minutes"),
     QT_TRANSLATE_NOOP("Example", "Depth 1: search with code first, then let a model read the best passages."),
     QT_TRANSLATE_NOOP("Example", "72 records of a village council. Somewhere in them is the combination of a padlock.")},
    {"people", "link", QT_TRANSLATE_NOOP("Example", "Who shares a town and a hobby?"),
     QT_TRANSLATE_NOOP("Example", "Depth 1: a model turns prose into fields, code compares all the pairs."),
     QT_TRANSLATE_NOOP("Example", "120 people in prose. 7,140 possible pairs, a handful of right ones.")},
    {"support", "group", QT_TRANSLATE_NOOP("Example", "Five thousand messages, six kinds"),
     QT_TRANSLATE_NOOP("Example", "Depth 1: fifty prompts in one batch; judging is for the model, counting for code."),
     QT_TRANSLATE_NOOP("Example", "A log of customer messages without categories. Count them by what they are about.")},
    {"tidepool", "file", QT_TRANSLATE_NOOP("Example", "Where is the tide computed?"),
     QT_TRANSLATE_NOOP("Example", "Depth 1: rank files by their names, show a model the best, answer with a line."),
     QT_TRANSLATE_NOOP("Example", "A small program of ours, Python and C: tide tables for a harbour. Find the place that interpolates between high and low water.")},
};

QString spoken(const char* text) { return QCoreApplication::translate("Example", text); }

} // namespace

void translateExample(ExampleItem& example) {
    for (const auto& words : Table) {
        if (example.name != QLatin1String(words.name)) continue;
        example.icon = QString::fromLatin1(words.icon);
        example.title = spoken(words.title);
        example.summary = spoken(words.teaches);
        example.tip = spoken(words.context);
    }
}

QStringList exampleNames() {
    QStringList names;
    for (const auto& words : Table) names << QString::fromLatin1(words.name);
    return names;
}

} // namespace rlmscope
