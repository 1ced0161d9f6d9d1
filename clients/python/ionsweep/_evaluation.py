"""What each kind of calibration computes of scaled spectra."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np

from . import preprocessing
from ._arrays import Array
from .errors import InvalidFileError

Arrays = Mapping[str, Array]


def evaluate(kind: str, metadata: Mapping[str, str], t: Arrays, x: Array) -> Array:
    """Predictions [N, K] in the scaled unit of training for scaled spectra [N, C] in single precision."""
    if kind == "linear-calibration":  # pls, univariate
        return (t["intercept"] + x @ t["coefficients"])[:, None]
    if kind == "linear-calibrations":  # pls2
        return t["intercept"] + x @ t["coefficients"].T
    if kind == "regression-network":  # mlp, mlp-group
        return network(t, "", x)
    if kind == "network-ensemble":  # mlp-5
        return np.mean([network(t, f"member.{i}.", x) for i in range(int(metadata["members"]))], axis=0)
    if kind == "preprocessed-network":  # mlp-raced
        return preprocessed_network(metadata, t, x)
    if kind == "multitask-network":
        return convolutional(metadata, t, x)[0]
    if kind == "pipeline-calibration":  # selected, ensemble
        return pipelines(metadata, t, x)[:, None]
    raise InvalidFileError(f"The model is of kind '{kind}', which this version does not know. A newer ionsweep package may.")


def network(t: Arrays, prefix: str, x: Array) -> Array:
    """Sigmoid layers, the last one linear."""
    layers = sum(name.startswith(f"{prefix}layers.") and name.endswith(".weight") for name in t)
    x = x.astype(np.float64)
    for i in range(layers):
        x = dense(t, f"{prefix}layers.{i}", x)
        if i < layers - 1:
            x = 1 / (1 + np.exp(-x))
    return x


def preprocessed_network(metadata: Mapping[str, str], t: Arrays, x: Array) -> Array:
    """A network of preprocessed spectra, which are scaled to [0, 1] channel by channel once more."""
    steps = json.loads(metadata["preprocessing"])
    z = preprocessing.apply(unscaled(t, x), steps, [t.get(f"learned.{s}") for s in range(len(steps))]).astype(np.float32)
    low, range_ = t["preprocessed_minimum"], t["preprocessed_maximum"] - t["preprocessed_minimum"]
    return network(t, "", np.where(range_ > 0, (z - low) / np.where(range_ > 0, range_, 1), 0).astype(np.float32))


def unscaled(t: Arrays, x: Array) -> Array:
    """Spectra as the instrument gave them, of scaled ones."""
    low, range_ = t["channel_minimum"], t["channel_maximum"] - t["channel_minimum"]
    return np.where(range_ > 0, x * range_ + low, low).astype(np.float32)


def dense(t: Arrays, name: str, x: Array) -> Array:
    """x Wᵀ + b."""
    return x @ t[f"{name}.weight"].T.astype(np.float64) + t[f"{name}.bias"]


def convolutional(metadata: Mapping[str, str], t: Arrays, x: Array) -> tuple[Array, Array | None]:
    """Targets and auxiliary quantities; the architecture reads like cnn-700-16k8s4-32k4s2-32k4s2-p2-64-4-7."""
    parts = metadata["architecture"].split("-")
    shapes = [part.split("k")[1].split("s") for part in parts[2:-4]]
    kernels, strides, pool = [int(k) for k, _ in shapes], [int(s) for _, s in shapes], int(parts[-4][1:])
    length = pooled = 0
    while length < x.shape[1]:
        pooled += 1
        length = pooled * pool
        for kernel, stride in zip(kernels[::-1], strides[::-1]):
            length = (length - 1) * stride + kernel
    left = (length - x.shape[1]) // 2
    y = np.pad(x.astype(np.float64), ((0, 0), (left, length - x.shape[1] - left)))[:, None, :]
    for i, (kernel, stride) in enumerate(zip(kernels, strides)):
        windows = np.lib.stride_tricks.sliding_window_view(y, kernel, axis=2)[:, :, ::stride]
        y = _silu(np.einsum("nipk,oik->nop", windows, t[f"convolutions.{i}.weight"].astype(np.float64))
                  + t[f"convolutions.{i}.bias"][:, None])
    y = y[:, :, :pooled * pool].reshape(len(y), y.shape[1], pooled, pool).mean(axis=3).reshape(len(y), -1)
    hidden = _silu(dense(t, "hidden", y))
    return dense(t, "target_head", hidden), dense(t, "auxiliary_head", hidden) if "auxiliary_head.weight" in t else None


def pipelines(metadata: Mapping[str, str], t: Arrays, x: Array) -> Array:
    """A weighed mean of calibrations, each with its own preprocessing of the spectra as the instrument gave them."""
    spectra = unscaled(t, x)
    total = np.zeros(len(x))
    for i, member in enumerate(json.loads(metadata["members"])):
        prefix = f"member.{i}."
        steps = member["preprocessing"]
        z = preprocessing.apply(spectra, steps, [t.get(f"{prefix}learned.{s}") for s in range(len(steps))])
        total += member["weight"] * (_local(t, prefix, z) if f"{prefix}local.spectra" in t else _regression(t, prefix, z))
    return total


def _regression(t: Arrays, prefix: str, z: Array) -> Array:
    """intercept + b·z + Σ rᵢ exp(−p‖u − cᵢ‖²), u the spectrum or its projection."""
    y = np.full(len(z), float(t[f"{prefix}intercept"]))
    if t[f"{prefix}coefficients"].size:
        y += z @ t[f"{prefix}coefficients"]
    if f"{prefix}radial.weights" in t:
        u = z @ t[f"{prefix}radial.projection"].T - t[f"{prefix}radial.offset"] if f"{prefix}radial.projection" in t else z
        centres = t[f"{prefix}radial.centres"].astype(np.float64)
        squares = np.array([np.square(centres - one).sum(axis=1) for one in u]).reshape(len(z), len(centres))
        y += np.exp(-float(t[f"{prefix}radial.precision"]) * squares) @ t[f"{prefix}radial.weights"]
    return y


def _local(t: Arrays, prefix: str, z: Array) -> Array:
    """A PLS of its own for each spectrum, of its nearest training spectra with tricube weights."""
    spectra, targets = t[f"{prefix}local.spectra"].astype(np.float64), t[f"{prefix}local.targets"]
    neighbours, components = int(t[f"{prefix}local.neighbours"]), int(t[f"{prefix}local.components"])
    predicted = np.empty(len(z))
    for row, one in enumerate(z):
        differences = spectra - one
        distances = np.sqrt(np.square(differences).sum(axis=1))
        order = np.argsort(distances, kind="stable")
        near = np.sort(order[:neighbours])
        reach = distances[order[min(len(near), len(order) - 1)]]
        share = distances[near] / reach if reach > 0 else np.zeros(len(near))
        weights = np.maximum((1 - share ** 3) ** 3, 1e-6)
        root = np.sqrt(weights)
        centre = weights @ differences[near] / weights.sum()
        mean = weights @ targets[near] / weights.sum()
        x = root[:, None] * (differences[near] - centre)
        predicted[row] = mean + _pls(x, root * (targets[near] - mean), -centre, components)
    return predicted


def _pls(x: Array, y: Array, new: Array, components: int) -> float:
    """PLS1 on inner products, as the search computes it: what ``components`` components add for one new spectrum."""
    gram, held = x @ x.T, x @ new
    scores: list[Array] = []
    news: list[float] = []
    total, first = 0.0, 0.0
    for k in range(min(components, len(y) - 1)):
        t: Array = gram @ y
        h = float(held @ y)
        before = float(np.sqrt(t @ t))
        for _ in range(2):
            for score, other in zip(scores, news):
                overlap = float(score @ t)
                t, h = t - overlap * score, h - overlap * other
        norm = float(np.sqrt(t @ t))
        first = norm if k == 0 else first
        if not norm > 1e-12 * first or not norm > 1e-10 * before:
            break
        t = t / norm
        h /= norm
        loading = float(t @ y)
        y = y - loading * t
        total += loading * h
        scores.append(t)
        news.append(h)
    return total


def _silu(x: Array) -> Array:
    return x / (1 + np.exp(-x))
