"""Every document people have: PDF, Word, archives, messages and tables, made here and read back."""

from __future__ import annotations

import re

import documents
import pytest

import extractor
from extractor.errors import InputError
from extractor.layout import repair
from extractor.read import read_all, read_bytes
from extractor.rules import default_rules

PARAGRAPHS = [
    f"第{k}个片区去年新修公路{k + 12}.5公里，惠及群众{k * 37 + 411}户，比上年增长{k}.3%。其中，硬化通组路{k + 3}条，安装路灯{k * 11 + 90}盏，"
    f"财政投入{k * 13 + 120}万元，群众满意度达到{80 + k % 17}.{k % 7}%。" for k in range(1, 41)
]
TABLE = [["指标（单位：亿元）", "2023年", "2024年"], ["财政收入", "12.5", "13.1"], ["工业投资", "30", "35"]]


def rows(data: bytes, suffix: str = "", **names):
    document = read_bytes(data, default_rules(), doc_id="x", source="x" + suffix, suffix=suffix)
    table = extractor.extract(document).to_pylist()
    for row in table:
        assert document.text[row["start"]:row["end"]] == row["text"]
    return document, table


@pytest.mark.parametrize("across", [False, True])
def test_columns_of_a_pdf_are_read_one_after_the_other(across):
    document = read_bytes(documents.pdf_columns(PARAGRAPHS, across=across), default_rules(), doc_id="x", source="x.pdf")
    running = "".join(b.text.chars for b in repair(document, default_rules()))
    sentences = [s for p in PARAGRAPHS for s in re.split("(?<=。)", p) if s]
    assert [s for s in sentences if s not in running] == []
    assert "某县政府工作报告" not in running and "— 1 —" not in running
    assert "某县政府工作报告" in document.text


def test_pages_are_kept():
    _, table = rows(documents.pdf_columns(PARAGRAPHS, across=True), ".pdf")
    assert {r["page"] for r in table} == {1, 2}
    assert len([r for r in table if r["unit"] == "公里"]) == 40


def test_a_ruled_table_of_a_pdf_becomes_claims_with_head_and_label():
    _, table = rows(documents.pdf_table(TABLE, "全县经济运行平稳。", "全年新增就业3200人。"), ".pdf")
    assert [(r["metric"], r["time"], r["value"], r["unit"]) for r in table] == [
        ("财政收入", "2023年", 12.5e8, "元"), ("财政收入", "2024年", 13.1e8, "元"), ("工业投资", "2023年", 30e8, "元"), ("工业投资", "2024年", 35e8, "元"),
        ("新增就业", "全年", 3200, "人")]
    assert "unit from table head" in table[0]["flags"]


def test_a_word_document_with_table_and_text_box():
    document, table = rows(documents.word("清河县2024年工作报告", ["全县新建公路12公里，覆盖率达82%。"], TABLE, "全县栽植树木500棵。"), ".docx")
    assert document.title == "清河县2024年工作报告"
    assert [(r["metric"], r["value"], r["unit"]) for r in table] == [
        ("新建公路", 12, "公里"), ("覆盖率", 82, "%"), ("财政收入", 12.5e8, "元"), ("财政收入", 13.1e8, "元"), ("工业投资", 30e8, "元"), ("工业投资", 35e8, "元"),
        ("栽植树木", 500, "棵")]


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_message_gives_its_text_and_its_subject_as_title(kind):
    body = "全县新建公路12公里。" if kind == "plain" else "<html><body><p>全县新建公路12公里。</p></body></html>"
    document, table = rows(documents.mail("清河县简报", body, kind))
    assert document.title == "清河县简报" and [r["value"] for r in table] == [12]


def test_an_archive_gives_a_document_for_each_file_in_it():
    inner = documents.archive({"深/丙.txt": "丙地种树5棵。".encode()})
    data = documents.archive({"甲.txt": "甲地修路12公里。".encode(), "b/乙.docx": documents.word("乙", ["乙地建桥3座。"]), "pic.png": b"\x89PNG", "in.zip": inner, "坏.txt": b""})
    found = {doc_id: what for doc_id, _, what in read_all(data, default_rules(), doc_id="a", source="a.zip")}
    assert {k for k, v in found.items() if not isinstance(v, InputError)} == {"a/甲", "a/b/乙", "a/in.zip/深/丙"}
    assert str(found["a/坏"]) == "a.zip/坏.txt: the file is empty"


def test_names_of_an_archive_in_gbk_are_read_and_climb_nowhere():
    data = documents.archive({"../../etc/x.txt": "种树5棵。".encode()})
    assert [i for i, _, _ in read_all(data, default_rules(), doc_id="a", source="a.zip")] == ["a/etc/x"]


def test_spanning_heads_and_labels_of_an_html_table():
    page = (
        "<html><body><table><tr><th rowspan=2>地区</th><th colspan=2>2023年（万吨）</th></tr><tr><th>粮食产量</th><th>水果产量</th></tr>"
        "<tr><td><p>东县</p></td><td>12</td><td>3.5</td></tr><tr><td>西县</td><td colspan=2>20</td></tr></table></body></html>")
    _, table = rows(page.encode())
    assert [(r["entity"], r["metric"], r["time"], r["value"], r["unit"]) for r in table] == [
        ("东县", "粮食产量", "2023年", 120000, "吨"), ("东县", "水果产量", "2023年", 35000, "吨"), ("西县", "粮食产量", "2023年", 200000, "吨")]
