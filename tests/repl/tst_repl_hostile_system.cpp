// Cells that make processes, send signals, and call the kernel by number: refused, and nothing comes of it.
// The numbers are those of x86-64.
#include "repl/hostile.h"

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

const char* const Caught = "(killed: .*|ended by signal .*|.*system call.*|[A-Z][A-Za-z]+Error.*)?";

const std::vector<HostileCell> Cells{
    // ---- processes
    {.name = "fork", .code = "no('fork', child, os.fork, also=('EAGAIN',))", .needs = Needs::Processes},
    {.name = "fork bomb", .code = "for i in range(150):\n  try:\n    if os.fork() == 0: time.sleep(60)\n  except OSError: pass\n"
                                  "print(len(os.listdir('.')))", .out = "0\n", .needs = Needs::Processes},
    {.name = "forkpty", .code = "no('forkpty', child, lambda: os.forkpty()[0], also=('EAGAIN', 'ENOENT'))", .needs = Needs::Processes},
    {.name = "fork by number", .code = "no('fork', child, lambda: call(57), also=('EAGAIN',))", .needs = Needs::Processes},
    {.name = "vfork by number", .code = "no('vfork', child, lambda: call(58), also=('EAGAIN',))", .needs = Needs::Processes},
    {.name = "clone", .code = "no('clone', child, lambda: call(56, 17, 0, 0, 0, 0), also=('EAGAIN',))", .needs = Needs::Processes},
    {.name = "clone with the parent's parent", .code = "no('clone', child, lambda: call(56, 0x8000 | 17, 0, 0, 0, 0), also=('EAGAIN',))", .needs = Needs::Processes},
    {.name = "clone as a snapshot does it", .code = "tid = ctypes.c_int(0)\n"
        "no('clone', child, lambda: call(56, 0x8000 | 0x1000000 | 0x200000 | 17, 0, 0, ctypes.byref(tid), 0), also=('EAGAIN',))", .needs = Needs::Processes},
    {.name = "clones of every flag", .code = "for bit in range(8, 32):\n  if bit in (8, 14, 16): continue\n"  // CLONE_VM, VFORK, THREAD need a stack
        "  no('clone %x' % (1 << bit), child, lambda: call(56, 1 << bit | 17, 0, 0, 0, 0), also=('EAGAIN', 'EINVAL'))", .needs = Needs::Processes},
    {.name = "clone into namespaces", .code = "for flag in (0x10000000, 0x20000, 0x40000000, 0x20000000, 0x08000000, 0x04000000, 0x02000000):\n"
        "  no('clone %x' % flag, child, lambda: call(56, flag | 17, 0, 0, 0, 0), also=('EAGAIN',))", .needs = Needs::Processes},
    {.name = "clone3", .code = "import struct\na = struct.pack('8Q', 0, 0, 0, 0, 17, 0, 0, 0)\nno('clone3', child, lambda: call(435, a, 64), also=('EAGAIN',))\n"
        "a = struct.pack('8Q', 0x8000, 0, 0, 0, 17, 0, 0, 0)\nno('clone3', child, lambda: call(435, a, 64), also=('EAGAIN',))", .needs = Needs::Processes},
    {.name = "clones from threads", .code = "import threading\ndef f():\n  for i in range(50):\n"
        "    no('clone', child, lambda: call(56, 0x8000 | 17, 0, 0, 0, 0), also=('EAGAIN',))\n"
        "ts = [threading.Thread(target=f) for i in range(8)]\nfor t in ts: t.start()\nfor t in ts: t.join()", .needs = Needs::Processes},
    {.name = "subprocess", .code = "import subprocess\nno('subprocess', lambda: subprocess.run(['/bin/true']), also=('EAGAIN',))", .needs = Needs::Calls},
    {.name = "popen", .code = "try: text = os.popen('id').read()\nexcept OSError: text = ''\nprint(text)", .out = "\n", .needs = Needs::Calls},
    {.name = "system", .code = "print(os.system('true'))", .out = "(?!0\n).*\n", .needs = Needs::Calls},
    {.name = "posix_spawn", .code = "no('spawn', lambda: os.posix_spawn('/bin/true', ['true'], {}), also=('EAGAIN',))", .needs = Needs::Calls},
    {.name = "exec", .code = "no('exec', lambda: os.execv('/bin/true', ['true']))\nno('exec', lambda: os.execv(sys.executable or '/usr/bin/python3', ['python3']))",
        .needs = Needs::Calls},
    {.name = "exec of a memory file", .code = "try: fd = os.memfd_create('x')\nexcept OSError: pass\nelse:\n"
        "  os.write(fd, b'#!/bin/true\\n')\n  argv = (ctypes.c_char_p * 2)(b'x', None)\n  raw('execveat', 322, fd, b'', argv, None, 0x1000)", .needs = Needs::Calls},
    {.name = "exec of an own file", .code = "open('x', 'w').write('#!/bin/sh\\n'); os.chmod('x', 0o777)\nno('exec', lambda: os.execv('./x', ['x']))", .needs = Needs::Calls},
    {.name = "multiprocessing", .code = "import multiprocessing\ndef f():\n  p = multiprocessing.get_context('fork').Process(target=print)\n  p.start(); p.join()\n"
        "no('process', f, also=('EAGAIN',))", .needs = Needs::Processes},
    {.name = "multiprocessing pool", .code = "import multiprocessing\nmultiprocessing.get_context('fork').Pool(2)", .status = "raised",
        .cause = "(PermissionError|OSError|BlockingIOError|FileNotFoundError|ImportError).*", .needs = Needs::Both},
    {.name = "process pool executor", .code = "import concurrent.futures as c\nwith c.ProcessPoolExecutor(2) as p: print(list(p.map(abs, [1])))", .status = "raised",
        .cause = "(NotImplementedError|PermissionError|OSError|BlockingIOError|FileNotFoundError|ImportError).*", .needs = Needs::Both},
    // ---- signals
    {.name = "signal to the parent", .code = "import signal\nfor pid in {HOST, os.getppid()}: no('kill', os.kill, pid, signal.SIGUSR1)", .needs = Needs::Processes},
    {.name = "is the parent there", .code = "no('kill 0', os.kill, HOST, 0)", .needs = Needs::Processes},
    {.name = "signal to everybody", .code = "no('kill -1', os.kill, -1, 0)\nno('kill 1', os.kill, 1, 0)", .needs = Needs::Processes},
    {.name = "signal to siblings and all around", .code = "no('sibling', os.kill, SIBLING, 23)\n"
        "for pid in range(max(2, os.getpid() - 300), os.getpid()): no('kill', os.kill, pid, 0, also=('ESRCH',))", .needs = Needs::Processes},
    {.name = "signal to other groups", .code = "for group in (HOST, SIBLING, os.getpgid(0) - 1): no('killpg', os.killpg, group, 0, also=('ESRCH',))", .needs = Needs::Processes},
    {.name = "signals by other calls", .code = "info = ctypes.create_string_buffer(128)\nraw('tkill', 200, HOST, 10)\nraw('tgkill', 234, HOST, HOST, 10)\n"
        "info[8] = b'\\xfe'\nraw('rt_sigqueueinfo', 129, HOST, 10, info)\nraw('rt_tgsigqueueinfo', 297, HOST, HOST, 10, info)", .needs = Needs::Processes},
    {.name = "signal by pidfd", .code = "def f():\n  fd = call(434, HOST, 0)\n  return call(424, fd, 10, 0, 0)\nno('pidfd', f)", .needs = Needs::Processes},
    {.name = "signal to the owner of a socket", .code = "import socket, fcntl\na, b = socket.socketpair()\ndef f():\n  fcntl.fcntl(a, 8, HOST)\n  fcntl.fcntl(a, 10, 10)\n"
        "  fcntl.fcntl(a, 4, os.O_ASYNC | os.O_NONBLOCK)\n  b.send(b'x')\n  time.sleep(0.2)\nno('F_SETOWN', f, also=('EINVAL',))", .needs = Needs::Calls},
    {.name = "signal to the owner, extended", .code = "import fcntl, struct\nr, w = os.pipe()\ndef f():\n  fcntl.fcntl(r, 15, struct.pack('ii', 1, HOST))\n"
        "  fcntl.fcntl(r, 10, 10)\n  fcntl.fcntl(r, 4, os.O_ASYNC)\n  os.write(w, b'x')\n  time.sleep(0.2)\nno('F_SETOWN_EX', f, also=('EINVAL',))", .needs = Needs::Calls},
    {.name = "signal to the owner by ioctl", .code = "import fcntl, struct, socket\na, b = socket.socketpair()\n"
        "no('FIOSETOWN', fcntl.ioctl, a, 0x8901, struct.pack('i', HOST))\nno('SIOCSPGRP', fcntl.ioctl, a, 0x8902, struct.pack('i', HOST))", .needs = Needs::Calls},
    {.name = "leaves its session", .code = "no('setsid', os.setsid)\nno('setpgid', os.setpgid, 0, os.getpgid(0) if os.getpgid(0) != os.getpid() else HOST)",
        .needs = Needs::Calls},
    {.name = "leaves its group and spins", .code = "import signal\ntry: os.setsid()\nexcept OSError: pass\nsignal.signal(2, signal.SIG_IGN)\nwhile True: pass",
        .status = "killed", .cause = "killed: cell ran longer than 1 s", .seconds = 1},
    {.name = "outlives its parent", .code = "for option, value in ((1, 0), (4, 1), (36, 1), (35, 1), (0x59616d61, -1)): raw('prctl %d' % option, 157, option, value, 0, 0, 0, also=('EINVAL',))",
        .needs = Needs::Calls},
    // ---- other processes
    {.name = "ptrace", .code = "raw('attach', 101, 16, SIBLING, 0, 0)\nraw('seize', 101, 0x4206, HOST, 0, 0)\nraw('traceme', 101, 0, 0, 0, 0)", .needs = Needs::Calls},
    {.name = "process_vm_readv", .code = "b = ctypes.create_string_buffer(64)\nclass V(ctypes.Structure): _fields_ = [('p', ctypes.c_void_p), ('n', ctypes.c_size_t)]\n"
        "mine = V(ctypes.addressof(b), 64)\nfor pid in (SIBLING, HOST, os.getpid()):\n"
        "  raw('readv', 310, pid, ctypes.byref(mine), 1, ctypes.byref(mine), 1, 0)\n  raw('writev', 311, pid, ctypes.byref(mine), 1, ctypes.byref(mine), 1, 0)",
        .needs = Needs::Calls},
    {.name = "pidfd_getfd", .code = "def f():\n  p = call(434, HOST, 0)\n  return [call(438, p, fd, 0) for fd in range(3, 9)]\nno('getfd', f)\n"
        "no('getfd', lambda: call(438, call(434, SIBLING, 0), 1, 0))", .needs = Needs::Calls},
    {.name = "kcmp, move_pages, process_madvise", .code = "raw('kcmp', 312, HOST, SIBLING, 2, 0, 0)\nraw('move_pages', 279, SIBLING, 0, 0, 0, 0, 0)\n"
        "raw('migrate_pages', 256, SIBLING, 0, 0, 0)\nraw('process_madvise', 440, 0, 0, 0, 0, 0)\nraw('process_mrelease', 448, 0, 0)", .needs = Needs::Calls},
    {.name = "limits of others", .code = "import resource\nno('prlimit', resource.prlimit, HOST, resource.RLIMIT_NOFILE)\nno('prlimit', resource.prlimit, SIBLING, resource.RLIMIT_NOFILE)",
        .needs = Needs::Calls},
    {.name = "priority of others", .code = "no('setpriority', os.setpriority, os.PRIO_PROCESS, SIBLING, 19)\nno('setaffinity', os.sched_setaffinity, SIBLING, {0})\n"
        "raw('ioprio_set', 251, 1, SIBLING, 0x6000)", .needs = Needs::Calls},
    {.name = "real-time priority", .code = "no('fifo', os.sched_setscheduler, 0, os.SCHED_FIFO, os.sched_param(50))\nno('nice', os.setpriority, os.PRIO_PROCESS, 0, -20)",
        .needs = Needs::Calls},
    // ---- the kernel
    {.name = "io_uring", .code = "p = ctypes.create_string_buffer(120)\nraw('setup', 425, 8, p)\nraw('enter', 426, 0, 0, 0, 0, 0, 0)\nraw('register', 427, 0, 0, 0, 0)", .needs = Needs::Calls},
    {.name = "userfaultfd", .code = "raw('userfaultfd', 323, 1)\nraw('userfaultfd', 323, 0)", .needs = Needs::Calls},
    {.name = "bpf", .code = "import struct\nattr = struct.pack('IIII', 2, 4, 4, 1) + bytes(56)\nraw('bpf', 321, 0, attr, 72)", .needs = Needs::Calls},
    {.name = "keys of the kernel", .code = "raw('keyctl', 250, 0, -3, 1, 0, 0)\nraw('add_key', 248, b'user', b'escaped-cell', b'x', 1, -4)\nraw('request_key', 249, b'user', b'x', None, 0)",
        .needs = Needs::Calls},
    {.name = "perf_event_open", .code = "import struct\na = struct.pack('IIQQQQQ', 1, 112, 0, 0, 0, 0, 1 << 5) + bytes(64)\nraw('perf', 298, a, 0, -1, -1, 0)", .needs = Needs::Calls},
    {.name = "unshare", .code = "for flag in (0x10000000, 0x20000, 0x40000000, 0x20000000, 0x08000000, 0x04000000, 0x400): raw('unshare %x' % flag, 272, flag)", .needs = Needs::Calls},
    {.name = "setns", .code = "raw('setns', 308, 0, 0)\nno('setns', lambda: call(308, call(434, HOST, 0), 0x40000000))", .needs = Needs::Calls},
    {.name = "mount", .code = "raw('mount', 165, b'none', b'/mnt', b'tmpfs', 0, None)\nraw('umount', 166, b'/mnt', 2)\nraw('pivot_root', 155, b'/', b'/')\nraw('fsopen', 430, b'tmpfs', 0)\n"
        "raw('open_tree', 428, -100, b'.', 1)\nraw('move_mount', 429, -100, b'.', -100, b'.', 0)\nraw('mount_setattr', 442, -100, b'.', 0, 0, 0)\nraw('fsconfig', 431, 0, 0, 0, 0, 0)",
        .needs = Needs::Calls},
    {.name = "chroot", .code = "os.mkdir('r')\nraw('chroot', 161, b'r')", .needs = Needs::Calls},
    {.name = "personality", .code = "raw('personality', 135, 0x0400000)\nraw('personality', 135, 0x0040000)", .needs = Needs::Calls},
    {.name = "the machine", .code = "raw('reboot', 169, 1, 2, 3, 0)\nraw('sethostname', 170, 0, -1)\nraw('setdomainname', 171, 0, -1)\nraw('settimeofday', 164, 0, 0)\nraw('clock_settime', 227, 0, 0)\n"
        "raw('swapon', 167, 0, 0)\nraw('init_module', 175, 0, 0, 0)\nraw('finit_module', 313, -1, 0, 0)\nraw('delete_module', 176, 0, 0)\nraw('kexec', 246, 0, 0, 0, 0)\nraw('acct', 163, b'x')\n"
        "raw('quotactl', 179, 0, 0, 0, 0)\nraw('adjtimex', 159, 0)\nraw('iopl', 172, 0)\nraw('ioperm', 173, 0, 0, 0)\nraw('syslog', 103, 10, 0, 0)", .needs = Needs::Calls},
    {.name = "rare calls", .code = "raw('modify_ldt', 154, 0, 0, 0)\nraw('name_to_handle', 303, -100, b'.', 0, 0, 0)\nraw('open_by_handle', 304, -100, 0, 0)\nraw('fanotify', 300, 0, 0)\n"
        "raw('lookup_dcookie', 212, 0, 0, 0)\nraw('vmsplice', 278, 0, 0, 0, 0x7fff, also=('EBADF',))\nraw('memfd_secret', 447, 0)\nraw('shmget', 29, 0, 4096, 0o1600)\nraw('msgget', 68, 0, 0o1600)\n"
        "raw('semget', 64, 0, 1, 0o1600)\nraw('mq_open', 240, b'escaped-cell', 0o102, 0o600, None)\nraw('uselib', 134, b'x')\nraw('sysfs', 139, 3)\nraw('ustat', 136, 0, 0)", .needs = Needs::Calls},
    {.name = "numbers that are none", .code = "for n in (-1, 1000, 10**6, 0x3fffffff, 512, 547): raw(str(n), n, 0, 0, 0)", .needs = Needs::Calls},
    {.name = "x32 calls", .code = "for n in (39, 41, 57, 59, 2): raw('x32 %d' % n, 0x40000000 | n, 0, 0, 0)", .status = "ok|died", .cause = Caught, .needs = Needs::Calls},
    {.name = "int 0x80", .code =
        "import mmap\nm = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)\n"
        "m.write(bytes([0x53, 0xb8, 20, 0, 0, 0, 0xcd, 0x80, 0x5b, 0xc3]))\n" // push rbx; mov eax, 20 (getpid); int 0x80; pop rbx; ret
        "f = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(m)))\nr = f()\nprint('ESCAPED' if r > 0 else 'refused')",
        .status = "ok|died|raised", .cause = Caught, .out = "(refused\n)?", .needs = Needs::Calls},
    {.name = "capabilities", .code = "import struct\nno('capset', lambda: call(126, struct.pack('Ii', 0x20080522, 0), struct.pack('6I', 1, 1, 1, 0, 0, 0)))\n"
        "for line in () if True else open('/proc/self/status'): print(line)\nb = ctypes.create_string_buffer(24)\nh = struct.pack('Ii', 0x20080522, 0)\n"
        "try: call(125, h, b); print(struct.unpack('6I', b.raw)[:2])\nexcept OSError: print((0, 0))", .out = "\\(0, 0\\)\n", .needs = Needs::Calls},
    {.name = "other users", .code = "no('setuid', os.setuid, 65533)\nno('setgid', os.setgid, 65533)\nno('setresuid', os.setresuid, 1, 1, 1)\nno('setgroups', os.setgroups, [0])", .needs = Needs::Calls},
    {.name = "raises its limits", .code = "import resource\nfor what in (resource.RLIMIT_DATA, resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE, resource.RLIMIT_CPU, resource.RLIMIT_CORE):\n"
        "  soft, hard = resource.getrlimit(what)\n  try: resource.setrlimit(what, (-1, -1))\n  except (ValueError, OSError): pass\n  else: print('ESCAPED', what, hard)", .needs = Needs::Calls},
};

} // namespace

class TestReplHostileSystem : public QObject {
    Q_OBJECT
    std::unique_ptr<HostileWorld> m_world;

private Q_SLOTS:
    void initTestCase() {
#ifndef __x86_64__
        QSKIP("the numbers of the system calls are those of x86-64");
#endif
        m_world = std::make_unique<HostileWorld>();
    }
    void cleanupTestCase() { m_world.reset(); }

    /// What is in force is said as it is: RLMSCOPE_WORKER_WITHOUT takes layers away, a kernel may lack some.
    void saysWhatIsMissing() {
        const auto list = qgetenv("RLMSCOPE_WORKER_WITHOUT").split(',');
        auto repl = m_world->start(m_world->spec());
        const auto sandbox = repl->sandbox();
        const std::string text = sandbox.text();
        const bool files = m_world->has(Needs::Files), calls = m_world->has(Needs::Calls);
        QVERIFY2(sandbox.level == (files && calls ? SandboxLevel::Full : files || calls ? SandboxLevel::Partial : SandboxLevel::Limits), text.c_str());
        const auto says = [&](const char* word, bool wanted) {
            QVERIFY2((text.find(word) != std::string::npos) == wanted, (text + ": " + word).c_str());
        };
        says("Landlock", !files);
        says("seccomp", !calls);
        says("no snapshots", calls && list.contains("notify"));
        if (list.contains("namespaces") || qEnvironmentVariableIsSet("RLMSCOPE_TEST_NO_USERNS")) says("namespaces", true);
        auto spec = m_world->spec();
        spec.requiredSandbox = SandboxLevel::Full;
        const auto strict = m_world->factory().start(spec, {});
        QCOMPARE(strict.ok(), sandbox.level == SandboxLevel::Full);
        if (!strict.ok()) VERIFY_HAS(strict.error().text(), "sandbox");
        const auto snapshot = repl->snapshot();
        QVERIFY2(snapshot.held || !snapshot.reason.empty(), "a refused snapshot says why");
        QCOMPARE(snapshot.held, !list.contains("notify") || list.contains("seccomp"));
    }
    void cell_data() { addHostileRows(Cells); }
    void cell() { runHostileRow(*m_world, Cells); }
};

HOSTILE_MAIN(TestReplHostileSystem)
#include "tst_repl_hostile_system.moc"
