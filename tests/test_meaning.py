"""What names and figures mean: vectors of the mention meant, the same whatever else the document holds."""

from __future__ import annotations

import numpy as np
import pytest

from extractor import meaning
from extractor.meaning import BEHIND, NOWHERE, SIZE, Reading
from extractor.rules import default_rules


def reading(text: str) -> Reading:
    return Reading([text], default_rules())


def like(a: np.ndarray, b: np.ndarray) -> float:
    """Cosine of two vectors."""
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def vector(word: str) -> np.ndarray:
    return reading(word).vector(0, len(word))


@pytest.mark.parametrize(("word", "near", "far"), [
    ("人民银行", "央行", "完成"), ("失业率", "就业率", "张伟"), ("教育局", "卫生局", "上升"), ("增长", "下降", "医院"), ("水稻", "小麦", "市长"), ("香港", "澳門", "利潤"),
])
def test_words_of_one_kind_are_nearer_than_others(word: str, near: str, far: str):
    assert like(vector(word), vector(near)) > like(vector(word), vector(far)) + 0.1


TEXT = "临澜公司今年增产。另据了解，白鹭镇和临澜公司完成产值36亿元，其中白鹭镇占一半。"


@pytest.mark.parametrize(("name", "mention"), [
    ("临澜公司", TEXT.rindex("临澜公司")),                              # of two before the figure the nearer
    ("36亿", TEXT.index("36亿")),                                       # in the figure
    ("白鹭镇", TEXT.rindex("白鹭镇")),                                  # right behind it: nearer than before it
    ("一半", TEXT.index("一半")),                                       # behind it alone
])
def test_a_name_is_its_mention_nearest_to_the_figure(name: str, mention: int):
    at = TEXT.index("36亿元")
    found = reading(TEXT).name(name, at, at + 4)
    assert np.array_equal(found, reading(TEXT).vector(mention, mention + len(name)))


@pytest.mark.parametrize("name", ["", "青川县", "增产白鹭镇"])
def test_what_the_text_does_not_name_has_no_vector(name: str):
    assert np.array_equal(reading(TEXT).name(name, 20, 24), NOWHERE)
    assert np.array_equal(reading("").name(name, 0, 0), NOWHERE)


def test_a_name_far_behind_the_figure_is_not_looked_for():
    text = "产值36亿元。" + "又" * BEHIND + "白鹭镇"
    assert np.array_equal(reading(text).name("白鹭镇", 2, 6), NOWHERE)


def test_figures_of_other_digits_mean_the_same():
    assert np.array_equal(reading("白鹭镇种水稻620亩。").vector(6, 10), reading("白鹭镇种水稻183亩。").vector(6, 10))


def test_traditional_script_and_wide_digits_mean_the_same():
    assert np.allclose(reading("香港失業率為３％").vector(2, 5), reading("香港失业率为3%").vector(2, 5))


def test_a_long_document_is_read_in_parts_that_change_nothing(monkeypatch: pytest.MonkeyPatch):
    sentences = [f"白鹭镇今年种水稻{i}亩，临澜公司产值增长。" for i in range(300)]
    text = "".join(sentences)
    monkeypatch.setattr(meaning, "PART", 10**6)
    whole = Reading(sentences, default_rules())
    monkeypatch.setattr(meaning, "PART", 10)
    monkeypatch.setattr(meaning, "HELD", 2)
    parts = Reading(sentences, default_rules())
    for at in (text.index("水稻7亩"), text.index("水稻150亩"), text.index("水稻299亩")):
        assert np.allclose(whole.name("白鹭镇", at, at + 4), parts.name("白鹭镇", at, at + 4), atol=1e-3)


def test_a_vector_has_its_size():
    assert vector("水稻").shape == (SIZE,) and vector("水稻").dtype == np.float32
