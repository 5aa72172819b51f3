"""What keeps the project in order: import direction, sizes, the README's words, and a wheel that carries its rules."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "extractor"
# A module may import from its own row and the rows above it.
ROWS = (
    ("text", "errors", "patterns", "references", "steps"),
    ("claim", "document", "numeral", "quantity", "sentence"),
    ("rules",),
    ("fold", "inline", "read"),
    ("lines", "layout", "sentences", "numerals", "ranges", "behind_units", "language"),
    ("shared_units", "units", "anchor", "year_parts", "periods", "languages"),
    ("series", "labels", "cell_labels", "meaning", "proposals"),
    ("link",),
    ("pipeline",),
    ("rule_examples", "table", "evaluate", "diff", "fit", "fit_network", "hand_read"),
    ("work", "export", "explain"),
    ("journal",),
    ("run",),
    ("cli", "__init__", "__main__", "spacy_components", "train", "train_proposals", "train_times"),
)
ROW = {name: i for i, row in enumerate(ROWS) for name in row}


def modules():
    return sorted(PACKAGE.rglob("*.py"))


def unit(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    return relative.parts[0].removesuffix(".py")


def imports(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("extractor"):
            parts = node.module.split(".")
            yield from [parts[1]] if len(parts) > 1 else [a.name for a in node.names if a.name in ROW]
        elif isinstance(node, ast.Import):                          # import extractor alone is of its __init__
            yield from [(a.name.split(".") + ["__init__"])[1] for a in node.names if a.name.split(".")[0] == "extractor"]


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_one_way(path):
    for name in imports(path):
        assert ROW[name] <= ROW[unit(path)], f"{path.name} imports {name}, which stands below it"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_say_what_they_are_and_stay_readable(path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= 300
    long = [n.name for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef) and (n.end_lineno or 0) - n.lineno >= 40]
    assert not long, f"more than 40 lines: {long}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_what_a_module_says_it_gives_it_gives(path):
    """`name(parameters) -> ...` in the first line of a module is that of its function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = (ast.get_docstring(tree) or "").split("\n")[0].split("->")[0]
    here = {n.name: n for n in tree.body if isinstance(n, (ast.FunctionDef, ast.ClassDef))}
    for name, parameters in re.findall(r"(?<![\w.])([a-z_]\w*)\(([^()]*)\)", said):
        assert name in here, name
        if isinstance(here[name], ast.FunctionDef) and "..." not in parameters:
            args = here[name].args
            required = [a.arg for a in args.posonlyargs + args.args][: len(args.args) - len(args.defaults)] + ([args.vararg.arg] if args.vararg else [])
            allowed = [a.arg for a in args.posonlyargs + args.args + args.kwonlyargs] + ([args.vararg.arg] if args.vararg else [])
            told = [p.strip().lstrip("*") for p in parameters.split(",") if p.strip()]
            assert len(required) <= len(told) <= len(allowed), (name, told, allowed)


def test_readme_commands_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^\s*make (\w+)", readme, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_readme_python_examples_run():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    assert blocks
    for block in blocks:
        done = subprocess.run([sys.executable, "-c", block], capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 0, done.stderr


def test_the_tables_columns_are_documented():
    from extractor.table import SCHEMA

    text = (ROOT / "docs" / "table.md").read_text(encoding="utf-8")
    assert [n for n in SCHEMA.names if f"`{n}`" not in text] == []


def test_the_wheel_carries_its_rules_and_works_elsewhere(tmp_path):
    built = subprocess.run([sys.executable, "-m", "pip", "wheel", "--no-deps", "-q", "-w", str(tmp_path), str(ROOT)], capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    wheel = next(tmp_path.glob("*.whl"))
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    installed = subprocess.run([python, "-m", "pip", "install", "-q", str(wheel)], capture_output=True, text=True)
    assert installed.returncode == 0, installed.stderr
    (tmp_path / "a.txt").write_text("全县新建公路12公里，覆盖率达82%。", encoding="utf-8")
    done = subprocess.run([tmp_path / "env" / "bin" / "extractor", "run", "a.txt", "--out", "o"], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "2 claims from 1 documents" in done.stdout
    # the compact model is inside; what it needs is an extra, and said so
    assert {"extractor/models/pkuseg/features.msgpack", "extractor/models/pkuseg/weights.npz"} <= set(zipfile.ZipFile(wheel).namelist())
    done = subprocess.run([tmp_path / "env" / "bin" / "extractor", "run", "a.txt", "--out", "o", "--language", "pkuseg"], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 2 and "zh-quantity-claims[pkuseg]" in done.stderr
