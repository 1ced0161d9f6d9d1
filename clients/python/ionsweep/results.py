"""Results of a sweep as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from . import _records
from ._arrays import Array
from ._schema import CellResult, ModelComparison, StrategyAggregate, SweepResults, SweepSummary

__all__ = ["Results", "Figure"]


class Results:
    """Results so far. ``raw`` is what the server said, the arrays are tables of it."""

    def __init__(self, raw: SweepResults) -> None:
        self.raw = raw

    @property
    def summary(self) -> SweepSummary:
        """The sweep in one line."""
        return self.raw.summary

    @property
    def cells(self) -> Array:
        """One row a cell (fold × target × strategy × model family): errors on test rows, counts, epochs."""
        array = _records.table(self.raw.cells, CellResult)
        if len(array) and array.dtype["model"].itemsize < np.dtype("U3").itemsize:
            array = array.astype([(name, "U3" if name == "model" else array.dtype[name]) for name in array.dtype.names or ()])
        array["model"][array["model"] == ""] = "mlp"  # files of source A's network name no family
        return array

    @property
    def aggregates(self) -> Array:
        """One row for each target, model family and strategy over its folds, with the comparison to E (``comparison_…``)."""
        return _records.table(self.raw.aggregates, StrategyAggregate)

    @property
    def model_comparisons(self) -> Array:
        """Every other model family against PLS, on measured spectra alone."""
        return _records.table(self.raw.model_comparisons, ModelComparison)

    def frame(self, which: Literal["cells", "aggregates", "model_comparisons"] = "cells") -> Any:
        """One of the tables as a pandas DataFrame; needs pandas."""
        return _records.frame(getattr(self, which))

    def __repr__(self) -> str:
        done = f"{self.summary.finished} of {self.summary.work_items} work items"
        return f"Results({self.summary.id!r}, {self.summary.status}: {len(self.raw.cells)} cells, {done})"


@dataclass(frozen=True)
class Figure:
    """A figure of the report; notebooks show it by themselves."""

    name: str
    svg: str

    def _repr_svg_(self) -> str:
        return self.svg[self.svg.index("<svg"):]  # without the declaration of XML, which HTML does not know
