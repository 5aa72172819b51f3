"""Exports are safe to open."""

import csv

import pyarrow as pa
import pytest

import extractor
from extractor.errors import UsageError
from extractor.export import export, harmless
from extractor.table import write_table


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-cmd", "@SUM(A1)", "\t=1", "\r=1"])
def test_cells_cannot_run_as_formulas(text):
    assert harmless(text) == "'" + text


def test_numbers_stay_numbers_and_control_codes_go(tmp_path):
    write_table(pa.table({"metric": ["=1+1", "产量\x07"], "value": [-3.5, 2.0], "flags": [["a", "b"], []]}), tmp_path / "t.parquet")
    assert export(tmp_path / "t.parquet", tmp_path / "t.csv") == 2
    rows = list(csv.reader((tmp_path / "t.csv").open(encoding="utf-8-sig", newline="")))
    assert rows == [["metric", "value", "flags"], ["'=1+1", "-3.5", "a; b"], ["产量", "2.0", ""]]


def test_ordinary_rows_come_out_as_they_are(tmp_path):
    write_table(extractor.extract("全县利润为-5.3亿元，气温-3至5度，覆盖率达82%。"), tmp_path / "t.parquet")
    export(tmp_path / "t.parquet", tmp_path / "t.csv")
    rows = list(csv.DictReader((tmp_path / "t.csv").open(encoding="utf-8-sig", newline="")))
    assert [(r["comparator"], r["value_exact"]) for r in rows] == [("=", "-530000000"), ("=", "-3~5"), ("=", "82")]


def test_folder_that_is_missing(tmp_path):
    with pytest.raises(UsageError, match="does not exist"):
        export(tmp_path / "t.parquet", tmp_path / "no" / "t.csv")
