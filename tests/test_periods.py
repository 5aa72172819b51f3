"""First and last day of a time as written: a table of cases, and what holds for any."""

from __future__ import annotations

import datetime as dt

import pytest
from conftest import cases
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.fold import fold
from extractor.periods import Anchor, Period, resolve
from extractor.rules import default_rules

TABLE = [
    pytest.param(group, time, wanted, id=f"{time} ({group['published']}, {group.get('last', '')})")
    for group in cases("periods") for time, wanted in group["cases"].items()
]


@pytest.mark.parametrize(("group", "time", "wanted"), TABLE)
def test_period(group, time, wanted, rules):
    anchor = Anchor(group["published"])
    if "last" in group:
        anchor = anchor.said(resolve(group["last"], anchor, rules))
    assert resolve(fold(time, rules), anchor, rules) == (Period(*wanted) if wanted else None)


PIECES = st.sampled_from([
    "截至", "到", "自", "20", "18", "2018", "二〇一八", "民国", "107", "年", "月", "日", "末", "底", "初", "上半年", "去年", "上年", "今年", "前", "三", "十二", "31",
    "季度", "个月", "旬", "上", "至", "-", "学年", "同期", "以来", "以前", "“十三五”", "过去", "五年", "来", "当月", "上周", "昨日", "冬", "上午", "份", "0", "99",
])
DAYS = st.none() | st.dates(dt.date(1950, 1, 1), dt.date(2100, 12, 31))


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=7).map("".join), DAYS, st.none() | st.integers(1800, 2100), DAYS)
def test_a_period_never_ends_before_it_begins(time, published, year, last):
    found = resolve(time, Anchor(published, year, Period(last, last) if last else None), default_rules())
    assert found is None or found.start or found.end
    assert found is None or found.start is None or found.end is None or found.start <= found.end
