"""What names and figures mean: vectors of the mention meant, the same whatever else the document holds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from extractor import meaning
from extractor.languages.network import arrays
from extractor.link.meant import BETWEEN, LOST, NAMED, STEPS, Meant, heads_of, stretch
from extractor.meaning import BEHIND, DISTANCES, FILE, NOWHERE, SIZE, Reading
from extractor.rules import default_rules


def reading(text: str) -> Reading:
    return Reading([text], default_rules())


TEXT = "临澜公司今年增产。另据了解，白鹭镇和临澜公司完成产值36亿元，其中白鹭镇占一半。"


@pytest.mark.parametrize(("name", "mention"), [
    ("临澜公司", TEXT.rindex("临澜公司")),                              # of two before the figure the nearer
    ("36亿", TEXT.index("36亿")),                                       # in the figure
    ("白鹭镇", TEXT.rindex("白鹭镇")),                                  # right behind it: nearer than before it
    ("一半", TEXT.index("一半")),                                       # behind it alone
])
def test_a_name_is_its_mention_nearest_to_the_figure(name: str, mention: int):
    at = TEXT.index("36亿元")
    assert reading(TEXT).mention(name, at, at + 4) == (mention, mention + len(name))


@pytest.mark.parametrize("name", ["", "青川县", "增产白鹭镇"])
def test_what_the_text_does_not_name_is_mentioned_nowhere(name: str):
    assert reading(TEXT).mention(name, 20, 24) == NOWHERE
    assert reading("").mention(name, 0, 0) == NOWHERE


def test_a_name_far_behind_the_figure_is_not_looked_for():
    text = "产值36亿元。" + "又" * BEHIND + "白鹭镇"
    assert reading(text).mention("白鹭镇", 2, 6) == NOWHERE


def test_figures_of_other_digits_mean_the_same():
    assert np.array_equal(reading("白鹭镇种水稻620亩。").vectors(0, 10), reading("白鹭镇种水稻183亩。").vectors(0, 10))


def test_traditional_script_and_wide_digits_mean_the_same():
    assert np.allclose(reading("香港失業率為３％").vectors(2, 5), reading("香港失业率为3%").vectors(2, 5))


def test_a_long_document_is_read_in_parts_that_change_nothing(monkeypatch: pytest.MonkeyPatch):
    sentences = [f"白鹭镇今年种水稻{i}亩，临澜公司产值增长。" for i in range(300)]
    text = "".join(sentences)
    monkeypatch.setattr(meaning, "PART", 10**6)
    whole = Reading(sentences, default_rules())
    monkeypatch.setattr(meaning, "PART", 10)
    monkeypatch.setattr(meaning, "HELD", 2)
    parts = Reading(sentences, default_rules())
    for at in (text.index("水稻7亩"), text.index("水稻150亩"), text.index("水稻299亩")):
        assert np.allclose(whole.vectors(at - 30, at + 30), parts.vectors(at - 30, at + 30), atol=1e-3)


def test_beyond_the_document_there_is_nothing():
    found = reading("水稻").vectors(-2, 5)
    assert found.shape == (7, SIZE) and found.dtype == np.float32
    assert not found[:2].any() and not found[4:].any() and found[2:4].any(axis=1).all()


@pytest.mark.parametrize(("mention", "figure", "stretched"), [
    ((0, 4), (10, 12), (4, 10, 2)),                                   # six characters between: less than seven
    ((0, 4), (4, 6), (4, 4, 0)),
    ((0, 4), (200, 202), (200 - BETWEEN, 200, STEPS - 1)),            # the nearest to the figure of a long way
    ((12, 14), (4, 6), (6, 12, STEPS + 2)),
    ((4, 6), (4, 6), (4, 4, STEPS)),                              # the figure itself
    (NOWHERE, (4, 6), (0, 0, LOST)),
])
def test_what_stands_between_a_mention_and_a_figure(mention, figure, stretched):
    assert stretch(mention, figure) == stretched


def test_metrics_are_scored_each_alone_owners_beside_each_other():
    """And not by what was asked before."""
    meant = Meant(reading(TEXT), heads_of(arrays(FILE)))
    at = TEXT.index("36亿元")
    names, features = ["临澜公司", "白鹭镇", "产值", "青川县"], [["rules"], [], ["side:left"], ["not known"]]
    for kind in ("metric", "owner"):
        together = meant.scores(kind, (at, at + 4), names, features)
        assert np.allclose(together[::-1], meant.scores(kind, (at, at + 4), names[::-1], features[::-1]), atol=1e-4)
        alone = [meant.scores(kind, (at, at + 4), [name], [own])[0] for name, own in zip(names, features, strict=True)]
        assert np.allclose(together, alone, atol=1e-4) == (kind == "metric")
        assert len(set(together)) == 4
    assert meant.scores("nothing of the kind", (at, at + 4), names, features) == [0.0] * 4


def test_features_without_a_row_count_nothing():
    meant = Meant(reading(TEXT), heads_of(arrays(FILE)))
    at = TEXT.index("36亿元")
    score, = meant.scores("metric", (at, at + 4), ["产值"], [[]])
    assert meant.scores("metric", (at, at + 4), ["产值"], [["not known"]]) == [score] != meant.scores("metric", (at, at + 4), ["产值"], [["rules", "side:left"]])


def test_what_is_learned_is_what_is_used():
    """The scores that the network learns with are those that it is asked for."""
    torch = pytest.importorskip("torch", reason="learning with the network needs torch")
    from extractor.fit import Choice
    from extractor.fit_network import Taught, _Batch, _Model
    from extractor.languages.network import Network
    begin = arrays(Path(__file__).parent / "meaning" / "start.npz")
    at, text = TEXT.index("36亿元"), reading(TEXT)
    names = ["临澜公司", "白鹭镇", "青川县"]
    choice = Choice("d", "owner", (("a", "b"), ("b",), ("c",)), (1.0, 0.0, 0.0), 1, (at, at + 4), tuple(text.mention(n, at, at + 4) for n in names))
    known = {"owner": {"a": 0, "b": 1}}
    model = _Model(begin, known, {"owner": ["b"]}).eval()
    for p in model.heads["owner"].parameters():
        torch.nn.init.normal_(p, std=0.1)
    with torch.no_grad():
        model.heads["owner"].true.weight[-1] = 0                       # as it is while learning: the row of those without one
    (_, wanted), = model(_Batch(Taught(text.clauses(), {"owner": [choice]}), Network(begin, DISTANCES), known))
    weights = {**{n: v for n, v in begin.items() if n not in ("layer4", "bias4")}, **model.saved(), f"owner.{NAMED}": np.frombuffer(b"b", dtype=np.uint8)}
    found = Meant(Reading([TEXT], default_rules(), Network(weights, DISTANCES)), heads_of(weights)).scores("owner", (at, at + 4), names, choice.features)
    assert np.allclose(found, wanted.detach().numpy(), atol=0.05)
