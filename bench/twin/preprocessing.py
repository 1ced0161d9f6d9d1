"""The preprocessing steps of a search, written again with NumPy, SciPy and scikit-learn."""
import needs

needs.modules("numpy", "scipy", "sklearn")

import numpy as np
import scipy.signal
import scipy.sparse
import scipy.sparse.linalg
import scipy.stats
from sklearn.cross_decomposition import PLSRegression


def fit(steps, training, targets=None, samples=None):
    """A function of spectra (rows): each step is fitted on what the one before made of the training spectra."""
    ready = []
    for step in steps:
        options = {key: value for key, value in step.items() if key != "kind"}
        known = {"osc": (targets,), "vip": (targets,), "epo": (samples,), "intervals": (targets, samples)}.get(step["kind"], ())
        one = STEPS[step["kind"]](training, *known, **options)
        training = one(training)
        ready.append(one)

    def apply(spectra):
        for one in ready:
            spectra = one(spectra)
        return spectra
    return apply


def learns(steps):
    """Something is learned from rows."""
    return any(step["kind"] in ("msc", "emsc", "autoscale") for step in steps)


def snv(_):
    return lambda spectra: scipy.stats.zscore(spectra, axis=1, ddof=1)


def savitzky_golay(_, window, polynomial, derivative, delta):
    return lambda spectra: scipy.signal.savgol_filter(spectra, window, polynomial, deriv=derivative, delta=delta, mode="interp")


def emsc(training, degree):
    reference = training.mean(0)
    positions = np.linspace(-1, 1, len(reference))
    terms = np.column_stack([positions ** k for k in range(degree + 1)] + [reference])

    def apply(spectra):
        weights = np.linalg.lstsq(terms, spectra.T, rcond=None)[0]
        return ((spectra.T - terms[:, :-1] @ weights[:-1]) / weights[-1]).T
    return apply


def detrend(_, degree):
    def apply(spectra):
        positions = np.linspace(-1, 1, spectra.shape[1])
        return spectra - np.polynomial.polynomial.polyval(
            positions, np.polynomial.polynomial.polyfit(positions, spectra.T, degree))
    return apply


def baseline(_, stiffness, asymmetry, rounds):
    def apply(spectra):
        channels = spectra.shape[1]
        second = scipy.sparse.diags([1, -2, 1], [0, 1, 2], shape=(channels - 2, channels))
        penalty = stiffness * (second.T @ second)
        corrected = np.empty_like(spectra)
        for i, x in enumerate(spectra):
            weights = np.ones(channels)
            for _ in range(rounds):
                line = scipy.sparse.linalg.spsolve((scipy.sparse.diags(weights) + penalty).tocsc(), weights * x)
                weights = np.where(x > line, asymmetry, 1 - asymmetry)
            corrected[i] = x - line
        return corrected
    return apply


def autoscale(training):
    mean, deviation = training.mean(0), training.std(0, ddof=1)
    scale = np.where(deviation > 1e-12 * np.abs(mean), 1 / np.where(deviation > 0, deviation, 1), 0)
    return lambda spectra: (spectra - mean) * scale


def osc(training, targets, components):
    """J. Trygg, S. Wold, J. Chemom. 16 (2002) 119, steps 1 to 12, as matrix products."""
    mean, y = training.mean(0), targets - targets.mean()
    x, taken = training - mean, []
    w = x.T @ y / (y @ y)
    w /= np.linalg.norm(w)
    for _ in range(components):
        t = x @ w / (w @ w)
        p = x.T @ t / (t @ t)
        orthogonal = p - (w @ p) / (w @ w) * w
        orthogonal /= np.linalg.norm(orthogonal)
        scores = x @ orthogonal
        loadings = x.T @ scores / (scores @ scores)
        x = x - np.outer(scores, loadings)
        taken.append((orthogonal, loadings))

    def apply(spectra):
        spectra = spectra - mean
        for orthogonal, loadings in taken:
            spectra = spectra - np.outer(spectra @ orthogonal, loadings)
        return spectra
    return apply


def epo(training, samples, components):
    differences = np.vstack([training[samples == one] - training[samples == one].mean(0) for one in np.unique(samples)])
    directions = np.linalg.svd(differences, full_matrices=False)[2][:components]
    return lambda spectra: spectra - spectra @ directions.T @ directions


def choice(kept):
    return lambda spectra: np.where(kept, spectra, 0)


def vip(training, targets, components, threshold):
    model = PLSRegression(components, scale=False, tol=1e-14).fit(training, targets)
    explained = np.sum(model.x_scores_ ** 2, 0) * model.y_loadings_[0] ** 2
    return choice(np.sqrt(training.shape[1] * (model.x_weights_ ** 2 @ explained) / explained.sum()) >= threshold)


def intervals(training, targets, samples, intervals, components):
    rows, channels = training.shape
    numbers = {}
    part = np.array([numbers.setdefault(one, len(numbers)) % 5 for one in samples])
    bounds = [i * channels // intervals for i in range(intervals + 1)]

    def error(chosen):
        columns = np.concatenate([np.arange(bounds[i], bounds[i + 1]) for i in sorted(chosen)])
        squares = np.zeros(components)
        for one in range(5):
            x, h, y = training[part != one][:, columns], training[part == one][:, columns], targets[part != one]
            model = PLSRegression(min(components, len(columns)), scale=False, tol=1e-14).fit(x, y)
            steps = (h - x.mean(0)) @ model.x_rotations_ * model.y_loadings_[0]
            predicted = y.mean() + np.cumsum(steps, 1)
            found = np.sum((predicted - targets[part == one][:, None]) ** 2, 0)
            squares += np.concatenate([found, np.repeat(found[-1], components - len(found))])
        return squares.min()
    chosen, best = [], np.inf
    while True:
        errors = {i: error([*chosen, i]) for i in range(intervals) if i not in chosen}
        if not errors or min(errors.values()) >= best:
            break
        added = min(errors, key=errors.get)
        chosen, best = [*chosen, added], errors[added]
    kept = np.zeros(channels, bool)
    for i in chosen:
        kept[bounds[i]:bounds[i + 1]] = True
    return choice(kept)


STEPS = {
    "none": lambda _: lambda spectra: spectra, "snv": snv, "savitzkyGolay": savitzky_golay, "msc": lambda training: emsc(training, 0),
    "emsc": emsc, "detrend": detrend, "baseline": baseline, "autoscale": autoscale,
    "osc": osc, "epo": epo, "vip": vip, "intervals": intervals}
