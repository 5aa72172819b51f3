"""make_meaning_model.py --encoder DIR --texts DIR... --out FILE: learn the small network of extractor/meaning.py from a large one.

The encoder is BAAI's bge-small-zh-v1.5 (MIT; https://huggingface.co/BAAI/bge-small-zh-v1.5): DIR holds its model_optimized.onnx (onnxruntime's
optimised form) and its tokenizer.json. It reads sentences; of its third layer (the last serves whole sentences, the third tells more of words
in them) the directions that differ most between the words of texts are kept, and the network learns to say them of each character.
No labelled text is used and no text is kept. Needs torch, onnx, onnxruntime, tokenizers.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from make_compact_tagger import Labelled, Size, learn, save, sentences
from tokenizers import Tokenizer

from extractor.meaning import DISTANCES
from extractor.rules import default_rules

LAYER = "/encoder/layer.2/output/LayerNorm/Add_1_output_0"
BATCH = 32
SIZE = 64                   # directions that are kept
SAMPLE = 4_000              # sentences that the directions are taken from
NETWORK = Size(characters=64, pairs=(65536, 48), triples=(65536, 24), width=128, distances=DISTANCES)


class Encoder:
    """The encoder's third layer for each character of sentences."""

    def __init__(self, folder: Path) -> None:
        model = onnx.load(str(folder / "model_optimized.onnx"))
        del model.graph.output[:]
        model.graph.output.append(onnx.helper.make_tensor_value_info(LAYER, onnx.TensorProto.FLOAT, None))
        self._session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def __call__(self, texts: Sequence[str]) -> list[np.ndarray]:
        """(characters, 512) of each text; a character that is no piece of its own has what the one before it has."""
        pieces = self._tokenizer.encode_batch([t.lower() if len(t.lower()) == len(t) else t for t in texts])
        ids = np.zeros((len(texts), max(len(p.ids) for p in pieces)), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, own, p in zip(ids, mask, pieces, strict=True):
            row[:len(p.ids)], own[:len(p.ids)] = p.ids, 1
        found = self._session.run([LAYER], {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)})[0]
        return [said[_piece_of_character(text, p.offsets)] for text, said, p in zip(texts, found, pieces, strict=True)]


def _piece_of_character(text: str, offsets: Sequence[tuple[int, int]]) -> np.ndarray:
    number = np.zeros(len(text), dtype=np.int64)
    for piece, (start, end) in enumerate(offsets):
        if end > start:
            number[start:] = piece
    return number


def directions(encoder: Encoder, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """(mean, directions) of what the encoder says of stretches of 2 to 6 characters, as words and names are long: the principal components, the
    first of variance 1."""
    chance = np.random.default_rng(1)
    some = [texts[i] for i in chance.permutation(len(texts))[:SAMPLE]]
    whole = [h for i in range(0, len(some), BATCH) for h in encoder(some[i:i + BATCH])]
    said = np.stack([h[a:a + n].mean(axis=0) for h in whole for n in (2, 3, 4, 6) for a in chance.integers(0, max(1, len(h) - n), 4)])
    variance, axes = np.linalg.eigh(np.cov(said.T))
    return said.mean(axis=0), axes[:, ::-1][:, :SIZE] / np.sqrt(variance[-1])


def targets(encoder: Encoder, texts: Sequence[str]) -> Labelled:
    """What the encoder says of each character of the texts, in its directions."""
    mean, axes = directions(encoder, texts)
    starts = np.cumsum([0, *map(len, texts)])
    out = np.zeros((int(starts[-1]), SIZE), dtype=np.float16)
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    for first in range(0, len(order), BATCH):
        some = order[first:first + BATCH]
        for i, said in zip(some, encoder([texts[k] for k in some]), strict=True):
            out[starts[i]:starts[i + 1]] = (said - mean) @ axes
    return Labelled(list(texts), starts, out)


def square(wanted: torch.Tensor, said: torch.Tensor) -> torch.Tensor:
    """The mean of a character's squared distances."""
    return ((wanted - said) ** 2).sum(dim=1).mean()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the encoder's model and tokenizer")
    parser.add_argument("--texts", nargs="+", type=Path, required=True, help="folders of text (.txt, .md, .html; subfolders too)")
    parser.add_argument("--out", type=Path, required=True, help="file of weights, .npz")
    parser.add_argument("--passes", type=int, default=10)
    options = parser.parse_args()
    labelled = targets(Encoder(options.encoder), sentences(options.texts, default_rules()))
    save(*learn(labelled, NETWORK, options.passes, batch=8192, rate=4e-3, loss=square), options.out)


if __name__ == "__main__":
    main()
