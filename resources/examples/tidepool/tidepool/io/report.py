"""Printing, with a small bar chart of the day."""
from tidepool.core.extremes import clock

WIDTH = 40


def bar_of(height, lowest, highest):
    share = 0 if highest == lowest else (height - lowest) / (highest - lowest)
    return "#" * round(share * WIDTH)


def print_day(curve):
    heights = {minute: curve.height(minute) for minute in range(curve.first_minute, curve.last_minute + 1, 60)}
    lowest, highest = min(heights.values()), max(heights.values())
    for minute, height in heights.items():
        arrow = "up" if curve.is_rising(minute) else "down"
        print(f"{clock(minute):<12}{height:6.2f} m {arrow:<5}{bar_of(height, lowest, highest)}")


def print_windows(windows):
    if not windows:
        print("There is never enough water over the bar in this table.")
    for first, last in windows:
        print(f"Enough water from {clock(first)} to {clock(last)}")
