"""The country or region whose figures a text's bodies publish."""

from __future__ import annotations

import pytest

from extractor.fold import fold
from extractor.link.realms import realm_of

# text: its realm; "" where no body tells one, and where the body is of a place that names itself
REALMS = {
    "国家统计局公布，8月居民消费价格同比上涨0.6%。": "全国",
    "據統計暨普查局資料，5月底註冊的機動車有239,718輛。": "澳門",
    "政府統計處今日發表，1月份按年通脹為2.4%。": "香港",
    "據財政部統計，上月出口為372億美元。": "台灣",
    "据财政部统计，上月出口为372亿美元。": "全国",
    "县统计局公布，全县粮食产量12万吨。": "",
    "他在公司工作了8年。": "",
}


@pytest.mark.parametrize("text", REALMS)
def test_bodies_tell_of_their_realm(text, rules):
    assert realm_of(text, fold(text, rules), rules) == REALMS[text]


def test_the_commonest_realm_counts(rules):
    text = "商务部和海关总署公布了数字，主计总处没有公布。"
    assert realm_of(text, fold(text, rules), rules) == "全国"
