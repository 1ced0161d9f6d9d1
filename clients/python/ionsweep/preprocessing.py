"""The preprocessing of exported models, with numpy: steps as a model card writes them, and what they learned from training spectra."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.polynomial import Legendre

from ._arrays import Array
from .errors import InvalidFileError

Step = Mapping[str, Any]


def apply(spectra: Array, steps: Sequence[Step], learned: Sequence[Array | None] | None = None) -> Array:
    """The preprocessed spectra [N, C], in double precision.

    learned: for each step what it learned; None for a step that looks at one spectrum alone.
    """
    x = np.array(spectra, dtype=np.float64)
    for number, step in enumerate(steps):
        do = _STEPS.get(step["kind"])
        if do is None:
            raise InvalidFileError(f"The model's preprocessing step {number + 1} is '{step['kind']}', which this version does not "
                                   f"know; expected one of {', '.join(_STEPS)}. A newer ionsweep package may.")
        x = do(x, step, None if learned is None else learned[number])
    return x


def _snv(x: Array, step: Step, _: Any) -> Array:
    deviation = x.std(axis=1, ddof=1, keepdims=True) if x.shape[1] > 1 else np.zeros((len(x), 1))
    return (x - x.mean(axis=1, keepdims=True)) * np.divide(1, deviation, out=np.zeros_like(deviation), where=deviation > 0)


def _savitzky_golay(x: Array, step: Step, _: Any) -> Array:
    """Least-squares polynomials on a moving window; the ends are read off the first and last whole window."""
    window, polynomial = int(step.get("window", 11)), int(step.get("polynomial", 2))
    derivative, delta = int(step.get("derivative", 0)), float(step.get("delta", 1))
    half, channels = window // 2, x.shape[1]
    unit = max(half, 1)
    positions = (np.arange(window) - half) / unit
    # Legendre polynomials are nearly orthogonal on the window, so that the normal equations lose no digits.
    terms: list[Any] = [Legendre(one) for one in np.eye(polynomial + 1)]
    fit = np.linalg.pinv(np.stack([term(positions) for term in terms], axis=1))
    for _ in range(derivative):
        terms = [term.deriv() for term in terms]
    slopes = np.stack([term(positions) for term in terms], axis=1)
    weights = slopes @ fit / (unit * delta) ** derivative
    starts = np.clip(np.arange(channels) - half, 0, channels - window)
    windows = np.lib.stride_tricks.sliding_window_view(x, window, axis=1)[:, starts]
    return np.einsum("ncw,cw->nc", windows, weights[np.arange(channels) - starts])


def _polynomials(channels: int, degree: int) -> Array:
    """Orthonormal polynomials of the channel's number, degree + 1 rows."""
    t = 2.0 * np.arange(channels) / (channels - 1) - 1 if channels > 1 else np.zeros(1)
    rows: list[Array] = []
    for k in range(degree + 1):
        row = np.ones(channels) if k == 0 else rows[-1] * t
        for _ in range(2):
            for other in rows:
                row = row - (row @ other) * other
        norm = np.sqrt(row @ row)
        rows.append(row / norm if norm > 1e-12 else np.zeros(channels))
    return np.array(rows)


def _without(x: Array, directions: Array) -> Array:
    for direction in directions:
        x = x - np.outer(x @ direction, direction)
    return x


def _detrend(x: Array, step: Step, _: Any) -> Array:
    return _without(x, _polynomials(x.shape[1], int(step.get("degree", 2))))


def _baseline(x: Array, step: Step, _: Any) -> Array:
    """Asymmetric least squares: (W + λ D₂ᵀD₂) z = W x, a band matrix of five diagonals, solved by LDLᵀ for all spectra at once."""
    stiffness, asymmetry = float(step.get("stiffness", 1e5)), float(step.get("asymmetry", 0.01))
    channels = x.shape[1]
    second = np.zeros((channels - 2, channels))
    for k, value in enumerate((1, -2, 1)):
        second[np.arange(channels - 2), np.arange(channels - 2) + k] = value
    penalty = stiffness * (second.T @ second)
    diagonal, below1, below2 = np.diag(penalty), np.r_[0, np.diag(penalty, -1)], np.r_[0, 0, np.diag(penalty, -2)]
    weights, line = np.ones_like(x), np.zeros_like(x)
    d, l1, l2 = np.zeros_like(x), np.zeros_like(x), np.zeros_like(x)
    for _ in range(int(step.get("rounds", 10))):
        for i in range(channels):
            d[:, i], line[:, i] = weights[:, i] + diagonal[i], weights[:, i] * x[:, i]
            first = np.full(len(x), below1[i])
            if i > 1:
                l2[:, i] = below2[i] / d[:, i - 2]
                first -= l2[:, i] * d[:, i - 2] * l1[:, i - 1]
                d[:, i] -= l2[:, i] ** 2 * d[:, i - 2]
                line[:, i] -= l2[:, i] * line[:, i - 2]
            if i > 0:
                l1[:, i] = first / d[:, i - 1]
                d[:, i] -= l1[:, i] ** 2 * d[:, i - 1]
                line[:, i] -= l1[:, i] * line[:, i - 1]
        line /= d
        for i in range(channels - 2, -1, -1):
            line[:, i] -= l1[:, i + 1] * line[:, i + 1]
            if i + 2 < channels:
                line[:, i] -= l2[:, i + 2] * line[:, i + 2]
        weights = np.where(x > line, asymmetry, 1 - asymmetry)
    return x - line


def _scatter(degree: int) -> Callable[[Array, Step, Any], Array]:
    def correct(x: Array, step: Step, reference: Any) -> Array:
        """x = Σ cₖ tᵏ + b r + e becomes r + e/b; r + e where b ≤ 0."""
        polynomials = _polynomials(x.shape[1], degree if degree >= 0 else int(step.get("degree", 2)))
        own = np.array(reference, dtype=np.float64)
        for _ in range(2):
            own = _without(own[None, :], polynomials)[0]
        length = float(np.sqrt(own @ own))
        own = own / length if length > 1e-12 * np.sqrt(reference @ reference) else np.zeros_like(own)
        rest = _without(x, polynomials)
        weight = rest @ own
        slope = weight / length if length > 0 else np.zeros(len(x))
        rest = rest - np.outer(weight, own)
        return reference + rest * np.divide(1, slope, out=np.ones_like(slope), where=slope > 0)[:, None]

    return correct


def _autoscale(x: Array, step: Step, learned: Any) -> Array:
    channels = x.shape[1]
    return (x - learned[:channels]) * learned[channels:]


def _osc(x: Array, step: Step, learned: Any) -> Array:
    channels = x.shape[1]
    x = x - learned[:channels]
    for weights, loadings in learned[channels:].reshape(-1, 2, channels):
        x = x - np.outer(x @ weights, loadings)
    return x


def _epo(x: Array, step: Step, learned: Any) -> Array:
    return _without(x, np.asarray(learned).reshape(-1, x.shape[1]))


def _chosen(x: Array, step: Step, kept: Any) -> Array:
    return np.where(np.asarray(kept) != 0, x, 0)


_STEPS: dict[str, Callable[[Array, Step, Any], Array]] = {
    "none": lambda x, step, _: x, "snv": _snv, "savitzkyGolay": _savitzky_golay, "detrend": _detrend, "baseline": _baseline,
    "msc": _scatter(0), "emsc": _scatter(-1), "autoscale": _autoscale, "osc": _osc, "epo": _epo, "vip": _chosen, "intervals": _chosen,
}
