"""Answer: what one number may measure, belong to or be of (link/rank.py chooses)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """One answer for one number.

    name      its words, by which answers are compared
    value     the metric, the owner or the period itself
    features  what is true of it for this number
    """

    name: str
    value: T
    features: Sequence[str]
