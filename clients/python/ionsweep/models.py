"""Exported models: what ``ionsweep export`` and ``ionsweep train`` write, evaluated with numpy alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import numpy as np

from . import _evaluation, _records, preprocessing, safetensors
from ._arrays import Array
from .datasets import Dataset, Target
from .errors import InvalidFileError, InvalidSpectraError

__all__ = ["ExportedModel", "ModelTarget", "Predictions", "load_model"]

_FORMAT = "ionsweep-model-1"
_File = tuple[dict[str, str], dict[str, Array]]


@dataclass(frozen=True)
class ModelTarget:
    """What a model predicts, and what was measured of it on test rows that had no part in its training.

    ``minimum`` to ``maximum`` is the calibrated range; prediction ± ``half_width`` the interval (infinite when there were too few rows);
    ``measured_coverage`` the share of test rows inside; ``mean_mae`` the error.
    """

    slug: str
    name: str
    unit: str
    minimum: float
    maximum: float
    half_width: float
    measured_coverage: float
    mean_mae: float

    def __str__(self) -> str:
        return str(Target(self.name, self.unit))


@dataclass(frozen=True)
class Prediction:
    """One spectrum and target, for tables."""

    row: int
    sample: str
    target: str
    unit: str
    value: float
    lower: float
    upper: float
    is_trusted: bool
    reason: str


@dataclass(frozen=True, eq=False)
class Predictions:
    """Predictions for N spectra and T targets: ``values``, ``lower`` and ``upper`` [N, T]; ``reasons`` not to believe a spectrum's."""

    targets: Sequence[ModelTarget]
    values: Array
    lower: Array
    upper: Array
    reasons: Sequence[Sequence[str]]
    samples: Sequence[str] | None = None

    @property
    def is_trusted(self) -> Array:
        """For each spectrum, whether nothing speaks against its predictions."""
        return np.array([not reasons for reasons in self.reasons], dtype=bool)

    def __len__(self) -> int:
        return len(self.values)

    def target(self, name: str) -> Array:
        """The N values of one target, by slug, name or header."""
        for column, one in enumerate(self.targets):
            if name in (one.slug, one.name, str(one)):
                return self.values[:, column]
        raise KeyError(f"The model does not predict '{name}'; it predicts {', '.join(map(str, self.targets))}.")

    def table(self) -> Array:
        """One row a spectrum and target."""
        return _records.table(
            [Prediction(row + 1, self.samples[row] if self.samples else "", one.name, one.unit, float(self.values[row, column]),
                        float(self.lower[row, column]), float(self.upper[row, column]), not self.reasons[row],
                        "; ".join(self.reasons[row]))
             for row in range(len(self)) for column, one in enumerate(self.targets)], Prediction)

    def frame(self) -> Any:
        """The table as a pandas DataFrame; needs pandas."""
        return _records.frame(self.table())


def load_model(source: str | Path | bytes) -> ExportedModel:
    """A model: the folder of ``ionsweep export``, the file of ``ionsweep train``, or the bytes of such a file.

    Raises InvalidFileError when something is missing or altered; says what.
    """
    if isinstance(source, bytes):
        return ExportedModel._of_file(source, "model")
    path = Path(source)
    if path.is_dir():
        card = path / "card.json"
        if not card.is_file():
            raise InvalidFileError(f"{path} holds no exported model: there is no card.json. Export one: ionsweep export SWEEP --out DIR.")

        def read(name: str) -> _File:
            if Path(name).is_absolute() or ".." in Path(name).parts:
                raise InvalidFileError(f"{card} names '{name}', which is not inside its folder.")
            if not (path / name).is_file():
                raise InvalidFileError(f"{path / name} is missing; {card} names it. Export the model again.")
            return safetensors.read((path / name).read_bytes(), str(path / name))

        model = ExportedModel(json.loads(card.read_text(encoding="utf-8")), read, str(card))
        for entry in model._entries():
            if hashlib.sha256((path / entry["path"]).read_bytes()).hexdigest() != entry["sha256"]:
                raise InvalidFileError(f"{path / entry['path']} was altered: its SHA-256 is not the one in {card}. Export the model again.")
        return model
    return ExportedModel._of_file(path.read_bytes(), str(path))


class ExportedModel:
    """A calibration that left its sweep: the mean of its folds' models, or one trained on all rows.

    ``card`` is its card as IonSweep writes it (provenance, protocol), ``targets`` what it predicts, ``wavelengths`` [C] what a spectrum
    must have, in ``axis_unit``.
    """

    def __init__(self, card: Mapping[str, Any], read: Callable[[str], _File], source: str) -> None:
        if card.get("format") != _FORMAT:
            raise InvalidFileError(f"{source} has format '{card.get('format')}'; expected '{_FORMAT}'. Export the model with the version "
                                   "that belongs to this package.")
        self.card = dict(card)
        self.wavelengths = np.array(card["wavelengths"], dtype=np.float64)
        self.axis_unit: str = card.get("axisUnit", "nanometre")
        self.targets = tuple(
            ModelTarget(one["slug"], one["name"], one["unit"], float(one["minimum"]), float(one["maximum"]), float(one["halfWidth"]),
                        float(one["measuredCoverage"]), float(one["meanMae"])) for one in card["targets"])
        self._folds = [([read(file["path"]) for file in fold["models"]], read(fold["trust"]["path"])[1]) for fold in card["folds"]]

    def __repr__(self) -> str:
        return (f"ExportedModel({self.card['modelName']} with {self.card['strategyName']}, {', '.join(map(str, self.targets))}; "
                f"{len(self.wavelengths)} channels from {self.wavelengths[0]:g} to {self.wavelengths[-1]:g} {self.axis_unit})")

    def predict(self, spectra: Array | Dataset, *, wavelengths: Array | None = None,
                samples: Sequence[str] | None = None) -> Predictions:
        """Predictions with intervals and warnings, as ``ionsweep predict`` makes them.

        spectra: [N, C] in the unit of the instrument that the model was trained for, or a Dataset, whose axis is compared. wavelengths:
        positions of the channels, compared where given. Raises InvalidSpectraError when the axis is another one.
        """
        if isinstance(spectra, Dataset):
            if spectra.axis_unit != self.axis_unit:
                raise InvalidSpectraError(f"The dataset's axis is in {spectra.axis_unit}, the model's in {self.axis_unit}. Convert it "
                                          "first: ionsweep data convert.")
            wavelengths, samples, spectra = spectra.wavelengths, samples or spectra.samples, spectra.spectra
        x = np.array(spectra, dtype=np.float32, ndmin=2)
        self._check(x, wavelengths)
        prepared = preprocessing.apply(x, self.card["preprocessing"]).astype(np.float32)
        values = np.zeros((len(x), len(self.targets)))
        distant, disagree = np.zeros(len(x), dtype=int), np.zeros(len(x), dtype=int)
        distance_p, disagreement_p = np.zeros(len(x)), np.zeros(len(x))
        for models, trust in self._folds:
            columns = []
            for metadata, t in models:
                predicted = _evaluation.evaluate(metadata["kind"], metadata, t, _scaled(prepared, t)).astype(np.float32)
                columns.append((predicted * t["target_sd"] + t["target_mean"]).astype(np.float32))
            values += np.hstack(columns)
            metadata, t = models[0]
            p, other = _p_values(metadata, t, trust, _scaled(prepared, t), self.wavelengths)
            level = max(self.card["falseAlarms"] / (1 if other is None else 2), 1 / (trust["distance.validation"].size + 1))
            distant += p <= level
            distance_p += p / len(self._folds)
            if other is not None:
                disagree += other <= level
                disagreement_p += other / len(self._folds)
        values /= len(self._folds)
        half = np.array([one.half_width for one in self.targets])
        reasons = []
        for row in range(len(x)):
            found = []
            # Half of the folds must agree, so that one odd fold does not cry wolf.
            if 2 * distant[row] >= len(self._folds):
                found.append(f"unlike the training spectra (p {_short(distance_p[row], 3)})")
            if 2 * disagree[row] >= len(self._folds):
                found.append(f"predicted and computed auxiliary quantities disagree (p {_short(disagreement_p[row], 3)})")
            found += [text for one, value in zip(self.targets, values[row]) if (text := _out_of_range(one, float(value)))]
            reasons.append(found)
        return Predictions(self.targets, values, values - half, values + half, reasons, samples)

    def _check(self, x: Array, wavelengths: Array | None) -> None:
        own = self.wavelengths
        if x.ndim != 2 or x.shape[1] != len(own):
            raise InvalidSpectraError(f"Spectra have the shape {x.shape}; the model was trained on {len(own)} channels from {own[0]:g} to "
                                      f"{own[-1]:g} {self.axis_unit}. Measure on its axis, or interpolate: numpy.interp.")
        if wavelengths is not None:
            found = np.asarray(wavelengths, dtype=np.float64)
            differs = np.flatnonzero(np.abs(found - own) > 1e-6 * np.abs(own)) if found.shape == own.shape else np.array([0])
            if differs.size:
                at = int(differs[0])
                raise InvalidSpectraError(f"Channel {at + 1} is at {found[at]:g}, the model's at {own[at]:g} {self.axis_unit}. Measure on "
                                          "its axis, or interpolate: numpy.interp.")
        if not np.isfinite(x).all():
            row, channel = np.argwhere(~np.isfinite(x))[0]
            raise InvalidSpectraError(f"Spectrum {row}, channel {channel} is {x[row, channel]}; expected finite values.")

    def _entries(self) -> list[Mapping[str, str]]:
        return [file for fold in self.card["folds"] for file in (*fold["models"], fold["trust"])]

    @staticmethod
    def _of_file(data: bytes, source: str) -> ExportedModel:
        metadata, arrays = safetensors.read(data, source)
        if metadata.get("kind") != "model" or "card" not in metadata:
            raise InvalidFileError(f"{source} holds no model with its card; expected a file that 'ionsweep train' wrote.")

        def read(name: str) -> _File:
            prefix = f"{name}|"
            found = ({key.removeprefix(prefix): value for key, value in metadata.items() if key.startswith(prefix)},
                     {key.removeprefix(prefix): value for key, value in arrays.items() if key.startswith(prefix)})
            if not found[1]:
                raise InvalidFileError(f"{source} lacks '{name}', which its card names.")
            return found

        return ExportedModel(json.loads(metadata["card"]), read, source)


def _scaled(prepared: Array, t: Mapping[str, Array]) -> Array:
    """(x − minimum)/(maximum − minimum) in single precision, 0 where both are equal."""
    range_ = t["channel_maximum"] - t["channel_minimum"]
    return np.divide(prepared - t["channel_minimum"], range_, out=np.zeros_like(prepared), where=range_ > 0)


def _p_values(metadata: Mapping[str, str], t: Mapping[str, Array], trust: Mapping[str, Array], x: Array,
              wavelengths: Array) -> tuple[Array, Array | None]:
    """p-values of the distance from the training spectra, and of the disagreement of auxiliary quantities; None without any."""
    left = x - trust["distance.mean"]
    inside = np.zeros(len(x))
    for direction, variance in zip(trust["distance.directions"], trust["distance.variance"]):
        score = left @ direction
        inside += score * score / variance
        left = left - np.outer(score, direction)
    scale = trust["distance.scale"]
    distance = np.maximum(np.square(left).sum(axis=1) / scale[0], inside / scale[1])
    p = _p_value(trust["distance.validation"], distance)
    if "auxiliary.mean" not in trust:
        return p, None
    predicted = _evaluation.convolutional(metadata, t, x)[1]
    assert predicted is not None
    range_ = t["channel_maximum"] - t["channel_minimum"]
    spectra = np.where(range_ > 0, x * range_ + t["channel_minimum"], t["channel_minimum"]).astype(np.float64)
    computed = (_auxiliary(spectra, wavelengths) - t["auxiliary_mean"]) / t["auxiliary_sd"]
    z = (predicted - computed - trust["auxiliary.mean"]) / trust["auxiliary.sd"]
    return p, _p_value(trust["auxiliary.validation"], np.sqrt(np.square(z).mean(axis=1)))


def _p_value(validation: Array, scores: Array) -> Array:
    """(1 + validation scores at least as large)/(n + 1). A spectrum of the validation rows meets its own score, up to rounding."""
    return (1 + len(validation) - np.searchsorted(np.sort(validation), scores * (1 - 1e-5), side="left")) / (len(validation) + 1)


def _auxiliary(x: Array, wavelengths: Array) -> Array:
    """Area, areas of four bands, centroid, ratio of the halves."""
    channels = len(wavelengths)

    def area(first: int, end: int) -> Array:
        steps = 0.5 * np.diff(wavelengths[first:end])
        return (x[:, first + 1:end] + x[:, first:end - 1]) @ steps

    widths = np.r_[wavelengths[1:], wavelengths[-1]] - np.r_[wavelengths[0], wavelengths[:-1]]
    weights = (x - x.min(axis=1, keepdims=True)) * widths / 2
    total = weights.sum(axis=1)
    centroid = np.divide(weights @ wavelengths, total, out=np.full(len(x), (wavelengths[0] + wavelengths[-1]) / 2), where=total > 0)
    lower, upper = area(0, channels // 2), area(channels // 2, channels)
    size = np.abs(lower) + np.abs(upper)
    ratio = np.divide(lower, size, out=np.zeros(len(x)), where=size > 0)
    bands = [area(channels * b // 4, channels * (b + 1) // 4) for b in range(4)]
    return np.column_stack([area(0, channels), *bands, centroid, ratio])


def _out_of_range(target: ModelTarget, value: float) -> str:
    slack = target.half_width if np.isfinite(target.half_width) else 0.0
    side = "above" if value > target.maximum + slack else "below" if value < target.minimum - slack else ""
    unit = f" {target.unit}" if target.unit else ""
    return side and f"{target.name} {side} the calibrated {_short(target.minimum, 4)} to {_short(target.maximum, 4)}{unit}"


def _short(value: float, digits: int) -> str:
    """At most so many digits behind the point, halves away from zero as the server rounds them."""
    text = str(Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)).rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
