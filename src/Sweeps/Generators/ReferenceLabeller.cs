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
    private readonly IReadOnlyList<MlpWeights> _networks;
    private readonly TargetScaler _scaler;

    /// <param name="dataset">Its targets, and the ranges over all its rows.</param>
    /// <param name="range">Which labels are allowed.</param>
    /// <param name="networks">The fold's reference networks, T of one output each, in the dataset's order of targets.</param>
    /// <param name="scaler">How the networks see targets.</param>
    public ReferenceLabeller(SpectralDataset dataset, LabelRange range, IReadOnlyList<MlpWeights> networks, TargetScaler scaler)
    {
        if (networks.Count != dataset.Targets.Count)
            throw new ArgumentException($"{networks.Count} reference networks for {dataset.Targets.Count} targets.", nameof(networks));
        _networks = networks;
        _scaler = scaler;
        Names = [.. dataset.Targets.Select(target => target.Name)];
        float[][] columns = [.. Enumerable.Range(0, TargetCount).Select(dataset.TargetColumn)];
        Lowest = [.. columns.Select(column => range == LabelRange.ZeroToMax ? 0 : column.Min())];
        Highest = [.. columns.Select(column => column.Max())];
    }

    /// <summary>Targets, T.</summary>
    public int TargetCount => Names.Count;

    /// <summary>Names of the targets.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Smallest allowed label of each target, in its unit.</summary>
    public IReadOnlyList<float> Lowest { get; }

    /// <summary>Largest allowed label of each target, in its unit.</summary>
    public IReadOnlyList<float> Highest { get; }

    /// <summary>Labels of scaled spectra: rows × T, row-major, in the targets' units.</summary>
    public float[] Label(NetworkEvaluator evaluator, RowSet spectra)
    {
        float[] labels = new float[spectra.Count * TargetCount];
        for (int t = 0; t < TargetCount; t++)
        {
            float[] predicted = evaluator.Predict(_networks[t], spectra);
            for (int row = 0; row < predicted.Length; row++) labels[row * TargetCount + t] = predicted[row];
        }
        _scaler.Inverse(labels, labels);
        return labels;
    }

    /// <summary>Every label of a generated spectrum lies in its range.</summary>
    /// <param name="labels">T labels.</param>
    /// <param name="rejectedBy">T counts; those of the targets whose label lies outside rise by one.</param>
    public bool Accepts(ReadOnlySpan<float> labels, Span<int> rejectedBy)
    {
        bool accepted = true;
        for (int t = 0; t < labels.Length; t++)
        {
            if (labels[t] >= Lowest[t] && labels[t] <= Highest[t]) continue; // false for NaN
            rejectedBy[t]++;
            accepted = false;
        }
        return accepted;
    }

    /// <summary>Share of spectra whose predicted labels all lie in range: what the rule does to measured spectra.</summary>
    public double PassRate(NetworkEvaluator evaluator, RowSet spectra)
    {
        float[] labels = Label(evaluator, spectra);
        int[] ignored = new int[TargetCount];
        int passed = 0;
        for (int row = 0; row < spectra.Count; row++)
            if (Accepts(labels.AsSpan(row * TargetCount, TargetCount), ignored)) passed++;
        return (double)passed / spectra.Count;
    }
}
