using IonSweep.Spectra.Axes;

namespace IonSweep.Spectra;

/// <summary>What every dataset must satisfy, whatever made it.</summary>
internal static class DatasetChecks
{
    /// <exception cref="InvalidDatasetException">Says what is wrong, with row (from 1) and channel or target.</exception>
    public static void Check(SpectralDataset data)
    {
        int channels = data.ChannelCount, targets = data.Targets.Count;
        if (channels == 0) throw Invalid(data, "has no channel; expected at least one wavelength");
        if (targets == 0) throw Invalid(data, "has no target; expected at least one");
        if (data.Spectra.Length == 0 || data.Spectra.Length % channels != 0)
            throw Invalid(data, $"has {data.Spectra.Length} spectral values, not a positive multiple of its {channels} channels");
        if (data.TargetValues.Length != data.RowCount * targets)
            throw Invalid(data, $"has {data.TargetValues.Length} target values; expected {data.RowCount} rows × {targets} targets");
        if (data.SampleIds is not null && data.SampleIds.Count != data.RowCount)
            throw Invalid(data, $"has {data.SampleIds.Count} sample ids; expected one for each of its {data.RowCount} rows");

        for (int c = 0; c < channels; c++)
        {
            if (!double.IsFinite(data.Wavelengths[c]))
                throw Invalid(data, $"has wavelength {data.Wavelengths[c]} at channel {c + 1}; expected a finite position");
            if (c > 0 && data.Wavelengths[c] <= data.Wavelengths[c - 1])
                throw Invalid(
                    data,
                    $"has wavelength {data.Wavelengths[c]} after {data.Wavelengths[c - 1]} at channel {c + 1}; expected strictly "
                        + $"increasing wavelengths");
        }

        Dictionary<string, string> slugs = [];
        foreach (Target target in data.Targets)
            if (!slugs.TryAdd(target.Slug, target.Name))
                throw Invalid(
                    data, $"has targets '{slugs[target.Slug]}' and '{target.Name}', which share the key '{target.Slug}'; rename one");

        for (int row = 0; row < data.RowCount; row++)
        {
            int bad = IndexOfNonFinite(data.Spectrum(row));
            if (bad >= 0)
                throw Invalid(
                    data,
                    $"has {data.Spectrum(row)[bad]} in row {row + 1} at {data.Wavelengths[bad]}{data.AxisUnit.Suffix()}; expected a "
                        + $"finite number");
            bad = data.TargetRow(row).IndexOfAny(float.PositiveInfinity, float.NegativeInfinity);
            if (bad >= 0)
                throw Invalid(data,
                    $"has {data.TargetRow(row)[bad]} in row {row + 1} for target '{data.Targets[bad].Name}'; expected a finite number, "
                        + "or NaN for none");
        }
        for (int target = 0; data.IsIncomplete && target < targets; target++)
            if (data.KnownValues(target).Length == 0)
                throw Invalid(data, $"has no value of target '{data.Targets[target].Name}' in any row");
    }

    private static int IndexOfNonFinite(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i])) return i;
        return -1;
    }

    private static InvalidDatasetException Invalid(SpectralDataset data, string what) => new($"Dataset '{data.Name}' {what}.");
}
