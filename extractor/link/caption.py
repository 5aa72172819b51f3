"""measured_by(caption) -> what a table measures by its caption; place_of(caption) -> the place that it names (表1 大安县工业增加值)."""

from __future__ import annotations

import regex

from extractor.link.columns import clean, is_measure
from extractor.patterns import compiled


def measured_by(caption: str) -> str:
    """What a table's caption measures, "" where it is a sentence that tells none."""
    told = _FOLLOWS.search(caption)
    if told and is_measure(told[1]):
        return told[1]
    if compiled(r"[。；]|如下|列下|下表|^[(（][^()（）]*[)）]$").search(caption):
        return ""
    return _ENDS.sub("", _OWNER.sub("", _PICKED.sub("", clean(_FRAME.sub("", caption)))))


_OWNER, _ENDS = compiled(r"^[及和与]?(?:[全我本][国省市县区州旗]|(?P<place>\p{Han}{2,5}?(?:省|(?<!城)市|县|(?<![地园社景郊矿灾牧林市])区|州|旗))(?=\p{Han}{3}))?(?:[一二三四五六七八九十\d]{1,3}[大个]?[类种项])?"), compiled(r"(?:同比|环比)?(?:(?:增减|增长)(?:速度|幅度|率)?|增[速幅]|[涨升][跌降]幅?度?)$")
_FRAME = compiled(r"各(?:行业|乡镇(?:街道)?|镇街|地市|区县|旗县|地区|省区市|省市|市州|县市区?|县区|部门|单位|年度|季度|类|级|国|省|市|县|区|月|年)的?|(?:基本|完成|执行|变动)?情况(?:简)?表?|主要(?:数据|指标)|数据$|统计表?|一览表?|附?表\s?(?:\d{1,2}(?!\d)(?:[-－]\d+)?)?")
# 投诉量|前三位的服务, 空置率|最高的五个区: which rows are shown
_PICKED = compiled(r"(?<=\p{Han}{2})(?:位?居|排名?|位列|列)?(?:前[一二三四五六七八九十\d]{1,3}[位名]?|最[高低多少大小长短快慢]|靠前|居前)的[^，。；]{1,12}$")
_FOLLOWS = regex.compile(r"(?:^|[，。；、的])(\p{Han}{2,12}?)(?:的?(?:具体|详细|主要)?(?:情况|数据|排名)?(?:列出)?)(?:如下|列下|列于下|[见如]下表)[:：。]?$")      # 主要经济作物产量列出如下:


def place_of(caption: str) -> str:
    """The place, "" where none is named."""
    named = _OWNER.match(clean(_FRAME.sub("", caption)))
    return (named["place"] or "") if named else ""
