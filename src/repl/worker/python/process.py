# Part 6: the life of this process: zygote, context, frame, copies.

_IDLE = ("collections", "enum", "re", "json", "math", "random", "functools", "itertools", "operator", "decimal", "fractions",
         "statistics", "datetime", "string", "textwrap", "csv", "io", "heapq", "bisect", "typing", "ast", "inspect",
         "dataclasses", "copy", "traceback", "linecache", "time", "calendar", "hashlib", "unicodedata", "difflib",
         "contextlib", "abc", "types", "pprint", "struct", "base64", "html", "threading", "queue", "uuid", "logging",
         "concurrent.futures", "concurrent.futures.thread", "selectors", "locale", "signal", "subprocess", "socket", "ssl",
         "contextvars", "asyncio", "urllib.parse", "pathlib", "fnmatch", "glob", "zlib", "shutil", "tempfile", "pickle",
         "array")
_TOLD = ("numpy", "pandas", "scipy", "sklearn", "matplotlib", "networkx", "sympy", "bs4", "lxml", "yaml", "PIL")

_context = None
_begun = False
_waiting = []  # modules that are imported while nobody waits, the next one last
_preloaded = set()
_imported = []  # of _TOLD, since the last report
_modules = {}  # those that have to be told of seeds, by name
_copies = 0  # made since the collector was last run
_random_state = None


# ---- zygote ---------------------------------------------------------------------------------------------------

class _AfterImport:
    """Runs a function right after a module was imported for the first time, so that nobody pays for modules that
    no cell uses."""

    def __init__(self, actions):
        self.actions = actions

    def find_spec(self, name, path=None, target=None):
        if name not in self.actions:
            return None
        action = self.actions.pop(name)
        from importlib.util import find_spec
        spec = find_spec(name)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader, self.actions, action)
        return spec


class _Loader:
    """The loader of a module, and an action afterwards."""

    def __init__(self, real, actions, action):
        self.real, self.actions, self.action = real, actions, action

    def __getattr__(self, name):  # get_source, is_package, resource readers...
        return getattr(self.real, name)

    def create_module(self, spec):
        return self.real.create_module(spec)

    def exec_module(self, module):
        module.__loader__ = module.__spec__.loader = self.real
        name = module.__spec__.name
        try:
            self.real.exec_module(module)
        except BaseException:
            self.actions[name] = self.action  # perhaps it works next time
            raise
        if name in _TOLD:
            _imported.append(name)
        if self.action is not None:
            self.action(module)


def _exit(code=None):
    """Ends the cell."""
    raise SystemExit(code)


def _help(*about):
    """Shows what is known about a function, class or module."""
    import pydoc
    pydoc.help(*about)


def init(packages, preload):
    """In the zygote: what is the same for all frames."""
    global _trusted
    _w.repair()
    _open_stdin()
    _signal.signal(_signal.SIGINT, _signal.default_int_handler)
    for path in packages:
        if path not in sys.path:
            sys.path.append(path)
    _trusted = tuple(sys.path)
    actions = {name: None for name in _TOLD}
    actions.update({"numpy": _know_numpy, "pandas": _know_pandas, "random": _random_imported,
                    "numpy.random.mtrand": _numpy_random_imported, "linecache": _linecache_imported, "array": _array_imported,
                    "datetime": _datetime_imported, "decimal": _decimal_imported, "re": _re_imported})
    for name in [name for name in actions if name in sys.modules]:
        actions.pop(name)(sys.modules[name])
    sys.meta_path.insert(0, _AfterImport(actions))
    _w.register_builtins({"exit": _exit, "quit": _exit, "help": _help, "__rlm_echo__": _echo, "__rlm_async__": _async_form})
    _preloaded.update(preload)
    _waiting[:] = [*reversed(preload), *reversed(_IDLE)]


def import_next():
    """Imports one module; false when there is nothing more to do."""
    if not _waiting:
        return False
    name = _waiting.pop()
    try:
        if name in _IDLE or _from_distribution(name):
            __import__(name)
    except Exception:  # not in this Python; a cell that wants it is told
        pass
    _imported.clear()
    return True


def _from_distribution(name):
    """No sandbox is on yet, so nothing is imported from a folder that the user added."""
    from importlib.machinery import PathFinder
    spec = PathFinder.find_spec(name)
    prefixes = (sys.prefix + "/lib/", sys.base_prefix + "/lib/")
    return spec is not None and type(spec.origin) is str and spec.origin.startswith(prefixes)


def freeze():
    """What is there stays there: the collector does not touch it, so that copies go on sharing it."""
    global _copies
    import gc
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    _copies = 0


def import_folders():
    return [path for path in sys.path if type(path) is str]


# ---- what happens when a module is imported -------------------------------------------------------------------

def _random_imported(module):
    _modules["random"] = module
    if _begun:
        module.seed(_config["random_seed"])


def _numpy_random_imported(module):
    _modules["numpy.random.mtrand"] = module
    if _begun:
        module.seed(_config["random_seed"] & 0xFFFFFFFF)


def _linecache_imported(module):
    _modules["linecache"] = module
    module.cache.update(_sources)


def _array_imported(module):
    _w.on_type(module.array, lambda value: [memoryview(value)])


def _datetime_imported(module):
    _honest.update(kind for kind in (module.date, module.timedelta) if _w.is_static(kind))


def _decimal_imported(module):
    if getattr(module, "HAVE_THREADS", None) is not None and "_pydecimal" not in sys.modules:  # the one in C
        _honest.add(module.Decimal)


def _re_imported(module):
    _honest.add(module.Pattern)


def _new_imports():
    """Of the modules that a zygote could have imported beforehand: those that a cell has, since the last report."""
    if not _imported:
        return ()
    names = tuple(_imported)
    _imported.clear()
    return names


# ---- frame ----------------------------------------------------------------------------------------------------

def load(shape, texts, names):
    """The context of one frame or of several."""
    global _context
    if shape == "text":
        _context = texts[0]
    elif shape == "list":
        _context = texts
    elif shape == "dict":
        _context = dict(zip(names, texts))
    else:
        import json
        text = texts.pop()
        if shape == "json":
            _context = json.loads(text)
        else:
            _context = [json.loads(line) for line in text.split("\n") if line.strip()]


def begin(config, tools, trusted):
    """The settings of this frame. Cells may come now. Returns what the tools of the file are: [(name, signature, doc)];
    or a str, the reason why they cannot be used."""
    global _begun
    _config.update(config)
    _set_scratch(_config["scratch"])
    _begun = True
    if "random" in _modules:
        _random_imported(_modules["random"])
    if "numpy.random.mtrand" in _modules:
        _numpy_random_imported(_modules["numpy.random.mtrand"])
    if _config["llm"]:
        _give("llm_query", llm_query)
        _give("llm_query_batched", llm_query_batched)
    if _config["rlm"]:
        _give("rlm_query", rlm_query)
        _give("rlm_query_batched", rlm_query_batched)
    _give("SHOW_VARS", SHOW_VARS)
    _give("budget", budget)
    if _config["protocol"] == "final":
        _give("FINAL", FINAL)
        _give("FINAL_VAR", FINAL_VAR)
    elif _config["protocol"] == "submit":
        _give("SUBMIT", SUBMIT)
    _injected["SubCallError"] = SubCallError
    _injected["context"] = _context
    try:
        _give_trusted(trusted)
        _repair()
        return _give_tools(tools)
    except _ToolsError as error:
        return str(error)


_scratch = ""


def _set_scratch(folder):
    global _scratch
    before, _scratch = _scratch, folder
    _config["scratch"] = folder
    if not folder:
        return
    os.environ["HOME"] = os.environ["TMPDIR"] = folder
    tempfile = sys.modules.get("tempfile")
    if before and getattr(tempfile, "tempdir", None) == before:
        tempfile.tempdir = folder


# ---- copies ---------------------------------------------------------------------------------------------------

def before_fork(open_files):
    """Why no copy of this process can be made now, or ""."""
    global _random_state, _copies
    threads = _thread._count()
    if threads:
        return "a thread of a cell is alive" if threads == 1 else f"{threads} threads of a cell are alive"
    ours = set()
    if _loop is not None and not _loop.is_closed():
        import asyncio
        if asyncio.all_tasks(_loop):
            return "a task of the event loop has not ended"
        ours = _loop_descriptors(_loop)
    files = [fd for fd in open_files if fd not in ours]
    if files:
        return "a file is open (descriptor %d)" % files[0] if len(files) == 1 else f"{len(files)} files are open"
    _flush()
    random = _modules.get("random")
    _random_state = random.getstate() if random is not None else None
    import gc
    _copies += 1
    if _copies > 100:
        freeze()  # now and then, or cycles that became garbage in the meantime would stay for ever
    gc.freeze()
    return ""


def _loop_descriptors(loop):
    try:
        return {loop._selector.fileno(), loop._ssock.fileno(), loop._csock.fileno()}
    except (AttributeError, ValueError):
        return set()


def after_fork(scratch):
    """In a copy of this process, which has descriptors 0 to 2, a control socket and a folder of its own."""
    global _random_state
    _w.repair()
    _streams[:] = _stream(1), _stream(2)
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__ = _streams
    _open_stdin()
    if scratch:
        _set_scratch(scratch)
        try:
            os.chdir(scratch)
        except OSError:
            pass
    if _random_state is not None:  # random seeds itself anew in every copy
        _modules["random"].setstate(_random_state)
        _random_state = None
    _own_loop()


def _own_loop():
    """The copy's event loop waits on descriptors that it shares with the original: it gets new ones. The loop itself
    stays, because objects of the cells may belong to it."""
    global _loop
    _watched.clear()
    if _loop is None or _loop.is_closed():
        return
    try:
        import selectors
        _loop._selector.close()
        _loop._selector = selectors.DefaultSelector()
        _loop._close_self_pipe()
        _loop._make_self_pipe()
    except Exception:  # another kind of loop: a new one will be made
        _loop = None
