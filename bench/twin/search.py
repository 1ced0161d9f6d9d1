"""
The search of bench/Search written with scikit-learn, pipeline for pipeline, and the ratio of processor times on one core:

    dotnet run -c Release --project bench/Search -- numbers corn.csv numbers.safetensors
    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python3 bench/twin/search.py corn.csv numbers.safetensors [TARGETS]

The same rows, inner splits, preprocessings, regressions and settings; costly regressions with the preprocessings that come first. What
scikit-learn's users write: an estimator is fitted for each setting and split (`plain`). Beside it `shared`: one PLS for all numbers of
components, one singular value decomposition for PCR and ridge. Gaussian processes fit their hyperparameters by L-BFGS as scikit-learn does;
ours on a grid. Each preprocessing is done once a split in all. Errors of the inner cross-validation must agree to 1e-5 relative where no
hyperparameters are fitted. Both sides are asked in turns and give their own processor time, so that other work on the machine matters
little; the ratio is the median over targets.
"""
import json
import pathlib
import statistics
import subprocess
import sys
import time
import warnings

import needs

needs.modules("numpy", "scipy", "sklearn")

import numpy as np
from sklearn.cross_decomposition import PLSRegression
from sklearn.decomposition import PCA
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, DotProduct, WhiteKernel
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.pipeline import make_pipeline

import artifacts
import preprocessing
import regressions

OURS = ["dotnet", str(pathlib.Path(__file__).parent / "../Search/bin/Release/net10.0/IonSweep.SearchBench.dll"), "answer"]
CHEAP = ("pls", "pcr", "ridge")


def kernel():
    return ConstantKernel(1) * (RBF(1, (1e-2, 1e3)) + ConstantKernel(1) * DotProduct(0, "fixed")) + WhiteKernel(1e-2, (1e-9, 1e1))


def process(x, y):
    return GaussianProcessRegressor(kernel(), normalize_y=True).fit(x, y)


def plain(slug, settings, x, h, y):
    """Predictions for held-out rows, settings × rows: an estimator for each setting."""
    words = [setting.replace(",", "").split() for setting in settings]
    spread = np.mean(np.sum((x - x.mean(0)) ** 2, 1))
    if slug == "pls":
        return [PLSRegression(int(one[0]), scale=False).fit(x, y).predict(h).ravel() for one in words]
    if slug == "pcr":
        return [make_pipeline(PCA(int(one[0]), svd_solver="full"), LinearRegression()).fit(x, y).predict(h) for one in words]
    if slug == "ridge":
        return [Ridge(float(one[1]) * spread).fit(x, y).predict(h) for one in words]
    if slug == "kernel-ridge":
        return [y.mean() + KernelRidge(alpha=float(one[3]), kernel="rbf", gamma=1 / (4 * spread * float(one[1]) ** 2))
                .fit(x, y - y.mean()).predict(h) for one in words]
    if slug == "gp":
        scale = (2 * spread) ** 0.5
        return [process(x / scale, y).predict(h / scale)]
    best = None
    for count in (one for one in regressions.SCORES if one <= max(4, len(x) // 3)):
        scores = PCA(count, whiten=True, svd_solver="full").fit(x)
        scale = (2 * count) ** 0.5
        one = process(scores.transform(x) / scale, y)
        if best is None or one.log_marginal_likelihood_value_ > best[0]:
            best = one.log_marginal_likelihood_value_, one.predict(scores.transform(h) / scale)
    return [best[1]]


def shared(slug, settings, x, h, y):
    """The same, as one who minds the time would write it."""
    centre, mean = x.mean(0), y.mean()
    if slug == "pls":
        model = PLSRegression(len(settings), scale=False).fit(x, y)
        steps = ((h - centre) @ model.x_rotations_) * model.y_loadings_[0]
        return mean + np.cumsum(steps, 1).T
    if slug not in ("pcr", "ridge"):
        return plain(slug, settings, x, h, y)
    u, s, v = np.linalg.svd(x - centre, full_matrices=False)
    projected, inner = (h - centre) @ v.T, u.T @ (y - mean)
    if slug == "pcr":
        return mean + np.cumsum(projected * (inner / s), 1).T[:len(settings)]
    spread = np.mean(np.sum((x - centre) ** 2, 1))
    return [mean + projected @ (s * inner / (s * s + float(one.split()[1]) * spread)) for one in settings]


def search(predict, pipelines, methods, race, spectra, y, splits):
    """Best error of the inner cross-validation for each preprocessing and method; NaN where nothing was tried."""
    rows = np.arange(len(y))
    prepared = {}
    errors = np.full((len(pipelines), len(methods)), np.nan)

    def parts(p):
        if p not in prepared:
            steps, made = pipelines[p], []
            whole = None if preprocessing.learns(steps) else preprocessing.fit(steps, spectra)(spectra)
            for held in splits:
                training = np.setdiff1d(rows, held)
                if whole is not None:
                    made.append((whole[training], whole[held], training, held))
                else:
                    apply = preprocessing.fit(steps, spectra[training])
                    made.append((apply(spectra[training]), apply(spectra[held]), training, held))
            prepared[p] = made
        return prepared[p]

    def attempt(p, m):
        settings, squares, count = methods[m]["settings"], 0.0, 0
        for x, h, training, held in parts(p):
            predicted = np.array(predict(methods[m]["slug"], settings, x, h, y[training]))
            squares = squares + np.sum((predicted - y[held]) ** 2, 1)
            count += len(held)
        errors[p, m] = np.sqrt(np.min(squares) / count)

    for p in range(len(pipelines)):
        for m, method in enumerate(methods):
            if method["slug"] in CHEAP:
                attempt(p, m)
    ranking = np.argsort(np.nanmin(errors, 1), kind="stable")
    for p in ranking[:race]:
        for m, method in enumerate(methods):
            if method["slug"] not in CHEAP and method["tried"]:
                attempt(p, m)
    return errors


def main():
    warnings.filterwarnings("ignore")
    file, numbers = sys.argv[1:3]
    tensors, metadata = artifacts.safetensors(numbers)
    pipelines, methods = json.loads(metadata["pipelines"]), json.loads(metadata["methods"])
    names, race = json.loads(metadata["targets"]), json.loads(metadata["race"])
    splits = [tensors[f"held.{s}"] for s in range(sum(name.startswith("held.") for name in tensors))]
    ours = subprocess.Popen([*OURS, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def ask(target):
        ours.stdin.write(f"{target}\n")
        ours.stdin.flush()
        return float(ours.stdout.readline())

    ask(0)  # until then code is still being compiled
    good, ratios = True, {plain: [], shared: []}
    for t in range(min(len(names), int(sys.argv[3]) if len(sys.argv) > 3 else len(names))):
        for predict in ratios:
            before = ask(t)
            start = time.process_time()
            errors = search(predict, pipelines, methods, race, tensors["spectra"], tensors["targets"][t], splits)
            taken = time.process_time() - start
            mine = (before + ask(t)) / 2
            ratios[predict].append(taken / mine)
            exact = [m for m, method in enumerate(methods) if method["slug"] in (*CHEAP, "kernel-ridge")]
            both = ~np.isnan(errors[:, exact]) & ~np.isnan(tensors["candidates"][t][:, exact])
            difference = np.max(np.abs(errors[:, exact] / tensors["candidates"][t][:, exact] - 1)[both])
            agrees = difference < 1e-5
            good &= bool(agrees)
            print(f"{names[t]}, {predict.__name__}: {mine:.2f} s against {taken:.1f} s, {taken / mine:.1f} times; best error "
                  f"{np.nanmin(tensors['candidates'][t]):.4g} against {np.nanmin(errors):.4g}; errors of {int(both.sum())} searches "
                  f"differ by at most {difference:.1e}", flush=True)
    ours.stdin.close()
    ours.wait()
    for predict, values in ratios.items():
        print(f"{predict.__name__}: {statistics.median(values):.1f} times as fast ({min(values):.1f}–{max(values):.1f})")
    print("agrees" if good else "DOES NOT AGREE")
    sys.exit(0 if good else 1)


main()
