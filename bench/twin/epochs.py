"""
The PyTorch half of bench/compare.sh. Reads lines "CASE EPOCHS" and answers each with the seconds that one epoch took
(mean over EPOCHS): mlp is 911–64–16–1, vae and cvae are source A's, cnn is the multitask network with 8 targets and 7 auxiliary
quantities, all on 2,620 rows in batches of 64 plus 749 validation rows; mlp-augmented is mlp on twice the rows.
"""
import sys

import needs

needs.modules("numpy", "torch")

import torch

import networks
import streams

ROWS, VALIDATION, CHANNELS, TARGETS, AUXILIARY = 2620, 749, 911, 8, 7


def data(rows, columns, name):
    values = streams.uniform(streams.key("bench", name), rows * columns)
    return torch.from_numpy(values.reshape(rows, columns))


class Case:
    def __init__(self, name):
        self.name = name
        self.rows = 2 * ROWS if name == "mlp-augmented" else ROWS
        self.x, self.vx = data(self.rows, CHANNELS, "x"), data(VALIDATION, CHANNELS, "vx")
        self.order = streams.key("bench", "order")
        if name.startswith("mlp"):
            self.model = networks.Mlp([CHANNELS, 64, 16, 1])
            self.y, self.vy = data(self.rows, 1, "y"), data(VALIDATION, 1, "vy")
            networks.initialise(self.model.layers, streams.key("bench", name))
        elif name == "cnn":
            self.model = networks.Cnn(CHANNELS, TARGETS, AUXILIARY)
            self.y, self.vy = data(ROWS, TARGETS, "y"), data(VALIDATION, TARGETS, "vy")
            self.auxiliary = data(ROWS, AUXILIARY, "auxiliary")
            networks.initialise(self.model.ordered_layers(), streams.key("bench", name))
        else:
            conditions = TARGETS if name == "cvae" else 0
            self.model = networks.Vae(CHANNELS, 256, 91, conditions)
            self.c = data(ROWS, TARGETS, "c") if conditions else None
            self.vc = data(VALIDATION, TARGETS, "vc") if conditions else None
            networks.initialise(self.model.ordered_layers(), streams.key("bench", name))
            self.noise, self.validation_noise = torch.randn(ROWS, 91), torch.randn(VALIDATION, 91)

    def batch_loss(self, rows, epoch):
        if self.name.startswith("mlp"):
            return torch.nn.functional.mse_loss(self.model(self.x[rows]), self.y[rows])
        if self.name == "cnn":
            return self.model.loss(self.x[rows], self.y[rows], self.auxiliary[rows])
        noise = torch.randn(len(rows), 91)  # a fresh draw every step, as in training
        return self.model.loss(self.x[rows], self.c[rows] if self.c is not None else None, noise)

    def validation_loss(self):
        if self.name.startswith("mlp"):
            return torch.nn.functional.mse_loss(self.model(self.vx), self.vy)
        if self.name == "cnn":
            return torch.nn.functional.mse_loss(self.model(self.vx)[0], self.vy)
        return self.model.loss(self.vx, self.vc, self.validation_noise)

    def seconds(self, epochs):
        _, _, seconds = networks.train(self.model, self.batch_loss, self.validation_loss, self.rows, self.order, epochs)
        return sum(seconds) / epochs


def main():
    cases = {}
    for line in sys.stdin:
        name, epochs = line.split()
        if name not in cases:
            cases[name] = Case(name)
        print(cases[name].seconds(int(epochs)), flush=True)


main()
