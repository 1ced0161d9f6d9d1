"""Spectra with their known targets."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from . import safetensors
from ._arrays import Array
from ._schema import AxisUnit, Ordinate
from .errors import InvalidFileError, InvalidSpectraError

_KIND, _VERSION = "spectral-dataset", "1"


@dataclass(frozen=True)
class Target:
    """A quantity that is predicted: its name and unit, "" when unknown. ``Target.of("Protein (%)")`` reads both."""

    name: str
    unit: str = ""

    @staticmethod
    def of(header: str) -> Target:
        """From the header of a column."""
        found = re.fullmatch(r"\s*(.*?)\s*\(([^()]*)\)\s*", header)
        return Target(found[1], found[2].strip()) if found else Target(header.strip())

    def __str__(self) -> str:
        return f"{self.name} ({self.unit})" if self.unit else self.name


@dataclass(frozen=True, eq=False)
class Dataset:
    """N spectra of C channels with T targets.

    ``spectra`` [N, C] and ``values`` [N, T] are kept as float32, a missing target value is NaN; ``wavelengths`` [C] ascend, in
    ``axis_unit``; ``samples`` names the sample of each spectrum (equal for replicates; None when every spectrum is a sample of its own).
    """

    spectra: Array
    wavelengths: Array
    values: Array
    targets: Sequence[Target | str]
    name: str = "python"
    samples: Sequence[str] | None = None
    axis_unit: AxisUnit = "nanometre"
    ordinate: Ordinate = "unknown"
    is_simulated: bool = False
    origin: str = "Python"
    sha256: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "spectra", np.array(self.spectra, dtype=np.float32, order="C", ndmin=2))
        put(self, "wavelengths", np.array(self.wavelengths, dtype=np.float64))
        values = np.array(self.values, dtype=np.float32, order="C")
        put(self, "values", values.reshape(-1, 1) if values.ndim == 1 else values)
        put(self, "targets", tuple(Target.of(one) if isinstance(one, str) else one for one in self.targets))
        put(self, "samples", None if self.samples is None else tuple(str(one) for one in self.samples))
        rows, channels = self.spectra.shape
        if self.wavelengths.shape != (channels,):
            raise InvalidSpectraError(f"There are {channels} channels and {self.wavelengths.size} wavelengths; expected as many.")
        if self.values.shape != (rows, len(self.targets)):
            raise InvalidSpectraError(
                f"Target values have the shape {self.values.shape}; expected {(rows, len(self.targets))}, "
                "one row for each spectrum and one column for each target.")
        if self.samples is not None and len(self.samples) != rows:
            raise InvalidSpectraError(f"There are {rows} spectra and {len(self.samples)} sample ids; expected as many.")
        if np.any(np.diff(self.wavelengths) <= 0):
            raise InvalidSpectraError("Wavelengths do not ascend; sort the channels: order = numpy.argsort(wavelengths).")
        if not np.isfinite(self.spectra).all():
            row, channel = np.argwhere(~np.isfinite(self.spectra))[0]
            raise InvalidSpectraError(f"Spectrum {row}, channel {channel} is {self.spectra[row, channel]}; expected finite values.")

    def __repr__(self) -> str:
        rows, channels = self.spectra.shape
        return (f"Dataset({self.name!r}: {rows} spectra, {channels} channels from {self.wavelengths[0]:g} to "
                f"{self.wavelengths[-1]:g} {self.axis_unit}, targets {', '.join(map(str, self.targets))})")

    def __len__(self) -> int:
        return len(self.spectra)

    def target(self, name: str) -> Array:
        """The N values of one target, by name or header."""
        for column, one in enumerate(self.targets):
            if name in (str(one), getattr(one, "name", one)):
                return self.values[:, column]
        raise KeyError(f"There is no target '{name}'; there are {', '.join(map(str, self.targets))}.")

    def to_bytes(self) -> bytes:
        """The dataset as the safetensors file that a server keeps."""
        metadata = {
            "kind": _KIND, "version": _VERSION, "name": self.name, "simulated": str(self.is_simulated).lower(),
            "origin": self.origin,
            "targets": json.dumps([{"name": one.name, "unit": one.unit} for one in self.targets if isinstance(one, Target)],
                                  ensure_ascii=False),
        }
        if self.axis_unit != "nanometre":
            metadata["axis"] = self.axis_unit[0].upper() + self.axis_unit[1:]
        if self.ordinate != "unknown":
            metadata["ordinate"] = self.ordinate[0].upper() + self.ordinate[1:]
        if self.samples is not None:
            metadata["samples"] = json.dumps(list(self.samples), ensure_ascii=False)
        return safetensors.write(
            {"wavelengths": self.wavelengths, "targets": self.values, "spectra": self.spectra}, metadata)

    @staticmethod
    def from_bytes(data: bytes, source: str = "file") -> Dataset:
        """Reads what a server, or ``ionsweep data import``, wrote."""
        metadata, arrays = safetensors.read(data, source)
        if metadata.get("kind") != _KIND or metadata.get("version") != _VERSION:
            raise InvalidFileError(f"{source} holds no dataset that this version reads: kind '{metadata.get('kind')}', version "
                                   f"'{metadata.get('version')}'; expected '{_KIND}', '{_VERSION}'.")

        def word(key: str, default: str) -> Any:
            text = metadata.get(key, "")
            return text[0].lower() + text[1:] if text else default

        return Dataset(
            spectra=arrays["spectra"], wavelengths=arrays["wavelengths"], values=arrays["targets"],
            targets=[Target(one["name"], one["unit"]) for one in json.loads(metadata["targets"])], name=metadata["name"],
            samples=json.loads(metadata["samples"]) if "samples" in metadata else None,
            axis_unit=word("axis", "nanometre"), ordinate=word("ordinate", "unknown"),
            is_simulated=metadata["simulated"] == "true", origin=metadata["origin"], sha256=safetensors.digest(data))

    @staticmethod
    def load(path: str | Path) -> Dataset:
        """Reads a dataset's safetensors file. Other formats are read by the server: ``client.upload(path)``."""
        return Dataset.from_bytes(Path(path).read_bytes(), str(path))

    def save(self, path: str | Path) -> None:
        """Writes a safetensors file, which ``ionsweep run --data`` and a server's upload read."""
        Path(path).write_bytes(self.to_bytes())
