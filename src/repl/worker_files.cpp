// Calls whose texts are in memory files: the files are granted, written by the worker, taken over, read aside.
#include "repl/worker_host.h"
#include "repl/worker_state.h"

#include <fcntl.h>

namespace rlmscope::repl {

void WorkerHost::handleFile(const FileMessage& message) {
    Lock lock(m_mutex);
    if (m_calls.contains(message.call) || !m_textFiles.ask(message.call, message.bytes)) {
        lock.unlock();
        return protocolError("it asked for a strange memory file");
    }
    grantFiles();
}

void WorkerHost::grantFiles() {
    m_textFiles.settle([this](std::uint64_t call) { return m_calls.contains(call); });
    while (const auto grant = m_textFiles.next()) {
        // A duplicate of its own goes on the way: the worker may have given the file back before it has left.
        UniqueFd copy(grant->fd >= 0 ? fcntl(grant->fd, F_DUPFD_CLOEXEC, 0) : -1);
        if (!copy) {
            m_textFiles.giveBack(grant->id);
            send(fileMessage(grant->id, "there are no memory files"));
            continue;
        }
        m_files.push_back(copy.get());
        m_ownFiles.push_back(std::move(copy));
        send(fileMessage(grant->id));
    }
}

void WorkerHost::handleBigCall(BigCallMessage message) {
    struct Task {
        Frame frame;
        TextFiles::Taken file;
    };
    const auto task = std::make_shared<Task>();
    const auto call = std::make_shared<Call>();
    call->items = message.items;
    const std::uint64_t id = message.call;
    {
        Lock lock(m_mutex);
        auto file = m_textFiles.take(message.file, id);
        // The call is open from now on: the cell waits, and may be interrupted.
        if (!file || !openCall(id, call)) {
            lock.unlock();
            return protocolError(file ? "it made the same call twice, or too many at once" : "it named a memory file that it does not have");
        }
        *task = {std::move(message.frame), std::move(*file)};
    }
    m_loop.aside([weak = weak_from_this(), task, id] {
        const auto read = std::make_shared<Result<CallMessage>>(completeCall(task->frame, std::move(task->file.fd), task->file.bytes));
        if (const auto self = weak.lock())
            self->m_loop.post([weak, read, id] {
                if (const auto there = weak.lock()) there->bigCallRead(id, std::move(*read));
            });
    });
}

void WorkerHost::bigCallRead(std::uint64_t id, Result<CallMessage> message) {
    std::shared_ptr<Call> call;
    {
        const Lock lock(m_mutex);
        const auto found = m_calls.find(id);
        if (found == m_calls.end()) return; // nobody waits for it any more
        call = found->second;
    }
    if (!message && message.error().kind == ErrorKind::Worker) return protocolError(message.error().message);
    if (message && message->request.items.size() != call->items) return protocolError("a call with the wrong number of texts");
    if (message) return handOn(id, call, std::move(message->request));
    answer(id, std::vector<Result<std::string>>(call->items, message.error()));
}

} // namespace rlmscope::repl
