"""What a trial calls its treatments and groups (link/treatments.py), and whose its figures are then."""

from __future__ import annotations

import pytest
from conftest import claims_of

from extractor.link.treatments import treatments

TRIAL = "试验设3个处理：处理Ⅰ喷叶面肥，处理Ⅱ喷氨基酸，处理Ⅲ喷清水。"


@pytest.mark.parametrize(("text", "wanted"), [
    (TRIAL, {"处理Ⅰ", "处理Ⅱ", "处理Ⅲ"}),
    ("2-10处理保苗率达80.3%，1-30处理次之，CK最低。", {"2-10处理", "2-10", "1-30处理", "1-30", "CK"}),
    ("不同施氮处理中，N0、N1、N2和N3的产量依次升高。", {"N0", "N1", "N2", "N3"}),
    ("两组均为60例。治疗组总有效率93.3%，对照组为76.7%。", {"治疗组", "对照组"}),
    # one label alone, letters that do not follow each other, and letters in a text that tells of no treatment make no trial
    ("处理Ⅰ期工程的污水3万吨。", set()),
    ("试验用维生素B1、B6和B12，对照不用。", set()),
    ("G1、G2、G3高速公路里程1200公里。", set()),
    ("处理3个问题，处理5次投诉。", set()),
    ("试验组织者表示，治疗组成员共有12人。", set()),
])
def test_labels_of_treatments(text, wanted, rules):
    assert treatments(text, rules) == wanted


@pytest.mark.parametrize(("text", "wanted"), [
    ("发芽密度以处理Ⅱ最大，达180.5个，处理Ⅰ次之，为172.5个，处理Ⅲ仅112.5个。", ["处理Ⅱ", "处理Ⅰ", "处理Ⅲ"]),
    ("鲜叶产量处理Ⅰ和处理Ⅱ分别为275.5公斤和288.1公斤。", ["处理Ⅰ", "处理Ⅱ"]),
])
def test_figures_are_of_treatments(text, wanted):
    claims = claims_of(TRIAL + "\n\n" + text)
    assert [c.entity for c in claims][-len(wanted):] == wanted


def test_a_group_is_not_what_the_next_one_measures():
    claims = claims_of("随机分为两组，治疗组30例，对照组30例。")
    assert [(c.metric, c.entity) for c in claims[-2:]] == [("治疗组", "治疗组"), ("对照组", "对照组")]


@pytest.mark.parametrize("text", ["公司Q1收入3亿元，Q2收入4亿元，Q3收入5亿元，会计处理不变，全年增长20%。", "该厂处理VOC废气12万立方米，处理COD污水5万吨，投资3000万元。"])
def test_verbs_and_quarters_are_no_treatments(text, rules):
    assert not treatments(text, rules)
