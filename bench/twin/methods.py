"""
Preprocessings and regressions of a search against SciPy, scikit-learn and R's pls, on the first inner split of a file's fold 0:

    dotnet run -c Release --project bench/Search -- numbers corn.csv numbers.safetensors
    python3 bench/twin/methods.py numbers.safetensors

Preprocessed spectra of held-out rows must agree to 1e-6 of their largest value, predictions to 1e-6 of the targets' standard deviation,
log marginal likelihoods to 1e-6 a training spectrum. Where double precision does not carry that far (the twin's own predictions change by more when its
spectra are rotated by an orthogonal matrix and disturbed by as much as preprocessed spectra differ), they say nothing and are counted
apart.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import warnings

import needs

needs.modules("numpy", "scipy", "sklearn")
needs.program("Rscript", "r-base-core r-cran-pls")

import numpy as np

import artifacts
import preprocessing
import regressions

TOLERANCE = 1e-6
R = """
suppressMessages(library(pls))
arguments <- commandArgs(TRUE)
x <- as.matrix(read.csv(arguments[1], header = FALSE)); h <- as.matrix(read.csv(arguments[2], header = FALSE))
y <- as.matrix(read.csv(arguments[3], header = FALSE))
for (t in 1:ncol(y)) for (what in c("pls", "pcr")) {
  k <- min(if (what == "pls") 20 else 30, nrow(x) - 1)
  data <- data.frame(y = y[, t]); data$x <- x
  fit <- if (what == "pls") plsr(y ~ x, k, data = data, method = "oscorespls", tol = 1e-14) else pcr(y ~ x, k, data = data)
  p <- drop(predict(fit, newdata = list(x = h)))
  write.table(t(p), paste0(arguments[4], "/", what, ".", t, ".csv"), sep = ",", row.names = FALSE, col.names = FALSE)
}
"""


def from_r(training, held, targets):
    """Predictions of R's plsr and pcr: {(method, target): components × rows}."""
    with tempfile.TemporaryDirectory() as folder:
        files = [pathlib.Path(folder) / name for name in ("x.csv", "h.csv", "y.csv")]
        for file, values in zip(files, (training, held, targets.T)):
            np.savetxt(file, values, delimiter=",", fmt="%.17g")
        script = pathlib.Path(folder) / "script.R"
        script.write_text(R)
        subprocess.run(["Rscript", script, *files, folder], check=True)
        return {(method, t): np.loadtxt(f"{folder}/{method}.{t + 1}.csv", delimiter=",", ndmin=2)
                for method in ("pls", "pcr") for t in range(len(targets))}


def main():
    warnings.filterwarnings("ignore")  # PLS warns when nothing is left to explain
    tensors, metadata = artifacts.safetensors(sys.argv[1])
    pipelines, methods = json.loads(metadata["pipelines"]), json.loads(metadata["methods"])
    spectra, targets, held = tensors["spectra"], tensors["targets"], tensors["held.0"]
    training = np.setdiff1d(np.arange(len(spectra)), held)
    noise = np.random.default_rng(1)
    rotation = np.linalg.qr(noise.normal(size=(spectra.shape[1],) * 2))[0]
    steps, worst = 0.0, {}
    for p, pipeline in enumerate(pipelines):
        apply = preprocessing.fit(pipeline, spectra[training])
        inside, outside = apply(spectra[training]), apply(spectra[held])
        difference = np.max(np.abs(outside - tensors[f"steps.{p}"])) / np.max(np.abs(outside))
        steps = max(steps, difference)
        print(f"{' '.join(step['kind'] for step in pipeline) or 'none'}: spectra {difference:.1e}", end="")
        disturbed = [(one + difference * np.max(np.abs(one)) * noise.normal(size=one.shape)) @ rotation for one in (inside, outside)]
        r = from_r(inside, outside, targets[:, training])
        for method in methods:
            slug, most = method["slug"], 0.0
            for t, y in enumerate(targets[:, training]):
                covariance = tensors.get(f"covariance.{p}.{slug}.{t}")
                ours, deviation = tensors[f"predicted.{p}.{slug}.{t}"], y.std()
                twin, likelihood = regressions.regress(slug, method["settings"], inside, outside, y, covariance)
                turned, _ = regressions.regress(slug, method["settings"], *disturbed, y, covariance)
                twins = [(f"{slug}, scikit-learn", np.array(twin))]
                if (slug, t) in r:
                    twins.append((f"{slug}, R", r[slug, t]))
                sure = np.max(np.abs(np.array(twin) - np.array(turned)), 1) / deviation < TOLERANCE / 2
                for name, other in twins:
                    entry = worst.setdefault(name, [0.0, 0, 0])
                    differences = np.max(np.abs(ours[:len(other)] - other), 1) / deviation
                    most = max(most, differences[sure[:len(other)]].max(initial=0))
                    entry[0] = max(entry[0], differences[sure[:len(other)]].max(initial=0))
                    entry[1] += int(sure.sum())
                    entry[2] += int((~sure).sum())
                if likelihood is not None:
                    entry = worst.setdefault(f"{slug}, log marginal likelihood", [0.0, 0, 0])
                    entry[0] = max(entry[0], abs(likelihood - covariance[4]) / len(y))
                    entry[1] += 1
            print(f", {slug} {most:.1e}", end="", flush=True)
        print()
    print(f"preprocessed spectra: largest difference {steps:.1e}")
    for name, (most, sure, unsure) in worst.items():
        print(f"{name}: largest difference {most:.1e} ({sure} regressions; {unsure} beyond double precision)")
    good = steps <= TOLERANCE and all(most <= TOLERANCE for most, _, _ in worst.values())
    print("agrees" if good else "DOES NOT AGREE")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
