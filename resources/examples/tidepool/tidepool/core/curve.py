"""The curve between the extremes. Between a high and the next low water the sea falls slowly, then fast, then slowly
again; half a cosine describes that well enough for a harbour without odd currents."""
import math
from bisect import bisect_right


class TideCurve:
    """Heights for any moment between the first and the last extreme of a table."""

    def __init__(self, extremes):
        if len(extremes) < 2:
            raise ValueError("a curve needs at least one high and one low water")
        self.extremes = sorted(extremes, key=lambda extreme: extreme.minute)
        self._minutes = [extreme.minute for extreme in self.extremes]

    @property
    def first_minute(self):
        return self._minutes[0]

    @property
    def last_minute(self):
        return self._minutes[-1]

    def neighbours(self, minute):
        """The extremes before and after a minute."""
        if not self.first_minute <= minute <= self.last_minute:
            raise ValueError(f"minute {minute} lies outside of the table")
        after = min(bisect_right(self._minutes, minute), len(self._minutes) - 1)
        return self.extremes[after - 1], self.extremes[after]

    def height(self, minute):
        before, after = self.neighbours(minute)
        return interpolate_height(before, after, minute)

    def is_rising(self, minute):
        before, after = self.neighbours(minute)
        return after.height > before.height


def interpolate_height(before, after, minute):
    """Height of the tide at a minute between a high and a low water (in either order), on half a cosine."""
    span = after.minute - before.minute
    if span <= 0:
        return before.height
    phase = (minute - before.minute) / span
    swing = (1 - math.cos(math.pi * phase)) / 2
    return before.height + (after.height - before.height) * swing


def twelfths(before, after, hour):
    """The sailor's rule of thumb, for comparison: 1, 2, 3, 3, 2, 1 twelfths of the range in the six hours."""
    steps = (0, 1, 3, 6, 9, 11, 12)
    return before.height + (after.height - before.height) * steps[max(0, min(6, hour))] / 12
