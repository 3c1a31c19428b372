"""What would have to be true for an effect to be nothing.

In: an effect and the risk without the condition.  Out: the E-value: how many times more likely a
hidden cause would have to make both the condition and the outcome (VanderWeele and Ding, 2017).
"""

from __future__ import annotations

import math


def e_value(effect: float, without: float) -> float:
    """E-value of a difference of shares; 1 where nothing hidden is needed."""
    low = min(max(without, 0.005), 0.995)
    high = min(max(without + effect, 0.005), 0.995)
    ratio = max(low, high) / min(low, high)
    # the rarer side of the outcome tells more: losing 4 % instead of 2 % is a doubling
    other = max(1 - low, 1 - high) / min(1 - low, 1 - high)
    ratio = min(ratio, other) if min(ratio, other) > 1 else max(ratio, other)
    return ratio + math.sqrt(ratio * (ratio - 1))
