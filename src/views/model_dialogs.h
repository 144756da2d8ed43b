#pragma once
// The small dialogs of the Models page: a new provider, its key, a price of one's own.
#include "views/model_source.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QCheckBox;

namespace rlmscope {

class ThemedLabel;

class AddProviderDialog : public QDialog {
    Q_OBJECT
public:
    explicit AddProviderDialog(const QVector<ProviderTemplateItem>& templates, QWidget* parent = nullptr);
    NewProviderItem provider() const;
    void setProblem(const QString& problem);

Q_SIGNALS:
    void addRequested(const rlmscope::NewProviderItem& provider); ///< whoever answers accepts or says the problem

private:
    void updateTemplate();
    const ProviderTemplateItem* current() const;
    QVector<ProviderTemplateItem> m_templates;
    QComboBox* m_template;
    QLineEdit *m_word, *m_name, *m_address, *m_keyName, *m_version;
    QLabel* m_versionLabel;
    QCheckBox *m_needsKey, *m_plainKey;
    void updatePlainKey();
    ThemedLabel *m_hint, *m_example, *m_problem;
};

/// Takes a key once and hands it on: the field is emptied at that moment, and nothing ever fills it.
class KeyDialog : public QDialog {
    Q_OBJECT
public:
    /// `keychain` empty: nothing keeps keys here, `problem` says why, and the dialog names the variable instead.
    KeyDialog(const ProviderItem& provider, const QString& keychain, const QString& problem, QWidget* parent = nullptr);
    void answered(const QString& error); ///< of the store; empty = it is there

Q_SIGNALS:
    void keyEntered(const QString& key);

private:
    void send();
    QLineEdit* m_key;
    QPushButton* m_store;
    ThemedLabel* m_state;
};

class PriceDialog : public QDialog {
    Q_OBJECT
public:
    explicit PriceDialog(const ModelItem& model, QWidget* parent = nullptr);
    void setProblem(const QString& problem);

Q_SIGNALS:
    void priceEntered(const std::optional<rlmscope::TokenRates>& rates);

private:
    bool read(TokenRates& rates);
    QLineEdit *m_in, *m_out, *m_cacheRead, *m_cacheWrite;
    ThemedLabel* m_problem;
};

} // namespace rlmscope
