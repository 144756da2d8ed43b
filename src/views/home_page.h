#pragma once
// The first page: what this is, examples that run without a key, the models that are ready, recent traces.
// Shows what it is given; starts nothing by itself.
#include <QString>
#include <QVector>
#include <QWidget>

#include <memory>

class QListWidget;
class QListWidgetItem;
namespace Ui {
class HomePage;
}

namespace rlmscope {

struct ExampleItem {
    QString name; ///< key
    QString title, summary;
    QString icon = QStringLiteral("run");
    QString duration; ///< "1 min"
};
struct ModelStateItem {
    QString name, detail; ///< "OpenAI", "key from OPENAI_API_KEY"
    bool ready = false;
    QString state;        ///< "ready", "no key", "not found"
};
struct RecentItem {
    QString path, title, detail;
};

class HomePage : public QWidget {
    Q_OBJECT
public:
    explicit HomePage(QWidget* parent = nullptr);
    ~HomePage() override;

    void setExamples(const QVector<ExampleItem>& examples); ///< the first one is the first button's
    void setModels(const QVector<ModelStateItem>& models, const QString& hint);
    void setRecent(const QVector<RecentItem>& recent);
    /// False in a build that cannot run models: only opening traces is offered.
    void setCanRun(bool canRun);

Q_SIGNALS:
    void runExampleRequested(const QString& name);
    void newRunRequested();
    void openRequested();
    void openTraceRequested(const QString& path);

private:
    QWidget* exampleRow(const ExampleItem& example);
    void fitList(QListWidget* list) const;
    std::unique_ptr<Ui::HomePage> m_ui;
    QString m_first;
    QVector<ExampleItem> m_examples;
    QVector<ModelStateItem> m_models;
};

} // namespace rlmscope
