r"""without_formulas(text) -> the text with the LaTeX of its figures taken off: `$2 1 \% - 2 7 \%$` becomes 21%-27%, every character with its offset.

Recognisers of scanned pages write figures so, in Markdown and in plain text. In Markdown all between two dollars is a formula; in plain text
two amounts in dollars are none, so there a formula holds no words, and a command or digits set apart.
"""

from __future__ import annotations

import re

from extractor.text import Text

_BETWEEN_DOLLARS = re.compile(r"\$\$?(?P<body>[^$\n]{1,300})\$\$?")
# $6 ~ 5 5 8$, $2 7 7 . 7 \sim 3 3 7 . 1 \mathrm { k g }$, $P < 0 . 0 5$
_FIGURE = re.compile(r"(?=.*(?:\\[A-Za-z%]|\d\s?[~.]?\s\d|\d\s\.))(?:\\[A-Za-z]{1,20}|\\.|(?<![A-Za-z])[A-Za-z](?![A-Za-z])|\{\s?(?:[A-Za-z]\s?){1,12}\}|[\d\s.,~^_{}()\[\]<>=+*/%:|°-])+")
# ~ is a space, as thousands have one (2 ~ 6 0 0 is 2 600); ^ before \circ says no more than the degree does.
_COMMAND = re.compile(r"\\(?P<name>[A-Za-z]{1,20})|\\(?P<sign>[^A-Za-z])|[{}\s~]|\^(?=[\s{]{0,3}\\circ)")
_THOUSANDS = re.compile(r"(?<=\d)\s?(?P<space>~)\s?(?=\d\s?\d\s?\d(?!\s?\d))")
_SIGNS = {"sim": "~", "times": "×", "pm": "±", "leq": "≤", "le": "≤", "leqslant": "≤", "geq": "≥", "ge": "≥", "geqslant": "≥", "lt": "<", "gt": ">", "mu": "μ", "cdot": "·", "circ": "°", "approx": "≈"}


def without_formulas(text: Text, *, figures_only: bool = False) -> Text:
    """The text with its formulas as characters; `figures_only`: those that can't be amounts in dollars, as in plain text."""
    found = [m for m in _BETWEEN_DOLLARS.finditer(text.chars) if not figures_only or _FIGURE.fullmatch(m["body"])] if "$" in text.chars else []
    if not found:
        return text
    chars, hidden = list(text.chars), list[tuple[int, int]]()
    for match in found:
        _take_off(text.chars, match, chars, hidden)
    return text.replace_chars("".join(chars)).without(hidden)


def _take_off(source: str, match: re.Match, chars: list[str], hidden: list[tuple[int, int]]) -> None:
    """Add the spans of a formula's dollars, spaces, braces and commands to `hidden`; in `chars` a sign gets its character at the command's first offset."""
    hidden += [(match.start(), match.start("body")), (match.end("body"), match.end())]
    thousands = {m.start("space") for m in _THOUSANDS.finditer(source, match.start("body"), match.end("body"))}
    for part in _COMMAND.finditer(source, match.start("body"), match.end("body")):
        if part.start() in thousands:
            chars[part.start()] = " "
            continue
        sign = _SIGNS.get(part["name"] or "")
        if sign:
            chars[part.start()] = sign
            hidden.append((part.start() + 1, part.end()))
        elif part["sign"] and part["sign"] not in " ,;!":
            hidden.append((part.start(), part.start() + 1))
        else:
            hidden.append(part.span())
