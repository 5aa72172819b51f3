"""Layout repair and sentences: broken texts come back as the sentences they were."""

import pytest

from extractor import read_text
from extractor.layout import repair
from extractor.sentences import split


def sentences(text: str, rules, media_type: str = "text/plain") -> list[str]:
    return [s.text.chars for s in split(repair(read_text(text, doc_id="x", media_type=media_type), rules), rules)]


PROSE = (
    "去年以来，青川县坚持把项目建设作为头等大事，全年开工重点项目126个，完成投资48.6亿元，同比增长11.3%。"
    "在产业园区，新建标准厂房12.4万平方米，引进企业37家，带动就业5200余人，园区产值突破90亿元。"
    "农村公路改造里程达到312公里，惠及群众8.7万人，行政村通畅率由91%提高到99%，出行条件明显改善。"
)


@pytest.mark.parametrize("width", [9, 14, 18, 23])
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n\r\n"])
def test_printed_lines_are_joined(width, gap, rules):
    broken = gap.join(PROSE[i:i + width] for i in range(0, len(PROSE), width))
    assert "".join(sentences(broken, rules)) == PROSE
    assert len(sentences(broken, rules)) == 3


def test_printed_lines_between_long_paragraphs_are_joined(rules):
    lines = "\n".join(PROSE[i:i + 21] for i in range(0, len(PROSE), 21))
    long = "另据了解，" + PROSE
    assert "".join(sentences(f"县域要闻\n{long}\n\n{lines}\n\n{long}", rules)) == "县域要闻" + long + PROSE + long


def test_lists_between_long_paragraphs_stay_lists(rules):
    items = ["棉花447万吨", "油料1615万吨", "其中:油菜籽693万吨", "甘蔗5727万吨", "甜菜1453万吨", "黄红麻72万吨", "烤烟226万吨"]
    found = sentences("\n".join([PROSE, *items, PROSE]), rules)
    assert set(items) <= set(found)


@pytest.mark.parametrize(("text", "wanted"), [
    ("省长 沈怀远　　一、2024年工作回顾　　过去一年，全省投资增长5%。　　全年新增就业3万人。", ["省长沈怀远", "一、2024年工作回顾", "过去一年，全省投资增长5%。", "全年新增就业3万人。"]),
    ("2.2 有机质和全氮 有机质平均28.4 g/kg，比上次下降10.4%。", ["2.2有机质和全氮", "有机质平均28.4 g/kg，比上次下降10.4%。"]),
    # a number and its measure word, fields of a masthead
    ("2.5 万名 学生参加了这次活动，比上年多。", ["2.5万名学生参加了这次活动，比上年多。"]),
    ("证券代码：300742　　证券简称：迈驰", ["证券代码：300742 证券简称：迈驰"]),
])
def test_headings_and_paragraphs_of_a_flattened_page_are_apart(text, wanted, rules):
    assert sentences(text, rules) == wanted


def test_letter_spaced_line_is_closed_up(rules):
    assert sentences("农 业 总 收 入   到 1 9 9 2 年   为 4 0 6 3 万 元   , 比 1 9 5 6 年 的 2 9    . 5 万 元 增 加 。", rules) == ["农业总收入到1992年为4063万元,比1956年的29.5万元增加。"]

    assert sentences("全 县 推 进 高 质 量 发 展 。", rules) == ["全县推进高质量发展。"]


def test_spaces_around_numbers_go(rules):
    assert sentences("2024 年，全省巡察党组织 2.4 万个，覆盖率达 82%。", rules) == ["2024年，全省巡察党组织2.4万个，覆盖率达82%。"]


@pytest.mark.parametrize(("line", "wanted"), [
    ("榨油作坊在全县有 2 0 余家，蒸酒作坊已发展到 3 3 家。", "榨油作坊在全县有20余家，蒸酒作坊已发展到33家。"),
    ("水深达到 1 3 3 厘米，容量达到 1 6 0 0 kw。", "水深达到133厘米，容量达到1600 kw。"), ("边坡系数是 0 . 7 5，面积合计 1 0 0。", "边坡系数是0.75，面积合计100。"),
    ("相距 5 0 0 - 7 3 0m，含量不足 3 0 μmol/g。", "相距500-730m，含量不足30 μmol/g。"), ("第 1 2 3 页，投 3 中 1。", "第1 2 3页，投3中1。"),
    ("产量普遍不到 2 5 0 0 斤，在 2 0 1 0 年配置 4 2 0 0 株。", "产量普遍不到2500斤，在2010年配置4200株。"), ("上一页 1 2 3 下一页", "上一页1 2 3下一页"),
    ("出苗率提高 1 0 % ~ 5 0 %，含水量为12%。", "出苗率提高10% ~ 50%，含水量为12%。"),
    ("工业产值为 5 2.7万元，相当于上年的 1.4 9 倍。", "工业产值为52.7万元，相当于上年的1.49倍。"),
    ("生产猪肉4287\ufffd8万吨，价格涨1·8%。", "生产猪肉4287.8万吨，价格涨1.8%。"),
    ("總投資57。6億元，税收4。145億元。", "總投資57.6億元，税收4.145億元。"),
    ("黄酮提取率最高，有0.458 3%。", "黄酮提取率最高，有0.4583%。"),
    ("现金分红同比增长2 84%，占比77 74%。", "现金分红同比增长2 84%，占比77 74%。"),
    ("第二产业增加值 2 1259 亿元，播量为每公顷 1 05kg 和 1 35kg。", "第二产业增加值21259亿元，播量为每公顷105kg 和135kg。"),
    ("出口额是 20 11年的4倍，处理1 35kg。", "出口额是2011年的4倍，处理1 35kg。"),
    ("產油在 20 kg 以上的約有 2 0 0萬畝，涉及 6 4 2 個縣，最高達到 7 5 . 3 3 mm。", "產油在20 kg 以上的約有200萬畝，涉及642個縣，最高達到75.33 mm。"),
    ("試驗田( 3 2 畝)合計 1 0 0 畝，依次為 1 3、13和 8 . 5 年。", "試驗田(32畝)合計100畝，依次為13、13和8.5年。"),
    ("于 2 0 2 1 — 2 0 2 2 年开展，全氮 1 . 0 2 g · k g - 1 ，小区面积 3 0 m 2 ，重复3次。", "于2021—2022年开展，全氮1.02g·kg-1，小区面积30m2，重复3次。"),
    ("间距 2 m 3 行，产油 1.8 k g。", "间距2 m 3行，产油1.8 kg。"),
    ("比分 3 2，試驗1 2 3號，見第 1 2 頁。", "比分3 2，試驗1 2 3號，見第1 2頁。"),
    ("中国公共卫生 2 0 0 8 年 4 月第 2 4 卷第 4 期", "中国公共卫生2008年4月第24卷第4期"), ("收稿日期：2 0 2 4 － 0 1 － 1 2；", "收稿日期：2024－01－12；"), ("[3] 2 0 2 3 年在县里", "[3]2023年在县里"),
    ("臺北縣3,722,082 3,065,779 21.4%", "臺北縣3,722,082 3,065,779 21.4%"),
])
def test_digits_that_a_recogniser_parted(line, wanted, rules):
    assert sentences(line, rules) == [wanted]


def test_pronunciations_behind_characters_go(rules):
    assert sentences("轉(zhuǎn)會(huì)費(fèi)據(jù)說為7100萬(wàn)英鎊(約)。", rules) == ["轉會費據說為7100萬英鎊(約)。"]
    assert sentences("总人口51.2萬(wan)人，重量(kg)为3。", rules) == ["总人口51.2萬人，重量(kg)为3。"]
    assert sentences("據(ju)統計,廣東省(sheng)(sheng)人口512萬(wan)人。", rules) == ["據統計,廣東省人口512萬人。"]
    assert sentences("面積(ha)為12，產量(t)為30。", rules) == ["面積(ha)為12，產量(t)為30。"]
    assert sentences("重量(kg)為12，長度(cm)為30。", rules) == ["重量(kg)為12，長度(cm)為30。"]


def test_footnote_marks_before_numbers_go(rules):
    assert sentences("全市共有常住人口[2]751389人，比上次普查多了25907人。", rules) == ["全市共有常住人口751389人，比上次普查多了25907人。"]
    assert sentences("数据见表[A]，共有常住人口12人。", rules) == ["数据见表[A]，共有常住人口12人。"]


def test_signs_put_in_against_copying_go(rules):
    assert sentences('全市新增就业3万人。* {7 z" w4 @) R z$ R\n全年完成投资5亿元。', rules) == ["全市新增就业3万人。", "全年完成投资5亿元。"]
    assert sentences("可选 A B C D 四档，价格为5元。", rules) == ["可选 A B C D 四档，价格为5元。"]


def test_vertical_headline_stands_up(rules):
    assert sentences("春\n耕\n正\n当\n时\n全县备足化肥1.2万吨。", rules)[0] == "春耕正当时"


def test_image_and_page_break_inside_a_sentence(rules):
    text = "# 水利\n\n全县今年以来先后投入资金3.2亿元，完成了十二座小型水库的除险加固任务，新增蓄水能力达到\n\n![](images/p1.jpg)\n\n860万立方米，灌溉农田4.5万亩。\n"
    assert sentences(text, rules, "text/markdown")[1].endswith("新增蓄水能力达到860万立方米，灌溉农田4.5万亩。")


def test_navigation_lines_are_left_out(rules):
    text = "首页\n>\n【字体：\n大\n中\n小\n】\n浏览次数：321\n全县粮食产量达到42万吨，比上年增长2.1%，实现了连续多年稳产增产。\n版权所有：某县政府 ICP备0512345号\n"
    joined = "".join(sentences(text, rules))
    assert "42万吨" in joined and "321" not in joined and "ICP" not in joined


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("产量为3万吨；面积为5万亩。收入增加。", ["产量为3万吨；面积为5万亩。", "收入增加。"]),
        ("他说：“收入12万元！”随后离开。", ["他说：“收入12万元！”", "随后离开。"]),
        ("一发得分率：1。 甲某：73.8%（68场）2。 乙某：71.6%（61场）3。 丙某：70%（42场）甲某领跑全场。", ["一发得分率：", "甲某：73.8%（68场）", "乙某：71.6%（61场）", "丙某：70%（42场）", "甲某领跑全场。"]),
        ("一、总体情况2023年，全省投入425亿元。", ["一、总体情况", "2023年，全省投入425亿元。"]),
        ("成交额487亿元据统计，参与机构79家。", ["成交额487亿元", "据统计，参与机构79家。"]),
    ],
)
def test_sentences(text, wanted, rules):
    assert sentences(text, rules) == wanted


def test_table_rows_know_their_head(rules):
    text = "| **各行业失业率** | | |\n| --- | --- | --- |\n| 行业 | 上季失业率 | 今季失业率 |\n| 制造 | 5.8% | 6.3% |\n"
    rows = [s for s in split(repair(read_text(text, doc_id="x", media_type="text/markdown"), rules), rules) if s.row]
    assert [r.text.chars for r in rows] == ["制造 5.8% 6.3%"]
    assert rows[0].row.headers == ("行业", "上季失业率", "今季失业率")
    assert rows[0].row.caption == "各行业失业率"


def test_the_last_part_of_a_ratio_is_no_list_mark(rules):
    assert sentences("结构优化到9.7:47.3:43。二是动能变强。", rules) == ["结构优化到9.7:47.3:43。", "二是动能变强。"]


def test_a_sentence_broken_around_its_numbers_is_one(rules):
    assert sentences("改善民生有新的成效。公用经费为\n8059.35万\n元，让\n10.9万\n名学生受益。", rules) == ["改善民生有新的成效。", "公用经费为8059.35万元，让10.9万名学生受益。"]
    assert sentences("公用经费\n8059.35万\n元\n学生\n10.9万\n名", rules) != ["公用经费8059.35万元学生10.9万名"]
