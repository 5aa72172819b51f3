"""mentions(view, rules) -> names of places, bodies, people and groups; entity(...) -> whose figure it is.

The clause's own subject first, then the clauses before it in the sentence, then what the document spoke of last, then the
heading, then the document's own default. A name that is only compared with (比全国高) is never the entity.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import regex

from extractor.link.scope import View
from extractor.rules import Rules


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the sentence: span, type (place, organisation, person, project, group) and role (deictic, name, group)."""

    start: int
    end: int
    type: str
    role: str


@functools.cache
def _places(rules: Rules) -> tuple[dict[str, str], int]:
    names: dict[str, str] = {}
    for entry in rules.entries("places"):
        names[entry.key] = "place"
        if len(entry["short"]) >= 2:
            names.setdefault(entry["short"], "place")
    return names, max(map(len, names), default=1)


@functools.cache
def _forms(rules: Rules) -> tuple[dict[str, str], dict[str, str], dict[str, str], regex.Pattern]:
    by_role: dict[str, dict[str, str]] = {"deictic": {}, "ending": {}, "group": {}, "place": {}}
    for entry in rules.entries("entities"):
        by_role.setdefault(entry["role"], {})[entry.key] = entry["type"]
    below = "|".join(map(regex.escape, by_role["place"]))
    return by_role["deictic"], by_role["ending"], by_role["group"], regex.compile(rf"(?:[\p{{Han}}]{{1,4}}?(?:{below}|街道|社区)){{1,2}}")


def mentions(view: View, rules: Rules) -> list[Mention]:
    """All mentions of the sentence, left to right, the longer of two that overlap."""
    found = _named_places(view.text, rules) + _deictic(view, rules) + _bodies(view, rules) + _persons(view)
    found.sort(key=lambda m: (m.start, -(m.end - m.start)))
    out: list[Mention] = []
    for mention in found:
        if out and mention.start < out[-1].end:
            if mention.end > out[-1].end and mention.type == "organisation":
                out[-1] = Mention(out[-1].start, mention.end, mention.type, "name")   # 湖南 | 南省财政厅 -> 湖南省财政厅
            continue
        if out and mention.start == out[-1].end and out[-1].type == "place" and mention.type in ("place", "organisation") and out[-1].role == mention.role == "name":
            out[-1] = Mention(out[-1].start, mention.end, mention.type, "name")       # 湖南省 | 衡东县 | 石湾镇
            continue
        out.append(mention)
    return out


def _named_places(text: str, rules: Rules) -> list[Mention]:
    names, longest = _places(rules)
    below = _forms(rules)[3]
    out, i = [], 0
    while i < len(text) - 1:
        size = next((n for n in range(min(longest, len(text) - i), 1, -1) if text[i:i + n] in names), 0)
        if not size:
            i += 1
            continue
        end = i + size
        more = below.match(text, end) if text[end - 1] in "县市区州旗省" else None
        if more:
            end = more.end()
        out.append(Mention(i, end, "place", "name"))
        i = end
    return out


def _deictic(view: View, rules: Rules) -> list[Mention]:
    deictic, _, _, _ = _forms(rules)
    out = []
    for token_start in sorted(view.word_starts):
        for size in (5, 4, 3, 2):
            word = view.text[token_start:token_start + size]
            if word in deictic and not (word in ("公司", "集团", "国家") and regex.match(r"级|[\p{Han}]{0,2}(?:标准|规定|政策|战略)", view.text[token_start + size:token_start + size + 4])):
                out.append(Mention(token_start, token_start + size, deictic[word], "deictic"))
                break
    return out


def _bodies(view: View, rules: Rules) -> list[Mention]:
    """Noun runs that end with an ending of bodies (审计署, 益阳市纪委监委, 南县经开区) or with a tag of names (nt, nz)."""
    _, endings, _, _ = _forms(rules)
    out: list[Mention] = []
    run: list = []
    for token in (*view.tokens, None):
        joins = token is not None and (token.pos.startswith(("n", "j", "b", "eng", "vn", "l", "k", "s", "f")) or token.text in ("和", "·") and run) and token.pos != "f"
        if joins and token.text not in ("公司", "集团") or joins and run:
            run.append(token)
        if not joins or token is None:
            out.extend(_body(run, endings))
            run = []
    return out


def _body(run: list, endings: dict[str, str]) -> list[Mention]:
    for cut in range(len(run), 0, -1):
        last = run[cut - 1]
        kind = next((endings[last.text[-n:]] for n in (5, 4, 3, 2, 1) if last.text[-n:] in endings and (len(last.text) > n or cut > 1)), "")
        if last.pos in ("nt", "nz") and not kind and len(last.text) >= 3:
            kind = "organisation"
        if kind:
            first = 0
            while first < cut - 1 and run[first].text in ("和", "·", "全面", "情况", "方面", "其中"):
                first += 1
            name = "".join(t.text for t in run[first:cut])
            if 3 <= len(name) <= 24:
                return [Mention(run[first].start, last.end, kind, "name")]
    return []


_SURNAME = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛范彭郎鲁韦马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀羊惠甄曲家封储靳段焦巴弓牧车侯班仰秋仲伊宫宁仇栾甘厉祖武符刘景詹束龙叶司黎白蒲卓蔺屠蒙池乔闻党翟谭贡劳姬申冉桑桂牛边燕尚农温柴瞿阎连习容向古易廖庾终居衡步都耿满弘匡文寇广禄东欧沃利蔚越隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾沙养鞠须丰巢关查红游竺权盖益桓公仉督岳帅郝刘"


def _persons(view: View) -> list[Mention]:
    out = []
    for token in view.tokens:
        foreign = "·" in view.text[token.start:token.end + 1] and token.pos.startswith("n")
        if token.pos in ("nr", "nrt", "nrfg") and len(token.text) >= 2 and (token.text[0] in _SURNAME or len(token.text) >= 3 or foreign):
            out.append(Mention(token.start, token.end, "person", "name"))
    return out


_COMPARED = regex.compile(r"(?:[比较与占对向给为将被把使让在到于从距离](?:于)?|相比|高于|低于|超过|居|列|位居|排|除|含|包括|不含|带动|辐射|覆盖)[\p{Han}]{0,1}$")
_HARD = regex.compile(r"(?:(?<![占对同环相])比|较|占|高于|低于|超过|居|列|位居|排名?|除|不含|进入|跃居|名列|与|同)$")


def subjects(found: list[Mention], text: str, start: int, end: int) -> list[Mention]:
    """Mentions in the span that can own a figure: not compared with, not the frame of a rank."""
    out = []
    for mention in found:
        if mention.start < start or mention.end > end:
            continue
        if _HARD.search(text[max(0, mention.start - 4):mention.start]):
            continue
        out.append(mention)
    return out


def entity(view: View, found: list[Mention], clause_start: int, limit: int) -> Mention | None:
    """The sentence's own owner of a figure whose metric begins at `limit`: nearest clause first."""
    text = view.text
    own = [m for m in subjects(found, text, clause_start, limit) if m.type != "person" or _is_subject(text, m)]
    if own:
        return _choose(own)
    end = clause_start
    while end > 0:
        start = max((text.rfind(c, 0, end - 1) for c in "，；。：！？:"), default=-1) + 1
        before = [m for m in subjects(found, text, start, end) if m.type != "person" or _is_subject(text, m)]
        if before:
            return _choose_first(before)
        if start == 0:
            break
        end = start
    return None


def _is_subject(text: str, mention: Mention) -> bool:
    return mention.start == 0 or text[mention.start - 1] in "，。；：“”:,、的 "


def _choose(own: list[Mention]) -> Mention:
    """Names before deictics of persons; the last body or place before the metric."""
    strong = [m for m in own if m.type in ("place", "organisation", "project", "group")]
    return (strong or own)[-1]


def _choose_first(own: list[Mention]) -> Mention:
    strong = [m for m in own if m.type in ("place", "organisation")]
    return (strong or own)[0]
