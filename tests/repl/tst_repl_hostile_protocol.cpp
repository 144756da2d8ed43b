// Cells that talk to the host themselves, break their interpreter, and print what no terminal wants to see.
#include "repl/hostile.h"

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

const char* const Broke = "killed: broke the worker protocol \\(.*\\)";

HostileCell lie(const char* name, const std::string& code) {
    return {.name = name, .code = code + "\ntime.sleep(30)", .status = "killed", .cause = Broke, .out = ".*"};
}

/// The interpreter is hurt, which is its own affair; the cell behind it finds it whole.
HostileCell repaired(const char* name, const std::string& code) {
    return {.name = name, .code = code, .status = "ok|raised", .cause = ".*", .out = ".*"};
}
/// Nothing can make it whole; cells still end, and the host is not concerned.
HostileCell spoilt(const char* name, const std::string& code) {
    return {.name = name, .code = code, .status = "ok|raised|died|killed|interrupted", .cause = ".*", .out = ".*", .after = After::Ends, .seconds = 3};
}

const std::vector<HostileCell> Lies{
    lie("huge length", "say(b'\\xff\\xff\\xff\\x7f' * 100)"),
    lie("text", "say(b'hello hello hello hello')"),
    lie("zeros", "say(b'\\x00' * 100)"),
    lie("no json", "say(b'\\x08\\x00\\x00\\x00\\x04\\x00\\x00\\x00{{{{')"),
    lie("deep json", "say((4 + 10**6).to_bytes(4, 'little') + (10**6).to_bytes(4, 'little') + b'[' * 10**6)"),
    lie("unknown op", "say(frame(\"{'op':'x'}\"))"),
    lie("end of another cell", "say(frame(\"{'op':'done','cell':77,'status':'ok','parts':[0]}\"))"),
    lie("end of a past cell", "say(frame(\"{'op':'done','cell':1,'status':'ok','parts':[0]}\"))"),
    lie("ready again", "say(frame(\"{'op':'ready','python':'x','sandbox':'full'}\"))"),
    {.name = "failed", .code = "say(frame(\"{'op':'failed','message':'x'}\"))\nprint('goes on')", .status = "ok|killed", .cause = ".*", .out = "(goes on\n)?"},
    lie("hello again", "say(frame(\"{'op':'hello'}\"))"),
    lie("a copy that nobody asked for", "say(frame(\"{'op':'forked'}\"))"),
    lie("a value that nobody asked for", "say(frame(\"{'op':'value','id':1,'form':'text','type':'str','parts':[1,0]}\", b'x'))"),
    lie("answer", "say(frame(\"{'op':'answer','call':1,'parts':[1]}\", b'x'))"),
    lie("call without text", "say(frame(\"{'op':'call','call':9,'kind':'llm','batched':true,'parts':[]}\"))"),
    [] { auto c = lie("same call twice", "f = frame(\"{'op':'call','call':9,'kind':'llm','batched':false,'parts':[1]}\", b'x')\nsay(f, f)"); c.answered = false; return c; }(),
    lie("lengths that do not add up", "say(frame(\"{'op':'call','call':9,'kind':'llm','batched':false,'parts':[1000]}\", b'x'))"),
    lie("negative lengths", "say(frame(\"{'op':'call','call':9,'kind':'llm','batched':false,'parts':[-1,2]}\", b'x'))"),
    lie("frame behind a true one", "import threading\ndef f():\n  for i in range(1000): say(frame(\"{'op':'done','cell':%d,'status':'ok','parts':[0]}\" % i))\nthreading.Thread(target=f).start()\nllm_query('x')"),
    {.name = "own end, forged", .code = "say(frame(\"{'op':'done','cell':2,'status':'ok','interrupted':false,'exception':'','message':'','final':true,'variables':[],'parts':[0,3,3]}\", b'', b'\"f\"', b'\"f\"'))",
        .status = "ok|killed", .cause = ".*", .out = ".*", .after = After::Either},
    {.name = "claims an interrupt", .code = "say(frame(\"{'op':'done','cell':2,'status':'interrupted','interrupted':true,'exception':'KeyboardInterrupt','message':'','variables':[],'parts':[0]}\"))",
        .status = "raised|interrupted|killed", .cause = ".*", .after = After::Either},
    {.name = "variables that are not", .code = "rows = ','.join(\"['v%d','int',-1,'1',true,'',0]\" % i for i in range(200_000))\nsay(frame(\"{'op':'done','cell':2,'status':'ok','variables':[\" + rows + \"],'parts':[0]}\"))",
        .status = "ok|killed", .cause = ".*", .after = After::Either},
    {.name = "half a frame", .code = "say(b'\\x00\\x00\\x00\\x30\\x04\\x00\\x00\\x00')", .status = "killed", .cause = "killed: cell ran longer than 1 s", .seconds = 1},
    {.name = "half a frame, then nothing", .code = "say(frame(\"{'op':'done'}\")[:7])\ntime.sleep(100)", .status = "killed|interrupted|raised", .cause = "(killed|interrupted): (cell ran longer than 1 s|broke .*)", .after = After::Either, .seconds = 1},
    {.name = "a frame of 900 MB", .code = "fd = control(); os.set_blocking(fd, True)\nos.write(fd, (900_000_000).to_bytes(4, 'little') + (2).to_bytes(4, 'little') + b'{}')\nchunk = bytes(1 << 20)\nwhile True: os.write(fd, chunk)",
        .status = "killed", .cause = "killed: .*", .seconds = 20},
    {.name = "calls without end", .code = "fd = control() # once: looking for it takes longer than a call\nfor i in range(1, 30_000):\n  call = frame(\"{'op':'call','call':%d,'kind':'llm','batched':false,'parts':[1]}\" % (i + 100), b'x')\n  while call: call = call[os.write(fd, call):]\ntime.sleep(20)",
        .status = "killed", .cause = Broke, .answered = false},
    {.name = "abandons what was never asked", .code = "for i in range(1000): say(frame(\"{'op':'abandon','call':%d}\" % i))\nprint(llm_query('q'))", .status = "ok|killed", .cause = ".*", .out = "(re:q\n)?"},
    {.name = "sends descriptors", .code = "import array, socket\nfd = control()\nr, w = os.pipe()\ntry:\n  s = socket.socket(fileno=os.dup(fd))\n  f = frame(\"{'op':'abandon','call':1}\")\n"
        "  for i in range(200): s.sendmsg([f], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [r, w] * 50))])\nexcept OSError: pass", .status = "ok|raised|killed", .cause = ".*", .after = After::Either},
    {.name = "sends its control socket to the host", .code = "import array, socket\nfd = control()\ns = socket.socket(fileno=os.dup(fd))\nfor i in range(50): s.sendmsg([frame(\"{'op':'abandon','call':1}\")], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [fd]))])",
        .status = "ok|raised|killed", .cause = ".*", .after = After::Either},
    {.name = "closes all", .code = "os.closerange(0, 5000)\nllm_query('x')", .status = "died|raised", .cause = "(closed its control channel|.*Error.*)", .out = ".*", .after = After::Dead},
    {.name = "closes all and ends", .code = "os.closerange(0, 5000)", .status = "died", .cause = "closed its control channel", .out = ".*"},
    {.name = "closes all and spins", .code = "os.closerange(0, 5000)\nwhile True: pass", .status = "died|killed", .cause = "(closed its control channel|killed: .*)", .seconds = 3},
    {.name = "replaces all", .code = "for fd in range(3, 512):\n  try: os.dup2(1, fd)\n  except OSError: pass\nllm_query('x')", .status = "died|raised", .cause = "(closed its control channel|.*Error.*)", .out = ".*", .after = After::Dead},
    {.name = "shuts the control socket", .code = "import socket\nsocket.socket(fileno=os.dup(control())).shutdown(2)\nllm_query('x')", .status = "died|killed", .cause = "(closed its control channel|killed: .*)", .out = ".*", .seconds = 3},
    {.name = "reads its answers away", .code = "import threading\nfd = control(); os.set_blocking(fd, True)\ndef f():\n  while True:\n    try: os.read(fd, 100)\n    except OSError: time.sleep(0.001)\nfor i in range(4): threading.Thread(target=f, daemon=True).start()\n"
        "for i in range(50): llm_query('x')", .status = "ok|raised|died|killed|interrupted", .cause = ".*", .after = After::Ends, .seconds = 2},
    {.name = "standard streams", .code = "os.close(0); os.close(1); os.close(2)"},
    {.name = "standard streams swapped", .code = "os.dup2(2, 1); f = open('x', 'w'); os.dup2(f.fileno(), 2)"},
    {.name = "control socket as standard output", .code = "os.dup2(control(), 1); os.write(1, b'boo')", .status = "killed|ok|died|raised", .cause = ".*", .after = After::Either, .seconds = 3},
    {.name = "asks the host about everything", .code = "import threading\nstop = time.time() + 1.5\ndef f():\n  while time.time() < stop:\n    for g in (lambda: os.kill(HOST, 0), os.fork, lambda: os.kill(SIBLING, 0)):\n"
        "      try:\n        if g() == 0: os._exit(0)\n      except OSError: pass\nts = [threading.Thread(target=f) for i in range(16)]\nfor t in ts: t.start()\nfor t in ts: t.join()\nprint(llm_query('q'))", .out = "re:q\n", .needs = Needs::Processes},
};

const std::vector<HostileCell> Breaks{
    repaired("stdout is gone", "sys.stdout = None; sys.stderr = None"),
    repaired("stdout lies", "class S:\n  def write(s, t): raise KeyError(t)\n  def flush(s): 1 / 0\n  def __getattr__(s, n): raise AttributeError\nsys.stdout = sys.stderr = sys.__stdout__ = S()\nprint('x')"),
    repaired("stdout waits", "class S:\n  encoding = 'x'\n  def write(s, t): pass\n  def flush(s): pass\nsys.stdout = S()\nimport io\nio.TextIOWrapper = io.open = None"),
    repaired("stdout is closed", "sys.stdout.close()"),
    repaired("stdout is detached", "sys.stdout.detach()"),
    repaired("builtins are changed", "import builtins\nbuiltins.print = 1; builtins.len = None; del builtins.str; builtins.__import__ = None; builtins.__build_class__ = None; builtins.open = exec"),
    repaired("builtins are empty", "__builtins__.__dict__.clear()"),
    repaired("modules are gone", "sys.modules.clear()"),
    repaired("json is changed", "import json\njson.dumps = json.loads = json.JSONEncoder = json.encoder = None\nsys.modules['json'] = 3"),
    repaired("_thread is changed", "import _thread, threading\n_thread.allocate_lock = _thread.start_new_thread = _thread.get_ident = None\nthreading.Lock = threading.current_thread = threading._main_thread = None"),
    repaired("signal module is changed", "import signal, _signal\n_signal.signal = signal.signal = signal.default_int_handler = lambda *a: None"),
    repaired("os is changed", "os.getpid = os.getcwd = os.chdir = os.read = os.environ = None\nimport posix\nfor n in list(vars(posix)): \n  if not n.startswith('__'): setattr(posix, n, None)"),
    repaired("ast is changed", "import _ast, ast\nfor n in list(vars(_ast)):\n  try: setattr(_ast, n, None)\n  except Exception: pass\nast.parse = None"),
    repaired("import hooks", "class F:\n  def find_spec(s, *a): raise RuntimeError('hook')\nsys.meta_path.insert(0, F()); sys.path_hooks.clear(); sys.path.clear(); sys.path_importer_cache.clear()"),
    repaired("hooks for exceptions", "import threading\nsys.excepthook = sys.unraisablehook = sys.displayhook = threading.excepthook = lambda *a: 1 / 0\nsys.last_value = 3\n1 / 0"),
    repaired("trace function that raises", "sys.settrace(lambda *a: 1 / 0)"),
    repaired("profile function that raises", "import threading\ndef f(*a): raise KeyError\nthreading.setprofile(f); threading.settrace(f); sys.setprofile(f)"),
    repaired("recursion limit", "sys.setrecursionlimit(50)"),
    repaired("big recursion limit", "sys.setrecursionlimit(2**31 - 1)"),
    repaired("the injected functions", "llm_query.__code__ = (lambda prompt, model=None: 1).__code__\nllm_query = rlm_query = SHOW_VARS = context = 5"),
    repaired("globals are empty", "globals().clear()"),
    repaired("globals of another kind", "globals()['__builtins__'] = {}\nglobals()['__name__'] = 3\nglobals()[5] = 6\nglobals()[None] = (1,)"),
    repaired("scratch folder is gone", "import shutil; shutil.rmtree(os.getcwd(), ignore_errors=True); os.chdir('/') if False else None"),
    repaired("low descriptors", "os.closerange(3, 20)"),
    repaired("collector callbacks", "import gc\ngc.callbacks.append(lambda *a: 1 / 0)\ngc.set_threshold(1)\nx = [[] for i in range(100)]\ngc.callbacks.clear()"),
    repaired("collector is off", "import gc; gc.disable(); gc.freeze(); gc.set_debug(gc.DEBUG_SAVEALL)"),
    repaired("weak reference callbacks", "import weakref\nclass A: pass\na = A(); r = weakref.ref(a, lambda *x: 1 / 0); w = weakref.finalize(a, lambda: 1 / 0); del a"),
    repaired("hostile representation", "class H:\n  def __repr__(s):\n    while True: pass\n  __str__ = __len__ = __iter__ = __bool__ = __hash__ = __eq__ = __format__ = __repr__\nh = H(); l = [h]; d = {1: h}\nclass T(tuple): __getitem__ = __len__ = __iter__ = H.__repr__\nt = T((1, 2))"),
    repaired("hostile class", "class M(type):\n  def __getattribute__(s, n): raise SystemError(n)\n  def __instancecheck__(s, o): 1 / 0\nclass A(metaclass=M):\n  def __getattribute__(s, n): raise SystemError(n)\na = A()"),
    repaired("exception without text", "class E(Exception):\n  def __str__(self): raise self\n  __repr__ = __str__\nraise E"),
    repaired("exception chain", "e = ValueError('0')\nfor i in range(2000):\n  n = ValueError(str(i)); n.__cause__ = e; e = n\nraise e"),
    repaired("exception that is its own cause", "e = ValueError('x'); e.__context__ = e.__cause__ = KeyError(1); e.__cause__.__cause__ = e\nraise e"),
    repaired("huge exception", "raise ValueError('x' * 50_000_000)"),
    repaired("exception group", "g = ValueError('x')\nfor i in range(500): g = ExceptionGroup('g', [g])\nraise g"),
    repaired("base exceptions", "class B(BaseException): pass\nraise B('b')"),
    repaired("own keyboard interrupt", "raise KeyboardInterrupt"),
    repaired("generator exit", "raise GeneratorExit"),
    repaired("huge line", "x = '" + std::string(5'000'000, 'y') + "'\n1/0"),
    repaired("many variables", "for i in range(50_000): globals()['v%d' % i] = i\n1/0"),
    repaired("lone surrogates", "x = '\\ud800\\udfff'\nprint(x)\nglobals()['\\ud800'] = 1\nprint(llm_query(x), file=sys.stderr)\nraise ValueError(x)"),
    repaired("bytes that are no text", "os.write(1, bytes(range(256)) * 100); os.write(2, b'\\xff\\xfe\\xc3' * 1000 + b'\\xf0\\x9f')"),
    repaired("control characters", "print('\\x1b]0;x\\x07\\x1b[2J\\x00\\x08\\u202e\\x9b31m')"),
    repaired("300 MB of output", "for i in range(300): print('x' * 1_000_000)"),
    repaired("output of two threads", "import threading\ndef f(s):\n  for i in range(20): s.write('x' * 1_000_000)\nts = [threading.Thread(target=f, args=(s,)) for s in (sys.stdout, sys.stderr)]\nfor t in ts: t.start()\nfor t in ts: t.join()"),
    repaired("stdout without blocking", "os.set_blocking(1, False)\ntry:\n  for i in range(10000): os.write(1, b'x' * 10000)\nexcept OSError: pass"),
    repaired("input", "try: input()\nexcept EOFError: print(sys.stdin.read())"),
    repaired("interpreter lock timers", "sys.setswitchinterval(1e-6)"),
    repaired("locale and time zone", "import locale\nos.environ['TZ'] = 'America/New_York'; time.tzset()\ntry: locale.setlocale(locale.LC_ALL, 'de_DE.UTF-8')\nexcept Exception: pass"),
    repaired("warnings as errors", "import warnings; warnings.simplefilter('error'); sys.warnoptions.append('error')"),
    repaired("integers without limit", "sys.set_int_max_str_digits(0)\nx = 7 ** 200_000"),
    repaired("threads left over", "import threading\ne = threading.Event()\nfor i in range(20): threading.Thread(target=e.wait, args=(5,), daemon=True).start()"),
    repaired("tasks left over", "import asyncio\nasync def f():\n  while True: await asyncio.sleep(0.01)\nfor i in range(20): asyncio.ensure_future(f())\nawait asyncio.sleep(0.05)"),
    repaired("event loop of its own", "import asyncio\nasyncio.set_event_loop_policy(None); l = asyncio.new_event_loop(); asyncio.set_event_loop(l); l.close()"),
    spoilt("audit hook that raises", "sys.addaudithook(lambda *a: 1 / 0)"),
    spoilt("audit hook that waits", "sys.addaudithook(lambda *a: time.sleep(1000))"),
    spoilt("audit hook that ends", "sys.addaudithook(lambda *a: os._exit(5))"),
    spoilt("writes over None", "ctypes.memset(id(None), 0xff, 16)"),
    spoilt("writes over type objects", "ctypes.memset(id(str) + 24, 0, 64)"),
    spoilt("writes over its own code", "_libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]\na = ctypes.cast(_libc.write, ctypes.c_void_p).value & ~4095\n_libc.mprotect(a, 8192, 7)\nctypes.memset(a, 0xcc, 8192)"),
    spoilt("releases the interpreter lock", "ctypes.PyDLL(None).PyEval_SaveThread()"),
    spoilt("takes the interpreter lock for ever", "import threading\nthreading.Thread(target=lambda: ctypes.PyDLL(None).sleep(1000), daemon=True).start()\ntime.sleep(0.1)"),
    spoilt("ends the interpreter", "ctypes.pythonapi.Py_FinalizeEx()"),
    spoilt("sub-interpreter", "import _xxsubinterpreters as s\ni = s.create()\ns.run_string(i, 'import os; x = 1')"),
    spoilt("reference counts", "x = 'abc' * 9\nfor i in range(100): ctypes.pythonapi.Py_DecRef(ctypes.py_object(x))"),
    spoilt("frames of our own code", "import gc, types\nfor f in gc.get_objects():\n  if isinstance(f, types.FunctionType) and f.__code__.co_filename.startswith('<rlmscope'):\n    try: f.__code__ = (lambda *a, **k: 1 / 0).__code__\n    except Exception: pass"),
    spoilt("our own globals", "import gc\nfor d in gc.get_objects():\n  if type(d) is dict and d.get('__name__') == '_rlmscope': d.clear()"),
    spoilt("all dictionaries", "import gc\nfor d in gc.get_objects():\n  if type(d) is dict: d.clear()"),
};

} // namespace

class TestReplHostileProtocol : public QObject {
    Q_OBJECT
    std::unique_ptr<HostileWorld> m_world;

private Q_SLOTS:
    void initTestCase() { m_world = std::make_unique<HostileWorld>(); }
    void cleanupTestCase() { m_world.reset(); }
    void lie_data() { addHostileRows(Lies); }
    void lie() { runHostileRow(*m_world, Lies); }
    void damage() { runHostileRow(*m_world, Breaks); }
    void damage_data() { addHostileRows(Breaks); }
};

HOSTILE_MAIN(TestReplHostileProtocol)
#include "tst_repl_hostile_protocol.moc"
