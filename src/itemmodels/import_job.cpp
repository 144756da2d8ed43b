#include "itemmodels/import_job.h"

#include "exchange/log_files.h"

#include <QFileInfo>
#include <QMetaObject>

namespace rlmscope {
namespace {

std::filesystem::path pathOf(const QString& path) { return std::filesystem::path(path.toStdString()); }
QString textOf(const std::filesystem::path& path) { return QString::fromStdString(path.string()); }

GivenFiles sorted(const QStringList& paths, const std::stop_token& stop) {
    GivenFiles out;
    for (const auto& path : paths) {
        if (stop.stop_requested()) break;
        const QFileInfo info(path);
        if (info.isDir()) {
            if (!isFolderOfLogs(pathOf(path))) {
                out.other << path;
                continue;
            }
            for (const auto& file : logsBelow(pathOf(path))) out.logs << textOf(file);
            out.logsFrom << path;
        } else if (looksLikeTrace(pathOf(path)) || path.endsWith(QLatin1String(".rlmscope"))) {
            out.traces << path;
        } else if (looksLikeLog(pathOf(path))) {
            out.logs << path;
            out.logsFrom << path;
        } else {
            out.other << path;
        }
    }
    return out;
}

} // namespace

ImportJob::ImportJob(QObject* parent) : QObject(parent) {
    m_timer.setInterval(100);
    connect(&m_timer, &QTimer::timeout, this, &ImportJob::drain);
}

ImportJob::~ImportJob() {
    m_cancel.cancel();
    m_looker.request_stop();
    if (m_looker.joinable()) m_looker.join();
    if (m_thread.joinable()) m_thread.join();
}

void ImportJob::look(const QStringList& paths) {
    const int turn = ++m_look;
    m_looker.request_stop();
    m_looker = std::jthread([this, turn, paths](const std::stop_token& stop) {
        auto files = sorted(paths, stop);
        QMetaObject::invokeMethod(this, [this, turn, files = std::move(files)] {
            if (turn == m_look) Q_EMIT looked(files);
        });
    });
}

void ImportJob::start(const QStringList& paths, const QString& folder) {
    if (m_running) return;
    if (m_thread.joinable()) m_thread.join();
    m_cancel = CancelSource();
    m_shared = std::make_shared<Shared>();
    m_progress = {};
    m_running = true;
    m_told = false;
    m_clock.start();
    m_timer.start();
    m_thread = std::jthread([shared = m_shared, paths, folder = pathOf(folder), token = m_cancel.token()] {
        std::vector<std::filesystem::path> files;
        for (const auto& path : paths) {
            if (!QFileInfo(path).isDir()) {
                files.push_back(pathOf(path));
                continue;
            }
            const auto below = logsBelow(pathOf(path));
            if (below.empty()) files.push_back(pathOf(path)); // says why
            files.insert(files.end(), below.begin(), below.end());
        }
        {
            const std::lock_guard lock(shared->mutex);
            shared->total = static_cast<int>(files.size());
        }
        ImportBatchOptions options;
        options.cancel = token;
        options.progress = [&](const ImportProgress& progress) {
            const std::lock_guard lock(shared->mutex);
            shared->progress = progress;
        };
        importEach(files, folder, options, [&](ImportedFile file) {
            const std::lock_guard lock(shared->mutex);
            ++shared->progress.done;
            shared->files.push_back(std::move(file));
        });
        const std::lock_guard lock(shared->mutex);
        shared->over = true;
    });
}

void ImportJob::cancel() { m_cancel.cancel(); }

void ImportJob::drain() {
    QVector<ImportedFile> files;
    bool over = false;
    int total = -1;
    {
        const std::lock_guard lock(m_shared->mutex);
        files.swap(m_shared->files);
        m_progress = m_shared->progress;
        over = m_shared->over;
        total = m_shared->total;
    }
    if (total >= 0 && !std::exchange(m_told, true)) Q_EMIT started(total);
    if (!files.isEmpty()) Q_EMIT imported(files);
    Q_EMIT progressed();
    if (!over) return;
    m_timer.stop();
    m_took = double(m_clock.elapsed()) / 1000;
    m_running = false;
    Q_EMIT finished(m_cancel.token().cancelled());
}

double ImportJob::secondsLeft() const {
    const auto now = seconds();
    if (now < 1 || m_progress.read == 0 || m_progress.bytes == 0) return -1;
    const auto left = double(m_progress.bytes - std::min(m_progress.bytes, m_progress.read));
    return left * now / double(m_progress.read);
}

} // namespace rlmscope
