"""
PLS of a sweep against scikit-learn: for every fold and target, PLSRegression(scale=True) with the sweep's number of components,
fitted to the same training rows, must predict the test rows to 1e-4 relative. For sets without replicates, seed 1.

    python3 pls.py SWEEP_FOLDER
"""
import math
import sys

import needs

needs.modules("numpy", "sklearn")

import numpy as np
from sklearn.cross_decomposition import PLSRegression

import artifacts
import streams

run = artifacts.Run(sys.argv[1])
spectra, count = run.spectra.astype(float), len(run.spectra)
worst, models = 0.0, 0
for path in sorted(run.sweep.glob("cells/*/*/e/pls/model.safetensors")):
    fold, target = int(path.parts[-5]), path.parts[-4]
    tensors, metadata = artifacts.safetensors(path)
    test = math.ceil(count / 10)
    order = streams.permutation(streams.key("split", 1, fold), 0, count)
    training = np.sort(order[test + math.ceil(2 * (count - test) / 9):])
    column = run.targets[:, run.slugs.index(target)].astype(float)
    components = int(metadata["detail"].split()[0])
    model = PLSRegression(components, scale=True, max_iter=1000, tol=1e-12).fit(spectra[training], column[training])
    predicted = model.predict(spectra[tensors["test_rows"]])[:, 0]
    worst = max(worst, float(np.max(np.abs(predicted - tensors["predicted"]) / np.abs(predicted))))
    models += 1
print(f"{models} models; largest relative difference of a prediction {worst:.1e}")
sys.exit(models == 0 or worst > 1e-4)
