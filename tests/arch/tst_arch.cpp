// The architecture: every #include in src follows the arrows, and what belongs in one place stays there. The rules are
// tested on made-up files too, so that a rule that finds nothing is known to be able to find something.
#include <QTest>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Strings = std::set<std::string>;

// "An arrow is 'may include'. What an arrow reaches may be included too."
const std::map<std::string, Strings> Arrows{
    {"base", {}},
    {"trace", {"base"}},
    {"catalog", {"base"}},
    {"exchange", {"trace"}},
    {"context", {"trace"}},
    {"insight", {"trace", "catalog"}},
    {"library", {"trace"}},
    {"engine", {"trace", "catalog", "context"}},
    {"providers", {"engine"}},
    {"repl", {"engine"}},
    {"runner", {"engine", "providers", "repl"}},
    {"keys", {"providers"}},
    {"itemmodels", {"insight", "exchange", "library"}},
    {"views", {"itemmodels"}},
    {"cli", {"runner", "exchange", "insight", "library", "keys"}},
    {"app", {"views", "runner", "keys"}},
};

const Strings QtFolders{"keys", "itemmodels", "views", "app"};

// Longer than 600 lines, and why that is one idea all the same.
const std::map<std::string, std::string> LongFiles{};
constexpr int MostLines = 600;

Strings reachable(const std::string& folder) {
    Strings seen{folder};
    std::vector<std::string> open{folder};
    while (!open.empty()) {
        const auto from = open.back();
        open.pop_back();
        for (const auto& to : Arrows.at(from))
            if (seen.insert(to).second) open.push_back(to);
    }
    return seen;
}

bool startsWith(const std::string& s, const std::string& start) {
    return s.compare(0, start.size(), start) == 0;
}

bool isQtHeader(const std::string& name) {
    static const std::regex qt(R"((Q[A-Z]\w*|Qt[A-Z]\w*/.*|Qsci/.*|qt\w*/.*|q[a-z]+\.h|ui_\w+\.h|\w+\.moc))");
    return std::regex_match(name, qt);
}

// What is wrong with one file of src; path relative to src.
std::vector<std::string> problemsOf(const std::string& path, const std::string& text) {
    std::vector<std::string> problems;
    const auto folder = path.substr(0, path.find('/'));
    if (!Arrows.count(folder)) return {path + ": a folder that the architecture does not know"};
    const auto allowed = reachable(folder);
    static const std::regex include("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]");
    static const std::regex colour("[\"(]#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\\b");
    std::istringstream lines(text);
    std::string line;
    int number = 0;
    const bool isTheme = startsWith(path, "views/theme");
    while (std::getline(lines, line)) {
        ++number;
        const auto complain = [&](const std::string& what) {
            problems.push_back(path + ":" + std::to_string(number) + ": " + what);
        };
        if (!isTheme && std::regex_search(line, colour)) complain("a colour outside views/theme*: " + line);
        std::smatch match;
        if (!std::regex_search(line, match, include)) continue;
        const std::string name = match[1];
        const auto slash = name.find('/');
        const auto target = slash == std::string::npos ? std::string() : name.substr(0, slash);
        if (Arrows.count(target) && !allowed.count(target)) complain(folder + " may not include " + name);
        if (isQtHeader(name) && !QtFolders.count(folder)) complain("Qt (" + name + ") below itemmodels");
        if (name == "Python.h" && !startsWith(path, "repl/worker/")) complain("Python.h outside repl/worker");
        if ((startsWith(name, "QtWeb") || startsWith(name, "QWeb")) && !startsWith(path, "views/web/"))
            complain(name + " outside views/web");
    }
    if (number > MostLines && !LongFiles.count(path))
        problems.push_back(path + " has " + std::to_string(number) + " lines: it hides a second idea");
    return problems;
}

bool isSource(const fs::path& path) {
    static const Strings endings{".h", ".cpp", ".c", ".hpp", ".cc"};
    return endings.count(path.extension().native()) != 0;
}

std::string slurp(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

} // namespace

class TestArch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theArrowsHaveNoCircle() {
        for (const auto& [folder, targets] : Arrows)
            for (const auto& target : targets) {
                QVERIFY2(Arrows.count(target), target.c_str());
                QVERIFY2(!reachable(target).count(folder), (folder + " <-> " + target).c_str());
            }
    }

    void rules_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("problems");
        const auto row = [](const char* path, const char* text, int problems) {
            QTest::addRow("%s: %.50s", path, text) << path << text << problems;
        };
        row("trace/a.h", "#include \"base/result.h\"\n#include <vector>\n", 0);
        row("base/a.h", "#include \"trace/event.h\"\n", 1);
        row("base/a.h", "  #  include <trace/event.h>\n", 1);
        row("runner/a.cpp", "#include \"context/context.h\"\n", 0); // through engine
        row("trace/a.cpp", "#include \"catalog/model.h\"\n", 1);
        row("views/a.cpp", "#include \"insight/tags.h\"\n", 0);
        row("views/a.cpp", "#include \"runner/run.h\"\n", 1);
        row("views/a.cpp", "#include \"engine/run.h\"\n", 1);
        row("engine/a.cpp", "#include <QString>\n", 1);
        row("engine/a.cpp", "#include <QtCore/QString>\n", 1);
        row("cli/a.cpp", "#include <qstring.h>\n", 1);
        row("keys/a.cpp", "#include <QString>\n#include <qt6keychain/keychain.h>\n", 0);
        row("repl/a.cpp", "#include <Python.h>\n", 1);
        row("repl/worker/main.cpp", "#include <Python.h>\n", 0);
        row("views/a.cpp", "#include <QWebEngineView>\n", 1);
        row("views/a.cpp", "#include <QtWebEngineWidgets/QWebEngineView>\n", 1);
        row("views/web/a.cpp", "#include <QWebEngineView>\n", 0);
        row("views/a.cpp", "auto c = QColor(\"#a0b1c2\");\n", 1);
        row("views/a.cpp", "auto c = \"#fff\";\n", 1);
        row("views/theme.cpp", "auto c = \"#A0B1C2\";\n", 0);
        row("views/a.cpp", "// see issue #123, or a URL/#fff\n#define X 1\nsize(\"#hello\");\n", 0);
        row("elsewhere/a.cpp", "int x;\n", 1);
    }
    void rules() {
        QFETCH(QString, path);
        QFETCH(QString, text);
        QTEST(static_cast<int>(problemsOf(path.toStdString(), text.toStdString()).size()), "problems");
    }
    void longFiles() {
        std::string text;
        for (int i = 0; i < MostLines; ++i) text += "\n";
        QVERIFY(problemsOf("base/a.cpp", text).empty());
        QCOMPARE(problemsOf("base/a.cpp", text + "\n").size(), std::size_t{1});
    }

    void everyFileOfTheSource() {
        const fs::path root = fs::path(RLMSCOPE_SOURCE_DIR) / "src";
        std::vector<std::string> problems;
        int files = 0;
        for (const auto& entry : fs::recursive_directory_iterator(root)) {
            if (!entry.is_regular_file() || !isSource(entry.path())) continue;
            ++files;
            const auto found = problemsOf(fs::relative(entry.path(), root).generic_string(), slurp(entry.path()));
            problems.insert(problems.end(), found.begin(), found.end());
        }
        QVERIFY2(files > 10, "the source is not where the test looks for it");
        std::sort(problems.begin(), problems.end());
        for (const auto& problem : problems) qWarning("%s", problem.c_str());
        QVERIFY2(problems.empty(), "see the warnings above");
    }
    void listedExceptionsAreNeeded() {
        for (const auto& [path, reason] : LongFiles) {
            const auto text = slurp(fs::path(RLMSCOPE_SOURCE_DIR) / "src" / path);
            QVERIFY2(std::count(text.begin(), text.end(), '\n') > MostLines, path.c_str());
            QVERIFY2(reason.size() > 10, path.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestArch)
#include "tst_arch.moc"
