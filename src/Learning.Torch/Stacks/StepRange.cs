using IonSweep.Learning.Tasks;
using IonSweep.Learning.Torch.Layouts;
using IonSweep.Learning.Torch.Passes;
using TorchSharp;
using static TorchSharp.torch;

namespace IonSweep.Learning.Torch.Stacks;

/// <summary>
/// The steps of an epoch in which the same bundles have batches, with the views that they need: a step creates none.
/// </summary>
internal sealed class StepRange : IDisposable
{
    private readonly List<IDisposable> _owned = [];
    private readonly Step[] _steps;
    private readonly int _first, _firstBundle, _bundles, _stackBundles, _rows;
    private readonly IPass _pass;
    private readonly AdamUpdate _adam;
    private readonly Tensor _lossSum;

    /// <param name="stack">Buffers of the whole stack.</param>
    /// <param name="kind">Kind of networks.</param>
    /// <param name="options">Adam's options.</param>
    /// <param name="place">Where to train.</param>
    /// <param name="first">First step.</param>
    /// <param name="end">Step after the last.</param>
    /// <param name="firstBundle">First bundle.</param>
    /// <param name="bundles">Bundles from it on that have batches.</param>
    public StepRange(StackBuffers stack, NetworkKind kind, TrainingOptions options, Place place, int first, int end, int firstBundle,
        int bundles)
    {
        _first = first;
        _firstBundle = firstBundle;
        _bundles = bundles;
        _stackBundles = stack.Bundles;
        _rows = stack.Batch;
        StackedParameters values = Own(stack.Values.Of(firstBundle, bundles)), gradient = Own(stack.Gradient.Of(firstBundle, bundles));
        StackedParameters firstMoments = Own(stack.First.Of(firstBundle, bundles)),
            secondMoments = Own(stack.Second.Of(firstBundle, bundles));
        _pass = Own(kind.Pass(values, gradient, stack.Width, stack.Batch));
        _adam = Own(new AdamUpdate(options, place, values.Flat, firstMoments.Flat, secondMoments.Flat, gradient.Flat));
        _lossSum = Own(stack.LossSum.narrow(0, firstBundle * stack.Width, bundles * stack.Width).DetachFromDisposeScope());
        _steps = [.. Enumerable.Range(first, end - first).Select(step => StepOf(stack, kind, step))];
    }

    /// <summary>Makes the range's steps.</summary>
    /// <param name="spectra">Table of spectra.</param>
    /// <param name="values">Targets or conditions of all rows; null for none.</param>
    /// <param name="inputs">The epoch.</param>
    public void Run(Tensor spectra, Tensor? values, EpochInputs inputs)
    {
        for (int i = 0; i < _steps.Length; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            Step step = _steps[i];
            Tensor batch = spectra.index_select(0, step.Spectra).view(_bundles, _rows, -1);
            Tensor loss = _pass.Gradient(batch, values?.index_select(0, step.Rows), step.Weights, step.Noise);
            _lossSum.addcmul_(loss, step.HalfRows, 1);
            int constants = (_first + i) * _stackBundles + _firstBundle;
            _adam.Step(
                (step.EpsilonOverStep, step.InverseStep), inputs.StepSizes.AsSpan(constants, _bundles),
                inputs.Epsilons.AsSpan(constants, _bundles));
        }
    }

    public void Dispose()
    {
        foreach (IDisposable owned in _owned) owned.Dispose();
    }

    private Step StepOf(StackBuffers stack, NetworkKind kind, int step)
    {
        long bundles = (long)step * stack.Bundles + _firstBundle, rows = bundles * stack.Batch, count = (long)_bundles * stack.Batch;
        Tensor View(Tensor flat, long start, long length, params long[] shape)
        {
            using Tensor part = flat.narrow(0, start, length);
            return Own(part.view(shape).DetachFromDisposeScope());
        }
        return new Step(
            View(stack.SpectraRows, rows, count, -1), View(stack.Rows, rows, count, -1),
            View(stack.Weights, rows, count, _pass.WeightShape),
            stack.Noise is null ? null
                : View(stack.Noise, rows * kind.NoisePerRow, count * kind.NoisePerRow, _bundles, stack.Batch, kind.NoisePerRow),
            View(stack.HalfRows, bundles * stack.Width, (long)_bundles * stack.Width, -1),
            View(stack.EpsilonOverStep, bundles, _bundles, _bundles, 1), View(stack.InverseStep, bundles, _bundles, _bundles, 1));
    }

    private T Own<T>(T owned)
        where T : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }

    private readonly record struct Step(
        Tensor Spectra, Tensor Rows, Tensor Weights, Tensor? Noise, Tensor HalfRows, Tensor EpsilonOverStep, Tensor InverseStep);
}
