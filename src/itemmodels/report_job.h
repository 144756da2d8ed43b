#pragma once
// Makes the report of a run on a thread of its own, from the trace file. GUI thread only.
#include "base/result.h"
#include "exchange/report.h"

#include <QByteArray>
#include <QObject>
#include <QString>

#include <thread>

namespace rlmscope {

class ReportJob : public QObject {
    Q_OBJECT
public:
    enum class Format { Page, Data };

    explicit ReportJob(QObject* parent = nullptr);
    ~ReportJob() override; ///< waits for the thread

    /// One at a time; what an earlier start() made is not announced any more. `options.reencode` is set here: pictures are
    /// decoded and written anew by Qt.
    void start(const QString& trace, RunId run, Format format, ReportOptions options = {});
    bool isRunning() const { return m_running; }

Q_SIGNALS:
    void ready(const QByteArray& text);
    void failed(const rlmscope::Error& error);

private:
    std::jthread m_thread;
    int m_turn = 0; ///< of the newest start()
    bool m_running = false;
};

/// PNG made from the pixels of a PNG, JPEG or WebP; nothing when it is none of them, broken, or larger than 40 megapixels.
std::optional<ReportImage> reencodedPicture(std::string_view mime, std::string_view bytes);

} // namespace rlmscope
