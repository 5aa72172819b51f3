"""Context: who and when a document has last spoken of, a value folded along its sentences.

`start(document, ...)` reads what holds for the whole document (title, masthead, the commonest 全省/我县); `after(...)` returns the
context for the next sentence. Nothing here is changed in place.
"""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass, replace

import regex

from extractor.document import Document
from extractor.fold import fold
from extractor.rules import Rules


@dataclass(frozen=True, slots=True)
class Context:
    """What a sentence may lean on.

    entity, entity_type, entity_paragraph  the last owner said, and the paragraph that said it
    time, time_section   the last period said, and the section it was said in
    metrics              (unit, metric) of the last figures, latest last: a bare figure goes on with its unit's last one
    label                the list head a bare "name: number" item belongs to (2018赛季一发得分率)
    document_entity, document_type, document_time  what holds where nothing else is said
    """

    entity: str = ""
    entity_type: str = ""
    entity_paragraph: int = -1
    time: str = ""
    time_section: str = ""
    time_paragraph: int = -1
    label: str = ""
    metrics: tuple[tuple[str, str], ...] = ()
    document_entity: str = ""
    document_type: str = ""
    document_time: str = ""

    def after_entity(self, name: str, kind: str, paragraph: int) -> Context:
        return replace(self, entity=name, entity_type=kind, entity_paragraph=paragraph)

    def after_time(self, time: str, section: str, paragraph: int) -> Context:
        return replace(self, time=time, time_section=section, time_paragraph=paragraph)

    def after_metrics(self, said: tuple[tuple[str, str], ...]) -> Context:
        return replace(self, metrics=(*self.metrics, *said)[-12:])

    def after_label(self, label: str) -> Context:
        return replace(self, label=label)


@functools.cache
def _deictic(rules: Rules) -> regex.Pattern:
    words = [e.key for e in rules.entries("entities") if e["role"] == "deictic" and e["type"] == "place" and len(e.key) == 2 and e.key[0] in "全我本"]
    return regex.compile("|".join(words))


_YEAR = regex.compile(r"(?:19|20)\d{2}\s?(?:年度?|赛季|财年)(?:(?:上|下)半年|第?[一二三四]季度|1-\d{1,2}月|\d{1,2}月份?)?")


def start(document: Document, head: str, mention_of, rules: Rules) -> Context:
    """Defaults of a document. `head`: its title and first lines; `mention_of(text)`: first place or body named in a text."""
    text = fold(document.text, rules)
    title = fold(document.title, rules)
    counted = Counter(_deictic(rules).findall(text))
    name, kind = mention_of(title) if title else ("", "")
    if not name and counted and counted.most_common(1)[0][1] >= 3:
        name, kind = counted.most_common(1)[0][0], "place"
    if not name:
        name, kind = mention_of(fold(head, rules))
    if not name and counted:
        name, kind = counted.most_common(1)[0][0], "place"
    year = _YEAR.search(title) or _YEAR.search(fold(head, rules)[:200])
    return Context(document_entity=name, document_type=kind, document_time=year.group() if year else "")
