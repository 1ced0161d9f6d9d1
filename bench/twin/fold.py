"""
Times one fold of the paper preset in eager PyTorch, replaying the stop epochs of a finished sweep:

    python3 bench/twin/fold.py RUN --fold 0 --share 0.02

Each network trains for the given share of its epochs (at least 3) and its time is scaled up by the share; the reference and augmented
cells of one ion have the same shapes, so that this extrapolates only in the number of epochs. Prints seconds per kind of work.
"""
import argparse

import torch

import artifacts
import protocol


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run")
    parser.add_argument("--fold", type=int, default=0)
    parser.add_argument("--share", type=float, default=0.02)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    run = artifacts.Run(options.run)
    fold = protocol.Fold(run.spectra, run.targets, run.slugs, options.seed, options.fold)
    synthetic = fold.x.clone(), fold.y.clone()  # rows of the right shape; their values do not change the time
    total = {}

    def add(kind, epochs, train):
        done = max(3, round(epochs * options.share))
        seconds = sum(train(done)) / done * epochs
        total[kind] = total.get(kind, 0) + seconds

    for row in run.results:
        if int(row["fold"]) != options.fold:
            continue
        augmented = row["strategy"] != "e"
        add("augmented cells" if augmented else "reference cells", int(row["epochs"]),
            lambda done: fold.train_mlp(row["target"], done, synthetic=synthetic if augmented else None)[2])
    for generator in ("vae", "cvae"):
        tensors, _ = artifacts.safetensors(run.sweep / "folds" / str(options.fold) / generator / "model.safetensors")
        add(generator, len(tensors["validation_loss"]), lambda done: fold.train_vae(generator == "cvae", done))
    for kind, seconds in total.items():
        print(f"{kind}: {seconds:.0f} s")
    print(f"fold {options.fold}: {sum(total.values()):.0f} s on {torch.get_num_threads()} thread")


main()
