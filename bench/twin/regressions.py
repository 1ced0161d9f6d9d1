"""The regressions of a search, written again with scikit-learn."""
import needs

needs.modules("numpy", "scipy", "sklearn")

import numpy as np
import scipy.spatial.distance
import scipy.stats
from sklearn.cross_decomposition import PLSRegression
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, DotProduct, WhiteKernel
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import LinearRegression, Ridge

SCORES = [4, 7, 11, 16, 24]  # that a process on scores chooses from


def regress(method, settings, training, held, y, covariance):
    """
    Predictions for the held-out spectra with every setting, and the log marginal likelihood of a process with a given covariance (index of
    the radial kernel, length, linear share, noise).
    """
    mean, centre = y.mean(), training.mean(0)
    training, held = training - centre, held - centre
    spread = np.mean(np.sum(training ** 2, 1))
    words = [setting.replace(",", "").split() for setting in settings]
    if method == "pls":
        return [PLSRegression(int(one[0]), scale=False, max_iter=10_000, tol=1e-14).fit(training, y).predict(held).ravel()
                for one in words], None
    if method in ("pcr", "gp-scores"):
        _, values, directions = np.linalg.svd(training, full_matrices=False)
    if method == "pcr":
        scores, others = training @ directions.T, held @ directions.T
        return [LinearRegression().fit(scores[:, :k], y).predict(others[:, :k]) for k in (int(one[0]) for one in words)], None
    if method == "ridge":
        return [Ridge(float(one[1]) * spread, solver="svd").fit(training, y).predict(held) for one in words], None
    if method == "kernel-ridge":
        return [mean + KernelRidge(alpha=float(one[3]), kernel="rbf", gamma=1 / (4 * spread * float(one[1]) ** 2))
                .fit(training, y - mean).predict(held) for one in words], None
    if method == "local-pls":
        return local(words, training, held, y), None
    radial, length, share, noise = covariance[:4]
    unit = 2 * spread
    if method == "gp":
        kernel = (ConstantKernel(share / spread) * DotProduct(0) if radial < 0 else
                  RBF(length * unit ** 0.5) + ConstantKernel(share / spread) * DotProduct(0) if share > 0 else RBF(length * unit ** 0.5))
        process = GaussianProcessRegressor(kernel, alpha=noise, optimizer=None).fit(training, y - mean)
        size = np.dot(y - mean, process.alpha_.ravel()) / len(y)
        scaled = GaussianProcessRegressor(
            ConstantKernel(size) * kernel + WhiteKernel(size * noise), alpha=0, optimizer=None).fit(training, y - mean)
        return [mean + process.predict(held)], scaled.log_marginal_likelihood_value_
    # Radial part on scores of variance 1, linear part on the spectra: not to be had as a kernel of scikit-learn.
    count = SCORES[int(radial)]
    scale = len(y) ** 0.5 / values[:count]
    scores, others = training @ directions[:count].T * scale, held @ directions[:count].T * scale

    def kernel(a, b, x, z):
        square = scipy.spatial.distance.cdist(a, b, "sqeuclidean")
        return (np.exp(-square / (2 * length ** 2 * 2 * count)) if radial >= 0 else 0) + share / spread * x @ z.T
    own = kernel(scores, scores, training, training) + noise * np.eye(len(y))
    weights = np.linalg.solve(own, y - mean)
    size = np.dot(weights, y - mean) / len(y)
    likelihood = scipy.stats.multivariate_normal(np.zeros(len(y)), size * own, allow_singular=True).logpdf(y - mean)
    return [mean + kernel(others, scores, held, training) @ weights], likelihood


def local(words, training, held, y):
    """PLS of the nearest training spectra with tricube weights, as least squares on a Krylov space."""
    predicted = np.empty((len(words), len(held)))
    for i, spectrum in enumerate(held):
        distances = np.linalg.norm(training - spectrum, axis=1)
        for s, (neighbours, _, components, _) in enumerate(words):
            count = min(int(neighbours), len(y))
            order = np.argsort(distances, kind="stable")
            near = order[:count]
            weights = np.maximum((1 - (distances[near] / distances[order[min(count, len(y) - 1)]]) ** 3) ** 3, 1e-6)
            mean, target = np.average(training[near], 0, weights), np.average(y[near], weights=weights)
            x, z = np.sqrt(weights)[:, None] * (training[near] - mean), np.sqrt(weights) * (y[near] - target)
            basis = [x.T @ z / np.linalg.norm(x.T @ z)]
            while len(basis) < int(components):
                more = x.T @ (x @ basis[-1])
                for _ in range(2):
                    more = more - np.array(basis).T @ (np.array(basis) @ more)
                basis.append(more / np.linalg.norm(more))
            basis = np.array(basis).T
            predicted[s, i] = target + (spectrum - mean) @ basis @ np.linalg.lstsq(x @ basis, z, rcond=None)[0]
    return predicted
