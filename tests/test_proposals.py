"""Proposals: spans that a network takes for owners and measures, whatever stands beside a text in the stream; what is marked to learn from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.link.proposed import Before, remembered
from extractor.proposals import KINDS, LEAST, LONGEST, NOTHING, Proposal, propose
from extractor.sentence import Sentence
from extractor.text import Text

TEXTS = ["2024年,衡东县共组织排查6轮。", "", "据财报,三季度拼多多营收1082.8亿元,同比增长9%。在线营销服务收入533.5亿元。", "无", "x" * 300 + "；全县新建公路12公里。"]


def test_spans_lie_in_their_text_and_edges_cover_it():
    for text, found in zip(TEXTS, propose(TEXTS), strict=True):
        for kind in KINDS:
            assert found.edges[kind].shape == (len(text), 2)
            for p in found.spans[kind]:
                assert 0 <= p.start < p.end <= len(text)
                assert p.end - p.start <= LONGEST and LEAST < p.sure <= 1
                assert "。" not in text[p.start:p.end - 1] and "；" not in text[p.start:p.end - 1]


def test_a_text_is_read_the_same_alone_and_in_company():
    together = propose(TEXTS * 40)
    for i, text in enumerate(TEXTS):
        alone = propose([text])[0]
        for kind in KINDS:
            assert [(p.start, p.end) for p in alone.spans[kind]] == [(p.start, p.end) for p in together[-len(TEXTS) + i].spans[kind]]


@pytest.mark.parametrize(("text", "kind", "name"), [
    ("2024年,衡东县共组织排查6轮。", "owner", "衡东县"), ("据财报,三季度拼多多营收1082.8亿元。", "metric", "营收"), ("全省巡察村级党组织2.4万个,覆盖率达82%。", "metric", "覆盖率"),
])
def test_what_is_plain_is_proposed(text, kind, name):
    assert name in {text[p.start:p.end] for p in propose([text])[0].spans[kind]}


def test_nothing_is_proposed_of_a_span_outside():
    assert NOTHING.at("owner", 0, 2) == ("-", "-")
    found = propose(["全县新建公路12公里。"])[0]
    assert found.at("owner", 5, 5) == found.at("owner", 0, 99) == ("-", "-")
    assert all(c.isdigit() for c in found.at("owner", 0, 2))


def test_names_proposed_are_kept_the_last_first_each_once():
    def read(chars, *spans):
        return Sentence(Text.whole(chars)), replace(NOTHING, spans={"owner": tuple(Proposal(*s) for s in spans), "metric": ()})
    first = remembered((), *read("邢斌与杨秀萍在田里", (0, 2, 0.9), (3, 6, 0.8), (7, 8, 0.3)), 1)
    assert first == (Before("杨秀萍", 1), Before("邢斌", 1))
    assert remembered(first, *read("邢斌说", (0, 2, 0.6)), 2) == (Before("邢斌", 2), Before("杨秀萍", 1))
    assert remembered(first, *read("没有人", (0, 2, 0.4)), 3) == first


def test_the_preferred_answer_is_marked_first(rules, tmp_path):
    pytest.importorskip("torch")
    from extractor.train_proposals import BEGINS, ENDS, INSIDE, marked
    file = tmp_path / "x.txt"
    file.write_text("全县新建公路12公里。县里办班3期。", encoding="utf-8")
    gold = [{"label": "claim", "entity": ["全县", "县"], "metric": ["新建公路", "公路"]}, {"label": "optional", "entity": ["县里"], "metric": ["办班"]}]
    clauses, tags = marked(file, gold, rules)
    assert "".join(clauses) == "全县新建公路12公里。县里办班3期。"
    assert tags[0].tolist()[:3] == [BEGINS, ENDS, 0] and not tags[0][3:].any()
    assert tags[1].tolist()[:7] == [0, 0, BEGINS, INSIDE, INSIDE, ENDS, 0]
