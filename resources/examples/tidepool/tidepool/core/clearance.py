"""When is there enough water over the bar?"""

STEP = 5  # minutes


def clearance(curve, minute, draught, bar):
    """Water under the keel, in metres; negative means aground."""
    return curve.height(minute) + bar - draught


def safe_windows(curve, draught, bar, margin=0.3):
    """Spans of minutes in which the boat floats with a margin, as (first, last)."""
    windows, start = [], None
    for minute in range(curve.first_minute, curve.last_minute + 1, STEP):
        floats = clearance(curve, minute, draught, bar) >= margin
        if floats and start is None:
            start = minute
        elif not floats and start is not None:
            windows.append((start, minute - STEP))
            start = None
    if start is not None:
        windows.append((start, curve.last_minute))
    return windows
