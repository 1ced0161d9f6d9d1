"""An exported model as a scikit-learn estimator; scikit-learn itself is not needed."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ._arrays import Array
from .models import ExportedModel, load_model

if TYPE_CHECKING:
    _Bases: tuple[type, ...] = (object,)
else:
    try:
        from sklearn.base import BaseEstimator, RegressorMixin

        _Bases = (RegressorMixin, BaseEstimator)
    except ImportError:

        class _Parameters:
            """What scikit-learn's base classes give: parameters by name, and the coefficient of determination."""

            def get_params(self, deep: bool = True) -> dict[str, Any]:
                names = [name for name in inspect.signature(type(self).__init__).parameters if name != "self"]
                return {name: getattr(self, name) for name in names}

            def set_params(self, **params: Any) -> Any:
                known = self.get_params()
                for name, value in params.items():
                    if name not in known:
                        raise ValueError(f"There is no parameter '{name}'; there are {', '.join(known)}.")
                    setattr(self, name, value)
                return self

            def score(self, X: Any, y: Any, sample_weight: Any = None) -> float:
                y, predicted = np.asarray(y, dtype=float), self.predict(X)
                weights = np.ones(len(y)) if sample_weight is None else np.asarray(sample_weight, dtype=float)
                mean = np.average(y, axis=0, weights=weights)
                residual = np.average((y - predicted) ** 2, axis=0, weights=weights)
                return float(np.mean(1 - residual / np.average((y - mean) ** 2, axis=0, weights=weights)))

        _Bases = (_Parameters,)


class IonSweepRegressor(*_Bases):  # type: ignore[misc]
    """Predicts with an exported model.

    model: an ExportedModel, or the path of one. target: slug or name of the target that is predicted; None for the only one, or for all
    of them [N, T].

    The model is trained already: ``fit`` looks at the number of channels and changes nothing, so that cross-validation of a pipeline says
    how good this model is on these spectra, not how good one trained on them would be.
    """

    def __init__(self, model: ExportedModel | str | Path = "", target: str | None = None) -> None:
        self.model = model
        self.target = target

    def fit(self, X: Any, y: Any = None) -> IonSweepRegressor:
        """Checks that the spectra have the model's channels."""
        loaded = self._loaded()
        loaded._check(np.array(X, dtype=np.float32, ndmin=2), None)
        self.n_features_in_ = len(loaded.wavelengths)
        return self

    def predict(self, X: Any) -> Array:
        """Predictions in the target's unit: [N] for one target, else [N, T]."""
        predictions = self._loaded().predict(np.asarray(X))
        if self.target is not None:
            return predictions.target(self.target)
        return predictions.values[:, 0] if len(predictions.targets) == 1 else predictions.values

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def _loaded(self) -> ExportedModel:
        if isinstance(self.model, ExportedModel):
            return self.model
        if getattr(self, "_from", None) != self.model:
            self._model, self._from = load_model(self.model), self.model
        return self._model
