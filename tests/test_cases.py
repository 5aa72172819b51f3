"""Tables of cases by meaning: each field of a claim, numerals, units, and what is no claim."""

from __future__ import annotations

import pytest
from conftest import cases, claims_of, result_of

from extractor.claim import format_claim, format_number
from extractor.fold import fold
from extractor.numerals import numerals
from extractor.units import quantities


def table(name: str):
    """The cases of tests/cases/NAME.yaml; a known fault is a strict xfail with its cause."""
    faults = cases("known").get(name, {})
    return [
        pytest.param(text, wanted, id=text[:30], marks=[pytest.mark.xfail(strict=True, reason=faults[text])] if text in faults else [])
        for text, wanted in cases(name).items()
    ]


def told(text: str) -> str:
    return "\n".join(map(format_claim, claims_of(text))) or "no claims"


NUMERALS = [pytest.param(text, value, id=text) for value, texts in cases("numerals").items() for text in texts]


@pytest.mark.parametrize(("text", "value"), NUMERALS)
def test_numeral(text, value, rules):
    found = numerals(fold(text, rules), rules)
    assert len(found) == 1, f"{text}: {found}"
    one = found[0]
    if value == "vague":
        assert one.value is None and one.low is None
        return
    assert (one.start, one.end) == (0, len(text))
    low, _, high = value.partition("~")
    assert [str(x.normalize()) if x is not None else None for x in (one.low, one.high)] == ([_plain(low), _plain(high)] if high else [None, None])
    if not high:
        assert one.value == type(one.value)(value)


def _plain(text: str) -> str:
    from decimal import Decimal

    return str(Decimal(text).normalize())


@pytest.mark.parametrize("text", cases("not_numerals"))
def test_word_with_numeral_characters_holds_no_claim(text):
    assert claims_of(text + "。") == ()


@pytest.mark.parametrize(("text", "wanted"), table("units"))
def test_unit(text, wanted, rules):
    folded = fold(text, rules)
    one, = quantities(folded, numerals(folded, rules), rules)
    assert [format_number(one.value.normalize()) if one.value is not None else "", one.unit, one.kind] == wanted


NO_CLAIMS = [pytest.param(text, id=text[:30]) for texts in cases("no_claims").values() for text in texts]


@pytest.mark.parametrize("text", NO_CLAIMS)
def test_numeral_that_is_no_claim_is_rejected_with_a_reason(text):
    result = result_of(text)
    assert not result.claims, told(text)
    assert result.rejected and all(r.reason and r.rule for r in result.rejected)


@pytest.mark.parametrize(("text", "wanted"), table("comparator"))
def test_comparator(text, wanted):
    assert [c.comparator for c in claims_of(text)] == wanted, told(text)


@pytest.mark.parametrize(("text", "wanted"), table("change"))
def test_change(text, wanted):
    assert [[c.change, c.change_base] for c in claims_of(text)] == wanted, told(text)


@pytest.mark.parametrize(("text", "wanted"), table("modality"))
def test_modality(text, wanted):
    assert [c.modality for c in claims_of(text)] == wanted, told(text)


@pytest.mark.parametrize(("text", "wanted"), table("metric"))
def test_metric(text, wanted):
    assert [c.metric for c in claims_of(text)] == wanted, told(text)


@pytest.mark.parametrize(("text", "wanted"), table("entity"))
def test_entity(text, wanted):
    assert [[c.entity, c.entity_from] for c in claims_of(text)] == wanted, told(text)


@pytest.mark.parametrize(("text", "wanted"), table("time"))
def test_time(text, wanted):
    assert [c.time for c in claims_of(text)] == wanted, told(text)


@pytest.mark.parametrize(("text", "wanted"), table("lists"))
def test_values_of_a_list(text, wanted):
    values = [f"{c.low}~{c.high}" if c.value is None else f"{c.value}" for c in claims_of(text)]
    assert [f"{v} {c.unit}" for v, c in zip(values, claims_of(text), strict=True)] == wanted, told(text)
