"""owns(text, means, rules), frames(text, start, end) -> which groups own no figure: what is measured, when and in what respect; the place in which
something ranks.
"""

from __future__ import annotations

import functools

import regex

from extractor.link.classes import of_role
from extractor.link.names import forms
from extractor.link.phrase import is_measure
from extractor.rules import Rules

# 投资方面, 套均, 平均每户, 为什么, 者: words of respect, average and question.
_RESPECT = regex.compile(r"方面$|^[分从按][\p{Han}]{1,6}[看分]$|^[\p{Han}]均$|^平均|^(?:为什么|怎么|如何|什么|多少|哪些|谁)|^者$|(?:期间|期内|时期|阶段)的?$|^以[上下内]$")


# 混合型|基金, 就业|人口, 纳斯达克中国金龙|指数: of the classes of measures, but with measures of their own; “两节”, “八个增长” are none.
_HAS_MEASURES = regex.compile(r"\p{Han}{2,}(?:基金|人口|指数)$")


@functools.cache
def empty_nouns(rules: Rules) -> tuple[str, ...]:
    """Nouns that name the figure itself (最新数字)."""
    return tuple(e.key for e in rules.entries("nouns") if e["role"] == "empty")


def owns(text: str, means: str, rules: Rules) -> bool:
    """毛入园率, 死亡风险, 同期, 投资方面: what is measured, when and in what respect belongs to something and owns nothing."""
    if text in forms(rules).names or _HAS_MEASURES.search(text):   # 沪指报2212点: an index is what is measured and who has it
        return True
    means = means.rstrip("1")
    return not (text.endswith(empty_nouns(rules)) or text in of_role(rules, "nobody") or means in ("measure", "time") or means == "money" and is_measure(text, rules) or _RESPECT.search(text))


# 居全国, 占总量, 较上年: a verb of ranking or comparing with what it is about owns nothing.
TAKEN_UP = regex.compile(r"(?:[东西南北]?距|其中|当中|位?居|占|达|较|比|超|近|约|共|由|从|在|至|到)(?=\p{Han}{2})(?!(?:近|达|共|约)[\p{Han}]{1,2}[省市县区])")


_RANKS, _RANK = regex.compile(r"(?:居|列|位|排名?|跃升?)$"), regex.compile(r"第|前|首|同[行类]|各")
_CLAIMS = ("归属于", "归属", "归母")                      # 归属于|上市公司股东|的净利润, 股东|应占利润: who has a claim to it
_FIRST = regex.compile(r"首[条个批家座次例]|第[一二三四五六七八九十\d]+[条个批家座次]")


def frames(text: str, start: int, end: int) -> bool:
    """居|全省|第四, |我国|首条…: a place in which something ranks owns nothing."""
    before = text[max(0, start - 4):start]
    return bool(_RANKS.search(before) and _RANK.match(text, end) or _FIRST.match(text, end) or before.endswith(("截至", "截止", "截止到", "直到", *_CLAIMS)) or text.startswith(_CLAIMS, start) or text.startswith("应占", end))
