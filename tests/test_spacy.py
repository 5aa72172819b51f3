"""The spaCy components in pipelines of others."""

import datetime as dt
from importlib.metadata import entry_points
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import spacy
from spacy.tokens import Doc

import extractor
from extractor.languages import language
from extractor.languages.pkuseg import model_path
from extractor.rules import default_rules
from extractor.run import run
from extractor.spacy_components import words_of
from extractor.text import Text

TEXT = "2024年，全年巡察村级党组织2.4万个，覆盖率达82%。\n东山县新建学校3所，比上年增加2所。"


def shown(rows):
    return [(r["start"], r["end"], r["entity"], r["metric"], r["value"], r["unit"]) for r in rows]


@pytest.fixture
def nlp():
    nlp = spacy.blank("zh")
    nlp.add_pipe("claims")
    return nlp


def test_the_rows_are_those_of_the_library(nlp):
    assert shown(nlp(TEXT)._.claims) == shown(extractor.extract(TEXT).to_pylist())
    assert nlp("没有数字。")._.claims == []


def test_spans_show_each_figure(nlp):
    doc = nlp(TEXT)
    assert [s.text for s in doc.spans["quantities"]] == [r["text"] for r in doc._.claims]
    assert [(s.label_, s._.value, s._.unit) for s in doc.spans["quantities"]][:2] == [("count", 24000.0, "个"), ("percent", 82.0, "%")]
    page = spacy.displacy.render(doc, style="span", options={"spans_key": "quantities"}, jupyter=False)
    assert "percent" in page


def tokenized(segmenter):
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": segmenter}}})
    if segmenter == "pkuseg":
        nlp.tokenizer.initialize(pkuseg_model=str(model_path()))
    return nlp


@pytest.mark.parametrize("segmenter", ["char", "jieba", "pkuseg"])
def test_every_tokenizer_gives_the_same_rows(segmenter, tmp_path):
    nlp = tokenized(segmenter)
    nlp.add_pipe("claims")
    want = shown(extractor.extract(TEXT).to_pylist())
    doc = nlp(TEXT)
    assert shown(doc._.claims) == want
    assert len(doc.spans["quantities"]) == 4
    assert [shown(d._.claims) for d in nlp.pipe([TEXT] * 4, n_process=2, batch_size=2)] == [want] * 4
    nlp.to_disk(tmp_path / "p")
    assert [t.text for t in spacy.load(tmp_path / "p")(TEXT)] == [t.text for t in doc]


def test_the_compact_model_is_a_tokenizer_of_words():
    words = [t.text for t in tokenized("pkuseg")("覆盖率达百分之八十二，人民政府发布公报。")]
    assert words == ["覆盖率", "达", "百分之八十二", "，", "人民政府", "发布", "公报", "。"]


def test_the_rows_are_those_of_the_command_line(nlp, tmp_path):
    path = Path(__file__).parent.parent / "seeds" / "work_report.txt"
    run([str(path)], tmp_path)
    rows = pq.read_table(tmp_path / "claims.parquet").to_pylist()
    got = nlp(path.read_text(encoding="utf-8"))._.claims
    differ = {"doc_id", "source"}
    assert len(got) > 10
    assert [{k: v for k, v in r.items() if k not in differ} for r in got] == [{k: v for k, v in r.items() if k not in differ} for r in rows]


def test_dates_travel_with_the_document(nlp):
    doc = nlp(TEXT)
    back = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert back._.claims == doc._.claims
    assert doc._.claims[-1]["time_start"] == dt.date(2024, 1, 1)


def test_the_factories_are_entry_points():
    found = {e.name: e.value for e in entry_points(group="spacy_factories") if e.value.startswith("extractor.")}
    assert found == {"quantities": "extractor.spacy_components:quantities", "claims": "extractor.spacy_components:claims"}


def test_rules_and_own_words_travel_with_the_pipeline(tmp_path):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "units.tsv").write_text("surface\tunit\tkind\n箪\t箪\tcount\n", encoding="utf-8")
    nlp = spacy.blank("zh")
    nlp.add_pipe("claims", config={"rules": [str(tmp_path / "rules")], "own_words": False})
    assert [r["unit"] for r in nlp("全村产米12箪。")._.claims] == ["箪"]
    nlp.to_disk(tmp_path / "p")
    again = spacy.load(tmp_path / "p")
    assert [r["unit"] for r in again("全村产米12箪。")._.claims] == ["箪"]
    assert again.get_pipe("claims").own_words is False


@pytest.mark.parametrize(("label", "kind"), [("ORG", "organisation"), ("PERSON", "person")])
def test_a_pipelines_own_entities_own_figures(label, kind):
    text = "去年，橘子完成投资3亿元，同比增长5%。"
    assert extractor.extract(text).to_pylist()[0]["entity_type"] == ""        # a noun like any other
    nlp = spacy.blank("zh")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": label, "pattern": "橘子"}])
    nlp.add_pipe("claims")
    assert [(r["entity"], r["entity_type"], r["metric"][-2:]) for r in nlp(text)._.claims] == [("橘子", kind, "投资")] * 2
    deaf = spacy.blank("zh")
    deaf.add_pipe("entity_ruler").add_patterns([{"label": label, "pattern": "橘子"}])
    deaf.add_pipe("claims", config={"own_words": False})
    assert deaf(text)._.claims[0]["entity_type"] == ""


def test_a_pipeline_with_parts_of_speech_gives_its_own_words():
    nlp = spacy.blank("zh")

    @spacy.language.Language.component("all_nouns")
    def all_nouns(doc):
        for token in doc:
            token.pos_ = "NUM" if token.text.isdigit() else "PUNCT" if token.text in "，。" else "NOUN"
        return doc

    nlp.add_pipe("all_nouns")
    doc = nlp("覆盖率达82%。")
    text = Text.whole(doc.text)
    (tagged,) = words_of(doc, language("compact", default_rules()))([doc.text], [text])
    assert [(t.text, t.pos) for t in tagged.tokens] == [(c, "m" if c.isdigit() else "x" if c == "。" else "n") for c in "覆盖率达82%。"]


def test_the_pipeline_is_kept_on_disk_and_in_bytes(nlp, tmp_path):
    nlp.to_disk(tmp_path / "p")
    want = shown(nlp(TEXT)._.claims)
    assert shown(spacy.load(tmp_path / "p")(TEXT)._.claims) == want
    other = spacy.blank("zh")
    other.add_pipe("claims")
    other.from_bytes(nlp.to_bytes())
    assert shown(other(TEXT)._.claims) == want


def test_pipe_in_batches_and_processes(nlp):
    want = shown(nlp(TEXT)._.claims)
    assert [shown(d._.claims) for d in nlp.pipe([TEXT] * 4, batch_size=2)] == [want] * 4
    assert [shown(d._.claims) for d in nlp.pipe([TEXT] * 4, n_process=2, batch_size=2)] == [want] * 4


def test_what_the_components_assign_is_declared(nlp):
    assert nlp.analyze_pipes()["summary"]["claims"]["assigns"] == ["doc._.claims", "doc.spans", *(f"span._.{f}" for f in ("value", "value_low", "value_high", "unit", "unit_kind"))]
    assert nlp.analyze_pipes()["summary"]["claims"]["requires"] == []
