"""The command line through its real entry point: what users type, what they see, and the exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

SEEDS = Path(__file__).parent.parent / "seeds"
TEXT = "全县新建公路12公里，覆盖率达82%。"


def call(*args, stdin: bytes | None = None, cwd=None):
    done = subprocess.run([sys.executable, "-m", "extractor", *map(str, args)], input=stdin, capture_output=True, cwd=cwd)
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in err, err
    return done.returncode, out, err


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("out")
    code, text, err = call("run", SEEDS, "--out", folder)
    assert code == 0, err
    assert "communique" in text and "claims from 9 documents" in text
    return folder


def test_run_writes_three_tables(out):
    assert sorted(p.name for p in out.iterdir()) == ["claims.parquet", "documents.parquet", "rejected.parquet"]
    assert len(pd.read_parquet(out / "claims.parquet")) > 150


def test_standard_input(tmp_path):
    code, text, _ = call("run", "-", "--out", tmp_path, stdin=TEXT.encode())
    assert code == 0
    assert pd.read_parquet(tmp_path / "claims.parquet")["doc_id"].tolist() == ["stdin", "stdin"]


def test_bad_file_gives_one_line_and_exit_code_1(tmp_path):
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    code, text, err = call("run", tmp_path / "good.txt", tmp_path / "none.txt", "--out", tmp_path / "out")
    assert code == 1
    assert err.strip().splitlines() == [f"error: {tmp_path / 'none.txt'}: no such file"]
    assert len(pd.read_parquet(tmp_path / "out" / "claims.parquet")) == 2


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["run", "{tmp}", "--out", "{tmp}/o"], "no readable document in this folder"),
        (["run", "{tmp}/x.txt", "--out", "{tmp}/file"], "the output needs a folder"),
        (["run", "{tmp}/x.txt", "--out", "{tmp}/o", "--rules", "{tmp}/no"], "no such rules folder"),
        (["run", "{tmp}/x.txt", "--jobs", "0"], "--jobs"),
        (["export", "{tmp}/none.parquet", "{tmp}/a.csv"], "no such file"),
        (["export", "{tmp}/none.parquet", "{tmp}/a.doc"], "unknown format"),
        (["eval", "--gold", "{tmp}/none.jsonl"], "can't be read"),
        (["rules", "check", "{tmp}/no"], "no such rules folder"),
        (["fly"], "No such command"),
    ],
)
def test_wrong_calls_are_told_in_words_and_give_exit_code_2(tmp_path, args, message):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    code, _, err = call(*[a.replace("{tmp}", str(tmp_path)) for a in args])
    assert code == 2
    assert message in " ".join(err.split())


def test_control_codes_of_a_file_name_do_not_reach_the_terminal(tmp_path):
    code, _, err = call("run", tmp_path / "evil\x1bx.txt", "--out", tmp_path / "o")
    assert code == 1 and "\x1b" not in err


def test_export(out, tmp_path):
    for suffix in ("csv", "xlsx", "jsonl"):
        code, text, _ = call("export", out / "claims.parquet", tmp_path / f"claims.{suffix}")
        assert code == 0 and "rows" in text
    rows = len(pd.read_parquet(out / "claims.parquet"))
    assert (tmp_path / "claims.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert len(pd.read_csv(tmp_path / "claims.csv")) == len(pd.read_excel(tmp_path / "claims.xlsx")) == len(pd.read_json(tmp_path / "claims.jsonl", lines=True)) == rows


def test_eval_and_its_floors(out, tmp_path):
    frame = pd.read_parquet(out / "claims.parquet")
    one = frame[frame["doc_id"] == "communique"].iloc[0]
    gold = {k: one[k] for k in ("text", "sentence")} | {"label": "claim", "start": int(one["start"]), "end": int(one["end"]), "value": float(one["value"])}
    gold |= {k: [one[k]] for k in ("unit", "metric", "entity", "time", "comparator", "change", "modality")}
    import json

    (tmp_path / "communique.jsonl").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    code, text, _ = call("eval", "--gold", tmp_path, "--table", out / "claims.parquet", "--min", "recall=1.0")
    assert code == 0 and "recall          1.0" in text
    code, _, err = call("eval", "--gold", tmp_path, "--table", out / "claims.parquet", "--min", "precision=0.9")
    assert code == 1 and "below the floor 0.9" in err


def test_explain_a_claim_and_a_rejected_numeral():
    text = (SEEDS / "communique.txt").read_text(encoding="utf-8")
    code, told, _ = call("explain", SEEDS / "communique.txt", "--at", text.index("312.46"))
    assert code == 0 and "metric" in told and "地区生产总值" in told
    code, told, _ = call("explain", SEEDS / "communique.txt", "--at", text.index("2023"))
    assert code == 0 and "no claim    date" in told
    code, _, err = call("explain", SEEDS / "communique.txt", "--at", 99999999)
    assert code == 2 and "offsets" in err


def test_rules_check_and_diff(out, tmp_path):
    (tmp_path / "units.tsv").write_text("surface\tunit\tkind\n竿\t竿\tlength\n", encoding="utf-8")
    assert call("rules", "check", tmp_path)[0] == 0
    assert call("diff", out, out)[:2] == call("diff", out / "claims.parquet", out / "claims.parquet")[:2]        # a run's folder stands for its claims
    code, text, _ = call("diff", out / "claims.parquet", out / "claims.parquet")
    assert code == 0 and text.startswith("gained 0, lost 0, changed 0")


def test_version():
    import extractor

    assert call("version")[1].strip() == extractor.__version__
