#pragma once
// The place "Settings": sections of rows, each with its name, what it does and a control; changed at once, with a way back
// to the default, and a search over all of it. It shows rows that it is given and knows none of them.
#include <QVariant>
#include <QVector>
#include <QWidget>

#include <functional>

class QLineEdit;
class QScrollArea;
class QToolButton;
class QVBoxLayout;

namespace rlmscope {

class PlainList;
class ThemedLabel;

struct SettingItem {
    enum class Kind {
        Choice, ///< one of `choices`
        Toggle,
        Whole,  ///< a whole number
        Money,  ///< US dollars
        Font,   ///< a family; empty = `special`
        Fact    ///< shown only, with an optional button
    };
    QString key;
    Kind kind = Kind::Toggle;
    QString name, detail;
    QVariant value, standard;
    QVector<QPair<QVariant, QString>> choices = {};
    double least = 0, most = 0;
    QString suffix = {};  ///< " px"
    QString special = {}; ///< what the least number, or no font, means: "no limit"
    bool fixedPitch = false; ///< fonts for code only
    QString action = {};  ///< text of a button beside it
    bool warning = false; ///< a fact that needs a person
};

struct SettingSection {
    QString id, title;
    QVector<SettingItem> items;
};

class SettingsPage : public QWidget {
    Q_OBJECT
public:
    explicit SettingsPage(QWidget* parent = nullptr);
    void setSections(const QVector<SettingSection>& sections);
    /// Another value from outside; emits nothing.
    void setValue(const QString& key, const QVariant& value);
    QVariant value(const QString& key) const;
    /// Another text of a Fact, or another remark under a name.
    void setDetail(const QString& key, const QString& detail, bool warning = false);
    /// Another setting takes its place for now.
    void setControlEnabled(const QString& key, bool enabled);
    void setActionEnabled(const QString& key, bool enabled, const QString& why = {});
    void showSection(const QString& id);
    QLineEdit* search() const { return m_search; }
    /// Rows that are shown, by key.
    QStringList shownKeys() const;

Q_SIGNALS:
    void changed(const QString& key, const QVariant& value);
    void actionRequested(const QString& key);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    struct Row {
        SettingItem item;
        QString section;
        QWidget* box = nullptr;
        QWidget* control = nullptr;
        ThemedLabel* detail = nullptr;
        QToolButton* reset = nullptr;
        QWidget* action = nullptr;
        std::function<void(const QVariant&)> show; ///< puts a value into the control
    };
    QWidget* makeRow(const SettingItem& item, const QString& section);
    QWidget* makeControl(Row& row, QWidget* parent);
    QWidget* makeChoice(Row& row, QWidget* parent);
    QWidget* makeNumber(Row& row, QWidget* parent);
    QWidget* makeFont(Row& row, QWidget* parent);
    void listFonts();
    QWidget* makeToggle(Row& row, QWidget* parent);
    Row* rowOf(const QString& key);
    const Row* rowOf(const QString& key) const;
    void take(const QString& key, const QVariant& value);
    void showReset(Row& row);
    void filter(const QString& words);

    QLineEdit* m_search;
    PlainList* m_list;
    QScrollArea* m_scroll;
    QWidget* m_body = nullptr;
    QVector<QPair<QString, QWidget*>> m_heads;
    QWidget* m_nothing;
    ThemedLabel* m_nothingText;
    std::vector<Row> m_rows;
    bool m_fontsListed = false;
    bool m_showing = false; ///< a control is being filled, not changed by its user
};

} // namespace rlmscope
