# Part 5: functions that the user gives to the model's code.

_TOOLS = "<tools>"
_RESERVED = {"llm_query", "llm_query_batched", "rlm_query", "rlm_query_batched", "context", "answer", "FINAL", "FINAL_VAR",
             "SUBMIT", "SHOW_VARS", "SubCallError", "ToolError", "budget", "exit", "quit"}


class _ToolsError(Exception):
    """Why the tools file cannot be used, as a sentence."""


def _give_tools(source):
    """Runs the tools file in a module of its own and injects its public functions: what __all__ names, or every def at
    the top whose name does not begin with "_". Returns [(name, signature, doc)]."""
    if not source:
        return []
    module = _module_type("tools")
    module.__file__ = _TOOLS
    sys.modules["tools"] = module
    _remember(_TOOLS, source)
    try:
        _w.begin()
        try:
            exec(compile(source, _TOOLS, "exec", dont_inherit=True), module.__dict__)
        finally:
            _w.end()
        found = _public_functions(module.__dict__)
    except _ToolsError:
        raise
    except BaseException as error:
        raise _ToolsError(f"The tools file is broken: {_where(error)}") from None
    _flush()
    for name, function in found:
        _free(name, "tools file")
        _give_shared(name, function)
    return [_tool_info(name, function) for name, function in found]


def _public_functions(names):
    chosen = names.get("__all__")
    if chosen is not None:
        if not issubclass(type(chosen), (list, tuple)) or not all(type(name) is str for name in chosen):
            raise _ToolsError("The tools file is broken: __all__ must be a list of names.")
        for name in chosen:
            if type(names.get(name)) is not _function_type:
                raise _ToolsError(f"The tools file is broken: __all__ names {name!r}, which is not a function in it.")
        return [(name, names[name]) for name in dict.fromkeys(chosen)]
    return [(name, value) for name, value in names.items()
            if not name.startswith("_") and type(value) is _function_type and value.__module__ == "tools"]


def _free(name, where):
    if name in _RESERVED or name.startswith("__"):
        raise _ToolsError(f"The {where} defines {name}, which is a name of the REPL. Rename the function.")
    if name in _injected:
        raise _ToolsError(f"There are two tools named {name}. Rename one of them.")


def _give_shared(name, function):
    module = function.__module__
    _give(name, function)
    function.__module__ = module  # its classes and pickles look there


def _where(error):
    """"line 3: NameError: name 'x' is not defined (y = x)"."""
    line = text = None
    if isinstance(error, SyntaxError) and error.filename == _TOOLS:
        line, text = error.lineno, error.text
        message = f"{_type_name(error)}: {error.msg}"
    else:
        message = _message(error)
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == _TOOLS:
                line = trace.tb_lineno
            trace = trace.tb_next
    if line is None:
        return message
    lines = _sources[_TOOLS][2]
    text = text or (lines[line - 1] if 0 < line <= len(lines) else "")
    return f"line {line}: {message}" + (f" ({text.strip()[:200]})" if text.strip() else "")


def _tool_info(name, function):
    import inspect
    try:
        signature = str(inspect.signature(function))
    except BaseException:  # a default whose repr fails
        signature = "(...)"
    doc = function.__doc__
    return (name, signature[:2000], inspect.cleandoc(doc)[:20_000] if type(doc) is str else "")


# ---- tools that run outside the sandbox -----------------------------------------------------------------------

def _give_trusted(tools):
    """[(name, signature, doc)]: each becomes a function that asks the host."""
    if tools:
        _injected["ToolError"] = ToolError
    for name, signature, doc in tools:
        if not str.isidentifier(name):
            raise _ToolsError(f"A trusted tool cannot be named {name!r}.")
        _free(name, "trusted tools file")
        function, twin = _stub(name, _signature(name, signature))
        function.__doc__ = doc
        _give(name, function)
        _twins[function] = twin
        _NAMES.add(name)


def _signature(name, text):
    """As an object that checks arguments; None when the text is no signature of plain values."""
    import ast, inspect
    try:
        tree = ast.parse(f"def {name}{text}: pass")
        function = tree.body[0]
        if len(tree.body) != 1 or type(function) is not ast.FunctionDef or function.decorator_list:
            return None
        for default in function.args.defaults + [d for d in function.args.kw_defaults if d is not None]:
            ast.literal_eval(default)
        for argument in ast.walk(function.args):  # types of a module that is not here
            if isinstance(argument, ast.arg):
                argument.annotation = None
        function.returns = None
        made = {}
        exec(compile(tree, _FILE, "exec", dont_inherit=True), made)
        return inspect.signature(made[name])
    except (SyntaxError, ValueError, KeyError, RecursionError):
        return None


def _stub(name, signature):
    def request(args, kwargs):
        if signature is not None:
            try:
                signature.bind(*args, **kwargs)
            except TypeError as error:
                raise TypeError(f"{name}(): {error}") from None
        try:
            text = _dumps({"args": list(args), "kwargs": kwargs})
        except (TypeError, ValueError, RecursionError) as error:
            raise TypeError(f"{name}(): a tool takes values that JSON can hold ({error})") from None
        return (_TOOL, False, name, [text], None)

    def tool(*args, **kwargs):
        return _call(request(args, kwargs), _tool_result)

    def twin(*args, **kwargs):
        return _call_async(request(args, kwargs), _tool_result)

    tool.__name__ = tool.__qualname__ = name
    if signature is not None:
        tool.__signature__ = signature
    return tool, twin


def _tool_result(answers):
    ok, kind, text = answers[0]
    if not ok:
        raise ToolError(text, kind)
    import json
    return json.loads(text)
