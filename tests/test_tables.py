"""Tables: what the head of a column says, and whole small tables read; the documents of tests/tables as floors."""

from __future__ import annotations

from pathlib import Path

import pytest

import extractor
from extractor.evaluate import evaluate, read_gold
from extractor.link.columns import column_of
from extractor.read import read_text
from extractor.rules import default_rules
from extractor.work import Input, extract_input

TABLES = Path(__file__).parent / "tables"

# head: (measure, time, unit, is it a change, modality)
HEADS = {
    "指标": ("指标", "", "", False, "actual"),
    # times and changes measure nothing themselves
    "1—6月": ("", "1—6月", "", False, "actual"), "1-本月累计": ("", "1-本月累计", "", False, "actual"), "2022年12月至2023年2月": ("", "2022年12月至2023年2月", "", False, "actual"),
    "比去年同月增长（%）": ("", "", "%", True, "actual"), "同比±%": ("", "", "%", True, "actual"), "比上年增减额": ("", "", "", True, "actual"), "比昨天（±%）": ("", "", "%", True, "actual"),
    "环比涨跌幅（%）": ("", "", "%", True, "actual"), "比2010年增减": ("", "", "", True, "actual"), "比年初": ("", "", "", True, "actual"), "优良天数比例 / 同比（百分点）": ("优良天数比例", "", "百分点", True, "actual"),
    "营业收入比上年增减": ("营业收入", "", "", True, "actual"),
    # when and how far a column counts is no measure: 年末数, 累计增长, 本期比上年同期
    "年末数": ("", "", "", False, "actual"), "期末余额": ("", "期末", "", False, "actual"), "累计增长（%）": ("", "", "%", True, "actual"), "本期比上年同期增减（%）": ("", "", "%", True, "actual"),
    "本报告期末": ("", "本报告期末", "", False, "actual"), "上年度末": ("", "上年度末", "", False, "actual"), "2024年1-2月份 / 同比增长（%）": ("", "2024年1-2月份", "%", True, "actual"),
    "年末常住人口": ("年末常住人口", "", "", False, "actual"), "累计确诊人数": ("累计确诊人数", "", "", False, "actual"),
    # a share is no change
    "比重": ("比重", "", "", False, "actual"), "占年初预算%": ("占年初预算", "", "%", False, "actual"), "60岁及以上人口占比": ("60岁及以上人口占比", "", "", False, "actual"),
    # levels of a head: the inner one with what it is of
    "专任教师（人） / 普通中学": ("普通中学专任教师", "", "人", False, "actual"), "占总人口比重 / 0—14岁": ("0—14岁占总人口比重", "", "", False, "actual"), "PM2.5 / 浓度": ("PM2.5浓度", "", "", False, "actual"),
    "样品情况 / 样品抽检数量/批次": ("样品抽检数量", "", "批次", False, "actual"), "调整前 / 月最低工资标准（元/月）": ("月最低工资标准", "调整前", "元/月", False, "actual"), "奖牌 / 金牌": ("金牌", "", "", False, "actual"),
    "机构数（个） / 基层医疗卫生机构": ("基层医疗卫生机构数", "", "个", False, "actual"), "15岁以上 / 民间人口": ("15岁以上民间人口", "", "", False, "actual"),
    "学校数（所） / 普通中学": ("普通中学学校数", "", "所", False, "actual"),
    # units: what stands in brackets and is none tells none
    "千粒重/g": ("千粒重", "", "g", False, "actual"), "国别（地区）": ("国别", "", "", False, "actual"), "结实率/%": ("结实率", "", "%", False, "actual"),
    # plans
    "年初预算数": ("", "", "", False, "target"), "2024E": ("", "2024E", "", False, "forecast"),
}


@pytest.mark.parametrize("head", HEADS)
def test_what_a_head_says(head, rules):
    c = column_of(head, rules)
    assert (c.measure, c.time, c.unit, c.change, c.modality) == HEADS[head]


# text: (entity, metric, value, unit, time, change) of each figure
READ = {
    # two units for one table, a plan beside what was done, a word set wide, a rate of what the row measures
    "大安县收支表\n                              单位：万元、%\n项        目          年初预算数    累计完成    完成预算%    比上年增减额    增减%\n一、公共预算收入         60999        24627        40.4         -1070       -4.2\n    其中：税收收入          —          8103          —           1284       18.8\n": [
        ("大安县", "公共预算收入", "609990000", "元", "", ""), ("大安县", "公共预算收入", "246270000", "元", "", ""), ("大安县", "公共预算收入完成预算", "40.4", "%", "", ""),
        ("大安县", "公共预算收入", "10700000", "元", "", "decrease"), ("大安县", "公共预算收入", "4.2", "%", "", "decrease"),
        ("大安县", "税收收入", "81030000", "元", "", ""), ("大安县", "税收收入", "12840000", "元", "", "increase"), ("大安县", "税收收入", "18.8", "%", "", "increase"),
    ],
    # a head that goes on in the next line
    "指        标              单位      绝对数    比上年增长\n                                               （%）\n年末常住人口              万人       38.62        -0.6\n人均地区生产总值            元       48111         6.3\n": [
        ("", "年末常住人口", "386200", "人", "", ""), ("", "年末常住人口", "0.6", "%", "", "decrease"), ("", "人均地区生产总值", "48111", "元", "", ""), ("", "人均地区生产总值", "6.3", "%", "", "increase"),
    ],
    # a head of groups set wide with their units over names of columns
    "白云县统计年鉴\n                     绝    对    数 （亿元）                          构  成 （%）\n年 份     生产总值    第一产业    第二产业    第三产业     第一产业     第二产业     第三产业\n  2015        52.14       20.11       19.08       12.95       38.6         36.6         24.8\n  2020        96.35       30.27       41.66       24.42       31.4         43.2         25.3\n": [
        *(("白云县", m, v, "元", "2015", "") for m, v in (("生产总值", "5214000000"), ("第一产业", "2011000000"), ("第二产业", "1908000000"), ("第三产业", "1295000000"))),
        *(("白云县", m, v, "%", "2015", "") for m, v in (("第一产业", "38.6"), ("第二产业", "36.6"), ("第三产业", "24.8"))),
        *(("白云县", m, v, "元", "2020", "") for m, v in (("生产总值", "9635000000"), ("第一产业", "3027000000"), ("第二产业", "4166000000"), ("第三产业", "2442000000"))),
        *(("白云县", m, v, "%", "2020", "") for m, v in (("第一产业", "31.4"), ("第二产业", "43.2"), ("第三产业", "25.3"))),
    ],
    # rows of a trait are parts of the people, not bodies: 小学 is no school here
    "白云县人口受教育情况\n受教育程度    人口数（人）    比重（%）\n小学          8120            31.2\n高中          4033            15.5\n": [
        ("白云县", "小学人口数", "8120", "人", "", ""), ("白云县", "小学比重", "31.2", "%", "", ""), ("白云县", "高中人口数", "4033", "人", "", ""), ("白云县", "高中比重", "15.5", "%", "", ""),
    ],
    # of the units of all columns the one that counts; a sign of a note is no part of a name; 当月 and 累计 have changes of their own
    "单位：万元、个\n乡镇      项目数    补助资金\n白马乡    12        350\n青山镇*   7         148.5\n": [
        ("白马乡", "项目数", "12", "个", "", ""), ("白马乡", "补助资金", "3500000", "元", "", ""), ("青山镇", "项目数", "7", "个", "", ""), ("青山镇", "补助资金", "1485000", "元", "", ""),
    ],
    "地区      当月产量（吨）    累计销量（吨）    当月增长（%）    累计增长（%）\n白云县    120             940             2.5           -3.1\n青山县    86              611             -1.4          4.0\n": [
        ("白云县", "产量", "120", "吨", "当月", ""), ("白云县", "累计销量", "940", "吨", "", ""), ("白云县", "产量", "2.5", "%", "当月", "increase"), ("白云县", "累计销量", "3.1", "%", "", "decrease"),
        ("青山县", "产量", "86", "吨", "当月", ""), ("青山县", "累计销量", "611", "吨", "", ""), ("青山县", "产量", "1.4", "%", "当月", "decrease"), ("青山县", "累计销量", "4.0", "%", "", "increase"),
    ],
    # one column of figures, a cell a line, lines that name parts between
    "白云县工业投资增速\n指  标\n1-2月份\n同比增长\n（%）\n工业投资\n14.7\n分行业\n采矿业投资\n-10.3\n其中：煤炭投资\n2.9\n制造业投资\n13.1\n": [
        ("白云县", "工业投资", "14.7", "%", "1-2月份", "increase"), ("白云县", "采矿业投资", "10.3", "%", "1-2月份", "decrease"), ("白云县", "煤炭投资", "2.9", "%", "1-2月份", "increase"), ("白云县", "制造业投资", "13.1", "%", "1-2月份", "increase"),
    ],
    # a table of changes, parts between its rows
    "6月份大安县规模以上工业增加值增长速度\n单位：%\n指  标        6月      1—6月\n分门类\n采矿业        10.5      10.8\n制造业        -5.2      12.4\n": [
        ("大安县", "采矿业增加值", "10.5", "%", "6月", "increase"), ("大安县", "采矿业增加值", "10.8", "%", "1—6月", "increase"), ("大安县", "制造业增加值", "5.2", "%", "6月", "decrease"), ("大安县", "制造业增加值", "12.4", "%", "1—6月", "increase"),
    ],
    # several columns of words, units of a row, single spaces
    "商品名称 规格 计量单位 本月平均 比上月%\n菜籽油 桶装 元/升 76.70 0.5\n大豆油 散装 元/升 11.2 -0.2\n": [
        ("菜籽油", "平均", "76.70", "元/升", "本月", ""), ("菜籽油", "平均", "0.5", "%", "本月", "increase"), ("大豆油", "平均", "11.2", "元/升", "本月", ""), ("大豆油", "平均", "0.2", "%", "本月", "decrease"),
    ],
    # numbers of rows count nothing, nor do telephones
    "序号 地区 当月产量(万吨) 增长(%)\n6 辽宁省 0.38 -27.87\n7 上海市 2.43 3.1\n": [
        ("辽宁省", "产量", "3800", "吨", "当月", ""), ("辽宁省", "产量", "27.87", "%", "当月", "decrease"), ("上海市", "产量", "24300", "吨", "当月", ""), ("上海市", "产量", "3.1", "%", "当月", "increase"),
    ],
    "学校名称\t班级数（个）\t咨询电话\n县一小\t36\t5822106\n县二小\t30\t5822317\n": [("县一小", "班级数", "36", "个", "", ""), ("县二小", "班级数", "30", "个", "", "")],
    # strokes, a name over two columns
    "各镇人口 单位：人、%\n地 区 | 常住人口 | 比重 | | 比2010年增减\n | | 2020年 | 2010年 |\n东  镇 | 98457 | 31.63 | 28.72 | 13244\n西  镇 | 61302 | 19.69 | 20.52 | -425\n": [
        ("东镇", "常住人口", "98457", "人", "2020年", ""), ("东镇", "比重", "31.63", "%", "2020年", ""), ("东镇", "比重", "28.72", "%", "2010年", ""), ("东镇", "常住人口", "13244", "人", "2020年", "increase"),
        ("西镇", "常住人口", "61302", "人", "2020年", ""), ("西镇", "比重", "19.69", "%", "2020年", ""), ("西镇", "比重", "20.52", "%", "2010年", ""), ("西镇", "常住人口", "425", "人", "2020年", "decrease"),
    ],
    # a cell a line, two labels a row; a name with its unit on the next line
    "省份\n科类\n计划数\n录取数\n最低分\n河南\n理工\n120\n121\n616\n河南\n文史\n96\n95\n601\n": [
        ("河南", "计划数", "120", "", "", ""), ("河南", "录取数", "121", "", "", ""), ("河南", "最低分", "616", "", "", ""), ("河南", "计划数", "96", "", "", ""), ("河南", "录取数", "95", "", "", ""), ("河南", "最低分", "601", "", "", ""),
    ],
    "播种面积\n（公顷）\n总产量\n（吨）\n夏粮\n31250\n151860\n秋粮\n55162\n340860\n": [("夏粮", "播种面积", "31250", "公顷", "", ""), ("夏粮", "总产量", "151860", "吨", "", ""), ("秋粮", "播种面积", "55162", "公顷", "", ""), ("秋粮", "总产量", "340860", "吨", "", "")],
    # columns that are groups, letters of significance, what a cell says itself
    "| | 18-29岁 | 整体 |\n|--|--|--|\n| 读过书（%） | 71.4 | 64.9 |\n": [("18-29岁", "读过书", "71.4", "%", "", ""), ("整体", "读过书", "64.9", "%", "", "")],
    "| 处理 | 有效穗数/(万穗/hm²) | 较CK增减/% |\n|--|--|--|\n| T1 | 218.6d | -40.4a |\n| T2 | 325.4ab | 2.7b |\n": [
        ("T1", "有效穗数", "2186000", "穗/hm²", "", ""), ("T1", "有效穗数", "40.4", "%", "", "decrease"), ("T2", "有效穗数", "3254000", "穗/hm²", "", ""), ("T2", "有效穗数", "2.7", "%", "", "increase"),
    ],
    "| 项目 | 2023年 | 变动 |\n|--|--|--|\n| 净资产收益率 | 6.42% | 减少1.53个百分点 |\n": [("", "净资产收益率", "6.42", "%", "2023年", ""), ("", "净资产收益率", "1.53", "个百分点", "2023年", "decrease")],
    # a row that is a measure itself under a column of outputs
    "东湖县主要产品\n| 产品 | 单位 | 产量 | 比上年增长(%) |\n|--|--|--|--|\n| 发电量 | 亿千瓦时 | 23.5 | -1.2 |\n| 原煤 | 万吨 | 12 | 3.4 |\n": [
        ("东湖县", "发电量", "2350000000", "千瓦时", "", ""), ("东湖县", "发电量", "1.2", "%", "", "decrease"), ("原煤", "产量", "120000", "吨", "", ""), ("原煤", "产量", "3.4", "%", "", "increase"),
    ],
    # totals are of all that the table is about
    "东湖县人口\n| 镇 | 人口（人） |\n|--|--|\n| 甲镇 | 310 |\n| 合　计 | 900 |\n": [("甲镇", "人口", "310", "人", "", ""), ("东湖县", "人口", "900", "人", "", "")],
    # heads that begin again, a label that the rows below share
    "| 类别 | 涨跌（%） | 类别 | 涨跌（%） |\n|--|--|--|--|\n| 食品类 | 2.1 | 衣着类 | -0.6 |\n": [("", "食品类", "2.1", "%", "", "increase"), ("", "衣着类", "0.6", "%", "", "decrease")],
    "| 类别 | 品种 | 平均价格（元/公斤） |\n|--|--|--|\n| 畜禽 | 猪肉 | 24.63 |\n| | 牛肉 | 61.03 |\n": [("猪肉", "平均价格", "24.63", "元/公斤", "", ""), ("牛肉", "平均价格", "61.03", "元/公斤", "", "")],
}


@pytest.mark.parametrize("text", READ)
def test_a_table_read(text):
    rows = extractor.extract(read_text(text, doc_id="x")).to_pylist()
    assert [(r["entity"], r["metric"], r["value_exact"], r["unit"], r["time"], r["change"]) for r in rows] == READ[text]


def test_what_stands_before_a_nested_table_is_its_caption():
    text = "<html><body><table><tr><td>导航</td><td><p>附表　物价</p><table><tr><td>类别</td><td>价格（元）</td></tr><tr><td>米</td><td>3.2</td></tr></table></td></tr></table></body></html>"
    blocks = read_text(text, doc_id="x").blocks
    assert [b.kind for b in blocks] == ["text", "text", "table"]
    assert blocks[1].text.chars == "附表　物价"


def test_rows_that_a_head_reaches_down_to_are_head_without_th():
    text = '<html><body><table><tr><td rowspan="2">种类</td><td colspan="2">样品</td></tr><tr><td>抽检数量/批次</td><td>不合格率</td></tr><tr><td>糖</td><td>183</td><td>0.9%</td></tr></table></body></html>'
    table = read_text(text, doc_id="x").blocks[0]
    assert table.head_rows == 2


FLOORS = {"f1": 0.945, "value_unit": 0.94, "metric": 0.945, "metric_strict": 0.822, "entity": 0.922, "time": 0.867, "change_f1": 0.955, "tuple_f1": 0.795, "tuple_strict_f1": 0.665}


@pytest.fixture(scope="module")
def figures():
    gold = read_gold(TABLES)
    path = {doc: next(p for ending in (".txt", ".md", ".html") if (p := TABLES / f"{doc}{ending}").exists()) for doc in gold}
    return evaluate(gold, [row for doc in gold for row in extract_input(Input(doc, str(path[doc])), default_rules()).claims]).figures


@pytest.mark.parametrize("name", FLOORS)
def test_floor(figures, name):
    assert figures[name] >= FLOORS[name]
