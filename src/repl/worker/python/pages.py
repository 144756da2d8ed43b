# Part 3: reading a value in pages. Runs in a copy of the REPL that is thrown away afterwards; never copies a big value.

_PAGE = {"text": 1_000_000, "items": 1000, "rows": 1000}  # most at once
_COLUMNS = 200
_CELL = 200  # characters of one cell of a table
_MATCHES = 1000
_SEARCHED = 1_000_000  # items or rows
_ROOM = 4_000_000  # characters of all items or cells of one page


_no_code = False  # the value is looked at where it lives


class _LookError(Exception):
    """Why a value cannot be shown, as a sentence."""


def read_value(expression, first, count, search, plain):
    """A page of a value: a dict for the host with "text" and "output". `plain`: this is no copy, so only a variable of a
    builtin type may be looked at, and none of its code may run."""
    global _looking, _no_code
    page = {"form": "other", "type": "", "shape": "", "size": -1, "first": 0, "text": "", "output": ""}
    printed = io.StringIO()
    _repair()
    streams = sys.stdout, sys.stderr
    _looking, _no_code = True, plain
    try:
        _w.begin()
        try:
            if plain:
                value = _plain_variable(expression)
            else:
                sys.stdout = sys.stderr = printed
                code = compile(expression.strip(), "<expression>", "eval", dont_inherit=True)
                value = eval(code, _ns)
            _fill(page, value, first, max(0, count), search, plain)
        finally:
            _w.end()
            sys.stdout, sys.stderr = streams
            _looking = _no_code = False
    except _LookError as error:
        page["error"] = {"kind": "unsupported", "message": str(error)}
    except (_Finished, SystemExit):
        page["error"] = {"kind": "code", "message": "The expression ends the cell or the frame; here a value is only "
                                                    "looked at."}
    except BaseException as error:
        kind = "cancelled" if type(error) is KeyboardInterrupt and _w.interrupted() else "code"
        page["error"] = {"kind": kind, "message": _described_error(error)}
    page["output"] = printed.getvalue()[:_PAGE["text"]]
    return page


def _described_error(error):
    try:
        if isinstance(error, SyntaxError):
            return f"{_type_name(error)}: {str(error.msg)[:2000]}"
        return _message(error)
    except BaseException:
        return "an exception that cannot be described"


def _plain_variable(name):
    name = name.strip()
    if not str.isidentifier(name) or name not in _ns:
        raise _LookError("No copy of the REPL can be made, so only a variable can be looked at, by its name.")
    return _ns[name]


def _fill(page, value, first, count, search, plain):
    kind = type(value)
    page["type"] = _type_name(value)
    if kind in _shapes:
        page["size"], page["shape"], _ = _shapes[kind](value, 10)
    else:
        page["size"] = _size(value)
    if issubclass(kind, (str, bytes, bytearray)):
        _fill_text(page, value, first, count, search)
        return
    if plain and kind in _shapes and kind is not _ndarray:
        raise _LookError("No copy of the REPL can be made, so a table cannot be looked at now.")
    table = _array_table(value) if _ndarray and kind is _ndarray else _frame_table(value) if _frame and kind is _frame \
        else _series_table(value) if _series and kind is _series else _record_table(value)
    if table:
        _fill_table(page, table, first, count, search)
        return
    items = _item_source(value)
    if items:
        _fill_items(page, items, first, count, search)
        return
    big = issubclass(kind, int) and int.bit_length(value) > 10_000  # Python refuses to write it out
    text = _preview(value, 100_000) if plain or big else repr(value)
    if not issubclass(type(text), str):
        raise TypeError(f"__repr__ returned {_type_name(text)}")
    first, count = _clamp(page, first, count, len(text), _PAGE["text"])
    page["text"] = str.__str__(str.__getitem__(text, slice(first, first + count)))


def _clamp(page, first, count, size, most):
    if first < 0:
        first = max(0, size + first)
    page["first"] = first = min(first, size)
    return first, min(count, most, size - first)


# ---- text -----------------------------------------------------------------------------------------------------

def _fill_text(page, value, first, count, search):
    page["form"] = "text"
    kind = type(value)
    base = str if issubclass(kind, str) else bytes if issubclass(kind, bytes) else bytearray
    first, count = _clamp(page, first, count, base.__len__(value), _PAGE["text"])
    part = base.__getitem__(value, slice(first, first + count))
    page["text"] = str.__str__(part) if base is str else part.decode("ascii", "backslashreplace")
    if not search:
        return
    wanted = search if base is str else search.encode("utf-8", "surrogatepass")
    found, at = [], base.find(value, wanted, first)
    while at >= 0 and len(found) < _MATCHES:
        found.append(at)
        at = base.find(value, wanted, at + len(wanted))
    page["matches"], page["matchesTotal"] = found, base.count(value, wanted)


# ---- items ----------------------------------------------------------------------------------------------------

def _item_source(value):
    """(size, function(first, count) -> iterable of (key, item), keys are worth searching) of a container, or None."""
    import itertools
    kind = type(value)

    def numbered(part):
        return lambda first, count: ((str(first + i), v) for i, v in enumerate(part(first, count)))

    for base in (list, tuple, range):
        if issubclass(kind, base):
            return base.__len__(value), numbered(
                lambda first, count: base.__getitem__(value, slice(first, first + count))), False
    for base in (set, frozenset, _deque):
        if issubclass(kind, base):
            return base.__len__(value), numbered(
                lambda first, count: itertools.islice(base.__iter__(value), first, first + count)), False
    if issubclass(kind, dict):
        return dict.__len__(value), lambda first, count: (
            (k if type(k) is str else _preview(k), v)
            for k, v in itertools.islice(dict.items(value), first, first + count)), True
    if kind in (type({}.keys()), type({}.values()), type({}.items())):
        return len(value), numbered(lambda first, count: itertools.islice(value, first, first + count)), False
    if _ndarray and kind is _ndarray and value.ndim > 2:
        return value.shape[0], numbered(lambda first, count: value[first:first + count]), False
    return None


def _fill_items(page, source, first, count, search):
    page["form"] = "items"
    size, part, keyed = source
    page["size"] = size
    if search:
        found, total = [], 0
        for i, (key, item) in enumerate(part(0, min(size, _SEARCHED))):
            if (keyed and search in key) or search in _searchable(item):
                total += 1
                if len(found) < _MATCHES:
                    found.append(i)
        page["matches"], page["matchesTotal"] = found, total
        first, count = _clamp(page, first, count, len(found), _PAGE["items"])
        chosen = ((key, item) for i in found[first:first + count] for key, item in part(i, 1))
    else:
        first, count = _clamp(page, first, count, size, _PAGE["items"])
        chosen = part(first, count)
    room, items = _ROOM, []
    for key, item in chosen:
        row = (key[:_CELL], _type_name(item), _preview(item)[:_PREVIEW + 40], _size(item))
        items.append(row)
        room -= len(row[0]) + len(row[2]) + 50
        if room <= 0:
            break
    page["items"] = items


def _searchable(item):
    kind = type(item)
    if issubclass(kind, str):
        return str.__str__(item)
    return _preview(item, 2000)


# ---- tables ---------------------------------------------------------------------------------------------------

class _Table:
    """rows(first, count) gives (label, values of the first columns). `keyed`: labels are worth searching."""

    def __init__(self, size, columns, total, rows, keyed=False):
        self.size, self.columns, self.total, self.rows, self.keyed = size, columns, total, rows, keyed


def _array_table(value):
    if value.ndim == 1 and value.dtype.names:
        names = value.dtype.names
        return _Table(value.shape[0], list(names[:_COLUMNS]), len(names), lambda first, count: (
            (str(first + i), list(row)[:_COLUMNS]) for i, row in enumerate(value[first:first + count].tolist())))
    if value.ndim == 1:
        return _Table(value.shape[0], ["value"], 1, lambda first, count: (
            (str(first + i), [v]) for i, v in enumerate(value[first:first + count].tolist())))
    if value.ndim == 2:
        return _Table(value.shape[0], [str(i) for i in range(min(value.shape[1], _COLUMNS))], value.shape[1],
                      lambda first, count: ((str(first + i), row) for i, row in
                                            enumerate(value[first:first + count, :_COLUMNS].tolist())))
    return None


def _frame_table(value):
    columns = [_label(name) for name in value.columns[:_COLUMNS]]
    return _Table(len(value), columns, len(value.columns), lambda first, count: (
        (_cell_text(row[0]), row[1:])
        for row in value.iloc[first:first + count, :_COLUMNS].itertuples(index=True, name=None)), value.index.dtype.kind not in "iu")


def _series_table(value):
    name = "value" if value.name is None else _label(value.name)
    return _Table(len(value), [name], 1, lambda first, count: (
        (_cell_text(label), [v]) for label, v in value.iloc[first:first + count].items()), value.index.dtype.kind not in "iu")


def _record_table(value):
    """A list of dicts with the same keys, or of lists of the same length; judged by its first rows."""
    kind = type(value)
    if not issubclass(kind, (list, tuple)):
        return None
    base = list if issubclass(kind, list) else tuple
    head = base.__getitem__(value, slice(200))
    if len(head) < 2:
        return None

    def rows(fields):
        return lambda first, count: ((str(first + i), fields(row)) for i, row in
                                     enumerate(base.__getitem__(value, slice(first, first + count))))

    if all(type(row) is dict for row in head):
        keys = list(head[0])
        if not keys or any(list(row) != keys and set(row) != set(keys) for row in head):
            return None
        if not all(type(key) in (str, int, float, bool, tuple) for key in keys):
            return None
        shown = keys[:_COLUMNS]
        return _Table(base.__len__(value), [_label(key) for key in shown], len(keys), rows(
            lambda row: [row.get(key, "") for key in shown] if type(row) is dict else [row]))
    width = len(head[0]) if type(head[0]) in (list, tuple) else 0
    if width and all(type(row) in (list, tuple) and len(row) == width for row in head):
        return _Table(base.__len__(value), [str(i) for i in range(min(width, _COLUMNS))], width, rows(
            lambda row: row[:_COLUMNS] if type(row) in (list, tuple) else [row]))
    return None


def _cell_text(value):
    value = _plain(value)
    kind = type(value)
    if issubclass(kind, str):
        return str.__str__(str.__getitem__(value, slice(_CELL)))
    if _no_code or kind in (int, float, bool, complex, type(None), list, tuple, dict, set, bytes):
        return _preview(value)[:_CELL]
    return str(value)[:_CELL]


def _fill_table(page, table, first, count, search):
    page["form"] = "table"
    page["columns"] = [name[:_CELL] for name in table.columns]
    page["columnsTotal"] = table.total
    if not page["shape"]:
        page["shape"] = f"{table.size} x {table.total}"
    if search:
        found, total = [], 0
        for i, (label, values) in enumerate(table.rows(0, min(table.size, _SEARCHED))):
            if (table.keyed and search in label) or any(search in (v if type(v) is str else _cell_text(v)) for v in values):
                total += 1
                if len(found) < _MATCHES:
                    found.append(i)
        page["matches"], page["matchesTotal"] = found, total
        first, count = _clamp(page, first, count, len(found), _PAGE["rows"])
        chosen = (row for i in found[first:first + count] for row in table.rows(i, 1))
    else:
        first, count = _clamp(page, first, count, table.size, _PAGE["rows"])
        chosen = table.rows(first, count)
    width, room, rows = len(table.columns) + 1, _ROOM, []
    for label, values in chosen:
        row = ([label[:_CELL]] + [_cell_text(v) for v in values] + [""] * width)[:width]
        rows.append(row)
        room -= sum(map(len, row)) + 4 * width
        if room <= 0:
            break
    page["rows"] = rows
