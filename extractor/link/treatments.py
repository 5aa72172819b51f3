"""treatments(body) -> the labels that a trial gives its treatments and groups (处理Ⅱ, 2-10处理, N1, CK, 对照组): who its figures belong to.

A text is a trial where two such labels stand in it; a letter and a figure alone (N1, T2) count where the text speaks of treatments
and three of the letter follow each other in it.
"""

from __future__ import annotations

from collections import defaultdict

from extractor.patterns import compiled

_NAMED = compiled(
    r"处理\s?(?P<mark>[A-Z]\d{0,2}(?![A-Za-z\d.%])|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|\d{1,2}(?=[的与和、，,均比较为次最高低(]|$))|(?<![A-Za-z\d.-])(?P<mark>[A-Z]{1,4}\d{0,2}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|\d{1,2}(?:-\d{1,3})?)\s?处理(?!后|前|\d|[厂站场费量能系设])"
)
_GROUP = compiled(r"(?:阳性|阴性|空白|正常|健康)?(?:对照|试验|实验|观察|治疗|模型|研究|干预|联合|常规|假手术|[高中低]剂量)\s?(?:[A-Z\d]|[ⅠⅡⅢⅣ])?组(?![别织合成数长建团装员稿委阁件])")
_CONTROL = compiled(r"(?<![A-Za-z\d])CK\d?(?![A-Za-z\d])")
# Q1 and H1 are parts of a year, M0 to M2 kinds of money
_SERIES = compiled(r"(?<![A-Za-z\d.-])(?P<letter>(?![QHM]\d)[A-Z]{1,2})(?P<number>\d{1,2})(?![\d.%A-Za-z-])")
_TRIAL = compiled(r"处理[间组]|[各个]处理|不同\p{Han}{0,4}处理|对照|试验设|小区试验|试验小区")
SERIES = 3          # labels of one letter that make a series


def treatments(body: str) -> frozenset[str]:
    """Labels in a folded text, each as it is written; none where it is no trial."""
    named = list(_NAMED.finditer(body))
    found = {m.group().strip() for m in (*named, *_GROUP.finditer(body))}
    if len(found) < 2:
        found = set()
    else:
        found |= {m["mark"] for m in named if m["mark"][:1].isalpha() and len(m["mark"]) > 1 or "-" in m["mark"]}
    if _TRIAL.search(body):
        series: dict[str, set[str]] = defaultdict(set)
        for m in _SERIES.finditer(body):
            series[m["letter"]].add(m["number"])
        found |= {letter + n for letter, numbers in series.items() if len(numbers) >= SERIES and _follow(numbers) for n in numbers}
    return frozenset(found | ({m.group() for m in _CONTROL.finditer(body)} if found else set()))


def _follow(numbers: set[str]) -> bool:
    """Do three of them follow each other (N0, N1, N2)?"""
    values = {int(n) for n in numbers if n == str(int(n))}
    return any({v, v + 1, v + 2} <= values for v in values)
