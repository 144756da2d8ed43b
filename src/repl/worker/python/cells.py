# Part 4: compiling, running and reporting a cell, and making whole before it what the last one broke.

from time import sleep as _sleep

_FILE = "<rlmscope>"
_AWAIT = 0x2000  # ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_AST_ONLY = 0x400  # ast.PyCF_ONLY_AST
_COROUTINE = 0x80 | 0x200  # CO_COROUTINE, CO_ASYNC_GENERATOR
_LATEST = 200  # cells whose source stays known to tracebacks

_sources = {}  # file name of a cell -> its lines
_loop = None  # the event loop of top-level await
_chdir, _makedirs = os.chdir, os.makedirs  # a cell may have changed the module's


def _field(node, name):
    return getattr(node, name, None)


def _rewrite_awaits(node):
    """Calls of our functions that are awaited where they stand become their non-blocking twins: directly awaited, or
    handed to asyncio.gather, create_task and the like, also through lists and comprehensions. Anywhere else a call
    gives a plain (and awaitable) str, so that code which does not know about await works inside async code too."""
    work = [node]
    while work:
        node = work.pop()
        kind = type(node)
        if kind is _ast.Await:
            _to_twin(node.value)
        elif kind is _ast.Call and _called_name(node.func) in _TAKERS:
            for argument in node.args:
                _to_twin(argument)
        for name in node._fields:
            value = _field(node, name)
            if type(value) is list:
                work.extend(v for v in value if isinstance(v, _ast.AST))
            elif isinstance(value, _ast.AST):
                work.append(value)


_TAKERS = {"gather", "create_task", "ensure_future", "wait_for", "shield", "as_completed", "wait"}


def _called_name(func):
    return func.id if type(func) is _ast.Name else func.attr if type(func) is _ast.Attribute else None


def _to_twin(node):
    kind = type(node)
    if kind is _ast.Call and type(node.func) is _ast.Name and node.func.id in _NAMES:
        old = node.func
        node.func = _at(_ast.Call(_at(_ast.Name("__rlm_async__", _ast.Load()), old), [old], []), old)
    elif kind is _ast.Starred:
        _to_twin(node.value)
    elif kind in (_ast.List, _ast.Tuple, _ast.Set):
        for item in node.elts:
            _to_twin(item)
    elif kind in (_ast.ListComp, _ast.GeneratorExp, _ast.SetComp):
        _to_twin(node.elt)


def _at(node, place):
    node.lineno, node.col_offset = place.lineno, place.col_offset
    node.end_lineno, node.end_col_offset = place.end_lineno, place.end_col_offset
    return node


def _echo(value):
    """Shows the value of the cell's last expression, as an interactive Python does."""
    if value is not None:
        text = repr(value)
        sys.stdout.write(text + "\n")


def _compile(source, name):
    tree = compile(source, name, "exec", _AST_ONLY | _AWAIT, dont_inherit=True)
    if "await" in source or "async" in source:
        _rewrite_awaits(tree)
    if tree.body and type(tree.body[-1]) is _ast.Expr:
        last = tree.body[-1]
        last.value = _at(_ast.Call(_at(_ast.Name("__rlm_echo__", _ast.Load()), last), [last.value], []), last)
    return compile(tree, name, "exec", _AWAIT, dont_inherit=True)


def _execute(source, number):
    name = f"<cell {number}>"
    _remember(name, source)
    code = _compile(source, name)
    if not code.co_flags & _COROUTINE:
        exec(code, _ns)
        return
    global _loop
    import asyncio
    if _loop is None or _loop.is_closed():
        _loop = asyncio.new_event_loop()
    asyncio.set_event_loop(_loop)
    task = _loop.create_task(_ended_by_exception(eval(code, _ns)))
    try:
        end = _loop.run_until_complete(task)
    except BaseException:
        if not task.done():  # interrupted: the cell's finally blocks still run
            task.cancel()
            try:
                _loop.run_until_complete(task)
            except BaseException:
                pass
        raise
    if end is not None:
        raise end


async def _ended_by_exception(coroutine):
    """_Finished and SystemExit must not tear the event loop apart: they come out as a value."""
    try:
        await coroutine
    except (_Finished, SystemExit) as end:
        return end


def _remember(name, source):
    _sources[name] = (len(source), None, [line + "\n" for line in source.split("\n")], name)
    if len(_sources) > _LATEST:
        _sources.pop(next(iter(_sources)))
    linecache = sys.modules.get("linecache")
    if linecache is not None:
        try:
            linecache.cache[name] = _sources[name]
        except BaseException:
            pass


def _traceback(error):
    """As Python prints it, without our own frames."""
    import linecache, traceback
    linecache.cache.update(_sources)
    shown = traceback.TracebackException(type(error), error, error.__traceback__, compact=True)
    for i, frame in enumerate(shown.stack):
        if frame.filename.startswith("<cell "):  # what led into the cell is ours or the event loop's
            shown.stack = traceback.StackSummary.from_list(shown.stack[i:])
            break
    work = [shown]
    while work:
        part = work.pop()
        part.stack = traceback.StackSummary.from_list([f for f in part.stack if f.filename != _FILE])
        work.extend(p for p in (part.__cause__, part.__context__, *(part.exceptions or ())) if p is not None)
    text = "".join(shown.format())
    return text if len(text) <= 100_000 else text[:50_000] + "\n... (cut)\n" + text[-50_000:]


def _message(error):
    """The last line of the traceback without it: "ZeroDivisionError: division by zero"."""
    name = _type_name(error)
    try:
        text = str(error)[:2000]
    except BaseException as other:
        text = f"<no message: {_type_name(other)}>"
    return f"{name}: {text}" if text else name


def _describe(error):
    """(exception, message, traceback) of what ended a cell; works with no memory and with broken exceptions."""
    try:
        message = _message(error)
    except BaseException:
        message = "an exception that cannot be described"
    if type(error) is MemoryError:
        message = f"MemoryError: the cell needed more memory than the limit of {_config['memory_text']}"
    try:
        trace = _traceback(error)
    except BaseException as other:
        trace = f"Traceback (most recent call last):\n  (not available: {_type_name(other)})\n{message}\n"
    return _type_name(error), message, trace


def run_cell(source, number):
    """Runs one cell. Returns (status, exception, message, traceback, final, variables, imported). Called by the C side."""
    global _final
    _final = None
    _repair()
    status, described = "ok", ("", "", "")
    try:
        try:
            _w.begin()
            _execute(source, number)
            if _config["protocol"] == "answer":
                _check_answer()
        finally:
            _w.end()
    except _Finished:
        pass
    except SystemExit as error:
        _w.end()
        code = error.code
        if code is not None and code != 0:
            _w.write(2, f"SystemExit: {str(code)[:2000]}\n")
    except BaseException as error:
        _w.end()
        status = "interrupted" if type(error) is KeyboardInterrupt and _w.interrupted() else "raised"
        try:
            _flush()
        except BaseException:
            pass
        described = _describe(error)
        _w.write(2, described[2])
        # The traceback would keep the cell's locals alive; the bindings of the namespace stay.
        error.__traceback__ = None
        del error
        if _config["protocol"] == "answer" and _final is None:
            try:
                _check_answer()
            except BaseException:
                pass
    _flush()
    if _loop is not None:
        _end_idle_threads()
    return (status, *described, _final, _variables(number), _new_imports())


def _end_idle_threads():
    """Of the event loop's own pool, which keeps them for the next call and would keep us from making copies. It makes new
    ones when it has none."""
    pool = getattr(_loop, "_default_executor", None)
    if pool is None:
        return
    try:
        for _ in range(20):  # a thread says that it is idle a little after it has given its result
            if pool._work_queue.empty() and pool._idle_semaphore._value >= len(pool._threads):
                pool.shutdown(wait=True)
                _loop._default_executor = None
                return
            _sleep(0.0001)
    except AttributeError:  # a pool of the cell's own
        pass


def _flush():
    for stream in (sys.stdout, sys.stderr, _streams[0], _streams[1]):
        try:
            stream.flush()
        except BaseException:
            pass


# ---- repair ---------------------------------------------------------------------------------------------------

_streams = [None, None]


def _stream(fd):
    return io.TextIOWrapper(io.BufferedWriter(io.FileIO(fd, "wb", closefd=False), 8192 * 4), encoding="utf-8",
                            errors="backslashreplace", newline="\n", line_buffering=True)


def _intact(stream):
    try:
        return not stream.closed and stream.fileno() in (1, 2) and stream.line_buffering \
            and stream.encoding == "utf-8" and stream.errors == "backslashreplace"
    except BaseException:
        return False


def _repair():
    """Everything that a cell relies on, whatever the last one did to it."""
    _w.repair()  # descriptors 0 to 2, the SIGINT handler
    if _signal.getsignal(_signal.SIGINT) is not _signal.default_int_handler:
        _signal.signal(_signal.SIGINT, _signal.default_int_handler)
        _w.repair()
    for i in (0, 1):
        if not _intact(_streams[i]):
            _streams[i] = _stream(i + 1)
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__ = _streams
    if sys.stdin is not _stdin or _stdin.closed:
        _open_stdin()
    if sys.getrecursionlimit() != 1000:
        sys.setrecursionlimit(1000)
    if sys.gettrace() is not None:
        sys.settrace(None)
    if sys.getprofile() is not None:
        sys.setprofile(None)
    sys.modules["__main__"], sys.modules["sys"], sys.modules["builtins"] = _main, sys, builtins
    _w.restore_builtins()
    try:
        _chdir(_config["scratch"])  # without asking where it was: in folders 3,000 deep that takes seconds
    except OSError:
        try:
            _makedirs(_config["scratch"], exist_ok=True)
            _chdir(_config["scratch"])
        except OSError:
            pass
    _inject()


_stdin = None


def _open_stdin():
    global _stdin
    _stdin = sys.stdin = sys.__stdin__ = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, "rb", closefd=False)),
                                                          encoding="utf-8", errors="replace")


# What a cell gets under a name of its own, and what was put there: (name, function, code, defaults, keyword defaults).
_given = []


def _give(name, function):
    """From begin() on, this function is there under this name before each cell, with the code that it has now."""
    function.__module__ = "builtins"
    _given.append((name, function, function.__code__, function.__defaults__, function.__kwdefaults__,
                   dict(function.__dict__)))
    if name not in _LENT:
        _injected[name] = function


# Names that the model's code may want for itself: there until it takes them.
_LENT = {"budget"}


def _inject():
    for name, function, code, defaults, keywords, attributes in _given:
        if function.__code__ is not code:
            function.__code__ = code
        if function.__defaults__ is not defaults:
            function.__defaults__ = defaults
        if function.__kwdefaults__ is not keywords:
            function.__kwdefaults__ = keywords
        if function.__dict__ != attributes:
            function.__dict__.clear()
            function.__dict__.update(attributes)
        if name in _LENT and name not in _ns:
            _ns[name] = function
    _ns.update(_injected)
    if _config["protocol"] == "answer" and not issubclass(type(_ns.get("answer")), dict):
        _ns["answer"] = {"content": "", "ready": False}
    _ns["__name__"], _ns["__builtins__"] = "__main__", builtins
