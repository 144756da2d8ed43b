// Cells that loop, swallow interrupts, end their process, eat memory, break the interpreter and print without end.
#include "repl/hostile.h"

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

const char* const Interrupted = "interrupted: cell ran longer than 0.5 s";
const char* const TooLong = "killed: cell ran longer than 0.5 s";
const char* const NoMemory = "(MemoryError.*|OSError: \\[Errno (12|28|27|38|1|24)\\].*|killed: memory limit.*|PermissionError.*|RuntimeError: can't start new thread)";

HostileCell interruptible(const char* name, const char* code) {
    return {.name = name, .code = code, .status = "interrupted", .cause = Interrupted, .out = ".*", .seconds = 0.5};
}
HostileCell unstoppable(const char* name, const char* code) {
    return {.name = name, .code = code, .status = "killed", .cause = TooLong, .out = ".*", .seconds = 0.5};
}
HostileCell ends(const char* name, const char* code, const char* cause) {
    return {.name = name, .code = code, .status = "died", .cause = cause, .out = ".*"};
}
HostileCell memory(const char* name, const char* code) {
    return {.name = name, .code = code, .status = "raised|killed", .cause = NoMemory, .out = ".*", .after = After::Either, .seconds = 60, .memory = 300'000'000};
}

const std::vector<HostileCell> Loops{
    interruptible("loop", "while True: pass"),
    interruptible("sleep", "time.sleep(100)"),
    interruptible("big number", "10**10**8"),
    interruptible("regular expression", "import re; re.match('(a+)+b', 'a' * 60)"),
    interruptible("finally", "def f():\n  try:\n    while True: pass\n  finally: x = 1\nf()"),
    interruptible("asyncio", "import asyncio\nawait asyncio.sleep(100)"),
    interruptible("asyncio that spins", "import asyncio\nasync def f():\n  while True: await asyncio.sleep(0)\nawait f()"),
    interruptible("event", "import threading; threading.Event().wait()"),
    interruptible("lock", "import threading; l = threading.Lock(); l.acquire(); l.acquire()"),
    interruptible("join", "import threading; t = threading.Thread(target=time.sleep, args=(3,), daemon=True); t.start(); t.join()"),
    interruptible("queue", "import queue; queue.Queue().get()"),
    interruptible("reads a pipe", "r, w = os.pipe(); os.read(r, 1)"),
    interruptible("select", "import select; select.select([], [], [])"),
    interruptible("sleeps in C", "_libc.sleep(100)\nwhile True: pass"),
    interruptible("trace function", "sys.settrace(lambda *a: None)\nwhile True: x = 1"),
    interruptible("endless output", "while True: print('x' * 1000)"),
    interruptible("endless output on both streams", "while True: print('x' * 70000); print('y' * 70000, file=sys.stderr)"),
    unstoppable("loop in C", "sum(range(10**12))"),
    unstoppable("loop in C that holds the lock", "import itertools, collections\ncollections.deque(itertools.count(), maxlen=0)"),
    unstoppable("C function that holds the lock", "m = ctypes.create_string_buffer(64)\nfor i in range(2): ctypes.PyDLL(None).pthread_mutex_lock(m)"),
    unstoppable("swallowed exceptions", "while True:\n  try:\n    for i in iter(int, 1): x = i\n  except BaseException: pass"),
    unstoppable("ignored signal", "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"),
    unstoppable("own handler", "import signal; signal.signal(signal.SIGINT, lambda *a: None)\nwhile True: pass"),
    unstoppable("blocked signal", "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\nwhile True: pass"),
    unstoppable("waits for the signal", "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, [2])\nwhile True: signal.sigwait([2])"),
    unstoppable("handler in C", "_libc.signal(2, 1)\nwhile True: pass"),
    unstoppable("destructor", "class D:\n  def __del__(self):\n    while True:\n      try:\n        for i in iter(int, 1): x = i\n      except BaseException: pass\nd = D(); del d"),
    unstoppable("stops itself", "import signal; os.kill(os.getpid(), signal.SIGSTOP)\nwhile True: pass"),
    unstoppable("stops itself from a thread", "import signal, threading\nthreading.Thread(target=lambda: os.kill(os.getpid(), signal.SIGSTOP)).start()\nwhile True: pass"),
    // Two loops: an interrupt may come between the inner `try` and its next turn, where that catches nothing.
    unstoppable("asks for ever", "while True:\n  try:\n    while True:\n      try: llm_query('x')\n      except BaseException: pass\n  except BaseException: pass"),
    unstoppable("interrupt hook", "class K(BaseException): pass\nimport builtins\ndef f(*a): return None\nimport signal\nsignal.signal(2, f); signal.siginterrupt(2, False)\nwhile True:\n  try: time.sleep(1)\n  except BaseException: pass"),
    unstoppable("threads that spin", "import threading, signal\nsignal.signal(2, signal.SIG_IGN)\ndef f():\n  while True: pass\nfor i in range(8): threading.Thread(target=f).start()\nf()"),
    {.name = "a lock is never released at the end", .code = "import threading\ndef f():\n  while True: pass\nfor i in range(4): threading.Thread(target=f, daemon=True).start()", .out = ".*", .seconds = 5},
    {.name = "switch interval", .code = "import threading\ndef f():\n  while True: pass\nthreading.Thread(target=f, daemon=True).start()\nsys.setswitchinterval(1000)", .status = "ok|killed|interrupted", .cause = ".*", .after = After::Ends, .seconds = 3},
    {.name = "alarm storm", .code = "import signal\nsignal.signal(signal.SIGALRM, lambda *a: 1 / 0)\nsignal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)\nwhile True: pass", .status = "raised", .cause = "ZeroDivisionError.*", .out = ".*", .after = After::Ends},
    ends("alarm that nobody handles", "import signal\nsignal.alarm(1)\ntime.sleep(30)", "ended by signal Alarm clock"),
};

const std::vector<HostileCell> Ends{
    ends("os._exit", "os._exit(3)", "exited with code 3 \\(os._exit\\)"),
    ends("os._exit 0", "os._exit(0)", "exited with code 0 \\(os._exit\\)"),
    ends("exit in a thread", "import threading\nthreading.Thread(target=lambda: os._exit(4)).start()\ntime.sleep(10)", "exited with code 4 \\(os._exit\\)"),
    ends("exit by number", "call(231, 5)", "exited with code 5 \\(os._exit\\)"),
    ends("our own exit codes", "os._exit(96)", "(closed its control channel|exited with code 96.*)"),
    ends("main thread exits alone", "import threading\nthreading.Thread(target=time.sleep, args=(1,)).start()\ncall(60, 0)", "(exited with code 0 .*|.*)"),
    ends("abort", "os.abort()", "aborted \\(SIGABRT\\)"),
    ends("segmentation fault", "ctypes.string_at(0)", "segmentation fault"),
    ends("jump into nowhere", "ctypes.CFUNCTYPE(None)(1)()", "segmentation fault"),
    ends("kills itself", "import signal; os.kill(os.getpid(), signal.SIGKILL)", "killed from outside \\(the system may have run out of memory\\)"),
    ends("SIGFPE", "import signal; os.kill(os.getpid(), signal.SIGFPE); time.sleep(1)", "arithmetic error \\(SIGFPE\\)"),
    ends("SIGTERM", "import signal; os.kill(os.getpid(), signal.SIGTERM); time.sleep(1)", "ended by signal Terminated"),
    ends("SIGXCPU", "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass", "(killed: processor time limit|killed from outside.*)"),
    ends("faulthandler", "import faulthandler; faulthandler._sigsegv()", "segmentation fault"),
    ends("faulthandler's timer", "import faulthandler; faulthandler.dump_traceback_later(0.2, exit=True)\nwhile True: pass", "exited with code 1 \\(os._exit\\)"),
    ends("stack of a thread", "import threading\nthreading.stack_size(256 * 1024)\nsys.setrecursionlimit(10**6)\ndef f(): return f()\ndef g(n): return [] if n == 0 else [g(n - 1)]\nx = None\nfor i in range(10**5): x = [x]\nt = threading.Thread(target=lambda: repr(x)); t.start(); t.join()",
        "(segmentation fault|.*)"),
    ends("mapped file that shrinks", "import mmap\nf = open('f', 'w+b'); f.write(bytes(8192)); f.flush()\nm = mmap.mmap(f.fileno(), 8192); f.truncate(0); m[5000]", "bus error"),
    {.name = "kills its group", .code = "os.killpg(0, 9); time.sleep(5)", .status = "died|raised", .cause = "(killed from outside.*|PermissionError.*)"},
    {.name = "sys.exit", .code = "sys.exit(3)", .cause = "", .out = ".*"},
    {.name = "exit functions", .code = "import atexit\natexit.register(lambda: time.sleep(100))\natexit._run_exitfuncs if False else None\nimport threading\nthreading._register_atexit(lambda: time.sleep(100))"},
    {.name = "recursion", .code = "def f(): return f()\nf()", .status = "raised", .cause = "RecursionError.*"},
    {.name = "recursion without a limit", .code = "sys.setrecursionlimit(10**9)\ndef f(n): return f(n + 1)\nf(0)", .status = "raised|died|killed|interrupted", .cause = ".*", .after = After::Either, .seconds = 3, .memory = 300'000'000},
    {.name = "recursion in C", .code = "sys.setrecursionlimit(10**9)\nx = None\nfor i in range(10**6): x = [x]\nrepr(x)", .status = "raised|died", .cause = "(segmentation fault|RecursionError.*|MemoryError.*)", .after = After::Either},
    {.name = "recursion of comparisons", .code = "sys.setrecursionlimit(10**9)\nclass A:\n  def __eq__(s, o): return s == o\n  __hash__ = None\nA() == A()", .status = "raised|died|killed|interrupted", .cause = ".*", .after = After::Either, .seconds = 3, .memory = 300'000'000},
    {.name = "100k parentheses", .code = "x = " + std::string(100'000, '(') + "1" + std::string(100'000, ')'), .status = "raised", .cause = "(SyntaxError|MemoryError|RecursionError).*"},
    {.name = "100k parentheses in eval", .code = "eval('(' * 100_000 + ')' * 100_000)", .status = "raised", .cause = "(SyntaxError|MemoryError|RecursionError).*"},
    {.name = "deep tree", .code = "import ast\nx = ast.Constant(1)\nfor i in range(10**5): x = ast.UnaryOp(ast.USub(), x)\neval(compile(ast.fix_missing_locations(ast.Expression(x)), 'x', 'eval'))",
        .status = "raised|died", .cause = "(RecursionError.*|segmentation fault|MemoryError.*)", .after = After::Either},
    {.name = "marshal junk", .code = "import marshal\nfor i in range(20000):\n  try: marshal.loads(os.urandom(40))\n  except Exception: pass", .status = "ok|raised|died|interrupted|killed", .cause = ".*", .after = After::Either, .seconds = 3},
};

const std::vector<HostileCell> Memory{
    memory("small lists", "x = []\nwhile True: x.append([0] * 10)"),
    memory("bytes", "x = []\nwhile True: x.append(b'x' * 1_000_000)"),
    memory("one array", "x = bytearray(10**12)"),
    memory("dict", "x = {}\nfor i in range(10**9): x[i] = str(i)"),
    memory("text", "x = 'a'\nwhile True: x += x"),
    memory("malloc in C", "_libc.malloc.restype = ctypes.c_void_p\nwhile True:\n  p = _libc.malloc(10**7)\n  if not p: raise MemoryError\n  ctypes.memset(p, 1, 10**7)"),
    memory("private mapping", "import mmap\nx = []\nwhile True: m = mmap.mmap(-1, 10**7, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS); m[:] = b'x' * len(m); x.append(m)"),
    [] { auto c = memory("shared mapping", "import mmap\nx = []\nfor i in range(100): m = mmap.mmap(-1, 10**7); m[:] = b'x' * len(m); x.append(m)\nprint('ESCAPED')"); c.needs = Needs::Calls; return c; }(),
    [] { auto c = memory("mapping that grows down", "_libc.mmap.restype = ctypes.c_void_p\n_libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]\n"
        "p = _libc.mmap(None, 10**9, 3, 0x122, -1, 0)\nif p in (None, 2**64 - 1): raise MemoryError\nctypes.memset(p, 1, 10**9)\nprint('ESCAPED')"); c.needs = Needs::Calls; return c; }(),
    [] { auto c = memory("memory file", "fd = os.memfd_create('x')\nfor i in range(100): os.write(fd, b'x' * 10**7)\nprint('ESCAPED')"); c.needs = Needs::Calls; return c; }(),
    memory("one big file", "with open('f', 'wb') as f: f.truncate(2 << 30)"),
    memory("many descriptors", "x = []\nwhile True: x.append(os.pipe())"),
    memory("thread bomb", "import threading\ndef f(): time.sleep(2)\nwhile True: threading.Thread(target=f, daemon=True).start()"),
    memory("stack of threads", "import threading\nthreading.stack_size(200_000_000)\nfor i in range(20): threading.Thread(target=time.sleep, args=(2,), daemon=True).start()"),
    {.name = "many small files", .code = "for i in range(20_000): open('f%d' % i, 'w').close()\nprint('made')", .status = "ok|raised", .cause = ".*", .out = ".*", .seconds = 60},
    {.name = "memory in the worker's own code", .code = "x = 'ä' * 60_000_000\ny = llm_query_batched([x] * 4)", .status = "raised|killed|ok", .cause = ".*emory.*|", .after = After::Either, .memory = 150'000'000},
    {.name = "objects that never end", .code = "def g():\n  while True: yield 'x' * 100_000\nprint(''.join(g()))", .status = "raised", .cause = "MemoryError.*", .seconds = 60, .memory = 300'000'000},
};

} // namespace

class TestReplHostileControl : public QObject {
    Q_OBJECT
    std::unique_ptr<HostileWorld> m_world;

private Q_SLOTS:
    void initTestCase() { m_world = std::make_unique<HostileWorld>(); }
    void cleanupTestCase() { m_world.reset(); }
    void loop_data() { addHostileRows(Loops); }
    void loop() { runHostileRow(*m_world, Loops); }
    void end_data() { addHostileRows(Ends); }
    void end() { runHostileRow(*m_world, Ends); }
    void memory_data() { addHostileRows(Memory); }
    void memory() { runHostileRow(*m_world, Memory); }
};

HOSTILE_MAIN(TestReplHostileControl)
#include "tst_repl_hostile_control.moc"
