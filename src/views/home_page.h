#pragma once
// The first page: what this is, examples that run without a key, the models that are ready, recent traces.
// Shows what it is given; starts nothing by itself.
#include "views/model_source.h"

#include <QString>
#include <QVector>
#include <QWidget>

#include <memory>

class QListWidget;
class QListWidgetItem;
class QPushButton;
namespace Ui {
class HomePage;
}

namespace rlmscope {

struct ExampleItem {
    QString name; ///< key
    QString title, summary;
    QString icon = QStringLiteral("run");
    QString duration; ///< "1 min"
    QString tip;      ///< what it reads
};
struct RecentItem {
    QString path, title, detail;
    QString run = {}; ///< its id; empty = the newest of the file
};

class HomePage : public QWidget {
    Q_OBJECT
public:
    explicit HomePage(QWidget* parent = nullptr);
    ~HomePage() override;

    void setExamples(const QVector<ExampleItem>& examples); ///< the first one is the first button's
    /// Shows what is ready and follows it; the source outlives the page.
    void setModels(ModelSource* source);
    void setRecent(const QVector<RecentItem>& recent);
    void setAllRuns(int count); ///< in the library: the way there is offered
    /// False in a build that cannot run models: only opening traces is offered.
    void setCanRun(bool canRun);

Q_SIGNALS:
    void runExampleRequested(const QString& name);
    void newRunRequested();
    void openRequested();
    void openTraceRequested(const QString& path, const QString& run);
    void libraryRequested();
    void modelsRequested();
    void keyRequested(const QString& provider);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    QWidget* exampleRow(const ExampleItem& example);
    QWidget* providerRow(const ProviderItem& provider);
    void showModels();
    void makeDropCard();
    void fitList(QListWidget* list) const;
    void fit();
    void fitRecent();
    std::unique_ptr<Ui::HomePage> m_ui;
    QString m_first;
    QPushButton* m_allRuns = nullptr;
    QVector<ExampleItem> m_examples;
    ModelSource* m_source = nullptr;
};

} // namespace rlmscope
