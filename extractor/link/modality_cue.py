"""is_cue(view, match, word) -> does a word of rules/modality.tsv tell, where it stands, what is planned, demanded or expected (计划 as a verb, not 年度计划)?"""

from __future__ import annotations

import regex

from extractor.link.scope import View
from extractor.patterns import compiled

# 向上争取|转移支付31.8亿元: what was got, no aim; 争取到|2027年底 is one.
_GOT = regex.compile(r"到(?!(?:\d{2,4}年|\d{1,2}月|[明后今]年|本世纪|[年月]底|“?十[四五六七]五)[^，。；]{0,5}，)|[了得]|力度|(?:资助|经费|善款|捐款|补助|上级|中央|省级|国家|各类|各级|专项|转移|资金|项目|政策|债券|补助|扶持|支持)")
_NOUN_CUES = frozenset(["计划", "规划", "目标", "安排", "预期", "要求", "预测", "规定"])


def is_cue(view: View, match: regex.Match, word: str) -> bool:
    """计划 as a verb, not in 年度计划, 保就业计划的; 拟 as a word, not in 模拟."""
    if ordered(view.text, match):
        return True
    if match.start() not in view.word_starts or word == "争取" and (_GOT.match(view.text, match.end()) or view.text[match.end():match.end() + 1] in "，。；、的"):
        return False
    if word in ("计划", "规划", "预期") and view.text.startswith(("目标", "任务"), match.end()):
        return False                                                      # 规划目标: the latter word tells
    if word == "计划":
        told = _plans(view, match)
        if told is not None:
            return told
    if word == "估计":
        return _estimates(view, match)
    if word == "安排" and not _arranges(view, match) or word == "要求" and not _asks(view, match) or word.endswith("目标") and not _aims(view, match):
        return False
    return word not in _NOUN_CUES or _noun_tells(view, match, word)


def ordered(text: str, match: regex.Match) -> bool:
    """按照计划，…: what the sentence tells is to be done."""
    return match.group() == "计划" and text[match.end():match.end() + 1] == "，" and bool(compiled(r"(?:^|[，。；])(?:按照?|依照|照|根据)$").search(text, 0, match.start()))


def _arranges(view: View, match: regex.Match) -> bool:
    """安排 of what is to be done, not 2014年共|安排财政资金, |安排80名残疾人就业."""
    if compiled(r"(?:共|已|累计|实际)$").search(view.text, 0, match.start()) or compiled(r"了|就业|上岗|入学|(?:农村|富余|剩余)?劳动力").match(view.text, match.end()):
        return False
    return not any(q.start == match.end() and q.unit in ("名", "人") for q in view.quantities)


def _asks(view: View, match: regex.Match) -> bool:
    """要求 that tells what is asked for, not 照规格|要求|办, “党政同责”的|要求."""
    return not compiled(r"来[看量说]|在[^，。；]{1,8}得到|办").match(view.text, match.end()) and not compiled(r"的\s?$").search(view.text, 0, match.start())


def _plans(view: View, match: regex.Match) -> bool | None:
    """Does what stands behind 计划 make it a verb; None where nothing there tells."""
    if any(q.start == match.end() and q.kind == "percent" for q in view.quantities):
        return False                                                      # 占计划|68.1%
    if any(q.start == match.end() and q.unit not in ("个", "项", "份", "条") for q in view.quantities):
        return True                                                       # 2021年计划|287公里; not 制定扶贫计划|1271个
    if compiled(r"完成(?!了|率|情况|的|进度|数|时)").match(view.text, match.end()):
        return True                                                       # 基础建设|计划完成投资44.9亿元
    if compiled(r"生育|[^，。；]{0,8}之比").match(view.text, match.end()):
        return False                                                      # 计划生育率; 报名人数与计划录取人数之比
    return None


def _estimates(view: View, match: regex.Match) -> bool:
    """董事估计，全月约有188宗; 估计200人 only hedges, 9月的修订估计 is a statistic."""
    if compiled(r"(?:临时|修订|初步)$").search(view.text, 0, match.start()):
        return False
    return view.text[match.end():match.end() + 1] in ("，", ":")


def _aims(view: View, match: regex.Match) -> bool:
    """目标 that is to be reached, not one that something is compared with (不足目标一半) or that was reached (年度目标|完成了99%)."""
    if compiled(r"(?:相当于|不足|不到|超过?|达到|完成|低于|高于|兑现|占到|[占比较距])(?:[\p{Han}“”]{0,9}(?:下达|[省市县州区]定|规划|五[”]?|年度|季度|月度|阶段性?|时序|全年|年初|既定|预定|预期|任务)的?)?$").search(view.text[:match.start()]):
        return False
    return not compiled(r"(?:任务)?(?:已经?|基本|全面?|均|都|如期|较好|顺利|圆满)?(?:完成|实现|兑现|提前)(?:了|率|情况)?").match(view.text, match.end())


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


_DEMAND = regex.compile(r"(?:要|须|应|必须|需|规定|要求|每|保障|保证|确保|不得|方可|才能|原则上|一律|实行|落实)")


def demands(text: str, match: regex.Match, word: str) -> bool:
    """至少, 不低于 are requirements where the sentence demands something; alone they are comparators."""
    if word in ("至少", "不少于", "不低于", "不超过"):
        return bool(_DEMAND.search(text[:match.start()][-30:])) and not compiled(r"近[几两\d]|一直|始终|历年|连年").search(text, 0, match.start())
    return not compiled(r"[^，。；]{0,10}而未").match(text, match.end())       # 应|按规定征缴而未征缴的收入
