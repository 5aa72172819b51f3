"""groups(view, names, times, rules) -> the names and noun groups of a sentence that may own a figure, each with what it is by itself.

Form, place and class of word are told, never a document's words: what stands at its edges, how long it is, whether a clause begins with it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex

from extractor.language import Token
from extractor.link.classes import meaning, noun_class, of_role, verb_class
from extractor.link.entity import quoted
from extractor.link.heads import before_time, heads_of
from extractor.link.names import POINTS, Mention, forms, latin
from extractor.link.nobody import frames, owns
from extractor.link.phrase import is_measure
from extractor.link.proposed import of_span, spans_proposed
from extractor.link.scope import View
from extractor.rules import Rules, named


@dataclass(frozen=True, slots=True)
class Group:
    """A name or a noun group of the sentence: span, type ("" where it is no known name), its class (link/classes.py), what it is by itself,
    whether a figure may be its."""

    start: int
    end: int
    type: str
    means: str
    features: tuple[str, ...]
    owns: bool


_CORE = ("n", "j", "eng", "l", "s", "i")
_FRONT = ("b", "a", "r", "m", "q", "v")


def groups(view: View, names: Sequence[Mention], times: Sequence[tuple[int, int]], rules: Rules) -> list[Group]:
    """Names and noun groups of the sentence, left to right; of a group that is a name only the name."""
    spans: dict[tuple[int, int], str] = {(m.start, m.end): (m.type if m.role == "name" else "deictic:" + m.type) for m in names}
    heads = heads_of(view, dict(times), rules)
    proposed = set(spans_proposed(view, "owner", rules))
    by_form = (named(rules, "one name by its spelling"), named(rules, "what a trial calls its treatments"))
    spelled = {*proposed, *(m.span() for p in by_form for m in p.finditer(view.text)), *latin(view.text), *before_time(view, times, rules)}
    for start, end in [*_runs(view, of_role(rules, "pronoun")), *sorted(spelled), *heads]:
        spans.setdefault((start, end), "")
    takes_up = named(rules, "takes up what it ranks or compares with")
    spans = {
        _trimmed(view.text, *_whole(view, _behind_time(times, a, b), _before_number(view, a, b)), rules): kind
        for (a, b), kind in spans.items() if kind or not takes_up.match(view.text, a)
    }
    units = [(q.number_start, q.end) for q in view.quantities]
    never = of_role(rules, "never") | of_role(rules, "tells")
    spans = {(a, b): kind for (a, b), kind in spans.items() if view.text[a:b].strip() and view.text[a:b] not in never and not POINTS.match(view.text, a, b) and not frames(view.text, a, b, rules) and not any(x <= a and b <= y or x < a < y or a < x and y <= b for x, y in units)}      # 3,|285例患者, 村|3200户农户
    ends: dict[int, int] = {}
    for start, end in spans:
        ends[start] = max(end, ends.get(start, 0))
    rows: set[tuple[int, int]] = set()
    for (start, end), kind in list(spans.items()):
        joined = _joined(view.text, start, ends)
        if joined > end:
            spans.setdefault((start, joined), kind)
            rows.add((start, joined))
    before = {t.end: t for t in view.tokens}
    behind = {t.start: t for t in view.tokens}
    meant = [
        ((a, b), kind, meaning(view.text[a:b], kind, rules)) for (a, b), kind in sorted(spans.items()) if kind or (a, b) in spelled or nominal(before.get(b))
    ]
    words = _Words(view, before, behind, meant[0][0] if meant else None, frozenset(heads), rules)
    return [
        Group(
            *span, kind, means, (*_own(words, span, kind, means), *_among(span, means, meant), *_in_a_row(span, rows), *of_span(view.proposed, *span, kind, means)),
            owns(view.text[slice(*span)], means, rules),
        )
        for span, kind, means in meant
    ]


def _among(span: tuple[int, int], means: str, others: Sequence[tuple[tuple[int, int], str, str]]) -> list[str]:
    """Is a group part of a longer one (北京|姑娘刘钰), does it hold a name?"""
    start, end = span
    out: list[str] = []
    widest, size = None, end - start
    for (a, b), kind, meant in others:
        if a >= end:
            break
        if b <= start or (a, b) == span:
            continue
        if a <= start and end <= b and b - a > size:
            widest, size = (a, b, kind or meant, meant), b - a
        elif kind and start <= a and b <= end:
            out.append(f"holds:{kind}:" + ("front" if a == start else "end" if b == end else "middle"))
    if widest:
        place = "front" if widest[0] == start else "end" if widest[1] == end else "middle"
        out += [f"within:{place}:{widest[2]}", f"within:{place}|{means}|{widest[3]}"]
    return out


def _in_a_row(span: tuple[int, int], rows: set[tuple[int, int]]) -> Iterator[str]:
    """Is a group several in a row (酒店及公寓), or one of them?"""
    if span in rows:
        yield "a row"
    for start, end in rows:
        if start <= span[0] and span[1] <= end and span not in rows:
            yield "in a row:" + ("front" if start == span[0] else "end" if end == span[1] else "middle")
            return


def _behind_time(times: Sequence[tuple[int, int]], start: int, end: int) -> int:
    """Where a group begins, behind a time at its front (首季|零售业)."""
    return next((b for a, b in times if a == start and b <= end - 2), start)


def _before_number(view: View, start: int, end: int) -> int:
    """The end of a group, or where a figure begins inside it (王芳|一胜)."""
    figures = (*view.quantities, *view.others)
    return next((q.start for q in figures if start + 2 <= q.start < end <= q.end and q.number_end < q.end), end)


_CODE = regex.compile(r"[A-Za-z\d]*+(?:-?[A-Za-z\d]++)*")
_CODE_FRONT = regex.compile(r"(?r)[A-Za-z\d]+")


def _whole(view: View, start: int, end: int) -> tuple[int, int]:
    """A group that ends or begins with letters, with the digits that touch them: 期货|Au0811, 13ZK187孔; not with a figure's."""
    text = view.text
    figures = [(q.start, q.end) for q in view.quantities]
    if text[end - 1].isascii() and text[end - 1].isalpha() and text[end:end + 1].isdigit():
        to = _CODE.match(text, end).end()
        end = end if any(a < to and end < b for a, b in figures) else to
    if text[start].isascii() and text[start].isalpha() and text[start - 1:start].isdigit():
        to = _CODE_FRONT.search(text, 0, start).start()
        start = start if any(a < start and to < b for a, b in figures) else to
    return start, end


def _trimmed(text: str, start: int, end: int, rules: Rules) -> tuple[int, int]:
    """A group without the measure word of a number before it (前七|个|洞) and without a dash or an average at its end (投入|年均)."""
    while end - start > 2 and text[end - 1] in "-—~":
        end -= 1
    end -= 2 * (end - start > 3 and text.endswith(("期内", "季内", "年内"), start, end))        # 中芯|期内录得
    end -= end - start > 3 and bool(named(rules, "an adverb at the end of a group").search(text, start, end))
    nation = named(rules, "the nation behind a measure").search(text, start, end)
    if nation and nation.start() > start:
        end = nation.start()
    if text.startswith("均", end) and text[end - 1] in "亩户人村场":        # 用水|亩均356立方米, 他|场均18.9分
        end -= 1 if end - start > 2 else end - start
    if end - start > 3 and text.endswith(("年均", "月均", "日均"), start, end):
        end -= 2
    return start + bool(named(rules, "a measure word of the number before").match(text, start)), end


def nominal(last: Token | None) -> bool:
    """Can a word end what owns a figure? Not a verb, an adverb or an adjective (公开|招聘教师); a single character may be part of a name."""
    return last is None or last.pos.startswith(_CORE) or last.pos in ("vn", "x", "nrt", "r", "an") or len(last.text) == 1


def _runs(view: View, pronouns: frozenset[str]) -> list[tuple[int, int]]:
    """Runs of nouns with what may stand in front of them (这位|捷克|左手将, 79家|网贷|机构)."""
    out: list[tuple[int, int]] = []
    run: list[Token] = []
    for token in (*view.tokens, None):
        noun = token is not None and (token.pos.startswith(_CORE) or token.pos in ("vn", "nrt") or token.text == "·" and run)
        if noun or token is not None and token.pos in _FRONT and token.pos != "v" and token.text not in pronouns and not (run and any(t.pos.startswith(_CORE) for t in run)):
            run.append(token)
            continue
        if token is not None and run and token.pos in ("b", "a", "k", "q", "m", "x") and token.text not in "，。；：、！？（）()“”《》 :,的" and len(token.text) > 1:
            run.append(token)
            continue
        _close(run, out)
        run = []
    return out


def _close(run: list[Token], out: list[tuple[int, int]]) -> None:
    while run and not (run[-1].pos.startswith(_CORE) or run[-1].pos in ("vn", "b", "x", "nrt")):
        run.pop()
    first = next((i for i, t in enumerate(run) if t.pos.startswith(_CORE) or t.pos == "vn"), None)
    if first is None or run[-1].end - run[first].start < 2 and first == 0:
        return
    out.append((run[0].start, run[-1].end))
    if first:
        out.append((run[first].start, run[-1].end))


def _joined(text: str, start: int, ends: dict[int, int]) -> int:
    """End of A和B, A、B和C where each is a group; the end of A alone else."""
    end = ends[start]
    while text[end:end + 1] in ("和", "与", "、", "及") and end + 1 in ends:
        end = ends[end + 1]
    return end


def word_class(token: Token | None, edge: str, kept: frozenset[str]) -> str:
    """A word as features tell it: itself where it is a function word to be told apart, else its part of speech; `edge` where there is none."""
    if token is None:
        return edge
    return token.text if token.text in kept else token.pos[:2]


def _beside(left: Token | None, right: Token | None, means: str, rules: Rules) -> Iterator[str]:
    """What the words beside a group mean (北京|姑娘, 公司|宣布)."""
    for token, side in ((left, "Bc"), (right, "Fc")):
        if token is not None:
            word = "v:" + verb_class(token.text, rules) if token.pos[0] == "v" else noun_class(token.text, rules) if token.pos[0] in "nlj" else ""
            if word:
                yield f"{side}:{word}"
                yield f"{side}:{word}|{means}"


@dataclass(frozen=True, slots=True)
class _Words:
    """A sentence as its groups are looked at: its words by where they end and by where they begin, the span of its first group, those of heads of clauses."""

    view: View
    before: Mapping[int, Token]
    behind: Mapping[int, Token]
    first: tuple[int, int] | None
    heads: frozenset[tuple[int, int]]
    rules: Rules


def _own(words: _Words, span: tuple[int, int], kind: str, means: str) -> tuple[str, ...]:
    """What is true of a group in its sentence, whatever number it is asked about."""
    view, before, behind, rules, (start, end) = words.view, words.before, words.behind, words.rules, span
    text = view.text[start:end]
    kept = of_role(rules, "beside")
    left = word_class(before.get(start), "^", kept)
    right = word_class(behind.get(end), "$", kept)
    last = before.get(end)
    size = end - start
    single = last is not None and last.start == start
    out = [
        "C:" + means, "T:" + kind, "L:" + ("2" if size <= 2 else "3" if size == 3 else "4" if size == 4 else "6" if size <= 6 else "9" if size <= 9 else "+"),
        "B:" + left, "F:" + right, f"B:{left}|{right}", "last:" + (last.pos[:2] if last else "-"), *_beside(before.get(start), behind.get(end), means, rules),
    ]
    if kind:
        out.append(f"T:{kind}|F:{right}")
    if single and not kind:
        out.append("common word")
    if span == words.first:
        out.append("first of the sentence")
    if span in words.heads:
        out += ["head of a clause", "head of a clause|" + right, "head of a clause:" + (kind or "-")]
    if is_measure(text, rules):
        out.append("measure")
    if not kind and text.endswith(_endings(rules)):
        out.append("body or group")
    if quoted(view.text, end, rules):
        out += ["says", "says:" + kind]
    if any(start <= q.start and q.end <= end for q in view.quantities):
        out.append("has a figure")
    mark = view.text[start - 1:start] if text[0] not in "“《" else text[0]
    if mark in ("“", "《", "‘"):                                    # 对|“未来五年的发展”|抱有信心
        out.append("quoted:" + word_class(before.get(start if mark == text[0] else start - 1), "^", kept))
    if text[0].isdigit() or named(rules, "counts or takes each").match(text):
        out.append("counted:" + ("each" if text[0] in "每各" else "n"))
    if text[0] in "这该其此本":
        out.append("points back")
    return tuple(out)


@functools.cache
def _endings(rules: Rules) -> tuple[str, ...]:
    return tuple({*forms(rules).group, *forms(rules).ending})
