"""Reading: encodings, type by content, and one clear line for what can't be read."""

import datetime as dt

import pytest

import extractor
from extractor import read, read_text
from extractor.errors import InputError
from extractor.read import decode, media_type_of, read_bytes
from extractor.rules import default_rules

TEXT = "全县新建公路12公里，覆盖率达82%。\r\n今年计划再建3座桥，投资1.2亿元。\r\n"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gb18030", "gb18030"), ("gbk", "gb18030"), ("utf-16", "utf-16-le"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")],
)
def test_encodings_give_the_same_text_with_line_ends_untouched(tmp_path, encoding, told):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    document = read(path)
    assert document.text == TEXT
    assert document.encoding == told


def test_big5_is_told_from_gb18030():
    text = "本港最新失業率升至6.2%，是15年來的新高，就業不足率為3.7%。"
    assert decode(text.encode("big5"), default_rules()) == (text, "big5hkscs")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"), (b" \r\n\t", "empty"), (b"%PDF-1.7 ...", "damaged or cut short"), (b"PK\x03\x04....", "a ZIP archive"), (b"\x89PNG\r\n", "a PNG image"),
        (b"abc\x00\x01\x02def", "binary"), (bytes(range(128, 256)) * 8, "can't be decoded"),
    ],
)
def test_unreadable_content_is_named(tmp_path, data, reason):
    path = tmp_path / "奇怪.txt"
    path.write_bytes(data)
    with pytest.raises(InputError) as error:
        read(path)
    assert str(path) in str(error.value) and reason in str(error.value)


def test_missing_file_and_folder(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "none.txt")
    with pytest.raises(InputError, match="is a folder"):
        read(tmp_path)


def test_lone_surrogate_is_refused():
    with pytest.raises(InputError, match="surrogates"):
        read_text("全县\ud800", doc_id="x")


@pytest.mark.parametrize(
    ("text", "suffix", "kind"),
    [
        ("<!DOCTYPE html><html><body>", ".txt", "text/html"), ("# 标题\n\n正文", ".txt", "text/markdown"), ("正文一行。", ".txt", "text/plain"),
        ("正文一行。", ".md", "text/markdown"), ("一个<文件>里没有标签", ".txt", "text/plain"), ("正文", ".html", "text/html"),
        ("# 结果\n\n<html><body><table><tr><td>处理</td><td>产量</td></tr><tr><td>CK</td><td>52</td></tr><tr><td>T1</td><td>61</td></tr><tr><td>T2</td><td>64</td></tr></table></body></html>\n", ".txt", "text/markdown"),
        ("<html><body># 结果<p>12户</p></body></html>", ".txt", "text/html"),
    ],
)
def test_type_by_content_before_suffix(text, suffix, kind):
    assert media_type_of(text, suffix) == kind


def test_html_without_navigation_scripts_and_server_tags():
    text = (
        '<%@ page x="1" %><html><head><title>县情 - 某网</title><script>var n=123;</script></head><body><div class="nav">首页12</div>'
        "<h1>全县用电12亿度</h1><p>覆盖率&nbsp;达82%&#65292;同比增长3%。</p><ul><li><a href='x'>相关新闻34条</a></li></ul>"
        "<table><tr><th>指标</th><th>2023年</th></tr><tr><td>人口</td><td>45万人</td></tr></table><footer>电话5678</footer></body></html>"
    )
    document = read_text(text, doc_id="x")
    assert document.title == "全县用电12亿度"
    assert [(b.kind, b.text.chars) for b in document.blocks] == [("heading", "全县用电12亿度"), ("text", "覆盖率 达82%，同比增长3%。"), ("table", "")]
    table = document.blocks[2]
    assert [[c.chars for c in row] for row in table.rows] == [["指标", "2023年"], ["人口", "45万人"]]
    assert table.head_rows == 1
    for block in document.blocks[:2]:
        for char, at in zip(block.text.chars, block.text.origin, strict=True):
            assert text[at] in (char, "&")


def test_html_that_closes_its_own_elements_and_ampersands_that_begin_no_entity():
    text = "<p>全县R&D经费12亿元，AT&T公司&nbsp;收入5&#37;，&没有;</p>收入5亿元<hr/>支出6亿元<table><tr><th>指标<th>2022年<th>2023年</tr><tr><td>产值</td><td/><td>512</td></tr></table>"
    *texts, table = read_text(text, doc_id="x", media_type="text/html").blocks
    assert [b.text.chars for b in texts] == ["全县R&D经费12亿元，AT&T公司 收入5%，&没有;", "收入5亿元", "支出6亿元"]
    assert [[c.chars for c in row] for row in table.rows] == [["指标", "2022年", "2023年"], ["产值", "", "512"]]
    assert all(text[at] in (char, "&") for b in texts for char, at in zip(b.text.chars, b.text.origin, strict=True))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_end_of_a_line_ends_a_heading(end):
    document = read_text(f"# 标题{end}{end}全县收入5亿元。{end}", doc_id="x", media_type="text/markdown")
    assert [(b.kind, b.text.chars.strip()) for b in document.blocks] == [("heading", "标题"), ("text", "全县收入5亿元。")]


def test_markdown_marks_are_taken_off_and_offsets_stay():
    text = '---\ntitle: "县报"\ndate: 2024-03-01\n---\n# 一、*农业*\n\n产量占 $2 1 . 5 \\% - 2 7 \\%$ ，![](a.png)\n[见此](http://x/9)\n\n| 区 | 面积 |\n| --- | --- |\n| 东 | 12亩 |\n'
    document = read_text(text, doc_id="x")
    assert (document.media_type, document.title, document.date) == ("text/markdown", "县报", dt.date(2024, 3, 1))
    heading, body, table = document.blocks
    assert heading.text.chars == "一、农业"
    assert "占 21.5%-27% ，" in body.text.chars and "http" not in body.text.chars and "见此" in body.text.chars
    assert [[c.chars for c in row] for row in table.rows] == [["区", "面积"], ["东", "12亩"]]
    for char, at in zip(body.text.chars, body.text.origin, strict=True):
        assert text[at] == char


# a recogniser's formula: value and unit; ~ is a space, of thousands too, a range is \sim
FORMULAS = {
    r"有机肥用量为 $6 0 \mathrm { ~ t / h m } ^ { 2 }$ 。": ("60", "t/hm2"), r"水温为 $2 0 ^ { \circ } \mathrm { C }$ 。": ("20", "℃"), r"电压为 $2 . 3 \mathrm { ~ V ~ }$ 。": ("2.3", "V"),
    r"能量密度高达 $2 ~ 6 0 0 ~ \mathrm { W h } \cdot \mathrm { k g } ^ { - 1 }$ 。": ("2600", "Wh·kg-1"), r"死亡率为 $2 1 \% \sim 2 7 \%$ 。": ("21~27", "%"), r"饲料成本达到 $6 ~ 5 5 8$ 元/头。": ("6558", "元/头"), r"建厂房 $1 . 8 \times 1 0 ^ { 4 } \mathrm { m } ^ { 2 }$ 。": ("18000", "m²"),
}


@pytest.mark.parametrize("media_type", ["text/markdown", "text/plain"])
@pytest.mark.parametrize("text", FORMULAS)
def test_figures_in_formulas(text, media_type):
    (row,) = extractor.extract(read_text(text, doc_id="x", media_type=media_type)).to_pylist()
    assert (row["value_exact"] or f"{row['value_low']:g}~{row['value_high']:g}", row["unit"]) == FORMULAS[text]


def test_the_day_of_a_message_is_that_it_was_sent(tmp_path):
    file = tmp_path / "a.eml"
    file.write_bytes("Date: Mon, 14 Oct 2024 09:30:00 +0800\r\nSubject: a\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n今年完成投资12亿元。\r\n> 2023年5月1日，王芳写道\r\n".encode())
    assert read(file).date == dt.date(2024, 10, 14)


def test_a_birthday_is_not_the_documents_date():
    assert read_text("王某，男，1985年6月2日出生。2024年3月5日，法院判决。", doc_id="x").date == dt.date(2024, 3, 5)


def test_amounts_in_dollars_are_no_formulas():
    rows = extractor.extract(read_text("收入$5 000，支出$3 000，每股$3.5至$4.2。", doc_id="x", media_type="text/plain")).to_pylist()
    assert [(r["value"], r["value_low"], r["unit"]) for r in rows] == [(5000, None, "$"), (3000, None, "$"), (None, 3.5, "$")]


# text: (entity or "", metric, value, unit) of each figure; None where nothing is a table
GRIDS = {
    "单位：亿元\n指标        2023年    2022年\n生产总值    512.3     487.9\n财政收入    33.1      31.0\n": [("", "生产总值", "51230000000", "元"), ("", "生产总值", "48790000000", "元"), ("", "财政收入", "3310000000", "元"), ("", "财政收入", "3100000000", "元")],
    "指标\t上半年\n工业投资\t210.3亿元\n房地产投资\t98.7亿元\n": [("", "工业投资", "21030000000", "元"), ("", "房地产投资", "9870000000", "元")],
    "地区\t人口（万人）\t增长率\n东山县\t31\t1.5%\n西水县\t28\t0.8%\n": [("东山县", "人口", "310000", "人"), ("东山县", "人口", "1.5", "%"), ("西水县", "人口", "280000", "人"), ("西水县", "人口", "0.8", "%")],
    # strokes between cells, without the line of dashes that Markdown wants; in the column of change it is the row's thing that grew
    "全市主要指标\n| 绝对数（亿元） | 比上年增长（%） |\n生产总值 | 617.5 | 5.2 |\n第一产业 | 37.1 | 2.6 |\n第二产业 | 339.8 | 4.5 |\n": [
        ("全市", "生产总值", "61750000000", "元"), ("全市", "生产总值", "5.2", "%"), ("全市", "第一产业", "3710000000", "元"), ("全市", "第一产业", "2.6", "%"), ("全市", "第二产业", "33980000000", "元"), ("全市", "第二产业", "4.5", "%"),
    ],
    # a company's summary from the text layer of a PDF: single spaces, labels that go on in the next line, the unit in a line above
    "单位：元 币种：人民币\n本期末 上期末\n增减（%）\n总资产 64,039.17 65,347.12 -2.00\n归属于公司股 19,915.28 19,461.08 2.33\n东的净资产\n营业收入 6,367.60 8,526.45 -25.32\n": [
        ("", "总资产", "64039.17", "元"), ("", "总资产", "65347.12", "元"), ("", "总资产", "2.00", "%"), ("", "归属于公司股东的净资产", "19915.28", "元"), ("", "归属于公司股东的净资产", "19461.08", "元"),
        ("", "归属于公司股东的净资产", "2.33", "%"), ("", "营业收入", "6367.60", "元"), ("", "营业收入", "8526.45", "元"), ("", "营业收入", "25.32", "%"),
    ],
    # names of columns over single spaces, and years over figures that single spaces part, with a group's line between; a year at the head of a row is its time
    "指标 2025年Q1 同比变化\n营业收入(亿元) 837.51 -3.09%\n净利润(亿元) 372.86 -2.08%\n": [("", "营业收入", "83751000000", "元"), ("", "营业收入", "3.09", "%"), ("", "净利润", "37286000000", "元"), ("", "净利润", "2.08", "%")],
    "年    份    2008年   2009年\n收 案 件 数  286 491\n申请标的(万元)  902.17 1517.23\n结案方式\n和解(件)   206 383\n": [
        ("", "收案件数", "286", "件"), ("", "收案件数", "491", "件"), ("", "申请标的", "9021700", "元"), ("", "申请标的", "15172300", "元"), ("", "和解", "206", "件"), ("", "和解", "383", "件"),
    ],
    "类型   家庭纠纷   合同\n2008年  13 47\n2010年1季度  34 58\n": [("", "家庭纠纷", "13", ""), ("", "合同", "47", ""), ("", "家庭纠纷", "34", ""), ("", "合同", "58", "")],
    # strokes without a line of dashes: a column of units, rows that head the next ones, numbers of rows, a measure that the line before tells
    "指 标 | 单 位 | 数 量 |\n一、支出 | 万元 | 98,644.9 |\n二、区划 |\n街道 | 个 | 74 |\n（一）养老机构 | 个 | 34 |\n": [("", "支出", "986449000", "元"), ("", "街道", "74", "个"), ("", "养老机构", "34", "个")],
    "集装箱吞吐量如下。\n名次 | 港名 | 3月 | 增幅% |\n1 | 东港 | 288.00 | 3.60 |\n2 | 西港 | 177.34 | -4.00 |\n": [
        ("东港", "名次", "1", "位"), ("东港", "集装箱吞吐量", "288.00", ""), ("东港", "集装箱吞吐量", "3.60", "%"), ("西港", "名次", "2", "位"), ("西港", "集装箱吞吐量", "177.34", ""), ("西港", "集装箱吞吐量", "4.00", "%"),
    ],
    # a cell a line: names of columns, then a label and as many figures; a label may go on, a numbered one heads a part
    "场所\n起数\n人数\n食堂\n44\n2522\n家庭\n79\n1301\n不明\n或未查明\n17\n593\n": [
        ("食堂", "起数", "44", "起"), ("食堂", "人数", "2522", "人"), ("家庭", "起数", "79", "起"), ("家庭", "人数", "1301", "人"), ("不明或未查明", "起数", "17", "起"), ("不明或未查明", "人数", "593", "人"),
    ],
    "品种\n亩产\n株高\n甲优1号\n512\n88.6\n乙丰3号\n486.5\n91.2\n": [("甲优1号", "亩产", "512", ""), ("甲优1号", "株高", "88.6", ""), ("乙丰3号", "亩产", "486.5", ""), ("乙丰3号", "株高", "91.2", "")],
    # cases and their share, means; what tests give is no claim
    "疗效比较[n(%)]\n组别 n 优 差\nA 组 10 8(80.00) 2(20.00)\nB 组 10 3(30.00) 7(70.00)\nt 3.79 3.31 2.87\n": [
        ("A 组", "n", "10", ""), ("A 组", "优", "8", ""), ("A 组", "优", "80.00", "%"), ("A 组", "差", "2", ""), ("A 组", "差", "20.00", "%"),
        ("B 组", "n", "10", ""), ("B 组", "优", "3", ""), ("B 组", "优", "30.00", "%"), ("B 组", "差", "7", ""), ("B 组", "差", "70.00", "%"),
    ],
    # a column of bodies is no column of units, and the head's own unit comes first; letters may label things
    "姓名|单位|成绩（秒）\n张三|北京队|10.5\n李四|天津队|11.2\n": [("张三", "成绩", "10.5", "秒"), ("李四", "成绩", "11.2", "秒")],
    "指标|单位|绝对数|比上年增长（%）\n总产值|亿元|20|3.5\n总收入|亿元|30|4.5\n": [("", "总产值", "2000000000", "元"), ("", "总产值", "3.5", "%"), ("", "总收入", "3000000000", "元"), ("", "总收入", "4.5", "%")],
    "元素|含量（%）\nP|0.03\nH|0.5\n": [("P", "含量", "0.03", "%"), ("H", "含量", "0.5", "%")],
    "5月4日\n5月5日\n5月6日\n2508\n2506\n2501\n": [("", "", "2508", ""), ("", "", "2506", ""), ("", "", "2501", "")],
    # a column of units by gaps, single spaces and a cell a line; thousands parted by spaces, but where it is plain which figure they belong to
    "指标    单位    2022年    2023年\n粮食产量    万吨    66 384    66 949\n年末人口    人    1 234 567    1 245 678\n": [
        ("", "粮食产量", "663840000", "吨"), ("", "粮食产量", "669490000", "吨"), ("", "年末人口", "1234567", "人"), ("", "年末人口", "1245678", "人"),
    ],
    "指标 单位 2022年 2023年\n粮食产量 万吨 66 384 66 949\n棉花产量 万吨 588.9 591.0\n": [
        ("", "粮食产量", "663840000", "吨"), ("", "粮食产量", "669490000", "吨"), ("", "棉花产量", "5889000", "吨"), ("", "棉花产量", "5910000", "吨"),
    ],
    "城市 2022年 2023年\n甲市 123 456 789 012\n乙市 134 567 891 023\n": None,
    "项目\n计量单位\n数量\n公路通车里程\n公里\n1234.5\n行政村\n个\n123\n": [("", "公路通车里程", "1234.5", "公里"), ("", "行政村", "123", "个")],
    "指标\n单位\n完成数\n比上年增长（%）\n财政收入\n亿元\n123.4\n7.8\n固定资产投资\n亿元\n890.1\n-3.2\n": [
        ("", "财政收入", "12340000000", "元"), ("", "财政收入", "7.8", "%"), ("", "固定资产投资", "89010000000", "元"), ("", "固定资产投资", "3.2", "%"),
    ],
    "姓名  单位  成绩（秒）\n张三  北京队  10.5\n李四  天津队  11.2\n": [("张三", "成绩", "10.5", "秒"), ("李四", "成绩", "11.2", "秒")],
    "单位\n人数\n教育局\n公安局\n12\n": None,
    # names that stand above their columns on two lines, none of them a head by itself (15 岁以上); a year of the republic heads a row
    "东山县劳动力  单位：千人\n年 月 别      15 岁以上    劳动力    失业率\n            民间人口              (%)\n112 年平均    20 129    11 874    3.71\n    12 月    20 189    11 946    3.73\n113 年 1 月   20 214    11 970    3.67\n": [
        ("东山县", "15岁以上民间人口", "20129000", "人"), ("东山县", "劳动力", "11874000", "人"), ("东山县", "失业率", "3.71", "%"),
        ("东山县", "15岁以上民间人口", "20189000", "人"), ("东山县", "劳动力", "11946000", "人"), ("东山县", "失业率", "3.73", "%"),
        ("东山县", "15岁以上民间人口", "20214000", "人"), ("东山县", "劳动力", "11970000", "人"), ("东山县", "失业率", "3.67", "%"),
    ],
    "主要农产品产量列下：\n农产品 2022年 比上年增长%\n稻谷 308.12万吨 8.3\n其中：早稻 32.45万吨 3.4\n": [
        ("稻谷", "主要农产品产量", "3081200", "吨"), ("稻谷", "主要农产品产量", "8.3", "%"), ("早稻", "主要农产品产量", "324500", "吨"), ("早稻", "主要农产品产量", "3.4", "%"),
    ],
    # points with spaces around them, a head that names no labels
    "主要农产品产量列下：\n         1994 年       比上年增长 %\n粮食   44450 万吨    -2 . 5\n油料   1984 万吨    10 . 0\n": [
        ("粮食", "主要农产品产量", "444500000", "吨"), ("粮食", "主要农产品产量", "2.5", "%"), ("油料", "主要农产品产量", "19840000", "吨"), ("油料", "主要农产品产量", "10.0", "%"),
    ],
    # a yearbook that says every name twice, with bare years above; bare years that do not rise are no head
    "青岭省统计年鉴\n  指标  Item 1995 2000 2005\n金融保险 Finance and Insurance\n存款相当于生产总值比例(%) 82.30 117.25 147.23\n  学龄儿童入学率(%)   Enrollment Ratio of Schools (%) 87.4 94.2 97.0\n       Secondary Schools(%)\n  每万人有影院(个)   Number of Cinemas (unit) 2.91 2.71 2.21\n": [
        ("青岭省", "存款相当于生产总值比例", "82.30", "%"), ("青岭省", "存款相当于生产总值比例", "117.25", "%"), ("青岭省", "存款相当于生产总值比例", "147.23", "%"),
        ("青岭省", "学龄儿童入学率", "87.4", "%"), ("青岭省", "学龄儿童入学率", "94.2", "%"), ("青岭省", "学龄儿童入学率", "97.0", "%"),
        ("青岭省", "每万人有影院", "2.91", "个"), ("青岭省", "每万人有影院", "2.71", "个"), ("青岭省", "每万人有影院", "2.21", "个"),
    ],
    "张三 Zhang 2000 1995 2005\n李四 Li 12 5 3\n王五 Wang 9 8 1\n": None,
    # columns that are places: the rows are what is measured, each with its own unit, which the next row may lack
    "|指标|全市|东山县|\n|--|--|--|\n|生产总值（亿元）|100|30|\n|工业企业（家）|80|20|\n|衣着涨幅（%）|1.5|1.2|\n|医院|9|3|\n": [
        ("全市", "生产总值", "10000000000", "元"), ("东山县", "生产总值", "3000000000", "元"), ("全市", "工业企业", "80", "家"), ("东山县", "工业企业", "20", "家"),
        ("全市", "衣着涨幅", "1.5", "%"), ("东山县", "衣着涨幅", "1.2", "%"), ("全市", "医院", "9", ""), ("东山县", "医院", "3", ""),
    ],
    # a column of mere change tells the change of the measure on its left
    "产品    单位    产量    比上年增长(%)\n原煤    万吨    1 256.3    3.4\n发电    亿千瓦时    23.5    -1.2\n": [
        ("原煤", "产量", "12563000", "吨"), ("原煤", "产量", "3.4", "%"), ("发电", "产量", "2350000000", "千瓦时"), ("发电", "产量", "1.2", "%"),
    ],
    # marks of notes between two figures of a cell keep them two
    "|灯塔|台阶|\n|--|--|\n|东岛灯塔|397[4] 400[6]|\n|西岛灯塔|12 400|\n": [("东岛灯塔", "台阶", "397", ""), ("东岛灯塔", "台阶", "400", ""), ("西岛灯塔", "台阶", "12400", "")],
    # a cell a line with columns of words between those of figures; a column of sorts names nobody
    "单位：元\n项目名称\n计价单位\n原价\n现价\n医保类别\n个人先自付（%）\n普通门诊\n次\n8\n9\n甲\n0\n三人间\n床日\n28\n30\n乙\n10\nCT平扫\n部位\n/\n150\n乙\n5\n": [
        ("普通门诊", "原价", "8", "元"), ("普通门诊", "现价", "9", "元"), ("普通门诊", "个人先自付", "0", "%"), ("三人间", "原价", "28", "元"), ("三人间", "现价", "30", "元"),
        ("三人间", "个人先自付", "10", "%"), ("CT平扫", "现价", "150", "元"), ("CT平扫", "个人先自付", "5", "%"),
    ],
    "女子跳远决赛\n名次\n姓名\n代表单位\n成绩（米）\n1\n周雅\n东湖区\n5.86\n2\n李思\n高新区\n5.75\n3\n何静\n石门县\n5.71\n": [
        ("周雅", "名次", "1", "位"), ("周雅", "成绩", "5.86", "米"), ("李思", "名次", "2", "位"), ("李思", "成绩", "5.75", "米"), ("何静", "名次", "3", "位"), ("何静", "成绩", "5.71", "米"),
    ],
    "首页\n新闻\n公告\n开工\n3月\n12\n竣工\n会议\n15\n": None,                     # what stands in a column is not all words or all figures
    "2025年訪港旅客人次\n\n市場 2025 年 5 月 按年變動 (%) 2025 年 1 至 5 月 按年變動 (%)\n日本 55,310 +31.2 301,776 +38.0\n南韓 77,924 +26.5 398,140 +30.7\n泰國 34,772 -2.5 169,004 -3.1\n": [
        ("日本", "訪港旅客人次", "55310", ""), ("日本", "訪港旅客人次", "31.2", "%"), ("日本", "訪港旅客人次", "301776", ""), ("日本", "訪港旅客人次", "38.0", "%"), ("南韓", "訪港旅客人次", "77924", ""), ("南韓", "訪港旅客人次", "26.5", "%"),
        ("南韓", "訪港旅客人次", "398140", ""), ("南韓", "訪港旅客人次", "30.7", "%"), ("泰國", "訪港旅客人次", "34772", ""), ("泰國", "訪港旅客人次", "2.5", "%"), ("泰國", "訪港旅客人次", "169004", ""), ("泰國", "訪港旅客人次", "3.1", "%"),
    ],
    # names of groups over names of columns: the same again and again, the rest one each; as many each; what does not come out is no table of these
    "白云县教育\n年 份 学校数（所） 专任教师（人） 学龄儿童\n中学 小学 中学 小学 入学率（%）\n1990 212 1684 8126 13207 98.4\n2000 231 1397 10945 14812 99.3\n": [
        ("白云县", "中学学校数", "212", "所"), ("白云县", "小学学校数", "1684", "所"), ("白云县", "中学专任教师", "8126", "人"), ("白云县", "小学专任教师", "13207", "人"), ("白云县", "学龄儿童入学率", "98.4", "%"),
        ("白云县", "中学学校数", "231", "所"), ("白云县", "小学学校数", "1397", "所"), ("白云县", "中学专任教师", "10945", "人"), ("白云县", "小学专任教师", "14812", "人"), ("白云县", "学龄儿童入学率", "99.3", "%"),
    ],
    # places are claims (ANNOTATION.md: a rank where it is attained), numbers of rows and of runners are not; a name set wide is one, remarks stand where there are any
    "男子100米决赛\n名次 号码 姓名 单位 成绩(秒) 备注\n1 1027 陈嘉伟 城关区 10.72\n2 2113 吴 昊 平阳县 10.79 破纪录\n3 1031 丁子轩 城关区 10.94\n": [
        ("陈嘉伟", "名次", "1", "位"), ("陈嘉伟", "成绩", "10.72", "秒"), ("吴昊", "名次", "2", "位"), ("吴昊", "成绩", "10.79", "秒"), ("丁子轩", "名次", "3", "位"), ("丁子轩", "成绩", "10.94", "秒"),
    ],
    "联赛积分榜\n名次  球队    场次  积分\n1   海岚   22   47\n2   山岳   22   41\n": [
        ("海岚", "名次", "1", "位"), ("海岚", "场次", "22", ""), ("海岚", "积分", "47", ""), ("山岳", "名次", "2", "位"), ("山岳", "场次", "22", ""), ("山岳", "积分", "41", ""),
    ],
    # the unit told of all, in the script of the table: 戶 is not 户, 床 is not 牀
    "單位：戶；床\n里別 戶數 病床數\n安平里 1,204 36\n東興里 987 20\n": [
        ("安平里", "戶數", "1204", "戶"), ("安平里", "病床數", "36", "床"), ("東興里", "戶數", "987", "戶"), ("東興里", "病床數", "20", "床"),
    ],
    # periods with the spaces of a text layer, the unit told of all money, a cell that has no figure
    "（除特别注明外，货币单位均为人民币百万元）\n项 目 2024 年1-6 月 2023 年1-6 月 本期比上年同期增减(%)\n营业收入 8,412 8,298 1.37\n利息净收入 6,037 6,215 -2.86\n现金流量净额 -4,716 9,052 不适用\n": [
        ("", "营业收入", "8412000000", "元"), ("", "营业收入", "8298000000", "元"), ("", "营业收入", "1.37", "%"),
        ("", "利息净收入", "6037000000", "元"), ("", "利息净收入", "6215000000", "元"), ("", "利息净收入", "2.86", "%"),
        ("", "现金流量净额", "-4716000000", "元"), ("", "现金流量净额", "9052000000", "元"),
    ],
    # what was won of how many; the corner says that rows measure and columns are somebody's
    "数据 | 张琳 | 王晓雨 |\nACE | 2 | 11 |\n一发得分率 | 44/63(70%) | 43/51 (84%) |\n": [
        ("张琳", "ACE", "2", ""), ("王晓雨", "ACE", "11", ""), ("张琳", "一发得分率", "44", ""), ("张琳", "一发得分率", "63", ""), ("张琳", "一发得分率", "70", "%"),
        ("王晓雨", "一发得分率", "43", ""), ("王晓雨", "一发得分率", "51", ""), ("王晓雨", "一发得分率", "84", "%"),
    ],
    "项目\n张琳\n王晓雨\n一发成功率\n75 of 112 = 67 %\n61 of 105 = 58 %\n双误\n3\n4\n最快发球时速\n135 MPH\n120 MPH\n": [
        ("张琳", "一发成功率", "75", ""), ("张琳", "一发成功率", "112", ""), ("张琳", "一发成功率", "67", "%"), ("王晓雨", "一发成功率", "61", ""), ("王晓雨", "一发成功率", "105", ""), ("王晓雨", "一发成功率", "58", "%"),
        ("张琳", "双误", "3", ""), ("王晓雨", "双误", "4", ""), ("张琳", "最快发球时速", "135", "MPH"), ("王晓雨", "最快发球时速", "120", "MPH"),
    ],
    # 數據 and 同期變動率 measure nothing: the rows do
    "指標 | 單位 | 數據 | 同期變動率(%) | 年初至當期累計數據\n旅客入境 | 人次 | 1,890,252 | 2.7 | 19,716,894\n酒店住客 | 人次 | 581,192 | 8.3 | 5,386,282\n": [
        ("", "旅客入境", "1890252", "人次"), ("", "旅客入境", "2.7", "%"), ("", "旅客入境", "19716894", "人次"), ("", "酒店住客", "581192", "人次"), ("", "酒店住客", "8.3", "%"), ("", "酒店住客", "5386282", "人次"),
    ],
    "首页\n上一页\n下一页\n1\n2\n3\n": None,
    "关注\n12\n粉丝\n345\n获赞\n678\n": None,
    "张三 12 5 3\n李四 10 7 2\n王五 9 8 1\n": None,
    "首页 | 新闻 | 图片\n教育 | 体育 | 财经\n": None,
    "床 前 明 月 光\n疑 是 地 上 霜\n举 头 望 明 月\n低 头 思 故 乡\n": None,
    "收货人：王某      电话：13800000000\n地址：东山县      邮编：421400\n单位：某局        日期：3月5日\n": None,
    "全年新增就业  3万人。\n建成学校    12所。\n": None,
}


@pytest.mark.parametrize("text", GRIDS)
def test_columns_set_by_spaces_and_strokes(text):
    document = read_text(text, doc_id="x")
    tables = [b for b in document.blocks if b.kind == "table"]
    assert bool(tables) == (GRIDS[text] is not None)
    if tables:
        rows = extractor.extract(document).to_pylist()
        assert [(r["entity"], r["metric"], r["value_exact"], r["unit"]) for r in rows] == GRIDS[text]


def test_a_row_of_mere_changes_is_about_the_row_above_and_the_years_of_a_forecast_are_forecasts():
    text = "|项目|2023A|2024E|\n|--|--|--|\n|净利润(归母,百万元)|28,750|31,813|\n|(+/-)%|13.3%|10.7%|\n"
    rows = extractor.extract(read_text(text, doc_id="x")).to_pylist()
    assert [(r["metric"], r["value_exact"], r["unit"], r["time"], r["change"], r["modality"]) for r in rows] == [
        ("净利润", "28750000000", "元", "2023A", "", "actual"), ("净利润", "31813000000", "元", "2024E", "", "forecast"),
        ("净利润", "13.3", "%", "2023A", "increase", "actual"), ("净利润", "10.7", "%", "2024E", "increase", "forecast"),
    ]


def test_a_column_against_the_same_month_tells_the_changes_of_what_its_row_measures():
    text = "|指标|本 月|比上年同月|本月止累计|比上年同期±%|\n|--|--|--|--|--|\n|接待过夜游客(人次)|9651701|-78.66|29530365|62.83|\n"
    rows = extractor.extract(read_text(text, doc_id="x")).to_pylist()
    assert {r["metric"] for r in rows} == {"接待过夜游客"}
    assert [(r["value_exact"], r["unit"], r["change"]) for r in rows] == [("9651701", "人次", ""), ("78.66", "%", "decrease"), ("29530365", "人次", ""), ("62.83", "%", "increase")]


def test_the_parts_of_what_a_row_measures_have_its_unit_and_another_measure_has_not():
    text = "|指标|2023年|2024年|\n|--|--|--|\n|接待游客(人次)|9651|9701|\n|入境游客|760|542|\n|床位使用率|55|56|\n"
    rows = extractor.extract(read_text(text, doc_id="x")).to_pylist()
    assert [r["unit"] for r in rows] == ["人次", "人次", "人次", "人次", "", ""]


def test_a_table_of_changes_over_places_tells_changes_and_a_column_of_units_that_rows_are_measured():
    text = "表1 居民消费价格比上年涨跌幅度\n单位：%\n指标      全市      农村\n居民消费价格    0.2    0.1\n衣着    -1.0    0.5\n\n表2 教育基本情况\n指标    单位    2023年    2024年\n普通高校    所    12    13\n中学    所    46    46\n"
    rows = extractor.extract(read_text(text, doc_id="x")).to_pylist()
    assert [(r["entity"], r["metric"], r["value_exact"], r["unit"], r["change"]) for r in rows] == [
        ("全市", "居民消费价格", "0.2", "%", "increase"), ("农村", "居民消费价格", "0.1", "%", "increase"), ("全市", "衣着", "1.0", "%", "decrease"), ("农村", "衣着", "0.5", "%", "increase"),
        ("全市", "普通高校", "12", "所", ""), ("全市", "普通高校", "13", "所", ""), ("全市", "中学", "46", "所", ""), ("全市", "中学", "46", "所", ""),
    ]


def test_two_columns_of_prose_are_read_one_after_the_other():
    left, right = "东山县去年新建学校十二所，\n新增学位三千个，投入资金\n两亿元，惠及八个乡镇，并\n开工建设医院三所，预计明\n年建成。全县粮食总产量\n达到三十万吨。".split("\n"), "西水县则以旅游为重点，全\n年接待游客九十万人次，收\n入五亿元，新开民宿六十家\n，带动就业两千人。下一步\n将继续完善交通，新修公路\n一百二十公里。".split("\n")
    text = "\n".join(a + "　" * (16 - len(a)) + b for a, b in zip(left, right, strict=True))
    sentences = {r["sentence"] for r in extractor.extract(text).to_pylist()}
    assert "全县粮食总产量达到三十万吨。" in sentences
    assert "西水县则以旅游为重点，全年接待游客九十万人次，收入五亿元，新开民宿六十家，带动就业两千人。" in sentences


# (bytes, encoding it says, encoding it is read in)
DECLARED = [
    ("<html><meta charset=gbk><body>全县完成投资三亿元。</body></html>".encode("gbk"), "gb18030"),
    ("<html><meta http-equiv='Content-Type' content='text/html; charset=big5'><body>全縣完成投資三億元。</body></html>".encode("big5"), "big5hkscs"),
    ("<html><meta charset=big5><body>全县完成投资三亿元，同比增长百分之五。</body></html>".encode("gbk"), "gb18030"),
    ("<html><meta charset=gbk><body>全县完成投资三亿元。</body></html>".encode(), "utf-8"),
    ("<html><meta charset=klingon><body>全县完成投资三亿元。</body></html>".encode("gbk"), "gb18030"),
]


@pytest.mark.parametrize(("data", "encoding"), DECLARED)
def test_declared_encodings_help_and_wrong_ones_do_no_harm(data, encoding):
    document = read_bytes(data, default_rules(), doc_id="x", source="x.html", suffix=".html")
    assert document.encoding == encoding
    assert "完成投" in document.text


def test_html_table_in_markdown_keeps_its_offsets():
    text = "# 报告\n\n全县情况如下。\n\n<table><tr><td>指标</td><td>2023年</td></tr><tr><td>生产总值（亿元）</td><td>512.3</td></tr></table>\n\n财政收入增长5%。\n"
    rows = extractor.extract(read_text(text, doc_id="x", media_type="text/markdown")).to_pylist()
    assert [(r["metric"], r["value_exact"], r["unit"], text[r["start"]:r["end"]]) for r in rows] == [("生产总值", "51230000000", "元", "512.3"), ("财政收入", "5", "%", "5%")]


def test_readers_follow_the_rules_they_are_given(tmp_path):
    text = "指标\n1-2月份\n同比增长\n（%）\n制造业\n13.1\n采矿业\n4.2\n建筑业\n5.5\n批发业\n6.1\n"
    (tmp_path / "patterns_tables.yaml").write_text("- name: the corner of a table\n  remove: true\n", encoding="utf-8")
    assert [b.kind for b in read_text(text, doc_id="x").blocks] == ["table"]
    assert "table" not in [b.kind for b in read_text(text, doc_id="x", rules=tmp_path).blocks]
