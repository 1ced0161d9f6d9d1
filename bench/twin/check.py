"""
Checks the C# trainer against PyTorch on a sweep of reference cells:

    ionsweep run bench/twin/check.yaml --out check
    python3 bench/twin/check.py check

1. First epochs: from the same initial weights and batch order, losses agree to 1e-4 relative, every ion.
2. Later epochs: float32 training becomes chaotic, sooner or later; the deviation from PyTorch stays within 3 times that of two PyTorch
   runs that differ only in the order of channels (largest of a few orders), or, where chaos has not begun, within the 1e-4 of the
   first epochs.
3. Errors: the mean test MAE over folds lies within the spread of PyTorch runs with other initial weights.
"""
import argparse
import sys

import needs

needs.modules("numpy", "torch")

import numpy as np

import artifacts
import protocol


def relative(a, b):
    return np.abs(np.asarray(a) - np.asarray(b)) / np.abs(np.asarray(b))


def first_epochs(run, fold, epochs):
    worst = {}
    for target in run.slugs:
        cell = run.cell(fold.fold, target, "e")
        training, validation, _, _ = fold.train_mlp(target, epochs)
        worst[target] = max(relative(cell["training_loss"][:epochs], training).max(),
                            relative(cell["validation_loss"][:epochs], validation).max())
        print(f"{target:8} largest relative difference of a loss in the first {epochs} epochs: {worst[target]:.1e}", flush=True)
    return max(worst.values()) <= 1e-4


def later_epochs(run, fold, epochs, orders):
    """Deviation: mean over epochs of |difference of log validation loss|."""
    good = True
    for target in run.slugs:
        cell = run.cell(fold.fold, target, "e")["validation_loss"][:epochs]
        base = np.array(fold.train_mlp(target, len(cell))[1])
        generator = np.random.default_rng(0)
        twins = [np.array(fold.train_mlp(target, len(cell), generator.permutation(run.spectra.shape[1]))[1]) for _ in range(orders)]
        between = max(np.abs(np.log(twin / base)).mean() for twin in twins)
        ours = np.abs(np.log(cell / base)).mean()
        good &= ours <= max(3 * between, 1e-4)
        print(f"{target:8} deviation over {len(cell)} epochs: ours {ours:.1e}, two PyTorch runs {between:.1e}", flush=True)
    return good


def errors(run, folds, epochs, seeds):
    good = True
    for target in run.slugs:
        ours = np.mean([float(r["mae"]) for r in run.results if r["target"] == target and r["strategy"] == "e"])
        twins = [np.mean([fold.train_mlp(target, epochs, seed=seed)[3] for fold in folds]) for seed in [None, *range(1000, 1000 + seeds)]]
        spread = np.std(twins, ddof=1)
        inside = abs(ours - np.mean(twins)) <= 2 * spread * np.sqrt(1 + 1 / len(twins)) or min(twins) <= ours <= max(twins)
        good &= inside
        print(f"{target:8} mean MAE ours {ours:.4g}, PyTorch {np.mean(twins):.4g} ± {spread:.2g} over {len(twins)} seeds"
              f" ({min(twins):.4g} … {max(twins):.4g}){'' if inside else '  OUTSIDE'}", flush=True)
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run")
    parser.add_argument("--first", type=int, default=10, help="epochs of the first check")
    parser.add_argument("--later", type=int, default=150, help="epochs of the second check")
    parser.add_argument("--orders", type=int, default=2, help="channel orders of the second check")
    parser.add_argument("--seeds", type=int, default=3, help="other seeds of the third check; 0 leaves it out")
    parser.add_argument("--seed", type=int, default=1, help="seed of the sweep")
    options = parser.parse_args()
    run = artifacts.Run(options.run)
    count = 1 + max(int(row["fold"]) for row in run.results)
    folds = [protocol.Fold(run.spectra, run.targets, run.slugs, options.seed, fold) for fold in range(count)]
    good = first_epochs(run, folds[0], options.first)
    good &= later_epochs(run, folds[0], options.later, options.orders)
    if options.seeds:
        good &= errors(run, folds, run.epochs(0, run.slugs[0], "e"), options.seeds)
    print("agrees" if good else "DOES NOT AGREE")
    sys.exit(0 if good else 1)


main()
