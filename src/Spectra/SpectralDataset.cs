using IonSweep.Spectra.Axes;

namespace IonSweep.Spectra;

/// <summary>
/// Spectra with their known targets. Immutable; spectra are finite, a target value is finite or NaN where there is none (checked on
/// construction).
/// Shapes: N rows, C channels, T targets.
/// </summary>
public sealed class SpectralDataset
{
    private readonly float[] _spectra;
    private readonly float[] _targetValues;

    /// <summary>Takes ownership of the arrays; they must not be changed afterwards.</summary>
    /// <param name="name">Short name for outputs, e.g. <c>corn</c>.</param>
    /// <param name="origin">Measured or simulated, and from where.</param>
    /// <param name="wavelengths">C channel positions, strictly increasing.</param>
    /// <param name="targets">T targets with distinct slugs.</param>
    /// <param name="spectra">N × C values, row-major, in the instrument's unit (absorbance, counts, …).</param>
    /// <param name="targetValues">N × T values, row-major, each in its target's unit; NaN where there is none.</param>
    /// <param name="sampleIds">N ids, equal for replicate spectra of one sample; null when every row is a sample of its own.</param>
    /// <param name="axisUnit">What the channels' positions are.</param>
    /// <param name="ordinate">What the values are.</param>
    /// <exception cref="InvalidDatasetException">A shape, order or value is not as described; says which row and column.</exception>
    public SpectralDataset(
        string name,
        DatasetOrigin origin,
        IReadOnlyList<double> wavelengths,
        IReadOnlyList<Target> targets,
        float[] spectra,
        float[] targetValues,
        IReadOnlyList<string>? sampleIds = null,
        AxisUnit axisUnit = AxisUnit.Nanometre,
        Ordinate ordinate = Ordinate.Unknown)
    {
        Name = name;
        AxisUnit = axisUnit;
        Ordinate = ordinate;
        Origin = origin;
        Wavelengths = [.. wavelengths];
        Targets = [.. targets];
        SampleIds = sampleIds is null ? null : [.. sampleIds];
        _spectra = spectra;
        _targetValues = targetValues;
        RowCount = Wavelengths.Count == 0 ? 0 : spectra.Length / Wavelengths.Count;
        IsIncomplete = targetValues.AsSpan().ContainsAnyExceptInRange(float.NegativeInfinity, float.PositiveInfinity);
        DatasetChecks.Check(this);
    }

    /// <summary>Short name for outputs.</summary>
    public string Name { get; }

    /// <summary>Measured or simulated, and from where.</summary>
    public DatasetOrigin Origin { get; }

    /// <summary>What the channels' positions are.</summary>
    public AxisUnit AxisUnit { get; }

    /// <summary>What the values are.</summary>
    public Ordinate Ordinate { get; }

    /// <summary>Channel positions in <see cref="AxisUnit"/>, strictly increasing; C entries.</summary>
    public IReadOnlyList<double> Wavelengths { get; }

    /// <summary>The targets, T entries with distinct slugs.</summary>
    public IReadOnlyList<Target> Targets { get; }

    /// <summary>One id a row, equal for replicate spectra of one sample; null when every row is a sample of its own.</summary>
    public IReadOnlyList<string>? SampleIds { get; }

    /// <summary>Some row has no value of some target.</summary>
    public bool IsIncomplete { get; }

    /// <summary>Number of spectra, N.</summary>
    public int RowCount { get; }

    /// <summary>Number of channels, C.</summary>
    public int ChannelCount => Wavelengths.Count;

    /// <summary>All spectra, N × C, row-major.</summary>
    public ReadOnlyMemory<float> Spectra => _spectra;

    /// <summary>All target values, N × T, row-major.</summary>
    public ReadOnlyMemory<float> TargetValues => _targetValues;

    /// <summary>The same rows with other spectra: those of <paramref name="spectra"/>, its axis, ordinate and origin.</summary>
    /// <exception cref="InvalidDatasetException">There are not as many spectra as rows.</exception>
    public SpectralDataset With(UnlabelledSpectra spectra) => new(
        Name, spectra.Origin, spectra.Wavelengths, Targets, spectra.Spectra, _targetValues, SampleIds, spectra.AxisUnit, spectra.Ordinate);

    /// <summary>The C values of one spectrum.</summary>
    public ReadOnlySpan<float> Spectrum(int row) => _spectra.AsSpan(row * ChannelCount, ChannelCount);

    /// <summary>The T target values of one row.</summary>
    public ReadOnlySpan<float> TargetRow(int row) => _targetValues.AsSpan(row * Targets.Count, Targets.Count);

    /// <summary>One target's value in every row, N values.</summary>
    public float[] TargetColumn(int target)
    {
        float[] column = new float[RowCount];
        for (int row = 0; row < column.Length; row++) column[row] = _targetValues[row * Targets.Count + target];
        return column;
    }

    /// <summary>One target's values in the rows that have one; at least one value.</summary>
    public float[] KnownValues(int target) => IsIncomplete ? [.. TargetColumn(target).Where(float.IsFinite)] : TargetColumn(target);

    /// <summary>Whether a row has values of all of these targets.</summary>
    public bool HasAll(int row, ReadOnlySpan<int> targets)
    {
        foreach (int target in targets)
            if (float.IsNaN(_targetValues[row * Targets.Count + target])) return false;
        return true;
    }

    /// <summary>Whether a row has a value of any of these targets.</summary>
    public bool HasAny(int row, ReadOnlySpan<int> targets)
    {
        foreach (int target in targets)
            if (!float.IsNaN(_targetValues[row * Targets.Count + target])) return true;
        return false;
    }

    /// <summary>Index of the target with this slug, or −1.</summary>
    public int IndexOfTarget(string slug)
    {
        for (int t = 0; t < Targets.Count; t++)
            if (Targets[t].Slug == slug) return t;
        return -1;
    }
}
