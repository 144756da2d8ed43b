# The process of trusted tools: runs the user's file outside the sandbox and answers calls, one JSON object a line on
# descriptor 3 (repl/tool_messages.h). Started as: python3 -u -c THIS HOST_PID. Works with Python 3.8 and later.
import sys

if sys.path and sys.path[0] == "":
    del sys.path[0]  # a json.py in the working directory must not become ours

import ast
import inspect
import json
import os
import socket
import threading
import traceback
import types

MAX_RESULT = 16_000_000  # bytes of JSON text
NAME = "_rlmscope_tools"


def die_with_host(host):
    """The host's death closes the socket; a tool that holds the interpreter would not see that."""
    try:
        import ctypes

        ctypes.CDLL(None).prctl(1, 9, 0, 0, 0)  # PR_SET_PDEATHSIG, SIGKILL
    except Exception:
        pass  # another system: the closed socket must do
    if os.getppid() != host:
        os._exit(0)


class Channel:
    def __init__(self, fd):
        self.socket = socket.socket(fileno=fd)
        self.socket.set_inheritable(False)  # not for programs that a tool starts
        self.lines = self.socket.makefile("rb")
        self.lock = threading.Lock()

    def send(self, **message):
        line = json.dumps(message, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        with self.lock:
            self.socket.sendall(line)

    def receive(self):
        line = self.lines.readline()
        return json.loads(line) if line.endswith(b"\n") else None


def summary(error):
    text = "".join(traceback.format_exception_only(type(error), error)).strip().splitlines()
    return text[-1] if text else type(error).__name__


def line_in(error, path):
    """The line of the user's file that an exception came from, innermost; 0 = none."""
    if isinstance(error, SyntaxError) and error.filename == path:
        return error.lineno or 0
    lines = [number for frame, number in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == path]
    return lines[-1] if lines else 0


def public_names(tree):
    """Names and definitions of the functions that a file gives, without running it."""
    functions = {}
    listed = None
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            functions[node.name] = node
        elif isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            try:
                listed = [str(name) for name in ast.literal_eval(node.value)]
            except (ValueError, TypeError):
                listed = None
    wanted = listed if listed is not None else [name for name in functions if not name.startswith("_")]
    return [(name, functions[name]) for name in wanted if name in functions]


def described(tree):
    found = []
    for name, node in public_names(tree):
        signature = ""
        if hasattr(ast, "unparse"):
            signature = "(" + ast.unparse(node.args) + ")" + (" -> " + ast.unparse(node.returns) if node.returns else "")
        found.append({"name": name, "signature": signature, "doc": ast.get_docstring(node) or ""})
    return found


def functions_of(module):
    names = getattr(module, "__all__", None)
    if names is not None:
        return {str(name): getattr(module, str(name)) for name in names}
    return {
        name: value
        for name, value in vars(module).items()
        if not name.startswith("_") and callable(value) and not isinstance(value, type)
        and getattr(value, "__module__", None) == NAME
    }


def signature_of(function):
    try:
        return str(inspect.signature(function))
    except (TypeError, ValueError):
        return "(...)"


def load(channel, path, source):
    """The functions of the file, or None when it cannot be run; the host knows why then."""
    module = types.ModuleType(NAME)
    module.__file__ = path
    sys.modules[NAME] = module
    sys.path.insert(0, os.path.dirname(path))  # as for a program: its neighbours can be imported
    sys.dont_write_bytecode = True
    try:
        exec(compile(source, path, "exec"), module.__dict__)
        functions = functions_of(module)
    except BaseException as error:
        channel.send(op="failed", error=summary(error), line=line_in(error, path))
        return None
    tools = [{"name": n, "signature": signature_of(f), "doc": inspect.getdoc(f) or ""} for n, f in functions.items()]
    channel.send(op="ready", tools=tools, python="%d.%d.%d" % sys.version_info[:3])
    return functions


def result_text(name, value):
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except RecursionError:
        raise TypeError(f"{name} returned something nested too deeply") from None
    except (TypeError, ValueError) as error:
        raise TypeError(f"{name} returned a {type(value).__name__} that JSON cannot hold ({error}); "
                        "return texts, numbers, lists and dicts") from None
    size = len(text.encode("utf-8", "replace"))
    if size > MAX_RESULT:
        raise ValueError(f"{name} returned {size:,} bytes; at most {MAX_RESULT:,} can be handed over")
    return text


def answer(channel, functions, path, message):
    number, name = message["id"], message["name"]
    try:
        arguments = json.loads(message["arguments"])
        value = functions[name](*arguments.get("args", []), **arguments.get("kwargs", {}))
        if inspect.isawaitable(value):
            import asyncio

            async def wait():
                return await value

            value = asyncio.run(wait())
        reply = {"op": "result", "id": number, "value": result_text(name, value)}
    except BaseException as error:
        reply = {"op": "error", "id": number, "error": summary(error), "line": line_in(error, path)}
    try:
        channel.send(**reply)
    except OSError:
        os._exit(0)  # the host has gone


def main():
    die_with_host(int(sys.argv[1]))
    del sys.argv[1:]
    channel = Channel(3)
    task = channel.receive()
    if not task:
        return
    path, source = task["path"], task["source"]
    if task["op"] == "inspect":
        try:
            channel.send(op="ready", tools=described(ast.parse(source, path)), python="%d.%d.%d" % sys.version_info[:3])
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            channel.send(op="failed", error=summary(error), line=line_in(error, path))
        return
    functions = load(channel, path, source)
    while functions is not None:
        message = channel.receive()
        if message is None:
            break
        threading.Thread(target=answer, args=(channel, functions, path, message), daemon=True).start()


try:
    main()
except BaseException:
    traceback.print_exc()
finally:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass
    os._exit(0)  # without waiting for threads of the tools
