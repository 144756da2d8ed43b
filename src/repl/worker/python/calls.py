"""The Python side of the worker, part 1 of 6: the functions that a cell calls the host with.

All parts (calls, variables, pages, cells, tools, process; embed.py names them in order) are compiled into the worker
program and executed once, in one namespace, before any code of a model. What must stay true:
- Nothing here looks anything up in a place that a cell can reach by accident: builtins are a private copy, modules are
  held by private names. (A cell that wants to break its own worker can; the host treats that as a dead worker.)
- What a cell broke (names, stdio, builtins, recursion limit, signal handler) is whole again before the next cell.
- Describing a value never runs code of its class: only the base implementations of builtin types are called.
`_w` is the C module of the worker, set before this runs; `_config` holds the settings of the frame from begin() on.
"""
import sys, builtins, io, os
import _ast, _collections, _signal, _thread

_main = sys.modules["__main__"]
_ns = _main.__dict__  # where cells live
_config = {"protocol": "answer", "llm": False, "rlm": False, "random_seed": 1, "scratch": "", "memory_text": ""}
_final = None  # (json, text) once the cell has finished the frame
_looking = False  # a value is read: nobody is asked for anything


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


class ToolError(Exception):
    """A tool that runs outside the sandbox failed, or is not there."""
    __module__ = "builtins"

    def __init__(self, message, kind=""):
        super().__init__(message)
        self.message = message
        self.kind = kind


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

_LLM, _RLM, _TOOL, _BUDGET = 0, 1, 2, 3


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


def _refuse(request):
    if _looking:
        if request[0] == _TOOL:
            raise ToolError("a value is looked at, no tool is called", "refused")
        if request[0] == _BUDGET:
            raise SubCallError("a value is looked at, the budget is not asked for", "refused")
        raise SubCallError("a value is looked at, no model is asked", "refused")


def _call(request, finish):
    _refuse(request)
    if not request[3]:
        return finish([])
    return finish(_w.wait(_w.send(*request, False)))


async def _call_async(request, finish):
    """The same without blocking the event loop, so that gathered calls run at the same time."""
    _refuse(request)
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


def llm_query(prompt, model=None):
    """Ask a language model. Returns its answer as a str."""
    return _call(_single_request(_LLM, "llm_query", prompt, None, model), _single)


def llm_query_batched(prompts, model=None):
    """Ask a language model many things at once. Returns the answers in the order of the prompts."""
    return _call(_batch_request(_LLM, "llm_query_batched", prompts, None, model), _several)


def rlm_query(prompt, context=None, model=None):
    """Start a recursive model with its own REPL. Without context the prompt is its context."""
    return _call(_single_request(_RLM, "rlm_query", prompt, context, model), _single)


def rlm_query_batched(prompts, contexts=None, model=None):
    """Start many recursive models at once. Returns the answers in the order of the prompts."""
    return _call(_batch_request(_RLM, "rlm_query_batched", prompts, contexts, model), _several)


_BUDGET_REQUEST = (_BUDGET, False, None, [""], None)


def _budget_result(answers):
    ok, kind, text = answers[0]
    if not ok:
        raise SubCallError(text, kind)
    import json
    return json.loads(text)


def budget():
    """What is spent, and left, of the budget: {"usd": {"spent": ..., "limit": ..., "left": ...}, "calls": ..., "tokens": ...,
    "input_tokens": ..., "output_tokens": ..., "frames": ..., "seconds": ..., "turns": ...}. None where there is no limit."""
    return _call(_BUDGET_REQUEST, _budget_result)


# function -> what a call of it that is awaited where it stands uses instead
_twins = {
    llm_query: lambda prompt, model=None: _call_async(
        _single_request(_LLM, "llm_query", prompt, None, model), _single),
    llm_query_batched: lambda prompts, model=None: _call_async(
        _batch_request(_LLM, "llm_query_batched", prompts, None, model), _several),
    rlm_query: lambda prompt, context=None, model=None: _call_async(
        _single_request(_RLM, "rlm_query", prompt, context, model), _single),
    rlm_query_batched: lambda prompts, contexts=None, model=None: _call_async(
        _batch_request(_RLM, "rlm_query_batched", prompts, contexts, model), _several),
    budget: lambda: _call_async(_BUDGET_REQUEST, _budget_result),
}
_NAMES = {"llm_query", "llm_query_batched", "rlm_query", "rlm_query_batched", "budget"}  # a call of these may have a twin


def _async_form(function):
    """`function`, or its twin. Called by code that _rewrite_awaits() made."""
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
