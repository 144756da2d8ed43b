"""Command line: reads a table, prints the day hour by hour, and the hours in which a boat can pass the bar."""
import argparse
import sys

from tidepool.core.clearance import safe_windows
from tidepool.core.curve import TideCurve
from tidepool.io.table import TableError, read_table
from tidepool.io.report import print_day, print_windows


def parse_arguments(argv):
    parser = argparse.ArgumentParser(prog="tidepool")
    parser.add_argument("table", help="file with one high or low water per line")
    parser.add_argument("--draught", type=float, default=1.5, help="metres of water that the boat needs")
    parser.add_argument("--bar", type=float, default=0.4, help="charted depth of the bar in metres")
    return parser.parse_args(argv)


def main(argv=None):
    arguments = parse_arguments(argv)
    try:
        extremes = read_table(arguments.table)
    except TableError as error:
        print(f"tidepool: {error}", file=sys.stderr)
        return 1
    curve = TideCurve(extremes)
    print_day(curve)
    print_windows(safe_windows(curve, arguments.draught, arguments.bar))
    return 0


if __name__ == "__main__":
    sys.exit(main())
