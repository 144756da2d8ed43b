"""Reads tables such as

    H 03:12 4.6
    L 09:25 0.9
    H 15:40 4.8
"""
from tidepool.core.extremes import Extreme


class TableError(Exception):
    """A line that is not understood; says which."""


def parse_clock(text):
    hours, _, minutes = text.partition(":")
    if not (hours.isdigit() and minutes.isdigit() and int(hours) < 24 and int(minutes) < 60):
        raise ValueError(text)
    return int(hours) * 60 + int(minutes)


def parse_line(line, number, previous):
    fields = line.split()
    if len(fields) != 3 or fields[0] not in ("H", "L"):
        raise TableError(f"line {number}: expected H or L, a time and a height")
    try:
        minute, height = parse_clock(fields[1]), float(fields[2])
    except ValueError as error:
        raise TableError(f"line {number}: {error}") from None
    while previous is not None and minute <= previous.minute:
        minute += 24 * 60  # the table goes on after midnight
    return Extreme(minute, height, fields[0] == "H")


def read_table(path):
    extremes = []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip() and not line.startswith("#"):
                extremes.append(parse_line(line, number, extremes[-1] if extremes else None))
    if not extremes:
        raise TableError("the table is empty")
    return extremes
