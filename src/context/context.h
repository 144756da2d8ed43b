#pragma once
// The context of a run: the input that the root model does not see whole. loadContext() reads it from files, folders,
// descriptors and pasted text, decodes it to UTF-8 and says what it found, skipped and changed.
//
// What becomes what (Python type of `context` in the REPL):
//   one text file, stdin or pasted text   str
//   one folder, or several sources        dict: path -> str, sorted by path. '/' separates; paths are relative to the
//                                         folder, or to the deepest folder that holds all the sources
//   one .json file  array of strings      list of str        (an array or object of strings is split into documents)
//                   object of strings     dict: key -> str, in the order of the file
//                   a string              str
//                   anything else         the parsed value   (Shape::Json: the JSON text is kept, the REPL parses it)
//   one .jsonl or .ndjson file            list of the parsed records, one per non-empty line (Shape::JsonLines);
//                                         list of str when every record is a string
// JSON inside a folder or beside other sources stays text: `context["data.json"]` is what the file says.
// stdin and pasted text are read as plain text unless ContextRequest::format says JSON.
// A source that is named explicitly is read even if it is hidden or ignored; it must be text.
#include "base/cancel.h"
#include "base/result.h"
#include "context/shared_text.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace rlmscope {

struct Document {
    /// Name inside the context: relative path, JSON key, or empty for an element of a list. Valid UTF-8; control
    /// characters, invalid bytes and backslashes of a file name are escaped ("\n", "\xFF", "\\"), so that it is unique.
    std::string path;
    SharedText text;
    TextStats stats;               ///< of text
    std::string encoding;          ///< what the bytes were: "UTF-8", "UTF-16LE", "WINDOWS-1252"...
    bool encodingGuessed = false;  ///< no BOM and not valid UTF-8: found by its statistics
    std::uint64_t replaced = 0;    ///< invalid sequences that became U+FFFD
    std::uint64_t sourceBytes = 0; ///< size before decoding
};

/// A file or folder entry that is not in the context, and why.
struct SkippedFile {
    std::string path;   ///< escaped like Document::path
    std::string reason; ///< "Permission denied", "binary (PNG image)", "named pipe"...
};

/// What was left out or changed, so that nobody takes a part for the whole. Counts are exact; lists hold the first
/// ListLimit entries.
struct LoadReport {
    static constexpr std::size_t ListLimit = 100;

    std::uint64_t binary = 0; ///< not text
    std::vector<SkippedFile> binaries;
    std::uint64_t ignored = 0; ///< entries that a .gitignore excludes (an ignored folder counts once)
    std::uint64_t hidden = 0;  ///< entries whose name starts with a dot (a hidden folder counts once)
    std::uint64_t links = 0;   ///< symbolic links, not followed
    std::uint64_t special = 0; ///< named pipes, sockets, devices
    std::vector<SkippedFile> specials;
    std::uint64_t unreadable = 0; ///< files and folders that could not be read
    std::vector<SkippedFile> unreadables;
    std::uint64_t guessed = 0;      ///< documents whose encoding was guessed
    std::uint64_t replaced = 0;     ///< invalid sequences that became U+FFFD, all documents
    std::vector<std::string> notes; ///< anything else worth saying ("the key \"a\" appears twice; the last one counts")

    /// Nothing was left out for a reason that the user did not ask for, and nothing was replaced.
    bool clean() const { return binary == 0 && special == 0 && unreadable == 0 && replaced == 0 && notes.empty(); }
    /// One line for people: "3 binary files skipped, 12 ignored by .gitignore". Empty when there is nothing to say.
    std::string summary() const;
};

struct Context {
    enum class Shape {
        Text,      ///< one document: str
        List,      ///< documents in order: list of str
        Dict,      ///< documents by path: dict of str
        Json,      ///< one document, which is one JSON value: json.loads(text)
        JsonLines, ///< one document: [json.loads(line) for line in text.split("\n") if line.strip()]
    };
    Shape shape = Shape::Text;
    std::string name;                 ///< of the sources, for people: "notes.txt", "src", "3 sources"
    std::string pythonType = "str";   ///< of `context`: "str", "list", "dict", "int", "float", "bool", "NoneType"
    std::vector<Document> documents;  ///< never empty after loadContext
    std::uint64_t items = 1;          ///< len() of a list or dict; 1 for a text or scalar
    TextStats totals;                 ///< sums; highestByte is the highest
    LoadReport report;

    std::int64_t estimatedTokens() const; ///< bytes / 4, an estimate
    /// What the texts take in Python: every character of a text is as wide as its widest. Taken once, all frames share it.
    std::uint64_t pythonBytes() const;
    /// For people, when that is surprisingly much: "in Python it takes 400 MB (...)". Empty otherwise.
    std::string memoryNote() const;

    /// Contexts made by the program, e.g. for a child frame. Invalid UTF-8 becomes U+FFFD. May be empty texts.
    static Context ofText(std::string text, std::string name = {});
    static Context ofList(std::vector<std::string> texts, std::string name = {});
    static Context ofDict(std::vector<std::pair<std::string, std::string>> texts, std::string name = {});
    /// The same without copying the bytes. Names are the keys of a dict and empty otherwise; `shape` is Text (one text),
    /// List or Dict.
    static Context ofTexts(Shape shape, std::vector<std::pair<std::string, SharedText>> texts, std::string name = {});
    /// One JSON value as text. An array or object of strings becomes a list or dict of documents.
    static Result<Context> ofJson(std::string json, std::string name = {});
};

/// What a prompt and the trace say about a context. Small whatever the context's size.
struct ContextDescription {
    static constexpr std::size_t LengthsLimit = 100;

    std::string name;
    std::string shape;      ///< "text", "list", "dict", "json", "jsonl"
    std::string pythonType; ///< as Context::pythonType
    std::uint64_t items = 0;
    std::uint64_t documents = 0;
    std::uint64_t chars = 0, bytes = 0, lines = 0;
    std::int64_t estimatedTokens = 0;
    std::vector<std::uint64_t> lengths; ///< characters of the first LengthsLimit documents
    std::vector<std::string> paths;     ///< of the same documents; empty unless dict
    /// One sentence for a prompt: "a dict of 12 texts (path -> text), 48,120 characters in total".
    std::string sentence() const;
};
ContextDescription describe(const Context& context);
nlohmann::json toJson(const ContextDescription& description);

struct ContextSource {
    enum class Kind { Path, Stream, Text };
    Kind kind = Kind::Path;
    std::string path; ///< Path: bytes as the system knows them, UTF-8 or not
    int fd = -1;      ///< Stream: read to its end, never closed
    std::string text; ///< Text
    std::string name; ///< Stream and Text: key in a dict and in messages

    static ContextSource ofPath(std::string path);
    static ContextSource ofStream(int fd, std::string name = "stdin");
    static ContextSource ofText(std::string text, std::string name = "pasted text");
};

enum class ContextFormat {
    Auto,      ///< by the file name
    Text,      ///< plain text, whatever the name
    Json,      ///< one JSON value
    JsonLines, ///< one JSON value per line
};

struct ContextRequest {
    std::vector<ContextSource> sources;
    ContextFormat format = ContextFormat::Auto; ///< of a single source; ignored for folders and several sources
    std::uint64_t maxBytes = std::uint64_t{4} << 30; ///< of all sources together, before decoding
    std::uint64_t maxDocuments = 1'000'000;
    bool gitignore = true;       ///< leave out what .gitignore files and .git/info/exclude exclude
    bool hidden = false;         ///< read entries whose name starts with a dot (.git, .hg and .svn never)
    bool followSymlinks = false; ///< inside folders; a folder is never entered twice
};

struct LoadProgress {
    std::uint64_t done = 0;  ///< bytes
    std::uint64_t total = 0; ///< bytes; 0 = not known (a stream, or folders are still being listed)
    std::string name;        ///< what is being read
};
/// Called in the loading thread, at most about 20 times a second and once at the end.
using ProgressFn = std::function<void(const LoadProgress&)>;

/// Loads everything or says why not; blocks, so call it off the GUI thread. Unreadable files inside a folder are
/// reported, an unreadable source is an error. Never an empty context: an empty file, or a folder without text, is an
/// error that says so. Cancelling gives ErrorKind::Cancelled within one 1 MB read.
Result<Context> loadContext(const ContextRequest& request, const CancelToken& cancel = {},
                            const ProgressFn& progress = {});

} // namespace rlmscope
