#include "views/icon.h"
#include "views/paint.h"
#include "views/style.h"
#include "views/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QFile>
#include <QHeaderView>
#include <QImage>
#include <QPainter>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QtTest/QTest>

using namespace rlmscope;

class TestTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void textIsReadable_data();
    void textIsReadable();
    void marksAreVisible_data();
    void marksAreVisible();
    void changingTheThemeSignalsOnce();
    void paletteFollowsTheScheme();
    void everyIconInTheFolderIsCompiledIn();
    void iconsFollowTheTheme();
    void sizesOfControls();
    void aSortedHeadingStaysOverItsNumbers();
    void hairlinesAreOneDevicePixel();
    void tracksShowInEveryTheme();
    void noOtherFileHoldsAColour();
};

namespace {

const QList<QPair<const char*, Scheme>> Schemes{
    {"light", Scheme::Light}, {"dark", Scheme::Dark}, {"high contrast", Scheme::HighContrast}};

void schemeRows() {
    QTest::addColumn<int>("scheme");
    for (const auto& [name, scheme] : Schemes)
        QTest::newRow(name) << static_cast<int>(scheme);
}

/// The one colour that an icon is made of, ignoring its soft edges.
QColor strongestColour(const QPixmap& pixmap) {
    const QImage image = pixmap.toImage().convertToFormat(QImage::Format_ARGB32);
    QColor best;
    int alpha = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (const QColor c = image.pixelColor(x, y); c.alpha() > alpha) {
                alpha = c.alpha();
                best = c;
            }
    return best;
}

} // namespace

void TestTheme::initTestCase() {
    Theme::install(*qApp, ThemeChoice::Light);
}

void TestTheme::textIsReadable_data() { schemeRows(); }

void TestTheme::textIsReadable() {
    QFETCH(int, scheme);
    const auto colour = [&](Token t) { return tokenColor(static_cast<Scheme>(scheme), t); };
    const auto readable = [&](Token text, Token ground) {
        const double ratio = contrastRatio(colour(text), colour(ground));
        if (ratio < 4.5)
            qWarning("token %d on %d: %.2f", int(text), int(ground), ratio);
        return ratio >= 4.5;
    };
    for (const Token ground : {Token::Base, Token::Alt, Token::Win})
        for (const Token text : {Token::Tx, Token::Tx2, Token::Tx3, Token::Acc, Token::Warn, Token::Err, Token::Ok})
            // Hints on the window colour are the one pair that is a little softer; see below.
            if (!(text == Token::Tx3 && ground == Token::Win))
                QVERIFY(readable(text, ground));
    QVERIFY(contrastRatio(colour(Token::Tx3), colour(Token::Win)) >= 4.45);
    for (const Token text : {Token::Tx, Token::Tx3, Token::SynKeyword, Token::SynString, Token::SynNumber,
                             Token::SynComment, Token::Frame})
        QVERIFY(readable(text, Token::Code));
    QVERIFY(readable(Token::OnAcc, Token::Acc));
    QVERIFY(readable(Token::SelText, Token::Sel));
    QVERIFY(readable(Token::Tx, Token::SelInactive));
    QVERIFY(readable(Token::Tx, Token::Hover));
    QVERIFY(readable(Token::Warn, Token::WarnFill));
    QVERIFY(readable(Token::Tx, Token::WarnFill));
    QVERIFY(readable(Token::Err, Token::ErrFill));
    QVERIFY(readable(Token::Tx, Token::ErrFill));
    if (static_cast<Scheme>(scheme) != Scheme::HighContrast)
        QVERIFY(readable(Token::Tx2, Token::Sel)); // hints are painted as Tx2 on selected rows
    // Everything that a row can be written in, on every ground that a row can have; on a selected one hints are Tx2.
    for (const Token ground : {Token::Hover, Token::SelInactive})
        for (const Token text : {Token::Tx2, Token::Acc, Token::Warn, Token::Err, Token::Ok})
            QVERIFY(readable(text, ground));
    QVERIFY(readable(Token::Base, Token::Tx)); // tool tips
    const auto last = static_cast<Scheme>(scheme) == Scheme::Light ? Token::Heat2 : Token::Heat1;
    for (int heat = static_cast<int>(Token::Heat0); heat <= static_cast<int>(last); ++heat)
        QVERIFY(readable(Token::Tx, static_cast<Token>(heat))); // text is written on the pale ones only
}

void TestTheme::marksAreVisible_data() { schemeRows(); }

void TestTheme::marksAreVisible() {
    QFETCH(int, scheme);
    const auto colour = [&](Token t) { return tokenColor(static_cast<Scheme>(scheme), t); };
    for (const Token ground : {Token::Base, Token::Alt, Token::Code, Token::Hover})
        for (const Token mark : {Token::Frame, Token::Turn, Token::Model, Token::Cell, Token::Sub, Token::Tool,
                                 Token::Acc, Token::Warn, Token::Err, Token::Ok, Token::ErrEdge})
            // The grey of turns has a shape of its own and a word beside it; on a hovered row it is a little softer.
            QVERIFY2(contrastRatio(colour(mark), colour(ground)) >= (mark == Token::Turn && ground == Token::Hover ? 2.8 : 3.0),
                     qPrintable(QStringLiteral("%1 on %2").arg(int(mark)).arg(int(ground))));
    // The border of a control against the page, where it is all that shows the control.
    if (static_cast<Scheme>(scheme) == Scheme::HighContrast) {
        QVERIFY(contrastRatio(colour(Token::Line2), colour(Token::Base)) >= 3.0);
        QVERIFY(contrastRatio(colour(Token::Sel), colour(Token::Base)) >= 3.0);
    }
}

void TestTheme::changingTheThemeSignalsOnce() {
    Theme& theme = Theme::instance();
    QSignalSpy spy(&theme, &Theme::changed);
    theme.setChoice(ThemeChoice::Dark);
    QCOMPARE(spy.count(), 1);
    QVERIFY(theme.isDark());
    theme.setChoice(ThemeChoice::Dark);
    QCOMPARE(spy.count(), 1);
    theme.setChoice(ThemeChoice::Light);
    QCOMPARE(spy.count(), 2);
    QVERIFY(!theme.isDark());
}

void TestTheme::paletteFollowsTheScheme() {
    Theme& theme = Theme::instance();
    for (const auto choice : {ThemeChoice::Dark, ThemeChoice::HighContrast, ThemeChoice::Light}) {
        theme.setChoice(choice);
        QCOMPARE(QApplication::palette().color(QPalette::Base), theme.color(Token::Base));
        QCOMPARE(QApplication::palette().color(QPalette::Text), theme.color(Token::Tx));
        QCOMPARE(QApplication::palette().color(QPalette::Active, QPalette::Highlight), theme.color(Token::Sel));
        QCOMPARE(QApplication::palette().color(QPalette::Inactive, QPalette::Highlight), theme.color(Token::SelInactive));
    }
}

void TestTheme::everyIconInTheFolderIsCompiledIn() {
    const QStringList files = QDir(QStringLiteral(RLMSCOPE_SOURCE_DIR "/icons")).entryList({QStringLiteral("*.svg")});
    QVERIFY(files.size() > 60);
    for (const QString& file : files) {
        const QString name = file.chopped(4);
        QVERIFY2(hasIcon(name), qPrintable(name));
        const QPixmap pixmap = iconPixmap(name, {16, 16}, Qt::black, 2);
        QVERIFY2(strongestColour(pixmap).alpha() > 200, qPrintable(name + QStringLiteral(" draws nothing")));
    }
}

void TestTheme::iconsFollowTheTheme() {
    const QIcon plain = icon(QStringLiteral("stop"));
    const QIcon kind = icon(QStringLiteral("cell"), Token::Cell);
    for (const auto choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
        Theme::instance().setChoice(choice);
        QCOMPARE(strongestColour(plain.pixmap(32, 32)).rgb(), themed(Token::Tx).rgb());
        QCOMPARE(strongestColour(kind.pixmap(32, 32)).rgb(), themed(Token::Cell).rgb());
        QCOMPARE(strongestColour(plain.pixmap(32, 32, QIcon::Normal, QIcon::On)).rgb(), themed(Token::Acc).rgb());
    }
}

void TestTheme::sizesOfControls() {
    QPushButton button(QStringLiteral("Run"));
    button.ensurePolished();
    QCOMPARE(button.sizeHint().height(), Theme::instance().px(28));
    QPushButton small(QStringLiteral("Run"));
    setLook(&small, "small");
    small.ensurePolished();
    QCOMPARE(small.sizeHint().height(), Theme::instance().px(24));
    QCheckBox bare; // the mark alone, so that it ends where its neighbours do
    bare.ensurePolished();
    QCOMPARE(bare.sizeHint().width(), bare.style()->pixelMetric(QStyle::PM_IndicatorWidth));
}

void TestTheme::aSortedHeadingStaysOverItsNumbers() {
    QStandardItemModel model(0, 1);
    model.setHeaderData(0, Qt::Horizontal, QStringLiteral("#"));
    model.setHeaderData(0, Qt::Horizontal, static_cast<int>(Qt::AlignRight | Qt::AlignVCenter), Qt::TextAlignmentRole);
    QHeaderView header(Qt::Horizontal);
    header.setModel(&model);
    header.setSectionsClickable(true);
    header.resize(100, 24);
    header.resizeSection(0, 48); // less than a name and an arrow beside each other took
    const auto ink = [&header] { // the columns of pixels where something is drawn
        const QImage image = header.grab().toImage();
        QVector<int> columns;
        for (int x = 0; x < 48; ++x)
            for (int y = 4; y < 18; ++y)
                if (image.pixelColor(x, y) != image.pixelColor(0, 4)) {
                    columns << x;
                    break;
                }
        return columns;
    };
    const auto plain = ink();
    header.setSortIndicatorShown(true);
    header.setSortIndicator(0, Qt::DescendingOrder);
    const auto sorted = ink();
    QVERIFY(!plain.isEmpty());
    QCOMPARE(sorted.last(), plain.last());
    QVERIFY2(sorted.size() > plain.size(), "the arrow is not drawn");
}

void TestTheme::hairlinesAreOneDevicePixel() {
    for (const double scale : {1.0, 1.25, 1.5, 2.0}) {
        for (int y = 0; y < 20; ++y) {
            QImage image(60, 60, QImage::Format_RGB32);
            image.fill(themed(Token::Base));
            image.setDevicePixelRatio(scale);
            QPainter p(&image);
            paint::hairline(p, QRect(0, y, 20, 1));
            p.end();
            int drawn = 0;
            for (int row = 0; row < image.height(); ++row) drawn += image.pixelColor(5, row) != themed(Token::Base);
            QCOMPARE(drawn, 1);
        }
    }
}

void TestTheme::tracksShowInEveryTheme() {
    for (const auto choice : {ThemeChoice::Dark, ThemeChoice::HighContrast, ThemeChoice::Light}) {
        Theme::instance().setChoice(choice);
        QImage image(100, 20, QImage::Format_RGB32);
        image.fill(themed(Token::Base));
        QPainter p(&image);
        paint::moneyBar(p, QRectF(0, 6, 100, 8), {10, 0, 0, 0, 100});
        p.end();
        QVERIFY(image.pixelColor(99, 10) != themed(Token::Base)); // where the whole ends
    }
}

void TestTheme::noOtherFileHoldsAColour() {
    const QRegularExpression hex(QStringLiteral("\"#[0-9A-Fa-f]{6}\"|0x[0-9A-Fa-f]{6}\\b|Qt::(red|green|blue|black|white|gray)\\b"));
    const QDir dir(QStringLiteral(RLMSCOPE_SOURCE_DIR "/src/views"));
    for (const QString& file : dir.entryList({QStringLiteral("*.cpp"), QStringLiteral("*.h")})) {
        if (file == QLatin1String("tokens.cpp"))
            continue;
        QFile f(dir.filePath(file));
        QVERIFY(f.open(QIODevice::ReadOnly));
        const auto match = hex.match(QString::fromUtf8(f.readAll()));
        QVERIFY2(!match.hasMatch(), qPrintable(file + QStringLiteral(": ") + match.captured()));
    }
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
