"""Many inputs: which files are found, what one bad file costs, and that files appear whole."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extractor.errors import UsageError
from extractor.journal import Journal
from extractor.languages import DEFAULT
from extractor.rules import default_rules
from extractor.run import OUTPUTS, find_inputs, journal_key, run
from extractor.work import Input, Limits, Output, extract_input, stream

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


def test_two_folders_with_files_of_one_name_give_two_ids(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a/x.txt", "b/x.txt", "b/y.txt"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("全县造林2.4万亩。", encoding="utf-8")
    assert [(i.doc_id, i.path) for i in find_inputs(["a", "b", "./a/x.txt"])] == [("a/x.txt", "a/x.txt"), ("b/x.txt", "b/x.txt"), ("y", "b/y.txt")]


def test_folders_are_searched_and_clashing_stems_get_their_path(folder):
    assert sorted(i.doc_id for i in find_inputs([str(folder)])) == ["b/甲", "乙", "甲"]


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
    assert len(total.errors) == 3 and any("bad.txt: the PDF is damaged" in e for e in total.errors) and any("missing.txt: no such file" in e for e in total.errors)
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


def test_a_surprise_inside_one_document_is_its_own_row(folder, monkeypatch):
    import extractor.work as module
    from extractor.rules import default_rules

    monkeypatch.setattr(module, "extract_document", lambda *_: {}["surprise"])
    output = module.extract_input(module.Input("甲", str(folder / "甲.txt")), default_rules())
    assert output.claims == [] and "甲.txt: internal error" in output.errors[0]


def test_a_document_that_takes_too_long_is_given_up_alone(folder, tmp_path):
    (folder / "z_long.txt").write_text(GOOD * 120000, encoding="utf-8")
    total = run([str(folder)], tmp_path / "out", limits=Limits(timeout=8))
    assert len(total.claims) == 6
    assert [e.rpartition("/")[2] for e in total.errors] == ["z_long.txt: took longer than --timeout 8 seconds; given up"]


def test_a_stopped_run_goes_on_to_the_same_bytes(folder, tmp_path, monkeypatch):
    """The journal of a stopped run, cut in the middle of a line, gives the files of an uninterrupted run."""
    items = find_inputs([str(folder)])
    Path(items[0].path).write_text("2024年3月全县新建学校3所。", encoding="utf-8")      # dates in its rows too
    run([str(folder)], tmp_path / "whole")
    out = tmp_path / "out"
    out.mkdir()
    key = journal_key(default_rules(), Limits(), DEFAULT)
    journal = Journal(out, key)
    journal.begin(resume=False)
    for item in items[:2]:
        journal.add(item, extract_input(item, default_rules()))
    journal.close()
    journal.path.write_bytes(journal.path.read_bytes()[:-7])
    assert len(Journal(out, key).begin(resume=True)) == 1
    read = []
    monkeypatch.setattr("extractor.run.stream", lambda waiting, *a, **k: read.extend(waiting) or stream(waiting, *a, **k))
    run([str(folder)], out, resume=True)
    assert read == items[1:]
    for name in OUTPUTS:
        assert (tmp_path / "whole" / name).read_bytes() == (out / name).read_bytes()
    assert not journal.path.exists()


def test_a_changed_file_or_other_rules_are_not_resumed(folder, tmp_path):
    item = Input("甲", str(folder / "甲.txt"))
    journal = Journal(tmp_path, "one")
    journal.begin(resume=False)
    journal.add(item, Output())
    journal.close()
    assert Journal(tmp_path, "one").begin(resume=True).keys() == {Journal.name(item)}
    (folder / "甲.txt").write_text(GOOD * 2, encoding="utf-8")
    assert Journal.name(item) not in Journal(tmp_path, "one").begin(resume=True)
    assert Journal(tmp_path, "two").begin(resume=True) == {}
    assert journal_key(default_rules(), Limits(), "jieba") != journal_key(default_rules(), Limits(), "lac")
