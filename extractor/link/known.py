"""known_names(sentences, body, rules) -> names the document itself shows, which no dictionary knows, with their type.

Labels of its lists (巴蒂：71.6%), what its sentences keep beginning with (交大泰阳在…), people by their surname and what people do,
companies by what only companies have, places by the ending of a division.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType

import regex

from extractor.fold import fold
from extractor.language import tokens
from extractor.link.names import forms
from extractor.link.treatments import treatments
from extractor.patterns import compiled
from extractor.rules import Rules
from extractor.sentence import Sentence

LABEL = regex.compile(r"(?:T?-?\d{1,2}[.。、]\s?)?(?P<name>[\p{Han}·]{2,10})(?:\([^()]{1,10}\))?\s?(?::\s?[+-]?\d|(?:19|20)\d{2}:)")
# 商界一（12票，共有18票）: a label with its count in brackets
_COUNTED = regex.compile(r"(?P<name>[\p{Han}、]{2,16}?(?:\([一二三四五六七八九十]{1,2}\))?)\s?\(\d[\d.]{0,8}(?![\d.年月日])\p{Han}")
_NO_NAME = regex.compile(r"(?:率|额|量|数|值|价|费|比|幅度|时间|日期|电话|面积|收入|编号|次数|指数|方面|中|后|上|下|里|时|来|者|的|了|在)$")
_NO_BEGINNING = regex.compile(
    r"[但而不在从这那其我你他她它此该目因由据对如并也还以与和随为当有是被让使把将要可能会就都又再更最很太每各本某去今明昨前后同年月日第一二三四五六七八九十两几多少另只仅若虽即且则或及至自于向往跟给替按照经过除了没无非未]|\d|记者|公司|通过|根据|全国|全省|全市|全县|中国|截至|随着|现在|近|所以|什么|怎么|比如|例如|其实|然后"
)
_AFTER_NAME = "在于因将已的从与为是，拟也还则共今去上第以"
# With a surname before it a name of two to four characters is told by less: what people do follows it.
_AFTER_PERSON = _AFTER_NAME + "说获取得收赢迎拿表认曾没未不就又和、带打进被成却先再只来到以尚至需0123456789"


def known_names(sentences: Sequence[Sentence], body: str, rules: Rules) -> Mapping[str, str]:
    """Names the document itself shows, with their type: labels of its lists (巴蒂：71.6%), and what sentences keep beginning with (交大泰阳在…)."""
    texts = [fold(s.text.chars, rules) for s in sentences if s.kind != "row"]
    labels = {m["name"] for t in texts if (m := LABEL.match(t) or _COUNTED.match(t)) and not _NO_NAME.search(m["name"])}
    found = set(labels) if len(labels) >= 2 else set()
    starts: Counter[str] = Counter()
    people: Counter[str] = Counter()
    surnames = forms(rules).surnames
    for text in texts:
        for i, part in enumerate(compiled(r"[，；“。:]").split(text)):
            for size in range(2, 8):
                following = part[size:size + 1]
                if i < 3 and following and following in _AFTER_NAME and part[size - 1:size + 1] not in ("参与", "赋与", "给与", "干与"):
                    starts[part[:size]] += 1
                if size <= 4 and following and following in _AFTER_PERSON and (part[0] in surnames and size <= 3 or part[:2] in surnames or size == 4 and part[0] in surnames and part[1] in surnames):
                    people[part[:size]] += 1
    for word, times in starts.items():
        if times >= 2 and body.count(word) >= 4 and compiled(r"[\p{Han}·A-Za-z]+").fullmatch(word) and not _NO_BEGINNING.match(word) and not _NO_NAME.search(word) and not _is_common(word):
            found.add(word)
    names = dict.fromkeys(sorted(found), "name")                   # in an order that does not change from run to run
    names.update((w, "person") for w, times in people.items() if w not in names and times >= 2 and body.count(w) >= 4 and _is_person(w, body))
    names.update((w, "person") for text in texts for w in _aged(text, surnames) if w not in names)
    names.update((w, "organisation") for w in _companies(texts, body) if w not in names)
    divisions = Counter(m[1] for m in _DIVISION.finditer(body))
    names.update((n, "place") for n, times in divisions.items() if (times >= 2 or n in body[:300]) and not _NO_DIVISION.search(n))
    names.update((label, "name") for label in sorted(treatments(body)))
    return MappingProxyType(names)


# 45岁的脱贫户|马秋生|种了8亩: who so old is, by the surname behind what he does; the third character of a name is none of these.
_OLD = regex.compile(r"岁的(?:[\p{Han}“”]{0,5}?(?:[民户员记师生人长工者农妇汉嫂哥姐弟妹爷奶叔婶医手客主夫匠年]|支书|老板|干部|儿子|女儿|丈夫|妻子))?(?P<name>\p{Han}{3})")
_NO_NAME_WITH = frozenset("说是在从把的和与等也就已正站告介带来去拿走种打养做当开回到给对向被将用看卖买吃住租干有想要没不，又还却每上下成为因过着了")


def _aged(text: str, surnames: Collection[str]) -> Iterator[str]:
    """People told by their age and a surname: three characters, two where the third goes on with the sentence."""
    for match in _OLD.finditer(text):
        name = match["name"]
        if name[0] in surnames and not _NO_BEGINNING.match(name) and name[1] not in _NO_NAME_WITH - frozenset("有正成为当上来"):
            yield name[:2] if name[2] in _NO_NAME_WITH else name


# What only companies and their like have or do, behind their name (美团市值, 摩拜联合创始人, 京东宣布).
_COMPANY = regex.compile(
    r"(?:^|[^\p{Han}A-Za-z\d]|[的和与及被在对给向由让将从据是])(?P<name>[\p{Han}]{2,5}?|[A-Za-z][A-Za-z\d]{1,14})(?=(?:的)?(?:联合创始人|创始人|CEO|董事长|首席执行官|市值|估值|股价|财报|营收|营业额|用户数|市场份额|最近一次融资)|宣布|旗下|赴[\p{Han}]{1,2}上市|(?:正式|即将)?上市(?![公场])|获(?:得)?[\p{Han}\d]{0,4}融资|发布(?:了|的)?[\p{Han}]{0,4}(?:财报|新品|新机|产品))"
)
_NO_COMPANY = regex.compile(r"公司|企业|集团|银行|机构|平台|产品|市场|行业|品牌|政府|部门|总部|互联网|用户|手机|基金|股份|全球|国内|海外|美国|中国|新闻|官方|巨头|股票|概念|互金|业务|项目|去年|今年|同期|合计|累计|整体|实际|预计|平均|本期|当期|单季|最高|总")


def _companies(texts: Sequence[str], body: str) -> list[str]:
    """Names with something only a company has or does behind them, said three times at the least."""
    seen = Counter(m["name"] for t in texts for m in _COMPANY.finditer(t))
    return [w for w, times in seen.items() if body.count(w) >= 3 and (times >= 2 or not _is_noun(w)) and not _NO_COMPANY.search(w) and not _NO_BEGINNING.match(w) and not _NO_NAME.search(w) and not any(t.pos.startswith(("v", "d", "p", "r", "c", "t", "m", "q", "u")) for t in tokens(w))]


def _is_noun(word: str) -> bool:
    """One common word of the dictionary (民营, 集群)."""
    parts = tokens(word)
    return len(parts) == 1 and parts[0].pos in ("n", "b", "s", "f", "j", "a", "vn", "l")


# Places no list knows (an invented county, a village): a name with the ending of a division, said twice at the least.
_DIVISION = regex.compile(r"(?:^|[^\p{Han}]|[在是从到向与和于对据至赴由、])([\p{Han}]{2,3}[省市县区镇乡村州旗])(?![委政府长级域别里内民场值面容价])")
_NO_DIVISION = regex.compile(r"^[日月年]|[在于].$|[全各本该我这那两多几某邻整一二三四五六七八九十百老新城农乡镇]|[小社园校景特郊牧林山矿]区$|地区$|[超集门夜股上]市$|村村$|行政村$|自然村$|贫困|[较内外下]|示范|样板|以上|中心|所有|下辖|全部|省市|[对非个]|完善|[年月]")


def _is_person(word: str, body: str) -> bool:
    """A word of no dictionary, or one tagged as a name, that is not the beginning of one longer word each time (高质|量)."""
    if not compiled(r"\p{Han}+").fullmatch(word) or _NO_BEGINNING.match(word) or _NO_NAME.search(word):
        return False
    following = Counter(m[1] for m in regex.finditer(regex.escape(word) + r"(.)", body))
    if len(word) == 4:                                            # two surnames and a given name (林郑月娥): no dictionary cuts it right
        return following.most_common(1)[0][1] < 0.7 * body.count(word)
    parts = tokens(word)
    known = any(len(t.text) > 1 and not t.pos.startswith(("nr", "x")) for t in parts) or len(parts) > 1 and any(t.pos.startswith(("v", "d", "p", "r", "c", "m", "q", "t", "u", "f")) for t in parts)
    return not known and following.most_common(1)[0][1] < 0.7 * body.count(word)


def _is_common(word: str) -> bool:
    """One word of the dictionary, or words with a verb among them, are no name of this document's own."""
    parts = tokens(word)
    return len(parts) == 1 and not parts[0].pos.startswith(("nr", "nt", "nz")) or any(t.pos.startswith(("v", "d", "p", "r", "c", "t")) for t in parts)
