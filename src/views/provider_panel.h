#pragma once
// The head of the Models page's middle column: one provider, where it is, where its key lies, and its test.
#include "views/model_source.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace rlmscope {

class IconLabel;
class ThemedLabel;

class ProviderPanel : public QWidget {
    Q_OBJECT
public:
    explicit ProviderPanel(QWidget* parent = nullptr);

    void setProvider(const ProviderItem& provider);
    void setTest(const ModelTest& test);
    /// The model that a test would ask; empty = none, and there is nothing to test.
    void setTestModel(const QString& spec, const QString& name);
    void setReadOnly(bool readOnly);

    static QString testText(const ModelTest& test); ///< one or two sentences

Q_SIGNALS:
    void testRequested();
    void cancelRequested();
    void keyRequested();
    void deleteKeyRequested();
    void removeRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void updateButtons();
    ProviderItem m_provider;
    ModelTest m_test;
    QString m_testModel;
    bool m_readOnly = false;

    ThemedLabel* m_name;
    ThemedLabel* m_about;
    IconLabel* m_testIcon;
    ThemedLabel* m_testState;
    QPushButton* m_testButton;
    QPushButton* m_remove;
    QLabel* m_addressLabel;
    ThemedLabel* m_address;
    QLabel* m_keyLabel;
    IconLabel* m_keyIcon;
    ThemedLabel* m_key;
    ThemedLabel* m_keyHint;
    QPushButton* m_keyButton;
    QPushButton* m_deleteKey;
    QWidget* m_keyRow;
    ThemedLabel* m_problem;
    QWidget* m_result; ///< what the test said, in words
    IconLabel* m_resultIcon;
    ThemedLabel* m_resultText;
    ThemedLabel* m_resultHint;
};

} // namespace rlmscope
