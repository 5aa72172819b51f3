"""Reading: encodings, type by content, and one clear line for what can't be read."""

import datetime as dt

import pytest

from extractor.errors import InputError
from extractor.read import decode, media_type_of, read, read_text

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
    assert decode(text.encode("big5")) == (text, "big5hkscs")


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
