"""What real folders hold besides documents: each is named in one clear line, in bounded time, and costs nobody else anything."""

from __future__ import annotations

import os
import time

import documents
import pytest

import extractor
from extractor import read
from extractor.errors import InputError
from extractor.read import read_all, read_bytes
from extractor.rules import default_rules
from extractor.run import find_inputs, run
from extractor.table import write_whole
from extractor.work import Input, Limits, extract_input

GOOD = "全县新建公路12公里，覆盖率达82%。"
PDF = documents.pdf_columns([GOOD] * 30, across=False)
WORD = documents.word("标题", [GOOD])
BOMB = documents.archive({f"{i}.txt": b"0" * 9_000_000 for i in range(8)})


def nested(depth: int) -> bytes:
    data = documents.archive({"甲.txt": GOOD.encode()})
    for i in range(depth):
        data = documents.archive({f"{i}.zip": data})
    return data


def entity_bomb() -> bytes:
    lol = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><w:document>&b;</w:document>'
    return documents.archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": lol.encode()})


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("truncated.pdf", PDF[: len(PDF) // 5], "damaged or cut short"),
        ("encrypted.pdf", documents.pdf_columns([GOOD], across=False, password="x"), "the PDF is encrypted; remove its password first"),
        ("scan.pdf", documents.pdf_scan(), "a scan without a text layer; run OCR on it first (2 pages)"),
        ("no_zip.docx", "不是压缩文件".encode(), "this is no Word document (it is not a ZIP archive)"),
        ("cut.docx", WORD[: len(WORD) // 2], "damaged or cut short"),
        ("other.docx", documents.archive({"a.xml": b"<a/>"}), "without word/document.xml is no Word document"),
        ("entities.docx", entity_bomb(), "declares XML entities; refused"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, "an old Office document (save it as .docx)"),
        ("picture.pdf", b"\x89PNG\r\n\x1a\n", "a PNG image"),
        ("program.txt", b"\x7fELF" + bytes(90), "a program"),
        ("empty.eml", b"Subject: x\r\nMIME-Version: 1.0\r\nFrom: a\r\n\r\n", "no text"),
    ],
    ids=lambda x: x if isinstance(x, str) else "data",
)
def test_unreadable_documents_are_named(tmp_path, name, data, reason):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as error:
        read(path)
    assert str(path) in str(error.value) and reason in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (BOMB, "unpacked it would hold 72000000 bytes, more than --max-bytes 64000000"), (nested(4), "archives nested deeper than 3"),
        (nested(1)[:90], "damaged or cut short"), (documents.archive({"a.png": b"\x89PNG"}), "no readable document in this archive"),
    ],
    ids=["bomb", "nested", "cut", "picture"],
)
def test_archives_that_cannot_be_opened_are_named(data, reason):
    found = list(read_all(data, default_rules(), doc_id="a", source="a.zip"))
    assert any(isinstance(what, InputError) and reason in str(what) for _, _, what in found), found


def claims(text: str) -> list[tuple[str, float, str]]:
    return [(r["metric"], r["value"], r["unit"]) for r in extractor.extract(text).to_pylist()]


@pytest.mark.parametrize(
    "rubbish",
    [
        "1" * 1_000_000, "（" * 10_000, "（" * 10_000 + "）" * 10_000, "订单号" + "123456789012345678901234" * 40, "1,234" * 5_000, "1." * 10_000, "一二三" * 5_000,
        "百分之" * 3_000, "12万" * 3_000, "、" * 100_000, "甲、" * 5_000, "1、2、3、" * 2_000, "<" * 5_000, "$" * 5_000, "\x00" * 5000 + "正文", "%" * 20_000,
        "2024年" * 3_000, "[" * 20_000, "|" * 20_000, "年" * 20_000, "《" * 10_000, "“" * 10_000,
    ],
    ids=lambda t: f"{t[:6]!r}x{len(t)}",
)
def test_rubbish_in_a_text_takes_bounded_time_and_hides_no_claim_after_it(rubbish):
    begun = time.process_time()
    found = claims(rubbish + "。\n\n" + GOOD)
    assert time.process_time() - begun < 60
    assert ("新建公路", 12, "公里") in found


def test_a_long_order_number_is_no_claim_and_the_rest_is_kept():
    assert claims("订单号202411240000123456789012，" + GOOD) == [("新建公路", 12, "公里"), ("覆盖率", 82, "%")]


def test_html_on_one_line_of_megabytes():
    page = "<html><body>" + "<div><span>栏目</span></div>" * 40_000 + f"<p>{GOOD}</p></body></html>"
    assert [r["value"] for r in extractor.extract(page).to_pylist()] == [12, 82]


def test_deeply_nested_html():
    assert [r["value"] for r in extractor.extract("<html><body>" + "<div>" * 20_000 + GOOD + "</div>" * 20_000).to_pylist()] == [12, 82]


def test_a_file_larger_than_may_be_is_given_up_and_said(tmp_path):
    (tmp_path / "big.txt").write_text(GOOD * 100, encoding="utf-8")
    output = extract_input(Input("big", str(tmp_path / "big.txt")), default_rules(), Limits(max_bytes=1000))
    assert output.errors == [f"{tmp_path / 'big.txt'}: larger than --max-bytes 1000"]


def test_mixed_encodings_are_told_with_the_place():
    with pytest.raises(InputError, match="first bad byte at 8"):
        read_bytes("全县".encode() + "\xff\xfe乱".encode("gbk", "replace") + bytes([0xFF, 0xC8]), default_rules(), doc_id="x", source="x.txt")


def test_a_pipe_a_device_and_a_loop_of_links_are_never_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "up").symlink_to(tmp_path)
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    assert [i.doc_id for i in find_inputs([str(tmp_path)])] == ["a", "b", "good"]
    total = run([str(tmp_path), str(tmp_path / "pipe.txt"), "/dev/zero"], tmp_path / "out")
    assert len(total.claims) == 2
    assert [e.rpartition(": ")[2] for e in total.errors] == [
        "can't be read (Too many levels of symbolic links)", "can't be read (Too many levels of symbolic links)", "is no regular file (a pipe or a device)", "is no regular file (a pipe or a device)"]


def test_a_file_that_disappears_and_one_without_permission(tmp_path):
    (tmp_path / "gone.txt").write_text(GOOD, encoding="utf-8")
    items = find_inputs([str(tmp_path)])
    (tmp_path / "gone.txt").unlink()
    assert extract_input(items[0], default_rules()).errors == [f"{tmp_path / 'gone.txt'}: no such file"]
    if os.geteuid():
        (tmp_path / "locked.txt").write_text(GOOD, encoding="utf-8")
        (tmp_path / "locked.txt").chmod(0)
        assert "no permission" in extract_input(Input("l", str(tmp_path / "locked.txt")), default_rules()).errors[0]


def test_names_that_are_no_utf8_or_hold_line_breaks_and_marks_of_direction(tmp_path):
    for name in (b"a\xff.txt", "换\n行.txt".encode(), "\u202etxt.exe.txt".encode()):
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:  # noqa: PTH123  a name of bytes
            file.write(GOOD.encode())
    total = run([str(tmp_path)], tmp_path / "out")
    assert len(total.claims) == 6 and not total.errors
    assert "a\\udcff" in {d["doc_id"] for d in total.documents}


def test_a_full_disk_leaves_the_old_file_and_is_said(tmp_path):
    from extractor.errors import UsageError

    (tmp_path / "claims.parquet").write_bytes(b"old")

    def full(path):
        raise OSError(28, "No space left on device")

    with pytest.raises(UsageError, match="can't be written .No space left on device"):
        write_whole(tmp_path / "claims.parquet", full)
    assert (tmp_path / "claims.parquet").read_bytes() == b"old" and len(list(tmp_path.iterdir())) == 1


def test_a_worker_that_is_killed_costs_its_own_document_only(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.txt").write_text(GOOD * 150_000, encoding="utf-8")
    total = run([str(tmp_path)], tmp_path / "out", limits=Limits(timeout=100, max_memory=900_000_000))
    assert len(total.claims) == 2 and len(total.errors) == 1 and "given up" in total.errors[0]


def test_a_pdf_whose_pages_only_one_reader_finds_is_read_without_its_tables(tmp_path, monkeypatch):
    import pdfplumber

    monkeypatch.setattr(pdfplumber, "open", lambda *a, **k: (_ for _ in ()).throw(IndexError("list index out of range")))
    path = tmp_path / "a.pdf"
    path.write_bytes(documents.pdf_table([["指标", "2023年"], ["生产总值", "12.5亿元"]], "全县新建学校3所。", "后文。"))
    assert "新建学校3所" in read(path).text
