using IonSweep.Learning.Networks;
using IonSweep.Learning.Torch.Layouts;
using IonSweep.Learning.Torch.Stacks;
using TorchSharp;
using static TorchSharp.torch;

namespace IonSweep.Learning.Torch.Passes;

/// <summary>
/// VAEs and cVAEs, one in each bundle: loss = Σ over rows of weight·(Σ_c (y − x)² + KL), with λ = log σ² and noise ε
/// (Kingma and Welling 2014):
/// <code>
/// σ = e^{λ/2}      z = μ + σ·ε      KL_r = ½ Σ_j (μ² + σ² − 1 − λ)
/// δμ = δz + s·μ    δλ = ½·(δz·ε·σ + s·(σ² − 1))
/// </code>
/// </summary>
internal sealed class VaePass : IPass
{
    private static readonly Scalar Half = 0.5f, One = 1f;

    private readonly VaeArchitecture _architecture;
    private readonly StackedParameters? _gradient;
    private readonly long _networks, _rows;
    private readonly Tensor[] _weights; // of each layer: S × outputs × (inputs + 1)
    private readonly Tensor[] _gradients; // of each layer
    private readonly Activations _hidden, _latent, _input, _decoded;
    private readonly Tensor _latents; // of the latent activations, without conditions
    private readonly Tensor? _conditions;
    private readonly int _decoderInput, _decoderHidden, _decoderOutput; // layers; the first is -1 where the sigmoid stands alone

    /// <param name="architecture">Sizes.</param>
    /// <param name="values">Parameters of S networks.</param>
    /// <param name="gradient">Where their gradient goes; null for a pass that only evaluates.</param>
    /// <param name="rows">B.</param>
    public VaePass(VaeArchitecture architecture, StackedParameters values, StackedParameters? gradient, int rows)
    {
        _architecture = architecture;
        _gradient = gradient;
        _networks = values.Flat.shape[0];
        _rows = rows;
        _weights = [.. values.Layers.Select(layer => layer.squeeze(1).DetachFromDisposeScope())];
        _gradients = gradient is null ? [] : [.. gradient.Layers.Select(layer => layer.squeeze(1).DetachFromDisposeScope())];
        Device device = values.Flat.device;
        int inputs = architecture.Latents + architecture.Conditions;
        _hidden = new Activations(_networks, rows, architecture.Hidden, device);
        _latent = new Activations(_networks, rows, inputs, device);
        _input = new Activations(_networks, rows, inputs, device);
        _decoded = new Activations(_networks, rows, architecture.Hidden, device);
        _latents = _latent.WithOnes.narrow(2, 0, architecture.Latents).DetachFromDisposeScope();
        if (architecture.Conditions > 0)
            _conditions = _latent.WithOnes.narrow(2, architecture.Latents, architecture.Conditions).DetachFromDisposeScope();
        _decoderInput = architecture.DecoderInput == DecoderInput.Dense ? 2 : -1;
        _decoderHidden = _weights.Length - 2;
        _decoderOutput = _weights.Length - 1;
    }

    public long[] WeightShape => [_networks, _rows, 1];

    public Tensor Loss(Tensor spectra, Tensor? values, Tensor weights, Tensor? noise) => Forward(spectra, values, weights, noise!).Loss;

    public Tensor Gradient(Tensor spectra, Tensor? values, Tensor weights, Tensor? noise)
    {
        Pass pass = Forward(spectra, values, weights, noise!);
        Tensor delta = Below(_decoderOutput, pass.OutputDelta, _decoded.WithOnes, pass.Decoded);
        delta = Below(_decoderHidden, delta, _input.WithOnes, pass.Input);
        Tensor latentDelta = delta;
        if (_decoderInput >= 0) latentDelta = Below(_decoderInput, delta, _latent.WithOnes, null);
        latentDelta = latentDelta.narrow(2, 0, _architecture.Latents);

        Tensor share = weights * Half; // s
        Tensor meanDelta = latentDelta + share * pass.Mean;
        Tensor logVarianceDelta = (latentDelta * noise! * pass.Deviation + share * (pass.Variance - One)) * Half;
        delta = Below(1, cat([meanDelta, logVarianceDelta], 2), _hidden.WithOnes, pass.Hidden);
        _gradients[0].copy_(delta.transpose(1, 2).bmm(spectra));
        return pass.Loss;
    }

    public void Dispose()
    {
        foreach (Tensor view in _weights.Concat(_gradients).Append(_latents)) view.Dispose();
        _conditions?.Dispose();
        foreach (Activations activations in new[] { _hidden, _latent, _input, _decoded }) activations.Dispose();
    }

    private Pass Forward(Tensor spectra, Tensor? conditions, Tensor weights, Tensor noise)
    {
        int latents = _architecture.Latents;
        Tensor hidden = Layer(0, spectra).sigmoid_();
        _hidden.Neurons.copy_(hidden);
        Tensor posterior = Layer(1, _hidden.WithOnes);
        Tensor mean = posterior.narrow(2, 0, latents), logVariance = posterior.narrow(2, latents, latents);
        Tensor deviation = (logVariance * Half).exp_(), variance = deviation * deviation;
        _latents.copy_(mean + deviation * noise);
        if (_conditions is not null) _conditions.copy_(conditions!.view(_networks, _rows, _architecture.Conditions));

        Tensor input = _decoderInput >= 0 ? Layer(_decoderInput, _latent.WithOnes).sigmoid_() : _latent.Neurons.sigmoid();
        _input.Neurons.copy_(input);
        Tensor decoded = Layer(_decoderHidden, _input.WithOnes).sigmoid_();
        _decoded.Neurons.copy_(decoded);
        Tensor difference = Layer(_decoderOutput, _decoded.WithOnes).sub_(spectra.narrow(2, 0, _architecture.Channels));

        Tensor outputDelta = difference * weights;
        Tensor divergence = (mean * mean).add_(variance).sub_(logVariance).sub_(One).mul_(weights);
        Tensor loss = difference.mul_(outputDelta).sum(1, 2).add_(divergence.sum(1, 2), Half);
        return new Pass(loss, outputDelta, hidden, mean, deviation, variance, input, decoded);
    }

    private Tensor Layer(int layer, Tensor inputs) => inputs.bmm(_weights[layer].transpose(1, 2));

    /// <summary>
    /// Writes a layer's gradient; returns the delta of its inputs, multiplied by the sigmoid's derivative when there is one.
    /// </summary>
    private Tensor Below(int layer, Tensor delta, Tensor inputs, Tensor? sigmoid)
    {
        _gradients[layer].copy_(delta.transpose(1, 2).bmm(inputs));
        Tensor below = delta.bmm(_weights[layer].narrow(2, 0, _weights[layer].shape[2] - 1));
        return sigmoid is null ? below : below.mul_(Sigmoid.Derivative(sigmoid));
    }

    private readonly record struct Pass(
        Tensor Loss, Tensor OutputDelta, Tensor Hidden, Tensor Mean, Tensor Deviation, Tensor Variance, Tensor Input, Tensor Decoded);
}
