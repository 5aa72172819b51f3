"""How much of a broken text comes back: `python tests/measure_layout.py [FILE...]` prints docs/layout.md's table.

Clean texts are those of the files whose paragraphs are whole lines; without files the project's own work report and communiqué,
and the work reports of ../shared/corpus where present. A sentence counts where it comes back character for character (a breaker of
numbers may not be undone in the text: there only claims count); a claim where value, unit and metric are the same.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random

from breaking import BREAKERS

from extractor import read_text
from extractor.claim import Claim, format_number
from extractor.layout import repair
from extractor.pipeline import extract_document
from extractor.rules import default_rules
from extractor.sentences import split

HERE = Path(__file__).parent
OWN = [HERE.parent / "seeds" / "work_report.txt", HERE.parent / "seeds" / "communique.txt"]
SHARED = HERE.parent.parent / "shared" / "corpus"


@dataclass(frozen=True)
class Kept:
    """Shares of sentences and claims of the clean text that came back, and of doubtful sentences among those that did not."""

    sentences: float
    claims: float
    flagged: float


def paragraphs_of(path: Path, most: int = 60) -> list[str]:
    """Whole lines of running text: those that end a sentence."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if len(line) > 25 and line.endswith(("。", "！", "？")) and " " not in line][:most]


def measure(paragraphs: list[str], breaker: str) -> Kept:
    """Break, repair, compare."""
    want_sentences, _, want_claims = _read("\n\n".join(paragraphs))
    got_sentences, doubtful, got_claims = _read(BREAKERS[breaker](paragraphs, Random(7)))
    lost = got_sentences - want_sentences
    return Kept(
        _share(want_sentences, got_sentences), _share(want_claims, got_claims),
        sum((lost & doubtful).values()) / sum(lost.values()) if lost else 1.0,
    )


def _read(text: str) -> tuple[Counter[str], Counter[str], Counter[tuple[str, ...]]]:
    rules = default_rules()
    document = read_text(text, doc_id="x")
    sentences = [s for s in split(repair(document, rules), rules) if s.kind == "prose"]
    claims = extract_document(document, rules).claims
    return Counter(s.text.chars for s in sentences), Counter(s.text.chars for s in sentences if "doubtful join" in s.flags), Counter(map(_key, claims))


def _key(claim: Claim) -> tuple[str, ...]:
    return format_number(claim.value, claim.low, claim.high), claim.unit, claim.metric


def _share(want: Counter, got: Counter) -> float:
    return sum((want & got).values()) / max(1, sum(want.values()))


def main(files: list[str]) -> None:
    paths = [Path(f) for f in files] or OWN + sorted(SHARED.glob("workreport_*.txt"))
    texts = [p for p in map(paragraphs_of, paths) if len(p) >= 5]
    print(f"{len(texts)} texts, {sum(map(len, texts))} paragraphs\n\n| broken by | sentences back | claims unchanged | of the sentences lost, flagged |\n|---|---|---|---|")
    for name in BREAKERS:
        kept = [measure(p, name) for p in texts]
        shares = [sum(getattr(k, f) for k in kept) / len(kept) for f in ("sentences", "claims", "flagged")]
        print(f"| {name} | {shares[0]:.3f} | {shares[1]:.3f} | {shares[2]:.2f} |")


if __name__ == "__main__":
    main(sys.argv[1:])
