"""First and last day of written times, against a document of 2026-01-27."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.periods import periods

DAY = dt.date(2026, 1, 27)
# time: first day and last day, "-" for one that can't be told
CASES = {
    "2024年": "2024-01-01 2024-12-31", "2024 年": "2024-01-01 2024-12-31", "二〇二四年": "2024-01-01 2024-12-31", "民国107年": "2018-01-01 2018-12-31",
    "2024年上半年": "2024-01-01 2024-06-30", "2024年下半年": "2024-07-01 2024-12-31", "2024年第三季度": "2024-07-01 2024-09-30", "2024年一季度": "2024-01-01 2024-03-31",
    "2024年前三季度": "2024-01-01 2024-09-30", "2024年1-9月": "2024-01-01 2024-09-30", "2024年1至9月份": "2024-01-01 2024-09-30", "2024年前11个月": "2024-01-01 2024-11-30",
    "2024年2月": "2024-02-01 2024-02-29", "2024年9月末": "2024-09-30 2024-09-30", "截至2024年9月底": "2024-09-30 2024-09-30", "2024年3月14日": "2024-03-14 2024-03-14",
    "2024年3月14日至20日": "2024-03-14 2024-03-20", "2024年10月上旬": "2024-10-01 2024-10-10", "2024年年底": "2024-12-31 2024-12-31", "到2030年": "2030-12-31 2030-12-31",
    "2015-2017年": "2015-01-01 2017-12-31", "2012-13年": "2012-01-01 2013-12-31", "2016-17学年": "2016-09-01 2017-08-31", "2017学年": "2017-09-01 2018-08-31",
    "“十三五”期间": "2016-01-01 2020-12-31", "“十四五”时期": "2021-01-01 2025-12-31", "“十五五”时期": "2026-01-01 2030-12-31", "“十一五”末": "2010-12-31 2010-12-31",
    "“十四五”以来": "2021-01-01 2026-01-27", "自2012年以来": "2012-01-01 2026-01-27", "去年": "2025-01-01 2025-12-31", "前年": "2024-01-01 2024-12-31", "今年以来": "2026-01-01 2026-01-27",
    "去年底": "2025-12-31 2025-12-31", "明年": "2027-01-01 2027-12-31", "昨日": "2026-01-26 2026-01-26", "近3年": "2023-01-28 2026-01-27",
    # nothing to stand on, or nothing said: never a guess
    "2018财年": "-", "同期": "-", "去年同期": "-", "每年": "-", "目前": "-", "当月": "-", "本世纪初": "-", "2024年13月": "-", "2024年2月30日": "-", "届时": "-",
}


def _shown(period) -> str:
    return " ".join(d.isoformat() for d in period) if all(period) else "-"


@pytest.mark.parametrize("time", CASES)
def test_first_and_last_day(time):
    assert _shown(periods([time], DAY)[0]) == CASES[time]


def test_a_year_is_taken_from_the_nearest_earlier_time_then_from_the_document():
    assert [_shown(p) for p in periods(["3月", "2024年", "上半年", "9月底"], DAY)] == ["2025-03-01 2025-03-31", "2024-01-01 2024-12-31", "2024-01-01 2024-06-30", "2024-09-30 2024-09-30"]
    assert _shown(periods(["11月"], DAY)[0]) == "2025-11-01 2025-11-30"          # a document of January speaks of the November before
    assert _shown(periods(["上半年"], None, "2018年统计公报")[0]) == "2018-01-01 2018-06-30"
    assert _shown(periods(["上半年"], None)[0]) == "-"
    assert _shown(periods(["去年"], None)[0]) == "-"
    assert _shown(periods(["1980年", "12月"], DAY)[1]) == "2025-12-01 2025-12-31"      # history lends no year


@given(st.lists(st.text(alphabet="0123456789年月日季度一二三四五十上下半前去今至到截底末-“”期间以来 同旬近", max_size=14), max_size=6))
def test_the_first_day_is_never_after_the_last(times):
    found = periods(times, DAY)
    assert len(found) == len(times)
    assert all(a <= b for a, b in found if a and b)
