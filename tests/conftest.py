"""The only fixtures: rules, and the claims of a text. Cases are read from tests/cases at import, so that each is a test of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from extractor import read_text
from extractor.claim import Claim
from extractor.languages import DEFAULT
from extractor.languages import language as language_of
from extractor.link.settle import Draft
from extractor.pipeline import Result, drafted, extract_document
from extractor.rules import Rules, default_rules
from extractor.train import Everything

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"


def cases(name: str):
    """Contents of tests/cases/NAME.yaml."""
    return yaml.safe_load((HERE / "cases" / f"{name}.yaml").read_text(encoding="utf-8"))


def result_of(text: str, rules: Rules | None = None) -> Result:
    rules = rules or default_rules()
    return extract_document(read_text(text, doc_id="case", media_type="text/plain"), rules)


def claims_of(text: str) -> tuple[Claim, ...]:
    return result_of(text).claims


def drafts_of(text: str) -> list[Draft]:
    """The drafts of a text's figures with all answers they may have, none chosen."""
    rules = default_rules()
    sentences, _, _ = drafted(read_text(text, doc_id="case", media_type="text/plain"), rules, language_of(DEFAULT, rules), Everything({}, {}))
    return [draft for drafts in sentences for draft in drafts]


@pytest.fixture(scope="session")
def rules() -> Rules:
    return default_rules()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The team's shared folder with gold and corpus; tests that need it are skipped without it."""
    if not (SHARED / "gold").is_dir():
        pytest.skip(f"no shared gold at {SHARED}: accuracy is not measured here")
    return SHARED
