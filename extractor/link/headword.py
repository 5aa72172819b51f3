"""headword(title, texts, body, rules) -> the one body, thing or person that a text is an entry, a notice or a portrait of, told by its head alone.

A company's notice begins with its full name (…股份有限公司2024年年度报告), an entry of an encyclopaedia is headed by its word and the Latin for it
(沐水 Mu Shui), a history by whose it is (红星机床厂厂史), an introduction begins with a name and where or since when it stands (…医院始建于1951年), a portrait by a
person (“蜂王”罗长根：…), a test by a model (试驾岚行L7…).
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.language import tokens
from extractor.link.names import forms, in_no_name
from extractor.rules import Rules, named

LINES = 4           # sentences at the head in which a name may stand
PART = 4            # characters of an event's name by which the text calls it
OPENING = 120       # characters in which a page without a title tells of an event


def headword(title: str, texts: Sequence[str], body: str, rules: Rules) -> tuple[str, str]:
    """(name, kind) of it, folded, ("", "") where the head tells none. `title`: headings of the head joined by 。, `texts`: the sentences, `body`: both; all folded."""
    headings = [line.strip() for line in title.split("。")]
    for line in dict.fromkeys((*headings[:LINES], *(text.strip() for text in texts[:LINES]))):      # a heading is a sentence too
        inspected = named(rules, "who is inspected").search(line)
        if inspected:
            return inspected["of"], "organisation"
        own = named(rules, "a notice of a body").match(line)
        if own and _is_one_name(own["of"]) and not named(rules, "a body that judges others").search(own["of"]):
            return own["of"], "organisation"
        raised = named(rules, "how a crop or an animal is raised").fullmatch(line)
        if raised and body.count(raised["of"]) > 1:
            return raised["of"], ""
        masthead = len(texts) > 1 and line == texts[0].strip() and texts[1].strip() in headings      # 茶叶 Tea, over a title
        entry = named(rules, "whose history").match(line) or not masthead and named(rules, "a word and the Latin for it").fullmatch(line)
        if entry:
            return entry["of"], "organisation" if entry["of"].endswith(tuple(forms(rules).ending)) else ""
    return _held(title, body, rules) or _introduced(title, texts, rules) or _portrayed(title, body, rules) or _tested(title, body, rules) or ("", "")


def _is_one_name(text: str) -> bool:
    """No sentence: 我省再添一所希望小学 says what is counted; verbs may be made-up words of a name (迈驰)."""
    return not any(in_no_name(t) or t.pos[0] == "m" for t in tokens(text) if not t.text.startswith("第"))


def _held(title: str, body: str, rules: Rules) -> tuple[str, str] | None:
    """第五届江南茶叶博览会|今日闭幕, where the text says a part of it again (茶叶博览, 格兰芬多)."""
    found = named(rules, "an event and what is told of it").search(title or body[:OPENING])      # a flattened page has no title
    if not found or any(in_no_name(t) for t in tokens(found["of"])):
        return None
    again = any(body.count(found["of"][at:at + PART]) > 2 for at in range(len(found["of"]) - PART + 1))
    return (found["of"], "project") if again else None


def _introduced(title: str, texts: Sequence[str], rules: Rules) -> tuple[str, str] | None:
    """云溪市第二人民医院|始建于1951年, behind 医院简介."""
    if title and not named(rules, "an introduction").search(title):
        return None
    found = next((m for text in texts[:LINES] if (m := named(rules, "a body and since when").match(text))), None)
    return (found["of"], "organisation") if found else None


def _portrayed(title: str, body: str, rules: Rules) -> tuple[str, str] | None:
    """“蜂王”|罗长根|：从负债到带富一个村, “深潜机器人”|完成近3亿元B轮融资."""
    quoted = named(rules, "a quoted name that opens a headline").match(title)
    if quoted and body.count(quoted["of"]) > 2:
        return quoted["of"], ""
    before, behind = named(rules, "a person before a colon").match(title), named(rules, "a person behind a colon").search(title)
    people = ((m["of"], times) for m, times in ((before, 2), (behind, 3)) if m)
    return next(((name, "person") for name, times in people if name[0] in forms(rules).surnames and body.count(name) >= times and not _is_a_word(name)), None)


def _is_a_word(name: str) -> bool:
    """安全 and 高质量 begin with a surname and are words."""
    words = tokens(name)
    return len(words) == 1 and not words[0].pos.startswith("nr")


def _tested(title: str, body: str, rules: Rules) -> tuple[str, str] | None:
    """试驾|岚行L7|增程版: the model of the title, with as much of what stands before it as the text says again."""
    found = named(rules, "a test").search(title) and named(rules, "a model").search(title)
    if not found:
        return None
    whole = found["of"].strip()
    again = (w for at in range(len(whole) - 1) if regex.match(r"\p{Han}", w := whole[at:]) and body.count(w) > 2)      # in the title, in its own line, in the text
    return next(again, whole), ""
