"""The protocol of IonSweep in eager PyTorch: what the C# trainer is checked against and timed against."""
import time

import numpy as np
import torch
from torch import nn

import streams

torch.set_num_threads(1)


def linear(inputs, outputs):
    return nn.Linear(inputs, outputs)


def initialise(layers, stream):
    """Uniform in ±1/√fan_in, layer by layer, weights [out, in] before biases."""
    count = sum(p.numel() for layer in layers for p in layer.parameters())
    values, at = streams.uniform(stream, count), 0
    with torch.no_grad():
        for layer in layers:
            bound = np.float32(1 / np.sqrt(layer.in_features))
            for parameter in (layer.weight, layer.bias):
                part = values[at:at + parameter.numel()]
                at += parameter.numel()
                parameter.copy_(torch.from_numpy(((part * 2 - 1) * bound).reshape(parameter.shape)))


class Mlp(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.layers = nn.ModuleList(linear(a, b) for a, b in zip(sizes, sizes[1:]))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.sigmoid(layer(x))
        return self.layers[-1](x)


class Vae(nn.Module):
    """Encoder C–H–2L, decoder (L+K)–(L+K)–H–C; the log variance is the encoder's second half."""

    def __init__(self, channels, hidden, latents, conditions, dense_input=True):
        super().__init__()
        self.latents = latents
        self.encoder_hidden = linear(channels, hidden)
        self.encoder_output = linear(hidden, 2 * latents)
        width = latents + conditions
        self.decoder_input = linear(width, width) if dense_input else None
        self.decoder_hidden = linear(width, hidden)
        self.decoder_output = linear(hidden, channels)

    def ordered_layers(self):
        return [layer for layer in (self.encoder_hidden, self.encoder_output, self.decoder_input,
                                    self.decoder_hidden, self.decoder_output) if layer is not None]

    def loss(self, x, conditions, noise):
        mean, log_variance = self.encoder_output(torch.sigmoid(self.encoder_hidden(x))).split(self.latents, 1)
        z = mean + noise * torch.exp(0.5 * log_variance)
        if conditions is not None:
            z = torch.cat([z, conditions], 1)
        z = torch.sigmoid(self.decoder_input(z) if self.decoder_input is not None else z)
        y = self.decoder_output(torch.sigmoid(self.decoder_hidden(z)))
        divergence = 0.5 * (mean ** 2 + log_variance.exp() - 1 - log_variance).sum()
        return (((x - y) ** 2).sum() + divergence) / len(x)


def adam(model, rate=0.001):
    return torch.optim.Adam(model.parameters(), lr=rate, betas=(0.9, 0.999), eps=1e-8)


def train(model, batch_loss, validation_loss, rows, order_stream, epochs, batch=64, rate=0.001, keep_best=False):
    """Losses of each epoch (training, validation) and the seconds it took; drawing the order is not timed."""
    optimiser, training, validation, seconds, best = adam(model, rate), [], [], [], None
    for epoch in range(epochs):
        order = torch.from_numpy(streams.permutation(order_stream, epoch, rows))
        start, total = time.perf_counter(), 0.0
        for at in range(0, rows, batch):
            chosen = order[at:at + batch]
            optimiser.zero_grad(set_to_none=True)
            loss = batch_loss(chosen, epoch)
            loss.backward()
            optimiser.step()
            total += loss.item() * len(chosen)
        with torch.no_grad():
            validation.append(float(validation_loss()))
        seconds.append(time.perf_counter() - start)
        training.append(total / rows)
        if keep_best and validation[-1] < min(validation[:-1], default=np.inf):
            best = state(model)
    if best is not None:
        model.load_state_dict(best)
    return training, validation, seconds


def state(model):
    return {name: value.clone() for name, value in model.state_dict().items()}
