# Part 2: what the variables are: type, size, shape, preview, whether they changed, which cell wrote them.
#
# "Changed" compares fingerprints (fingerprint.cpp): a bounded walk through what a value holds, so that a change deep
# inside is seen. What a value says about itself is only asked again when its fingerprint differs.

_raw_type_name = type.__dict__["__name__"].__get__
_PREVIEW = 200  # characters
_ROWS = 1000  # variables that are described

_function_type = type(lambda: None)
_module_type = type(sys)
_deque = _collections.deque
_seen = {}  # name -> (fingerprint, row without `changed`, cell) as of the end of the last cell
_injected = {}  # name -> object handed to the current cell
_honest = set()  # types whose repr runs no code but that of Python's own C modules
_shapes = {}  # type of an array or table -> function(value) -> (size, shape, preview)


def _type_name(value):
    kind = type(value)
    if kind is Reply or kind is _Shown:
        return "str"
    if kind is Replies:
        return "list"
    return _raw_type_name(kind)[:200]


def _size(value):
    kind = type(value)
    for base in (str, list, dict, tuple, set, frozenset, bytes, bytearray, range, _deque):
        if issubclass(kind, base):
            return base.__len__(value)
    return -1


def _join(parts, room, open_, close, between=", "):
    """Items until the room is used up; then an ellipsis."""
    out = []
    for part in parts:
        if room <= 0:
            out.append("...")
            break
        out.append(part)
        room -= len(part) + 2
    return open_ + between.join(out) + close


def _preview(value, room=_PREVIEW, depth=0):
    kind = type(value)
    if kind in (bool, type(None), float, complex):
        return repr(value)
    if issubclass(kind, int):
        bits = int.bit_length(value)
        return int.__repr__(value) if bits <= 512 else f"<int of {bits} bits>"
    if issubclass(kind, str):
        return repr(str.__str__(str.__getitem__(value, slice(room))))[:room + 2]
    if issubclass(kind, (bytes, bytearray)):
        base = bytes if issubclass(kind, bytes) else bytearray
        return repr(bytes(base.__getitem__(value, slice(room))))[:room + 3]
    if issubclass(kind, float):
        return float.__repr__(value)
    if kind is range:
        return repr(value)
    if kind in _shapes:
        return _shapes[kind](value, room)[2]
    if kind in _honest:
        return repr(value)[:room]
    if kind is type:
        return f"class {_raw_type_name(value)}"[:room]
    if _numpy_scalar and issubclass(kind, _numpy_scalar) and _w.is_static(kind):
        return _preview(value.item(), room, 3)
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
    if issubclass(kind, _deque):
        return _join((_preview(v, inner, depth + 1) for v in _deque.__iter__(value)), room, "deque([", "])")
    if kind is _function_type:
        code = value.__code__
        names = code.co_varnames[:code.co_argcount + code.co_kwonlyargcount]
        return f"def {code.co_name}({', '.join(names)})"[:room]
    name = _type_name(value)[:room]
    fields = None if depth else _w.fields(value)  # of an object of a class in Python, read past the class
    if not fields:
        return f"<{name}>"
    return _join((f"{k}={_preview(v, inner, depth + 1)}" for k, v in fields.items() if type(k) is str), room,
                 f"<{name} ", ">")


def _described(name, value):
    try:
        kind = type(value)
        if kind in _shapes:
            size, shape, preview = _shapes[kind](value, _PREVIEW)
        else:
            size, shape, preview = _size(value), "", _preview(value)
        return (name, _type_name(value), size, preview[:_PREVIEW + 40], shape)
    except BaseException as error:  # changed by another thread while we looked, or no memory
        return (name, _type_name(value), -1, f"<not shown: {_type_name(error)}>", "")


def _variables(cell=None):
    """[(name, type, size, preview, changed, shape, cell)] of what cells have made. With the number of the cell that has
    just ended: the next listing is compared with this one."""
    global _seen
    rows, now = [], {}
    _w.new_listing()
    answers = _config["protocol"] == "answer"
    for name, value in list(_ns.items()):
        if name in _injected or value is budget or type(value) is _module_type or type(name) is not str:
            continue
        if (name[:2] == "__" and name[-2:] == "__") or (answers and name == "answer") or len(name) > 200:
            continue
        if len(rows) == _ROWS:
            break
        before = _seen.get(name)
        try:
            print_, same = _w.fingerprint(value, before and before[0])
        except MemoryError:
            print_, same = (0, 0), False
        if same:
            row, wrote = before[1], before[2]
        else:
            row, wrote = _described(name, value), cell or 0
        if cell is not None:
            now[name] = (print_, row, wrote)
        rows.append((*row[:4], not same, row[4], wrote))
    if cell is not None:
        _seen = now
    return rows


def SHOW_VARS():
    """The variables of this REPL with type, size and a preview."""
    rows = _variables()
    if not rows:
        return _Shown("No variables yet.")
    return _Shown("\n".join(
        f"{n}: {t}" + (f" ({shape})" if shape else f" (length {s})" if s >= 0 else "") + (f" = {p}" if p else "")
        for n, t, s, p, _, shape, _ in rows))


# ---- arrays and tables ----------------------------------------------------------------------------------------
# Only exact types of the real modules: registered when those were imported from where Python itself or the packages
# of this frame are, never found by name later.

_trusted = ()  # folders: sys.path as it was before any cell
_ndarray = _frame = _series = None
_numpy_scalar = ()


def _genuine(module):
    origin = getattr(getattr(module, "__spec__", None), "origin", None)
    return type(origin) is str and any(origin.startswith(folder + "/") for folder in _trusted)


def _know_numpy(module):
    global _ndarray, _numpy_scalar
    if _ndarray is not None or not _genuine(module) or not _w.is_static(module.ndarray):
        return
    _ndarray, _numpy_scalar = module.ndarray, module.generic
    _shapes[_ndarray] = _array
    _w.on_type(_ndarray, _array_contents)


def _array(value, room):
    shape = value.shape
    few = max(2, min(20, room // 8)) if len(shape) <= 1 else 5
    try:
        part = value[tuple(slice(few) for _ in shape)] if shape else value
        text = _nested(part.tolist(), shape, room)
    except BaseException as error:
        text = f"<not shown: {_type_name(error)}>"
    return (shape[0] if shape else -1), " x ".join(map(str, shape)), f"{value.dtype} {text}"[:room + 40]


def _nested(part, shape, room):
    """The nested lists of the first items of an array, with an ellipsis where there are more."""
    if not shape or type(part) is not list:
        return _preview(part, room, 2)
    texts = [_nested(item, shape[1:], room // 2) for item in part]
    return _join(texts + (["..."] if shape[0] > len(texts) else []), room, "[", "]")


def _array_contents(value):
    if value.dtype.kind in "mM":
        value = value.view("int64")  # times have no buffer
    elif value.dtype.hasobject:
        return [value.shape, *value.flat[:500], memoryview(value)]
    return [value.shape, str(value.dtype), memoryview(value)]


def _know_pandas(module):
    global _frame, _series
    if _frame is not None or not _genuine(module):
        return
    _frame, _series = module.DataFrame, module.Series
    _shapes[_frame], _shapes[_series] = _table, _column
    _w.on_type(_frame, _manager_contents)
    _w.on_type(_series, _manager_contents)
    kinds = [module.Index]
    while kinds:
        kind = kinds.pop()
        kinds += type.__subclasses__(kind)
        _w.on_type(kind, lambda value: [id(value)])  # cannot change, and remembers what it was asked


def _manager(value):
    return object.__getattribute__(value, "__dict__")["_mgr"]


def _table(value, room):
    manager = _manager(value)
    names, index = manager.axes
    rows, columns = len(index), len(names)
    shape = f"{rows} rows x {columns} columns"
    try:
        shown = (f"{_label(names[i])}: " + _join([_preview(v, 30, 2) for v in _items(manager, i)]
                                                  + (["..."] if rows > 3 else []), 60, "", "") for i in range(columns))
        return rows, shape, _join(shown, room, "", "", "; ")
    except BaseException as error:
        return rows, shape, f"<not shown: {_type_name(error)}>"


def _column(value, room):
    manager = _manager(value)
    rows = len(manager.axes[0])
    try:
        first = list(manager.internal_values()[:10])
        text = _join([_preview(_plain(v), 40, 2) for v in first] + (["..."] if rows > 10 else []), room, "[", "]")
        return rows, f"{rows} rows", text
    except BaseException as error:
        return rows, f"{rows} rows", f"<not shown: {_type_name(error)}>"


def _items(manager, column):
    return [_plain(v) for v in list(manager.iget_values(column)[:3])]


def _plain(value):
    """A number of an array as one of Python's."""
    return value.item() if _numpy_scalar and isinstance(value, _numpy_scalar) else value


def _label(value):
    return value if type(value) is str else _preview(_plain(value), 40, 2)


def _manager_contents(value):
    manager = _manager(value)
    return [*(id(axis) for axis in manager.axes), *manager.arrays]
