#pragma once
// What protects the worker and the machine from a cell: limits, the interrupt signal, descriptors 0 to 2.
#include <cstdint>

namespace rlmscope::repl {

/// Before anything else: die with the host, no new privileges, no core files, our signal dispositions.
void protectProcess();

/// Before any code of others runs, and after the last descriptor was sent: how many files a cell may have open.
void limitFiles();

/// Data limit = what the process uses now + `bytes`. While a cell runs the soft limit holds; outside, a reserve on top
/// of it lets us report what happened (a failed allocation in our own code would end the worker).
void setMemoryLimit(std::int64_t bytes);

/// A cell begins or ends: signals may interrupt, the memory limit is tight.
void cellBegins();
void cellEnds();

/// Installs the handler of SIGINT: it interrupts Python, and only while a cell runs.
void installInterruptHandler();
/// Interrupted since the cell began.
bool cellWasInterrupted();
/// A signal arrived that the main thread has not looked at. Resets.
bool takeSignal();
/// The same without resetting; for use between blocking SIGINT and ppoll.
bool signalPending();

/// Keeps private duplicates of descriptors 1 and 2; again in a copy of this process, after they were replaced.
void keepStandardStreams();
/// One of those duplicates.
bool isOurDescriptor(int fd);
/// Puts descriptors 0 to 2 back when a cell closed or replaced them.
void repairStandardStreams();
/// Writes to our own duplicate of stdout (1) or stderr (2).
void writeStandard(int which, const char* bytes, unsigned long length);

/// Set in a child that the cell forked.
bool isForkedChild();
void watchForks(void (*inChild)());

} // namespace rlmscope::repl
