#pragma once
// What this program is, what it was built from, and under which licences. Shows what it is given.
#include <QDialog>
#include <QPair>
#include <QVector>

namespace rlmscope {

struct AboutPart {
    QString name, version, licence; ///< version may be empty
};

class AboutDialog : public QDialog {
    Q_OBJECT
public:
    /// `facts`: "Built with" -> "GCC 12.2.0, release"; `notices`: the full texts of what is bundled.
    AboutDialog(const QString& version, const QVector<QPair<QString, QString>>& facts, const QVector<AboutPart>& parts, const QString& notices,
                QWidget* parent = nullptr);
    /// Versions and build as plain text, for a bug report. Nothing about the user or the computer's files.
    QString plainText() const { return m_plain; }

private:
    QString m_plain;
};

} // namespace rlmscope
