"""Many inputs: which files are found, what one bad file costs, and that files appear whole."""

import pyarrow.parquet as pq
import pytest

from extractor.errors import UsageError
from extractor.run import OUTPUTS, find_inputs, run

GOOD = "全县新建公路12公里，覆盖率达82%。"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in" / "b").mkdir(parents=True)
    (tmp_path / "in" / "甲.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "in" / "b" / "甲.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "in" / "b" / "乙.md").write_text("# 标题\n\n" + GOOD, encoding="utf-8")
    (tmp_path / "in" / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "in" / ".hidden.txt").write_text(GOOD, encoding="utf-8")
    return tmp_path / "in"


def test_folders_are_searched_and_clashing_stems_get_their_path(folder):
    assert [i.doc_id for i in find_inputs([str(folder)])] == ["甲", "乙", "b/甲"] or sorted(i.doc_id for i in find_inputs([str(folder)])) == ["b/甲", "乙", "甲"]


def test_globs_files_and_doubles(folder):
    items = find_inputs([str(folder / "b" / "*.md"), str(folder / "b" / "乙.md"), "-"])
    assert [i.doc_id for i in items] == ["乙", "stdin"]


def test_same_stem_in_one_folder_keeps_the_suffix(tmp_path):
    for name in ("a.txt", "a.md"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    assert sorted(i.doc_id for i in find_inputs([str(tmp_path)])) == ["a.md", "a.txt"]


@pytest.mark.parametrize("name", ["", "*.docx"])
def test_nothing_to_read_is_said(tmp_path, name):
    with pytest.raises(UsageError, match="no readable document|no file matches"):
        find_inputs([str(tmp_path / name)])


def test_one_bad_file_costs_nobody_else_anything(folder, tmp_path):
    (folder / "bad.txt").write_bytes(b"%PDF-1.4")
    (folder / "empty.txt").write_bytes(b"")
    total = run([str(folder), str(folder / "missing.txt")], tmp_path / "out")
    assert len(total.claims) == 6
    assert len(total.errors) == 3 and any("bad.txt: this is a PDF" in e for e in total.errors) and any("missing.txt: no such file" in e for e in total.errors)
    documents = pq.read_table(tmp_path / "out" / "documents.parquet").to_pylist()
    assert {d["doc_id"]: d["status"] for d in documents}["bad"] == "error"
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(OUTPUTS)


def test_several_processes_give_the_same_tables(folder, tmp_path):
    run([str(folder)], tmp_path / "one")
    run([str(folder)], tmp_path / "two", jobs=2)
    for name in OUTPUTS:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_output_that_cannot_be_written_is_said_before_any_work(tmp_path, folder):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="the output needs a folder"):
        run([str(folder)], tmp_path / "file")


def test_a_surprise_inside_one_document_is_its_own_row(folder, tmp_path, monkeypatch):
    import extractor.run as module

    real = module.extract_document

    def surprised(document, rules):
        if document.doc_id == "乙":
            raise KeyError("surprise")
        return real(document, rules)

    monkeypatch.setattr(module, "extract_document", surprised)
    total = run([str(folder)], tmp_path / "out")
    assert len(total.claims) == 4 and "internal error" in total.errors[0]
