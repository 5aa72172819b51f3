"""Properties that hold for every text: offsets, exact values, stability under layout."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from conftest import result_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor import read
from extractor.numerals import read_number
from extractor.rules import default_rules
from extractor.run import find_inputs
from extractor.table import claim_rows

SEEDS = Path(__file__).parent.parent / "seeds"
PIECES = ["全县", "覆盖率达", "82%", "2.4万", "个", "，", "。", "；", "\n", " ", "约", "3-5", "年", "第", "一", "（", "）", "亿元", "同比增长", "分别", "、", "“", "”", "占", "由", "到", "12,345", "$", "|", "#", "<p>", "1。 ", "："]
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.text(max_size=60))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_every_span_slices_to_its_text(text):
    from extractor import read_text
    from extractor.pipeline import extract_document

    rules = default_rules()
    document = read_text(text, doc_id="x")
    result = extract_document(document, rules)
    for row in claim_rows(document, result, rules):
        assert row["text"] == document.text[row["start"]:row["end"]] != ""
        low, _, high = row["value_exact"].partition("~")
        assert float(Decimal(low)) == (row["value"] if not high else row["value_low"])
    spans = [(x.start, x.end) for x in (*result.claims, *result.rejected)]
    assert all(0 <= a < b <= len(text) for a, b in spans)


def test_spans_of_the_sample_documents():
    rules = default_rules()
    from extractor.pipeline import extract_document

    checked = 0
    for item in find_inputs([str(SEEDS)]):
        document = read(item.path, doc_id=item.doc_id)
        rows = claim_rows(document, extract_document(document, rules), rules)
        assert rows
        for row in rows:
            assert document.text[row["start"]:row["end"]] == row["text"]
            plain = re.fullmatch(r"(\d+(?:\.\d+)?)(?![\d.,十百千万亿多余~—至分])\D*", row["text"])       # a number without multiplier, and its unit
            if plain and Decimal(plain[1]):
                shared = (Decimal(row["value_exact"]) / Decimal(plain[1])).normalize()      # the multiplier of a later item of its list, or of its table's head
                assert shared.as_tuple().digits == (1,) and shared >= 1, row["text"]
                checked += 1
    assert checked > 100


def chinese(number: int) -> str:
    """A reference writer of Chinese numerals below 10^8, independent of the reader."""
    digits = "零一二三四五六七八九"

    def section(n: int) -> str:
        out, zero = "", False
        for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            d, n = divmod(n, size)
            if d:
                out += ("零" if zero and out else "") + digits[d] + unit
                zero = False
            else:
                zero = True
        return out

    high, low = divmod(number, 10000)
    if not high:
        return section(low)
    return section(high) + "万" + (("零" if low < 1000 else "") + section(low) if low else "")


@settings(max_examples=400, deadline=None)
@given(st.integers(min_value=100, max_value=99_999_999))
def test_chinese_numerals_read_back(number):
    assert read_number(chinese(number), default_rules()) == number


@settings(max_examples=200, deadline=None)
@given(st.decimals(min_value=0, max_value=99999, places=2), st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8), ("千", 1000), ("万亿", 10**12)]))
def test_arabic_numerals_with_multipliers_are_exact(number, multiplier):
    word, size = multiplier
    assert read_number(f"{number:f}{word}", default_rules()) == number * size


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 9999), st.integers(2, 9999))
def test_swapped_numbers_swap_their_rows(a, b):
    def rows(x, y):
        return [(c.metric, c.value) for c in result_of(f"公路货运量{x}万吨，水路货运量{y}万吨。").claims]

    first, second = rows(a, b), rows(b, a)
    assert [m for m, _ in first] == [m for m, _ in second] == ["公路货运量", "水路货运量"]
    assert [v for _, v in first] == [v for _, v in reversed(second)] == [a * 10000, b * 10000]


def test_full_width_and_traditional_writing_give_the_same_figures():
    plain = result_of("全县接待游客20万人次，收入3.5亿元，占全市的32%。").claims
    wide = result_of("全縣接待遊客２０萬人次，收入３.５億元，佔全市的３２％。").claims
    assert [(c.value, c.comparator) for c in plain] == [(c.value, c.comparator) for c in wide]


def test_long_runs_of_digits_do_not_slow_anything():
    import time

    begin = time.perf_counter()
    result_of("订单" + "1234567890" * 20000 + "已发货。" + "（" * 10000 + "12万元")
    assert time.perf_counter() - begin < 20      # a bound against quadratic behaviour only, far above the usual 1 s
