"""meant(reading, span, names, matrix) -> how well each answer's meaning suits the figure, by what was learned (rules/meaning.tsv).

An answer's score is its vector's product with a matrix and the figure's vector (a log-bilinear model, Mnih and Hinton, ICML 2007); the
matrix has a row more than a vector is long, for what suits every figure.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractor.meaning import Reading


def meant(reading: Reading, span: tuple[int, int], names: Sequence[str], matrix: np.ndarray) -> list[float]:
    """The score of each name as an answer for the figure at a span of the reading; `matrix` is (SIZE + 1, SIZE)."""
    answers = np.stack([reading.name(name, *span) for name in names])
    return (answers @ suits(reading.vector(*span), matrix)).tolist()


def suits(figure: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """What the matrix makes of a figure's vector, or of many (..., SIZE)."""
    return matrix[0] + figure @ matrix[1:]
