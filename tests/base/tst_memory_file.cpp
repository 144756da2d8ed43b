// Files in memory that are sealed: nobody may write to them, and what passes is waited for.
#include "base/memory_file.h"

#include <QTest>

#include <chrono>
#include <thread>

#include <sys/mman.h>
#include <unistd.h>

using namespace rlmscope;

class TestMemoryFile : public QObject {
    Q_OBJECT

    static constexpr std::size_t Size = 4096;

    static int made() {
        const int fd = makeMemoryFile("rlmscope-tst");
        return fd >= 0 && ftruncate(fd, Size) == 0 ? fd : -1;
    }
    /// Somebody who can write to it.
    static void* writable(int fd) { return fd < 0 ? MAP_FAILED : mmap(nullptr, Size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0); }

private Q_SLOTS:
    void isSealed() {
        const int fd = made();
        QVERIFY(fd >= 0);
        QVERIFY(sealMemoryFile(fd));
        QCOMPARE(pwrite(fd, "x", 1, 0), ssize_t{-1});
        close(fd);
    }

    void waitsForWhatPasses() {
        const int fd = made();
        void* page = writable(fd);
        QVERIFY(page != MAP_FAILED);
        std::thread passes([page] {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
            munmap(page, Size);
        });
        bool sealed = false; // on a busy machine the other thread may need more than one wait
        for (int i = 0; i < 100 && !sealed; ++i) sealed = sealMemoryFile(fd);
        QVERIFY(sealed);
        passes.join();
        close(fd);
    }

    void refusesWhoGoesOnWriting() {
        const int fd = made();
        void* page = writable(fd);
        QVERIFY(page != MAP_FAILED);
        QVERIFY(!sealMemoryFile(fd));
        munmap(page, Size);
        close(fd);
    }
};

QTEST_APPLESS_MAIN(TestMemoryFile)
#include "tst_memory_file.moc"
