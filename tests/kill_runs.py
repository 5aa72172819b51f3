"""Kills runs over seeds/ at random moments and checks what they leave; python tests/kill_runs.py SECONDS. Not part of the suite."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SEEDS = Path(__file__).parent.parent / "seeds"
OLD = b"old"


def command(out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "extractor", "run", str(SEEDS), "--out", str(out), "-q", "--jobs", "2", *more]


def hashes(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.glob("*.parquet") if not p.name.startswith(".")}


def kill_one(out: Path, whole: dict[str, str], longest: float) -> list[str]:
    """Kill one run at a random moment; what is wrong with the files it leaves."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    for name in whole:
        (out / name).write_bytes(OLD)
    process = subprocess.Popen(command(out), start_new_session=True, stderr=subprocess.DEVNULL)
    time.sleep(random.uniform(0.3, longest))
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    left, old = hashes(out), hashlib.sha256(OLD).hexdigest()
    wrong = [f"{n} is neither old nor new" for n, h in left.items() if h not in (old, whole[n])]
    return wrong + (["old and new files mixed"] if len({h == old for h in left.values()}) > 1 else [])


def main(seconds: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        begun = time.time()
        subprocess.run(command(Path(folder) / "whole"), check=True)
        longest, whole = time.time() - begun, hashes(Path(folder) / "whole")
        out, kills, wrong = Path(folder) / "out", 0, []
        begun = time.time()
        while time.time() - begun < seconds:
            kills += 1
            wrong += kill_one(out, whole, longest)
            if kills % 4 == 0:
                subprocess.run(command(out, "--resume"), check=True)
                wrong += ["resumed files differ"] if hashes(out) != whole else []
        print(f"{kills} kills, {len(wrong)} wrong", *wrong, sep="\n")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60)
