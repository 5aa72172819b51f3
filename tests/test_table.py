"""The table: fixed columns, stable ids, exact values, whole files."""

import pyarrow as pa
import pytest
from conftest import result_of

import extractor
from extractor import read_text
from extractor.errors import UsageError
from extractor.table import DOCUMENTS_SCHEMA, REJECTED_SCHEMA, SCHEMA, as_table, claim_rows, read_table, rejected_rows, write_table

TEXT = "2024年，全省巡察村级党组织2.4万个，覆盖率达82%。耕地由12亩增加到15.50亩。增产5%-8%。"


def test_columns_are_those_promised():
    assert SCHEMA.names == (
        "claim_id doc_id source page section sentence start end text value value_low value_high value_exact unit unit_kind base_value base_unit "
        "metric entity entity_type entity_from time time_from time_start time_end comparator change change_base pair_id modality flags confidence rules"
    ).split()
    assert all(f.metadata[b"doc"] for schema in (SCHEMA, DOCUMENTS_SCHEMA, REJECTED_SCHEMA) for f in schema)
    assert SCHEMA.metadata[b"schema_version"] == b"1"


def test_values_are_exact_and_ranges_keep_both_ends():
    rows = extractor.extract(TEXT).to_pylist()
    assert [r["value_exact"] for r in rows] == ["24000", "82", "12", "15.50", "5~8"]
    assert (rows[-1]["value"], rows[-1]["value_low"], rows[-1]["value_high"]) == (None, 5.0, 8.0)
    assert (rows[2]["base_value"], rows[2]["base_unit"]) == (pytest.approx(12 * 666.67, rel=1e-4), "平方米")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("用电量28万度。", ("energy", 280000.0, "千瓦时")), ("最高氣溫28度。", ("temperature", None, None)), ("屋面倾角为30度。", ("angle", None, None)),
        ("每枚收费5角。", ("money", 0.5, "元")), ("队长得到28分。", ("score", None, None)), ("脱贫人口2.2万。", ("person", 22000.0, "人")),
        ("排名全省第5位。", ("rank", None, None)), ("目前5家企业上市。", ("count", None, None)), ("此前30名患者出院。", ("count", None, None)), ("安排5位干部下村。", ("count", None, None)),
    ],
)
def test_kind_and_base_of_a_unit(text, wanted):
    (row,) = extractor.extract(text).to_pylist()
    assert (row["unit_kind"], row["base_value"], row["base_unit"]) == wanted


def test_the_two_ends_of_a_change_share_their_pair():
    rows = extractor.extract(TEXT).to_pylist()
    assert rows[2]["pair_id"] == rows[3]["pair_id"] is not None
    assert rows[0]["pair_id"] is None


def test_ids_depend_on_content_only():
    first, second = (extractor.extract(TEXT, doc_id=name).column("claim_id").to_pylist() for name in ("a", "b"))
    assert first == second and len(set(first)) == len(first)
    assert extractor.extract(TEXT + "。").column("claim_id").to_pylist() != first


def test_rejected_numerals_have_a_reason(rules):
    document = read_text(TEXT, doc_id="x", media_type="text/plain")
    rows = rejected_rows(document, result_of(TEXT, rules))
    assert [(r["text"], r["reason"]) for r in rows] == [("2024", "date")]
    assert as_table(rows, REJECTED_SCHEMA).num_rows == 1


def test_write_and_read_back(tmp_path):
    table = extractor.extract(TEXT)
    write_table(table, tmp_path / "a.parquet")
    again = read_table(tmp_path / "a.parquet")
    assert again.schema.equals(SCHEMA, check_metadata=True)
    assert again.to_pylist() == table.to_pylist()


def test_nothing_is_left_behind_when_writing_fails(tmp_path, monkeypatch):
    import extractor.table as module

    def broken(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.pq, "write_table", broken)
    (tmp_path / "a.parquet").write_bytes(b"old")
    with pytest.raises(UsageError, match="No space left"):
        write_table(pa.table({}), tmp_path / "a.parquet")
    assert [p.name for p in tmp_path.iterdir()] == ["a.parquet"]
    assert (tmp_path / "a.parquet").read_bytes() == b"old"


def test_a_table_without_the_columns_that_are_needed_is_named(tmp_path):
    write_table(pa.table({"doc_id": ["a"]}), tmp_path / "t.parquet")
    assert read_table(tmp_path / "t.parquet", ["doc_id"]).num_rows == 1
    with pytest.raises(UsageError, match=r"t\.parquet: is no table of claims, it has no column start, end"):
        read_table(tmp_path / "t.parquet", ["doc_id", "start", "end"])


def test_unreadable_table_is_named(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"nothing")
    for name in ("a.parquet", "none.parquet"):
        with pytest.raises(UsageError, match=name):
            read_table(tmp_path / name)


def test_rows_are_in_reading_order(rules):
    document = read_text(TEXT, doc_id="x", media_type="text/plain")
    starts = [r["start"] for r in claim_rows(document, result_of(TEXT, rules), rules)]
    assert starts == sorted(starts)


def test_rules_may_be_a_folder_and_a_source_is_a_text_a_file_or_a_document(tmp_path):
    (tmp_path / "units.tsv").write_text("surface\tunit\tkind\n竿\t竿\tlength\n", encoding="utf-8")
    assert extractor.extract("河宽35竿。", rules=tmp_path).to_pylist()[0]["unit"] == "竿"
    with pytest.raises(extractor.UsageError, match="not int"):
        extractor.extract(5)
