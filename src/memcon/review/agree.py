"""How far coders agree, and how sure a share is.

Krippendorff's alpha for nominal data, any number of coders, gaps allowed: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability",
University of Pennsylvania (2011). Wilson's interval: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
JASA 22 (1927).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from math import sqrt


def alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Alpha over units, each the values that its coders gave. None where no unit has two or all values are one: then it says nothing."""
    weights: Counter[Hashable] = Counter()
    disagreed = total = 0.0
    for values in units:
        m = len(values)
        if m < 2:
            continue
        counts = Counter(values)
        total += m
        for value, n in counts.items():
            weights[value] += n
        disagreed += sum(n * (m - n) for n in counts.values()) / (m - 1)
    expected = total * total - sum(n * n for n in weights.values())
    return None if not expected else 1 - (total - 1) * disagreed / expected


def wilson(right: int, asked: int, z: float = 1.959964) -> tuple[float, float] | None:
    """The 95% interval of a share; None where nothing was asked."""
    if not asked:
        return None
    share = right / asked
    middle = (share + z * z / (2 * asked)) / (1 + z * z / asked)
    half = z * sqrt(share * (1 - share) / asked + z * z / (4 * asked * asked)) / (1 + z * z / asked)
    return max(0.0, middle - half), min(1.0, middle + half)
