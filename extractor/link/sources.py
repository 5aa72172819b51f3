"""tells(view, group, rules) -> does a group only tell the figures (据国家统计局公布的数据)? It owns none of them."""

from __future__ import annotations

import functools

from extractor.link.classes import of_role
from extractor.link.groups import Group
from extractor.link.scope import View
from extractor.rules import Rules, named


def tells(view: View, group: Group, rules: Rules) -> bool:
    """国家统计局|公布的数据显示, 《经济通通讯社|31日专讯》: who only tells the figures owns none of them."""
    text, end = view.text, group.end
    if text[group.start - 1:group.start] == "由" and named(rules, "makes figures known").match(text, end) or named(rules, "a dateline behind an agency").match(text, end):
        return True
    if group.type == "organisation" and named(rules, "ends the name of an office").match(text, end - 1) and named(rules, "publishes figures").match(text, end):
        return True
    if group.type in ("organisation", "") and named(rules, "an office speaks").match(text, end):
        return True
    return "says" in group.features and text.endswith(_sources(rules), group.start, end)


@functools.cache
def _sources(rules: Rules) -> tuple[str, ...]:
    return tuple(of_role(rules, "source"))
