"""Evaluation: the contract's figures to the last digit, floors, mistakes; and the comparison of two tables."""

import json
import random
import subprocess
import sys

import pytest

from extractor.diff import compare, report
from extractor.errors import UsageError
from extractor.evaluate import below, evaluate, judge_name, need_common_documents, read_gold, same_number, similarity, summary

GOLD = dict(label="claim", start=0, end=4, text="82", value=82.0, unit=["%"], metric=["覆盖率"], entity=["全省", "湖南"], time=["2024年"], comparator=["="], change=[""], modality=["actual"], sentence="覆盖率达82%。")
ROW = dict(doc_id="a", start=0, end=5, value=82.0, value_low=None, value_high=None, unit="%", metric="覆盖率", entity="湖南", time="2024年", comparator="=", change="", modality="actual", sentence="覆盖率达82%。")


def test_a_right_row():
    figures = evaluate({"a": [GOLD]}, [ROW]).figures
    assert (figures["f1"], figures["tuple_f1"], figures["tuple_strict_f1"], figures["metric_first"]) == (1.0, 1.0, 1.0, 1.0)


def test_missed_spurious_and_wrong_fields():
    scores = evaluate({"a": [GOLD, GOLD | {"start": 50, "end": 52}]}, [ROW | {"metric": "人口", "change": "increase"}, ROW | {"start": 90, "end": 92}])
    assert (scores.figures["precision"], scores.figures["recall"], scores.figures["metric"], scores.figures["change_f1"]) == (0.5, 0.5, 0.0, 0.0)
    assert sorted((m.kind, m.wrong) for m in scores.mistakes) == [("field", ("metric", "change")), ("missed", ()), ("spurious", ())]


def test_rows_on_optional_claims_count_neither_way():
    figures = evaluate({"a": [GOLD | {"label": "optional"}]}, [ROW]).figures
    assert (figures["gold"], figures["found"], figures["spurious"]) == (0, 0, 0)


@pytest.mark.parametrize(("a", "b", "near"), [("覆盖率", "覆盖率", 1.0), ("营业收入", "收入", 2 / 3), ("", "", 1.0), ("甲", "", 0.0)])
def test_similarity(a, b, near):
    assert similarity(a, b) == pytest.approx(near)


def test_names_ignore_width_space_and_punctuation():
    assert judge_name("“两新”党组织 的覆盖率", ["两新党组织覆盖率"]) == (True, True)


def test_numbers_agree_within_a_ten_thousandth():
    assert same_number(0.6667, 2 / 3) and not same_number(0.66, 2 / 3) and same_number(None, None) and not same_number(None, 0)


def test_floors():
    figures = evaluate({"a": [GOLD]}, [ROW]).figures
    assert below(figures, ["value_unit=0.98"]) == []
    assert below(figures | {"f1": 0.5}, ["f1=0.9"]) == ["f1 is 0.5, below the floor 0.9"]
    for bad in ("f1", "f1=x", "colour=0.5", "f1=98"):
        with pytest.raises(UsageError, match="--min"):
            below(figures, [bad])


def test_a_table_of_other_documents_is_said():
    need_common_documents({"a": [GOLD]}, [ROW])
    need_common_documents({"a": [GOLD]}, [])
    with pytest.raises(UsageError, match="no document in common"):
        need_common_documents({"a": [GOLD]}, [ROW | {"doc_id": "b"}])


@pytest.mark.parametrize(("text", "message"), [("{", "a.jsonl:1: no JSON"), ('{"label": "claim"}', "a.jsonl:1: a gold claim needs"), ("[1]", "a.jsonl:1: a gold claim needs")])
def test_bad_gold_is_named_with_its_line(tmp_path, text, message):
    (tmp_path / "a.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message.replace(".", r"\.")):
        read_gold(tmp_path)


def test_no_gold_is_said(tmp_path):
    with pytest.raises(UsageError, match="no .jsonl file"):
        read_gold(tmp_path)


def test_same_figures_as_the_contracts_scorer(shared, tmp_path):
    """The gold's own claims, damaged at random, scored by both."""
    random.seed(7)
    rows = []
    gold = read_gold(shared / "gold")
    for doc, claims in gold.items():
        for g in claims:
            if random.random() < 0.1:
                continue
            row = {k: (v[0] if isinstance(v, list) else v) for k, v in g.items() if k != "label"} | {"doc_id": doc}
            for name, other in (("metric", "人口"), ("entity", ""), ("change", "increase"), ("comparator", "≈"), ("unit", "个"), ("modality", "target"), ("time", "去年")):
                if random.random() < 0.15:
                    row[name] = other
            if random.random() < 0.05:
                row["start"], row["end"] = row["start"] + 90000, row["end"] + 90000
            rows.append(row)
    system = tmp_path / "rows.jsonl"
    system.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
    files = [str(p) for p in sorted((shared / "gold").glob("*.jsonl"))]
    told = subprocess.run([sys.executable, str(shared / "score.py"), *files, "--system", str(system)], capture_output=True, text=True, check=True).stdout
    assert summary(evaluate(gold, rows)) + "\n" == told


def test_gains_losses_and_changes():
    before = [ROW | {"value_exact": "82", "change_base": ""}, ROW | {"start": 9, "value_exact": "3", "change_base": ""}]
    after = [ROW | {"value_exact": "82", "change_base": "", "metric": "普及率"}, ROW | {"start": 20, "value_exact": "4", "change_base": ""}]
    text = report(compare(before, after))
    assert text.splitlines()[0] == "gained 1, lost 1, changed 1"
    assert "< a:0  湖南 · 覆盖率 = 82 % @2024年" in text and "> a:0  湖南 · 普及率 = 82 % @2024年" in text
