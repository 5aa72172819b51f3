"""settle(sentences, reading, weights, rules) -> the claims of a document, metric and owner of each chosen in the light of the numbers around it.

Each number is first read alone: every answer it may have gets a probability (link/rank.py). Then it is read again, in company (link/company.py):
an answer is worth more where the numbers before and behind probably have it too, where metric and owner fit each other, where what it means
suits the figure (link/meant.py). What is learned
twice over, alone and then from what is said alone, is stacked sequential learning (Cohen and Carvalho, IJCAI 2005).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from extractor.claim import Claim
from extractor.link.classes import folded
from extractor.link.company import Number, company
from extractor.link.entity import Owner
from extractor.link.meant import Meant
from extractor.link.modality import BEGINS
from extractor.link.phrase import is_measure
from extractor.link.rank import Rival, Weights, likeliest, shares, total
from extractor.link.said import Metric
from extractor.link.told import When
from extractor.meaning import Reading
from extractor.rules import Rules


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim before its answers are chosen.

    claim   as the rules read it
    rivals  by kind the answers it may have, none at all where nothing is to be chosen (a table's cell)
    span    where its figure stands: in the sentence when drafted, in the document afterwards (its sentences one behind the other)
    level   how many numbers before it stands the level that it is the change of, 0 where none does
    beside  does it stand in a bracket right behind the figure before, with no name of its own?
    whens   the periods it may belong to (link/when.py), none where the rules' own is certain
    """

    claim: Claim
    rivals: Mapping[str, Sequence[Rival]]
    span: tuple[int, int] = (0, 0)
    level: int = 0
    beside: bool = False
    whens: Sequence[Rival] = ()


def settle(sentences: Sequence[Sequence[Draft]], reading: Reading, weights: Weights, rules: Rules) -> list[Claim]:
    """The claims of all sentences in order, each with its best answers; `reading` tells what the document's names mean."""
    meant = Meant(reading, weights.heads)
    told = iter(company([Number(i, d.claim.unit, d.rivals) for i, drafts in enumerate(sentences) for d in drafts if d.rivals]))
    claims: list[Claim] = []
    for drafts in sentences:
        chosen = [_chosen(d, next(told), meant, weights) if d.rivals else d.claim for d in drafts]
        chosen = _gone_on_with(_together(chosen, drafts), rules)
        claims += _paired(chosen, [d.level for d in drafts]) if any(d.rivals for d in drafts) else chosen
    return claims


_AIM = regex.compile(r"^(?:力争|确保)(?=..)")      # 力争|交易额达到100亿元: of the modality


def _chosen(draft: Draft, told: Mapping[str, Sequence[Sequence[str]]], meant: Meant, weights: Weights) -> Claim:
    """The claim with its best metric and its best owner."""
    best = {kind: _best(rivals, _scores(draft.span, kind, rivals, told[kind], meant, weights)) for kind, rivals in draft.rivals.items()}
    owner: Owner = best["owner"][0].answer
    metric: Metric = best["metric"][0].answer
    return replace(
        _timed(draft), metric=_AIM.sub("", metric.text), entity=_unquoted(owner.name), entity_type=owner.type, entity_from=owner.found if owner.name else "",
        rules=(metric.rule, *draft.claim.rules[1:]), sure=(best["metric"][1], best["owner"][1]),
    )


def _timed(draft: Draft) -> Claim:
    """The claim with its likeliest period."""
    if not draft.whens:
        return draft.claim
    when: When = likeliest(draft.whens).answer
    return replace(draft.claim, **when.fields())


def _unquoted(name: str) -> str:
    """“惠企通” without its quotes; 《…》 belongs to a title."""
    return name[1:-1] if name[:1] + name[-1:] == "“”" and "“" not in name[1:] else name


def _scores(span: tuple[int, int], kind: str, rivals: Sequence[Rival], told: Sequence[Sequence[str]], meant: Meant, weights: Weights) -> list[float]:
    """How good each answer is: by its own features, by the company's, by what it means."""
    scores = [r.score + total(weights.again[kind], features) for r, features in zip(rivals, told, strict=True)]
    if len(rivals) == 1:
        return scores
    features = [[*r.features, *of_company] for r, of_company in zip(rivals, told, strict=True)]
    return [score + more for score, more in zip(scores, meant.scores(kind, span, [r.name for r in rivals], features), strict=True)]


def _best(rivals: Sequence[Rival], scores: Sequence[float]) -> tuple[Rival, float]:
    """The answer with the highest score, the first among equals, and how sure the choice is (0 to 1). Company never talks a number out of
    every answer: nobody and nothing stand only where they were the likeliest alone."""
    if likeliest(rivals).name:
        scores = [score if r.name else -math.inf for r, score in zip(rivals, scores, strict=True)]
    best = scores.index(max(scores))
    return rivals[best], shares(scores)[best]


def _together(claims: Sequence[Claim], drafts: Sequence[Draft]) -> list[Claim]:
    """The figures with those told alike that belong together: a figure and what the bracket behind it says (北欧6.3%(2019年|7.0%|), 浙商证券61亿元(|-23.66%|))
    are of one metric and one owner, the two ends of a course (由40位升至第12位) of the metric more surely chosen."""
    out = list(claims)
    for i in range(1, len(out)):
        one, other = out[i - 1], out[i]
        if other.start == one.end + 1 and not one.unit and not other.unit and one.metric == other.metric and "table cell" not in other.flags:
            other = out[i] = replace(other, time=one.time, time_from=one.time_from, time_start=one.time_start, time_end=one.time_end)      # 上年的17.3|:38.5|:44.2
        if drafts[i].beside:
            out[i] = _of_its_metric(_of_its_owner(other, one), one)
        elif BEGINS in one.rules and BEGINS not in other.rules and one.unit == other.unit:
            metric = max((one, other), key=lambda c: c.sure[0])
            out[i - 1], out[i] = _of_its_metric(one, metric), _of_its_metric(other, metric)
    return out


_NO_GAP = frozenset(["percent", "volume"])      # 汉族占53%: of a share, what has it is what is measured too


def _gone_on_with(claims: Sequence[Claim], rules: Rules) -> list[Claim]:
    """成年公羊体重为91.0kg，母羊为|50.0kg|: a figure for which nothing but its owner is named has the measure of the last figure with its unit in the sentence."""
    out = list(claims)
    for i, claim in enumerate(out):
        part, alone = claim.unit_kind == "percent" and _is_a_part(claim), claim.metric == claim.entity
        if "table cell" in claim.flags or not part and (not alone or not claim.entity or claim.unit_kind in _NO_GAP):
            continue
        whole = next((c for c in reversed(out[:i]) if c.unit == claim.unit and not c.change and c.metric != c.entity), None)
        placed = alone and claim.entity_type == "place"                # 经营342间门店，其中香港|146间|: no place is what is counted
        if whole is None or not (placed or _goes_on(whole.metric, rules)) or part and not whole.metric.endswith(("率", "水平")):
            continue
        measure = _without_front(whole.metric, whole.entity)
        if alone:
            out[i] = replace(claim, metric=measure)
        elif not is_measure(folded(claim.metric, rules), rules):
            out[i] = replace(claim, metric=measure, entity=claim.metric, entity_type="", entity_from="sentence")
    return out


def _goes_on(metric: str, rules: Rules) -> bool:
    """May a metric be that of figures behind it too: a measure told whole, no act (占…, 在…) and no abbreviation?"""
    return len(metric) > 2 and metric[0] not in "占佔在" and not metric.isascii() and is_measure(folded(metric, rules), rules)


_BEFORE_A_PART = regex.compile(r"(?:其中|當中|当中)[^。；]*$|[（(](?:[^()（）]*[，,、])?$")
_FIGURE_BEHIND = regex.compile(r"(?:则?[为是達达])?\d")
_OF_A_WHOLE = regex.compile("[占佔]")


def _is_a_part(claim: Claim) -> bool:
    """巩固率为96.8%，其中：残疾儿童|91.2%|, 吸烟率为7.5%（男|9.7%|，女…）: does a share stand right behind what its metric names, as a part, and is it no share of a whole (占)?"""
    name, text = claim.metric, claim.sentence
    if not name or _OF_A_WHOLE.search(text):
        return False
    at = text.find(name)
    while at >= 0 and not (_FIGURE_BEHIND.match(text, at + len(name)) and _BEFORE_A_PART.search(text[:at])):
        at = text.find(name, at + 1)
    return at >= 0


def _without_front(metric: str, owner: str) -> str:
    """平均食糖消费量 of 城镇居民平均食糖消费量 and 城镇居民."""
    rest = metric.removeprefix(owner).lstrip("的")
    return rest if len(rest) >= 2 else metric


def _of_its_metric(claim: Claim, other: Claim) -> Claim:
    return replace(claim, metric=other.metric, sure=(other.sure[0], claim.sure[1]))


def _of_its_owner(claim: Claim, other: Claim) -> Claim:
    return replace(claim, entity=other.entity, entity_type=other.entity_type, entity_from=other.entity_from, sure=(claim.sure[0], other.sure[1]))


def _paired(claims: list[Claim], levels: Sequence[int]) -> list[Claim]:
    """Give the two ends of 由A到B and a level with its growth one pair key; what grew is what the level measures (投资3亿元，同比增长|5%), and
    is whose the level is where others stand between."""
    out = list(claims)
    for i in range(1, len(out)):
        at = i - (levels[i] or 1)
        if levels[i] and out[at].metric:
            whose = {} if levels[i] == 1 or out[i].sure[1] == 1.0 else {"entity": out[at].entity, "entity_type": out[at].entity_type, "entity_from": out[at].entity_from}
            out[i] = replace(out[i], metric=out[at].metric, **whose)
        a, b = out[at], out[i]
        same = a.metric == b.metric and (a.entity == b.entity or BEGINS in a.rules)        # 由12亩增加到15亩 is one thing's
        ends = not a.change and any(r.startswith("verbs:") for r in b.rules)
        if same and (b.change and not a.change or ends):
            key = a.pair or f"{a.start}"
            out[at], out[i] = replace(a, pair=key), replace(b, pair=key)
    return out
