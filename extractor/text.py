"""Text: characters together with the source offset of each.

Every stage that joins, drops or reorders characters works on `Text`, so where a number came from is carried, never
searched for. Offsets are Unicode code points in the document's decoded text; spans are half open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Characters and, for each, its offset in the document's text.

    `origin[i]` is the source offset of `chars[i]`. A character that stands for nothing in the source (a space put
    between two table cells) carries the offset of its left neighbour.
    """

    chars: str
    origin: Sequence[int]

    @classmethod
    def whole(cls, source: str) -> Text:
        """The document's own text: each character at its own offset."""
        return cls(source, range(len(source)))

    @classmethod
    def join(cls, parts: Iterable[Text], separator: str = "") -> Text:
        """Parts in order; separator characters carry the offset of the last character before them."""
        chars: list[str] = []
        origin: list[int] = []
        for part in parts:
            if chars and separator:
                chars.append(separator)
                origin.extend([origin[-1] if origin else 0] * len(separator))
            chars.append(part.chars)
            origin.extend(part.origin)
        return cls("".join(chars), origin)

    def __len__(self) -> int:
        return len(self.chars)

    def __getitem__(self, key: slice) -> Text:
        return Text(self.chars[key], self.origin[key])

    def strip(self, characters: str | None = None) -> Text:
        left = len(self.chars) - len(self.chars.lstrip(characters))
        right = len(self.chars.rstrip(characters))
        return self[left:max(left, right)]

    def keep(self, wanted: Iterable[bool]) -> Text:
        """Only the characters whose flag is true (flags and characters must be equally many)."""
        pairs = [(c, o) for c, o, w in zip(self.chars, self.origin, wanted, strict=True) if w]
        return Text("".join(c for c, _ in pairs), [o for _, o in pairs])

    def without(self, spans: Iterable[tuple[int, int]]) -> Text:
        """Without the characters of these spans (half open, in this text; they may overlap).

        >>> Text.whole("**82**%").without([(0, 2), (4, 6)]).chars
        '82%'
        """
        wanted = [True] * len(self)
        for start, end in spans:
            wanted[start:end] = [False] * (end - start)
        return self if all(wanted) else self.keep(wanted)

    def replace_chars(self, chars: str) -> Text:
        """The same offsets under other characters, one for one (width folding, a confused digit)."""
        if len(chars) != len(self.chars):
            raise ValueError(f"replace_chars needs {len(self.chars)} characters, got {len(chars)}")
        return Text(chars, self.origin)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Source span of `chars[start:end]`, half open; start < end is required."""
        if not 0 <= start < end <= len(self.chars):
            raise ValueError(f"no span {start}:{end} in a text of {len(self.chars)} characters")
        covered = self.origin[start:end]
        return min(covered), max(covered) + 1
