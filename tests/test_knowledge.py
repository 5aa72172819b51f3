"""Knowledge about Chinese is data: the code asks for patterns of rules/ by name, and lists no words of its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import regex

from extractor.references import FILES
from extractor.rules import default_rules

PACKAGE = Path(__file__).parent.parent / "extractor"
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_CHARACTERS = 11      # Chinese characters of one literal: a particle or a mark to cut at is grammar of the code, a list of words is knowledge


def asked_for():
    for path in (p for p in MODULES if p.name != "rule_examples.py"):      # which goes through all of them
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "named":
                assert len(node.args) == 2 and isinstance(node.args[1], ast.Constant), f"{path.name}:{node.lineno}: the name of a pattern stands written out"
                yield node.args[1].value


def test_every_pattern_asked_for_is_there_and_every_one_there_is_asked_for():
    rules = default_rules()
    held = {entry.key: entry["pattern"] for file in FILES for entry in rules.entries(file)}
    used = {*asked_for(), *(name for pattern in held.values() for name in regex.findall(r"<<([^<>]+)>>", pattern))}
    assert used == set(held)


def test_every_pattern_has_an_example_and_a_counter_example():
    rules = default_rules()
    assert [entry.place for file in FILES for entry in rules.entries(file) if not (entry["examples"] and entry["not"])] == []


def literals(path: Path):
    """(line, text) of each string that is no docstring; the parts of one f-string are one."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node) if part is not node}
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in inside | told:
            continue
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(part.value for part in node.values if isinstance(part, ast.Constant))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_list_no_words(path):
    long = [f"{line}: {text}" for line, text in literals(path) if len(regex.findall(r"\p{Han}", text)) > MOST_CHARACTERS]
    assert long == []
