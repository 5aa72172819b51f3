"""The periods a figure may belong to: which are offered, what is true of them, which is chosen; and learning to choose."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest
import regex
import typer
from conftest import drafts_of
from typer.testing import CliRunner

from extractor import read_text
from extractor.anchor import Period
from extractor.fit import Choice
from extractor.link.dated import KEPT, kind_of
from extractor.link.rank import learned
from extractor.link.settle import settle
from extractor.link.when import RULES, TIME
from extractor.meaning import Reading
from extractor.pipeline import extract_document
from extractor.rules import Rules, default_rules
from extractor.train_times import FOLDS, STAYS, Figure, learn, left_out, main, right

# expression: its kind
KINDS = {
    "2023年": "year", "2023年上半年": "quarter", "1-9月": "month", "3月14日": "day", "去年同期": "same", "今年以来": "this year", "改革开放以来": "since",
    "截至6月底": "until", "每年": "each", "目前": "now", "“十四五”期间": "plan", "2012年底": "end", "夏季": "quarter", "黎明": "other", "": "other",
}


@pytest.mark.parametrize("text", KINDS)
def test_kinds_of_expressions(text: str, rules: Rules):
    assert kind_of(text, rules) == KINDS[text]


# text: what is offered for its last figure, the rules' own first, and how each was found
OFFERED = {
    "2023年，青禾县新建公路12公里。": [("2023年", "sentence"), ("", "")],
    "2022年，青禾县修路9公里。2023年上半年，青禾县修路12公里。": [("2023年上半年", "sentence"), ("2022年", "earlier"), ("", "")],
    "近三年，青禾县修路90公里，其中去年修路12公里。": [("去年", "sentence"), ("近三年", "sentence"), ("", "")],
    "2023年，青禾县修路9公里。修桥2座。": [("2023年", "earlier"), ("", "")],
    "白鹭桥全长820米。": [("", "")],
}


@pytest.mark.parametrize("text", OFFERED)
def test_what_the_sentence_and_those_before_say_is_offered(text: str):
    last = drafts_of(text)[-1].whens
    assert [(r.name, r.answer.found) for r in last] == OFFERED[text]
    assert [RULES in r.features for r in last] == [True] + [False] * (len(last) - 1)


def test_an_answer_said_before_has_the_days_it_had_there():
    answers = {r.name: r.answer.period for r in drafts_of("2022年，青禾县修路9公里。当年9月修桥2座。2024年，青禾县修路12公里。")[-1].whens}
    assert answers["2022年"] == Period(dt.date(2022, 1, 1), dt.date(2022, 12, 31))
    assert answers["当年9月"] == Period(dt.date(2022, 9, 1), dt.date(2022, 9, 30)) and answers[""] is None


def test_only_what_was_said_last_is_kept():
    text = "".join(f"{year}年，青禾县修路{year - 1900}公里。" for year in range(1950, 2000))
    assert len({r.name for r in drafts_of(text)[-1].whens}) == KEPT + 2      # its own year and none


def test_where_a_course_begins_there_is_nothing_to_choose():
    begins, ends = drafts_of("2024年，青禾县果园由2020年的12亩增加到15亩。")
    assert (begins.claim.time, begins.whens) == ("2020年", []) and ends.whens


def test_the_likeliest_period_is_the_claim_s():
    draft = drafts_of("2022年，青禾县修路9公里。2023年，青禾县修路12公里。")[-1]
    liked = replace(draft, whens=[replace(r, probability=0.9 if r.name == "2022年" else 0.1) for r in draft.whens])
    for one, when in ((draft, ("2023年", "sentence", dt.date(2023, 1, 1))), (liked, ("2022年", "earlier", dt.date(2022, 1, 1)))):
        claim, = settle([[one]], Reading([], default_rules()), learned(default_rules()), default_rules())
        assert (claim.time, claim.time_from, claim.time_start) == when


def test_weights_choose_the_period(rules: Rules):
    """What a sentence before says is the claim's where weights like what is true of it; without weights of times the rules' own stays."""
    text = "3月5日，柳荫村召开会议。村里种植水稻620亩。"
    said = next(r for r in drafts_of(text)[-1].whens if r.name == "3月5日")
    document = read_text(text, doc_id="case", media_type="text/plain")
    for liked, when in (({}, ""), (dict.fromkeys(said.features, 1.0), "3月5日")):
        weights = replace(learned(rules), alone={**learned(rules).alone, TIME: liked})
        assert [c.time for c in extract_document(document, rules, weights=weights).claims] == [when]


# text: the periods of its figures by the shipped weights, among them one that stays and one that carries on
SHIPPED = {
    "据统计，2024年上半年全市出口82亿元。其中机电产品41亿元，增长8%；服装12亿元，下降3%。民营企业出口66亿元。": ["2024年上半年"] * 6,
    "截至2023年末，青禾银行总资产1200亿元。不良率1.2%。全年净利润9亿元。": ["截至2023年末", "截至2023年末", "全年"],
    "中小学校长每学期听课不少于30节。": ["每学期"],
}


@pytest.mark.parametrize("text", SHIPPED)
def test_shipped_weights(text: str, rules: Rules):
    assert [c.time for c in extract_document(read_text(text, doc_id="case", media_type="text/plain"), rules).claims] == SHIPPED[text]


def figure(*answers: tuple[str, bool]) -> Figure:
    return Figure(Choice("d", TIME, tuple(tuple(true.split()) for true, _ in answers), tuple(float(good) for _, good in answers)), tuple(good for _, good in answers))


def test_what_the_rules_say_stays_where_nothing_is_twice_as_probable():
    even = [figure(("rules", i % 2 == 0), ("said", i % 2 == 1)) for i in range(40)]
    weights = learn([even])
    assert weights[RULES] == pytest.approx(STAYS, abs=0.05)
    assert right(figure(("rules", True), ("said", False)), weights) and not right(figure(("rules", False), ("said", True)), weights)


def test_a_document_judged_is_not_learned_from():
    """In each document another kind of answer is right: what one teaches misleads the others."""
    data = {f"d{k}": [figure(("rules", False), *((f"k{i}", i == k) for i in range(FOLDS)))] * 20 for k in range(FOLDS)}
    assert left_out(data, data) == (20 * FOLDS, 0, 0)


def test_learning_writes_the_weights_of_times_and_keeps_all_others(tmp_path: Path):
    lines = {"one": "2023年，青禾县修路{}公里。天气一直晴好。老桥不再通车。修桥{}座。", "two": "去年，青禾县修路{}公里。修桥{}座。"}
    for name, line in lines.items():
        text = "\n".join(line.format(i + 11, i + 41) for i in range(6))
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        year, rows = text[:text.index("，")], []
        for number in regex.finditer(r"(?<![\d])\d{2}(?=[公座])", text):
            rows.append({"label": "claim", "start": number.start(), "end": number.end(), "value": int(number.group()), "unit": ["公里", "座"], "metric": ["修路"], "entity": ["青禾县"], "time": [year]})
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    weights = tmp_path / "weights.tsv"
    weights.write_text("# head\nfeature\tweight\tagain\nconfidence\t1.5\t\ntime old\t9\t\nowner head\t0.5\t0.4\n", encoding="utf-8")
    app = typer.Typer()
    app.command()(main)
    told = CliRunner().invoke(app, ["--gold", str(tmp_path), "--texts", str(tmp_path), "--out", str(weights)], catch_exceptions=False).output
    assert "24 figures" in told
    written = weights.read_text(encoding="utf-8").splitlines()
    assert written[:2] == ["# head", "feature\tweight\tagain"] and {"confidence\t1.5\t", "owner head\t0.5\t0.4"} < {*written}
    assert any(row.startswith("time rules\t") for row in written) and "time old\t9\t" not in written
