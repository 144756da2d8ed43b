#pragma once
// Code as it was written: line numbers, folding, find, colours of the theme; injected names in the colour of their kind, what
// a line cost at its end, the line that failed. Also JSON. Read-only. QScintilla stays inside: its headers need Qt's bare
// keywords, which this project switches off.
#include <QVector>
#include <QWidget>

class QsciLexer;

namespace rlmscope {

class CodeEditor;
class FindBar;

class CodeView : public QWidget {
    Q_OBJECT
public:
    enum class Language { Python, Json };
    explicit CodeView(QWidget* parent = nullptr) : CodeView(Language::Python, parent) {}
    explicit CodeView(Language language, QWidget* parent = nullptr);
    void setCode(const QString& code);
    QString code() const;
    int wantedHeight() const; ///< that shows every line

    struct LineNote {
        int line = 0; ///< from 0
        QString text; ///< "50 sub-calls · $0.1169 · 15.2 s"
        bool operator==(const LineNote&) const = default;
    };
    void setNotes(const QVector<LineNote>& notes); ///< behind the text of their lines
    void setErrorLine(int line); ///< from 0; -1 = none
    void goToLine(int line);
    void foldAll(bool folded);
    void openFind();
    QVector<LineNote> notes() const;
    int errorLine() const { return m_errorLine; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void applyTheme();
    void colourPython();
    void colourJson();
    void breakLigatures();
    void find(bool backwards, bool fromStart);
    void countMatches();
    CodeEditor* m_editor;
    QsciLexer* m_lexer;
    FindBar* m_find;
    Language m_language;
    int m_errorLine = -1;
};

} // namespace rlmscope
