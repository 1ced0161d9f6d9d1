"""What several tests need: the program, a small dataset, a server of their own."""

from __future__ import annotations

import contextlib
import csv
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

import ionsweep

ROOT = Path(__file__).parents[3]
GRAIN = ROOT / "examples" / "own-csv" / "grain.csv"
PROGRAM = os.environ.get("IONSWEEP_PROGRAM", "ionsweep")

# Trains within a second.
QUICK = {"preset": "custom", "folds": 2, "models": ["pls"], "strategies": ["e", "sim"]}


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ionsweep-python-") as name:
        yield Path(name)


@contextlib.contextmanager
def server() -> Iterator[ionsweep.Client]:
    with folder() as place, ionsweep.serve(place / "data", program=PROGRAM) as client:
        yield client


def run(*arguments: str | Path) -> str:
    """Output of the command line."""
    ended = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, check=False)
    if ended.returncode:
        raise AssertionError(f"ionsweep {' '.join(map(str, arguments))} ended with {ended.returncode}:\n{ended.stdout}\n{ended.stderr}")
    return ended.stdout


def grain() -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """Spectra, wavelengths, values of both targets, samples of the table of the first walk."""
    with GRAIN.open(newline="") as file:
        header, *rows = csv.reader(file)
    numbers = np.array([row[1:] for row in rows], dtype=np.float32)
    return numbers[:, 2:], np.array(header[3:], dtype=float), numbers[:, :2], [row[0] for row in rows]
