"""Rules: every rule finds its own examples; every way a folder can be wrong gets a message with file and line."""

import pytest

from extractor.errors import RuleError
from extractor.rule_examples import check_examples
from extractor.rules import SCHEMAS, default_rules, load_rules


def test_every_rule_treats_its_examples_as_it_says():
    entries, tried = check_examples(default_rules())
    assert entries > 49_000 and tried > 4_000


def test_every_kind_of_file_is_there():
    assert {name for name in SCHEMAS if not default_rules().entries(name.split(".")[0])} == set()


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("units.tsv", "unit\tsurface\n", "units.tsv:1: header must name columns"),
        ("units.tsv", "surface\tunit\tkind\n亩\n", "units.tsv:2: "),
        ("units.tsv", "surface\tunit\tkind\tfactor\n亩\t亩\tarea\tmany\n", "'many' is no number"),
        ("comparators.tsv", "cue\tcomparator\tside\n逾\t>>\tbefore\n", "comparators.tsv:2: comparator is '>>', must be one of"),
        ("comparators.tsv", "cue\tcomparator\tside\n逾\t>\tbefore\n逾\t>\tbefore\n", "defined twice, first at line 2"),
        ("not_claims.yaml", "- name: x\n  pattern: '('\n  reason: r\n  why: w\n", "pattern does not compile"),
        ("not_claims.yaml", "- name: x\n  pattern: 腿\n  reason: r\n  why: w\n", "not_claims.yaml:1: pattern covers no numeral: '腿'"),
        ("not_claims.yaml", "- name: x\n  pattern: '{n}(?=[|腿](?:a|b))|[|](?=\\|)|两条'\n  reason: r\n  why: w\n", "pattern covers no numeral: '[|](?=\\\\|)'"),
        ("not_claims.yaml", "- pattern: x\n", "an entry needs a name"),
        ("not_claims.yaml", "- name: x\n  pattern: x\n  reason: r\n", "why is missing"),
        ("not_claims.yaml", "- name: x\n  patern: x\n  reason: r\n  why: w\n", "unknown field 'patern'"),
        ("not_claims.yaml", "name: x\n", "must be a list of entries"),
        ("not_claims.yaml", "- name: [\n", "not_claims.yaml:"),
        ("numerals.tsv", "form\trole\tvalue\n卌\tdigit\tforty\n", "'forty' is no whole number"),
        ("verbs.tsv", "verb\trole\n达\tlihgt\n", "role is 'lihgt', must be one of light"),
        ("periods.tsv", "word\trole\tvalue\n上半年\tpart\t1-6\n", "'1-6' is neither a number (-1) nor a span (1~6)"),
        ("function_words.tsv", "word\troles\n于\tbeside whithin\n", "roles whithin are unknown"),
        ("units.tsv", "surface\n-没有的\n", "units.tsv:2: there is no '没有的' to remove"),
        ("times.yaml", "- name: 没有的\n  remove: true\n", "times.yaml:1: there is no '没有的' to remove"),
        ("patterns_text.yaml", "- name: x\n  pattern: '<<no such>>'\n  why: w\n", "patterns_text.yaml:1: there is no pattern 'no such'"),
        ("patterns_text.yaml", "- name: x\n  pattern: 'a<<y>>'\n  why: w\n- name: y\n  pattern: 'b<<x>>'\n  why: w\n", "go round in a circle"),
        ("patterns_text.yaml", "- name: a time that holds on\n  pattern: a\n  why: w\n", "'a time that holds on' is defined twice, first at"),
        ("patterns_text.yaml", "- name: x\n  pattern: a\n  at: middle\n  why: w\n", "at is 'middle', must be one of"),
        ("unit.tsv", "x\n", "not a rules file; known are"),
    ],
)
def test_mistakes_are_named_with_file_and_line(tmp_path, name, text, message):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as error:
        load_rules(tmp_path)
    assert any(message in problem and name in problem for problem in error.value.problems), error.value.problems


def test_all_mistakes_of_a_folder_come_at_once(tmp_path):
    (tmp_path / "units.tsv").write_text("surface\tunit\tkind\tfactor\n甲\t甲\tarea\tx\n乙\t乙\tarea\ty\n", encoding="utf-8")
    (tmp_path / "verbs.tsv").write_text("verb\trole\n丙\t\n", encoding="utf-8")
    with pytest.raises(RuleError) as error:
        load_rules(tmp_path)
    assert len(error.value.problems) == 3


def test_words_of_a_folder_are_words_and_no_patterns(tmp_path):
    from conftest import result_of

    (tmp_path / "nouns.tsv").write_text("noun\trole\n热度(指数\tmeasure\n热度(指\tpart\n", encoding="utf-8")
    (tmp_path / "changes.tsv").write_text("cue\tchange\trole\tobject\n降本(增效\tdecrease\tverb\tyes\n扩(容\tincrease\tnew\t\n", encoding="utf-8")
    claims = result_of("全省综合热度达82%。", load_rules(tmp_path)).claims
    assert [(str(c.value), c.unit) for c in claims] == [("82", "%")]


def test_missing_folder(tmp_path):
    with pytest.raises(RuleError, match="no such rules folder"):
        load_rules(tmp_path / "none")


def test_a_folder_adds_replaces_and_removes(tmp_path):
    from conftest import result_of

    (tmp_path / "units.tsv").write_text("surface\tunit\tkind\tfactor\tbase\n竿\t竿\tlength\t3.3\t米\n", encoding="utf-8")
    (tmp_path / "comparators.tsv").write_text("cue\tcomparator\tside\n-约\n逾\t≥\tbefore\n", encoding="utf-8")
    (tmp_path / "not_claims.yaml").write_text("- name: team\n  pattern: '(?P<n>\\d+)人队'\n  reason: name\n  why: a team's name\n  examples: ['76人队']\n", encoding="utf-8")
    rules = load_rules(tmp_path)
    assert result_of("绳长3竿。", rules).claims[0].unit == "竿"
    assert result_of("产量约12吨。", rules).claims[0].comparator == "="
    assert result_of("产量逾12吨。", rules).claims[0].comparator == "≥"
    assert [r.reason for r in result_of("76人队获胜。", rules).rejected] == ["name"]
