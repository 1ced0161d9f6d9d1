"""
Checks the first epochs of the convolutional multitask network against PyTorch, from the same initial weights, batch order and data:

    dotnet run -c Release --project bench/Kernels -- losses 10 losses.safetensors
    python3 bench/twin/losses.py losses.safetensors

Training and validation losses agree to 1e-4 relative, log variances to 1e-4.
"""
import sys

import needs

needs.modules("numpy", "torch")

import numpy as np
import torch

import artifacts
import networks
import streams


def main():
    data, _ = artifacts.safetensors(sys.argv[1])
    x, y, auxiliary, vx, vy = (torch.from_numpy(data[name]) for name in ("x", "y", "auxiliary", "vx", "vy"))
    model = networks.Cnn(x.shape[1], y.shape[1], auxiliary.shape[1])
    networks.initialise(model.ordered_layers(), streams.key("initial-weights", 1, 0, "bench", "cnn"))
    training, validation, _ = networks.train(
        model, lambda rows, epoch: model.loss(x[rows], y[rows], auxiliary[rows]),
        lambda: torch.nn.functional.mse_loss(model(vx)[0], vy),
        len(x), streams.key("batch-order", 1, 0, len(x)), len(data["training_loss"]))
    good = True
    for name, twin in (("training_loss", training), ("validation_loss", validation)):
        differences = np.abs(data[name] / np.array(twin) - 1)
        good &= bool(differences.max() <= 1e-4)
        print(f"{name}: {data[name][0]:.6g} … {data[name][-1]:.6g}, largest relative difference of an epoch {differences.max():.1e}")
    difference = np.abs(data["log_variances"] - model.log_variances.detach().numpy()).max()
    good &= bool(difference <= 1e-4)
    print(f"log variances: {np.round(data['log_variances'], 3)}, largest difference {difference:.1e}")
    print("agrees" if good else "DOES NOT AGREE")
    sys.exit(0 if good else 1)


main()
