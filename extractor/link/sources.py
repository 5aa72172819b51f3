"""tells(view, group, rules) -> does a group only tell the figures (据国家统计局公布的数据)? It owns none of them."""

from __future__ import annotations

import functools

import regex

from extractor.link.classes import of_role
from extractor.link.groups import Group
from extractor.link.scope import View
from extractor.rules import Rules


def tells(view: View, group: Group, rules: Rules) -> bool:
    """国家统计局|公布的数据显示, 《经济通通讯社|31日专讯》: who only tells the figures owns none of them."""
    told_by = view.text[group.start - 1:group.start] == "由" and _MADE_KNOWN.match(view.text, group.end)
    return bool(told_by or _DATELINE.match(view.text, group.end) or group.type == "organisation" and view.text[group.end - 1] in _OFFICIAL and _PUBLISHES.match(view.text, group.end) or group.type in ("organisation", "") and _SPEAKS.match(view.text, group.end)) or "says" in group.features and view.text.endswith(_sources(rules), group.start, group.end)


@functools.cache
def _sources(rules: Rules) -> tuple[str, ...]:
    return tuple(of_role(rules, "source"))


# 戶政司昨(10)日|發布最新一期人口統計, 聯合國|估計，: what is told is not of who tells it.
_PUBLISHES = regex.compile(
    r"(?:[于在])?(?:[昨今]\s?(?:\(\d{1,2}\))?[日天]|(?:\d{1,2}月)?\d{1,2}日|日前|近日)?(?:(?:发布|公布|发表|公开|披露)的(?!是)|(?:发布|公布|发表|公开)(?:了|的)?[^，。；]{0,14}(?:统计|数据|数字|报告|调查|公报|结果|快报)|(?:发布|公布|发表|宣布|通报|披露|估计|提醒|指出|说明|透露|测算|初步统计|统计显示)[，,:])"
)
# 内政部|说，近5年平均每年222件: an office that speaks tells of others; what a company says is its own
_SPEAKS = regex.compile(r"(?<=[局署厅部])(?<!俱乐部|事业部|门市部|总部|支部|国防部|公安局)(?:说|表示|称|介绍|强调|提到|解释)[，,:]")
_MADE_KNOWN = regex.compile(r"(?:发布|公布|发表|公开|统计|提供)")                 # 失业率由|政府|公布
_OFFICIAL = frozenset("司局署厅处部院会所心学国")
_DATELINE = regex.compile(r"\d{1,2}日?(?:综合|專|专)?(?:[专專]?[讯訊]|[电電]|[报報][道導导])")
