"""IonSweep from Python: sweeps of calibrations on a server, and predictions with the models that it exports."""

from __future__ import annotations

from typing import Any

from ._schema import ModelSummary, Recommendation, StoredDataset, SweepSummary, SweepUpdate
from .client import Client, Model, Sweep
from .datasets import Dataset, Target
from .errors import (BusyError, ConflictError, InvalidFileError, InvalidRequestError, InvalidSpectraError, IonSweepError, NotAllowedError,
                     NotFoundError, ServerError, UnreachableError)
from .local import serve
from .models import ExportedModel, Predictions, load_model
from .results import Figure, Results

__version__ = "0.2.0"

__all__ = [
    "BusyError", "Client", "ConflictError", "Dataset", "ExportedModel", "Figure", "InvalidFileError", "InvalidRequestError",
    "InvalidSpectraError", "IonSweepError", "IonSweepRegressor", "Model", "ModelSummary", "NotAllowedError", "NotFoundError", "Predictions",
    "Recommendation", "Results", "ServerError", "StoredDataset", "Sweep", "SweepSummary", "SweepUpdate", "Target", "UnreachableError",
    "load_model", "serve",
]


def __getattr__(name: str) -> Any:
    # Importing scikit-learn takes longer than everything else here; who does not use the estimator does not wait for it.
    if name == "IonSweepRegressor":
        from .estimator import IonSweepRegressor
        return IonSweepRegressor
    raise AttributeError(f"module 'ionsweep' has no attribute '{name}'")
