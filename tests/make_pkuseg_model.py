"""Makes the compact pkuseg model: `python tests/make_pkuseg_model.py pkuseg-0.0.25.tar.gz [FOLDER]` (the source package on PyPI).

pkuseg's published default model (MIT) has 2.6 million features and takes 183 MB. A feature adds one weight a label to a character's
score; only differences between labels count, so one whose weights differ by less than LEAST hardly ever decides. Such features, the words
that no kept feature mentions and the list of word pairs (which cutting never reads) are left out; weights are rounded to STEP,
so that they compress well. Prints the sizes; how much is kept: `python tests/measure_language.py --full-pkuseg FOLDER_OF_THE_FULL_MODEL`.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import sys
import tarfile
from pathlib import Path

import numpy as np
import srsly

SHA256 = "dd012bf93689721c9574bc2b2ba98fb4ac22790cec0af354a78e217828b81e91"
INSIDE = "pkuseg-0.0.25/pkuseg/models/default/"
LEAST = 0.4
STEP = 1 / 32
TARGET = Path(__file__).parent.parent / "extractor" / "models" / "pkuseg"


class _Plain(pickle.Unpickler):
    """The features are a dictionary of lists and strings; nothing in them may run."""

    def find_class(self, module, name):
        raise pickle.UnpicklingError(f"{module}.{name} in a file that should hold plain data")


def read(archive: Path) -> tuple[dict, np.ndarray, int]:
    """Features, weights and number of labels of the published model; exits where it is another file."""
    data = archive.read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        sys.exit(f"{archive}: not the source package of pkuseg 0.0.25 (another checksum)")
    with tarfile.open(fileobj=io.BytesIO(data)) as files:
        features = _Plain(files.extractfile(INSIDE + "features.pkl")).load()
        weights = np.load(io.BytesIO(files.extractfile(INSIDE + "weights.npz").read()))
    return features, weights["w"], int(weights["sizes"][0])


def mentioned(feature: str) -> tuple[str, ...]:
    """The words a feature asks for.

    >>> mentioned("w-1.北京"), mentioned("w1.北京"), mentioned("ww.l.北京*大学"), mentioned("ww.r.**noWord*大学"), mentioned("c1.京")
    (('北京',), ('北京',), ('北京', '大学'), ('**noWord', '大学'), ())
    """
    kind, _, rest = feature.partition(".")
    if kind in ("w-1", "w1"):
        return (rest,)
    if kind != "ww":
        return ()
    pair = rest[2:]
    left = "**noWord" if pair.startswith("**noWord*") else pair.partition("*")[0]
    return left, pair[len(left) + 1:]


def main() -> None:
    features, weights, labels = read(Path(sys.argv[1]))
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else TARGET
    names = sorted(features["feature_to_idx"], key=features["feature_to_idx"].get)
    table = weights[:labels * len(names)].reshape(len(names), labels)
    kept = np.flatnonzero(table.max(axis=1) - table.min(axis=1) >= LEAST)
    kept = np.union1d(kept, [0])                                   # feature 0 is every character's
    asked = {w for i in kept for w in mentioned(names[i])}
    data = {
        "unigram": sorted(asked.intersection(features["unigram"])), "bigram": [],
        "feature_to_idx": {names[i]: n for n, i in enumerate(kept)}, "tag_to_idx": features["tag_to_idx"],
    }
    target.mkdir(parents=True, exist_ok=True)
    srsly.write_msgpack(target / "features.msgpack", data)
    rounded = np.round(table[kept] / STEP) * STEP
    np.savez_compressed(target / "weights.npz", sizes=np.array([labels, len(kept)]), w=np.concatenate([rounded.ravel(), weights[labels * len(names):]]))
    size = sum(p.stat().st_size for p in (target / "features.msgpack", target / "weights.npz"))
    print(f"{target}: {len(kept)} of {len(names)} features, {len(data['unigram'])} words, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
