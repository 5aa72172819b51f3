"""How a document shows what is a unit of its own: by what stands beside it."""

import pytest

from extractor.link.variety import MOST, told, variety

BODY = "办结率高，我县办结率为82%，全省办结率更低。"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("办结率", (3, 3, 3)),          # at the text's beginning nothing stands before it, which counts as a place of its own
        ("结率", (3, 1, 3)),            # half of a word always has its other half beside it
        ("办结", (3, 3, 1)),
        ("为", (1, 1, 1)),
        ("出席率", (0, 0, 0)),
        ("", (0, 0, 0)),
    ],
)
def test_what_stands_beside(text, wanted):
    assert variety(BODY, text) == wanted


def test_which_digit_stands_beside_tells_nothing():
    assert variety("出席率8，出席率9", "出席率") == (2, 2, 1)


def test_a_search_ends():
    assert variety("率" * (MOST + 5), "率")[0] == MOST


def test_as_features_what_is_said_once_is_told_apart():
    assert told(BODY, "结率") == ("front:3|1", "end:3|3")
    assert told(BODY, "更低") == ("front:1|1", "end:1|1")
