"""How right and how fast each language pass is: `python tests/measure_language.py` prints the tables of docs/language.md.

    python tests/measure_language.py [--gold DIR]... [--texts DIR]... [--corpus DIR] [--language NAME]... [--full-pkuseg FOLDER]

Each --gold folder gives columns of its own; its documents' texts are looked for in all --texts folders. Every pass runs in a process
of its own, alone, and is judged on documents left out while the weights of the choices were learned from its words; speed is that of the whole line from decoded text to claims over the corpus. --names tells instead how many of the
gold's owners are seen as names at all; --full-pkuseg how many word boundaries of a full model the compact one keeps.
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import extractor.language
import extractor.link
import extractor.pipeline
from extractor import read
from extractor.errors import InputError
from extractor.evaluate import evaluate, judge_name, read_gold
from extractor.languages import language
from extractor.languages.batch import pieces
from extractor.pipeline import extract_document
from extractor.read import SUFFIXES
from extractor.rules import default_rules
from extractor.train import Lesson, left_out

SHARED = Path(__file__).parent.parent.parent / "shared"
# "nothing" is characters, with the dictionary away from the document's title and known names too
PASSES = ("nothing", "characters", "jieba", "compact", "compact,names=all", "wapic", "pkuseg", "lac", "lac,names=all", "jieba+lac", "jieba+lac,names=all", "wapic+lac", "pkuseg+lac", "characters+lac")
FOLDS = 8               # documents are left out in turn: a pass is judged with weights learned from its own words on others
SHOWN = ("tuple_f1", "tuple_strict_f1", "metric", "entity")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--gold", action="append", type=Path)
    parser.add_argument("--texts", action="append", type=Path, default=[])
    parser.add_argument("--corpus", type=Path, default=SHARED / "corpus")
    parser.add_argument("--language", action="append")
    parser.add_argument("--names", action="store_true")
    parser.add_argument("--full-pkuseg", type=Path)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    args = parser.parse_args()
    args.gold = args.gold or [SHARED / "gold"]
    args.texts += [SHARED / "seeds", SHARED / "gold" / "texts"]
    if args.one:
        print(json.dumps(measure(args.one, args)))
    elif args.names:
        for gold in args.gold:
            print("\n".join(names_seen(gold, args.texts)))
    elif args.full_pkuseg:
        print(boundaries(args.full_pkuseg, args.corpus))
    else:
        table(args)


def table(args: argparse.Namespace) -> None:
    claims = [sum(row["label"] == "claim" for rows in read_gold(g).values() for row in rows) for g in args.gold]
    print("| pass |" + "".join(f" {name} ({n}) |" for n in claims for name in SHOWN) + " characters a CPU second | a wall second | loads in s | MB |")
    print("|---" * (5 + len(SHOWN) * len(claims)) + "|")
    for name in args.language or PASSES:
        done = subprocess.run([sys.executable, __file__, *sys.argv[1:], "--one", name], capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr)
        one = json.loads(done.stdout)
        figures = "".join(f" {f[k]:.3f} |" for f in one["figures"] for k in SHOWN)
        print(f"| {name} |{figures} {one['cpu']:,.0f} | {one['wall']:,.0f} | {one['load']:.1f} | {one['memory']} |", flush=True)


def measure(name: str, args: argparse.Namespace) -> dict:
    """Figures on each gold, characters a second over the corpus, seconds to load, peak memory in MB."""
    rules = default_rules()
    begin = time.perf_counter()
    tag = language("characters" if name == "nothing" else name, rules)
    load = time.perf_counter() - begin
    if name == "nothing":
        characters = tag
        extractor.language.rjieba = SimpleNamespace(tag=lambda text: [(t.text, t.pos) for t in characters([text], [])[0].tokens])
    documents = read_corpus(args.corpus)
    extract_document(documents[0], rules, tag)                     # tables built once are nobody's speed
    gc.freeze()                                                    # as a worker process does
    wall, cpu = time.perf_counter(), time.process_time()
    for document in documents:
        extract_document(document, rules, tag)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    size = sum(len(d.text) for d in documents)
    lesson = Lesson(args.gold, args.texts, rules, tag)
    rows, _ = left_out(lesson, {doc: lesson.asked(doc) for doc in lesson.gold}, FOLDS)
    figures = [evaluate(read_gold(g), rows).figures for g in args.gold]
    return {"figures": figures, "cpu": size / cpu, "wall": size / wall, "load": load, "memory": peak()}


def peak() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def read_corpus(folder: Path) -> list:
    out = []
    for path in sorted(p for p in folder.rglob("*") if p.suffix in SUFFIXES and p.name != "README.md"):
        try:
            out.append(read(path))
        except InputError as error:
            print(error, file=sys.stderr)
    return out


def text_of(doc: str, folders: list[Path]):
    found = [p for f in folders for p in sorted(f.glob(f"{doc}.*"))]
    if not found:
        sys.exit(f"{doc}: no text in {', '.join(map(str, folders))}")
    return read(found[0], doc_id=doc)


def names_seen(folder: Path, texts: list[Path]) -> list[str]:
    """Of the gold's claims with an owner: how often an accepted answer stands as a name in the claim's sentence, and in any sentence with a figure."""
    rules, counts, total = default_rules(), {}, 0
    lac = language("lac", rules)
    real = extractor.link.mentions
    for doc, claims in read_gold(folder).items():
        seen: list = []

        def keep(view, *rest, seen=seen):
            found = real(view, *rest)
            names = lac([view.text], [view.sentence.text])[0].names
            seen.append((set(view.sentence.text.origin), view.sentence.text.chars, [view.raw(m.start, m.end) for m in found], [view.raw(n.start, n.end) for n in names]))
            return found

        extractor.link.mentions = keep
        extract_document(text_of(doc, texts), rules)
        extractor.link.mentions = real
        everywhere = [[n for s in seen for n in s[k]] for k in (2, 3)]
        for claim in claims:
            answers = claim["entity"] if isinstance(claim["entity"], list) else [claim["entity"]]
            here = next((s for s in seen if claim["start"] in s[0]), None)
            if claim["label"] != "claim" or not any(answers) or here is None:
                continue
            total += 1
            for kind, sets in (("in the sentence", (here[2], here[3])), ("in any sentence with a figure", everywhere)):
                hits = [any(judge_name(n, [a for a in answers if a])[0] for n in s) for s in sets]
                near = [any(judge_name(n, [a for a in answers if a])[1] for n in s) for s in sets]
                for label, (rule, neural) in (("right", hits), ("near", near)):
                    for who, hit in (("rules", rule), ("lac", neural), ("both together", rule or neural)):
                        counts[kind, label, who] = counts.get((kind, label, who), 0) + hit
    return [f"{folder.name}: {total} claims with an owner, in prose"] + [f"  {' / '.join(k)}: {n / total:.3f}" for k, n in counts.items()]


def boundaries(full: Path, corpus: Path) -> str:
    """Recall and precision of the compact model's word boundaries against the full one's, without dictionaries, over the corpus's texts."""
    import spacy_pkuseg

    from extractor.languages.pkuseg import model_path

    lines = [p for d in read_corpus(corpus) for line in d.text.splitlines() for p in pieces(line.strip())]
    cut = []
    for model in (full, model_path()):
        segmenter = spacy_pkuseg.pkuseg(str(model), user_dict=None)
        cut.append([_ends(segmenter.cut(line)) for line in lines])
    same = sum(len(a & b) for a, b in zip(*cut, strict=True))
    return f"{len(lines)} pieces; of the full model's boundaries kept {same / sum(map(len, cut[0])):.4f}, of the compact one's its own {same / sum(map(len, cut[1])):.4f}"


def _ends(words: list[str]) -> set[int]:
    at, out = 0, set()
    for word in words[:-1]:
        at += len(word)
        out.add(at)
    return out


if __name__ == "__main__":
    main()
