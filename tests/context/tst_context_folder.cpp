// Folders: what is read, what is left out and said, and gitignore compared with git itself.
#include "base/text.h"
#include "context/file_names.h"
#include "context/files.h"
#include "context/gitignore.h"

#include <QProcess>

#include <fcntl.h>
#include <random>
#include <set>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace rlmscope;

namespace {

// Runs git without the user's configuration; its standard output.
QByteArray git(const std::string& folder, const QStringList& arguments, const QByteArray& input = {}) {
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("GIT_CONFIG_NOSYSTEM", "1");
    environment.insert("GIT_CONFIG_GLOBAL", "/dev/null");
    environment.insert("GIT_CEILING_DIRECTORIES", QString::fromStdString(parentOf(folder)));
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(QString::fromStdString(folder));
    process.start("git", arguments);
    if (!process.waitForStarted()) return "git is not there";
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished(30'000);
    return process.readAllStandardOutput();
}

bool haveGit() {
    return git("/", {"--version"}).startsWith("git version");
}

std::set<std::string> filesThatGitSees(const std::string& folder) {
    std::set<std::string> names;
    for (const auto& name : git(folder, {"ls-files", "--others", "--exclude-standard", "-z"}).split('\0'))
        if (!name.isEmpty()) names.insert(name.toStdString());
    return names;
}

} // namespace

class TestContextFolder : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void textFilesWithPaths() {
        Files files;
        files.write("b.txt", "b");
        files.write("a/x.txt", "ax");
        files.write("a/b/c/d.txt", "deep");
        files.write("empty.txt", "");
        LOADED(context, requestOf({files.path()}));
        QCOMPARE(context.shape, Context::Shape::Dict);
        QCOMPARE(paths(context), (std::vector<std::string>{"a/b/c/d.txt", "a/x.txt", "b.txt", "empty.txt"}));
        QCOMPARE(text(context, "a/b/c/d.txt"), std::string("deep"));
        QVERIFY(context.report.clean());
        LOADED(slash, requestOf({files.path() + "/./a/../"}));
        QCOMPARE(paths(slash), paths(context));
    }
    void onlyOneFileIsStillADict() {
        Files files;
        files.write("data.json", "[\"stays\", \"text\"]");
        LOADED(context, requestOf({files.path()}));
        QCOMPARE(context.shape, Context::Shape::Dict);
        QCOMPARE(text(context, "data.json"), std::string("[\"stays\", \"text\"]"));
    }
    void leftOutAndSaid() {
        Files files;
        files.write("a.txt", "text");
        files.write("p.png", "\x89PNG\r\n\x1A\n");
        files.write("o.o", std::string("\x7F" "ELF\0\0", 6));
        files.write(".hidden", "h");
        files.write(".config/x", "h");
        files.write(".git/config", "never counted");
        files.write("sub/.hg/x", "never counted");
        files.write("skip.log", "ignored");
        files.write("build/out.txt", "ignored");
        files.write(".gitignore", "*.log\nbuild/\n");
        QCOMPARE(symlink("a.txt", files.path("link").c_str()), 0);
        QCOMPARE(symlink("..", files.path("sub/up").c_str()), 0);
        QCOMPARE(mkfifo(files.path("pipe").c_str(), 0600), 0);
        LOADED(context, requestOf({files.path()}));
        QCOMPARE(paths(context), std::vector<std::string>{"a.txt"});
        const auto& report = context.report;
        QCOMPARE(report.binary, std::uint64_t{2});
        QCOMPARE(report.binaries.at(1).path, std::string("p.png"));
        QCOMPARE(report.binaries.at(1).reason, std::string("binary (PNG image)"));
        QCOMPARE(report.hidden, std::uint64_t{3});
        QCOMPARE(report.ignored, std::uint64_t{2});
        QCOMPARE(report.links, std::uint64_t{2});
        QCOMPARE(report.special, std::uint64_t{1});
        QCOMPARE(report.specials.front().reason, std::string("named pipe"));
        QVERIFY(!report.clean());
        QCOMPARE(report.summary(),
                 std::string("2 binary files skipped, 2 entries ignored by .gitignore, 3 hidden entries left out, "
                             "2 symbolic links not followed, 1 special file skipped"));
    }
    void options() {
        Files files;
        files.write("a.txt", "a");
        files.write(".env", "e");
        files.write("b.log", "b");
        files.write(".gitignore", "*.log\n");
        auto request = requestOf({files.path()});
        request.hidden = true;
        LOADED(withHidden, request);
        QCOMPARE(paths(withHidden), (std::vector<std::string>{".env", ".gitignore", "a.txt"}));
        request.hidden = false;
        request.gitignore = false;
        LOADED(withIgnored, request);
        QCOMPARE(paths(withIgnored), (std::vector<std::string>{"a.txt", "b.log"}));
        // Named explicitly, it is wanted.
        LOADED(named, requestOf({files.path("b.log")}));
        QCOMPARE(text(named, "b.log"), std::string("b"));
    }
    void linksAreFollowedOnRequestWithoutLoops() {
        Files files;
        files.write("real/a.txt", "a");
        QCOMPARE(symlink("real", files.path("zalias").c_str()), 0);
        QCOMPARE(symlink("..", files.path("real/up").c_str()), 0);
        QCOMPARE(symlink("nowhere", files.path("broken").c_str()), 0);
        QCOMPARE(symlink("a.txt", files.path("real/b.txt").c_str()), 0);
        auto request = requestOf({files.path()});
        request.followSymlinks = true;
        LOADED(context, request);
        QCOMPARE(context.documents.size(), std::size_t{2}); // the folder once, under one of its names
        QCOMPARE(context.report.unreadable, std::uint64_t{1});
        QCOMPARE(context.report.unreadables.front().reason, std::string("broken link"));
        // A folder that the user names may be a link.
        LOADED(alias, requestOf({files.path("zalias")}));
        QCOMPARE(paths(alias), std::vector<std::string>{"a.txt"});
    }
    void strangeNames() {
        Files files;
        files.write("new\nline", "1");
        files.write("bad\xFF" "byte", "2");
        files.write("back\\slash", "3");
        files.write("語 é", "4");
        files.write("bad\\xFFbyte", "5");
        LOADED(context, requestOf({files.path()}));
        QCOMPARE(context.documents.size(), std::size_t{5});
        QCOMPARE(text(context, "new\\nline"), std::string("1"));
        QCOMPARE(text(context, "bad\\xFFbyte"), std::string("2"));
        QCOMPARE(text(context, "back\\\\slash"), std::string("3"));
        QCOMPARE(text(context, "語 é"), std::string("4"));
        QCOMPARE(text(context, "bad\\\\xFFbyte"), std::string("5"));
        for (const auto& document : context.documents) QVERIFY(isValidUtf8(document.path));
    }
    void nothingToReadIsAnError() {
        Files files;
        std::filesystem::create_directory(files.path("d"));
        auto context = loadContext(requestOf({files.path("d")}));
        QVERIFY(!context.ok());
        QVERIFY(context.error().kind == ErrorKind::BadInput);
        QCOMPARE(context.error().message, std::string("There is no text in d: it has no files."));
        files.write("d/x.png", "\x89PNG\r\n\x1A\n");
        context = loadContext(requestOf({files.path("d")}));
        QVERIFY(!context.ok());
        QCOMPARE(context.error().message, std::string("There is no text in d: 1 binary file skipped."));
        files.write("d/empty", "");
        context = loadContext(requestOf({files.path("d")}));
        QVERIFY(!context.ok());
        QVERIFY(contains(context.error().message, "only empty texts"));
    }
    void folderWithoutPermission() {
        if (geteuid() == 0) QSKIP("root reads everything");
        Files files;
        files.write("a.txt", "a");
        files.write("closed/b.txt", "b");
        files.write("c.txt", "c");
        QCOMPARE(chmod(files.path("closed").c_str(), 0), 0);
        QCOMPARE(chmod(files.path("c.txt").c_str(), 0), 0);
        LOADED(context, requestOf({files.path()}));
        chmod(files.path("closed").c_str(), 0700);
        QCOMPARE(paths(context), std::vector<std::string>{"a.txt"});
        QCOMPARE(context.report.unreadable, std::uint64_t{2});
        QCOMPARE(context.report.unreadables.front().reason, std::string("Permission denied"));
    }
    void socketsAreSpecial() {
        Files files;
        files.write("a.txt", "a");
        const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const auto path = files.path("s");
        QVERIFY(path.size() < sizeof address.sun_path);
        path.copy(address.sun_path, path.size());
        QCOMPARE(bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
        LOADED(context, requestOf({files.path()}));
        close(fd);
        QCOMPARE(context.report.specials.front().reason, std::string("socket"));
    }
    void binariesDoNotCountForTheLimit() {
        Files files;
        files.write("a.txt", "0123456789");
        files.write("big.bin", std::string("\0", 1));
        QCOMPARE(truncate(files.path("big.bin").c_str(), off_t{1} << 40), 0);
        auto request = requestOf({files.path()});
        request.maxBytes = 10;
        LOADED(context, request);
        QCOMPARE(context.report.binary, std::uint64_t{1});
        request.maxBytes = 9;
        QVERIFY(!loadContext(request).ok());
        request.maxBytes = 100;
        request.maxDocuments = 1;
        const auto tooMany = loadContext(request);
        QVERIFY(!tooMany.ok());
        QVERIFY(contains(tooMany.error().message, "more than 1 "));
    }
    void veryDeepFolders() {
        // Deeper than a path may be long: what cannot be reached is reported, and nothing recurses.
        Files files;
        files.write("top.txt", "top");
        const int start = open(files.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        int fd = dup(start);
        const std::string name(200, 'd');
        for (int i = 0; i < 40; ++i) {
            QCOMPARE(mkdirat(fd, name.c_str(), 0700), 0);
            const int next = openat(fd, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
            QVERIFY(next >= 0);
            close(fd);
            fd = next;
        }
        close(fd);
        close(start);
        LOADED(context, requestOf({files.path()}));
        QCOMPARE(paths(context), std::vector<std::string>{"top.txt"});
        QCOMPARE(context.report.unreadable, std::uint64_t{1});
        QVERIFY(contains(context.report.unreadables.front().reason, "too long"));
    }

    void rulesOfTheRepositoryAbove() {
        Files files;
        files.write(".git/info/exclude", "secret*\n");
        files.write(".gitignore", "*.log\n/sub/only-here\n");
        files.write("sub/.gitignore", "!keep.log\n");
        files.write("sub/a.log", "x");
        files.write("sub/keep.log", "x");
        files.write("sub/secret.txt", "x");
        files.write("sub/only-here", "x");
        files.write("sub/deep/only-here", "x");
        LOADED(context, requestOf({files.path("sub")}));
        QCOMPARE(paths(context), (std::vector<std::string>{"deep/only-here", "keep.log"}));
        // A repository inside has its own rules only.
        files.write("sub/nested/.git/HEAD", "x");
        files.write("sub/nested/b.log", "x");
        LOADED(nested, requestOf({files.path("sub")}));
        QCOMPARE(paths(nested), (std::vector<std::string>{"deep/only-here", "keep.log", "nested/b.log"}));
    }
    void excludeFileOfALinkedWorktree() {
        Files files;
        files.write("main/.git/info/exclude", "*.tmp\n");
        files.write("main/.git/worktrees/w/commondir", "../..\n");
        files.write("w/.git", "gitdir: " + files.path("main/.git/worktrees/w") + "\n");
        files.write("w/a.tmp", "x");
        files.write("w/a.txt", "x");
        LOADED(context, requestOf({files.path("w")}));
        QCOMPARE(paths(context), std::vector<std::string>{"a.txt"});
    }
    void hostilePatternsEndSoon() {
        std::string pattern, name(4000, 'a');
        for (int i = 0; i < 200; ++i) pattern += "*a";
        const IgnoreRules rules(pattern + "b\n" + std::string(5000, '[') + "\n**/**/**/**/x\n", "", nullptr);
        QVERIFY(!rules.ignored(name, false));
        QVERIFY(rules.ignored("p/q/r/s/t/x", false));
    }

    // Single patterns against single paths: git decides what is right.
    void patternsLikeGit() {
        if (!haveGit()) QSKIP("git is not installed");
        const std::vector<std::string> patterns{
            "a",        "/a",        "a/",        "a/b",       "/a/b",     "a/*",       "*/a",        "**/a",       "a/**",
            "a/**/b",   "**/a/**",   "**",        "*",         "*.c",      "!*.c",      "\\!a",       "\\#a",       "#a",
            "a ",       "a\\ ",      "a b",       "[ab]",      "[!ab]",    "[^ab]",     "[a-c]*",     "[]a]",       "[a-]",
            "[[:digit:]]", "[[:alpha:]-]x", "[[:nope:]]", "[a",   "a[",       "?",         "??",         "a?b",        "a/?",
            "a**",      "a**/b",     "**b",       "a/**b",     "a***/b",   "/**/b",     "/*",         "/",          "//a",
            "a//b",     "\\a",       "a\\",       "\\*",       "*\\*",     "a/b/",      "**/",        "a/**/",      "./a",
            "[\\]]",    "[a\\-c]",   "x[[.a.]]",  "*a*b*",     "**/b/**/c","\xC3\xA9",   "[\xC3\xA9]", "?.c",        "foo**bar/x",
            "[z-a]",    "[!]",       "[]",        "[]]",       "[!]]",     "[--0]",     "[a/]b",      "a[/]b",      "a[!x]b"};
        const std::vector<std::string> names{
            "a", "b", "c", "ab", "a b", "a ", "!a", "#a", "x.c", "y.c", "5", "-x", "qx", "]", "-", "[", "a[", "[a", "*", "b*",
            "\\", "a\\", "\xC3\xA9", "axb", "aXb", "a-c", "foobar", "z"};
        Files files;
        const auto root = files.path();
        git(root, {"init", "-q"});
        std::vector<std::string> all;
        for (const auto& name : names) all.push_back(name);
        for (const char* folder : {"a", "b", "ax", "a/b", "a/x/b", "q/a", "q/b", "foo/bar", "foobar", "fooXbar"})
            for (const char* name : {"a", "b", "c", "x", "x.c", "axb"}) all.push_back(std::string(folder) + "/" + name);
        QByteArray input;
        for (const auto& path : all) input += QByteArray::fromStdString(path) + '\0';
        for (const auto& pattern : patterns) {
            files.write(".gitignore", pattern + "\n");
            const IgnoreRules rules(pattern + "\n", "", nullptr);
            const auto answer = git(root, {"check-ignore", "--stdin", "-z", "--no-index"}, input);
            std::set<std::string> expected, ours;
            for (const auto& name : answer.split('\0'))
                if (!name.isEmpty()) expected.insert(name.toStdString());
            for (const auto& path : all) { // an ignored folder takes all below it along
                bool ignored = rules.ignored(path, false);
                for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
                    ignored = ignored || rules.ignored(path.substr(0, slash), true);
                if (ignored) ours.insert(path);
            }
            std::string difference;
            for (const auto& path : all)
                if (expected.count(path) != ours.count(path))
                    difference += " " + path + (expected.count(path) ? " (git ignores it)" : " (git does not)");
            QVERIFY2(difference.empty(), ("pattern '" + pattern + "':" + difference).c_str());
        }
    }

    // Whole trees with several .gitignore files: the same files as git sees.
    void treesLikeGit_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 25; ++seed) QTest::addRow("seed %d", seed) << seed;
    }
    void treesLikeGit() {
        if (!haveGit()) QSKIP("git is not installed");
        QFETCH(int, seed);
        std::mt19937 random(static_cast<unsigned>(seed));
        const auto pick = [&](const std::vector<std::string>& from) { return from[random() % from.size()]; };
        const std::vector<std::string> parts{"a", "b", "ab", "lib", "x.c", "y.o", "Foo", ".dot", "é", "t 1", "a[1]"};
        const std::vector<std::string> atoms{"a", "b", "ab", "lib", "x.c", "*.o", "*", "?", "[ab]", "[!a]*", "**", "F*",
                                             ".d*", "a*", "*b", "é", "t\\ 1", "a\\[1\\]", "**b", "x.?"};
        Files files;
        const auto root = files.path();
        git(root, {"init", "-q"});
        std::set<std::string> folders{""};
        for (int i = 0; i < 60; ++i) {
            std::string path;
            for (auto depth = random() % 4; depth > 0; --depth) path += pick(parts) + "/";
            path += pick(parts);
            std::error_code error;
            std::filesystem::create_directories(std::filesystem::path(root + "/" + path).parent_path(), error);
            if (error || std::filesystem::exists(root + "/" + path)) continue;
            files.write(path, "text");
            for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
                folders.insert(path.substr(0, slash + 1));
        }
        const auto rules = [&] {
            std::string lines;
            for (auto n = random() % 5 + 1; n > 0; --n) {
                if (random() % 4 == 0) lines += "!";
                if (random() % 4 == 0) lines += "/";
                lines += pick(atoms);
                for (auto more = random() % 3; more > 0; --more) lines += "/" + pick(atoms);
                if (random() % 4 == 0) lines += "/";
                lines += random() % 8 == 0 ? " \n" : random() % 8 == 0 ? "\r\n" : "\n";
            }
            return lines;
        };
        for (const auto& folder : folders)
            if (folder.empty() || random() % 4 == 0) files.write(folder + ".gitignore", rules());
        if (random() % 2 == 0) files.write(".git/info/exclude", rules());
        auto request = requestOf({root});
        request.hidden = true;
        const auto context = loadContext(request);
        std::set<std::string> ours;
        if (context.ok())
            for (const auto& path : paths(*context)) ours.insert(path);
        const auto expected = filesThatGitSees(root);
        std::string difference;
        for (const auto& path : expected)
            if (!ours.count(path)) difference += " -" + path;
        for (const auto& path : ours)
            if (!expected.count(path)) difference += " +" + path;
        QVERIFY2(difference.empty(), difference.c_str());
    }
};

QTEST_GUILESS_MAIN(TestContextFolder)
#include "tst_context_folder.moc"
