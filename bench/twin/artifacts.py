"""Reads a sweep's folder: safetensors (the public format), dataset, spec and results."""
import csv
import json
import pathlib

import numpy as np

TYPES = {"F32": np.float32, "F64": np.float64, "I32": np.int32, "I64": np.int64}


def safetensors(path):
    """(tensors by name, metadata) of one file."""
    data = pathlib.Path(path).read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8:8 + length])
    metadata = header.pop("__metadata__", {})
    body = memoryview(data)[8 + length:]
    tensors = {
        name: np.frombuffer(body[slice(*entry["data_offsets"])], TYPES[entry["dtype"]]).reshape(entry["shape"]).copy()
        for name, entry in header.items()}
    return tensors, metadata


class Run:
    """A finished sweep's folder."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        (self.sweep,) = (self.folder / "sweeps").iterdir()
        with open(self.folder / "results.csv", newline="") as file:
            self.results = list(csv.DictReader(file))
        (dataset,) = [path for path in (self.folder / "datasets").iterdir() if not path.name.startswith(".")]
        tensors, metadata = safetensors(dataset)
        self.spectra, self.targets = tensors["spectra"], tensors["targets"]
        self.slugs = list(dict.fromkeys(row["target"] for row in self.results))
        if len(self.slugs) != self.targets.shape[1]:
            raise SystemExit("The sweep must have trained every target of its dataset.")
        self.simulated = metadata["simulated"] == "true"

    def cell(self, fold, target, strategy):
        """Tensors of a cell's model.safetensors."""
        return safetensors(self.sweep / "cells" / str(fold) / target / strategy / "model.safetensors")[0]

    def epochs(self, fold, target, strategy):
        (row,) = [r for r in self.results if (r["fold"], r["target"], r["strategy"]) == (str(fold), target, strategy)]
        return int(row["epochs"])
