#pragma once
// Small widgets that every page is made of.
#include "views/theme.h"

#include <QLabel>
#include <QWidget>

class QAbstractButton;
class QHBoxLayout;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace rlmscope {

/// A label in a font role and a text token; follows the theme. Elides when it has less room and elide is on.
class ThemedLabel : public QLabel {
    Q_OBJECT
public:
    explicit ThemedLabel(const QString& text = {}, FontRole role = FontRole::Base, Token token = Token::Tx,
                         QWidget* parent = nullptr);
    explicit ThemedLabel(QWidget* parent) : ThemedLabel({}, FontRole::Base, Token::Tx, parent) {} ///< for .ui forms
    void setRole(FontRole role);
    void setToken(Token token);
    void setElided(bool elided);
    /// A text that changes many times a second: what is beside it is laid out anew only when it needs more room, or far less.
    void setFigure(const QString& figure);
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void applyTheme();
    void fitFigure(const QString& figure);
    FontRole m_role;
    Token m_token;
    bool m_elided = false, m_isFigure = false;
};

/// An icon of the theme as a widget of fixed size.
class IconLabel : public QWidget {
    Q_OBJECT
public:
    explicit IconLabel(const QString& name = {}, Token token = Token::Tx, int size = 16, QWidget* parent = nullptr);
    explicit IconLabel(QWidget* parent) : IconLabel({}, Token::Tx, 16, parent) {} ///< for .ui forms
    void setIcon(const QString& name, Token token);
    /// The running ring instead of an icon.
    void setRunning(bool running);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_name;
    Token m_token;
    int m_size;
    bool m_running = false;
};

/// A 1 px line.
class Hairline : public QWidget {
    Q_OBJECT
public:
    explicit Hairline(Qt::Orientation orientation, QWidget* parent = nullptr);
    explicit Hairline(QWidget* parent) : Hairline(Qt::Horizontal, parent) {} ///< for .ui forms

protected:
    void paintEvent(QPaintEvent* event) override;
};

/// The 28 px bar above a dock: its name, a grey count, and at most two quiet buttons or one hint.
class DockTitle : public QWidget {
    Q_OBJECT
public:
    explicit DockTitle(const QString& title, QWidget* parent = nullptr);
    void setTitle(const QString& title);
    void setHint(const QString& hint);
    QToolButton* addButton(const QString& iconName, const QString& name);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ThemedLabel* m_title;
    ThemedLabel* m_hint;
    QHBoxLayout* m_layout;
};

/// One sentence and at most one action, left-aligned where the content would start.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(const QString& sentence, const QString& action = {}, QWidget* parent = nullptr);
    void setSentence(const QString& sentence);

Q_SIGNALS:
    void actionRequested();

private:
    ThemedLabel* m_sentence;
    QPushButton* m_action = nullptr;
};

/// A notice across the width of a view: it pushes the view down, never covers it. Says what happened and ways on.
class NoticeBar : public QWidget {
    Q_OBJECT
public:
    enum class Tone { Info, Warning, Error, Paused };
    explicit NoticeBar(QWidget* parent = nullptr); ///< hidden until show is called
    void showNotice(Tone tone, const QString& title, const QString& detail = {});
    /// Adds a way on; removed by the next showNotice(). The first one may be the page's primary.
    QPushButton* addAction(const QString& text, bool primary = false);
    void setClosable(bool closable);
    /// The sum behind a budget pause: spent + worst case against the limit; all zero hides it.
    void setMoney(double spentUsd, double worstUsd, double limitUsd, const QString& sum);

Q_SIGNALS:
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Tone m_tone = Tone::Info;
    IconLabel* m_icon;
    ThemedLabel* m_title;
    ThemedLabel* m_detail;
    class MoneyBar* m_money;
    ThemedLabel* m_sum;
    QWidget* m_moneyRow;
    QWidget* m_actionRow;
    QToolButton* m_close;
};

/// Spent solid, reserved hatched, limit a line, estimate dashed. Says its numbers to screen readers.
class MoneyBar : public QWidget {
    Q_OBJECT
public:
    explicit MoneyBar(QWidget* parent = nullptr);
    void setMoney(double spentUsd, double reservedUsd, double limitUsd, double estimateUsd = 0, double scaleUsd = 0);
    QSize sizeHint() const override { return {200, 6}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double m_spent = 0, m_reserved = 0, m_limit = 0, m_estimate = 0, m_scale = 0;
};

/// A quiet icon button (24 px) with a name for tool tip and screen reader.
QToolButton* quietButton(const QString& iconName, const QString& name, QWidget* parent);

/// Its widgets one below the other, without any space around or between them.
QVBoxLayout* tightColumn(QWidget* widget);

} // namespace rlmscope
