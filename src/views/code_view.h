#pragma once
// Python as the model wrote it: line numbers, colours of the theme, the injected names in the colour of their kind.
// Read-only. QScintilla stays inside: its headers need Qt's bare keywords, which this project switches off.
#include <QWidget>

class QsciScintilla;
class QsciLexerPython;

namespace rlmscope {

class CodeView : public QWidget {
    Q_OBJECT
public:
    explicit CodeView(QWidget* parent = nullptr);
    void setCode(const QString& code);
    QString code() const;
    int wantedHeight() const; ///< that shows every line

private:
    void applyTheme();
    void breakLigatures();
    QsciScintilla* m_editor;
    QsciLexerPython* m_lexer;
};

} // namespace rlmscope
