"""list_head(own, text) -> what a list is about, by the words before its colon."""

from __future__ import annotations

import regex

from extractor.patterns import compiled

_HEAD = regex.compile(r"(?P<head>[^，。；:]{2,80}?)(?:具体)?(?:情况)?(?:如下|为|是|分别为|分别是)*:\s?(?:$|\(?[1一]\)?)")


_PERIOD = regex.compile(r"(?:19|20)\d{2}\s?(?:年度?|赛季|财年)(?:(?:上|下)半年|第?[一二三四]季度)?的?")


def list_head(own: str, text: str, *, numbered: bool = False) -> str:
    """What a list is about: …生均教育事业费支出情况是：（1）… and 2018赛季一发得分率：; of an enumeration its last, common part. "" if none.
    numbered: only where the first item follows in the same text."""
    if ":" not in text:
        return ""
    match = _HEAD.search(text)
    if not match or numbered and match.end() == len(text) and not compiled(r"\(?[1一]\)?$").search(match.group()) or compiled(r"\d[\d.]*%").search(match["head"]):
        return ""
    start, end = match.span("head")
    period = _PERIOD.match(text, start)                            # 2018赛季|一发得分率
    start = period.end() if period and period.end() < end - 1 else start
    if "、" in text[start:end]:
        start = text.rindex("、", start, end) + 1
        group = compiled(r"[\p{Han}]{2,10}?(?:学校|企业|单位|机构|居民|部门|地区|行业|产业|人士)(?=[\p{Han}]{3,})").match(text[start:end])
        start += group.end() if group else 0
    return own[start:end]
