"""The preprocessing steps of a search, written again with NumPy and SciPy: fit(steps, training) gives a function of spectra (rows)."""
import needs

needs.modules("numpy", "scipy")

import numpy as np
import scipy.signal
import scipy.sparse
import scipy.sparse.linalg
import scipy.stats


def fit(steps, training):
    """Fits each step on what the one before made of the training spectra."""
    ready = []
    for step in steps:
        options = {key: value for key, value in step.items() if key != "kind"}
        one = STEPS[step["kind"]](training, **options)
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


STEPS = {
    "none": lambda _: lambda spectra: spectra, "snv": snv, "savitzkyGolay": savitzky_golay, "msc": lambda training: emsc(training, 0),
    "emsc": emsc, "detrend": detrend, "baseline": baseline, "autoscale": autoscale}
