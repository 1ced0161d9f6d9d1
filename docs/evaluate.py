"""Evaluates a model that `ionsweep export` wrote: python3 evaluate.py MODEL_DIR SPECTRA.csv (numpy; scipy for Savitzky-Golay)."""
import csv, json, sys
from pathlib import Path
import numpy as np


def tensors(path):  # safetensors: 8 bytes of header length, JSON header, data; safetensors.numpy.load_file does the same
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8:8 + size])
    meta = header.pop("__metadata__", {})
    kinds = {"F32": np.float32, "F64": np.float64, "I32": np.int32, "I64": np.int64}
    return meta, {name: np.frombuffer(raw, kinds[t["dtype"]], int(np.prod(t["shape"])), 8 + size + t["data_offsets"][0]).reshape(t["shape"])
                  for name, t in header.items()}


def preprocess(x, steps):
    for step in steps:
        if step["kind"] == "snv":
            x = (x - x.mean(1, keepdims=True)) / x.std(1, ddof=1, keepdims=True)
        elif step["kind"] == "savitzkyGolay":
            from scipy.signal import savgol_filter
            x = savgol_filter(x, step["window"], step["polynomial"], step["derivative"], step["delta"], mode="interp")
    return x


def linear(x, t, name):
    return x @ t[name + ".weight"].T.astype(float) + t[name + ".bias"]


def evaluate(x, meta, t):
    if meta["kind"] == "network-ensemble":  # mlp-5
        one = {"kind": "regression-network"}
        return np.mean([evaluate(x, one, {name.removeprefix(f"member.{i}."): value for name, value in t.items()
                                          if name.startswith(f"member.{i}.")}) for i in range(int(meta["members"]))], axis=0)
    sigmoid, silu = (lambda v: 1 / (1 + np.exp(-v))), (lambda v: v / (1 + np.exp(-v)))
    if meta["kind"] == "linear-calibration":  # pls, univariate
        return (t["intercept"] + x @ t["coefficients"])[:, None]
    if meta["kind"] == "linear-calibrations":  # pls2
        return t["intercept"] + x @ t["coefficients"].T
    if meta["kind"] == "regression-network":  # mlp, mlp-group
        layers = sum(name.endswith(".weight") for name in t)
        for i in range(layers):
            x = linear(x, t, f"layers.{i}") if i == layers - 1 else sigmoid(linear(x, t, f"layers.{i}"))
        return x
    parts = meta["architecture"].split("-")  # cnn-700-16k8s4-32k4s2-32k4s2-p2-64-4-7
    strides, pool = [int(p.split("s")[1]) for p in parts[2:-4]], int(parts[-4][1:])
    kernels = [int(p.split("k")[1].split("s")[0]) for p in parts[2:-4]]
    length = pooled = 0
    while length < x.shape[1]:
        pooled += 1
        length = pooled * pool
        for kernel, stride in zip(kernels[::-1], strides[::-1]):
            length = (length - 1) * stride + kernel
    left = (length - x.shape[1]) // 2
    x = np.pad(x, ((0, 0), (left, length - x.shape[1] - left)))[:, None, :]
    for i, (kernel, stride) in enumerate(zip(kernels, strides)):
        windows = np.lib.stride_tricks.sliding_window_view(x, kernel, axis=2)[:, :, ::stride]
        x = silu(np.einsum("nipk,oik->nop", windows, t[f"convolutions.{i}.weight"]) + t[f"convolutions.{i}.bias"][:, None])
    x = x[:, :, :pooled * pool].reshape(len(x), x.shape[1], pooled, pool).mean(3).reshape(len(x), -1)
    return linear(silu(linear(x, t, "hidden")), t, "target_head")


def predict(folder, spectra):
    card = json.loads((folder / "card.json").read_text())
    x = preprocess(spectra.astype(float), card["preprocessing"])
    folds = []
    for fold in card["folds"]:
        columns = []
        for file in fold["models"]:
            meta, t = tensors(folder / file["path"])
            span = t["channel_maximum"] - t["channel_minimum"].astype(float)
            scaled = np.where(span > 0, (x - t["channel_minimum"]) / np.where(span > 0, span, 1), 0)
            columns.append(evaluate(scaled, meta, t) * t["target_sd"] + t["target_mean"])
        folds.append(np.hstack(columns))
    return card, np.mean(folds, axis=0)


if __name__ == "__main__":
    rows = [row for row in csv.reader(open(sys.argv[2])) if not row[0].startswith("#")]
    channels = len(json.loads((Path(sys.argv[1]) / "card.json").read_text())["wavelengths"])
    card, values = predict(Path(sys.argv[1]), np.array([row[-channels:] for row in rows[1:]], dtype=np.float32))
    print(",".join(target["name"] for target in card["targets"]))
    for row in values:
        print(",".join(repr(float(value)) for value in row))
