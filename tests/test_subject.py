"""What a text is about: by its title and what it calls itself (link/subject.py), by the names that are proposed in it (link/prominent.py)."""

from __future__ import annotations

import pytest

from extractor import read
from extractor.document import Document
from extractor.fold import fold
from extractor.layout import repair
from extractor.link.about import beginnings
from extractor.link.headword import headword
from extractor.link.prominent import most_named, prominent
from extractor.link.proposed import Tally
from extractor.link.subject import Subject
from extractor.pipeline import extract_document
from extractor.proposals import propose
from extractor.sentences import split


def about(text: str, rules, tmp_path) -> str:
    path = tmp_path / "text.txt"
    path.write_text(text, encoding="utf-8")
    document: Document = read(path)
    sentences = list(split(repair(document, rules), rules))
    texts = [fold(s.text.chars, rules) for s in sentences]
    return beginnings(document, sentences, texts, propose(texts), rules)[0].document.entity


@pytest.mark.parametrize(("text", "wanted"), [
    # whose government reports, though a wider place is named first
    ("(东山县)2018年杨柳镇人民政府工作报告(全文)\n\n全镇生产总值达到10.9亿元，农民人均纯收入升至1.1万元。", "杨柳镇"),
    # an event that its title sums up, a crop that is raised, a person behind a colon; a word that begins with a surname is none
    ("第五届江南茶叶博览会今日闭幕\n\n　　青禾市200家茶企参展。江南茶叶博览会签约12亿元，江南茶叶博览会客流8万人次。", "第五届江南茶叶博览会"),
    ("黄芪高产栽培技术\n\n　　青禾县有黄芪3万亩。黄芪亩产400公斤。", "黄芪"),
    ("2024赛季盘点：苏晚晴的硬地之年\n\n　　苏晚晴出战21站，苏晚晴胜率77.3%。", "苏晚晴"),
    ("2024年盘点：安全的底线\n\n　　全市安全投入3亿元，安全事故下降5%，全市安全员800人。", "全市"),
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
    # a notice is of the company it begins with, not of the city that name begins with
    ("证券代码：300001\n\n深圳迈云智能装备股份有限公司\n关于股份回购的公告\n\n　　截至5月底，公司回购320万股，占总股本的1.2%。", "深圳迈云智能装备股份有限公司"),
    ("青溪学院2025年本科招生简章\n\n　　学校面向全国计划招生5420人。全国共设考点12个。", "青溪学院"),
    # an entry of an encyclopaedia; a journal's masthead over a title is none
    ("沐水  Mu Shui\n\n　　淮河支流，在青禾县汇入淮河。全长236公里，流域面积5870平方公里，淮河以北占8%。", "沐水"),
    ("茶叶 Tea\n\n春茶产量分析\n\n　　全县春茶产量1.2万吨，全县茶园面积8万亩，全县茶企12家。", "全县"),
    # an introduction, a history, a portrait, a test, an inspection
    ("医院简介\n\n　　青溪市第二人民医院始建于1951年，开放床位1200张。职工2417人。", "青溪市第二人民医院"),
    ("红星机床厂厂史（1952—1992）\n\n　　国家投资12.5万元，当年产值21万元。", "红星机床厂"),
    ("“蜂王”罗长根：带富一个村\n\n　　提起罗长根，社员都竖大拇指。社员从8户增至63户，社员人均增收2万元。", "罗长根"),
    ("陈长根：系统升级\n\n　　全市医疗券使用12万人次，全市金额3亿元，全市机构120家，陈长根说。", "全市"),
    ("试驾岚行L7增程版\n\n　　岚行L7轴距2960毫米，容积612升。岚行L7续航270公里。", "岚行L7"),
    ("关于巡察县供销社党组情况的反馈\n\n　　巡察组谈话43人次，受理信访9件。", "县供销社"),
    # one that counts what it begins with names nobody
    ("我省再添一所希望小学\n\n　　全省建成希望小学12所，全省捐款300万元。全省受益学生4000人，全省教师300人。", "全省"),
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


def test_a_head_without_a_line_names_nobody(rules):
    assert headword("", [], "", rules) == ("", "")


OF_ONE = "沐水  Mu Shui\n\n　　淮河水系支流。源出桐柏山，在正洛县两河口汇入淮河。全长236公里。多年平均流量58.6立方米/秒。"


def test_an_entry_is_of_its_word_and_not_of_what_it_names_in_passing(rules, tmp_path):
    path = tmp_path / "text.txt"
    path.write_text(OF_ONE, encoding="utf-8")
    assert {c.entity for c in extract_document(read(path), rules).claims} == {"沐水"}
