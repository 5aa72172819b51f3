"""Text carries the offset of every character through cutting, joining and dropping."""

import pytest

from extractor.text import Text


def test_parts_keep_their_offsets():
    text = Text.whole("甲 2.4\n万个")
    joined = Text.join([text[0:1], text[2:5], text[6:8]])
    assert joined.chars == "甲2.4万个"
    assert list(joined.origin) == [0, 2, 3, 4, 6, 7]
    assert joined.source_span(1, 5) == (2, 7)


def test_separator_belongs_to_the_character_before_it():
    text = Text.whole("ab")
    assert list(Text.join([text[0:1], text[1:2]], " ").origin) == [0, 0, 1]


def test_keep_and_strip():
    text = Text.whole("  甲 乙 ").strip()
    assert (text.chars, list(text.origin)) == ("甲 乙", [2, 3, 4])
    assert text.keep(c != " " for c in text.chars).chars == "甲乙"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (0, 9)])
def test_empty_or_foreign_span_is_refused(start, end):
    with pytest.raises(ValueError, match="no span"):
        Text.whole("甲乙").source_span(start, end)


def test_other_number_of_characters_is_refused():
    with pytest.raises(ValueError, match="needs 2 characters"):
        Text.whole("甲乙").replace_chars("甲")
