"""reporter(title, texts, body, rules, speaks) -> the body that a text is a report of, or the company whose share it is about; "" where none is told."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.link.names import forms
from extractor.rules import Rules, named

HEAD_LINES = 8          # in which a report says for whom it is given
LISTED = 3              # times a company's name stands in the links of a page that tells of others
LINES = 3               # first ones, of which one may be the title of a broker's note


def reporter(title: str, texts: Sequence[str], body: str, rules: Rules, *, speaks: bool) -> str:
    """By the number of its share in the head, by whom a congress hears a report for, by the title (医院工作总结) or, where the text may speak of
    itself (`speaks`: no title names another), by what it calls itself where it begins (我院…受理案件). All folded."""
    return _listed(title, texts, body) or _spoken_for(texts, rules) or _of_itself(title, texts if speaks else (), rules)


_SPEAKS = ("我们", "我会")                                        # a writer, or 我|会
_OF_PLACES = ("政府", "人大", "政协", "委", "委员会")              # what they report is about their place
# 民生证券：明阳电气(301291)三季报点评, 江苏银行（600919.SH）: the company whose share a note is about.
_LISTED = regex.compile(r"(?P<who>[\p{Han}A-Za-z*]{2,12})\s?\((?:[A-Z]{2}[:：.]?)?\d{5,6}(?:[.,]?(?:SZ|SH|HK|BJ|OF))?\)")


def _listed(title: str, texts: Sequence[str], body: str) -> str:
    """The one company that the title or the first lines name with the number of its share, "" where there is none or more; one that only a link of the
    page names, alone in its line, is what the text tells of where it goes on about it."""
    for head in (title, "。".join(texts[:LINES])):
        found = list(_LISTED.finditer(head))
        names = {m["who"] for m in found}
        alone = all(head[m.end():m.end() + 1] in ("", "。") for m in found)
        if len(names) == 1 and (not alone or "公司" in body or body.count(*names) > LISTED):
            return names.pop()
    return ""


def _spoken_for(texts: Sequence[str], rules: Rules) -> str:
    """The standing committee for which a report to a congress is given, "" where none is."""
    reports = named(rules, "who reports to a congress")
    return next((m["who"] for t in texts[:HEAD_LINES] for m in reports.finditer(t)), "")


def _of_itself(title: str, texts: Sequence[str], rules: Rules) -> str:
    """The body that reports about itself, by its title (医院工作总结) or by what it calls itself where the text begins (我院…受理案件), "" where none does."""
    titled = named(rules, "a body's own report").search(title)
    if titled and titled["who"].endswith(tuple(forms(rules).ending)) and not titled["who"].endswith(_OF_PLACES):
        return titled["who"]
    heard = named(rules, "whose report a congress heard")
    courts = {m.group() for t in texts[:6] for m in heard.finditer(t)}
    if len(courts) == 1:
        return courts.pop()
    own = [w for w, kind in forms(rules).deictic.items() if kind == "organisation" and w[0] in "我本" and w not in _SPEAKS]
    return next((w for t in texts[:3] for w in own if t.startswith(w) or f"，{w}" in t[:40]), "")
