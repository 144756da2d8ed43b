"""The Python side of the worker: runs cells, injects the functions, describes variables.

Compiled into the worker program and executed once, before any code of a model. What must stay true:
- Nothing here looks anything up in a place that a cell can reach by accident: builtins are a private copy, modules are
  held by private names. (A cell that wants to break its own worker can; the host treats that as a dead worker.)
- What a cell broke (names, stdio, builtins, recursion limit, signal handler) is whole again before the next cell.
- Describing a value never runs code of its class: only the base implementations of builtin types are called.
`_w` is the C module of the worker, set before this runs; `_config` holds the settings of the frame from begin() on.
"""
import sys, builtins, io, os
import _ast, _signal, _thread

_FILE = "<rlmscope>"
_AWAIT = 0x2000  # ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_AST_ONLY = 0x400  # ast.PyCF_ONLY_AST
_COROUTINE = 0x80 | 0x200  # CO_COROUTINE, CO_ASYNC_GENERATOR
_LATEST = 200  # cells whose source stays known to tracebacks

_main = sys.modules["__main__"]
_ns = _main.__dict__
_sources = {}  # file name of a cell -> its lines
_final = None  # (json, text) once the cell has finished the frame
_seen = {}  # name -> what the last report said
_loop = None  # the event loop of top-level await
_config = {"protocol": "answer", "llm": False, "rlm": False, "random_seed": 1, "scratch": "", "memory_text": ""}


# ---- errors ---------------------------------------------------------------------------------------------------

class SubCallError(Exception):
    """A sub-call failed. Raised by a single call; a batched call puts one into the slot that failed.

    In a slot it is falsy, is not a str, and refuses to become one: an error is never mistaken for an answer.
    """
    __module__ = "builtins"

    def __init__(self, message, kind="", index=None):
        super().__init__(message)
        self.message = message
        self.kind = kind
        self.index = index

    def __bool__(self):
        return False

    def __str__(self):
        if self.index is None:
            return self.message
        raise SubCallError(f"sub-call {self.index} failed, it has no text: {self.message}", self.kind)

    def __format__(self, spec):
        return format(str(self), spec)

    def __repr__(self):
        place = "" if self.index is None else f"index={self.index}, "
        return f"SubCallError({place}{self.message!r})"


class _Finished(BaseException):
    """Ends the cell after FINAL, FINAL_VAR or SUBMIT."""


class Reply(str):
    """The answer of a sub-call: a str that may also be awaited."""
    __slots__ = ()
    __module__ = "builtins"

    def __await__(self):
        return self
        yield  # makes this a generator: awaiting ends at once


class Replies(list):
    """The answers of a batched call, in the order of the prompts: a list that may also be awaited."""
    __slots__ = ()
    __module__ = "builtins"

    def __await__(self):
        return self
        yield


class _Shown(str):
    """Text that the echo of a cell's last expression shows without quotes."""
    __slots__ = ()
    __module__ = "builtins"

    def __repr__(self):
        return str.__str__(self)


# ---- calls to the host ----------------------------------------------------------------------------------------

_LLM, _RLM = 0, 1


def _context_of(value, where):
    """A context argument as (shape, texts) for the host."""
    kind = type(value)
    if issubclass(kind, str):
        return ("text", [value])
    if issubclass(kind, (list, tuple)) and value and all(issubclass(type(v), str) for v in value):
        return ("list", list(value))
    if issubclass(kind, dict) and value and all(
            issubclass(type(k), str) and issubclass(type(v), str) for k, v in value.items()):
        return ("dict", [text for item in value.items() for text in item])
    try:
        return ("json", [_dumps(value)])
    except (TypeError, ValueError, RecursionError) as error:
        raise TypeError(f"{where}: the context must be text, a list or dict of texts, or a value that JSON can hold "
                        f"({error})") from None


def _one_prompt(prompt, where):
    if not issubclass(type(prompt), str):
        more = f" For several prompts use {where}_batched()." if issubclass(type(prompt), (list, tuple)) else ""
        raise TypeError(f"{where}: the prompt must be a str, not {_type_name(prompt)}.{more}")
    return prompt


def _many_prompts(prompts, where):
    if issubclass(type(prompts), (str, bytes)):
        raise TypeError(f"{where}: prompts must be a list of str, not one {_type_name(prompts)}")
    try:
        prompts = list(prompts)
    except TypeError:
        raise TypeError(f"{where}: prompts must be a list of str, not {_type_name(prompts)}") from None
    for i, prompt in enumerate(prompts):
        if not issubclass(type(prompt), str):
            raise TypeError(f"{where}: prompt {i} must be a str, not {_type_name(prompt)}")
    return prompts


def _model(model, where):
    if model is not None and not issubclass(type(model), str):
        raise TypeError(f"{where}: model must be a str or None, not {_type_name(model)}")
    return model


def _single(answers):
    ok, kind, text = answers[0]
    if not ok:
        raise SubCallError(text, kind)
    return Reply(text)


def _several(answers):
    return Replies([Reply(text) if ok else SubCallError(text, kind, i) for i, (ok, kind, text) in enumerate(answers)])


def _single_request(kind, where, prompt, context, model):
    contexts = None if context is None else [_context_of(context, where)]
    return (kind, False, _model(model, where), [_one_prompt(prompt, where)], contexts)


def _batch_request(kind, where, prompts, contexts, model):
    prompts = _many_prompts(prompts, where)
    if contexts is not None:
        if issubclass(type(contexts), (str, bytes, dict)):
            raise TypeError(f"{where}: contexts must be a list with one context per prompt, not one "
                            f"{_type_name(contexts)}")
        contexts = list(contexts)
        if len(contexts) != len(prompts):
            raise ValueError(f"{where}: {len(prompts)} prompts but {len(contexts)} contexts")
        contexts = [None if c is None else _context_of(c, where) for c in contexts]
    return (kind, True, _model(model, where), prompts, contexts)


def _call(request, finish):
    if not request[3]:
        return finish([])
    return finish(_w.wait(_w.send(*request, False)))


async def _call_async(request, finish):
    """The same without blocking the event loop, so that gathered calls run at the same time."""
    if not request[3]:
        return finish([])
    import asyncio
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    call = _w.send(*request, True)
    _watch(loop, call, future)
    try:
        await future
    except BaseException:
        _w.abandon(call)
        raise
    finally:
        _unwatch(loop, call)
    return finish(_w.take(call))


_watched = {}  # loop -> {call: future}


def _watch(loop, call, future):
    calls = _watched.setdefault(loop, {})
    if not calls:
        for fd in _w.watch_fds():
            loop.add_reader(fd, _pump, loop)
    calls[call] = future
    if _w.ready(call):  # answered before we watched
        _wake(calls)


def _unwatch(loop, call):
    calls = _watched.get(loop, {})
    calls.pop(call, None)
    if not calls:
        _watched.pop(loop, None)
        if not loop.is_closed():
            for fd in _w.watch_fds():
                loop.remove_reader(fd)


def _pump(loop):
    _w.pump()
    for other, calls in list(_watched.items()):  # what we read may be for a loop in another thread
        if other is loop:
            _wake(calls)
        else:
            other.call_soon_threadsafe(_wake, calls)


def _wake(calls):
    for call, future in list(calls.items()):
        if _w.ready(call) and not future.done():
            future.set_result(None)


def _functions():
    """Fresh functions for a cell: what the last one did to its own does not matter."""
    out = {}
    twins = {}
    if _config["llm"]:
        def llm_query(prompt, model=None):
            """Ask a language model. Returns its answer as a str."""
            return _call(_single_request(_LLM, "llm_query", prompt, None, model), _single)

        def llm_query_batched(prompts, model=None):
            """Ask a language model many things at once. Returns the answers in the order of the prompts."""
            return _call(_batch_request(_LLM, "llm_query_batched", prompts, None, model), _several)

        twins[llm_query] = lambda prompt, model=None: _call_async(
            _single_request(_LLM, "llm_query", prompt, None, model), _single)
        twins[llm_query_batched] = lambda prompts, model=None: _call_async(
            _batch_request(_LLM, "llm_query_batched", prompts, None, model), _several)
        out.update(llm_query=llm_query, llm_query_batched=llm_query_batched)
    if _config["rlm"]:
        def rlm_query(prompt, context=None, model=None):
            """Start a recursive model with its own REPL. Without context the prompt is its context."""
            return _call(_single_request(_RLM, "rlm_query", prompt, context, model), _single)

        def rlm_query_batched(prompts, contexts=None, model=None):
            """Start many recursive models at once. Returns the answers in the order of the prompts."""
            return _call(_batch_request(_RLM, "rlm_query_batched", prompts, contexts, model), _several)

        twins[rlm_query] = lambda prompt, context=None, model=None: _call_async(
            _single_request(_RLM, "rlm_query", prompt, context, model), _single)
        twins[rlm_query_batched] = lambda prompts, contexts=None, model=None: _call_async(
            _batch_request(_RLM, "rlm_query_batched", prompts, contexts, model), _several)
        out.update(rlm_query=rlm_query, rlm_query_batched=rlm_query_batched)
    for function in out.values():
        function.__module__ = "builtins"
    return out, twins


_NAMES = {"llm_query", "llm_query_batched", "rlm_query", "rlm_query_batched"}
_twins = {}


def _async_form(function):
    """What a call that is awaited where it stands uses instead of `function`."""
    try:
        return _twins.get(function, function)
    except TypeError:  # not hashable
        return function


# ---- finishing ------------------------------------------------------------------------------------------------

def _dumps(value):
    kind = type(value)
    if issubclass(kind, str):
        return _w.json_string(str.__str__(value))
    import json
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _finish(value):
    """Records the answer; the first one counts."""
    global _final
    if _final is not None:
        return
    text = str.__str__(value) if issubclass(type(value), str) else str(value)
    try:
        answer = _dumps(value)
    except (TypeError, ValueError, RecursionError):
        answer = _w.json_string(repr(value))
    _final = (answer, text)


def FINAL(value):
    """Finish with this value as the answer."""
    _finish(value)
    raise _Finished


def FINAL_VAR(name):
    """Finish with the value of the variable of this name."""
    if not issubclass(type(name), str):
        raise TypeError(f"FINAL_VAR takes the name of a variable in quotes, not a {_type_name(name)}. "
                        "FINAL(value) takes the value itself.")
    name = str.strip(name)
    if name not in _ns or name.startswith("__"):
        known = ", ".join(row[0] for row in _variables()[:20]) or "none yet"
        raise NameError(f"FINAL_VAR: there is no variable {name!r}. Variables: {known}. "
                        "FINAL(value) takes the value itself.")
    _finish(_ns[name])
    raise _Finished


def SUBMIT(*value, **fields):
    """Finish with a value, or with named fields."""
    if len(value) + bool(fields) != 1:
        raise TypeError("SUBMIT takes either one value or named fields: SUBMIT(x) or SUBMIT(answer=x)")
    _finish(value[0] if value else fields)
    raise _Finished


def _check_answer():
    """The answer protocol: `answer["ready"]` is true. Rebinding `answer` to another dict works as well."""
    answer = _ns.get("answer")
    if not issubclass(type(answer), dict):
        return
    ready = dict.get(answer, "ready")
    if type(ready) is str:
        ready = ready.strip().lower() not in ("", "false", "no", "0")
    elif type(ready) not in (bool, int, float):
        ready = False
    if ready:
        _finish(dict.get(answer, "content"))


def SHOW_VARS():
    """The variables of this REPL with type, size and a preview."""
    rows = _variables()
    if not rows:
        return _Shown("No variables yet.")
    return _Shown("\n".join(f"{n}: {t}" + (f" (length {s})" if s >= 0 else "") + (f" = {p}" if p else "")
                            for n, t, s, p, _ in rows))


# ---- variables ------------------------------------------------------------------------------------------------

_raw_type_name = type.__dict__["__name__"].__get__
_PREVIEW = 200  # characters
_ROWS = 1000  # variables that are described


def _type_name(value):
    kind = type(value)
    if kind is Reply or kind is _Shown:
        return "str"
    if kind is Replies:
        return "list"
    return _raw_type_name(kind)


def _size(value):
    kind = type(value)
    for base in (str, list, dict, tuple, set, frozenset, bytes, bytearray, range):
        if issubclass(kind, base):
            return base.__len__(value)
    module = sys.modules.get("collections")
    deque = getattr(module, "deque", None)
    if type(deque) is type and issubclass(kind, deque):
        return deque.__len__(value)
    return -1


def _join(parts, room, open_, close):
    """Items until the room is used up; then an ellipsis."""
    out = []
    for part in parts:
        out.append(part)
        room -= len(part) + 2
        if room <= 0:
            out.append("...")
            break
    return open_ + ", ".join(out) + close


def _preview(value, room=_PREVIEW, depth=0):
    kind = type(value)
    if kind in (bool, type(None), float, complex):
        return repr(value)
    if issubclass(kind, int):
        bits = int.bit_length(value)
        return int.__repr__(value) if bits <= 512 else f"<int of {bits} bits>"
    if issubclass(kind, str):
        return repr(str.__str__(str.__getitem__(value, slice(room))))[:room + 2]
    if issubclass(kind, bytes):
        return repr(bytes(bytes.__getitem__(value, slice(room))))[:room + 3]
    if kind is range:
        return repr(value)
    if depth >= 3:
        return "..."
    inner = max(room // 3, 10)
    if issubclass(kind, list):
        return _join((_preview(v, inner, depth + 1) for v in list.__iter__(value)), room, "[", "]")
    if issubclass(kind, tuple):
        return _join((_preview(v, inner, depth + 1) for v in tuple.__iter__(value)), room, "(", ")")
    if issubclass(kind, dict):
        return _join((_preview(k, inner, depth + 1) + ": " + _preview(v, inner, depth + 1)
                      for k, v in dict.items(value)), room, "{", "}")
    if issubclass(kind, (set, frozenset)):
        base = set if issubclass(kind, set) else frozenset
        return _join((_preview(v, inner, depth + 1) for v in base.__iter__(value)), room, "{", "}")
    if kind is _function_type:
        code = value.__code__
        names = code.co_varnames[:code.co_argcount + code.co_kwonlyargcount]
        return f"def {code.co_name}({', '.join(names)})"[:room]
    return f"<{_type_name(value)[:room]}>"


_function_type = type(_preview)
_module_type = type(sys)


def _variables():
    """[(name, type, size, preview, changed)] of what cells have made."""
    global _seen
    rows, seen = [], {}
    for name, value in list(_ns.items()):
        if type(name) is not str or (name.startswith("__") and name.endswith("__")):
            continue
        if name in _injected or type(value) is _module_type or (name == "answer" and _config["protocol"] == "answer"):
            continue
        try:
            row = (name, _type_name(value), _size(value), _preview(value)[:_PREVIEW + 40])
        except BaseException as error:  # changed by another thread while we looked, or no memory
            row = (name, _type_name(value), -1, f"<not shown: {_type_name(error)}>")
        key = (id(value), row)
        seen[name] = key
        if len(rows) < _ROWS:
            rows.append((*row, _seen.get(name) != key))
    _fresh[0] = seen
    return rows


_fresh = [{}]  # what the last listing saw; becomes _seen at the end of a cell
_injected = {}  # name -> object handed to the current cell


# ---- cells ----------------------------------------------------------------------------------------------------

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
    """Runs one cell. Returns (status, exception, message, traceback, final, variables). Called by the C side."""
    global _final, _seen
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
    rows = _variables()
    _seen = _fresh[0]
    return (status, *described, _final, rows)


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
        if os.getcwd() != _config["scratch"]:
            os.chdir(_config["scratch"])
    except OSError:
        try:
            os.makedirs(_config["scratch"], exist_ok=True)
            os.chdir(_config["scratch"])
        except OSError:
            pass
    _inject()


_stdin = None


def _open_stdin():
    global _stdin
    _stdin = sys.stdin = sys.__stdin__ = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, "rb", closefd=False)),
                                                          encoding="utf-8", errors="replace")


def _inject():
    global _twins, _injected
    functions, _twins = _functions()
    functions["SHOW_VARS"] = SHOW_VARS
    functions["SubCallError"] = SubCallError
    functions["context"] = _context
    if _config["protocol"] == "final":
        functions["FINAL"], functions["FINAL_VAR"] = FINAL, FINAL_VAR
    elif _config["protocol"] == "submit":
        functions["SUBMIT"] = SUBMIT
    elif not issubclass(type(_ns.get("answer")), dict):
        functions["answer"] = {"content": "", "ready": False}
    _ns.update(functions)
    _ns["__name__"], _ns["__builtins__"] = "__main__", builtins
    _injected = functions


# ---- start ----------------------------------------------------------------------------------------------------

class _AfterImport:
    """Runs a function right after a module was imported for the first time, so that nobody pays for modules that
    no cell uses."""

    def __init__(self, actions):
        self.actions = actions

    def find_spec(self, name, path=None, target=None):
        action = self.actions.pop(name, None)
        if action is None:
            return None
        from importlib.util import find_spec
        spec = find_spec(name)
        if spec is None or spec.loader is None:
            return spec
        load = spec.loader.exec_module

        def exec_module(module):
            load(module)
            action(module)

        spec.loader.exec_module = exec_module
        return spec


def _exit(code=None):
    """Ends the cell."""
    raise SystemExit(code)


def init(packages):
    """In the zygote: what is the same for all frames."""
    _w.repair()
    _open_stdin()
    _signal.signal(_signal.SIGINT, _signal.default_int_handler)
    for path in packages:
        if path not in sys.path:
            sys.path.append(path)
    sys.meta_path.insert(0, _AfterImport({
        "random": lambda m: m.seed(_config["random_seed"]),
        "numpy.random.mtrand": lambda m: m.seed(_config["random_seed"] & 0xFFFFFFFF),
        "linecache": lambda m: m.cache.update(_sources),
    }))
    _w.register_builtins({"exit": _exit, "quit": _exit, "__rlm_echo__": _echo, "__rlm_async__": _async_form})


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


def begin(config):
    """The settings of this frame. Cells may come now."""
    _config.update(config)
    _w.repair()


def after_fork():
    """In a copy of this process, which has descriptors 0 to 2 of its own."""
    _w.repair()
    _streams[:] = _stream(1), _stream(2)
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__ = _streams
    _open_stdin()


_context = None
