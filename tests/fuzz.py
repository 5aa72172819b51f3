"""Mutated documents of every format through the whole line: `python tests/fuzz.py [NUMBER] [SEED]` prints what broke, by format.

Each document is read and extracted in this process under an alarm; what must hold for every one: no exception but InputError, an end
within LIMIT seconds, every row's span slices to its text, every exact value parses. A native library's crash is shown by faulthandler.
"""

from __future__ import annotations

import faulthandler
import io
import signal
import sys
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random

import documents

from extractor.rules import default_rules
from extractor.work import Input, Limits, extract_input

HERE = Path(__file__).parent
SOURCES = [p for p in sorted((HERE.parent / "seeds").glob("*.*")) if p.name != "README.md"]        # alone in tests/test_fuzz.py: a seed gives the same everywhere
CORPUS = HERE.parent.parent / "shared" / "corpus"       # joins in where the file is run by itself and has it beside the project
LIMIT = 20
MOST = 6000
REPEATED = ("9", "1,", "十", "(", "（", "<td>", "<div>", "|", "、", " ", "$", "。", "\u3000", "第", "亿", "%", "&#", "[", "“", "![](", "\x00", "\ufffd", "\U0001f600", "的", "1 ", "２", "-", "年", "x")


def text_of(random: Random) -> str:
    """A piece of a source, now and then two pieces run together."""
    whole = random.choice(SOURCES).read_bytes().decode("utf-8", "replace")
    start = random.randrange(max(1, len(whole) - MOST))
    return whole[start:start + random.randrange(200, MOST)]


def mutated(text: str, random: Random) -> str:
    """Characters changed, dropped, doubled, moved, one thing repeated many times."""
    for _ in range(random.randrange(1, 6)):
        at = random.randrange(len(text) + 1)
        match random.randrange(7):
            case 0:
                text = text[:at] + random.choice(REPEATED) * random.choice((3, 40, 1500)) + text[at:]
            case 1:
                text = text[:at] + text[at + random.randrange(1, 60):]
            case 2:
                text = text[:at] + text[at:at + 80] * random.randrange(2, 12) + text[at + 80:]
            case 3:
                text = text[:at] + chr(random.choice((0, 0x1b, 0x202e, 0xfeff, 0x0c, 0x85, 0x2028, random.randrange(0x20, 0xd000)))) + text[at:]
            case 4:
                text = text[at:] + text[:at]
            case 5:
                text = "".join(random.choice("0123456789.,%万亿一二三") if c.isdigit() and random.random() < 0.3 else c for c in text)
            case _:
                text = text.replace(random.choice("，。\n、的"), random.choice(("", " ", "\r\n", "\n\n", "，")), random.randrange(1, 50))
    return text


def flipped(data: bytes, random: Random) -> bytes:
    """Bytes changed, cut, cut out or doubled."""
    made = bytearray(data)
    for _ in range(random.randrange(1, 12)):
        at = random.randrange(len(made) + 1)
        match random.randrange(5):
            case 0 if at < len(made):
                made[at] = random.randrange(256)
            case 1:
                del made[at:at + random.randrange(1, 200)]
            case 2:
                made[at:at] = made[at:at + random.randrange(1, 200)]
            case 3:
                made[at:at] = bytes(random.randrange(256) for _ in range(random.randrange(1, 20)))
            case _ if random.random() < 0.2:
                del made[at:]
    return bytes(made)


def rezipped(data: bytes, random: Random) -> bytes:
    """A ZIP with one member mutated, so that the damage gets past the checksums."""
    to = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        struck = random.choice(names)
        for name in names:
            body = old.read(name)
            if name == struck:
                body = flipped(body, random) if random.random() < 0.5 else mutated(body.decode("utf-8", "replace"), random).encode("utf-8", "replace")
            new.writestr(name, body)
    return to.getvalue()


def restreamed(data: bytes, random: Random) -> bytes:
    """A PDF with one compressed stream unpacked, mutated and packed again."""
    starts = [i for i in range(len(data)) if data.startswith(b"stream\n", i) and not data.startswith(b"endstream", i - 3)]
    if not starts:
        return flipped(data, random)
    at = random.choice(starts) + 7
    end = data.find(b"endstream", at)
    try:
        body = zlib.compress(flipped(zlib.decompress(data[at:end]), random))
    except zlib.error:
        body = flipped(data[at:end], random)
    return data[:at] + body + data[end:]


def made(kind: str, random: Random) -> tuple[bytes, str]:
    """A mutated document of a kind: its bytes and its suffix."""
    text = text_of(random)
    bad = mutated(text, random)
    match kind:
        case "txt" | "md" | "html":
            encoding = random.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "gb18030", "big5hkscs"))
            if kind == "html":
                bad = f"<html><head><meta charset={encoding}><title>报告</title></head><body>{bad}<table><tr><td colspan={random.choice((1, 3, 10**9))}>{bad[:99]}</td></tr></table>"
            data = bad.encode(encoding, "replace")
            return flipped(data, random) if random.random() < 0.3 else data, "." + kind
        case "eml" | "mht":
            data = documents.mail("年报", bad.replace("\x00", ""), "html" if kind == "mht" else "plain")
            return flipped(data, random), "." + kind
        case "docx":
            data = _documents(random)[0]
            return rezipped(data, random) if random.random() < 0.7 else flipped(data, random), ".docx"
        case "pdf":
            data = _documents(random)[random.choice((1, 2, 3))]
            return restreamed(data, random) if random.random() < 0.6 else flipped(data, random), ".pdf"
        case _:
            data = documents.archive({"一/a.txt": bad.encode("utf-8", "replace"), "b.html": text.encode("utf-8", "replace")})
            return rezipped(data, random) if random.random() < 0.6 else flipped(data, random), ".zip"


_MADE: list[tuple[bytes, ...]] = []


def _documents(random: Random) -> tuple[bytes, ...]:
    """A Word file and three PDFs; a few sets are made once, for they take time."""
    if len(_MADE) < 6:
        lines = [x.strip() for x in text_of(random).splitlines() if len(x.strip()) > 3][:30] or ["全县完成投资3亿元。"]
        plain = ["".join(c for c in x if c.isprintable()) for x in lines]
        table = [["指标", "2023年"], ["生产总值", "12.5"], ["人口", "31"]]
        _MADE.append((documents.word("报告", plain, table, box="文本框5个"), documents.pdf_columns(plain, across=True), documents.pdf_columns(plain, across=False), documents.pdf_table(table, "前文3个。", "后文5%。")))
    return random.choice(_MADE)


KINDS = ("txt", "txt", "md", "html", "html", "eml", "mht", "docx", "pdf", "zip")


def check(data: bytes, suffix: str) -> str:
    """What is wrong with the rows of one document, "" for nothing."""
    output = extract_input(Input("x", f"x{suffix}"), default_rules(), Limits(max_bytes=4_000_000), data)
    texts = {d["doc_id"]: d["text"] for d in output.documents}
    if any("internal error" in d["error"] for d in output.documents):
        return next(d["error"] for d in output.documents if "internal error" in d["error"])
    if not output.documents:
        return "no row in documents"
    for row in (*output.claims, *output.rejected):
        if texts[row["doc_id"]][row["start"]:row["end"]] != row["text"] or not row["text"]:
            return f"span {row['start']}:{row['end']} is not its text {row['text']!r}"
    for row in output.claims:
        if not row["value_exact"] or not all(Decimal(v).is_finite() for v in row["value_exact"].split("~")):
            return f"value {row['value_exact']!r}"
    return ""


def run(number: int, seed: int) -> Iterator[tuple[str, int, str, float]]:
    """(kind, seed of the document, what is wrong, seconds) of each document."""
    def late(*_: object) -> None:
        raise TimeoutError
    signal.signal(signal.SIGALRM, late)
    for i in range(number):
        kind = KINDS[i % len(KINDS)]
        data, suffix = made(kind, Random(seed * 1_000_003 + i))
        started = time.process_time()
        signal.alarm(LIMIT)
        try:
            wrong = check(data, suffix)
        except TimeoutError:
            wrong = "no end"
        except Exception as error:  # noqa: BLE001  that is what is looked for
            wrong = f"{type(error).__name__}: {error}"[:300]
        finally:
            signal.alarm(0)
        yield kind, seed * 1_000_003 + i, wrong, time.process_time() - started


def main() -> None:
    faulthandler.enable()
    SOURCES.extend(p for p in sorted(CORPUS.glob("*.*")) if p.name != "README.md")
    number, seed = (int(sys.argv[i]) if len(sys.argv) > i else default for i, default in ((1, 20000), (2, 1)))
    tried: Counter[str] = Counter()
    slowest = 0.0
    for kind, name, wrong, seconds in run(number, seed):
        tried[kind] += 1
        slowest = max(slowest, seconds)
        if wrong:
            print(f"{kind} {name}: {wrong}", flush=True)
    print(f"{sum(tried.values())} documents: {', '.join(f'{k} {n}' for k, n in sorted(tried.items()))}; slowest {slowest:.1f} s")


if __name__ == "__main__":
    main()
