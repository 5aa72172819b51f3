"""is_cue(view, match, word, rules) -> does a word of rules/modality.tsv tell, where it stands, what is planned, demanded or expected (计划 as a verb, not 年度计划)?"""

from __future__ import annotations

import regex

from extractor.link.scope import View
from extractor.patterns import compiled
from extractor.rules import Rules, named


def is_cue(view: View, match: regex.Match, word: str, rules: Rules) -> bool:
    """计划 as a verb, not in 年度计划, 保就业计划的; 拟 as a word, not in 模拟."""
    if ordered(view.text, match):
        return True
    got = word == "争取" and (named(rules, "what was got, behind 争取").match(view.text, match.end()) or view.text[match.end():match.end() + 1] in "，。；、的")
    if match.start() not in view.word_starts or got:
        return False
    if word in ("计划", "规划", "预期") and view.text.startswith(("目标", "任务"), match.end()):
        return False                                                      # 规划目标: the latter word tells
    if word == "计划":
        told = _plans(view, match, rules)
        if told is not None:
            return told
    if word == "估计":
        return _estimates(view, match)
    if word == "安排" and not _arranges(view, match, rules) or word == "要求" and not _asks(view, match) or word.endswith("目标") and not _aims(view, match, rules):
        return False
    return not named(rules, "a word of plans that may be a noun").fullmatch(word) or _noun_tells(view, match, word)


def ordered(text: str, match: regex.Match) -> bool:
    """按照计划，…: what the sentence tells is to be done."""
    return match.group() == "计划" and text[match.end():match.end() + 1] == "，" and bool(compiled(r"(?:^|[，。；])(?:按照?|依照|照|根据)$").search(text, 0, match.start()))


def _arranges(view: View, match: regex.Match, rules: Rules) -> bool:
    """安排 of what is to be done, not 2014年共|安排财政资金, |安排80名残疾人就业."""
    if compiled(r"(?:共|已|累计|实际)$").search(view.text, 0, match.start()) or named(rules, "arranged for people, no plan").match(view.text, match.end()):
        return False
    return not any(q.start == match.end() and q.unit in ("名", "人") for q in view.quantities)


def _asks(view: View, match: regex.Match) -> bool:
    """要求 that tells what is asked for, not 照规格|要求|办, “党政同责”的|要求."""
    return not compiled(r"来[看量说]|在[^，。；]{1,8}得到|办").match(view.text, match.end()) and not compiled(r"的\s?$").search(view.text, 0, match.start())


def _plans(view: View, match: regex.Match, rules: Rules) -> bool | None:
    """Does what stands behind 计划 make it a verb; None where nothing there tells."""
    if any(q.start == match.end() and q.kind == "percent" for q in view.quantities):
        return False                                                      # 占计划|68.1%
    if any(q.start == match.end() and q.unit not in ("个", "项", "份", "条") for q in view.quantities):
        return True                                                       # 2021年计划|287公里; not 制定扶贫计划|1271个
    if named(rules, "is planned to be completed").match(view.text, match.end()):
        return True
    if compiled(r"生育|[^，。；]{0,8}之比").match(view.text, match.end()):
        return False                                                      # 计划生育率; 报名人数与计划录取人数之比
    return None


def _estimates(view: View, match: regex.Match) -> bool:
    """董事估计，全月约有188宗; 估计200人 only hedges, 9月的修订估计 is a statistic."""
    if compiled(r"(?:临时|修订|初步)$").search(view.text, 0, match.start()):
        return False
    return view.text[match.end():match.end() + 1] in ("，", ":")


def _aims(view: View, match: regex.Match, rules: Rules) -> bool:
    """目标 that is to be reached, not one that something is compared with (不足目标一半) or that was reached (年度目标|完成了99%)."""
    if named(rules, "a target that is compared with").search(view.text[:match.start()]):
        return False
    return not named(rules, "a target that was reached").match(view.text, match.end())


def _noun_tells(view: View, match: regex.Match, word: str) -> bool:
    """Does a word that may be a noun (计划, 预测) tell what is to come here, by what stands beside it?"""
    if word in ("预期", "预测") and any(match.end() + 1 == q.start for q in view.quantities) and view.text[match.end()] == "的":
        return True                                                       # 市场预期的|332亿美元
    if view.text[match.start() - 1:match.start()] in ("”", "》"):
        return False                                                      # “三支一扶”|计划
    if word == "预测" and compiled(r"[，:]|的(?:数字|数据|结果)，").match(view.text, match.end()):
        return True                                                       # 业内人士预测，
    announces = word.endswith("目标") and compiled(r"，[^，。；]{2,20}:").match(view.text, match.end())      # 预期目标，我州是这样划定的:…
    if view.text[match.end():match.end() + 1] in "，。、的等)）”》单列" and not word.startswith("目标") and not announces:
        return False
    before = next((t for t in view.tokens if t.end == match.start()), None)
    if before is None or word not in ("计划", "规划", "预期"):
        return True
    following = next((t for t in view.tokens if t.start == match.end()), None)
    acts = following is not None and (following.pos in ("v", "d", "p") or following.text[0] in "新再续扩")      # 今年|计划|新造林15000亩
    if before.pos.startswith("t") and not before.text.endswith("度"):
        return acts                                                       # 2025年|计划|改造
    names_it = before.pos.startswith(("b", "v", "f", "a")) or before.text.endswith("度")         # 年度计划, 单列计划
    return not names_it and (not before.pos.startswith("n") or acts)


def demands(text: str, match: regex.Match, word: str, rules: Rules) -> bool:
    """至少, 不低于 are requirements where the sentence demands something; alone they are comparators."""
    if named(rules, "a bound that may be a requirement").fullmatch(word):
        return bool(named(rules, "demands something").search(text[:match.start()][-30:])) and not named(rules, "has long been so").search(text, 0, match.start())
    return not compiled(r"[^，。；]{0,10}而未").match(text, match.end())       # 应|按规定征缴而未征缴的收入
