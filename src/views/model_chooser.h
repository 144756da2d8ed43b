#pragma once
// A field for a model: pick an alias, a favourite or what runs on this computer, or type any SPEC. It shows the label of
// what is known and the SPEC of what is not.
#include "views/model_source.h"

#include <QComboBox>

namespace rlmscope {

class ModelChooser : public QComboBox {
    Q_OBJECT
public:
    explicit ModelChooser(QWidget* parent = nullptr);

    /// A first entry for "no model"; its SPEC is empty.
    void setNothing(const QString& label);
    void setChoices(const QVector<ModelChoice>& choices);
    QString spec() const;
    void setSpec(const QString& spec);

    /// "$1.25 in, $10.00 out, window 400.0k" as far as it is known.
    static QString facts(const ModelChoice& choice);

Q_SIGNALS:
    void edited();  ///< at every key and choice
    void chosen();  ///< picked, or typed and left

protected:
    void wheelEvent(QWheelEvent* event) override; ///< only with focus: scrolling a page must not change a model

private:
    void rebuild(const QString& spec);
    QString m_nothing;
    QVector<ModelChoice> m_choices;
    QString m_last;
};

} // namespace rlmscope
