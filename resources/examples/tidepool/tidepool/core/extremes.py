"""High and low waters."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Extreme:
    minute: int     # since midnight of the first day
    height: float   # metres above chart datum
    high: bool

    def describe(self):
        kind = "high water" if self.high else "low water"
        return f"{kind} {self.height:.2f} m at {clock(self.minute)}"


def clock(minute):
    day, rest = divmod(minute, 24 * 60)
    text = f"{rest // 60:02d}:{rest % 60:02d}"
    return text if day == 0 else f"{text} (+{day})"


def tidal_range(extremes):
    """Largest difference between a high water and the low water next to it."""
    pairs = zip(extremes, extremes[1:])
    return max((abs(a.height - b.height) for a, b in pairs), default=0.0)


def is_spring(extremes, mean_range):
    """Spring tides have a range well above the mean."""
    return tidal_range(extremes) > 1.2 * mean_range
