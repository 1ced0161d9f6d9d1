"""
Makes tests/Learning.Tests/Selection/references.json: what SciPy, scikit-learn and R's pls say of the 40 spectra of SelectionData.cs, so
that the tests need none of them.

    python3 bench/twin/references.py > tests/Learning.Tests/Selection/references.json
"""
import itertools
import json
import sys

import numpy as np

import methods
import preprocessing
import regressions

# As UsualPipelines and RegressionMethods list them.
SNV, MSC, AUTOSCALE = {"kind": "snv"}, {"kind": "msc"}, {"kind": "autoscale"}
STEPS = {
    "snv": [SNV], "msc": [MSC], "emsc": [{"kind": "emsc", "degree": 2}], "detrend": [{"kind": "detrend", "degree": 2}],
    "baseline": [{"kind": "baseline", "stiffness": 1e5, "asymmetry": 0.01, "rounds": 10}], "autoscale": [AUTOSCALE],
    **{f"savitzkyGolay {w} {p} {d}": [{"kind": "savitzkyGolay", "window": w, "polynomial": p, "derivative": d, "delta": 1}]
       for w, p, d in ((11, 2, 0), (15, 2, 1), (21, 3, 2))},
    "osc": [{"kind": "osc", "components": 2}], "epo": [{"kind": "epo", "components": 2}],
    "vip": [{"kind": "vip", "components": 5, "threshold": 1}], "intervals": [{"kind": "intervals", "intervals": 12, "components": 8}]}
SETTINGS = {
    "pls": [f"{k} components" for k in range(1, 10)], "pcr": [f"{k} components" for k in range(1, 16)],
    "ridge": [f"penalty {value}" for value in ("1e0", "1e-2", "1e-5")],
    "local-pls": [f"{n} neighbours, {k} components" for n in (80, 40) for k in (2, 6)],
    "kernel-ridge": [f"length {length}, penalty {value}" for length, value in itertools.product((4, 1, 0.5), ("1e-1", "1e-3", "1e-8"))]}
GRID = [0.35, 0.7, 1.4, 2.8, 5.6], [0, 0.1, 1, 10], [10 ** (-7 + i / 3) for i in range(25)]


def data():
    """Spectra and targets of SelectionData.cs."""
    def share(i, j):
        return ((i * 37 + j * 91 + i * i * 7) % 101) / 101
    spectra = np.array([[sum(share(i, j) * np.exp(-((c - 5 - 10 * j) / 4) ** 2) for j in range(5))
                         + 0.01 * ((i * 31 + c * 17 + i * c * 3) % 89) / 89 for c in range(60)] for i in range(40)])
    targets = np.array([2 * share(i, 0) + share(i, 1) ** 2 + 0.5 * share(i, 2) + 0.01 * ((i * 53 + 11) % 97) / 97 for i in range(40)])
    return spectra, targets


def rounded(values):
    return [float(f"{value:.12g}") for value in np.ravel(values)]


def likeliest(slug, kernels, training, held, y):
    """The covariance of the largest marginal likelihood on the grid, and what it predicts."""
    best = max(
        ((*one, regressions.regress(slug, [""], training, held, y, one)[1])
         for one in [(-1, 1, 1, noise) for noise in GRID[2]] + list(itertools.product(range(kernels), *GRID))), key=lambda one: one[-1])
    return {"covariance": rounded(best), "predictions": rounded(regressions.regress(slug, [""], training, held, y, best)[0])}


def main():
    spectra, targets = data()
    held = np.arange(0, 40, 4)
    training = np.setdiff1d(np.arange(40), held)
    inside, outside, y = spectra[training], spectra[held], targets[training]
    result = {"steps": {
        name: rounded(preprocessing.fit(steps, inside, y, training // 2)(outside)[[2, 7]]) for name, steps in STEPS.items()}}
    for slug, settings in SETTINGS.items():
        result[slug] = {setting: rounded(one) for setting, one in zip(
            settings, regressions.regress(slug, settings, inside, outside, y, None)[0])}
    for (slug, _), components in methods.from_r(inside, outside, y[None]).items():
        result[f"{slug}, R"] = {setting: rounded(one) for setting, one in zip(SETTINGS[slug], components)}
    result["gp"] = likeliest("gp", 1, inside, outside, y)
    result["gp-scores"] = likeliest("gp-scores", 3, inside, outside, y)
    sys.stdout.write(json.dumps(result, indent=0).replace(",\n", ", ") + "\n")


main()
