"""Source A's protocol on a dataset artifact: splits, scaling, targets, initial weights and batch orders as IonSweep keys them."""
import math

import numpy as np
import torch

import networks
import streams


class Fold:
    """One fold's scaled data, for the paper preset's options: channels scaled on training rows, targets as they are."""

    def __init__(self, spectra, targets, slugs, seed, fold):
        self.seed, self.fold, self.slugs = seed, fold, slugs
        count = len(spectra)
        test = math.ceil(count / 10)
        validation = math.ceil(2 * (count - test) / 9)
        order = streams.permutation(streams.key("split", seed, fold), 0, count)
        self.test = np.sort(order[:test])
        self.validation = np.sort(order[test:test + validation])
        self.training = np.sort(order[test + validation:])
        low, high = spectra[self.training].min(0), spectra[self.training].max(0)
        spread = np.where(high > low, high - low, 1).astype(np.float32)
        scaled = np.where(high > low, (spectra - low) / spread, 0).astype(np.float32)
        self.x = torch.from_numpy(scaled[self.training])
        self.vx = torch.from_numpy(scaled[self.validation])
        self.tx = torch.from_numpy(scaled[self.test])
        self.y, self.vy, self.ty = (torch.from_numpy(targets[rows]) for rows in (self.training, self.validation, self.test))

    def order(self, rows):
        return streams.key("batch-order", self.seed, self.fold, rows)

    def mlp(self, target, seed=None):
        """A network for one target with the initial weights that every strategy has, or with those of another seed."""
        sizes = [self.x.shape[1], 64, 16, 1]
        model = networks.Mlp(sizes)
        slug = "mlp-" + "-".join(map(str, sizes))
        seed = self.seed if seed is None else seed
        networks.initialise(model.layers, streams.key("initial-weights", seed, self.fold, target, slug))
        return model

    def train_mlp(self, target, epochs, channel_order=None, synthetic=None, seed=None):
        """
        Losses (training, validation), seconds per epoch and test MAE. ``channel_order`` permutes inputs and weights alike;
        ``synthetic`` adds generated rows; ``seed`` draws other initial weights.
        """
        model, column = self.mlp(target, seed), self.slugs.index(target)
        x, vx, tx, y, vy = self.x, self.vx, self.tx, self.y[:, column:column + 1], self.vy[:, column:column + 1]
        if synthetic is not None:
            x, y = torch.cat([x, synthetic[0]]), torch.cat([y, synthetic[1][:, column:column + 1]])
        if channel_order is not None:
            x, vx, tx = x[:, channel_order], vx[:, channel_order], tx[:, channel_order]
            with torch.no_grad():
                model.layers[0].weight.copy_(model.layers[0].weight[:, channel_order])
        mse = torch.nn.functional.mse_loss
        losses = networks.train(
            model, lambda rows, _: mse(model(x[rows]), y[rows]), lambda: mse(model(vx), vy), len(x), self.order(len(x)), epochs,
            keep_best=True)
        with torch.no_grad():
            mae = float((model(tx)[:, 0] - self.ty[:, column]).abs().mean())
        return *losses, mae

    def train_vae(self, conditional, epochs):
        """Seconds per epoch of the VAE, or of the cVAE; its noise is PyTorch's own, since only time is compared."""
        conditions = self.y.shape[1] if conditional else 0
        model = networks.Vae(self.x.shape[1], 256, 91, conditions)
        networks.initialise(model.ordered_layers(), streams.key("bench", "vae"))
        noise = torch.randn(len(self.vx), 91)
        return networks.train(
            model,
            lambda rows, _: model.loss(self.x[rows], self.y[rows] if conditional else None, torch.randn(len(rows), 91)),
            lambda: model.loss(self.vx, self.vy if conditional else None, noise),
            len(self.x), self.order(len(self.x)), epochs)[2]
