"""What a text is about: by its title and what it calls itself (link/subject.py), by the names that are proposed in it (link/prominent.py)."""

from __future__ import annotations

import pytest

from extractor import read
from extractor.document import Document
from extractor.fold import fold
from extractor.layout import repair
from extractor.link.about import beginnings
from extractor.link.prominent import most_named, prominent
from extractor.link.proposed import Tally
from extractor.link.subject import Subject
from extractor.proposals import propose
from extractor.sentences import split


def about(text: str, rules, tmp_path) -> str:
    path = tmp_path / "text.txt"
    path.write_text(text, encoding="utf-8")
    document: Document = read(path)
    sentences = list(split(repair(document, rules), rules))
    texts = [fold(s.text.chars, rules) for s in sentences]
    return beginnings(document, sentences, texts, propose(texts), rules)[0].document_entity


@pytest.mark.parametrize(("text", "wanted"), [
    # whose government reports, though a wider place is named first
    ("(东山县)2018年杨柳镇人民政府工作报告(全文)\n\n全镇生产总值达到10.9亿元，农民人均纯收入升至1.1万元。", "杨柳镇"),
    # a report that names no place: where it ranks is not its own
    ("政府工作报告\n\n　　工业总产值达到390亿元，综合指数在全省居第3位。高新技术企业全市已有24家。", "全市"),
    ("公路建设\n\n　　全省新修公路12公里，路网密度居全国第3位，比全国多2公里。全省新建桥梁3座，全省改造隧道2处。", "全省"),
    # a county's text that names nothing but its province
    ("山东新闻\n\n　　全县完成投资3亿元，全县新建学校2所。全县粮食总产12万吨，在全省居第3位。", "全县"),
    # the title between the words of navigation that a flattened page begins with, the place that a communiqué is of
    ("政府信息公开 > 统计信息　新疆生产建设兵团铁门关市2022年国民经济和社会发展统计公报　浏览：20次 年末城镇人口26.1万人，城镇新增就业7430人。全年出生0.08万人。", "铁门关市"),
    # a ministry that tells of the country
    ("农业农村部：夏粮丰收\n\n　　全国夏粮产量2950亿斤。今年，全国新增灌溉面积300万亩。", "全国"),
    # a broker's note, whose first lines name the share; one that only a link names, alone in its line, is none
    ("行情\n\n四方材料(601126)：三季报点评：收入提速\n\n长河证券\n\n　　三季度，公司收入增长20.4%，毛利率30.8%。", "四方材料"),
    ("海岳水泥(600585)\n\n　　水泥板块整体走低，跌幅0.2%。水泥板块成交额11亿元。", "水泥板块"),
    # for whom a report to a congress is given
    ("在青禾市第六届人民代表大会第一次会议上\n\n　　受青禾市第五届人民代表大会常务委员会委托，现在由我向大会报告工作。\n\n　　五年里，共制定法规9部，听取报告52个。", "青禾市第五届人民代表大会常务委员会"),
    # the publisher of a page is no subject
    ("首页 > 新闻中心 > 行业资讯\n\n　　天气转凉，市场平稳。", ""),
])
def test_what_a_text_is_about(text, wanted, rules, tmp_path):
    assert about(text, rules, tmp_path) == wanted


@pytest.mark.parametrize(("subject", "often", "wanted"), [
    (Subject("新农人", ""), {"王大山": 3.0, "新农人": 0.4}, "王大山"),
    (Subject("", ""), {"王大山": 0.5}, "王大山"),
    (Subject("", ""), {"王大山": 0.3}, ""),                                            # hardly proposed
    (Subject("东山县", "place"), {"王大山": 3.0, "东山": 2.0}, "东山县"),               # its own name, shorter, is proposed too
    (Subject("东山县", "place", reports=True), {"王大山": 3.0}, "东山县"),
    (Subject("东山县", "place"), {"他们": 3.0, "该公司": 2.0, "我们": 2.0, "增长率": 2.0}, "东山县"),      # pronouns and measures are nobody
])
def test_a_name_that_is_proposed_far_more_often_stands_for_the_title(subject, often, wanted, rules):
    told = Tally(often=often, sentences=dict.fromkeys(often, 2))
    assert prominent(subject, told, most_named(often, rules), rules, sentences=2).name == wanted


def test_one_sentence_says_nothing_of_a_text(rules):
    assert prominent(Subject("新农人", ""), Tally(often={"王大山": 0.9}, sentences={"王大山": 1}), ["王大山"], rules, sentences=2).name == "新农人"


def test_names_proposed_most_come_first(rules):
    assert most_named({"甲厂": 1.0, "乙厂": 2.0, "丙厂": 0.5, "丁厂": 1.5, "它们": 9.0}, rules) == ["乙厂", "丁厂", "甲厂"]
