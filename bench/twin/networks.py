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
            bound = np.float32(1 / np.sqrt(layer.weight[0].numel()))  # inputs, or inputs × kernel
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


class Cnn(nn.Module):
    """The multitask network of CnnArchitecture: the spectrum between zeros, convolutions, average pooling, a dense layer and two heads."""

    CONVOLUTIONS = ((16, 8, 4), (32, 4, 2), (32, 4, 2))

    def __init__(self, channels, targets, auxiliary, convolutions=CONVOLUTIONS, pooling=2, hidden=64):
        super().__init__()
        self.pooling, pooled = pooling, 1
        while self.length(pooled, convolutions) < channels:
            pooled += 1
        zeros = self.length(pooled, convolutions) - channels
        self.zeros = (zeros // 2, zeros - zeros // 2)
        features = [1, *(shape[0] for shape in convolutions)]
        self.convolutions = nn.ModuleList(
            nn.Conv1d(inputs, outputs, kernel, stride) for inputs, (outputs, kernel, stride) in zip(features, convolutions))
        self.hidden = linear(pooled * features[-1], hidden)
        self.target_head = linear(hidden, targets)
        self.auxiliary_head = linear(hidden, auxiliary)
        self.log_variances = nn.Parameter(torch.zeros(1 + auxiliary))

    def length(self, pooled, convolutions):
        length = pooled * self.pooling
        for _, kernel, stride in reversed(convolutions):
            length = (length - 1) * stride + kernel
        return length

    def ordered_layers(self):
        return [*self.convolutions, self.hidden, self.target_head, self.auxiliary_head]

    def forward(self, x):
        x = nn.functional.pad(x, self.zeros).unsqueeze(1)
        for layer in self.convolutions:
            x = nn.functional.silu(layer(x))
        x = nn.functional.silu(self.hidden(nn.functional.avg_pool1d(x, self.pooling).flatten(1)))
        return self.target_head(x), self.auxiliary_head(x)

    def loss(self, x, targets, auxiliary):
        """The weighted loss, to be minimised, and the targets' squared error, to be reported."""
        predicted, others = self(x)
        error = nn.functional.mse_loss(predicted, targets)
        errors = torch.cat([error.unsqueeze(0), ((others - auxiliary) ** 2).mean(0)])
        weighted = torch.exp(-self.log_variances) * errors + self.log_variances
        return 0.5 * (targets.shape[1] * weighted[0] + weighted[1:].sum()), error


def adam(model, rate=0.001):
    return torch.optim.Adam(model.parameters(), lr=rate, betas=(0.9, 0.999), eps=1e-8)


def train(model, batch_loss, validation_loss, rows, order_stream, epochs, batch=64, rate=0.001, keep_best=False):
    """
    Losses of each epoch (training, validation) and the seconds it took; drawing the order is not timed. batch_loss gives the loss to
    minimise, or a pair of that and the one to report.
    """
    optimiser, training, validation, seconds, best = adam(model, rate), [], [], [], None
    for epoch in range(epochs):
        order = torch.from_numpy(streams.permutation(order_stream, epoch, rows))
        start, total = time.perf_counter(), 0.0
        for at in range(0, rows, batch):
            chosen = order[at:at + batch]
            optimiser.zero_grad(set_to_none=True)
            loss = batch_loss(chosen, epoch)
            loss, reported = loss if isinstance(loss, tuple) else (loss, loss)
            loss.backward()
            optimiser.step()
            total += reported.item() * len(chosen)
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
