"""A short run of tests/fuzz.py: a fixed seed, every format."""

from fuzz import KINDS, run


def test_no_mutated_document_breaks_the_line():
    broken = [(kind, name, wrong) for kind, name, wrong, _ in run(20 * len(KINDS), seed=5) if wrong]
    assert not broken


def test_a_check_that_would_see_it(monkeypatch):
    import fuzz

    monkeypatch.setattr(fuzz, "extract_input", lambda *a: (_ for _ in ()).throw(KeyError("x")))
    assert [wrong for *_, wrong, _ in run(2, seed=5)] == ["KeyError: 'x'", "KeyError: 'x'"]
