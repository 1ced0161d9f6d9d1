using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Networks;
using IonSweep.Spectra;
using IonSweep.Spectra.Scaling;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Generators;

/// <summary>
/// Gives generated spectra their labels, the predictions of a fold's reference networks, and says which labels the discard rule
/// allows (source A). T targets.
/// </summary>
public sealed class ReferenceLabeller
{
    private readonly IReadOnlyList<IReadOnlyList<MlpWeights>> _networks;
    private readonly TargetScaler _scaler;
    private readonly float[]? _limits; // of the spread, as the networks see targets

    /// <param name="dataset">Its targets, and the ranges over all its rows.</param>
    /// <param name="range">Which labels are allowed.</param>
    /// <param name="networks">The fold's reference networks of one output, one or more for each of T targets, in their order.</param>
    /// <param name="scaler">How the networks see targets.</param>
    public ReferenceLabeller(
        SpectralDataset dataset, LabelRange range, IReadOnlyList<IReadOnlyList<MlpWeights>> networks, TargetScaler scaler)
    {
        if (networks.Count != dataset.Targets.Count)
            throw new ArgumentException($"Reference networks of {networks.Count} targets for {dataset.Targets.Count}.", nameof(networks));
        _networks = networks;
        _scaler = scaler;
        Names = [.. dataset.Targets.Select(target => target.Name)];
        float[][] columns = [.. Enumerable.Range(0, TargetCount).Select(dataset.KnownValues)];
        Lowest = [.. columns.Select(column => range == LabelRange.ZeroToMax ? 0 : column.Min())];
        Highest = [.. columns.Select(column => column.Max())];
    }

    private ReferenceLabeller(ReferenceLabeller other, float[] limits)
    {
        (_networks, _scaler, _limits) = (other._networks, other._scaler, limits);
        (Names, Lowest, Highest) = (other.Names, other.Lowest, other.Highest);
    }

    /// <summary>Targets, T.</summary>
    public int TargetCount => Names.Count;

    /// <summary>Names of the targets.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Smallest allowed label of each target, in its unit.</summary>
    public IReadOnlyList<float> Lowest { get; }

    /// <summary>Largest allowed label of each target, in its unit.</summary>
    public IReadOnlyList<float> Highest { get; }

    /// <summary>One that rejects spectra on which the networks of a target disagree.</summary>
    /// <param name="evaluator">Evaluates networks.</param>
    /// <param name="measured">Scaled spectra that say what disagreement is usual.</param>
    /// <param name="share">Share of them whose spread is allowed, for each target.</param>
    public ReferenceLabeller Agreeing(NetworkEvaluator evaluator, RowSet measured, double share)
    {
        (_, float[] spreads) = LabelWithSpread(evaluator, measured);
        return new ReferenceLabeller(this, [.. Enumerable.Range(0, TargetCount).Select(t =>
        {
            float[] sorted = [.. Enumerable.Range(0, measured.Count).Select(row => spreads[row * TargetCount + t]).Order()];
            return sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
        })]);
    }

    /// <summary>Labels of scaled spectra: rows × T, row-major, in the targets' units.</summary>
    public float[] Label(NetworkEvaluator evaluator, RowSet spectra) => LabelWithSpread(evaluator, spectra).Labels;

    /// <summary>
    /// The same, means where there are several networks, with their standard deviation over these, in the unit in which networks see
    /// targets.
    /// </summary>
    public (float[] Labels, float[] Spreads) LabelWithSpread(NetworkEvaluator evaluator, RowSet spectra)
    {
        float[] labels = new float[spectra.Count * TargetCount], spreads = new float[labels.Length];
        for (int t = 0; t < TargetCount; t++)
        {
            float[][] predicted = [.. _networks[t].Select(network => evaluator.Predict(network, spectra))];
            for (int row = 0; row < spectra.Count; row++)
            {
                double mean = 0, squares = 0;
                foreach (float[] one in predicted) mean += one[row] / (double)predicted.Length;
                foreach (float[] one in predicted) squares += (one[row] - mean) * (one[row] - mean);
                labels[row * TargetCount + t] = (float)mean;
                spreads[row * TargetCount + t] = (float)Math.Sqrt(squares / predicted.Length);
            }
        }
        _scaler.Inverse(labels, labels);
        return (labels, spreads);
    }

    /// <summary>Every label of a generated spectrum lies in its range, and the networks agree about it.</summary>
    /// <param name="labels">T labels.</param>
    /// <param name="spreads">T standard deviations over networks.</param>
    /// <param name="rejectedBy">T counts; those of the targets whose label is not accepted rise by one.</param>
    public bool Accepts(ReadOnlySpan<float> labels, ReadOnlySpan<float> spreads, Span<int> rejectedBy)
    {
        bool accepted = true;
        for (int t = 0; t < labels.Length; t++)
        {
            if (labels[t] >= Lowest[t] && labels[t] <= Highest[t] // false for NaN
                && (_limits is null || spreads[t] <= _limits[t])) continue;
            rejectedBy[t]++;
            accepted = false;
        }
        return accepted;
    }

    /// <summary>Share of spectra whose predicted labels all lie in range: what the rule does to measured spectra.</summary>
    public double PassRate(NetworkEvaluator evaluator, RowSet spectra)
    {
        (float[] labels, float[] spreads) = LabelWithSpread(evaluator, spectra);
        int[] ignored = new int[TargetCount];
        int passed = 0;
        for (int row = 0; row < spectra.Count; row++)
            if (Accepts(labels.AsSpan(row * TargetCount, TargetCount), spreads.AsSpan(row * TargetCount, TargetCount), ignored)) passed++;
        return (double)passed / spectra.Count;
    }
}
