"""A server's sweeps, datasets and models."""

from __future__ import annotations

import json
import os
import time
import urllib.parse
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from . import _records
from ._http import Connection, form
from ._arrays import Array
from ._schema import (Catalog, ComparedSweeps, DatasetSummary, HistoryEntry, ImportedDataset, Machine, ModelDetail, ModelSummary,
                      PlannedSweep, PredictionAnswer, Recommendation, StoredDataset, SweepReport, SweepResults, SweepSnapshot,
                      SweepSummary, SweepUpdate)
from .datasets import Dataset
from .errors import IonSweepError
from .models import ExportedModel, ModelTarget, Predictions, load_model
from .results import Figure, Results

_ARTIFACT = "application/vnd.ionsweep.dataset"


class Client:
    """A server.

    server: e.g. ``http://127.0.0.1:5080``; without it ``IONSWEEP_SERVER``.
    token: API token; without it ``IONSWEEP_TOKEN``, and none when that is not set either.
    patience: seconds for which a server that answered before is asked again while it is away or busy.
    timeout: seconds without a byte after which a request counts as lost.
    """

    def __init__(self, server: str | None = None, token: str | None = None, *, patience: float = 120.0,
                 timeout: float = 300.0) -> None:
        server = server or os.environ.get("IONSWEEP_SERVER")
        if not server:
            raise ValueError("Which server? Give Client('http://127.0.0.1:5080'), or set IONSWEEP_SERVER.")
        self._http = Connection(server, token if token is not None else os.environ.get("IONSWEEP_TOKEN", ""), patience, timeout)

    @property
    def server(self) -> str:
        """Its address."""
        return self._http.server

    def __repr__(self) -> str:
        return f"Client({self.server!r})"

    # --- datasets

    def upload(self, data: Dataset | str | Path | bytes, *, name: str | None = None, sheet: str | None = None,
               id: str | None = None, targets: Sequence[str] | None = None) -> StoredDataset:
        """Stores spectra with targets; the answer's ``sha256`` names them in a spec, its ``warnings`` say what is remarkable.

        data: a Dataset of arrays, or a file in any format that IonSweep reads (CSV, Excel, Parquet, JCAMP-DX, npz, …), as a path or its
        bytes. sheet, id, targets: for tables: sheet of a workbook, column of sample ids, columns that are targets.
        """
        query = {"name": name, "sheet": sheet, "id": id, "targets": ",".join(targets) if targets is not None else None}
        if isinstance(data, Dataset):
            body, kind = data.to_bytes(), _ARTIFACT
        else:
            body, kind = (data if isinstance(data, bytes) else Path(data).read_bytes()), "application/octet-stream"
            query["name"] = name or ("data" if isinstance(data, bytes) else Path(data).name)
        return _records.decode(StoredDataset, self._http.ask_json("PUT", "/api/datasets", body, kind, query))

    def import_files(self, files: Sequence[str | Path], references: str | Path | None = None, *, name: str | None = None,
                     sheet: str | None = None, id: str | None = None, targets: Sequence[str] | None = None,
                     resample: str | None = None) -> ImportedDataset:
        """Makes one dataset of many files of an instrument and a table of reference values; the answer says what matched.

        id: column of the table that names samples or files. resample: ``linear`` or ``cubic``, for spectra of another axis than the
        first file's.
        """
        fields = {"name": name, "sheet": sheet, "id": id, "targets": ",".join(targets) if targets is not None else None,
                  "resample": resample}
        parts = [("files", Path(one)) for one in files] + ([] if references is None else [("references", Path(references))])
        body, kind = form({key: value for key, value in fields.items() if value is not None}, parts)
        return _records.decode(ImportedDataset, self._http.ask_json("POST", "/api/datasets/import", body, kind))

    def dataset(self, sha256: str | StoredDataset) -> Dataset:
        """A stored dataset as arrays."""
        key = sha256 if isinstance(sha256, str) else sha256.sha256
        return Dataset.from_bytes(self._http.ask("GET", f"/api/datasets/{_quoted(key)}", accept=_ARTIFACT), f"dataset {key[:12]}")

    def datasets(self) -> list[DatasetSummary]:
        """All stored datasets."""
        return _records.decode_list(DatasetSummary, self._http.ask_json("GET", "/api/datasets"))

    def delete_dataset(self, sha256: str | StoredDataset | DatasetSummary) -> None:
        """Removes a dataset that no sweep uses."""
        key = sha256 if isinstance(sha256, str) else sha256.sha256
        self._http.ask("DELETE", f"/api/datasets/{_quoted(key)}")

    # --- sweeps

    def submit(self, spec: Mapping[str, Any] | str, *, data: Dataset | StoredDataset | str | None = None,
               id: str | None = None) -> Sweep:
        """Starts a sweep, or goes on with the one of this id.

        spec: a mapping, or YAML text. data: what to train on when the spec does not say: a dataset, which is uploaded, a stored one, or
        the SHA-256 of one.
        """
        body, kind = self._spec(spec, data)
        summary = _records.decode(SweepSummary, self._http.ask_json("POST", "/api/sweeps", body, kind, {"id": id}))
        return Sweep(self, summary.id)

    def plan(self, spec: Mapping[str, Any] | str, *, data: Dataset | StoredDataset | str | None = None) -> PlannedSweep:
        """What a spec comes to: cells, work items, expected seconds and how these were estimated, the spec as short YAML. Starts nothing.

        spec, data: as for ``submit``. A spec that cannot be used raises InvalidRequestError, which names the field.
        """
        return _records.decode(PlannedSweep, self._http.ask_json("POST", "/api/sweeps/plan", *self._spec(spec, data)))

    def catalog(self) -> Catalog:
        """Presets, strategies, models and preprocessings that specs can name here, each with a sentence."""
        return _records.decode(Catalog, self._http.ask_json("GET", "/api/catalog"))

    def compare(self, *sweeps: Sweep | str, columns: Sequence[str] = (), reference: str | None = None) -> ComparedSweeps:
        """Sweeps of one dataset and seed side by side on the folds that they share, with the tests of results.

        Without columns, each strategy and model is compared with the same of the first sweep. columns: some of them alone, e.g.
        ``["one:e/pls", "two:sim/pls"]``, each compared with the first, or with ``reference``.
        """
        query = {"sweeps": ",".join(one if isinstance(one, str) else one.id for one in sweeps) or None,
                 "columns": ",".join(columns) or None, "reference": reference}
        return _records.decode(ComparedSweeps, self._http.ask_json("GET", "/api/compare", query=query))

    def sweeps(self) -> list[SweepSummary]:
        """All sweeps, newest first."""
        return _records.decode_list(SweepSummary, self._http.ask_json("GET", "/api/sweeps"))

    def sweep(self, id: str) -> Sweep:
        """One of them; nothing is asked yet."""
        return Sweep(self, id)

    def machines(self) -> list[Machine]:
        """What trains, the server's process or the silos of its cluster: slots, trainers, and what each does now."""
        return _records.decode_list(Machine, self._http.ask_json("GET", "/api/machines"))

    def _spec(self, spec: Mapping[str, Any] | str, data: Dataset | StoredDataset | str | None) -> tuple[bytes, str]:
        """A spec as it is sent, with its data."""
        if isinstance(data, Dataset):
            data = self.upload(data)
        source = None if data is None else {"source": "stored", "sha256": data if isinstance(data, str) else data.sha256}
        if isinstance(spec, str):
            text = spec if source is None else f"{spec.rstrip()}\ndata: {json.dumps(source)}\n"
            return text.encode(), "application/yaml"
        if source is not None and "data" in spec:
            raise ValueError("The spec names its data already; leave out one of the two.")
        return json.dumps({**spec, **({} if source is None else {"data": source})}).encode(), "application/json"

    # --- models

    def models(self) -> list[ModelSummary]:
        """All stored models, newest first."""
        return _records.decode_list(ModelSummary, self._http.ask_json("GET", "/api/models"))

    def model(self, id: str) -> Model:
        """One of them; nothing is asked yet."""
        return Model(self, id)

    def upload_model(self, source: str | Path | bytes) -> Model:
        """Stores a model that was made elsewhere: the file of ``ionsweep train``, or its bytes."""
        body = source if isinstance(source, bytes) else Path(source).read_bytes()
        stored = _records.decode(ModelSummary, self._http.ask_json("PUT", "/api/models", body, "application/octet-stream"))
        return Model(self, stored.id)


class Sweep:
    """One sweep of a server."""

    def __init__(self, client: Client, id: str) -> None:
        self.client, self.id = client, id
        self._http = client._http
        self._path = f"/api/sweeps/{_quoted(id)}"

    def __repr__(self) -> str:
        return f"Sweep({self.id!r} on {self.client.server})"

    def snapshot(self) -> SweepSnapshot:
        """Where it and each of its work items stands."""
        return _records.decode(SweepSnapshot, self._http.ask_json("GET", self._path))

    @property
    def summary(self) -> SweepSummary:
        """The sweep in one line, asked now."""
        return self.snapshot().summary

    def watch(self) -> Iterator[SweepUpdate]:
        """First a whole snapshot, then what changed, until the sweep ends; a lost connection is taken up where it broke."""
        for name, data in self._http.events(f"{self._path}/events"):
            if name == "update":
                yield _records.decode(SweepUpdate, json.loads(data))

    def wait(self, progress: Callable[[SweepUpdate], None] | None = None) -> SweepSummary:
        """Waits for its end. Raises IonSweepError when it did not complete."""
        for update in self.watch():
            if progress is not None:
                progress(update)
        # The stream may have ended because the server stops; whether the sweep has ended only its state tells.
        pause = 0.1
        while (summary := self.summary).status == "running":
            time.sleep(pause)
            pause = min(2 * pause, 5.0)
        if summary.status != "completed":
            raise IonSweepError(f"Sweep '{self.id}' is {summary.status}: {summary.finished} of {summary.work_items} work items are "
                                f"finished, {summary.failed} failed. {summary.reason}".rstrip())
        return summary

    def results(self) -> Results:
        """Results so far with their statistics."""
        return Results(_records.decode(SweepResults, self._http.ask_json("GET", f"{self._path}/results")))

    def results_csv(self) -> str:
        """``results.csv``, the same bytes on every machine."""
        return self._http.ask("GET", f"{self._path}/results.csv").decode()

    def report(self) -> SweepReport:
        """Everything that the report shows: results, predictions, learning curves, generated spectra."""
        return _records.decode(SweepReport, self._http.ask_json("GET", f"{self._path}/report"))

    def report_html(self) -> str:
        """The report as one page that needs no network."""
        return self._http.ask("GET", f"{self._path}/report", accept="text/html").decode()

    def figure(self, name: str = "mae") -> Figure:
        """A figure of the report: ``mae``, ``differences``, ``spectra``, ``predictions-TARGET``, …"""
        return Figure(name, self._http.ask("GET", f"{self._path}/figures/{_quoted(name)}.svg").decode())

    def history(self) -> list[HistoryEntry]:
        """What happened to it and who asked for it, oldest first."""
        return _records.decode_list(HistoryEntry, self._http.ask_json("GET", f"{self._path}/history"))

    def recommend(self) -> list[Recommendation]:
        """Which calibration to use for each target, and how good it is; for sweeps that searched."""
        found = self.report().recommendations
        if found is None:
            raise IonSweepError(f"Sweep '{self.id}' searched for nothing, so there is nothing to recommend. "
                                "Submit one with the preset 'search', or with the models selected or ensemble.")
        return found

    def extend(self, *, folds: int | None = None, strategies: Sequence[str] = (), models: Sequence[str] = ()) -> SweepSummary:
        """Gives it more folds (in all), strategies or models, and goes on with it; what it has done is kept."""
        body = {"strategies": list(strategies), "models": list(models)} | ({} if folds is None else {"folds": folds})
        return _records.decode(SweepSummary, self._http.ask_json("POST", f"{self._path}/extend", json.dumps(body).encode()))

    def train(self, model: str | None = None, *, strategy: str | None = None, targets: Sequence[str] = ()) -> Model:
        """Trains what the ended sweep recommends on all rows, and stores it; or the family, strategy and targets that are named."""
        body: dict[str, Any] = {key: value for key, value in (("model", model), ("strategy", strategy)) if value is not None}
        if targets:
            body["targets"] = list(targets)
        stored = _records.decode(ModelSummary, self._http.ask_json("POST", f"{self._path}/models", json.dumps(body).encode()))
        return Model(self.client, stored.id)

    def cancel(self) -> None:
        """Stops it after saving checkpoints; deletes nothing, and submitting it again goes on."""
        self._http.ask("POST", f"{self._path}/cancel", b"")

    def delete(self) -> None:
        """Removes it with its artifacts; it must not run."""
        self._http.ask("DELETE", self._path)


class Model:
    """One stored model of a server."""

    def __init__(self, client: Client, id: str) -> None:
        self.client, self.id = client, id
        self._http = client._http
        self._path = f"/api/models/{_quoted(id)}"
        self._detail: ModelDetail | None = None

    def __repr__(self) -> str:
        return f"Model({self.id!r} on {self.client.server})"

    @property
    def detail(self) -> ModelDetail:
        """What it predicts and how well, and its card: data, sweep, protocol. A model never changes, so it is asked once."""
        if self._detail is None:
            self._detail = _records.decode(ModelDetail, self._http.ask_json("GET", self._path))
        return self._detail

    def predict(self, spectra: Array | Dataset | str | Path, *, wavelengths: Array | None = None, samples: Sequence[str] | None = None,
                resample: str | None = None) -> Predictions:
        """Predictions with intervals and warnings, made by the server.

        spectra: [N, C] in the instrument's unit, a Dataset, or a file in any format that IonSweep reads. wavelengths: positions of the
        channels where they are not the model's. resample: ``linear`` or ``cubic``, to bring spectra of other channels to the model's.
        """
        query = {"resample": resample}
        if isinstance(spectra, (str, Path)):
            path = Path(spectra)
            answer = self._http.ask_json("POST", f"{self._path}/predict", path.read_bytes(), "application/octet-stream",
                                         {**query, "name": path.name})
        else:
            body: dict[str, Any] = {}
            if isinstance(spectra, Dataset):
                body |= {"axisUnit": spectra.axis_unit, "ordinate": spectra.ordinate}
                wavelengths, samples, spectra = spectra.wavelengths, samples or spectra.samples, spectra.spectra
            # As single precision writes itself, so that the server reads the very values.
            rows = [[float(str(value)) for value in row] for row in np.array(spectra, dtype=np.float32, ndmin=2)]
            body["spectra"] = rows
            if wavelengths is not None:
                body["axis"] = [float(one) for one in wavelengths]
            if samples is not None:
                body["ids"] = list(samples)
            answer = self._http.ask_json("POST", f"{self._path}/predict", json.dumps(body).encode(), query=query)
        return self._read(_records.decode(PredictionAnswer, answer), samples is not None or isinstance(spectra, (str, Path)))

    def _read(self, answer: PredictionAnswer, named: bool) -> Predictions:
        targets = [ModelTarget(one.slug, one.name, one.unit, one.minimum, one.maximum, one.half_width, one.measured_coverage, one.mean_mae)
                   for one in self.detail.model.targets]
        shape = (-1, len(targets))
        values = np.array([one.value for one in answer.predictions]).reshape(shape)
        half = np.array([one.half_width for one in targets])
        first = answer.predictions[::len(targets)]
        return Predictions(targets, values, values - half, values + half, [one.warnings for one in first],
                           [one.id for one in first] if named else None)

    def download(self) -> ExportedModel:
        """The model itself, to predict without a server."""
        return load_model(self.file())

    def file(self) -> bytes:
        """Its file, as ``ionsweep train`` writes it."""
        return self._http.ask("GET", f"{self._path}/file")

    def delete(self) -> None:
        """Removes it."""
        self._http.ask("DELETE", self._path)


def _quoted(part: str) -> str:
    return urllib.parse.quote(part, safe="")
