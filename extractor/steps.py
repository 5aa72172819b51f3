"""step(value, edges) -> in which of the steps between the edges a value lies: features tell numbers so."""

from __future__ import annotations

import bisect
from collections.abc import Sequence


def step(value: float, edges: Sequence[float]) -> int:
    """How many of the edges (ascending) a value reaches.

    >>> [step(value, (0.5, 2)) for value in (0.4, 0.5, 1, 2, 9)]
    [0, 1, 1, 2, 2]
    """
    return bisect.bisect_right(edges, value)
