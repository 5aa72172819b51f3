"""What a number of a 分别-series may measure and whose it may be beside its whole head, and what clauses before began with."""

from __future__ import annotations

import pytest
from conftest import drafts_of

import extractor
from extractor import read_text
from extractor.link.each import metrics_of_each, owners_of_each

# head: (an end that may be measured, a beginning that may own, "" where none may)
HEADS = {
    "国有企业对东盟进出口": ("进出口", ""),
    "华安财险保费收入": ("保费收入", "华安"),
    "城镇居民人均可支配收入": ("可支配收入", "城镇居民"),
    "2023年我国光伏装机量": ("装机量", ""),
    "增幅": ("", ""),
}


@pytest.mark.parametrize("head", HEADS)
def test_ends_and_beginnings_of_a_head(head, rules):
    metric, owner = HEADS[head]
    metrics = [name for name, _ in metrics_of_each(head, rules)]
    owners = [name for name, _ in owners_of_each(head, rules)]
    assert (metric in metrics) == bool(metric) and (owner in owners) == bool(owner)
    assert all(head.endswith(name) and name != head for name in metrics) and all(head.startswith(name) and name != head for name in owners)


def test_each_number_is_offered_its_own_head_and_told_which_is_anothers(rules):
    first, second = drafts_of("全市福利院和敬老院分别为5家和2家。")
    for draft, own, other in ((first, "福利院", "敬老院"), (second, "敬老院", "福利院")):
        told = {r.name: r.features for r in draft.rivals["metric"]}
        assert "series:own" in told[own] and "series:other" in told[other]


# text: what a clause or a title before began with, and owns the last figure
BEFORE = {
    "5.金沙胜天水库。在河上，到县城2.5公里，总库容为1250万立方米。": "金沙胜天水库",
    "鲁班水库位于某市三台镇。湖水2.78亿立方米。": "鲁班水库",
    "环壕把台地围在当中，共2处。解剖之后，周长约900米。": "环壕",
}


@pytest.mark.parametrize("text", BEFORE)
def test_what_clauses_began_with_may_own_what_follows(text):
    assert BEFORE[text] in {r.name for r in drafts_of(text)[-1].rivals["owner"]}


def test_shares_in_a_row_are_of_those_that_the_row_before_names():
    text = "东湖市场、西湖市场成交量分别为5200吨、4300吨，占比分别为54.7%和45.3%。"       # not 东湖市场成|交量
    rows = extractor.extract(read_text(text, doc_id="x")).to_pylist()
    assert [(r["entity"], r["metric"]) for r in rows[2:]] == [("东湖市场", "占比"), ("西湖市场", "占比")]
