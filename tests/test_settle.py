"""Read again in company: what the numbers around one say of its answers, and how the best answers become claims."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from conftest import claims_of

from extractor.claim import Claim
from extractor.errors import RuleError
from extractor.link.answer import Answer
from extractor.link.company import Number, company
from extractor.link.entity import Owner
from extractor.link.meant import LOST, Head
from extractor.link.rank import LEAST, Rival, Weights, learned
from extractor.link.said import Metric
from extractor.link.settle import Draft, settle
from extractor.meaning import SIZE, Reading
from extractor.rules import default_rules, load_rules

RULES = default_rules()
SILENT = Reading([], RULES)       # of a document that says nothing of any name


def rivals(kind: str, **probable: float) -> list[Rival]:
    made = (lambda n: Owner(n, "name")) if kind == "owner" else (lambda n: Metric(n, 0, 0, "metric:before the number"))
    return [Rival(n, p, 0.0, made(n)) for n, p in probable.items()]


def number(owners: dict[str, float], metrics: dict[str, float] | None = None, *, sentence: int = 0, unit: str = "%") -> Number:
    return Number(sentence, unit, {"owner": rivals("owner", **owners), "metric": rivals("metric", **(metrics or {"收入": 1.0}))})


def draft(at: int, owners: dict[str, float], metrics: dict[str, float] | None = None, *, change: str = "") -> Draft:
    claim = Claim(at, at + 1, Decimal(5), None, None, "%", "percent", "", "", "句子", change=change, rules=("metric:none",))
    return Draft(claim, number(owners, metrics).rivals)


def weights(**again: dict[str, float]) -> Weights:
    return Weights({"owner": {}, "metric": {}}, {"owner": {}, "metric": {}} | again)


@pytest.mark.parametrize(("numbers", "expected", "missing"), [
    ([number({"甲": 0.99})], set(), {"before:none"}),                 # nothing to choose
    ([number({"甲": 0.99, "乙": 0.01})], {"before:none", "behind:none", "figures:0", "alone:5"}, {"before in the sentence:5"}),
    ([number({"甲": 0.6, "乙": 0.4}), number({"甲": 0.99})], {"behind in the sentence:5", "before:none", "alone:3", "figures here:2"}, {"behind:none"}),
    ([number({"甲": 0.6, "乙": 0.4}), number({"甲": 0.99}, sentence=1)], {"behind in another:5", "figures:2", "figures here:0"}, {"behind in the sentence:5"}),
    ([number({"甲": 0.6, "乙": 0.4}), number({"乙": 0.99})], {"behind in the sentence:no"}, {"behind in the sentence:5"}),
    ([number({"甲": 0.99, "乙": 0.01}), number({"甲": 0.99}, unit="亩")], {"behind in the sentence, another unit:5"}, {"behind in the sentence, its unit:5"}),
    ([number({"甲": 0.99, "乙": 0.01}, {"甲": 1.0})], {"metric:the same"}, {"metric:another"}),
    ([number({"甲": 0.99, "乙": 0.01}, {"甲收入": 1.0})], {"metric:part of it"}, {"metric:the same"}),
    ([number({"甲": 0.99, "乙": 0.01}, {"收入": 1.0})], {"metric:another"}, {"metric:none"}),
])
def test_what_is_said_of_the_first_owner(numbers: list[Number], expected: set[str], missing: set[str]):
    told = set(company(numbers)[0]["owner"][0])
    assert expected <= told and not missing & told


def test_a_document_without_a_number_says_nothing():
    assert company([]) == [] and settle([], SILENT, weights(), RULES) == []


def test_the_neighbour_tips_a_choice_that_is_nearly_even():
    sentence = [draft(0, {"甲": 0.55, "乙": 0.45}), draft(9, {"乙": 0.99})]
    even = settle([sentence], SILENT, weights(), RULES)
    tipped = settle([sentence], SILENT, weights(owner={"behind in the sentence:5": 2.0}), RULES)
    assert [c.entity for c in even] == ["甲", "乙"]                 # the first among equals
    assert [c.entity for c in tipped] == ["乙", "乙"] and 0.8 < tipped[0].sure[1] < 1


def test_metric_owner_and_rule_of_the_chosen_answers_are_the_claims():
    claim = settle([[draft(0, {"": 0.2, "甲": 0.8}, {"收入": 0.1, "利润": 0.9})]], SILENT, weights(owner={"alone:4": 1.0}, metric={"alone:4": 1.0}), RULES)[0]
    assert (claim.entity, claim.entity_type, claim.metric, claim.rules) == ("甲", "name", "利润", ("metric:before the number",))
    assert settle([[draft(0, {"": 1.0})]], SILENT, weights(), RULES)[0].entity_from == ""


def test_a_level_and_its_growth_are_a_pair_only_within_a_sentence():
    level, growth = draft(0, {"甲": 1.0}), draft(9, {"甲": 1.0}, change="increase")
    assert {c.pair for c in settle([[level, growth]], SILENT, weights(), RULES)} == {"0"}
    assert {c.pair for c in settle([[level], [growth]], SILENT, weights(), RULES)} == {""}


def test_a_draft_without_a_choice_stays_as_it_is():
    cell = Draft(draft(4, {"甲": 1.0}).claim, {})
    assert settle([[cell], [draft(9, {"甲": 1.0})]], SILENT, weights(), RULES)[0] == cell.claim


def test_answers_hardly_probable_are_not_read_again():
    found = Weights({"owner": {"good": 9.0}}, {"owner": {"good": 1.5}}).rivals("owner", [Answer("甲", None, ["good"]), Answer("乙", None, ["poor"])])
    assert [(r.name, r.score) for r in found] == [("甲", 1.5)] and found[0].probability > 1 - LEAST


def test_the_shipped_weights_know_both_readings_of_both_choices():
    shipped = learned(default_rules())
    for kind in ("owner", "metric"):
        assert shipped.alone[kind] and shipped.again[kind] and any(f.startswith("alone:") for f in shipped.again[kind])
        assert not any(f.startswith("alone:") for f in shipped.alone[kind])


def test_company_never_talks_a_number_out_of_every_answer():
    """A name that is the likeliest alone is not given up for nobody; where nobody is the likeliest, it may stay."""
    told = weights(owner={"metric:none": 9.0})
    claim, = settle([[draft(0, {"甲": 0.9, "": 0.1})]], SILENT, told, RULES)
    assert claim.entity == "甲"
    claim, = settle([[draft(0, {"甲": 0.1, "": 0.9})]], SILENT, told, RULES)
    assert claim.entity == ""


@pytest.mark.parametrize(("name", "written"), [("“惠企通”", "惠企通"), ("《自然》", "《自然》"), ("“甲”和“乙”", "“甲”和“乙”")])
def test_a_quoted_name_comes_without_its_quotes(name, written):
    claim, = settle([[draft(0, {name: 1.0})]], SILENT, weights(), RULES)
    assert claim.entity == written


def test_what_a_name_means_tips_a_choice_that_is_even():
    """A head that wants what 央行 means, learned from another word for it: 人民银行 is taken, and 完成 without it."""
    text = "完成后人民银行增加5%"
    wanted = Reading(["央行"], default_rules()).vectors(0, 2).mean(axis=0)
    at = text.index("5")
    sentence = [replace(draft(0, {"完成": 0.5, "人民银行": 0.5}), span=(at, at + 2))]
    for heads, owner in (({}, "完成"), ({"owner": head(wanted)}, "人民银行")):
        chosen, = settle([sentence], Reading([text], default_rules()), replace(weights(), heads=heads), RULES)
        assert chosen.entity == owner


def head(wanted: np.ndarray) -> Head:
    """A head that asks of every figure for what is like a vector, and for nothing else."""
    none = {"name": (3 * SIZE, 1), "figure": (3 * SIZE, 1), "between": (SIZE, 1), "suits_figure": (3 * SIZE, SIZE)}
    out = {name: np.zeros(shape, dtype=np.float32) for name, shape in none.items()}
    out |= {f"{name}.bias": np.zeros(shape[1], dtype=np.float32) for name, shape in none.items()}
    out |= {"steps": np.zeros((LOST + 1, 1), dtype=np.float32), "out": np.zeros(1, dtype=np.float32), "features": np.zeros((1, 1), dtype=np.float32)}
    return Head(out | {"suits_figure.bias": 9 * wanted, "suits_name": np.eye(SIZE, dtype=np.float32), "suits_name.bias": np.zeros(SIZE, dtype=np.float32)}, {})


@pytest.mark.parametrize("text", ["去年，橘子完成投资3亿元，同比增长5%。", "林业增加值全年10583万元，增长1.6%。", "第一产业实现增加值62857万元，比上年增长6.3%。"])
def test_a_growth_is_of_what_its_level_measures(text):
    level, growth = claims_of(text)
    assert level.metric and growth.metric == level.metric


def test_a_growth_of_something_else_keeps_its_own():
    level, growth = claims_of("完成投资3亿元，税收增长5%。")
    assert growth.metric == "税收" != level.metric


def test_weights_of_another_network_are_refused(tmp_path):
    (tmp_path / "weights.tsv").write_text("feature\tweight\tagain\nnetwork\t1\t\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"weights\.tsv:2: these weights were learned with another network"):
        learned(load_rules(tmp_path))
